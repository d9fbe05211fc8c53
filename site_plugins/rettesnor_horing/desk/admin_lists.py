"""The admin's pages for everything but comments: to look at, hardly ever to change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin as RoleBaseAdmin
from django.contrib.auth.models import Group as Role
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from rettesnor_horing import clock
from rettesnor_horing.desk import second_factor
from rettesnor_horing.desk.marks import marks
from rettesnor_horing.desk.together import lines
from rettesnor_horing.desk.typing_shims import ModelAdmin, NewUserBaseForm, UserBaseAdmin
from rettesnor_horing.models import (
    AnswerTable,
    Audit,
    Group,
    Letter,
    RoundRecord,
    Submission,
    Tag,
)
from rettesnor_horing.models.audit_log import Deed, record, record_many
from rettesnor_horing.published import public_name
from rettesnor_horing.retention import anonymise
from rettesnor_horing.words import say, say_later


class Audited(ModelAdmin):
    """What is added, changed and deleted is in the trail: names of fields, never their contents."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Note that ``obj`` was made."""
        self._note(request, "admin-add", [obj])
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Note which fields of ``obj`` were changed."""
        self._note(request, "admin-change", [obj], message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Note what was deleted."""
        self._note(request, "admin-delete", list(queryset))
        return super().log_deletions(request, queryset)

    def details(self, obj: Any) -> dict[str, object]:
        """Return what the trail keeps of ``obj`` besides its number."""
        return {}

    def _note(
        self, request: HttpRequest, action: str, rows: list[Any], message: Any = None
    ) -> None:
        changed = [
            name for part in message if isinstance(part, dict)
            for name in part.get("changed", {}).get("fields", ())
        ] if isinstance(message, list) else []
        record_many(request.user.get_username(), clock.now(), [
            Deed(action, f"{self.opts.model_name}:{row.pk}", {
                **self.details(row), **({"fields": sorted(map(str, changed))} if changed else {}),
            })
            for row in rows
        ])


class Ticked(Audited):
    """What is chosen among is boxes to tick, all of them before one's eyes.

    Django's two lists with arrows between them take a script, are named in a way that screen
    readers may leave out, and are partly in English.
    """

    filter_horizontal = ()

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Return the field with boxes."""
        field: Any = super().formfield_for_manytomany(
            db_field, request, widget=forms.CheckboxSelectMultiple, **kwargs
        )
        if db_field.name == "permissions":
            field.label_from_instance = _permission
        return field


_DEEDS = {
    "view": say_later("se"), "add": say_later("legge til"), "change": say_later("endre"),
    "delete": say_later("slette"), "approve": say_later("godkjenne"),
}


def _permission(one: Permission) -> str:
    """Return what a permission is called; Django keeps its own names of them in English."""
    deed = _DEEDS.get(one.codename.partition("_")[0])
    return f"{one.content_type.name}: {deed}" if deed else one.name


class NewUserForm(NewUserBaseForm):
    """A new user: who it is, what they may do, and a first password."""

    rolle = forms.ModelChoiceField(
        Role.objects.order_by("name"), label=say_later("Rolle"), empty_label=None,
        widget=forms.RadioSelect,
        help_text=say_later(
            "En saksbehandler foreslår, en beslutter godkjenner. Ingen godkjenner sitt eget."
        ),
    )

    def save(self, commit: bool = True) -> User:
        """Make the user one of the desk's."""
        user: User = super().save(commit=False)
        user.is_staff = True
        if commit:
            user.save()
            self._save_m2m()
        return user

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]  # not in the stubs
        self.instance.groups.add(self.cleaned_data["rolle"])


