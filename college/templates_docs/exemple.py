"""An invented séance, for previews of templates and for the field catalogue: commune de Val-des-Aulnes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from college.templates_docs.entree import (
    Corps,
    Decision,
    Dossier,
    Etablissement,
    Personne,
    PieceJointe,
    Point,
    Seance,
    Signataire,
    Suite,
)

ETABLISSEMENT = Etablissement(
    nom="Commune de Val-des-Aulnes",
    adresse="Place des Tilleuls 1, 5999 Val-des-Aulnes",
    province="Province imaginaire",
    courriel="secretariat@val-des-aulnes.example",
    lieu="Val-des-Aulnes",
)
CONSEIL = Corps("Conseil communal", "conseil", code="conseil")
COLLEGE = Corps("Collège communal", "college", code="college")

_MEMBRES = (
    ("Mme Solange Hennequart", "bourgmestre, présidente", "f"),
    ("M. Denis Wérisse", "échevin", "m"),
    ("Mme Aurore Delmotte", "échevine", "f"),
    ("M. Basile Crombez", "échevin", "m"),
    ("Mme Nadia Ferrahi", "échevine", "f"),
    ("Mme Odile Vantassel", "présidente du CPAS, avec voix consultative", "f"),
    ("M. Edgard Cornelis", "conseiller", "m"),
    ("M. Florent Haulot-Dervaux", "conseiller", "m"),
    ("Mme Lise Brisbois", "conseillère", "f"),
    ("M. Amaury Piette", "conseiller", "m"),
    ("Mme Greet Roskam", "conseillère", "f"),
    ("Mme Carla Zanetti", "conseillère", "f"),
)
PRESENCES = (
    *(Personne(n, q, "présente" if g == "f" else "présent", g) for n, q, g in _MEMBRES),
    Personne("Mme Judith Absil-Mertens", "conseillère", "excusée", "f", "excuse"),
    Personne("Mme Chantal Noirhomme", "directrice générale", "présente", "f", "secretaire"),
)
SIGNATAIRES = (
    Signataire("Chantal Noirhomme", "la Directrice générale", "directeur_general"),
    Signataire("Solange Hennequart", "la Bourgmestre", "bourgmestre"),
)
POINTS = (
    Point(
        "1",
        "Procès-verbal de la séance du 12 octobre 2026 : approbation",
        "CC/2026/134",
        motivation_html="<p>Vu le Code de la démocratie locale et de la décentralisation, l’article L1122-16 ;</p>",
        dispositif_html="<p>Approuve le procès-verbal de la séance du 12 octobre 2026.</p>",
        decisions=(Decision(phrase_vote="À l’unanimité,"),),
    ),
    Point(
        "2",
        "Communications de la bourgmestre",
        "CC/2026/135",
        decisionnel=False,
        dispositif_html="<p>Le calendrier des fêtes de fin d’année est présenté.</p>",
        decisions=(Decision(phrase_issue="Le Conseil communal prend acte de la communication."),),
    ),
    Point(
        "3",
        "Plan de mobilité des écoles : adoption",
        "CC/2026/136",
        service="Mobilité",
        rapporteur="Mme Aurore Delmotte, échevine",
        avant=("M. Amaury Piette, conseiller, entre en séance avant la discussion du point.",),
        note_html="<p>Quatre écoles sur cinq n’ont aucun cheminement piéton continu. Le plan propose quinze "
        "aménagements sur trois ans.</p>",
        motivation_html="<p>Vu le Code de la démocratie locale et de la décentralisation, l’article L1122-30 ;</p>"
        "<p>Considérant que quatre écoles sur cinq n’ont aucun cheminement piéton continu ;</p>"
        "<p>Vu l’avis favorable du service Mobilité rendu le 14 octobre 2026 ;</p>"
        "<p>Après en avoir délibéré,</p>",
        dispositif_html="<p>Article 1er. D’adopter le plan de mobilité des écoles annexé à la présente.</p>"
        "<table><thead><tr><th>École</th><th>Aménagement</th><th>Année</th></tr></thead><tbody>"
        "<tr><td>Berzeaux</td><td>Trottoir continu, 320 m</td><td>2027</td></tr>"
        "<tr><td>Frasnelle</td><td>Passage surélevé</td><td>2028</td></tr></tbody></table>"
        "<p>Article 2. De charger le Collège communal d’en présenter le bilan chaque année.</p>",
        decisions=(Decision(phrase_vote="À l’unanimité,"),),
        annexes=("Plan de mobilité des écoles (24 pages)",),
    ),
    Point(
        "4",
        "Vente de gré à gré d’une parcelle communale à Berzeaux",
        "CC/2026/137",
        service="Patrimoine",
        montant="21 500 €",
        avis=("Avis favorable de la directrice financière du 21 octobre 2026",),
        avant=("Mme Lise Brisbois, conseillère, intéressée, quitte la séance avant la discussion du point.",),
        motivation_html="<p>Considérant que la parcelle, enclavée, n’est d’aucune utilité publique ; que "
        "l’estimation du 2 septembre 2026 est de 21 500 € ;</p>",
        dispositif_html="<p>[vote]</p><p>DÉCIDE :</p><p><strong>Article 1er.</strong> De vendre de gré à gré, avec "
        "publicité, la parcelle sise à Berzeaux, au prix minimum de <strong>21 500 €</strong>.</p>"
        "<p><strong>Article 2.</strong> D’affecter le produit :</p><ul><li>au fonds de réserve "
        "extraordinaire ;</li><li>à l’entretien des sentiers.</li></ul>",
        decisions=(
            Decision(
                phrase_vote="Par 7 voix pour, 2 voix contre (Florent Haulot-Dervaux, Carla Zanetti) et "
                "2 abstentions (Amaury Piette, Greet Roskam),"
            ),
        ),
        apres=("Mme Lise Brisbois, conseillère, rentre en séance.",),
    ),
    Point(
        "5",
        "Questions orales",
        "CC/2026/138",
        decisionnel=False,
        interventions=(
            "M. Florent Haulot-Dervaux interroge le Collège communal sur l’entretien des avaloirs. "
            "Mme Aurore Delmotte, échevine, répond.",
        ),
    ),
    Point(
        "6",
        "Désignation d’une institutrice maternelle à titre temporaire",
        "CC/2026/139",
        service="Enseignement",
        huis_clos=True,
        motivation_html="<p>Vu la vacance d’un emploi à l’école de Berzeaux ;</p>",
        dispositif_html="<p>Article unique. De désigner l’intéressée du 16 novembre 2026 au 2 juillet 2027.</p>",
        decisions=(Decision(phrase_vote="Au scrutin secret, par 10 voix pour et un bulletin blanc,"),),
    ),
)
SEANCE = Seance(
    jour=date(2026, 11, 9),
    heure="19 h 30",
    lieu="salle des Tilleuls",
    numero=9,
    annee=2026,
    presences=PRESENCES,
    ouverture=("La présidente ouvre la séance à 19 h 32.", "Le quorum est atteint."),
    cloture=("L’ordre du jour étant épuisé, la présidente lève la séance à 21 h 10.",),
    jour_convocation=date(2026, 10, 30),
    consultation="Les pièces se consultent au secrétariat, du lundi au vendredi de 9 h 00 à 12 h 00.",
)
DOSSIER = Dossier(ETABLISSEMENT, CONSEIL, SEANCE, POINTS, SIGNATAIRES)
SUITE = Suite(
    autorite="Gouvernement wallon, Direction des Pouvoirs locaux",
    canal="Guichet des pouvoirs locaux (e-tutelle)",
    base="Article L3122-2 CDLD",
    regime="Annulation, transmission obligatoire",
    jour_envoi=date(2026, 11, 16),
    echeance=date(2026, 11, 24),
    pieces=(PieceJointe("Délibération signée", "2", "9f" * 32, "jointe"),),
    recours="Un recours en annulation peut être introduit devant le Conseil d’État, par requête, dans les soixante "
    "jours de la présente notification.",
    adresse_publique="https://decisions.val-des-aulnes.example/conseil/2026-11-09/4",
    registre="Registre des publications n° 2026/48",
    publie_le="1er décembre 2026 à 9 h 00",
    empreinte="9f" * 32,
    personne="Mme Chantal Noirhomme, directrice générale",
)


def dossier_exemple(type_document: str) -> Dossier:
    """Facts for a preview of that type; acts and what follows them are about one point."""
    if type_document in ("pv", "convocation", "ordre_du_jour", "note_synthese"):
        return DOSSIER
    return replace(DOSSIER, points=(POINTS[3],), reference="CC/2026/137", emis_le=date(2026, 11, 12))
