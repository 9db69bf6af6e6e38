"""The vote in the text: pasted formulae, blanks, headers, the token."""

import html
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from college.seances import formule, fragments, relecture


def _une(texte):
    trouvees = formule.reperer(texte)
    assert len(trouvees) == 1, trouvees
    return trouvees[0]


@pytest.mark.parametrize(
    "texte",
    [
        "À l'unanimité,",
        "A l’unanimité des membres présents ;",
        "DÉCIDE, à l’unanimité :",
        "DECIDE, A L’UNANIMITE: Article 1er",
        "à l'unanimité des Membres présents",
    ],
)
def test_l_unanimite_est_reconnue(texte):
    trouvee = _une(texte)
    assert trouvee.unanimite and not trouvee.a_des_blancs


@pytest.mark.parametrize(
    ("texte", "comptes"),
    [
        ("Par 10 voix POUR, 1 voix CONTRE et 6 ABSTENTIONS,", {"pour": 10, "contre": 1, "abstention": 6}),
        ('DECIDE, par treize voix "pour" et quatre voix "contre" (A. B. et C. D.) :', {"pour": 13, "contre": 4}),
        ("par quinze voix \"pour\", une voix \"contre\" (A. G.) et une abstention (F. B.)",
         {"pour": 15, "contre": 1, "abstention": 1}),
        ("à 14 voix POUR et 4 voix d'abstention", {"pour": 14, "abstention": 4}),
        ("Résultat du vote : 29 OUI – 0 NON – 0 abstention", {"pour": 29, "contre": 0, "abstention": 0}),
        ("par vingt et une voix pour", {"pour": 21}),
    ],
)  # fmt: skip
def test_les_comptes_se_lisent_en_chiffres_et_en_lettres(texte, comptes):
    trouvee = _une(texte)
    assert trouvee.comptes == comptes and not trouvee.a_des_blancs and not trouvee.unanimite


@pytest.mark.parametrize(
    "texte",
    [
        "Statuant par x voix pour, x voix contre et x abstention(s)",
        "par … voix pour, … voix contre et … abstention(s) ;",
        "par [*] voix pour, [*] voix contre et [*] abstention(s).",
        ".. oui  - .. non - .. abstention",
        "À l’unanimité des membres présents (OU par xxx oui et xxx non et xxx abstentions)",
        "DECIDE PAR XX VOIX POUR, PAR XX VOIX CONTRE, PAR XX ABSTENTION",
        "à l'unanimité / par XX voix pour XX contre et XX abstention(s) :",
    ],
)
def test_les_blancs_et_les_alternatives_sont_vus(texte):
    assert _une(texte).a_des_blancs


@pytest.mark.parametrize(
    "texte",
    [
        "Considérant que le comité a émis un avis à l’unanimité le 3 mars ;",
        "Vu sa délibération prise par 10 voix pour et 3 voix contre ;",
        "Un membre du service siège sans voix délibérative.",
        "Les 2/3 de voix sont requis pour modifier le règlement.",
        "Article 1er. D’approuver le compte 2025.",
    ],
)
def test_ce_qui_n_est_pas_le_vote_du_point_est_laisse(texte):
    assert formule.reperer(texte) == []


def test_la_formule_cede_la_place_au_jeton():
    assert formule.remplacer("<p>À l'unanimité,</p><p>DÉCIDE :</p>") == "<p>[vote]</p><p>DÉCIDE :</p>"
    en_ligne = formule.remplacer("<p>DÉCIDE, <strong>à l’unanimité</strong> :</p>")
    assert en_ligne == "<p>DÉCIDE, <strong>[vote]</strong> :</p>"
    eclatee = formule.remplacer("<p>par 7 voix pour,</p><p>0 voix contre et</p><p>0 abstention,</p>")
    assert eclatee.startswith("<p>[vote]</p>") and "voix" not in eclatee


def test_le_jeton_dit_la_phrase_a_sa_place():
    phrase = "Par 9 voix pour et une abstention,"
    seul = "<p>[vote]</p><p>DÉCIDE :</p>"
    assert formule.dire_en_ligne(seul, phrase) == seul, "alone on its line, the template says it"
    for tape, dit in (
        ("DÉCIDE, [vote] :", "DÉCIDE, par 9 voix pour et une abstention :"),
        ("[vote], DÉCIDE :", "Par 9 voix pour et une abstention, DÉCIDE :"),
        ("[vote] DÉCIDE :", "Par 9 voix pour et une abstention, DÉCIDE :"),
        ("<strong>[vote]</strong>, DÉCIDE :", "<strong>Par 9 voix pour et une abstention</strong>, DÉCIDE :"),
        ("Le Conseil, [vote] décide", "Le Conseil, par 9 voix pour et une abstention, décide"),
    ):
        assert formule.dire_en_ligne(f"<p>{tape}</p>", phrase) == f"<p>{dit}</p>"


@pytest.mark.parametrize(
    "avant",
    [
        "M. Paul Wéry, conseiller, ne prend pas part au vote.",
        "Il y a parité de voix. L’urgence a été reconnue\u00a0: la voix de la bourgmestre est décisive.",
    ],
)
def test_ce_qui_precede_le_vote_reste_une_phrase_devant_celle_du_jeton(avant):
    dit = formule.dire_en_ligne("<p>DÉCIDE, [vote] :</p>", f"{avant} Par 3 voix pour et 3 voix contre,")
    assert dit == f"<p>{avant} DÉCIDE, par 3 voix pour et 3 voix contre :</p>"


