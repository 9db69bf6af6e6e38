"""What a WSGI server imports: `gunicorn wsgi:app`."""

from college import create_app

app = create_app()
