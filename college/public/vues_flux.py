"""Feeds, calendar, export, sitemap: the same query as the search, other forms."""

from __future__ import annotations

from xml.sax.saxutils import escape

from flask import Response, current_app, request

from college import horloge
from college.public import debit, flux, requetes
from college.public.parametres import Parametres, lire
from college.public.recherche import EXPORT_MAX, tout
from college.public.vues import bp
from college.web import PUBLIC, vue

FLUX_MAX = 50


@vue(bp, "/flux.atom", droit=PUBLIC)
def flux_atom() -> Response:
    """The latest fifty pages of a search."""
    debit.prelever(request.remote_addr or "")
    parametres = _parametres(par_date=True)
    titre = f"Décisions\u00a0: {parametres.q}" if parametres.q else "Décisions publiées"
    base = _base()
    ici = f"{base}/flux.atom" + (f"?{parametres.chaine()}" if parametres.chaine() else "")
    octets = flux.atom(tout(parametres, FLUX_MAX), titre, ici, base, horloge.maintenant())
    return Response(octets, mimetype="application/atom+xml")


@vue(bp, "/agenda.ics", droit=PUBLIC)
def agenda_ics() -> Response:
    """Séances to come, for a calendar; `organe` and `institution` filter."""
    parametres = _parametres()
    organes = parametres.filtres.get("organe", ())
    annonces = [
        a
        for a in requetes.seances_annoncees(50)
        if (not organes or a.code in organes) and parametres.institution in (None, a.institution)
    ]
    octets = flux.agenda(annonces, _base(), horloge.maintenant())
    return Response(octets, mimetype="text/calendar", headers={"Content-Disposition": "inline; filename=agenda.ics"})


@vue(bp, "/export.csv", droit=PUBLIC)
def export_csv() -> Response:
    """A search as a table, 5,000 lines at most."""
    debit.prelever(request.remote_addr or "")
    octets = flux.tableau(tout(_parametres(), EXPORT_MAX), _base())
    en_tete = {"Content-Disposition": "attachment; filename=decisions.csv"}
    return Response(octets, mimetype="text/csv", headers=en_tete)


@vue(bp, "/sitemap.xml", droit=PUBLIC)
def plan_du_site() -> Response:
    base = _base()
    lignes = [f"<url><loc>{escape(base + chemin)}</loc></url>" for chemin in ("/", "/recherche", "/seances")]
    lignes += [
        f"<url><loc>{escape(base + chemin)}</loc><lastmod>{modifiee.date().isoformat()}</lastmod></url>"
        for chemin, modifiee in requetes.toutes_les_adresses()
    ]
    corps = "\n".join(lignes)
    xml = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{corps}\n</urlset>\n'
    return Response(xml, mimetype="application/xml")


@vue(bp, "/robots.txt", droit=PUBLIC)
def robots() -> Response:
    return Response(f"User-agent: *\nDisallow: /app/\nSitemap: {_base()}/sitemap.xml\n", mimetype="text/plain")


def _parametres(par_date: bool = False) -> Parametres:
    valeurs = request.args.to_dict(flat=False)
    if par_date and "tri" not in valeurs:
        valeurs["tri"] = ["date"]
    return lire(valeurs)


def _base() -> str:
    adresse: str = current_app.extensions["college"].adresse
    return adresse
