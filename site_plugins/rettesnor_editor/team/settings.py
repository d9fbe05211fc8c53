"""Django's settings of the team's desk: those of the hearing desk, with the cases added.

Its environment is that of the hearing desk (``HORING_…``, ``DATABASE_URL``) and that of the
editor's desk (``EDITOR_ROOT``, ``EDITOR_KEY``, ``EDITOR_DATE``), and ``EDITOR_REMOTE``: a Git
repository, by address or folder, that approved changes are sent to and others' are fetched from;
``EDITOR_BRANCH``: its branch (``main``). It is a process of its own, so the public's form is not
touched by it.
"""

from __future__ import annotations

import os

from rettesnor_horing import settings as hearing
from rettesnor_horing.settings import *  # noqa: F403

EDITOR_REMOTE = os.environ.get("EDITOR_REMOTE", "")
EDITOR_BRANCH = os.environ.get("EDITOR_BRANCH", "main")

ROOT_URLCONF = "rettesnor_editor.team.urls"
WSGI_APPLICATION = "rettesnor_editor.team.wsgi.application"
INSTALLED_APPS = [
    *hearing.INSTALLED_APPS,
    "rettesnor_editor.apps.EditorConfig", "rettesnor_editor.team.apps.TeamConfig",
]
MIDDLEWARE = [
    *hearing.MIDDLEWARE, "rettesnor_editor.team.middleware.inside_a_case",
    "rettesnor_editor.middleware.NoSpaceLeft",
]
TEMPLATES = [{
    **hearing.TEMPLATES[0],
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
        "rettesnor_editor.team.desk.for_all_pages",
    ]},
}]
LANGUAGE_COOKIE_NAME = "__Host-redaksjon-maalform" if hearing.HTTPS else "redaksjon-maalform"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Strict"
LANGUAGE_COOKIE_SECURE = hearing.HTTPS
SESSION_ENGINE = "rettesnor_editor.team.sessions"
CSRF_FAILURE_VIEW = "rettesnor_editor.views.shared.forged"

# The longest file of a guideline, as form data where each letter may be nine bytes. Only those who
# have signed in can post so much: the rest is refused before it is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1  # a Word document that came back
FILE_UPLOAD_MAX_MEMORY_SIZE = 20_000_000  # with this handler a larger one is not taken in at all
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
