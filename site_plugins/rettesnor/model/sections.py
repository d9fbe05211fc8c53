"""The sections of a recommendation's page: their anchors and headings, from the field catalogue.

A section is a field at the top of a recommendation that has a place on the page, or one that the
page puts together from other fields. Its parts are its Markdown fields besides ``tekst``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from rettesnor.model.fields import below, label
from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.guideline import USUAL_SECTIONS
from rettesnor.model.recommendation import Recommendation

KIND = "recommendation"
INTRODUCTION = "tekst"
"""The field of a section with the text directly below its heading."""
_FIELDS = tuple(field for field in below(KIND) if field.place)
FROM_OTHER_FIELDS = {"referanser": N_("Kilder"), "om-anbefalingen": N_("Om anbefalingen")}
"""Sections that are no fields, last on the page."""
SECTIONS: Mapping[str, str] = {
    **{field.name: field.label for field in _FIELDS}, **FROM_OTHER_FIELDS
}
"""The headings of the sections by anchor, in the order a practitioner needs them."""
PARTS: Mapping[str, Mapping[str, str]] = {
    section.name: {
        field.name: field.label for field in below(KIND, section.name)
        if field.kind == "markdown" and field.name != INTRODUCTION
    }
    for section in _FIELDS
}
"""The headings of the parts of each section that is a field, by the name of the part."""
TEXTS: Mapping[str, str] = {
    field.name: field.name if field.kind == "markdown" else f"{field.name}.{INTRODUCTION}"
    for field in _FIELDS if field.kind in ("markdown", "group")
}
"""The dotted name of the text directly below the heading of each section that has one."""
LISTS: Mapping[str, str] = {
    field.name: field.label
    for section in _FIELDS for field in below(KIND, section.name)
    if field.kind in ("list", "group")
}
"""The headings of the lists and the groups in sections, by their name."""
LINES = tuple(field.name for field in _FIELDS if field.kind == "lines")
"""The sections that are a list of lines without markup."""
HEADINGS: Mapping[str, str] = {
    **SECTIONS,
    **{f"{section}-{name}": title for section in PARTS for name, title in PARTS[section].items()},
}
"""The headings of sections and of their parts, by anchor."""
SEARCHED_BY: Mapping[str, str] = {
    field.name: field.searched_by for field in _FIELDS if field.searched_by
}
"""Plain words that readers ask for a section by, besides its heading."""
SEARCH_WORTH: Mapping[str, float] = {field.name: field.search_worth for field in _FIELDS}
"""What search counts each section that is a field, next to one that says what is to be done."""
REQUIRED = tuple(
    field.name for field in below(KIND)
    if any(f.name == field.name and f.default is dataclasses.MISSING
           for f in dataclasses.fields(Recommendation))
)
"""The fields that every recommendation has."""
USUAL = (*REQUIRED, "maalgrupper", *USUAL_SECTIONS)
"""The fields that every recommendation has when the guideline does not say otherwise."""


def top_fields() -> dict[str, str]:
    """Return what readers call the fields at the top of a recommendation: facts, then sections."""
    facts = {field.name: field.label for field in below(KIND) if not field.place and field.label}
    return {**facts, **{field.name: field.label for field in _FIELDS}}


def main_anchors(recommendation: Recommendation) -> tuple[str, ...]:
    """Return the ids of the sections that the recommendation's page has, without their parts."""
    return tuple(
        anchor for anchor in SECTIONS
        if anchor in FROM_OTHER_FIELDS or _has_content(getattr(recommendation, anchor))
    )


def anchors(recommendation: Recommendation) -> tuple[str, ...]:
    """Return the ids of the sections that the recommendation's page has, and of their parts."""
    found = [*main_anchors(recommendation)]
    for section, parts in PARTS.items():
        value = getattr(recommendation, section)
        found += [f"{section}-{name}" for name in parts if getattr(value, name)]
    return tuple(found)


def field_label(name: str) -> str:
    """Return what readers call the field with the dotted ``name``; empty for an unknown one."""
    return label(KIND, name)


def _has_content(value: object) -> bool:
    if dataclasses.is_dataclass(value):
        return any(getattr(value, field.name) for field in dataclasses.fields(value))
    return bool(value)
