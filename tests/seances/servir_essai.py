"""The real server on a base that a test has made: python servir_essai.py PORT

The clock of the test is in COLLEGE_HORLOGE; the tables are there already, without the mark of the migrations.
"""

import sys

from college import create_app
from college.commandes.serveur import Serveur
from college.settings import Settings

if __name__ == "__main__":
    reglages = Settings.depuis_environnement().model_copy(update={"port": int(sys.argv[1])})
    Serveur(create_app(reglages), "127.0.0.1", lambda: None).run()
