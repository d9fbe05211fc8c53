"""The Django application. It has no models: drafts are in ``store/drafts.py``."""

from __future__ import annotations

from django.apps import AppConfig


class EditorConfig(AppConfig):
    """The desk's templates and static files."""

    name = "rettesnor_editor"
    label = "editor"
    verbose_name = "Redaksjon"
