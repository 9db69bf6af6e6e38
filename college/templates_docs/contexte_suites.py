"""PURE: the documents that follow an act: transmission, notification, publication and its certificate."""

from __future__ import annotations

from college.templates_docs.contexte import Contexte, commun, point
from college.templates_docs.entree import Dossier, Suite
from college.templates_docs.grammaire import INSECABLE, du, jour, le, majuscule, typographier


def _base(dossier: Dossier, titre: str, soustitre: str = "") -> Contexte:
    p = dossier.points[0]
    reference = dossier.reference or p.reference
    return {
        **commun(
            dossier,
            titre,
            soustitre or typographier(p.titre),
            [majuscule(dossier.corps.nom), jour(dossier.seance.jour), reference],
            f"{titre}, {reference}" if reference else titre,
        ),
        "acte": point(dossier, p),
        "jour_acte": jour(dossier.seance.jour, semaine=True),
        "emis": _emis(dossier),
    }


def _emis(dossier: Dossier) -> str:
    lieu = dossier.etablissement.lieu or dossier.etablissement.nom
    return ", le ".join(t for t in (lieu, jour(dossier.emis_le)) if t)


def _rangees(*paires: tuple[str, str]) -> list[Contexte]:
    return [{"nom": nom, "valeur": valeur} for nom, valeur in paires if valeur]


def contexte_bordereau(dossier: Dossier, suite: Suite) -> Contexte:
    """Transmission slip: authority, act, regime, dates, numbered inventory, depositor, receipt zone."""
    return {
        **_base(dossier, "Bordereau de transmission"),
        "rangees": _rangees(
            ("Autorité de tutelle", suite.autorite),
            ("Canal", suite.canal),
            ("Acte", typographier(dossier.points[0].titre)),
            ("Référence", dossier.reference),
            ("Base légale", suite.base),
            ("Régime", suite.regime),
            ("Adopté le", jour(dossier.seance.jour)),
            ("Transmis le", jour(suite.jour_envoi)),
            ("À transmettre au plus tard le", jour(suite.echeance)),
            ("Avis du directeur financier", suite.avis),
            ("Personne de contact", suite.contact),
            ("Déposant", suite.deposant),
        ),
        "pieces": [
            {"rang": i, "nom": p.nom, "pages": p.pages, "sha256": p.sha256, "statut": p.statut}
            for i, p in enumerate(suite.pieces, 1)
        ],
    }


def contexte_notification(dossier: Dossier, suite: Suite) -> Contexte:
    """Letter to the person concerned: the decision verbatim, then how and until when to appeal."""
    corps = dossier.corps
    moment = jour(dossier.seance.jour, semaine=True)
    return {
        **_base(dossier, "Notification de décision"),
        "destinataire": dossier.destinataire,
        "adresses": list(suite.adresses),
        "rangees": _rangees(
            ("Votre référence", suite.votre_reference),
            ("Notre référence", dossier.reference),
            ("Agent traitant", suite.agent),
            (f"Recommandé n°{INSECABLE}", suite.recommande),
        ),
        "formule": f"En séance du {moment}, {le(corps.nom, corps.genre)} a pris la décision suivante.",
        "recours": suite.recours,
    }


def contexte_avis_publication(dossier: Dossier, suite: Suite) -> Contexte:
    """Public notice of a regulation (art. L1133-1 CDLD): what was decided, where the full text is read."""
    corps = dossier.corps
    moment = jour(dossier.seance.jour, semaine=True)
    titre = typographier(dossier.points[0].titre)
    return {
        **_base(dossier, "Avis de publication"),
        "formule": f"Le Bourgmestre porte à la connaissance de la population que {le(corps.nom, corps.genre)}, "
        f"en séance du {moment}, a adopté la délibération ayant pour objet{INSECABLE}: "
        f"«{INSECABLE}{titre}{INSECABLE}».",
        "rangees": _rangees(
            ("Décision de la tutelle", suite.tutelle),
            ("Texte intégral", suite.adresse_publique),
            ("Entrée en vigueur", suite.entree_en_vigueur),
        ),
    }


def contexte_certificat_publication(dossier: Dossier, suite: Suite) -> Contexte:
    """Certificate: register number, instant, hash, article, person."""
    titre = typographier(dossier.points[0].titre)
    return {
        **_base(dossier, "Certificat de publication"),
        "formule": f"Il est certifié que la délibération {du(dossier.corps.nom, dossier.corps.genre)} du "
        f"{jour(dossier.seance.jour)} ayant pour objet «{INSECABLE}{titre}{INSECABLE}» a été publiée conformément "
        "aux articles L1133-1 et L1133-2 du Code de la démocratie locale et de la décentralisation.",
        "rangees": _rangees(
            ("Registre des publications", suite.registre),
            ("Publiée le", suite.publie_le),
            ("Adresse", suite.adresse_publique),
            ("Empreinte SHA-256", suite.empreinte),
            ("Constaté par", suite.personne),
        ),
    }
