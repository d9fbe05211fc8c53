"""Django's settings of the editor's desk; what differs is in ``config.py``."""

from __future__ import annotations

from rettesnor_editor.config import config

DEBUG = False
SECRET_KEY = config().key
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "rettesnor_editor.urls"
DATABASES: dict[str, object] = {}

INSTALLED_APPS = ["rettesnor_editor.apps.EditorConfig", "django.contrib.staticfiles"]
MIDDLEWARE = [
    "rettesnor_editor.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",  # refuses a foreign Host header
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rettesnor_editor.middleware.one_browser_only",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "rettesnor_editor.middleware.NoSpaceLeft",
]
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request",
        "rettesnor_editor.views.shared.for_all_pages",
    ]},
}]

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "bokmål"), ("nn", "nynorsk")]
LANGUAGE_COOKIE_NAME = f"redaksjon-maalform-{config().port}"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Strict"
TIME_ZONE = "Europe/Oslo"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# Cookies are shared by all ports of a host, so their names say which desk they are of.
CSRF_COOKIE_NAME = f"redaksjon-csrf-{config().port}"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "rettesnor_editor.views.shared.forged"
SECURE_REFERRER_POLICY = "same-origin"

# The longest file of a guideline, as form data where each letter may be nine bytes.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1  # a Word document that came back
FILE_UPLOAD_MAX_MEMORY_SIZE = 20_000_000  # with this handler a larger one is not taken in at all
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

LOGGING = {
    "version": 1, "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "ERROR"},
}
