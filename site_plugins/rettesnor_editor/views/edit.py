"""One document: its form, the check while it is written, the page as readers see it, and saving."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from rettesnor.editing.plan import NotPossible, Plan, digest
from rettesnor.editing.project_files import ProjectFiles, UnreadableError
from rettesnor.editing.transaction import ConflictError
from rettesnor.editing.yaml_writer import Refused
from rettesnor.model.problem import Problem, Severity
from rettesnor.reading.project import Project

from rettesnor_editor.deeds.merge import MINE, THEIRS
from rettesnor_editor.deeds.save import (
    ALSO,
    CHANGED,
    NOTE,
    NotSaved,
    Saving,
    note_control,
    note_fields,
    saving,
)
from rettesnor_editor.desk import desk
from rettesnor_editor.documents import KINDS, NAMED_BY_TITLE, NEW, Document, Unreadable, find
from rettesnor_editor.forms import rows
from rettesnor_editor.forms.choices import Choices, choices_of
from rettesnor_editor.forms.controls import PROSE, Control
from rettesnor_editor.forms.fields import ABSENT, YES, Fields, first, text_of
from rettesnor_editor.forms.html import Message, View, form_html
from rettesnor_editor.language import N_, say
from rettesnor_editor.store.drafts import KeptDraft
from rettesnor_editor.store.failures import NotKept
from rettesnor_editor.store.failures import in_words as why
from rettesnor_editor.views.comments import TAKE, comments, taken
from rettesnor_editor.views.course_quotes import against_quotes, read_against
from rettesnor_editor.views.picks import PICK, after_saving
from rettesnor_editor.views.plain_source import against_source, remarked
from rettesnor_editor.views.problems import InWords, is_shown, label
from rettesnor_editor.views.shared import CHOICE_START, NOTE_START, page, posted
from rettesnor_editor.views.side_by_side import above, marked

_SCRIPT = re.compile(r"<script\b.*?</script>", re.S | re.I)
_FRAME_POLICY = (
    "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
_LISTS = {
    "kilder": N_("Kilder"), "lover": N_("Lover og forskrifter"), "termer": N_("Begreper"),
}
_SHOWN = 20
_ATTEMPTS = 5


def edit(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """Show the form of a document, change a list in it, or save it."""
    document = _found(kind, name)
    if request.method != "POST":
        return _opened(request, document)
    asked = str(request.POST.get("gjor", "lagre"))
    fields, base = posted(request), _base(request, document)
    if asked == "forkast":
        desk().drafts.drop(document.key)
        return HttpResponseRedirect(request.path)
    changed, focus = fields, ""
    if asked.startswith(TAKE):
        try:
            changed, focus = taken(
                document, desk().workspace.project(), fields, asked.removeprefix(TAKE)
            )
        except NotPossible as error:
            return _form(request, document, fields, base, status=409, unsaved=say(
                "Forslaget er ikke tatt inn. {why}", why=error
            ))
    elif asked != "lagre":
        changed, focus = rows.changed(document.control, fields, asked)
    try:
        _keep(request, document, changed, base)
    except NotKept as error:
        return _form(
            request, document, changed, base, focus=focus, status=507, unsaved=say(
                "{error} Ingenting er lagret, og utkastet er ikke tatt vare på. Teksten din står "
                "her på siden. La den stå åpen, eller kopier teksten, til det er plass igjen.",
                error=error,
            ),
        )
    if asked != "lagre":
        return _form(request, document, changed, base, focus=focus)
    response = _saved(request, document, fields, base)
    return after_saving(request, document, fields, response)


@require_POST
def check(request: HttpRequest, kind: str, name: str) -> JsonResponse:
    """Keep the draft, and return what is wrong with it, by field."""
    document = _found(kind, name)
    fields, base = posted(request), _base(request, document)
    try:
        kept = _keep(request, document, fields, base)
    except NotKept:
        return JsonResponse({}, status=507)
    looked = _look(document, base, fields, request.POST.getlist("sett")) if (
        _is_begun(document, fields)
    ) else Looked()
    return JsonResponse({
        "kept": datetime.now().strftime("%H.%M") if kept else "",
        "count": looked.count, "messages": {
            field: [[one.severity, one.text] for one in found]
            for field, found in looked.by_field.items()
        },
        "general": [[one.severity, one.text] for one in looked.general],
        "others": [[one.place, one.url, one.text] for one in looked.others],
        "named": looked.named(document.control),
    })


@require_GET
def preview(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """Return the page as readers will see it, for a frame without scripts."""
    document = _found(kind, name)
    html = desk().workspace.page(document.path)
    if not html:
        response = page(request, "no_preview")
    else:
        html = _SCRIPT.sub("", html)
        assets = reverse("tema", args=["assets/"])
        response = HttpResponse(re.sub(
            r'((?:href|src)=")(?:\.{1,2}/)*assets/', lambda found: f"{found[1]}{assets}", html
        ))
    response.headers["Content-Security-Policy"] = _FRAME_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@require_GET
def theme_file(request: HttpRequest, path: str) -> HttpResponse:
    """Return a file of the theme: only what the theme lists."""
    found = desk().workspace.theme.assets.get(path)
    if found is None or path.endswith(".js"):
        raise Http404
    data = found.read_bytes() if isinstance(found, Path) else found
    return HttpResponse(data, content_type=guess_type(path)[0] or "application/octet-stream")


@dataclass(frozen=True)
class Other:
    """What a draft does with another document.

    Attributes:
        place: the document and the field; empty for a count.
        url: of the field in its form; empty for none.
    """

    place: str
    url: str
    text: str


class Looked:
    """What the check says of a draft, as the form shows it."""

    def __init__(self) -> None:
        self.by_field: dict[str, list[Message]] = {}
        self.general: list[Message] = []
        self.others: list[Other] = []

    @property
    def messages(self) -> list[Message]:
        """All messages about the document itself."""
        return [*self.general, *(one for found in self.by_field.values() for one in found)]

    @property
    def errors(self) -> int:
        """How many of them are errors."""
        return sum(one.severity == Severity.ERROR.value for one in self.messages)

    @property
    def count(self) -> str:
        """How many messages there are, in words."""
        errors, advice = self.errors, len(self.messages) - self.errors
        if not self.messages:
            return say("Ingen feil.")
        said = [
            f"{n} {word}" for n, word in ((errors, say("feil")), (advice, say("råd"))) if n
        ]
        return f"{say(' og ').join(said)}."

    def named(self, control: Control) -> list[list[str]]:
        """Return field, name of the field and message of each, for the summary."""
        return [
            [field, label(control, field), one.severity, one.text]
            for field, found in self.by_field.items() for one in found
        ]


def messages(document: Document, problems: Sequence[Problem]) -> Looked:
    """Return ``problems`` of the document's file by the fields of its form."""
    looked = Looked()
    words = InWords(desk().workspace.project())
    for problem in problems:
        said = Message(problem.severity.value, words.text(problem, is_open=True), problem.code)
        if not document.schema:
            looked.by_field.setdefault(PROSE.name, []).append(said)
            continue
        if document.pointer and not f"{problem.field}.".startswith(document.prefix):
            continue
        field = problem.field.removeprefix(document.prefix.rstrip(".")).removeprefix(".")
        while field and not is_shown(document.control, field):
            field = field.rpartition(".")[0]
        if field:
            looked.by_field.setdefault(field, []).append(said)
        else:
            looked.general.append(said)
    return looked


