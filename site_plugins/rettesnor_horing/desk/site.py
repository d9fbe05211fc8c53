"""The admin site as the editors' desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path

from rettesnor_horing.desk.signin import SignInForm
from rettesnor_horing.desk.statistics import statistics
from rettesnor_horing.words import say_later as _


class DeskSite(admin.AdminSite):
    """Django's admin with Norwegian names, the lock-out and the statistics."""

    site_header = _("Høringsskrivebordet")
    site_title = _("Høringsskrivebordet")
    index_title = _("Oversikt")
    login_form = SignInForm
    enable_nav_sidebar = False

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Return the admin's addresses and those of the desk's own pages."""
        own = [path("statistikk/", self.admin_view(self.statistics), name="statistikk")]
        return [*own, *super().get_urls()]

    def statistics(self, request: HttpRequest) -> HttpResponse:
        """Show counts by recommendation, outcome, sender and day."""
        context: dict[str, Any] = {**self.each_context(request), "title": _("Statistikk")}
        if not request.user.has_perm("horing.view_comment"):
            return HttpResponse(status=403)
        return TemplateResponse(
            request, "admin/horing/statistikk.html", {**context, "tables": statistics()}
        )
