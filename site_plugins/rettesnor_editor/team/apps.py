"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig


class TeamConfig(AppConfig):
    """The cases and what belongs to them."""

    name = "rettesnor_editor.team"
    label = "redaksjon"
    verbose_name = "Redaksjon"
    default_auto_field = "django.db.models.BigAutoField"
