"""The whole story on PostgreSQL: what one database accepts and the other refuses shows here."""

import pytest

from tests.securite.scene import jouer


@pytest.mark.postgresql
def test_de_la_proposition_a_la_page_publique_sur_postgresql(app_postgresql):
    scene = jouer(app_postgresql)
    trouvees = app_postgresql.test_client().get("/api/v1/public/decisions?q=publiekanar").json
    assert trouvees["total"] == 1
    assert app_postgresql.test_client().get(trouvees["elements"][0]["url"]).status_code == 200
    actes = scene.api("chantal").get(f"/seances/{scene.seances['conseil']}/actes").json["elements"]
    assert [acte["etat"] for acte in actes if acte["id"] in scene.numeros["acte"]].count("publie") == 1
