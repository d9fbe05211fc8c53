"""New, withdraw, move, split, merge, rename: what each will do is shown before it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from rettesnor.editing.chapters import LAST, Position
from rettesnor.editing.fragments import Decision
from rettesnor.editing.operations import new
from rettesnor.editing.operations.merge import merge
from rettesnor.editing.operations.move import move
from rettesnor.editing.operations.remove_part import COURSE, TEMPLATE, remove_part
from rettesnor.editing.operations.rename_chapter import rename_chapter
from rettesnor.editing.operations.split import split
from rettesnor.editing.operations.withdraw import withdraw
from rettesnor.editing.plan import FileChange, NotPossible, Plan, changed_lines
from rettesnor.editing.project_files import ProjectFiles, UnreadableError
from rettesnor.editing.transaction import ConflictError
from rettesnor.model.problem import Severity

from rettesnor_editor.desk import desk
from rettesnor_editor.forms import rows
from rettesnor_editor.forms.choices import choices_of
from rettesnor_editor.forms.controls import Control
from rettesnor_editor.forms.fields import ABSENT, from_fields, to_fields
from rettesnor_editor.forms.html import View, form_html
from rettesnor_editor.language import N_, say
from rettesnor_editor.views.problems import InWords
from rettesnor_editor.views.shared import page, posted

Answers = Mapping[str, Any]
_SHOWN = 30


@dataclass(frozen=True)
class Deed:
    """Something that changes several files at once."""

    title: str
    about: str
    controls: tuple[Control, ...]
    plan: Callable[[ProjectFiles, Answers, Decision], Plan]


def _line(name: str, title: str, help_: str = "", *, required: bool = True) -> Control:
    return Control("line", name, name, title, help_, required=required)


def _pick(name: str, title: str, picks: str, help_: str = "", *, required: bool = True) -> Control:
    return Control("choice", name, name, title, help_, required=required, picks=picks)


def _picks(name: str, title: str, picks: str, help_: str, *, required: bool = True) -> Control:
    item = Control("choice", "", f"{name}.*", picks=picks, required=True)
    return Control("list", name, name, title, help_, required=required, item=item)


_WHY = (
    Control("text", "hvorfor", "hvorfor", N_("Hvorfor"), N_("Grunnen, i én setning eller to."),
            required=True, limit=400),
    _line("besluttet_av", N_("Besluttet av"),
          N_("En etat, en avdeling eller en rolle, ikke et navn.")),
)
_SUBSTANTIVE = (*_WHY, Control(
    "text", "uten_horing", "uten_horing", N_("Uten høring"),
    N_("Hvorfor endringen ikke har vært på høring. Kan skrives i endringsnotatet siden."),
    limit=600,
))
"""What is asked of a change that must be heard, or say why it is not."""
_ONE = _pick("anbefaling", N_("Anbefaling"), "recommendations")


def _new(files: ProjectFiles, said: Answers, decision: Decision) -> Plan:
    wanted = new.NewRecommendation(said["tittel"], said["styrke"], "", said.get("hjemmel", ""))
    return new.recommendation(files, wanted, said["kapittel"], decision, LAST)


def _new_page(files: ProjectFiles, said: Answers, decision: Decision) -> Plan:
    return new.page(files, said["tittel"])


def _new_chapter(files: ProjectFiles, said: Answers, decision: Decision) -> Plan:
    return new.chapter(files, said["tittel"], decision, moved=said["flytt"])


def _withdraw(files: ProjectFiles, said: Answers, decision: Decision) -> Plan:
    after = said.get("i_stedet", "")
    return withdraw(
        files, said["anbefaling"], decision.reason, decision,
        successors=[after] if after else [], unlink=not after,
    )


def _remove_template(files: ProjectFiles, said: Answers, decision: Decision) -> Plan:
    return remove_part(files, TEMPLATE, said["mal"], decision)


def _remove_course(files: ProjectFiles, said: Answers, decision: Decision) -> Plan:
    return remove_part(files, COURSE, said["kurs"], decision)


def _move(files: ProjectFiles, said: Answers, decision: Decision) -> Plan:
    after = said.get("etter", "")
    return move(
        files, said["anbefaling"], decision, chapter=said["kapittel"],
        position=Position(after=after) if after else LAST,
    )


def _split(files: ProjectFiles, said: Answers, decision: Decision) -> Plan:
    return split(
        files, said["anbefaling"], said["titler"], decision, keep=bool(said.get("behold"))
    )


def _merge(files: ProjectFiles, said: Answers, decision: Decision) -> Plan:
    ids = list(dict.fromkeys([said["inn_i"], *said["andre"]]))
    return merge(files, ids, decision, into=said["inn_i"])


def _rename(files: ProjectFiles, said: Answers, decision: Decision) -> Plan:
    return rename_chapter(files, said["kapittel"], decision, title=said["tittel"])


def _deeds() -> dict[str, Deed]:
    chapter = _pick("kapittel", N_("Kapittel"), "chapters")
    title = _line("tittel", N_("Tittel"))
    return {
        "ny": Deed(
            N_("Ny anbefaling"), N_("Lag en anbefaling, som du fyller ut etterpå."),
            (title, _pick("styrke", N_("Styrke"), "strengths"), chapter, _line(
                "hjemmel", N_("Hjemmel"), N_("Bare for en plikt: paragrafen den følger av, slik: "
                "helsepersonelloven § 4."), required=False,
            ), *_SUBSTANTIVE), _new,
        ),
        "ny-side": Deed(N_("Ny tekstside"), N_("Lag en tekstside, som du fyller ut etterpå."),
                        (title,), _new_page),
        "nytt-kapittel": Deed(
            N_("Nytt kapittel"), N_("Lag et kapittel av anbefalinger som finnes."),
            (title, _picks("flytt", N_("Anbefalinger"), "recommendations",
                           N_("De som flyttes til det nye kapitlet.")), *_WHY), _new_chapter,
        ),
        "ta-ut": Deed(
            N_("Ta ut en anbefaling"),
            N_("Adressen til den sier hvorfor den er tatt ut, og leder videre."),
            (_ONE, _pick("i_stedet", N_("I stedet"), "recommendations",
                         N_("Anbefalingen leserne og lenkene ledes til. Uten den blir lenkene "
                            "vanlig tekst."), required=False), *_SUBSTANTIVE), _withdraw,
        ),
        "ta-ut-mal": Deed(
            N_("Ta ut en mal"),
            N_("Adressen til den leder leserne videre. Utfylte skjemaer på leserens maskin kan "
               "ikke åpnes på nettstedet etterpå."),
            (_pick("mal", N_("Mal"), "templates"), *_WHY), _remove_template,
        ),
        "ta-ut-kurs": Deed(
            N_("Ta ut et kurs"), N_("Adressen til det leder leserne videre."),
            (_pick("kurs", N_("Kurs"), "courses"), *_WHY), _remove_course,
        ),
        "flytt": Deed(
            N_("Flytt en anbefaling"), N_("Gammel adresse leder videre til den nye."),
            (_ONE, chapter, _pick("etter", N_("Etter"), "recommendations",
                                  N_("Anbefalingen den skal stå etter. Tomt: sist i kapitlet."),
                                  required=False), *_WHY), _move,
        ),
        "del": Deed(
            N_("Del en anbefaling"), N_("Hver del begynner med hele teksten."),
            (_ONE, Control("list", "titler", "titler", N_("Titler"), N_("Titlene på de nye."),
                           required=True, item=_line("", "")),
             Control("flag", "behold", "behold", N_("Behold den som finnes, som en av delene")),
             *_SUBSTANTIVE), _split,
        ),
        "sla-sammen": Deed(
            N_("Slå sammen anbefalinger"),
            N_("Den som blir igjen, får tekstene fra de andre etter sin."),
            (_pick("inn_i", N_("Den som blir igjen"), "recommendations"),
             _picks("andre", N_("De andre"), "recommendations", N_("De som tas inn i den.")),
             *_SUBSTANTIVE),
            _merge,
        ),
        "nytt-navn": Deed(
            N_("Gi et kapittel nytt navn"), N_("Adressen til kapitlet blir som før."),
            (chapter, title, *_WHY), _rename,
        ),
    }


def deed(request: HttpRequest, name: str) -> HttpResponse:
    """Show the form of a deed, what it will do, or do it."""
    found = _deeds().get(name)
    if found is None:
        raise Http404
    control = Control("group", "", "", within=found.controls)
    if request.method != "POST":
        known = {one.name for one in found.controls}
        start: dict[str, Any] = {
            key: str(value) for key, value in request.GET.items() if key in known
        }
        for one in found.controls:
            if one.kind == "list":
                start[one.name] = [""]
        start.setdefault("besluttet_av", desk().drafts.setting("besluttet_av"))
        return _asked(request, name, found, control, to_fields(control, start))
    fields, asked = posted(request), str(request.POST.get("gjor", "vis"))
    if asked not in ("vis", "gjor"):
        fields, _ = rows.changed(control, fields, asked)
        return _asked(request, name, found, control, fields)
    missing = _missing(control, fields)
    if missing:
        stop = say("Fyll ut: {names}.", names=", ".join(missing))
        return _asked(request, name, found, control, fields, stop)
    said: Answers = from_fields(control, ABSENT, fields)
    decision = Decision(
        desk().workspace.day, str(said.get("hvorfor", "")), str(said.get("besluttet_av", "")),
        str(said.get("uten_horing", "")),
    )
    try:
        files = desk().workspace.files()
        plan = found.plan(files, said, decision)
        plan = plan.with_problems(desk().workspace.problems_after(plan))
    except (NotPossible, UnreadableError) as error:
        return _asked(request, name, found, control, fields, _plain(str(error)))
    errors = [one for one in plan.problems if one.severity is not Severity.WARNING]
    if asked == "gjor" and not errors:
        return _done(request, name, found, control, fields, plan, decision)
    return _asked(request, name, found, control, fields, plan=plan, files=files)


def _done(
    request: HttpRequest, name: str, found: Deed, control: Control,
    fields: dict[str, list[str]], plan: Plan, decision: Decision,
) -> HttpResponse:
    try:
        desk().carry_out(plan)
    except (ConflictError, OSError) as error:
        return _asked(request, name, found, control, fields, str(error))
    if decision.by:
        desk().drafts.set("besluttet_av", decision.by)
    saved = desk().record(plan)
    made = [
        one.path for one in plan.changes
        if not one.before and not one.moved_from and one.path.startswith("recommendations/")
        and one.path.count(".") == 1
    ]
    if len(made) == 1:
        stem = made[0].rsplit("/", 1)[-1].removesuffix(".yml")
        return HttpResponseRedirect(
            f"{reverse('rediger', args=['anbefaling', stem])}?lagret={saved}"
        )
    return HttpResponseRedirect(f"{reverse('forside')}?gjort={saved}")


def _asked(
    request: HttpRequest, name: str, found: Deed, control: Control,
    fields: dict[str, list[str]], stop: str = "", plan: Plan | None = None,
    files: ProjectFiles | None = None,
) -> HttpResponse:
    choices = choices_of(desk().workspace.project())
    words = InWords(desk().workspace.project())
    errors = [
        f"{words.place(one).whole}: {words.text(one)}"
        for one in (plan.problems if plan else ()) if one.severity is not Severity.WARNING
    ]
    return page(
        request, "deed", 422 if stop else 200, deed=found, title=say(found.title),
        about=say(found.about), name=name,
        form=form_html(control, View(fields, choices)), stop=stop, plan=plan, errors=errors,
        changes=[_shown(one, files) for one in plan.changes] if plan and files else [],
    )


def _missing(control: Control, fields: dict[str, list[str]]) -> list[str]:
    said = from_fields(control, ABSENT, fields)
    given = said if isinstance(said, dict) else {}
    return [say(one.title) for one in control.within if one.required and not given.get(one.name)]


def _shown(change: FileChange, files: ProjectFiles) -> dict[str, Any]:
    """Return a change of a file as the editor sees it: what, and which lines."""
    before = files.contents.get(change.moved_from or change.path)
    verb = say("Endres")
    if change.after is None:
        verb = say("Tas bort")
    elif change.moved_from:
        verb = say("Flyttes")
    elif not change.before:
        verb = say("Ny")
    lines = []
    if before is not None and change.after is not None:
        lines = [
            ("ins" if line[0] == "+" else "del", line[1:])
            for line in changed_lines(before, change.after) if line[0] in "+-"
        ]
    return {
        "verb": verb, "path": change.path, "lines": lines[:_SHOWN],
        "more": max(len(lines) - _SHOWN, 0),
    }


_OPTIONS = {
    "--successor": "«I stedet»", "--unlink": "«I stedet» tomt", "--reason": "«Hvorfor»",
    "--keep": "«Behold»", "--into": "«Den som blir igjen»", "--move ID": "«Anbefalinger»",
    "--basis": "«Hjemmel»",
}


def _plain(text: str) -> str:
    """Return a message of the commands with the form's names for their options."""
    for option, words in _OPTIONS.items():
        text = text.replace(option, words)
    return text
