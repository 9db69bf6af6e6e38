"""Documents: plain facts in, PDF and DOCX bytes out. Knows no database, no request, no person.

`entree` is the shape of the facts, `contexte` (PURE) lays them out document by document, `rendu` hands the
result to warm, limited processes (`travailleur`) where alone WeasyPrint, docxtpl and pyHanko are loaded.
"""
