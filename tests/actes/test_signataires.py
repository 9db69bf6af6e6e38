"""A signatory who cannot sign is replaced, with the reason; a signed act is frozen (pratique §7)."""

from __future__ import annotations

from college import horloge
from college.actes.modele import Acte, Signature
from college.transaction import ecriture, lecture, unite


def test_un_signataire_empeche_est_remplace_avec_son_motif(chantal, api, conseil_arrete, monde):
    acte = next(a for a in chantal.get(f"/seances/{conseil_arrete}/actes").json["elements"] if a["type"] != "pv")
    adresse = f"/actes/{acte['id']}/signataires"
    corps = {"champ": "president", "mandataire": "claire", "motif": ""}
    assert chantal.post(adresse, corps).status_code == 422, "never without its reason"
    assert api("alice").post(adresse, corps | {"motif": "x"}).status_code in (403, 404)
    reponse = chantal.post(adresse, corps | {"motif": "Le bourgmestre est empêché"})
    assert reponse.status_code == 200, reponse.json
    with lecture():
        versions = unite().get_one(Acte, acte["id"]).versions
        noms = [[s["nom"] for s in version.contexte["signataires"]] for version in versions]
    assert noms == [["Chantal Petit", "Denis Leroy"], ["Chantal Petit", "Claire Dupont"]], "the old version is kept"
    _signer(acte["id"], monde.mandataire("denis").id)
    fige = chantal.post(adresse, corps | {"mandataire": "denis", "motif": "Il est revenu"})
    assert fige.status_code == 409 and fige.json["motif"] == "fige"


def _signer(acte_id: int, mandataire_id: int) -> None:
    """A first signature on the current version."""
    with ecriture():
        acte = unite().get_one(Acte, acte_id)
        unite().add(
            Signature(
                institution_id=acte.institution_id, acte_id=acte.id, version_id=acte.versions[-1].id, rang=1,
                etat="faite", champ="secretaire", fonction="directeur_general", mandataire_id=mandataire_id,
                nom="X", connecteur="demo", sha256_apres="0" * 64, le=horloge.maintenant(),
            )
        )  # fmt: skip
