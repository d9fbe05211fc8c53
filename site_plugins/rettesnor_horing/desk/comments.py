"""The queue of comments, and the page where one is assessed next to the text it is about."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from rettesnor.model import collation
from rettesnor.model.untrusted_text import safe

from rettesnor_horing import clock
from rettesnor_horing.desk import together, workflow
from rettesnor_horing.desk.side_by_side import beside
from rettesnor_horing.desk.typing_shims import ModelAdmin
from rettesnor_horing.exports.delivery import FORMATS, delivery
from rettesnor_horing.hearing_cache import site_page
from rettesnor_horing.intake.duplicates import clusters
from rettesnor_horing.models import Comment, Disposition, Group, Tag
from rettesnor_horing.models.audit_log import record
from rettesnor_horing.published import (
    awaits_approval,
    latest,
    needs_review,
    public_name,
    published_text,
    state,
)
from rettesnor_horing.redaction import without
from rettesnor_horing.words import count, say, say_later

_RIGHTS = (
    "add_disposition", "approve_disposition", "add_note", "add_redaction", "change_comment",
    "change_submission",
)


_NUMBER = re.compile("H-([0-9]{1,9})(?:-([0-9]{1,4}))?")


_EXACT = re.compile(
    "(?:status|moderation|anbefaling|submission__round__id)__exact|"
    "(?:assigned_to|tags|group)__(?:id__exact|isnull)"
)


def _filtered(comments: QuerySet[Comment], filters: QueryDict) -> QuerySet[Comment]:
    """Return the comments that the queue's filters choose; a search is left out of account."""
    for name, value in filters.items():
        if _EXACT.fullmatch(name):
            said: object = value == "True" if name.endswith("isnull") else value
            with suppress(ValueError, ValidationError):
                comments = comments.filter(**{name: said})
    return comments


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 15 else None


