"""The admin's pages for everything but comments: to look at, hardly ever to change."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from rettesnor_horing import clock
from rettesnor_horing.desk.typing_shims import ModelAdmin, TabularInline
from rettesnor_horing.models import Audit, Comment, Group, RoundRecord, Submission, Tag
from rettesnor_horing.retention import anonymise
from rettesnor_horing.words import say, say_later


class ReadOnly(ModelAdmin):
    """Rows that the admin shows and never adds, edits or deletes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody edits."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes: what is too old goes by ``purge``."""
        return False


class CommentInline(TabularInline):
    """The comments of a submission."""

    model = Comment
    fields = ("nummer", "anbefaling", "felt", "sporsmaal", "tekst", "status")
    readonly_fields = fields
    can_delete = False
    extra = 0
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds."""
        return False


@admin.register(Submission)
class SubmissionAdmin(ReadOnly):
    """Answers, with the erasure that a sender may ask for (GDPR article 17)."""

    list_display = ("nummer", "received", "slag", "organisasjon", "maalform", "late", "flags")
    list_filter = ("round", "slag", "maalform", "late")
    search_fields = ("organisasjon", "navn", "epost")
    date_hierarchy = "received"
    exclude = ("key", "digest")
    inlines = (CommentInline,)
    actions = ("remove_sender",)

    @admin.action(
        description=say_later("Fjern e-post, rolle og navn som ikke er offentlig"),
        permissions=["erase"],
    )
    def remove_sender(
        self, request: HttpRequest, queryset: QuerySet[Submission]
    ) -> HttpResponse | None:
        """Anonymise the chosen answers, once it is confirmed; their texts are not touched."""
        if request.POST.get("bekreft") != "ja":
            return TemplateResponse(request, "admin/horing/fjern_avsender.html", {
                **self.admin_site.each_context(request), "opts": self.opts,
                "title": say("Fjern opplysninger om avsenderen"), "count": queryset.count(),
                "chosen": request.POST.getlist("_selected_action"),
                "across": request.POST.get("select_across", "0"),
                "some": queryset[:20],
            })
        for submission in queryset:
            anonymise(submission, request.user.get_username(), clock.now())
        self.message_user(request, say("Opplysningene er fjernet."), messages.SUCCESS)
        return None

    def has_erase_permission(self, request: HttpRequest) -> bool:
        """Those who may change answers (the privacy officer) may erase."""
        return request.user.has_perm("horing.change_submission")


@admin.register(Audit)
class AuditAdmin(ReadOnly):
    """The trail."""

    list_display = ("at", "actor", "action", "subject", "details")
    list_filter = ("action",)
    search_fields = ("actor", "subject")


@admin.register(RoundRecord)
class RoundAdmin(ReadOnly):
    """The rounds; they are described in files."""

    list_display = ("id", "tittel", "utgave", "aapner", "stenger", "behandlet")


@admin.register(Tag)
class TagAdmin(ModelAdmin):
    """The tags."""

    search_fields = ("navn",)


@admin.register(Group)
class GroupAdmin(ModelAdmin):
    """The groups of comments that are alike."""

    list_display = ("navn", "automatic")
    readonly_fields = ("automatic",)
