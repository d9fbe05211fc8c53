"""An edition: everything a guideline says at one time, and the plain data it is kept as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from rettesnor.model import older_form
from rettesnor.model.convert import from_data, to_data
from rettesnor.model.guideline import Guideline
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.translation import Text, overlay

_NOT_CONTENT = ("unntak", "skjema")
"""Suppressions steer the check, and the schemas' version the reading; they say nothing to readers.
"""
_BEFORE_DIMENSIONS = "maalgrupper"
_OWN_FIELDS = frozenset(field.name for field in fields(Recommendation))


@dataclass(frozen=True, slots=True)
class EditionTexts:
    """What an edition says in another language: its texts by dotted pointer.

    Attributes:
        ramme: those of the guideline's own files (``model.fields.FRAME``).
        anbefalinger: those of the recommendations that are translated, by id.
    """

    ramme: Mapping[str, Text] = field(default_factory=dict)
    anbefalinger: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.ramme or any(self.anbefalinger.values()))


@dataclass(frozen=True, slots=True)
class Edition:
    """A guideline with its recommendations.

    Attributes:
        recommendations: by id.
        bilder: SHA-256 (hexadecimal) of the pictures, by name.
        oversettelser: the texts in other languages, by tag; languages without any are not here.
    """

    guideline: Guideline
    recommendations: Mapping[str, Recommendation]
    bilder: Mapping[str, str] = field(default_factory=dict)
    oversettelser: Mapping[str, EditionTexts] = field(default_factory=dict)


def in_language(edition: Edition, language: str) -> Edition:
    """Return ``edition`` with its texts in ``language``, where there are any."""
    said = edition.oversettelser.get(language, EditionTexts())
    recommendations = {
        id_: overlay(r, "recommendation", said.anbefalinger.get(id_, {})).value
        for id_, r in edition.recommendations.items()
    }
    guideline = overlay(edition.guideline, "frame", said.ramme).value
    return Edition(guideline, recommendations, edition.bilder)


def texts_data(texts: EditionTexts) -> dict[str, Any]:
    """Return what is said in another language, as plain data."""
    return {
        "ramme": plain_texts(texts.ramme),
        "anbefalinger": {
            id_: plain_texts(said) for id_, said in texts.anbefalinger.items() if said
        },
    }


def texts_from(data: Mapping[str, Any]) -> EditionTexts:
    """Return the texts that ``texts_data`` made ``data`` from."""
    said = {id_: _texts(found) for id_, found in data["anbefalinger"].items()}
    return EditionTexts(_texts(data["ramme"]), said)


def recommendation_data(recommendation: Recommendation) -> dict[str, Any]:
    """Return what ``recommendation`` says, as plain data: each dimension is a field of its own."""
    data: dict[str, Any] = to_data(recommendation)
    _drop_settings(data)
    values = data.pop("dimensjoner", {})
    if not values:
        return data
    placed: dict[str, Any] = {}
    for name, value in data.items():
        placed[name] = value
        if name == _BEFORE_DIMENSIONS:
            placed |= values
    return {**placed, **values}


def recommendation_from(data: Mapping[str, Any], **extra: Any) -> Recommendation:
    """Return the recommendation in ``data``: of a file, or made by ``recommendation_data``.

    A list of ids that is no field of a recommendation holds its values in a dimension.

    Raises:
        TypeError: a field without a default is missing.
    """
    values = {
        name: tuple(value) for name, value in data.items()
        if name not in _OWN_FIELDS and isinstance(value, list)
    }
    return from_data(Recommendation, data, **extra, dimensjoner=values)


def guideline_data(guideline: Guideline) -> dict[str, Any]:
    """Return what the guideline's own files say, as plain data.

    Sources are a list, so that their order stays.
    """
    data: dict[str, Any] = to_data(guideline)
    _drop_settings(data)
    data["kilder"] = list(data.get("kilder", {}).values())
    return data


def guideline_from(data: Mapping[str, Any]) -> Guideline:
    """Return the guideline that ``guideline_data`` made ``data`` from, now or in an older form."""
    data = older_form.current_guideline(data)
    sources = {item["id"]: item for item in data.get("kilder", ())}
    return from_data(Guideline, {k: v for k, v in data.items() if k != "kilder"}, kilder=sources)


def recorded_guideline(guideline: Guideline) -> dict[str, Any]:
    """Return what a record keeps of the guideline's own files: the oldest form that can say it.

    So the digest of a text that has not changed stays the same.
    """
    return dict(older_form.recorded_guideline(guideline_data(guideline)))


def recorded_texts(texts: EditionTexts, guideline: Guideline, language: str) -> dict[str, Any]:
    """Return what a record keeps of the texts of ``guideline`` in another language."""
    ramme = texts.ramme
    if older_form.is_first(recorded_guideline(guideline)):
        ramme = older_form.recorded_texts(ramme, language)
    return texts_data(EditionTexts(ramme, texts.anbefalinger))


def _drop_settings(data: dict[str, Any]) -> None:
    for name in _NOT_CONTENT:
        data.pop(name, None)


def plain_texts(texts: Mapping[str, Text]) -> dict[str, Any]:
    """Return ``texts`` as plain data."""
    return {p: text if isinstance(text, str) else list(text) for p, text in texts.items()}


def _texts(data: Mapping[str, Any]) -> dict[str, Text]:
    return {p: text if isinstance(text, str) else tuple(text) for p, text in data.items()}
