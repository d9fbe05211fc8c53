"""One part of the plan: its form, the check while it is written, its page, and saving."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_GET, require_POST
from rettesnor.editing.plan import NotPossible, digest
from rettesnor.editing.transaction import ConflictError
from rettesnor.editing.yaml_writer import Refused
from rettesnor.model.local_plan import FILE
from rettesnor.model.problem import Problem, Severity
from rettesnor.plans.edits import edit as planned
from rettesnor.publishing.tools.edit_problems import compared

from rettesnor_editor.deeds.merge import MINE, THEIRS, Conflict, merged
from rettesnor_editor.documents import Unreadable
from rettesnor_editor.forms import rows
from rettesnor_editor.forms.fields import Fields
from rettesnor_editor.forms.html import Message, View, form_html
from rettesnor_editor.language import say
from rettesnor_editor.plan.beside import TAKE, beside, national_view, taken_in
from rettesnor_editor.plan.parts import KINDS, PHASE, POINT, Part, choices
from rettesnor_editor.plan.views.common import found_part, in_frame, in_words, site_page, where
from rettesnor_editor.plan.workspace import desk
from rettesnor_editor.store.drafts import KeptDraft
from rettesnor_editor.store.failures import NotKept
from rettesnor_editor.store.failures import in_words as why
from rettesnor_editor.views.edit import Looked, Other, shown
from rettesnor_editor.views.problems import is_shown, label
from rettesnor_editor.views.shared import CHOICE_START, page, posted

_SHOWN = 20
_ATTEMPTS = 5
_PAGES = {"om": "om/", "gjennomgang": "om/", "tjenester": "tjenester/", "verktoy": "tjenester/",
          "maler": "tjenester/"}


def edit(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """Show the form of a part, change a list in it, or save it."""
    part = found_part(kind, name)
    if request.method != "POST":
        return _opened(request, part)
    asked = str(request.POST.get("gjor", "lagre"))
    fields, base = posted(request), _base(request, part)
    if asked == "forkast":
        desk().drafts.drop(part.key)
        return HttpResponseRedirect(request.path)
    changed, focus = fields, ""
    if asked == TAKE:
        changed = taken_in(part, national_view(desk().now(), part), fields)
        focus = "felter"
    elif asked != "lagre":
        changed, focus = rows.changed(part.control, fields, asked)
    try:
        _keep(request, part, changed, base)
    except NotKept as error:
        return _form(
            request, part, changed, base, focus=focus, status=507, unsaved=say(
                "{error} Ingenting er lagret, og utkastet er ikke tatt vare på. Teksten din står "
                "her på siden. La den stå åpen, eller kopier teksten, til det er plass igjen.",
                error=error,
            ),
        )
    if asked != "lagre":
        return _form(request, part, changed, base, focus=focus)
    return _saved(request, part, fields, base)


@require_POST
def check(request: HttpRequest, kind: str, name: str) -> JsonResponse:
    """Keep the draft, and return what is wrong with it, by field."""
    part = found_part(kind, name)
    fields, base = posted(request), _base(request, part)
    try:
        kept = _keep(request, part, fields, base)
    except NotKept:
        return JsonResponse({}, status=507)
    looked = _look(part, base, fields)
    return JsonResponse({
        "kept": datetime.now().strftime("%H.%M") if kept else "",
        "count": looked.count, "messages": {
            field: [[one.severity, one.text] for one in found]
            for field, found in looked.by_field.items()
        },
        "general": [[one.severity, one.text] for one in looked.general],
        "others": [[one.place, one.url, one.text] for one in looked.others],
        "named": looked.named(part.control),
    })


@require_GET
def preview(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """Return the page as readers will see it, for a frame without scripts."""
    part = found_part(kind, name)
    html = site_page(part.key, _page_of(part))
    response = in_frame(html) if html else page(request, "no_preview")
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _page_of(part: Part) -> str:
    if part.kind == POINT:
        return f"anbefalinger/{part.name}/"
    return "faser/" if part.kind == PHASE else _PAGES[part.name]


def _base(request: HttpRequest, part: Part) -> bytes:
    """Return the bytes that the posted form was made from."""
    known = desk().drafts.base(str(request.POST.get("@grunnlag", "")))
    return part.before if known is None else known


def _keep(request: HttpRequest, part: Part, fields: Fields, base: bytes) -> bool:
    number = str(request.POST.get("nr", "0"))
    return desk().drafts.keep(
        part.key, fields, base, datetime.now().isoformat(timespec="seconds"),
        str(request.POST.get("side", ""))[:80], int(number) if number.isdigit() else 0,
    )


def _look(part: Part, base: bytes, fields: Fields) -> Looked:
    """Return what is wrong with a draft; it may be anything, also what cannot be written."""
    looked = Looked()
    was = _as_in(part, base)
    try:
        made = was.made(fields)
    except (Unreadable, Refused, UnicodeDecodeError) as error:
        looked.general.append(Message(Severity.ERROR.value, str(error)))
        return looked
    then = desk().look(part.key, {FILE: made})
    for problem in then.problems:
        if was.owns(problem):
            _add(looked, was, problem)
    rest, _ = compared(
        (one for one in desk().now().problems if not part.owns(one)),
        (one for one in then.problems if not was.owns(one)),
    )
    for problem in [*rest][:_SHOWN]:
        title, url = where(problem, then.data)
        looked.others.append(Other(title, url, in_words(problem)))
    return looked


def _add(looked: Looked, part: Part, problem: Problem) -> None:
    said = Message(problem.severity.value, in_words(problem, part.control), problem.code)
    field = f"{problem.field}.".removeprefix(part.prefix).removesuffix(".")
    while field and not is_shown(part.control, field):
        field = field.rpartition(".")[0]
    if field:
        looked.by_field.setdefault(field, []).append(said)
    else:
        looked.general.append(said)


def _as_in(part: Part, data: bytes) -> Part:
    """Return the part as it was in ``data``, where it may have had another place."""
    return part if data == part.before else found_part(part.kind, part.name, data)


def _opened(request: HttpRequest, part: Part) -> HttpResponse:
    kept = desk().drafts.get(part.key)
    try:
        if kept and _is_saved(part, kept):  # stopped after it was saved, and before it went
            with suppress(NotKept):
                desk().drafts.drop(part.key)
            kept = None
        fields = part.fields() if kept is None else kept.fields
        base = part.before if kept is None else kept.before
        return _form(request, part, fields, base, kept_at=kept.at if kept else "")
    except (Unreadable, UnicodeDecodeError) as error:
        return page(request, "stop", 409, title=say("Fila kan ikke åpnes her"), text=str(error))


def _is_saved(part: Part, kept: KeptDraft) -> bool:
    """Whether the file says what the draft does."""
    if kept.before == part.before:
        return False
    return bool(_as_in(part, kept.before).value(kept.fields) == part.data())


def _form(
    request: HttpRequest, part: Part, fields: Fields, base: bytes, *, focus: str = "",
    kept_at: str = "", unsaved: str = "", likevel: bool = False, status: int = 200,
) -> HttpResponse:
    base_id = digest(base)
    if desk().drafts.base(base_id) is None:
        desk().drafts.remember(base_id, base)
    looked, opened = _look(part, base, fields), desk().now()
    language = str(opened.data.get("sprak", "nb"))
    view = View(
        fields, choices(opened), looked.by_field, {}, "" if language == "nb" else language
    )
    return page(
        request, "edit", status, document=part, kind=say(KINDS[part.kind]), title=part.title,
        form=form_html(part.control, view), looked=looked, beside=beside(opened, part, fields),
        named=looked.named(part.control), base=base_id,
        page_id=f"{datetime.now().isoformat()}-{secrets.token_hex(4)}", focus=focus,
        kept_at=_time(kept_at), unsaved=unsaved, likevel=likevel,
        saved=request.GET.get("lagret", ""), outline=_outline(part),
        changed_meanwhile=base != part.before, token=get_token(request), folds=_folds(part, fields),
    )


def _time(at: str) -> str:
    try:
        return datetime.fromisoformat(at).strftime("%d.%m. kl. %H.%M") if at else ""
    except ValueError:
        return ""


def _folds(part: Part, fields: Fields) -> str:
    """Return the class that hides an empty deviation until «avviker» is chosen."""
    filled = any(
        value.strip() for name, values in fields.items() for value in values
        if name.startswith("avvik.")
    )
    return "folds" if part.kind == POINT and not filled else ""


def _outline(part: Part) -> list[tuple[str, str]]:
    found = [
        (one.name, say(one.title)) for one in part.control.within if one.kind in ("group", "list")
    ]
    return found if len(found) > 2 else []


def _saved(request: HttpRequest, part: Part, fields: Fields, base: bytes) -> HttpResponse:
    chosen = {
        key[len(CHOICE_START):]: str(value) for key, value in request.POST.items()
        if key.startswith(CHOICE_START)
    }
    looked = _look(part, base, fields)
    if looked.errors and "likevel" not in request.POST and not chosen:
        return _form(
            request, part, fields, base, status=422, likevel=True,
            unsaved=say("Ikke lagret ennå. Utkastet ditt er tatt vare på."),
        )
    refused: Exception = ConflictError("")
    for _attempt in range(_ATTEMPTS):
        part = found_part(part.kind, part.name)
        try:
            was = _as_in(part, base)
            value, conflicts = was.value(fields), list[Conflict]()
            if base != part.before:
                value, conflicts = merged(was.data(), value, part.data(), chosen)
            if conflicts:
                return _ask_choice(request, part, fields, base, conflicts)
            plan = planned(
                desk().folder, {FILE: part.written(value)},
                say("«{title}» er endret.", title=part.title),
            )
            said = desk().carry_out(plan)
        except ConflictError as error:  # somebody else saved meanwhile: merge with that
            refused = error
            continue
        except (Unreadable, Refused, NotPossible, UnicodeDecodeError) as error:
            refused = error
            break
        except OSError as error:
            refused = OSError(why(error))
            break
        with suppress(NotKept):  # it is saved: a draft that says the same does no harm
            desk().drafts.drop(part.key)
        return HttpResponseRedirect(f"{request.path}?lagret={said}")
    return _form(
        request, part, fields, base, status=409,
        unsaved=say("Ikke lagret: {error} Utkastet ditt er tatt vare på.", error=refused),
    )


def _ask_choice(
    request: HttpRequest, part: Part, fields: Fields, base: bytes, conflicts: list[Conflict]
) -> HttpResponse:
    listed = [
        {
            "field": one.field, "label": label(part.control, one.field),
            "before": shown(one.before), "mine": shown(one.mine), "theirs": shown(one.theirs),
        }
        for one in conflicts
    ]
    also: Mapping[str, str] = {
        key: str(value) for key, value in request.POST.items()
        if key.startswith(CHOICE_START) or key == "likevel"
    }
    hidden = [(key, value) for key, values in fields.items() for value in values]
    return page(
        request, "conflict", 409, document=part, title=part.title, conflicts=listed,
        hidden=[*hidden, *also.items()], base=digest(base), MINE=MINE, THEIRS=THEIRS,
        page_id=str(request.POST.get("side", "")), number=str(request.POST.get("nr", "0")),
    )
