"""Urgency, suspensions, chair: what the minutes of a conseil say of them, and in which order."""

from college.seances.compte_rendu import entree_seance
from college.seances.modele import Seance
from college.transaction import lecture, unite


def _pv(seance):
    with lecture():
        return entree_seance(unite().get_one(Seance, seance))


def _urgent(chantal, seance, valider, titre="Conduite rompue"):
    point = valider(titre, "conseil")
    corps = {"point": point, "motif_urgence": "La conduite a cédé hier."}
    return chantal.post(f"/seances/{seance}/inscriptions", corps).json["id"]


def _voter_urgence(chantal, ligne, *contre):
    exceptions = [{"mandataire": m, "choix": "contre"} for m in contre]
    corps = {"mode": "unanimite", "objet": "urgence", "exceptions": exceptions}
    return chantal.post(f"/inscriptions/{ligne}/scrutins", corps).json


def test_d20_un_point_tardif_du_conseil_vote_d_abord_son_urgence(chantal, conseil_ouvert, valider):
    seance = conseil_ouvert(1)
    ligne = _urgent(chantal, seance["id"], valider)
    range_ = {"point": valider("Rangé", "conseil"), "normal": True, "motif_urgence": "Non prévu"}
    sans_vote = chantal.post(f"/seances/{seance['id']}/inscriptions", range_)
    assert (sans_vote.status_code, sans_vote.json["motif"]) == (409, "urgence_a_voter"), "P20 is no way round the vote"
    accepter = {"issue": "accepte", "mode": "unanimite"}
    refus = chantal.post(f"/inscriptions/{ligne}/decision", accepter)
    assert (refus.status_code, refus.json["motif"], refus.json["article"]) == (409, "urgence_a_voter", "L1122-24 CDLD")
    vote = _voter_urgence(chantal, ligne, "paul", "rose")
    assert vote["resultat"] == "adopte" and "deux tiers des 12 membres présents" in vote["explication"]
    assert chantal.post(f"/inscriptions/{seance['lignes'][0]}/decision", accepter).status_code == 200
    assert chantal.post(f"/inscriptions/{ligne}/decision", accepter).status_code == 200
    pv = _pv(seance["id"])
    assert pv.seance.ouverture[1].startswith("L’urgence est admise pour le point «\u00a0Conduite rompue\u00a0» (La")
    assert "10 voix pour (Denis Leroy, " in pv.seance.ouverture[1]
    assert pv.seance.ouverture[1].endswith(" et 2 voix contre (Paul Wéry et Rose Collard).")
    assert [p.titre for p in pv.points] == ["Point 1", "Conduite rompue"], "its vote on urgency does not treat it"


def test_d20_sans_deux_tiers_l_urgence_est_refusee_et_le_point_n_est_pas_examine(chantal, conseil_ouvert, valider):
    seance = conseil_ouvert(1)
    ligne = _urgent(chantal, seance["id"], valider)
    assert _voter_urgence(chantal, ligne, "paul", "rose", "simon", "zoe", "nadia")["resultat"] == "rejete"
    refus = chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "accepte", "mode": "unanimite"})
    assert refus.status_code == 409 and refus.json["motif"] == "urgence_refusee"
    assert chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "reporte"}).status_code == 200
    pv = _pv(seance["id"])
    assert pv.seance.ouverture[1].startswith("L’urgence n’est pas admise")
    assert pv.points[0].decisions[0].phrase_issue == "L’urgence n’étant pas admise, le point n’est pas examiné."


def test_le_secretariat_passe_outre_l_urgence_avec_un_motif_garde(chantal, conseil_ouvert, valider):
    seance = conseil_ouvert(1)
    ligne = _urgent(chantal, seance["id"], valider)
    corps = {"issue": "accepte", "mode": "unanimite", "passer_outre": "Urgence votée avant la séance publique"}
    assert chantal.post(f"/inscriptions/{ligne}/decision", corps).status_code == 200
    passages = chantal.get(f"/seances/{seance['id']}").json["passages_outre"]
    assert passages[-1]["motif"] == "Urgence votée avant la séance publique"


def test_une_arrivee_pendant_le_vote_d_urgence_compte_pour_les_points_qui_suivent(
    chantal, conseil_ouvert, valider, arriver
):
    membres = ("denis", "claire", "joseph", "ines", "marc", "sophie", "louis", "nadia", "paul", "rose", "simon")
    seance = conseil_ouvert(1, membres)
    ligne = _urgent(chantal, seance["id"], valider)
    _voter_urgence(chantal, ligne)
    arriver(seance["id"], "zoe")
    vote = chantal.post(f"/inscriptions/{seance['lignes'][0]}/scrutins", {"mode": "unanimite"}).json
    assert vote["comptes"]["pour"] == 12
    retrait = {"mandataire": "rose", "evenement": "quitte"}
    assert chantal.post(f"/seances/{seance['id']}/presences", retrait).status_code == 200
    excuse = {"mandataire": "paul", "evenement": "se_retire", "inscription": ligne}
    assert chantal.post(f"/seances/{seance['id']}/presences", excuse).status_code == 200, "voting its urgency is not it"


def test_suspension_presidence_et_decisions_multiples_au_proces_verbal(chantal, conseil_ouvert):
    seance = conseil_ouvert(3)
    une, deux, trois = seance["lignes"]
    retrait = {"mandataire": "denis", "evenement": "se_retire", "inscription": deux}
    chantal.post(f"/inscriptions/{une}/decision", {"issue": "accepte", "mode": "unanimite"})
    for action in ("suspendre", "reprendre"):
        assert chantal.post(f"/seances/{seance['id']}/actions", {"action": action}).status_code == 200
    assert chantal.post(f"/seances/{seance['id']}/presences", retrait).status_code == 200
    contre = [{"mandataire": m, "choix": "contre"} for m in ("paul", "rose", "simon", "zoe", "nadia")]
    for libelle in ("Budget", "Comptes"):
        corps = {"mode": "unanimite", "question": libelle, "exceptions": contre if libelle == "Comptes" else []}
        vote = chantal.post(f"/inscriptions/{deux}/scrutins", corps).json["id"]
        chantal.post(f"/inscriptions/{deux}/decision", {"issue": "accepte", "libelle": libelle, "scrutin": vote})
    chantal.post(
        f"/seances/{seance['id']}/presences", {"mandataire": "denis", "evenement": "revient", "inscription": trois}
    )
    contre = [{"mandataire": m, "choix": "contre"} for m in ("paul", "rose", "simon", "zoe", "nadia", "louis")]
    chantal.post(f"/inscriptions/{trois}/scrutins", {"mode": "unanimite", "exceptions": contre})
    chantal.post(f"/inscriptions/{trois}/decision", {"issue": "refuse"})
    premier, second, tiers = _pv(seance["id"]).points
    assert premier.apres == ("Le président suspend la séance.", "Le président reprend la séance.")
    assert second.avant[-1].endswith("prend la présidence.") and "Claire" in second.avant[-1]
    assert [d.phrase_vote[:20] for d in second.decisions] == ["Budget\u00a0: à l’unanimi", "Comptes\u00a0: par 6 voix"]
    assert tiers.avant[-1] == "M. Denis Leroy, bourgmestre, reprend la présidence."
    dit = tiers.decisions[0]
    assert dit.phrase_vote == "" and dit.phrase_issue.startswith("Par 6 voix pour et 6 voix contre (")
    assert dit.phrase_issue.endswith("), la proposition n’est pas adoptée\u00a0: il y a parité de voix.")