@admin.register(Comment)
class CommentAdmin(ModelAdmin):
    """The queue."""

    list_display = (
        "nummer",
        "beginning",
        "status",
        "anbefaling",
        "felt",
        "moderation",
        "assigned_to",
        "group",
        "equals",
        "flags",
    )
    list_filter = (
        "status",
        "moderation",
        "anbefaling",
        "assigned_to",
        "tags",
        "group",
        "submission__round",
    )
    search_fields = ("tekst", "submission__organisasjon", "submission__navn")
    search_help_text = say_later("Søk i tekst og avsender, eller etter nummer: H-000012-3")
    list_select_related = ("assigned_to", "group")
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    actions = (
        "take", "may_be_published", "assess_together", "approve_together", "put_together",
        "find_alike",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        """Return the comments, each with the number of others in exactly the same words."""
        same = (
            Comment.objects.filter(likhet=OuterRef("likhet"))
            .exclude(likhet="")
            .order_by()
            .values("likhet")
            .annotate(n=Count("pk"))
            .values("n")
        )
        comments: QuerySet[Comment] = super().get_queryset(request)
        return comments.annotate(same=Coalesce(Subquery(same), 1) - 1)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Comment], search_term: str
    ) -> tuple[QuerySet[Comment], bool]:
        """Find by number, or by words in the text and the sender's name."""
        number = _NUMBER.fullmatch(search_term.strip().upper())
        if number is None:
            return super().get_search_results(request, queryset, search_term)
        queryset = queryset.filter(submission_id=int(number[1]))
        return (queryset.filter(plass=int(number[2])) if number[2] else queryset), False

    @admin.display(description=say_later("innspill"))
    def beginning(self, comment: Comment) -> str:
        """The first words."""
        return safe(comment.tekst[:90])

    @admin.display(description=say_later("helt like"))
    def equals(self, comment: Any) -> int:
        """How many others say the same in the same words."""
        return int(comment.same)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Comments come from outside."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        """Nothing is dropped."""
        return False

    def get_actions(self, request: HttpRequest) -> Any:
        """Return the actions, with the exports among them."""
        actions: dict[str, Any] = dict(super().get_actions(request))
        for name in FORMATS:
            actions[f"to_{name}"] = (
                _export(name),
                f"to_{name}",
                say("Eksporter til {format}", format=name.upper()),
            )
        return actions

    @admin.action(description=say_later("Tildel meg"), permissions=["change"])
    def take(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        """Assign the chosen comments to oneself."""
        for comment in queryset:
            workflow.assign(
                comment, request.user, workflow.require(request.user, "change_comment"), clock.now()
            )

    @admin.action(description=say_later("Kan publiseres"), permissions=["change"])
    def may_be_published(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        """Say that the chosen comments may be published; what is approved is not touched."""
        _, kept = workflow.publish_many(queryset, request.user, clock.now())
        if kept:
            self.message_user(request, say(
                "{number} innspill er unntatt eller godkjent fra før, og ble ikke endret.",
                number=kept,
            ), messages.WARNING)

    @admin.action(
        description=say_later("Foreslå samme vurdering for flere"), permissions=["assess"]
    )
    def assess_together(
        self, request: HttpRequest, queryset: QuerySet[Comment]
    ) -> HttpResponse | None:
        """Propose the same assessment for the chosen comments."""
        return self._together(request, together.propose(request, queryset, self._page(request)))

    @admin.action(description=say_later("Godkjenn vurderinger"), permissions=["approve"])
    def approve_together(
        self, request: HttpRequest, queryset: QuerySet[Comment]
    ) -> HttpResponse | None:
        """Approve the assessments of the chosen comments."""
        return self._together(request, together.approve(request, queryset, self._page(request)))

    def _page(self, request: HttpRequest) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request), "opts": self.opts,
            "queue": request.get_full_path(),
            "across": request.POST.get("select_across", "0"),
            "chosen": request.POST.getlist("_selected_action"),
        }

    def _together(
        self, request: HttpRequest, done: HttpResponse | str
    ) -> HttpResponse | None:
        if isinstance(done, str):
            self.message_user(request, done, messages.SUCCESS)
            return None
        return done

    def has_assess_permission(self, request: HttpRequest) -> bool:
        """Case workers assess."""
        return request.user.has_perm("horing.add_disposition")

    def has_approve_permission(self, request: HttpRequest) -> bool:
        """Decision makers approve."""
        return request.user.has_perm("horing.approve_disposition")

    @admin.action(description=say_later("Samle i en gruppe"), permissions=["change"])
    def put_together(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        """Put the chosen comments in one new group, named after the first."""
        chosen = list(queryset)
        group = Group.objects.create(navn=f"{chosen[0].nummer}: {chosen[0].tekst[:60]}"[:120])
        for comment in chosen:
            workflow.label(comment, request.user, list(comment.tags.all()), group, clock.now())

    @admin.action(description=say_later("Finn innspill som ligner"), permissions=["change"])
    def find_alike(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        """Group what is alike among the chosen comments that have no group."""
        alone = {c.pk: c for c in queryset.filter(group__isnull=True)}
        found = 0
        for ids in clusters((pk, c.tekst) for pk, c in alone.items()):
            first = alone[ids[0]]
            group = Group.objects.create(navn=f"{first.nummer} +{len(ids) - 1}", automatic=True)
            for pk in ids:
                workflow.label(
                    alone[pk], request.user, list(alone[pk].tags.all()), group, clock.now()
                )
            found += 1
        self.message_user(request, count(
            "Fant én gruppe.", "Fant {number} grupper.", found
        ), messages.INFO)

    def _neighbours(self, request: HttpRequest, comment: Comment) -> dict[str, str]:
        """Return the addresses of the comments before and after this one in the queue."""
        filters = request.GET.get("_changelist_filters", "")
        chosen = _filtered(self.get_queryset(request), QueryDict(filters))
        here = Q(submission_id=comment.submission_id)
        after = chosen.filter(
            Q(submission_id__gt=comment.submission_id) | here & Q(plass__gt=comment.plass)
        ).order_by("submission_id", "plass")
        before = chosen.filter(
            Q(submission_id__lt=comment.submission_id) | here & Q(plass__lt=comment.plass)
        ).order_by("-submission_id", "-plass")
        found = {}
        for name, rows in (("next", after), ("previous", before)):
            pk = rows.values_list("pk", flat=True).first()
            query = urlencode({"_changelist_filters": filters}) if filters else ""
            found[name] = (
                reverse("admin:horing_comment_change", args=[pk]) + (f"?{query}" if query else "")
                if pk else ""
            )
        return found

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show a comment next to its text; a POST does what its button says.

        What cannot be done is shown again with what was written: nobody loses a reason.
        """
        if not request.user.has_perm("horing.view_comment"):
            raise PermissionDenied
        comment = self.get_object(request, object_id)
        if comment is None:
            return HttpResponse(status=404)
        fault = ""
        if request.method == "POST":
            try:
                _do(comment, request)
            except workflow.DeskError as error:
                fault = str(error)
            else:
                return HttpResponseRedirect(request.get_full_path(), status=303)
        return TemplateResponse(
            request,
            "admin/horing/innspill.html",
            {
                **self.admin_site.each_context(request),
                "title": comment.nummer,
                "opts": self.opts,
                "comment": comment,
                "beside": beside(comment),
                "current": workflow.in_force(comment),
                "state": state(comment),
                "published": published_text(comment),
                "redaction": latest(comment),
                "review": needs_review(comment),
                "unapproved": awaits_approval(comment),
                "left": _left(comment),
                "name": public_name(comment.submission),
                "outcomes": Disposition.Outcome.choices,
                "moderations": Comment.Moderation.choices,
                "users": User.objects.filter(is_staff=True, is_active=True).order_by("username"),
                "tags": sorted(Tag.objects.all(), key=lambda tag: collation.key(tag.navn)),
                "groups": Group.objects.all(),
                "own_tags": set(comment.tags.all()),
                "may": {name: request.user.has_perm(f"horing.{name}") for name in _RIGHTS},
                "others": _others(comment),
                "queue": _queue_url(request),
                "page": site_page(comment.utgave, comment.anbefaling),
                **self._neighbours(request, comment),
                "fault": fault,
                "typed": request.POST if fault else {},
            },
            status=422 if fault else 200,
        )


