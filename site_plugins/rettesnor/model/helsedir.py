"""Where a recommendation's texts stand in the shape of Helsedirektoratet's open content API.

The export and the import both go by this, so that what one writes the other can read. A text that
has no field there stands under its heading in the field nearest to it; so does a new field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rettesnor.model.sections import HEADINGS, INTRODUCTION, LINES, LISTS, PARTS, SECTIONS, TEXTS

Place = tuple[str, str]
"""A section and its field; the field is empty for a section that is itself a text."""
PRACTICE, RATIONALE, EVIDENCE = "praktisk_gjennomforing", "begrunnelse", "kunnskapsgrunnlag"
"""The sections whose text is that of ``praktisk``, ``rasjonale`` and ``kvalitetdokumentasjon``."""
KEY_INFO: Mapping[str, Place] = {
    "fordelerogulemper": (RATIONALE, "fordeler_og_ulemper"),
    "verdierogpreferanser": (RATIONALE, "verdier_og_preferanser"),
    "kvalitetdokumentasjon": (EVIDENCE, INTRODUCTION),
    "ressurshensyn": (RATIONALE, "ressursbruk"),
}
"""The texts that have a field in ``nokkelInfo``."""
STEPS, QUESTIONS = LISTS["steg"], SECTIONS["kontrollsporsmaal"]
"""The headings in ``praktisk`` of what is a list in our own data."""


def _parts(section: str) -> Iterator[tuple[str, Place]]:
    for name, heading in PARTS[section].items():
        if (section, name) not in KEY_INFO.values():
            yield heading, (section, name)


def _others() -> Iterator[tuple[str, Place]]:
    """Yield the sections without a field there, and their parts."""
    for section in PARTS:
        if section not in (PRACTICE, RATIONALE, EVIDENCE, *LINES):
            yield HEADINGS[section], (section, TEXTS[section].partition(".")[2])
            yield from _parts(section)


HEADED: Mapping[str, Mapping[str, Place]] = {
    PRACTICE: dict(_parts(PRACTICE)),
    RATIONALE: {**dict(_parts(RATIONALE)), **dict(_others())},
    EVIDENCE: dict(_parts(EVIDENCE)),
}
"""What stands after the text of a section, each under its heading."""


def pointer(place: Place) -> str:
    """Return the dotted name of the text at ``place``."""
    return ".".join(filter(None, place))
