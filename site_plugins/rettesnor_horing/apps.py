"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class HoringConfig(AppConfig):
    """The desk's models, commands and pages."""

    name = "rettesnor_horing"
    label = "horing"
    verbose_name = "Høring"
    default_auto_field = "django.db.models.BigAutoField"
    default = True


class DeskAdminConfig(AdminConfig):
    """Django's admin with the desk's own login and front page."""

    default_site = "rettesnor_horing.desk.site.DeskSite"
