"""RIS, which all reference managers read. It has fewer fields than the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rettesnor.model.bibliography import NAMES, PERIODICALS, RIS_FIELDS, RIS_TYPES

Item = Mapping[str, Any]
Losses = list[tuple[str, str]]
_TYPES = {csl: ris for ris, csl in reversed([*RIS_TYPES.items()])}
_TAGS = {csl: ris for ris, csl in reversed([*RIS_FIELDS.items()])}
_SEASONS = ("vår", "sommer", "høst", "vinter")


def write(items: Iterable[Item]) -> tuple[str, Losses]:
    """Return ``items`` as RIS, and what has no place there."""
    losses: Losses = []
    lines: list[str] = []
    for item in items:
        kind = str(item["type"])
        if kind not in _TYPES:
            losses.append((f"{item['id']}.type", f"Typen «{kind}» finnes ikke i RIS; «GEN» er "
                           "brukt."))
        lines.append(f"TY  - {_TYPES.get(kind, 'GEN')}")
        lines.append(f"ID  - {item['id']}")
        for name, value in item.items():
            if name not in ("id", "type"):
                lines += (f"{tag}  - {text}" for tag, text in _lines(item, name, value, losses))
        lines += ["ER  - ", ""]
    return "\n".join(lines), losses


def _lines(item: Item, name: str, value: Any, losses: Losses) -> Iterator[tuple[str, str]]:
    def lose(message: str) -> None:
        losses.append((f"{item['id']}.{name}", message))

    kind = RIS_TYPES[_TYPES.get(str(item["type"]), "GEN")]  # as it will be read
    if name in NAMES:
        for person in value:
            yield _TAGS[name], _person(person, lose)
    elif isinstance(value, dict):
        if name == "event-date":
            lose("Feltet har ingen plass i RIS.")
        else:
            yield ("DA" if name == "issued" else _TAGS[name]), _date(value, lose)
    elif name == "page":
        first, dash, last = str(value).partition("-")
        yield "SP", first.strip()
        if dash:
            yield "EP", last.strip()
    elif name in ("issue", "number"):
        is_issue = (name == "issue") == (kind in PERIODICALS)
        if is_issue:
            yield "IS", str(value)
        elif name == "number":
            yield "M1", str(value)
        else:
            lose("Feltet har ingen plass i RIS for denne typen.")
    elif name in ("ISBN", "ISSN"):
        if name == "ISSN" and "ISBN" in item:
            lose("RIS har bare plass til ett av ISBN og ISSN.")
        else:
            yield "SN", str(value)
    elif name == "PMCID":
        yield "C2", str(value)
    elif name in _TAGS:
        yield _TAGS[name], str(value)
    else:
        lose("Feltet har ingen plass i RIS.")


def _person(name: Mapping[str, str], lose: Any) -> str:
    if "literal" in name:
        if "," in name["literal"]:
            lose("Et navn med komma kan bli lest som en person.")
        return name["literal"]
    for part in ("non-dropping-particle", "dropping-particle"):
        if part in name:
            lose("Partikkelen er skrevet sammen med etternavnet.")
    if "given" not in name:
        lose("Et etternavn uten fornavn blir lest som en organisasjon.")
    if any("," in part for part in name.values()):
        lose("Et navn med komma kan bli delt på et annet sted.")
    family = " ".join(
        name[part] for part in ("non-dropping-particle", "dropping-particle", "family")
        if part in name
    )
    return ", ".join(filter(None, (family, name.get("given", ""), name.get("suffix", ""))))


def _date(value: Item, lose: Any) -> str:
    if value.get("circa"):
        lose("«circa» er ikke ført over.")
    if "literal" in value:
        return str(value["literal"])
    if len(value["date-parts"]) > 1:
        lose("Bare den første datoen i perioden er ført over.")
    if season := value.get("season"):
        lose(f"Årstida ({_SEASONS[season - 1]}) er ikke ført over.")
    year, *rest = value["date-parts"][0]
    return "/".join([f"{year:04}", *(f"{number:02}" for number in rest)])
