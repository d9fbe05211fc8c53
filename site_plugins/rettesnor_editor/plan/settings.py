"""Django's settings of the desk for a local plan: those of the editor's desk, with other pages."""

from __future__ import annotations

from rettesnor_editor import settings as editor
from rettesnor_editor.settings import *  # noqa: F403

ROOT_URLCONF = "rettesnor_editor.plan.urls"
TEMPLATES = [{
    **editor.TEMPLATES[0],
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request",
        "rettesnor_editor.plan.views.common.for_all_pages",
    ]},
}]