def _found(kind: str, name: str) -> Document:
    return _found_in(desk().workspace.project(), kind, name)


def _found_in(project: Project, kind: str, name: str) -> Document:
    try:
        document = find(project.folder, kind, name)
    except Unreadable as error:
        raise Http404(str(error)) from error
    if document is None:
        raise Http404
    return document


def _base(request: HttpRequest, document: Document) -> bytes:
    """Return the bytes that the posted form was made from."""
    known = desk().drafts.base(str(request.POST.get("@grunnlag", "")))
    return document.before if known is None else known


def _keep(request: HttpRequest, document: Document, fields: Fields, base: bytes) -> bool:
    number = str(request.POST.get("nr", "0"))
    return desk().drafts.keep(
        document.key, fields, base, datetime.now().isoformat(timespec="seconds"),
        str(request.POST.get("side", ""))[:80], int(number) if number.isdigit() else 0,
    )


def _look(
    document: Document, base: bytes, fields: Fields, reviewed: Collection[str] = ()
) -> Looked:
    """Return what is wrong with a draft; it may be anything, also what cannot be written.

    Args:
        reviewed: fields of a translation that were looked at and left as they are.
    """
    was = replace(marked(document, fields, base, reviewed), before=base)
    try:
        made = was.made(fields)
    except (Unreadable, Refused, UnicodeDecodeError) as error:
        looked = Looked()
        looked.general.append(Message(Severity.ERROR.value, str(error)))
        return looked
    seen = desk().workspace.look(document.path, {document.path: made})
    looked = messages(document, seen.own)
    words = InWords(desk().workspace.project())
    looked.others = [
        Other(place.whole, place.url, words.text(problem))
        for problem in seen.others[:_SHOWN] for place in (words.place(problem),)
    ]
    if len(seen.others) > _SHOWN:
        looked.others.append(Other("", "", say("… og {n} til.", n=len(seen.others) - _SHOWN)))
    if seen.fixed:
        looked.others.append(Other("", "", (
            say("Ett problem andre steder blir borte.") if seen.fixed == 1
            else say("{n} problemer andre steder blir borte.", n=seen.fixed)
        )))
    return looked


