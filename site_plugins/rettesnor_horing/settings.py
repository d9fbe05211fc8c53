"""Django's settings; everything that differs between places comes from the environment.

``HORING_SECRET_KEY`` (required), ``HORING_OLD_KEYS`` (comma), ``DATABASE_URL``, ``HORING_HOSTS``
(comma), ``HORING_HTTPS`` (1), ``HORING_PROXIES`` (0), ``HORING_ROOT`` (the guideline's folder),
``HORING_UNRELEASED`` (0), ``HORING_DRAFT`` (folder of the current draft), ``HORING_SITE``
(address of the published guideline), ``HORING_SENDS`` (per address prefix in ten minutes),
``HORING_SECOND_FACTOR`` (as HORING_HTTPS: whether editors must give a one-time code too),
``HORING_MAIL`` (SMTP address), ``HORING_MAIL_FROM``, ``HORING_DESK`` (1; 0 in processes that only
receive answers), ``HORING_AUDIT_KEY`` (as HORING_SECRET_KEY: seals the audit trail),
``HORING_ANCHOR`` (file that the end of the audit trail is written down in).
"""

from __future__ import annotations

import os
from pathlib import Path

from rettesnor_horing import environment

_ENV = os.environ
BASE = Path(__file__).resolve().parent

DEBUG = False
SECRET_KEY = environment.required(_ENV, "HORING_SECRET_KEY")
SECRET_KEY_FALLBACKS = [key for key in _ENV.get("HORING_OLD_KEYS", "").split(",") if key]
ALLOWED_HOSTS = _ENV.get("HORING_HOSTS", "127.0.0.1,localhost").split(",")
DATABASES = {"default": environment.database(_ENV.get("DATABASE_URL", "sqlite:///horing.sqlite3"))}
ROOT_URLCONF = "rettesnor_horing.urls"
WSGI_APPLICATION = "rettesnor_horing.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

HORING_ROOT = Path(_ENV.get("HORING_ROOT", ".")).resolve()
HORING_UNRELEASED = environment.truth(_ENV, "HORING_UNRELEASED", False)
HORING_DRAFT = Path(_ENV["HORING_DRAFT"]).resolve() if _ENV.get("HORING_DRAFT") else None
HORING_SITE = _ENV.get("HORING_SITE", "").rstrip("/")
HORING_PROXIES = int(_ENV.get("HORING_PROXIES", "0"))
HORING_DESK = environment.truth(_ENV, "HORING_DESK", True)
HORING_AUDIT_KEY = _ENV.get("HORING_AUDIT_KEY", "")
HORING_ANCHOR = Path(_ENV["HORING_ANCHOR"]).resolve() if _ENV.get("HORING_ANCHOR") else None
HORING_SENDS = int(_ENV.get("HORING_SENDS", "40"))

INSTALLED_APPS = [
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "rettesnor_horing.apps.HoringConfig",
    "rettesnor_horing.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "rettesnor_horing.middleware.security_headers",
    "rettesnor_horing.middleware.database_faults",
    "rettesnor_horing.middleware.current_rounds",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "DIRS": [BASE / "templates"],
    "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]},
}]

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "bokmål"), ("nn", "nynorsk")]
TIME_ZONE = "Europe/Oslo"
USE_TZ = True
USE_I18N = True
LOCALE_PATHS = [BASE / "words" / "django"]  # what Django's own catalogue lacks

STATIC_URL = "static/"
STATIC_ROOT = _ENV.get("HORING_STATIC") or None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# Sign-in: OWASP ASVS 4.0.3, chapters 2 and 3.
PASSWORD_HASHERS = ["rettesnor_horing.hashers.DeskPasswordHasher"]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
     "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
HTTPS = environment.truth(_ENV, "HORING_HTTPS", True)
HORING_SECOND_FACTOR = environment.truth(_ENV, "HORING_SECOND_FACTOR", HTTPS)
OTP_TOTP_ISSUER = "Høringsskrivebordet"
SESSION_COOKIE_NAME = "__Host-horing" if HTTPS else "horing"
SESSION_COOKIE_AGE = 3600
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "rettesnor_horing.views.pages.forged"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_NAME = "__Host-horing-csrf" if HTTPS else "horing-csrf"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS and HORING_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Sizes: about 200 000 characters of answer, as form data where each may be nine bytes.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["rettesnor_horing.letters.upload_handler.LetterUploadHandler"]

for _name, _value in environment.mail(_ENV.get("HORING_MAIL", "")).items():
    globals()[_name] = _value
DEFAULT_FROM_EMAIL = _ENV.get("HORING_MAIL_FROM", "horing@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "rettesnor_horing.logs.DiscreetFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "horing": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
