"""The file that says what each heading of a document becomes: written with guesses, then edited.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rettesnor.reading.importers.documents.document import UnreadableError, shortened
from rettesnor.reading.importers.documents.guesses import (
    CHAPTER,
    FIELDS,
    LEFT_OUT,
    PAGE,
    RECOMMENDATION,
    SUBHEADING,
    UNPLACED,
)
from rettesnor.reading.importers.documents.outline import Section
from rettesnor.reading.importers.yaml_files import to_yaml
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.reading.yaml import loader

_ROLES = (CHAPTER, RECOMMENDATION, *FIELDS, PAGE, SUBHEADING, LEFT_OUT, UNPLACED)
_KEYS = frozenset({"overskrift", "nivaa", "ord", "begynner", "blir", "id", "tittel", "styrke"})
_BEFORE_FIRST = "(før første overskrift)"
_MANY = 12
_HEAD = """\
# Dette blir dokumentet «{name}» når det hentes inn. «blir» er gjettet: se over hver overskrift, og
# rett det som er feil. Kjør så den samme kommandoen en gang til; da blir filene skrevet.
#
#   {chapter:22}et kapittel. Teksten under overskriften blir ingressen.
#   {recommendation:22}en anbefaling i kapitlet over. Det første avsnittet blir den korte
#                         anbefalingen når det har et av verbene for styrken.
#   {field:22}et felt i anbefalingen over. Alle feltene:
{fields}
#   {page:22}en tekstside.
#   {subheading:22}en overskrift i teksten over. Står den på nivået til feltene, legges den i
#                         praktisk_gjennomforing.
#   {left_out:22}tas ikke med i retningslinja, bare i rapporten ved siden av.
#   {unplaced:22}legges i rapporten, så du kan plassere det selv.
#
# Under en anbefaling kan du også skrive «tittel», «id» og «styrke». «nivaa», «ord» og «begynner» er
# bare til hjelp for deg.
"""


@dataclass(frozen=True, slots=True)
class Role:
    """What a section becomes.

    Attributes:
        becomes: one of the words that the file explains.
        id: what the editor has chosen to call it; empty to make one from the title.
        title: the title that it is to have, where it is not the heading.
        strength: the strength of a recommendation, where the editor has set one.
    """

    becomes: str
    id: str = ""
    title: str = ""
    strength: str = ""


def written(name: str, found: Sequence[Section], guesses: Sequence[str]) -> str:
    """Return the file for a document with the name ``name``."""
    names, lines, line = [*FIELDS], [], "#    "
    for field in names:
        if len(line) + len(field) > 96:
            lines.append(line)
            line = "#    "
        line += f" {field}"
    head = _HEAD.format(
        name=name.replace("\n", " "), chapter=CHAPTER, recommendation=RECOMMENDATION,
        field="(et felt)", page=PAGE, subheading=SUBHEADING, left_out=LEFT_OUT, unplaced=UNPLACED,
        fields="\n".join([*lines, line]),
    )
    entries = []
    for section, becomes in zip(found, guesses, strict=True):
        if not section.level and section.is_empty:
            continue
        entry: dict[str, Any] = {
            "overskrift": _heading(section), "blir": becomes, "nivaa": section.level,
            "ord": len(section.text.split()),
        }
        if section.text:
            entry["begynner"] = shortened(section.text)
        entries.append(entry)
    return head + to_yaml({"dokument": name, "overskrifter": entries})


def read(data: bytes, path: str, found: Sequence[Section], guesses: Sequence[str]) -> list[Role]:
    """Return the role of each section by an edited file.

    Raises:
        UnreadableError: the file has a fault, or is about other headings; says which.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"{path} er ikke lagret med tegnsettet UTF-8.") from error
    content, problems = loader.load(text, path)
    if problems:
        one = problems[0]
        raise UnreadableError(f"{path}:{one.line}: {one.message} {one.hint}".rstrip())
    listed = content.get("overskrifter") if isinstance(content, dict) else None
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise UnreadableError(f"{path} mangler lista «overskrifter». Slett fila for å få en ny.")
    places = [place + 1 for place, line in enumerate(text.split("\n"))
              if line.lstrip(" ").startswith(("- overskrift:", "- "))]
    wanted = [one for one in found if one.level or not one.is_empty]
    _ensure_same(path, [str(one.get("overskrift", "")) for one in listed],
                 [_heading(one) for one in wanted])
    roles: list[Role] = []
    for number, entry in enumerate(listed):
        where = f"{path}:{places[number]}" if len(places) == len(listed) else path
        roles.append(_role(entry, where))
    _ensure_order(path, places if len(places) == len(listed) else [], listed, roles)
    if len(wanted) < len(found):
        roles.insert(0, Role(guesses[0]))
    return roles


def _heading(section: Section) -> str:
    return section.title if section.level else _BEFORE_FIRST


def _role(entry: dict[str, Any], where: str) -> Role:
    heading = entry.get("overskrift")
    if strange := sorted(entry.keys() - _KEYS):
        raise UnreadableError(
            f"{where}: «{heading}» har «{strange[0]}», som ikke kan stå her. "
            f"{Names(_KEYS).suggestion(strange[0], '')}".rstrip()
        )
    becomes = entry.get("blir")
    if becomes not in _ROLES:
        raise UnreadableError(
            f"{where}: «{heading}» kan ikke bli «{becomes}». "
            + Names(_ROLES).suggestion(str(becomes), f"Velg mellom {', '.join(_ROLES)}.")
        )
    texts = [entry.get(name, "") for name in ("id", "tittel", "styrke")]
    if not all(isinstance(text, str) for text in texts):
        raise UnreadableError(f"{where}: «id», «tittel» og «styrke» må være tekst.")
    return Role(str(becomes), *map(str, texts))


def _ensure_order(
    path: str, places: Sequence[int], listed: Sequence[dict[str, Any]], roles: Sequence[Role]
) -> None:
    is_open = False
    for number, role in enumerate(roles):
        if role.becomes in (CHAPTER, PAGE):
            is_open = False
        is_open = is_open or role.becomes == RECOMMENDATION
        if role.becomes in FIELDS and not is_open:
            where = f"{path}:{places[number]}" if places else path
            raise UnreadableError(
                f"{where}: «{listed[number].get('overskrift')}» er satt til feltet "
                f"«{role.becomes}», men det er ingen anbefaling over. Sett en overskrift over til "
                f"«{RECOMMENDATION}», eller denne til «{PAGE}»."
            )


def _ensure_same(path: str, before: Sequence[str], now: Sequence[str]) -> None:
    if before == now:
        return
    said = []
    matcher = difflib.SequenceMatcher(None, before, now, autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            continue
        said += [f"  borte fra dokumentet: «{one}»" for one in before[first:last]]
        said += [f"  ny i dokumentet: «{one}»" for one in now[start:end]]
    more = [f"  … og {len(said) - _MANY} til"] if len(said) > _MANY else []
    raise UnreadableError("\n".join([
        f"{path} passer ikke til dokumentet, som er endret siden:", *said[:_MANY], *more,
        "Rett overskriftene i fila, eller slett den for å få en ny.",
    ]))