def _is_begun(document: Document, fields: Fields) -> bool:
    """Whether something is written in the form of what is not there yet."""
    if document.name != NEW and (document.before or not document.source):
        return True
    return any(
        value.strip() for name, values in fields.items() if "@" not in name for value in values
    )


def _opened(request: HttpRequest, document: Document) -> HttpResponse:
    kept = desk().drafts.get(document.key)
    try:
        if kept and _is_saved(document, kept):  # stopped after it was saved, and before it went
            with suppress(NotKept):
                desk().drafts.drop(document.key)
            kept = None
        fields = document.fields() if kept is None else kept.fields
        base = document.before if kept is None else kept.before
        if kept is None and not document.before and (title := request.GET.get("tittel", "")):
            fields = {**fields, "tittel": [title]}
        fields, focus = rows.changed(document.control, fields, f"ny:{request.GET.get('ny', '')}")
        return _form(
            request, document, fields, base, kept_at=kept.at if kept else "", focus=focus
        )
    except (Unreadable, UnicodeDecodeError) as error:
        return page(request, "stop", 409, title=say("Fila kan ikke åpnes her"), text=str(error))


def _is_saved(document: Document, kept: KeptDraft) -> bool:
    """Whether the file says what the draft does."""
    if kept.before == document.before:
        return False
    return bool(replace(document, before=kept.before).value(kept.fields) == document.data())


def _form(
    request: HttpRequest, document: Document, fields: Fields, base: bytes, *, focus: str = "",
    kept_at: str = "", unsaved: str = "", likevel: bool = False, status: int = 200,
) -> HttpResponse:
    workspace = desk().workspace
    base_id = digest(base)
    if desk().drafts.base(base_id) is None:  # as after a save, where nothing need be written
        desk().drafts.remember(base_id, base)
    looked = _look(document, base, fields, request.POST.getlist("sett")) if (
        unsaved or _is_begun(document, fields)
    ) else Looked()
    choices = choices_of(workspace.project())
    view = View(
        fields, choices, looked.by_field,
        {**above(document, workspace.now()), **comments(document, workspace.project())},
        document.name.partition(".")[2] if document.source else "",
        reverse("nytt", args=["liste"]),
    )
    inner = form_html(
        document.control, view, PROSE.name if not document.schema else ""
    )
    return page(
        request, "edit", status, document=document, kind=say(KINDS[document.kind]),
        title=_title(document, fields), form=inner, looked=looked,
        beside=against_source(document, workspace.project())
        or against_quotes(document, workspace.project()),
        named=looked.named(document.control), base=base_id,
        page_id=f"{datetime.now().isoformat()}-{secrets.token_hex(4)}", focus=focus,
        kept_at=_time(kept_at), unsaved=unsaved, likevel=likevel,
        saved=request.GET.get("lagret", ""), outline=_outline(document.control),
        pick=str(request.POST.get(PICK) or request.GET.get(PICK, "")),
        changed_meanwhile=base != document.before, token=get_token(request),
        removal=_removal(document),
    )


def _removal(document: Document) -> str:
    """Return the deed that takes out what has a file of its own; empty when there is none."""
    there = document.before and "." not in document.name
    return f"ta-ut-{document.kind}" if there and document.kind in NAMED_BY_TITLE else ""