def _queue_url(request: HttpRequest) -> str:
    """Return the address of the queue as it was filtered when the comment was opened."""
    filters = request.GET.get("_changelist_filters", "")
    address = reverse("admin:horing_comment_changelist")
    return f"{address}?{filters}" if filters else address


def _others(comment: Comment) -> QuerySet[Comment]:
    """Return other comments in the same words or the same group."""
    others = Comment.objects.exclude(pk=comment.pk)
    if comment.group_id:
        return others.filter(group=comment.group_id)[:20]
    return others.filter(likhet=comment.likhet).exclude(likhet="")[:20]


def _left(comment: Comment) -> str:
    """Return the text to redact from: with the words taken out that are out now."""
    redaction = latest(comment)
    return without(comment.tekst, redaction.spans or []) if redaction else comment.tekst


def _do(comment: Comment, request: HttpRequest) -> None:
    post, now, user = request.POST, clock.now(), request.user
    seen, looked = _number(post.get("sett", "")), post.get("tilstand", "")
    match post.get("handling"):
        case "foresla":
            workflow.propose(
                comment, user, post.get("utfall", ""), post.get("begrunnelse", ""), now, seen=seen
            )
        case "godkjenn":
            workflow.approve(comment, user, now, seen=seen, looked=looked)
        case "godkjenn-sladd":
            workflow.approve_redaction(comment, user, now, looked=looked)
        case "tilbake":
            workflow.send_back(comment, user, post.get("hvorfor", ""), now, seen=seen)
        case "notat":
            workflow.add_note(comment, user, post.get("notat", ""), now)
        case "moderer":
            workflow.moderate(
                comment, user, post.get("valg", ""), post.get("grunn", ""), now, looked=looked
            )
        case "sladd":
            workflow.redact(
                comment, user, post.get("tekst", ""), post.get("grunn", ""), now, looked=looked
            )
        case "tildel":
            whom = User.objects.filter(pk=_number(post.get("til", "")) or 0, is_staff=True).first()
            workflow.assign(comment, user, whom, now)
        case "merk":
            tags = Tag.objects.filter(pk__in=[_number(pk) or 0 for pk in post.getlist("merker")])
            group = Group.objects.filter(pk=_number(post.get("gruppe", "")) or 0).first()
            workflow.label(comment, user, list(tags), group, now)
        case _:
            raise workflow.DeskError(say("Ukjent handling."))


def _export(name: str) -> Callable[..., HttpResponse]:
    def export(admin_: Any, request: HttpRequest, queryset: QuerySet[Comment]) -> HttpResponse:
        user = workflow.require(request.user, "view_comment")
        record(user.username, "export", "", clock.now(), format=name, count=queryset.count())
        body, content_type = delivery(queryset, name)
        headers = {"Content-Disposition": f'attachment; filename="innspill.{name}"'}
        return HttpResponse(body, content_type=content_type, headers=headers)

    return export
