"""The WSGI application, for gunicorn: ``gunicorn rettesnor_horing.wsgi``."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rettesnor_horing.settings")
_django = get_wsgi_application()

from rettesnor_horing.desk.signin_gate import guarded  # noqa: E402  # needs the settings

application = guarded(_django)