def _time(at: str) -> str:
    try:
        return datetime.fromisoformat(at).strftime("%d.%m. kl. %H.%M") if at else ""
    except ValueError:
        return ""


def _title(document: Document, fields: Fields) -> str:
    for name in ("tittel", "korttittel", "term", "title", "hva"):
        if fields.get(name) and fields[name][0].strip():
            return fields[name][0]
    if not document.schema:
        return first(fields, PROSE.name).split("\n", 1)[0].lstrip("# ")
    return document.title or say(KINDS[document.kind])


def _outline(control: Control) -> list[tuple[str, str]]:
    """Return the parts of a long form, to jump to."""
    parts = [
        (one.name, one.title) for one in control.within if one.kind in ("group", "list")
    ]
    return parts if len(parts) > 2 else []


def _saved(
    request: HttpRequest, document: Document, fields: Fields, base: bytes
) -> HttpResponse:
    chosen = {
        key[len(CHOICE_START):]: str(value) for key, value in request.POST.items()
        if key.startswith(CHOICE_START)
    }
    note: dict[str, list[str]] | None = {
        key: [str(v) for v in values] for key, values in request.POST.lists()
        if key.startswith(NOTE_START)
    } or None
    likevel = "likevel" in request.POST
    # What is made for another form is reported with what it is made for.
    uten = "uten" in request.POST or bool(request.POST.get(PICK))
    if uten:
        note = None
    asked = str(request.POST.get("notatknapp", ""))
    if asked and note is not None:
        changed, _ = rows.changed(_under_note(), note, asked)
        return _ask_note(request, document, fields, base, changed, Looked())
    looked = _look(document, base, fields, request.POST.getlist("sett"))
    if looked.errors and not likevel and note is None and not chosen:
        return _form(
            request, document, fields, base, status=422, likevel=True,
            unsaved=say("Ikke lagret ennå. Utkastet ditt er tatt vare på."),
        )
    reviewed = request.POST.getlist("sett")
    for _attempt in range(_ATTEMPTS):
        try:
            document, files = _as_it_is_now(document)
            document = marked(document, fields, base, reviewed)
            project = desk().workspace.project()
            document = remarked(document, project.folder, reviewed)
            document = read_against(document, project, fields, reviewed)
            made = saving(
                document, base, fields, files, chosen, note,
                [part for part, _ in _unreported(document)] if note else (),
            )
        except (NotSaved, UnreadableError) as error:
            return _form(request, document, fields, base, status=409, unsaved=str(error))
        if made.conflicts:
            return _ask_choice(request, document, fields, base, made)
        assert made.plan is not None
        if made.about and not uten:
            day = desk().workspace.day.isoformat()
            started = note_fields(day, desk().drafts.setting("besluttet_av"))
            if _has_other_strength(document, fields):  # then a release demands this of the note
                started |= {f"{NOTE}.slag": [CHANGED], f"{NOTE}.vesentlig": [YES]}
            return _ask_note(request, document, fields, base, started, Looked())
        if note is not None and (wrong := _wrong_note(made.plan)) is not None:
            return _ask_note(request, document, fields, base, note, wrong)
        try:
            desk().carry_out(made.plan)
            return _written(request, document, made.plan, note)
        except ConflictError as error:  # somebody else saved meanwhile: merge with that
            refused: Exception = error
            if not desk().can_save:
                break
        except OSError as error:
            refused = error
            break
    return _form(
        request, document, fields, base, status=409,
        unsaved=say("Ikke lagret: {error} Utkastet ditt er tatt vare på.", error=why(refused)),
    )


def _has_other_strength(document: Document, fields: Fields) -> bool:
    """Whether the strength of a recommendation is another than in the last release."""
    last = desk().workspace.now().last
    released = last.edition.recommendations.get(document.name) if last else None
    return document.kind == "anbefaling" and released is not None and (
        first(fields, "styrke") not in ("", released.styrke)
    )


def _as_it_is_now(document: Document) -> tuple[Document, ProjectFiles]:
    """Return the document and all files as they are at one moment."""
    workspace = desk().workspace
    now = workspace.now()
    return _found_in(now.project, document.kind, document.name), workspace.files(now)


