"""The admin site as the editors' desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.views.decorators.cache import never_cache
from rettesnor.model.time_zone import norwegian_day

from rettesnor_horing import clock
from rettesnor_horing.desk import (
    after,
    letters,
    publication,
    reasons,
    removal,
    second_factor,
    sender_name,
    tables,
    wording,
    workbench,
)
from rettesnor_horing.desk.signin import SignInForm, is_crowded, remember
from rettesnor_horing.desk.statistics import statistics
from rettesnor_horing.round_watch import watch
from rettesnor_horing.words import say
from rettesnor_horing.words import say_later as _


class DeskSite(admin.AdminSite):
    """Django's admin with Norwegian names, the lock-out and the statistics."""

    site_header = _("Høringsskrivebordet")
    site_title = _("Høringsskrivebordet")
    index_title = _("Oversikt")
    login_form = SignInForm
    enable_nav_sidebar = False
    index_template = "admin/horing/forside.html"

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Return the admin's addresses and those of the desk's own pages."""
        own = [
            path("statistikk/", self.admin_view(self.statistics), name="statistikk"),
            path("begrunnelser/", self.admin_view(self.reasons), name="begrunnelser"),
            path("begrunnelser/<int:pk>/", self.admin_view(self.reason), name="begrunnelse"),
            path("publisering/", self.admin_view(self.publication), name="publisering"),
            path("svar/<int:pk>/navn/", self.admin_view(self.sender_name), name="navn"),
            path("brev/", self.admin_view(self.letters), name="brev"),
            path("brev/ny/", self.admin_view(self.new_letter), name="brev_ny"),
            path("brev/<int:pk>/", self.admin_view(self.letter), name="brev_vis"),
            path("brev/<int:pk>/original/", self.admin_view(letters.original), name="brev_fil"),
            path(
                "innspill/<int:pk>/forslag/", self.admin_view(wording.download), name="forslag"
            ),
            path("e-post/", self.admin_view(self.mail), name="epost_ny"),
            path("tabell/", self.admin_view(self.new_table), name="tabell_ny"),
            path("tabell/<int:pk>/", self.admin_view(self.table), name="tabell"),
            path("etter/", self.admin_view(self.after), name="etter"),
            path("etter/fil/<int:pk>/", self.admin_view(after.job_file), name="jobb_fil"),
            path(
                "etter/<slug:round_id>/journal/<slug:format_>/",
                self.admin_view(after.journal_file), name="postjournal",
            ),
            path(
                "etter/<slug:round_id>/brev/", self.admin_view(after.preview),
                name="svarbrev_prove",
            ),
            path("innspill/<int:pk>/slett/", self.admin_view(self.removal), name="slett"),
            path("totrinn/", self._half_way(second_factor.ask), name="totrinn"),
            path("totrinn/avbryt/", self._half_way(second_factor.leave), name="totrinn_avbryt"),
            path("totrinn/ny/", self._half_way(second_factor.enrol), name="totrinn_ny"),
            path(
                "publisering/<slug:round_id>/", self.admin_view(publication.download),
                name="publisering_fil",
            ),
        ]
        return [*own, *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """Show what waits, and then all that there is."""
        waiting = None
        if request.user.has_perm("horing.view_comment"):
            waiting = workbench.bench(request.user, norwegian_day(clock.now()))
        shown = {"bench": waiting, "rounds_fault": watch.fault}
        return super().index(request, {**(extra_context or {}), **shown})

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the desk is open to the one who asks: by role, and by the second factor."""
        return super().has_permission(request) and second_factor.satisfied(request)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Ask for name and password, and then for the second factor where it is needed."""
        if super().has_permission(request) and not second_factor.satisfied(request):
            return second_factor.next_step(request)
        if request.method == "POST" and is_crowded():
            return _come_back(request)
        response = super().login(request, extra_context)
        form = getattr(response, "context_data", {}).get("form")
        if request.method == "POST" and form is None:
            remember(response, request.user.get_username())
        elif form is not None and form.has_error("__all__", "busy"):
            response.status_code = 503
            response.headers["Retry-After"] = "5"
        return response

    def _half_way(
        self, view: Callable[[HttpRequest, dict[str, Any]], HttpResponse]
    ) -> Callable[[HttpRequest], HttpResponse]:
        """Return ``view`` for those who have given a password; codes once set up are asked for."""

        @never_cache
        def answer(request: HttpRequest) -> HttpResponse:
            if not super(DeskSite, self).has_permission(request):
                return redirect_to_login(request.get_full_path(), reverse("admin:login"))
            set_up = view is second_factor.enrol
            if set_up and not second_factor.satisfied(request) and second_factor.has_device(
                second_factor.signed_in(request)
            ):
                return second_factor.next_step(request)
            return view(request, self.each_context(request))

        return answer

    def publication(self, request: HttpRequest) -> HttpResponse:
        """Show what can be handed over for publication."""
        return publication.page(request, self.each_context(request))

    def sender_name(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Redact the public name of a sender, or approve that it was."""
        return sender_name.page(request, pk, self.each_context(request))

    def removal(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for a comment's text to be removed, or confirm it."""
        return removal.page(request, pk, self.each_context(request))

    def reasons(self, request: HttpRequest) -> HttpResponse:
        """List the reasons that assessments share."""
        return reasons.overview(request, self.each_context(request))

    def reason(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a reason with its places, and change it there."""
        return reasons.page(request, pk, self.each_context(request))

    def letters(self, request: HttpRequest) -> HttpResponse:
        """List the letters: those that wait to be registered first."""
        return letters.overview(request, self.each_context(request))

    def new_letter(self, request: HttpRequest) -> HttpResponse:
        """Take in a letter."""
        return letters.new(request, self.each_context(request))

    def letter(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a letter, and address its parts."""
        return letters.page(request, pk, self.each_context(request))

    def mail(self, request: HttpRequest) -> HttpResponse:
        """Take in e-mails as letters to register."""
        return letters.mail(request, self.each_context(request))

    def new_table(self, request: HttpRequest) -> HttpResponse:
        """Take in a table of answers."""
        return tables.new(request, self.each_context(request))

    def table(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what the columns of a table are, and import it."""
        return tables.page(request, pk, self.each_context(request))

    def after(self, request: HttpRequest) -> HttpResponse:
        """Show what is made after a round: letters, the journal, the archive."""
        return after.page(request, self.each_context(request))

    def statistics(self, request: HttpRequest) -> HttpResponse:
        """Show counts by recommendation, outcome, sender and day."""
        context: dict[str, Any] = {**self.each_context(request), "title": _("Statistikk")}
        if not request.user.has_perm("horing.view_comment"):
            return HttpResponse(status=403)
        return TemplateResponse(
            request, "admin/horing/statistikk.html", {**context, "rounds": statistics()}
        )


def _come_back(request: HttpRequest) -> HttpResponse:
    """Return the page for those who cannot sign in now; it costs little, whoever asks for it."""
    response = render(request, "horing/ikke_funnet.html", {
        "text": say("Mange prøver å logge inn akkurat nå. Vent litt og prøv igjen."),
    }, status=503)
    response.headers["Retry-After"] = "5"
    return response
