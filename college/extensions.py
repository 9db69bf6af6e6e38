"""Third-party extensions, made once and wired in `create_app`: nothing happens at import."""

from __future__ import annotations

from flask_babel import Babel
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect()
babel = Babel()
connexion = LoginManager()
