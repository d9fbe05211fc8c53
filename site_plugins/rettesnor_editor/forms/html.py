"""The HTML of a form: every control with its label, help and messages, usable without scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from markupsafe import Markup, escape
from rettesnor.model.sections import INTRODUCTION

from rettesnor_editor.forms.choices import Choice, Choices
from rettesnor_editor.forms.controls import PROSE, Control
from rettesnor_editor.forms.fields import FROM, NO, SHOWN, YES, Fields, first, join, places
from rettesnor_editor.language import N_, say

_EMPTY = Markup("")
_FOR_FILES = " Kan ha Markdown."
"""What a schema says at the end of a description, and a form shows by its buttons."""
_VERBS = (
    ("opp", N_("Flytt opp"), "↑"), ("ned", N_("Flytt ned"), "↓"), ("bort", N_("Ta bort"), "✕"),
)
_TEXT_ROWS, _MOST_ROWS, _LETTERS = 3, 28, 68


@dataclass(frozen=True, slots=True)
class Message:
    """A problem as a form shows it."""

    severity: str
    text: str
    code: str = ""


@dataclass(frozen=True)
class View:
    """What a form is drawn with.

    Attributes:
        messages: by the name of the field.
        above: HTML to stand above a control, by its name: the text that is translated.
        language: of the texts that are written; empty for bokmål.
        fresh: where something new for a list is made, with «liste» for its name; empty for nowhere.
    """

    fields: Fields
    choices: Choices = field(default_factory=Choices)
    messages: Mapping[str, Sequence[Message]] = field(default_factory=dict)
    above: Mapping[str, Markup] = field(default_factory=dict)
    language: str = ""
    fresh: str = ""


def form_html(control: Control, view: View, name: str = "", level: int = 2) -> Markup:
    """Return the HTML of a form, or of the part ``name`` of one.

    Args:
        level: of the first headings.
    """
    if control.kind == "group":
        parts = [
            _part(part, view, join(name, part.name), level) for part in control.within
        ]
        return Markup("").join(parts)
    return _part(control, view, name, level)


def _part(control: Control, view: View, name: str, level: int) -> Markup:
    if control.kind == "group":
        return _group(control, view, name, level)
    if control.kind == "list":
        return _list(control, view, name, level)
    if control.kind == "checks":
        return _checks(control, view, name)
    if control.kind == "yesno":
        return _yes_no(control, view, name)
    if control.kind == "flag":
        return _flag(control, view, name)
    return _single(control, view, name)


def _group(control: Control, view: View, name: str, level: int) -> Markup:
    inner = Markup("").join(
        _part(part, view, join(name, part.name), min(level + 1, 6)) for part in control.within
    )
    return Markup(
        '<div class="part" id="{id}" role="group" aria-labelledby="{id}-t">{head}{help}'
        "{messages}{inner}</div>"
    ).format(
        id=name, head=_heading(say(control.title) or control.name, f"{name}-t", level),
        help=_help(control, name), messages=_messages(view, name), inner=inner,
    )


def _list(control: Control, view: View, name: str, level: int) -> Markup:
    assert control.item is not None
    numbers = places(view.fields, name)
    simple = control.item.kind != "group"
    one = (say(control.title) or control.name).lower()
    items = Markup("").join(
        _item(control, view, name, place, (at, len(numbers)), level)
        for at, place in enumerate(numbers)
    )
    add = _EMPTY if control.fixed else Markup(
        '<button class="button button--quiet button--small" type="submit" name="gjor" '
        'value="ny:{name}" formnovalidate><span aria-hidden="true">+</span> {add} '
        '<span class="unseen"> {to}</span></button>'
    ).format(name=name, add=say("Legg til"), to=say("i {name}", name=one))
    none = _EMPTY if numbers else Markup('<p class="quiet">{}</p>').format(say("Ingen ennå."))
    return Markup(
        '<div class="list{simple}" id="{name}" role="group" tabindex="-1" '
        'aria-labelledby="{name}-t">'
        '<input type="hidden" name="{name}{shown}" value="1">{head}{help}{messages}'
        "<ol>{items}</ol>{none}{add}{fresh}</div>"
    ).format(
        fresh=_fresh(control.item, view, f"{name}.{numbers[0] if numbers else 0}"),
        simple=" list--simple" if simple else "", name=name, shown=SHOWN,
        head=_heading(say(control.title) or control.name, f"{name}-t", level),
        help=_help(control, name), messages=_messages(view, name), items=items, none=none, add=add,
    )


def _item(
    control: Control, view: View, name: str, place: int, at: tuple[int, int], level: int
) -> Markup:
    assert control.item is not None
    here, (index, count) = join(name, place), at
    title = say(control.title) or control.name
    label = f"{title} {index + 1}"
    origin = Markup('<input type="hidden" name="{}{}" value="{}">').format(
        here, FROM, first(view.fields, f"{here}{FROM}")
    )
    buttons = _EMPTY if control.fixed else Markup('<div class="moves">{}</div>').format(
        Markup("").join(
            Markup(
                '<button class="move" type="submit" name="gjor" value="{deed}:{here}" '
                'formnovalidate title="{verb}"{off}><span aria-hidden="true">{sign}</span>'
                '<span class="unseen">{verb}: {label}</span></button>'
            ).format(
                deed=deed, here=here, verb=verb, sign=sign, label=label,
                off=Markup(" disabled") if (deed, index) in (("opp", 0), ("ned", count - 1))
                else _EMPTY,
            )
            for deed, verb, sign in ((a, say(b), c) for a, b, c in _VERBS)
        )
    )
    if control.item.kind != "group":
        inner = _single(control.item, view, here, label=label, labelled=False)
        return Markup('<li class="row" id="{}-p">{}{}{}</li>').format(here, origin, inner, buttons)
    inner = form_html(control.item, view, here, min(level + 1, 6))
    return Markup(
        '<li class="item" id="{here}" tabindex="-1"><fieldset><legend>{label}</legend>{origin}'
        "{buttons}{messages}{inner}</fieldset></li>"
    ).format(
        here=here, label=label, origin=origin, buttons=buttons,
        messages=_messages(view, here), inner=inner,
    )


def _checks(control: Control, view: View, name: str) -> Markup:
    chosen = view.fields.get(name, ())
    options = [*(_said(control.options) or view.choices.of(control.picks))]
    known = {value for value, _ in options}
    options += [(one, say("{name} (finnes ikke)", name=one)) for one in chosen if one not in known]
    boxes = Markup("").join(
        Markup(
            '<label class="choice"><input type="checkbox" name="{}" value="{}"{}> {}</label>'
        ).format(name, value, Markup(" checked") if value in chosen else _EMPTY, label)
        for value, label in options
    )
    return _fieldset(control, view, name, Markup('<div class="boxes">{}</div>').format(boxes))


def _yes_no(control: Control, view: View, name: str) -> Markup:
    now = first(view.fields, name)
    boxes = Markup("").join(
        Markup(
            '<label class="choice"><input type="radio" name="{}" value="{}"{}> {}</label>'
        ).format(name, value, Markup(" checked") if now == value else _EMPTY, label)
        for value, label in ((YES, say("Ja")), (NO, say("Nei")))
    )
    return _fieldset(control, view, name, Markup('<div class="boxes">{}</div>').format(boxes))


def _fieldset(control: Control, view: View, name: str, inner: Markup) -> Markup:
    return Markup(
        '<fieldset class="field" id="{name}" tabindex="-1" aria-describedby="{ids}">'
        '<legend>{title}{optional}</legend><input type="hidden" name="{name}{shown}" value="1">'
        "{help}{messages}{inner}</fieldset>"
    ).format(
        name=name, ids=_described(control, name), title=say(control.title) or control.name,
        optional=_optional(control), shown=SHOWN, help=_help(control, name),
        messages=_messages(view, name), inner=inner,
    )


def _flag(control: Control, view: View, name: str) -> Markup:
    return Markup(
        '<div class="field"><input type="hidden" name="{name}{shown}" value="1">'
        '<label class="choice"><input type="checkbox" id="{name}" name="{name}" value="{yes}" '
        'aria-describedby="{ids}"{checked}> {title}</label>{help}{messages}</div>'
    ).format(
        name=name, shown=SHOWN, yes=YES, ids=_described(control, name),
        checked=Markup(" checked") if name in view.fields else _EMPTY, title=say(control.title),
        help=_help(control, name), messages=_messages(view, name),
    )


def _single(
    control: Control, view: View, name: str, *, label: str = "", labelled: bool = True
) -> Markup:
    value = first(view.fields, name)
    invalid = Markup(' aria-invalid="true"') if any(
        one.severity == "feil" for one in view.messages.get(name, ())
    ) else _EMPTY
    shared = Markup('id="{0}" name="{0}" aria-describedby="{1}"{2}').format(
        name, _described(control, name) if labelled else f"{name}-m", invalid
    )
    head = Markup('<label for="{}"{}>{}{}</label>').format(
        name, _EMPTY if labelled else Markup(' class="unseen"'),
        label or say(control.title) or control.name,
        _optional(control) if labelled else _EMPTY,
    )
    return Markup('<div class="field field--{}">{}{}{}{}{}{}</div>').format(
        control.kind, head, _help(control, name) if labelled else _EMPTY,
        view.above.get(name, _EMPTY), _input(control, view, name, value, shared),
        _messages(view, name), _fresh(control, view, name) if labelled else _EMPTY,
    )


_FRESH = {"sources": N_("Ny kilde"), "sections": N_("Ny paragraf"), "terms": N_("Nytt begrep"),
          "laws": N_("Ny lov")}


def _fresh(control: Control, view: View, name: str) -> Markup:
    """Return the link to make something new for the list of a control, in a page of its own."""
    if not view.fresh or control.picks not in _FRESH:
        return _EMPTY
    where = view.fresh.replace("liste", control.picks)
    if control.picks == "sections":
        where += f"?lov={quote(_law(view, name))}"
    return Markup(
        '<p class="fresh"><a href="{}" target="_blank" data-new="{}" data-field="{}">{}'
        '<span class="unseen"> ({})</span></a></p>'
    ).format(where, control.picks, name, say(_FRESH[control.picks]), say("ny fane"))


def _law(view: View, name: str) -> str:
    """Return the law that stands next to a field with a section."""
    return first(view.fields, f"{name.rpartition('.')[0]}.lov")


def _heading_level(name: str) -> int:
    """Return the highest level of headings in a field (see ``prose_fields`` of the reader)."""
    parts = name.split(".")
    if any(part.isdigit() for part in parts):
        return 5
    if len(parts) == 1:
        return 2 if name == PROSE.name else 3
    return 3 if parts[-1] == INTRODUCTION else 4


def _input(control: Control, view: View, name: str, value: str, shared: Markup) -> Markup:
    language = Markup(' lang="{}"').format(view.language) if view.language else _EMPTY
    if control.picks:
        shared += Markup(' data-picks="{}"').format(control.picks)
    if control.kind == "choice":
        return _select(control, view.choices.of(control.picks), value, shared)
    if control.kind == "suggest":
        law = _law(view, name)
        options = Markup("").join(
            Markup('<option value="{}">{}</option>').format(one, label)
            for one, label in view.choices.of(control.picks, law)
        )
        return Markup(
            '<input type="text" {0} value="{1}" list="{2}-l" autocomplete="off">'
            '<datalist id="{2}-l">{3}</datalist>'
        ).format(shared, value, name, options)
    if control.kind in ("markdown", "text") or "\n" in value:
        rows = sum(1 + len(line) // _LETTERS for line in value.split("\n"))
        return Markup(
            '<textarea {}{} rows="{}"{} spellcheck="true">\n{}</textarea>'
        ).format(
            shared, language, max(min(rows + 1, _MOST_ROWS), _TEXT_ROWS - (control.kind == "text")),
            Markup(' class="markdown" data-level="{}"').format(_heading_level(name))
            if control.kind == "markdown" else _count(control), value,
        )
    kind = "date" if control.kind == "date" and _is_day(value) else "text"
    hint = Markup(' placeholder="åååå-mm-dd" autocomplete="off"') if (
        control.kind == "csl-date"
    ) else _EMPTY
    mode = Markup(' inputmode="numeric"') if control.whole_number else _EMPTY
    return Markup('<input type="{}" {}{} value="{}"{}{}{}>').format(
        kind, shared, language, value, hint, mode,
        _count(control) if kind == "text" and control.limit else _EMPTY,
    )


def _count(control: Control) -> Markup:
    return Markup(' data-limit="{}"').format(control.limit) if control.limit else _EMPTY


def _is_day(value: str) -> bool:
    return not value or (len(value) == 10 and value[4] == value[7] == "-")


def _select(
    control: Control, picks: Sequence[Choice], value: str, shared: Markup
) -> Markup:
    options: list[Choice] = [*(_said(control.options) or picks)]
    if not value or not control.required:
        options.insert(0, ("", say("Velg") if control.required else say("Ikke valgt")))
    if value and value not in {one for one, _ in options}:
        options.append((value, say("{name} (finnes ikke)", name=value)))
    return Markup("<select {}>{}</select>").format(
        shared, Markup("").join(
            Markup('<option value="{}"{}>{}</option>').format(
                one, Markup(" selected") if one == value else _EMPTY, label
            )
            for one, label in options
        ),
    )


def _said(options: Sequence[Choice]) -> list[Choice]:
    """Return the options of a schema in the language of the page."""
    return [(value, say(label)) for value, label in options]


def _heading(title: str, id_: str, level: int) -> Markup:
    return Markup('<h{0} id="{1}">{2}</h{0}>').format(level, id_, title)


def _optional(control: Control) -> Markup:
    if control.required:
        return _EMPTY
    return Markup(' <span class="quiet">({})</span>').format(say("valgfritt"))


def _help(control: Control, name: str) -> Markup:
    if not control.help:
        return _EMPTY
    example = _EMPTY
    if control.example and control.kind in ("line", "text", "url", "suggest"):
        example = Markup(' <span class="example">{}: {}</span>').format(
            say("Eksempel"), control.example
        )
    said = say(control.help).removesuffix(_FOR_FILES)
    return Markup('<p class="help" id="{}-h">{}{}</p>').format(name, said, example)


def _described(control: Control, name: str) -> str:
    return f"{name}-h {name}-m" if control.help else f"{name}-m"


def _messages(view: View, name: str) -> Markup:
    """Return the place for messages about a field, with those there are now."""
    return Markup('<ul class="messages" id="{0}-m" data-for="{0}"{1}>{2}</ul>').format(
        name, _EMPTY if view.messages.get(name) else Markup(" hidden"),
        Markup("").join(message_html(one) for one in view.messages.get(name, ())),
    )


def message_html(message: Message) -> Markup:
    """Return a message as an item of a list."""
    word = say("Feil") if message.severity == "feil" else say("Råd")
    return Markup('<li class="message message--{}"><strong>{}:</strong> {}</li>').format(
        message.severity, word, escape(message.text)
    )