def test_une_phrase_entre_dans_le_texte_sans_balise():
    dit = formule.dire_en_ligne("<p>DÉCIDE, [vote] :</p>", "Par 2 voix pour la proposition « <b>A</b> & B »,")
    assert dit == "<p>DÉCIDE, par 2 voix pour la proposition « &lt;b&gt;A&lt;/b&gt; &amp; B » :</p>"


@pytest.mark.parametrize(
    "texte",
    [
        "Monsieur ____________, né",
        "avis rendu le xx/xx/xxxx ;",
        "le … ;",
        "montant de .......",
        "avis en date du ;",
        "[*]",
    ],
)
def test_les_blancs_restants_se_voient(texte):
    assert relecture.blancs(f"<p>{texte}</p>")


@pytest.mark.parametrize("texte", ["routes, trottoirs, …", "« […] »", "etc...", "Article 3. Fin.", "le taux de 5 %"])
def test_ce_qui_n_est_pas_un_blanc_passe(texte):
    assert relecture.blancs(f"<p>{texte}</p>") == []


def test_un_texte_qui_contredit_le_vote_est_arrete():
    defauts = relecture.relire("<p>À l'unanimité,</p>", {"pour": 9, "contre": 3})
    assert [d.genre for d in defauts] == ["vote_contredit"] and "9 pour et 3 contre" in defauts[0].phrase
    assert relecture.relire("<p>À l'unanimité,</p>", {"pour": 9}) == []
    assert relecture.relire("<p>Par 9 voix pour et 3 voix contre,</p>", {"pour": 9, "contre": 3}) == []
    assert relecture.relire("<p>Par 8 voix pour et 3 voix contre,</p>", {"pour": 9, "contre": 3})
    assert relecture.relire("<p>À l'unanimité,</p>", None) == [], "no vote was taken: nothing to contradict"


TEXTES = st.lists(st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=60), max_size=5)


@given(TEXTES)
def test_remplacer_ne_change_rien_sans_formule(paragraphes):
    markup = "".join(f"<p>{html.escape(p)}</p>" for p in paragraphes)
    if not formule.formules(markup) and formule.JETON not in markup:
        assert formule.remplacer(markup) == markup


@given(TEXTES)
def test_remplacer_est_idempotent(paragraphes):
    markup = "".join(f"<p>{html.escape(p)}</p>" for p in [*paragraphes, "À l’unanimité,"])
    une_fois = formule.remplacer(markup)
    assert formule.remplacer(une_fois) == une_fois


@given(st.text(st.characters(blacklist_categories=("Cs",)), max_size=80))
def test_le_texte_visible_se_retrouve_dans_le_balisage(texte):
    lu = fragments.lire(f"<strong>{html.escape(texte)}</strong>")
    assert lu.visible == texte


@pytest.mark.parametrize(
    ("tape", "dit"),
    [
        ("Décide (à l'unanimité) des membres présents ;", "Décide à l’unanimité ;"),
        ("DÉCIDE (par 3 voix pour et 2 voix contre) d’approuver", "DÉCIDE à l’unanimité d’approuver"),
        ("DÉCIDE, à l’unanimité, de donner", "DÉCIDE, à l’unanimité, de donner"),
        ("Approuve à l’unanimité le procès-verbal.", "Approuve à l’unanimité le procès-verbal."),
        ("Après en avoir délibéré, à l’unanimité ou... ,", "Après en avoir délibéré, à l’unanimité,"),
        ("(A l'unanimité,)", "[vote]"),
    ],
)
def test_la_formule_s_en_va_avec_sa_parenthese_et_la_phrase_garde_sa_ponctuation(tape, dit):
    rendu = formule.dire_en_ligne(formule.remplacer(f"<p>{tape}</p>"), "À l’unanimité,")
    assert rendu.replace(" ,", ",") == f"<p>{dit}</p>"


@pytest.mark.parametrize(
    "regle", ["Chaque membre dispose de deux voix pour le vote.", "Les prises de décision à l’unanimité."]
)
def test_une_regle_sur_les_voix_n_est_pas_un_vote(regle):
    assert formule.remplacer(f"<p>{regle}</p>") == f"<p>{regle}</p>"


N = "\u00a0"
PIRES = {
    "parenthèses": "1 voix pour" + "( )" * 40 + "x 2 voix contre",
    "points": "." * 150_000,
    "crochet": "[" + N * 70_000,
    "espaces avant": N * 70_000 + "x à l’unanimité",
    "espaces après": "(à l’unanimité" + N * 70_000 + "x",
    "guillemets": "1 voix" + N * 70_000 + "x",
}


@pytest.mark.parametrize("pire", PIRES)
def test_aucun_texte_ne_retient_la_seance(pire):
    """Read at each decision and when the texts are settled: some took minutes, the first one would have taken years."""
    debut = thread_time()
    lues = formule.reperer(PIRES[pire])
    assert thread_time() - debut < 5
    assert all(f.debut < f.fin for f in lues)