class DeskUserAdmin(Ticked, UserBaseAdmin):
    """The users, with their roles in the trail; the form shows what the desk uses."""

    add_form = NewUserForm
    add_fieldsets = (
        (None, {"fields": ("username", "first_name", "last_name", "email", "rolle")}),
        (say_later("Første passord"), {
            "fields": ("password1", "password2"),
            "description": say_later(
                "Gi passordet til brukeren på en annen måte enn e-post. Ved første innlogging "
                "setter brukeren opp engangskoder."
            ),
        }),
    )
    actions = ("forget_codes", "deactivate")

    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (say_later("Navn"), {"fields": ("first_name", "last_name", "email")}),
        (say_later("Tilgang"), {
            "fields": ("is_active", "is_staff", "is_superuser", "groups"),
            "description": say_later(
                "En bruker må være aktiv, ha tilgang til skrivebordet og ha en rolle for å kunne "
                "gjøre noe. Fjern «aktiv» i stedet for å slette en bruker."
            ),
        }),
    )
    list_display = ("username", "first_name", "last_name", "is_active", "roles", "codes")
    list_filter = ("is_active", "groups")

    @admin.display(description=say_later("engangskoder"))
    def codes(self, user: User) -> str:
        """Whether one-time codes are set up."""
        return say("satt opp") if second_factor.has_device(user) else say("ikke satt opp")

    @admin.action(
        description=say_later("Nullstill engangskoder (mistet telefon)"), permissions=["change"]
    )
    def forget_codes(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Let the chosen users set up new codes at the next sign-in."""
        if not self._right(request):
            return
        for user in queryset:
            second_factor.forget(user)
            record(
                request.user.get_username(), "forget-codes", f"user:{user.pk}", clock.now(),
                user=user.get_username(),
            )
        self.message_user(request, say(
            "Engangskodene er fjernet. Brukerne setter opp nye ved neste innlogging, med "
            "passordet sitt. Forsikre deg om at det er riktig person som ber om det."
        ), messages.SUCCESS)

    @admin.action(description=say_later("Steng tilgangen"), permissions=["change"])
    def deactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Close the desk to the chosen users; what they have done stays theirs."""
        if not self._right(request):
            return
        for user in queryset.exclude(pk=request.user.pk or 0):
            user.is_active = False
            user.save(update_fields=["is_active"])
            self._note(request, "admin-change", [user], [{"changed": {"fields": ["is_active"]}}])
        self.message_user(
            request, say("Tilgangen er stengt. Din egen blir ikke stengt her."), messages.SUCCESS
        )

    def _right(self, request: HttpRequest) -> bool:
        """Whether the one who asks may; only administrators have users in their charge."""
        if request.user.is_superuser:
            return True
        self.message_user(
            request, say("Bare en administrator kan gjøre dette."), messages.ERROR
        )
        return False

    @admin.display(description=say_later("roller"))
    def roles(self, user: User) -> str:
        """The roles."""
        return ", ".join(group.name for group in user.groups.all())

    def details(self, obj: Any) -> dict[str, object]:
        """Return the name, whether the user is active, and the roles."""
        return {
            "user": obj.username, "active": obj.is_active, "staff": obj.is_staff,
            "administrator": obj.is_superuser,
            "roles": sorted(obj.groups.values_list("name", flat=True)) if obj.pk else [],
        }


class RoleAdmin(Ticked, RoleBaseAdmin):  # type: ignore[misc]  # the stubs name arguments
    """The roles."""

    def details(self, obj: Any) -> dict[str, object]:
        """Return the name of the role, and what it permits."""
        return {
            "role": obj.name,
            "permissions": sorted(obj.permissions.values_list("codename", flat=True)),
        }


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


@admin.register(Submission)
class SubmissionAdmin(ReadOnly):
    """Answers, with the erasure that a sender may ask for (GDPR article 17)."""

    list_display = ("nummer", "received", "slag", "organisasjon", "maalform", "late", "marked")
    list_filter = ("round", "slag", "maalform", "late")
    search_fields = ("organisasjon", "navn", "epost")
    date_hierarchy = "received"
    actions = ("remove_sender",)

    @admin.display(description=say_later("merker"))
    def marked(self, submission: Submission) -> str:
        """What the program has marked the answer with."""
        return ", ".join(marks(submission.flags))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show an answer as a whole, with what has become of each comment beside it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        number = int(object_id[:15]) if object_id.isdecimal() else 0
        submission = get_object_or_404(Submission.objects.select_related("round"), pk=number)
        return TemplateResponse(request, "admin/horing/svar.html", {
            **self.admin_site.each_context(request), "opts": self.opts,
            "title": submission.nummer, "submission": submission,
            "name": public_name(submission), "lines": lines(submission.comments.all()),
            "letter": Letter.objects.filter(submission=submission).only("pk").first()
            if request.user.has_perm("horing.add_letter") else None,
        })

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

    list_display = ("at", "actor", "action", "subject", "details", "why")
    fields = ("at", "actor", "action", "subject", "details", "why")
    list_filter = ("action",)
    search_fields = ("actor", "subject")
    readonly_fields = ("why",)

    @admin.display(description=say_later("begrunnelse"))
    def why(self, obj: Audit) -> str:
        """Return the reason that was given, which lies with what was removed."""
        kind, _, number = obj.subject.partition(":")
        if obj.action == "table-remove" and kind == "tabell":
            given = AnswerTable.objects.filter(pk=number, removed=obj.at)
            return given.values_list("remove_reason", flat=True).first() or ""
        if obj.action == "letter-discard" and kind == "brev":
            discarded = Letter.objects.filter(pk=number, discarded=obj.at)
            return discarded.values_list("discard_reason", flat=True).first() or ""
        return ""


@admin.register(RoundRecord)
class RoundAdmin(ReadOnly):
    """The rounds; they are described in files."""

    list_display = ("id", "navn", "utgave", "aapner", "stenger", "behandlet")
    fields = ("tittel", "utgave", "aapner", "stenger", "behandlet")


@admin.register(Tag)
class TagAdmin(Audited):
    """The tags."""

    search_fields = ("navn",)


@admin.register(Group)
class GroupAdmin(Audited):
    """The groups of comments that are alike."""

    list_display = ("navn", "automatic")
    readonly_fields = ("automatic",)


for _model, _shown in ((User, DeskUserAdmin), (Role, RoleAdmin)):
    admin.site.unregister(_model)
    admin.site.register(_model, _shown)
