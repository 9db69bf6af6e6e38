"""The lines that the reel prints: one a séance, then totals by stage. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from college.reel.chantier import Chantier
from college.reel.conduite import DE_FRONT
from college.reel.depense import Depense
from college.reel.plan import ETAPES

NOMS = [etape for etape, *_ in ETAPES]


def ligne(chantier: Chantier) -> str:
    """One séance: points, votes, pages of PV, acts, then seconds by stage."""
    comptes = chantier.comptes
    temps = " ".join(f"{nom}={chantier.secondes[nom]:.1f}" for nom in NOMS if chantier.secondes[nom] >= 0.05)
    return (
        f"{chantier.agenda.slug:<28} {comptes['points']:>4} points {comptes['votes']:>4} votes "
        f"{chantier.pages:>4} pages {comptes['actes']:>4} actes {comptes['publies']:>4} publiés "
        f"{comptes['trouves']:>4} trouvés {comptes['envois']:>3} envois "
        f"{sum(chantier.secondes.values()):>6.1f} s  {temps}"
    )


def totaux(chantiers: Iterable[Chantier], duree: float, cout: Depense | None = None) -> list[str]:
    """Everything added up, the time of each stage, what the server cost, and what went wrong."""
    liste = list(chantiers)
    somme = sum((chantier.comptes for chantier in liste), Counter[str]())
    temps = {nom: sum(chantier.secondes[nom] for chantier in liste) for nom in NOMS}
    lignes = [
        "",
        f"{len(liste)} séances, {somme['points']} points, {somme['votes']} votes "
        f"({somme['public']} nominaux, {somme['secret']} secrets, {somme['unanimite']} à l’unanimité, "
        f"{somme['bulletins']} bulletins), {sum(chantier.pages for chantier in liste)} pages de PV, "
        f"{somme['actes']} actes, {somme['signatures']} signatures, {somme['publies']} publiés, "
        f"{somme['trouves']} retrouvés, {somme['envois']} envois, {somme['repondus']} réponses de la tutelle.",
        *(f"  {nom:<16} {secondes:>7.1f} s" for nom, secondes in temps.items()),
        f"  {'total':<16} {duree:>7.1f} s ({DE_FRONT} séances de front : les durées des étapes se recouvrent)",
    ]
    if cout:
        lignes.append(
            f"  processeur : serveur {cout.web:.1f} s, travail de fond {cout.fond:.1f} s, "
            f"atelier des documents {cout.atelier:.1f} s ; mémoire du serveur : {cout.memoire:.0f} Mo au plus, "
            f"du travail de fond : {cout.memoire_fond:.0f} Mo."
        )
    ennuis = [ennui for chantier in liste for ennui in chantier.ennuis]
    return lignes + ([f"{len(ennuis)} ennuis :", *(f"  - {ennui}" for ennui in ennuis)] if ennuis else ["Aucun ennui."])
