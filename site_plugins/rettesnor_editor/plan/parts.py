"""What of a plan is edited in one form: a recommendation, a phase, or a part of the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rettesnor.model.local_plan import FILE
from rettesnor.model.problem import Problem
from rettesnor.plans.folder import OpenedPlan

from rettesnor_editor.documents import Document, slug
from rettesnor_editor.forms.choices import Choices
from rettesnor_editor.forms.controls import Control, control_of
from rettesnor_editor.forms.fields import ABSENT, Fields
from rettesnor_editor.language import N_, say

SCHEMA = "plan"
_LONG = 1000
"""From how many characters on a text may have several lines."""
POINT, PHASE = "punkt", "fase"
_LISTS = {POINT: "anbefalinger", PHASE: "faser"}
_WRITTEN = ("id", "utgaatt")
"""Fields of an entry that commands write, and no form changes."""
WHOLE: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "om": (N_("Om planen"), (
        "tittel", "korttittel", "om", "sprak", "status", "eier", "laget_av", "vedtak", "kilde",
        "adresse", "bygger_paa",
    )),
    "gjennomgang": (N_("Gjennomgang og årshjul"), ("gjennomgang",)),
    "tjenester": (N_("Tjenester"), ("tjenester",)),
    "verktoy": (N_("Verktøy"), ("verktoy",)),
    "maler": (N_("Maler og dokumenter"), ("maler", "dokumenter")),
}
"""Parts that there is one of: what they are called, and the fields of the file that they have."""
KINDS: Mapping[str, str] = {
    POINT: N_("Anbefaling"), PHASE: N_("Fase"), "del": N_("Del av planen"),
}


@dataclass(frozen=True)
class Part(Document):
    """A part of ``plan.yml`` as a form has it."""

    def value(self, fields: Fields) -> Any:
        """See ``Document``. What is new gets its id."""
        made = super().value(fields)
        if self.pointer:
            said = {} if made is ABSENT else made
            return said if "id" in said else {"id": self.name, **said}
        if self.name == "tjenester" and isinstance(made, dict):
            return _with_ids(made)
        return made

    def owns(self, problem: Problem) -> bool:
        """Whether a problem is about this part."""
        if problem.path != self.path:
            return False
        if self.pointer:
            return f"{problem.field}.".startswith(self.prefix)
        return problem.field.partition(".")[0] in {one.name for one in self.control.within}


def part_in(data: bytes, kind: str, name: str, titles: Mapping[str, str]) -> Part | None:
    """Return a part of the plan in ``data``; None when there is no such part.

    Args:
        titles: what the national recommendations or phases of this kind are called, by id.

    Raises:
        Unreadable: the file is not sound YAML.
    """
    whole = control_of(SCHEMA)
    if kind == "del":
        if name not in WHOLE:
            return None
        title, names = WHOLE[name]
        within = tuple(whole.part(one) for one in names)
        control = replace(whole, within=tuple(_shown(one) for one in within))
        return Part(kind, name, FILE, SCHEMA, control, data, title=say(title))
    if kind not in _LISTS:
        return None
    list_ = _LISTS[kind]
    control = _entry_control(whole.part(list_, "*"))
    found = Part(kind, name, FILE, SCHEMA, control, data, title=titles.get(name, name))
    entries = found.whole().get(list_)
    entries = entries if isinstance(entries, list) else []
    place = next((
        n for n, one in enumerate(entries) if isinstance(one, dict) and one.get("id") == name
    ), None)
    if place is None and name not in titles:
        return None
    return replace(found, pointer=(list_, len(entries) if place is None else place))


def place_of(problem: Problem, data: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return kind, name and field of the form that a problem is fixed in; empty for none."""
    first, _, rest = problem.field.partition(".")
    for kind, list_ in _LISTS.items():
        number, _, field = rest.partition(".")
        entries = data.get(list_)
        if first == list_ and number.isdigit() and isinstance(entries, list) and (
            int(number) < len(entries) and isinstance(entries[int(number)], dict)
        ):
            return kind, slug(entries[int(number)].get("id")), field
    for name, (_, names) in WHOLE.items():
        if first in names:
            return "del", name, problem.field
    return "", "", ""


def choices(opened: OpenedPlan) -> Choices:
    """Return what can be chosen from in the forms of a plan."""
    services = opened.data.get("tjenester")
    templates = opened.national.guideline.maler if opened.plan and opened.base else ()
    return Choices({"templates": [(one.id, one.tittel) for one in templates], "services": [
        (str(one["id"]), str(one.get("navn") or one["id"]))
        for one in (services if isinstance(services, list) else ())
        if isinstance(one, dict) and one.get("id")
    ]})


def _entry_control(control: Control) -> Control:
    """Return the form of an entry; what it does otherwise stands next to how it relates."""
    found = _plain(control.without(*_WRITTEN))
    first = [one for one in found.within if one.name in ("forhold", "avvik")]
    return replace(found, within=(
        *first, *(one for one in found.within if one not in first)
    ))


def _shown(control: Control) -> Control:
    """Return a part of the whole without what commands write."""
    control = _plain(control)
    if control.name == "bygger_paa":
        return replace(control.only("nettsted", "direkte"), title=N_("Den nasjonale retningslinja"),
                       help="")
    if control.name == "tjenester" and control.item is not None:
        return replace(control, item=control.item.without("id"))
    return control


def _plain(control: Control) -> Control:
    """Return a form where long texts have lines, and without the examples, which are of their type.
    """
    return replace(
        control, example="", lines=control.limit >= _LONG,
        within=tuple(_plain(one) for one in control.within),
        item=_plain(control.item) if control.item is not None else None,
    )


def _with_ids(made: dict[str, Any]) -> dict[str, Any]:
    """Return the plan with an id on each service: made from its name, and kept for ever after."""
    taken = {one["id"] for one in made.get("tjenester", ()) if one.get("id")}

    def ids() -> Iterator[dict[str, Any]]:
        for one in made["tjenester"]:
            if one.get("id"):
                yield one
                continue
            start = re.sub(r"[^a-z0-9]+", "-", slug(one.get("navn"))).strip("-")[:50] or "tjeneste"
            id_, number = start, 2
            while id_ in taken:
                id_, number = f"{start}-{number}", number + 1
            taken.add(id_)
            yield {"id": id_, **one}

    return {**made, "tjenester": [*ids()]} if made.get("tjenester") else made
