"""The language of the desk's own texts: bokmål stands in the code, nynorsk in ``locale/``.

«make texts» brings what is marked here, in templates and in the schemas into the catalogue.
"""

from __future__ import annotations

from django.apps import apps
from django.utils.translation import gettext


def say(text: str, /, **values: object) -> str:
    """Return ``text`` in the language of the page, with ``{name}`` filled from ``values``."""
    said = gettext(text) if text and apps.ready else text
    return said.format(**values) if values else said


def N_(text: str) -> str:
    """Mark ``text`` to be translated where it is shown."""
    return text
