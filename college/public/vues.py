"""Pages of the citizen: home, search, séances, decisions. No cookie, no script, no sign-in."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, current_app, g, jsonify, render_template, request
from markupsafe import Markup
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response as ReponseWerkzeug

from college import horloge, stockage
from college.erreurs import Introuvable
from college.public import debit, donnees, presentation, requetes
from college.public.parametres import FACETTES, Parametres, lire
from college.public.recherche import chercher
from college.publication import adresses
from college.publication.index import publique
from college.publication.modele import Publication
from college.publication.presentation import marges
from college.web import PUBLIC, telecharger, vers, vue
from search_index import IndexErreur, Requete, Resultat

PAR_PAGE = 20
VALEURS_MONTREES = 8

bp = Blueprint("public", __name__, template_folder="templates")


class ConvertisseurJour(BaseConverter):
    """`2026-11-09`, `2026-11-09-2`."""

    regex = r"\d{4}-\d{2}-\d{2}(?:-[2-9])?"


@bp.app_template_global()
def etat_public(page: Publication) -> tuple[str, str, str]:
    return presentation.etat(page)


@bp.after_request
def garder_un_instant(reponse: Response) -> Response:
    """A withdrawn page must be gone within a minute, from caches too."""
    reponse.headers.setdefault("Cache-Control", "public, max-age=30")
    return reponse


def _situer(code: str | None = None) -> None:
    """Name, arms and colour of the authority asked for, or of the only one that publishes."""
    if institution := requetes.institution(code) if code else requetes.seule_institution():
        g.institution = institution


@vue(bp, "/", droit=PUBLIC)
def accueil() -> str:
    """What was decided lately, what comes next."""
    _situer()
    annee = date(horloge.aujourdhui().year, 1, 1)
    return render_template(
        "public/accueil.html",
        dernieres=requetes.dernieres(),
        annonces=requetes.seances_annoncees(4),
        matieres=_matieres(),
        nombre=requetes.compte_depuis(annee),
        mise_a_jour=requetes.derniere_mise_a_jour(),
        presentation=presentation,
    )


def _matieres() -> list[tuple[str, str, int]]:
    comptees = publique().facettes(Requete(facettes=("matiere",)))["matiere"]
    return [(v.valeur, v.libelle, v.nombre) for v in comptees[:18]]


@vue(bp, "/recherche", droit=PUBLIC)
def recherche() -> str | tuple[str, int]:
    """Full-text search with facets."""
    debit.prelever(request.remote_addr or "")
    parametres = lire(request.args.to_dict(flat=False))
    _situer(parametres.institution)
    try:
        resultat, trouves = chercher(parametres, PAR_PAGE)
    except IndexErreur as panne:
        return render_template("public/panne.html", phrase=str(panne)), 503
    return render_template(
        "public/recherche.html",
        p=parametres,
        resultat=resultat,
        trouves=trouves,
        facettes=FACETTES,
        montrees=VALEURS_MONTREES,
        actifs=_actifs(parametres, resultat),
        numeros=_numeros(parametres, resultat.total),
        derniere=-(-resultat.total // PAR_PAGE),
        presentation=presentation,
    )


def _actifs(parametres: Parametres, resultat: Resultat) -> list[tuple[str, str]]:
    """The filters in force, each with the search without it."""
    actifs = []
    for champ, valeurs in parametres.filtres.items():
        libelles = {v.valeur: v.libelle for v in resultat.facettes.get(champ, ())}
        actifs += [(libelles.get(v, v), f"?{parametres.sans(champ, v)}") for v in valeurs]
    if parametres.du:
        actifs.append((f"depuis le {parametres.du:%d/%m/%Y}", f"?{parametres.chaine(du=None)}"))
    if parametres.au:
        actifs.append((f"jusqu’au {parametres.au:%d/%m/%Y}", f"?{parametres.chaine(au=None)}"))
    return actifs


def _numeros(parametres: Parametres, total: int) -> list[tuple[int, str | None, bool]]:
    """First page, neighbours, last page; None is a gap."""
    derniere, ici = -(-total // PAR_PAGE), parametres.page
    voulues = sorted({1, derniere, *range(ici - 2, ici + 3)} & set(range(1, derniere + 1)))
    numeros: list[tuple[int, str | None, bool]] = []
    for rang, n in enumerate(voulues):
        if rang and n > voulues[rang - 1] + 1:
            numeros.append((0, None, False))
        numeros.append((n, f"?{parametres.a_la_page(n)}", n == ici))
    return numeros


@vue(bp, "/seances", droit=PUBLIC)
def seances() -> str:
    """Séances to come, then those whose decisions are on line."""
    _situer()
    return render_template(
        "public/seances.html", annonces=requetes.seances_annoncees(20), publiees=requetes.seances_publiees()
    )


@vue(bp, "/<institution>/<organe>/<jour:jour>", droit=PUBLIC)
def seance(institution: str, organe: str, jour: str) -> str:
    """The agenda of a séance as the public knows it, point by point."""
    pages = _pages(institution, organe, jour)
    return render_template(
        "public/seance.html",
        pages=pages,
        organe=pages[0].organe,
        jour=pages[0].date_seance,
        chemin=_chemin_seance(pages[0]),
        presentation=presentation,
    )


@vue(bp, "/<institution>/<organe>/<jour:jour>.json", droit=PUBLIC)
def seance_json(institution: str, organe: str, jour: str) -> Response:
    """The same as data."""
    pages, base = _pages(institution, organe, jour), _base()
    corps = {
        "organe": {"code": pages[0].organe.code, "libelle": pages[0].organe.nom},
        "date": pages[0].date_seance.isoformat(),
        "url": base + _chemin_seance(pages[0]),
        "points": [donnees.decision(p, base) for p in pages],
    }
    return jsonify(corps)


@vue(bp, "/<institution>/<organe>/<jour:jour>.pdf", droit=PUBLIC)
def seance_pdf(institution: str, organe: str, jour: str) -> Response:
    """The minutes of the public part, once approved and published."""
    pv = next((p for p in _pages(institution, organe, jour) if p.objet == "pv"), None)
    if pv is None:
        raise Introuvable("Le procès-verbal de cette séance n’est pas encore publié.")
    return _pdf(pv)


@vue(bp, "/<institution>/<organe>/<jour:jour>/<adresse>", droit=PUBLIC)
def decision(institution: str, organe: str, jour: str, adresse: str) -> str | ReponseWerkzeug | tuple[str, int]:
    """A decision, a project, minutes, a closed point: whatever stands at this address."""
    page = _page(institution, organe, jour, adresse)
    if page.chemin != request.path:
        return _deplacee(page.chemin)
    g.institution = page.organe.institution
    if page.etat == "retiree":
        return render_template("public/retiree.html", page=page, presentation=presentation), 410
    return render_template(
        "public/decision.html",
        page=page,
        note=Markup(page.note_html),  # noqa: S704 - cleaned and masked when it was published
        blocs=marges(page.texte_html),
        projet=marges(page.projet_html),
        bandeau=presentation.bandeau(page),
        parcours=presentation.parcours(page, horloge.aujourdhui()),
        obligatoire=presentation.entree_en_vigueur(page, horloge.aujourdhui()),
        voisins=_voisins(page),
        presentation=presentation,
        individuelle=page.nature in requetes.INDIVIDUELLES,
        chemin_seance=_chemin_seance(page),
        base=_base(),
    )


@vue(bp, "/<institution>/<organe>/<jour:jour>/<adresse>.json", droit=PUBLIC)
def decision_json(institution: str, organe: str, jour: str, adresse: str) -> Response | ReponseWerkzeug:
    """The same as data."""
    page = _en_ligne(institution, organe, jour, adresse)
    if page.chemin != request.path.removesuffix(".json"):
        return _deplacee(page.chemin + ".json")
    return jsonify(donnees.decision(page, _base()))


@vue(bp, "/<institution>/<organe>/<jour:jour>/<adresse>.pdf", droit=PUBLIC)
def decision_pdf(institution: str, organe: str, jour: str, adresse: str) -> Response | ReponseWerkzeug:
    """The public rendition as a file."""
    page = _en_ligne(institution, organe, jour, adresse)
    return _pdf(page) if page.chemin == request.path.removesuffix(".pdf") else _deplacee(page.chemin + ".pdf")


@vue(bp, "/annexes/<int:annexe_id>/<empreinte>", droit=PUBLIC)
def annexe(annexe_id: int, empreinte: str) -> Response:
    """A public annex; unknown as soon as no page on line carries it."""
    piece = requetes.piece(annexe_id, empreinte) if len(empreinte) == 16 else None
    if piece is None:
        raise Introuvable()
    return telecharger(stockage.lire(str(piece["sha256"])), str(piece["nom"]), str(piece["mime"]))


@vue(bp, "/annexes/p<int:page_id>/<empreinte>", droit=PUBLIC)
def annexe_importee(page_id: int, empreinte: str) -> Response:
    """A piece of a decision that was imported, while its page is on line."""
    piece = requetes.piece_importee(page_id, empreinte) if len(empreinte) == 16 else None
    if piece is None:
        raise Introuvable()
    return telecharger(stockage.lire(str(piece["sha256"])), str(piece["nom"]), str(piece["mime"]))


def _pages(institution: str, organe: str, jour: str) -> list[Publication]:
    lu = adresses.lire_jour(jour)
    pages = list(requetes.pages_de_seance(institution, organe, *lu)) if lu else []
    if not pages:
        raise Introuvable("Rien n’est publié pour cette séance.")
    g.institution = pages[0].organe.institution
    return pages


def _page(institution: str, organe: str, jour: str, adresse: str) -> Publication:
    """By its address, or by its number when the title or the order has changed since."""
    exacte = requetes.page(f"/{institution}/{organe}/{jour}/{adresse}")
    return exacte or _par_numero(_pages(institution, organe, jour), adresse)


def _par_numero(pages: list[Publication], adresse: str) -> Publication:
    candidates = [p for p in pages if f"{adresse}-".startswith(f"{adresses.numero_url(p.numero)}-")]
    if not candidates:
        raise Introuvable("Cette décision n’existe pas, ou n’est plus publiée.")
    return max(candidates, key=lambda p: len(adresses.numero_url(p.numero)))


def _en_ligne(institution: str, organe: str, jour: str, adresse: str) -> Publication:
    page = _page(institution, organe, jour, adresse)
    if page.etat != "publiee":
        raise Introuvable("Cette page a été retirée.")
    return page


def _deplacee(adresse: str) -> ReponseWerkzeug:
    reponse = vers(adresse)
    reponse.status_code = 301
    return reponse


def _pdf(page: Publication) -> Response:
    if page.retenue or not page.pdf_sha256:
        raise Introuvable(
            "Le PDF de cette page n’est pas disponible. S’il vient d’être publié, réessayez dans une minute."
        )
    nom = f"{page.organe.code}-{page.date_seance.isoformat()}-{adresses.numero_url(page.numero)}.pdf"
    return telecharger(stockage.lire(page.pdf_sha256), nom, "application/pdf", en_ligne=True)


def _voisins(page: Publication) -> tuple[Publication | None, Publication | None]:
    institution = page.organe.institution.code
    tous = list(requetes.pages_de_seance(institution, page.organe.code, page.date_seance, page.rang_jour))
    ici = next((i for i, p in enumerate(tous) if p.id == page.id), 0)
    return (tous[ici - 1] if ici else None), (tous[ici + 1] if ici + 1 < len(tous) else None)


def _chemin_seance(page: Publication) -> str:
    return adresses.de_seance(page.organe.institution.code, page.organe.code, page.date_seance, page.rang_jour)


def _base() -> str:
    adresse: str = current_app.extensions["college"].adresse
    return adresse
