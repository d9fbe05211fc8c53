"""A new hearing round: a file that the check accepts, with a comment at each field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rettesnor.editing import yaml_emit
from rettesnor.editing.draft import Draft
from rettesnor.editing.operations.new import ensure_fits
from rettesnor.editing.plan import NotPossible, Plan
from rettesnor.editing.project_files import ProjectFiles
from rettesnor.editing.template import comment
from rettesnor.model.unfinished import FILL_IN
from rettesnor.reading.content.guideline_paths import GUIDELINE, HEARINGS
from rettesnor.reading.files.names import slug
from rettesnor.reading.schema import validate as schema

RECEIVERS = ("skjema", "epost", "ekstern", "skrivebord")
"""Where answers can go."""
_KIND = "hearing"
_EXAMPLE_QUESTIONS = """\
# sporsmaal:
#   - id: nyttig
#     tekst: Hvor lett er anbefalingene å følge i praksis?
#     slag: skala
#     skala: {fra: 1, til: 5, fra_tekst: svært vanskelig, til_tekst: svært lett}
#   - id: mangler
#     tekst: Er det noe som mangler?
#     slag: fritekst"""


@dataclass(frozen=True, slots=True)
class NewHearing:
    """A hearing round to be written.

    Attributes:
        closes: ``YYYY-MM-DD``, with or without ``THH:MM``.
        opens: likewise; empty when it is not known.
        title: empty to make it from the title of the guideline.
        receiver: one of RECEIVERS.
        address: where the answers go; only a form needs none.
        email: of those who answer questions about the hearing; empty when it is not known.
    """

    id: str
    closes: str
    opens: str = ""
    title: str = ""
    receiver: str = "skjema"
    address: str = ""
    email: str = ""


def hearing(files: ProjectFiles, wanted: NewHearing) -> Plan:
    """Plan a new hearing round for the newest release.

    What the check would refuse in the file (such as a time that does not exist, or a deadline
    before six weeks have passed) is left to it.

    Raises:
        NotPossible: nothing is released, the id or the title does not fit, the id is taken, or
            the address is missing.
    """
    if files.last is None:
        raise NotPossible(
            "Ingenting er gitt ut ennå, og en høring gjelder en utgave. Kjør «rettesnor release» "
            "først; status i guideline/guideline.yml kan være «høring»."
        )
    if wanted.id != slug(wanted.id):
        raise NotPossible(
            f"«{wanted.id}» kan ikke være en id: bruk små bokstaver (a–z), tall og bindestrek, for "
            f"eksempel «{slug(wanted.id) or 'horing-2026'}»."
        )
    draft = Draft(files)
    path = f"{HEARINGS}/{wanted.id}.yml"
    if draft.exists(path):
        raise NotPossible(f"{path} finnes fra før. Velg en annen id.")
    if wanted.receiver != "skjema" and not wanted.address:
        raise NotPossible(f"Oppgi hvor svarene går, med --address ({wanted.receiver}).")
    guideline = draft.data(GUIDELINE)
    title = wanted.title or f"Høring av {guideline.get('korttittel') or guideline['tittel']}"
    ensure_fits(title, _KIND, ("tittel",))
    values: dict[str, Any] = {
        "id": wanted.id,
        "tittel": title,
        "utgave": files.last.guideline.versjon,
        "aapner": wanted.opens,
        "stenger": wanted.closes,
        "om": f"{FILL_IN} Hva høringen gjelder, og hva dere særlig vil ha svar på.",
        "kontakt": {"navn": guideline["eier"]["navn"], "epost": wanted.email},
        "mottak": {"type": wanted.receiver, "adresse": wanted.address},
        "publisering": f"{FILL_IN} Hvordan svarene blir publisert.",
        "personvern": f"{FILL_IN} Hvordan personopplysninger blir behandlet.",
    }
    draft.put(path, "\n".join(_lines(values)) + "\n")
    return draft.plan(
        f"Ny høring «{title}» ({wanted.id}) av utgave {values['utgave']}, til {wanted.closes}."
    )


def _lines(values: Mapping[str, Any]) -> Iterator[str]:
    fields = schema.load(_KIND)["properties"]
    yield "# yaml-language-server: $schema=../../schema/hearing.schema.json"
    for name, value in values.items():
        yield from comment(fields[name]["description"], "")
        if isinstance(value, Mapping):
            yield f"{name}:"
            for part, text in value.items():
                yield from comment(fields[name]["properties"][part]["description"], "  ")
                yield _entry(part, text, 2)
        else:
            yield _entry(name, value, 0)
    yield from comment(fields["sporsmaal"]["description"], "")
    yield _EXAMPLE_QUESTIONS


def _entry(name: str, value: str, indent: int) -> str:
    pad = " " * indent
    if not value:
        return f"{pad}# {name}:"
    return f"{pad}{name}: {yaml_emit.scalar(value, indent=indent + 2)}"
