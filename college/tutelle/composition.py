"""Which files an envoi holds: the act, the annexes that stand for the required pieces, the financial advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from college import francais, stockage
from college.actes import requetes as actes
from college.actes.modele import Acte
from college.erreurs import Invalide
from college.points.avis.modele import Avis
from college.tutelle import requetes
from college.tutelle.donnees import catalogue
from college.tutelle.dossier import decrire
from college.tutelle.pieces import pieces_manquantes, reconnaitre
from college.tutelle.regime import Regle

DELIBERATION = "deliberation"
AVIS_DF = "avis_df"


@dataclass(frozen=True)
class Composition:
    """What would be sent: required code -> annexe id, and codes that nothing stands for."""

    choix: Mapping[str, int]
    autres: tuple[int, ...]
    avis: Avis | None
    manquantes: tuple[str, ...]

    @property
    def libelles_manquants(self) -> list[str]:
        """What a person reads."""
        return catalogue().libelles(self.manquantes)


def proposer(acte: Acte, regle: Regle, voulu: Mapping[str, int] | None = None) -> Composition:
    """The composition asked for, or the one that the names of the annexes suggest.

    A confidential annexe leaves only when a person names it; an `integrante` one is part of the act and always goes.
    """
    presentes = requetes.annexes(acte)
    if voulu is None:
        ouvertes = [annexe for annexe in presentes if not annexe.confidentielle]
        reconnues = reconnaitre(catalogue(), regle, [annexe.nom for annexe in ouvertes])
        choix = {code: ouvertes[rang].id for code, rang in reconnues.items() if code != DELIBERATION}
    else:
        _verifier(regle, voulu, {annexe.id for annexe in presentes})
        choix = dict(voulu)
    integrantes = (a.id for a in presentes if a.type == "integrante" and not a.confidentielle)
    avis = requetes.avis_financier(acte) if AVIS_DF in regle.pieces and AVIS_DF not in choix else None
    jointes = {DELIBERATION, *choix, *([AVIS_DF] if avis else [])}
    autres = tuple(i for i in integrantes if i not in choix.values())
    ordonnes = {code: choix[code] for code in regle.pieces if code in choix}
    return Composition(ordonnes, autres, avis, pieces_manquantes(regle, jointes))


def _verifier(regle: Regle, voulu: Mapping[str, int], connues: set[int]) -> None:
    for code, annexe in voulu.items():
        if code not in regle.pieces or code == DELIBERATION:
            raise Invalide(f"« {code} » n’est pas une pièce demandée pour ce type d’acte.", "pieces")
        if annexe not in connues:
            raise Invalide(f"L’annexe {annexe} n’est pas jointe à ce point : choisissez-en une de la liste.", "pieces")


def figer(acte: Acte, composition: Composition) -> list[dict[str, Any]]:
    """The pieces as the envoi keeps them, the act first; hashes, never copies."""
    version = actes.version_courante(acte)
    octets = actes.octets(version)
    empreinte = actes.empreinte(acte) or ""
    pieces = [decrire(DELIBERATION, f"{acte.reference}.pdf", empreinte, "application/pdf", len(octets))]
    par_id = {annexe.id: annexe for annexe in requetes.annexes(acte)}
    voulues = [*composition.choix.items(), *(("", annexe) for annexe in composition.autres)]
    for code, numero in voulues:
        annexe = par_id[numero]
        pieces.append(decrire(code, annexe.nom, annexe.sha256, annexe.mime, annexe.taille))
    if composition.avis is not None:
        texte = _texte_de_l_avis(composition.avis).encode()
        pieces.append(
            decrire(AVIS_DF, "avis-directeur-financier.txt", stockage.deposer(texte), "text/plain", len(texte))
        )
    return pieces


def _texte_de_l_avis(avis: Avis) -> str:
    """The advice as given, for the authority that reads it (L1124-40 § 1)."""
    valeur = (avis.valeur or "").replace("_", " ")
    rendu = francais.date_longue(avis.rendu_le) if avis.rendu_le else ""
    lignes = ["AVIS DU DIRECTEUR FINANCIER (CDLD, art. L1124-40)", "", f"Avis : {valeur}", f"Rendu le : {rendu}"]
    return "\n".join([*lignes, f"Par : {avis.rendu_par_nom}", "", avis.texte, ""])