def _written(
    request: HttpRequest, document: Document, plan: Plan, note: Fields | None
) -> HttpResponse:
    with suppress(NotKept):  # it is saved: a draft that says the same does no harm
        desk().drafts.drop(document.key)
        if note and (by := note.get(f"{NOTE}.besluttet_av")):
            desk().drafts.set("besluttet_av", by[0])
    said = desk().record(plan)
    made = [one.path for one in plan.changes if one.after is not None]
    if document.path not in made and made and document.kind == "endring":
        return HttpResponseRedirect(reverse("liste", args=["endring"]))
    if document.name == "ny":
        return HttpResponseRedirect(reverse("liste", args=[document.kind]))
    return HttpResponseRedirect(f"{request.path}?lagret={said}")


def _unreported(document: Document) -> list[tuple[str, str]]:
    """Return the lists that have changed since the last release, and that no note is about.

    A source or a section that was made for a recommendation is reported with it.
    """
    if document.kind not in ("anbefaling", "oversettelse"):
        return []
    account = desk().workspace.now().account
    if account is None:
        return []
    told = {part for fragment in account.fragments for part in fragment.ramme}
    return [
        (part, say(name)) for part, name in _LISTS.items()
        if part in account.frame_parts and part not in told
    ]


def _under_note() -> Control:
    return Control("group", "", "", within=(replace(note_control(), name=NOTE),))


def _wrong_note(plan: Plan) -> Looked | None:
    """Return what is wrong with the change note of a plan; None when it is sound."""
    overlay = {one.path: one.after for one in plan.changes}
    path = next((p for p in overlay if p.startswith("changelog/")), "")
    if not path:
        return None
    looked = Looked()
    for problem in desk().workspace.look(path, overlay).own:
        if problem.severity is Severity.ERROR:
            field = f"{NOTE}.{problem.field}" if problem.field else NOTE
            looked.by_field.setdefault(field, []).append(
                Message(problem.severity.value, problem.message)
            )
    return looked if looked.by_field else None


def _ask_note(
    request: HttpRequest, document: Document, fields: Fields, base: bytes, note: Fields,
    looked: Looked,
) -> HttpResponse:
    view = View(
        note, _choices(), looked.by_field, fresh=reverse("nytt", args=["liste"])
    )
    named = looked.named(_under_note())
    return page(
        request, "note", 422 if named else 200, document=document, title=_title(document, fields),
        form=form_html(note_control(), view, NOTE).replace('name="gjor"', 'name="notatknapp"'),
        hidden=_hidden(request, fields), base=digest(base), named=named,
        page_id=str(request.POST.get("side", "")), number=str(request.POST.get("nr", "0")),
        also=[
            (part, name, part in note.get(ALSO, (part,))) for part, name in _unreported(document)
        ], entry=document.pointer != (),
    )


def _choices() -> Choices:
    return choices_of(desk().workspace.project())


def _hidden(request: HttpRequest, fields: Fields) -> list[tuple[str, str]]:
    """Return what a page in between must carry on: the form, and what was chosen so far."""
    also = [
        (key, str(value)) for key, value in request.POST.items()
        if key.startswith(CHOICE_START) or key in ("likevel", PICK)
    ]
    return [(key, value) for key, values in fields.items() for value in values] + also


def _ask_choice(
    request: HttpRequest, document: Document, fields: Fields, base: bytes, made: Saving
) -> HttpResponse:
    rows_ = [
        {
            "field": one.field, "label": label(document.control, one.field),
            "before": shown(one.before), "mine": shown(one.mine), "theirs": shown(one.theirs),
        }
        for one in made.conflicts
    ]
    return page(
        request, "conflict", 409, document=document, title=_title(document, fields),
        conflicts=rows_, hidden=_hidden(request, fields), base=digest(base), MINE=MINE,
        THEIRS=THEIRS, page_id=str(request.POST.get("side", "")),
        number=str(request.POST.get("nr", "0")),
    )


def shown(value: Any) -> str:
    """Return a value as a person reads it."""
    if value is ABSENT or value is None:
        return say("(tomt)")
    if isinstance(value, Mapping):
        return "\n".join(f"{key}: {shown(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return "\n".join(f"– {shown(one)}" for one in value)
    if isinstance(value, bool):
        return say("ja") if value else say("nei")
    return text_of(Control("markdown", "", ""), value)
