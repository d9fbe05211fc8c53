"""``snapshot.json``: an edition whole, from which it can be rendered for ever.

The format is numbered, and a reader for every number ever written stays in ``_READERS``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rettesnor.model import older_form
from rettesnor.model.edition import (
    Edition,
    guideline_from,
    recommendation_data,
    recommendation_from,
    recorded_guideline,
    recorded_texts,
    texts_from,
)
from rettesnor.releases.canonical_json import canonical, digest
from rettesnor.releases.manifest import ListedTexts

FORMAT = 3
"""The newest format. 2 is 1 with translations. In 3 the guideline says itself what is particular to
it (see ``model.older_form``). What an older format can say is still written in it."""
_WITH_TRANSLATIONS = 2
_PLAIN_FORMAT = 1


class SnapshotError(Exception):
    """A snapshot cannot be read; says why in Norwegian."""


@dataclass(frozen=True, slots=True)
class Hashes:
    """SHA-256 of each recommendation, of the frame and of each translation in a snapshot.

    And its list of pictures.
    """

    recommendations: Mapping[str, str]
    ramme: str
    bilder: Mapping[str, str]
    oversettelser: Mapping[str, ListedTexts] = field(default_factory=dict)


def dump(edition: Edition) -> bytes:
    """Return the snapshot of ``edition`` as canonical JSON, recommendations in order of id."""
    guideline = recorded_guideline(edition.guideline)
    translations = {
        language: recorded_texts(texts, edition.guideline, language)
        for language, texts in edition.oversettelser.items() if texts
    }
    older = _WITH_TRANSLATIONS if translations else _PLAIN_FORMAT
    return canonical({
        "format": older if older_form.is_first(guideline) else FORMAT,
        **({"oversettelser": translations} if translations else {}),
        "retningslinje": guideline,
        "anbefalinger": [
            recommendation_data(edition.recommendations[id_])
            for id_ in sorted(edition.recommendations)
        ],
        "bilder": dict(edition.bilder),
    })


def parse(data: bytes) -> Edition:
    """Return the edition in a snapshot of any format.

    Raises:
        SnapshotError: it is no snapshot, or of a format that this version does not know.
    """
    try:
        content = json.loads(data)
        reader = _READERS[content["format"]]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise SnapshotError("Øyeblikksbildet har et ukjent format.") from error
    try:
        return reader(content)
    except (TypeError, KeyError, AttributeError, ValueError, RecursionError) as error:
        raise SnapshotError("Øyeblikksbildet er ikke bygd opp som det skal.") from error


def _read_2(content: Mapping[str, Any]) -> Edition:
    translations = {
        language: texts_from(data) for language, data in content["oversettelser"].items()
    }
    return replace(_read_1(content), oversettelser={
        language: replace(texts, ramme=older_form.current_texts(texts.ramme, language))
        for language, texts in translations.items()
    })


def _read_3(content: Mapping[str, Any]) -> Edition:
    translations = {
        language: texts_from(data) for language, data in content.get("oversettelser", {}).items()
    }
    return replace(_read_1(content), oversettelser=translations)


def _read_1(content: Mapping[str, Any]) -> Edition:
    recommendations = (recommendation_from(data) for data in content["anbefalinger"])
    return Edition(
        guideline_from(content["retningslinje"]), {r.id: r for r in recommendations},
        content.get("bilder", {}),
    )


def hashes(data: bytes) -> Hashes:
    """Return the hashes of the parts of a snapshot, taken from its bytes as they stand.

    Canonical JSON of a part is the same alone as inside the whole, so nothing need be written
    again: the parts are found and hashed where they are.

    Raises:
        SnapshotError: it is not built as a snapshot of a known format.
    """
    try:
        return _hashes(data.decode())
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SnapshotError("Øyeblikksbildet er ikke bygd opp som det skal.") from error


def _hashes(text: str) -> Hashes:
    decode = json.JSONDecoder().raw_decode
    place = _past(text, '{"anbefalinger":[', 0)
    recommendations: dict[str, str] = {}
    while text[place] != "]":
        place = _past(text, ",", place) if recommendations else place
        item, end = decode(text, place)
        recommendations[item["id"]] = _sha256(text[place:end])
        place = end
    pictures, place = decode(text, _past(text, '],"bilder":', place))
    translations: dict[str, ListedTexts] = {}
    place = _past(text, ',"format":', place)
    _, place = decode(text, place)
    if text.startswith(_TRANSLATIONS, place):
        said, place = decode(text, place + len(_TRANSLATIONS))
        translations = {language: listed_texts(data) for language, data in said.items()}
    start = _past(text, ',"retningslinje":', place)
    _, end = decode(text, start)
    if text[end:] != "}":
        raise ValueError(end)
    return Hashes(recommendations, _sha256(text[start:end]), pictures, translations)


_TRANSLATIONS = ',"oversettelser":'


def listed_texts(data: Mapping[str, Any]) -> ListedTexts:
    """Return the hashes of what is said in another language (see ``edition.texts_data``)."""
    recommendations = {id_: digest(said) for id_, said in data["anbefalinger"].items()}
    return ListedTexts(digest(data["ramme"]), recommendations)


def _past(text: str, expected: str, place: int) -> int:
    if not text.startswith(expected, place):
        raise ValueError(place)
    return place + len(expected)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


_READERS: Mapping[int, Callable[[Mapping[str, Any]], Edition]] = {
    1: _read_1, 2: _read_2, 3: _read_3,
}
