"""Translations: texts in another language in place of the source's, and what they were made from.

Texts are named by dotted pointers. In lists whose items have no name the pointer holds the place
(``praktisk_gjennomforing.steg.0.hva``, as in rendered fragments); elsewhere the item's key
(``roller.laerer.navn``, ``lover.opplæringslova.paragrafer.§ 10-6.sammendrag``), so that it stays
when the list is put in another order.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from hashlib import sha256
from typing import Any, Generic, TypeVar, cast

from rettesnor.model.translated_fields import Branch, Leaf, shape

T = TypeVar("T")
Text = str | tuple[str, ...]
"""A text field, or a list that is one text as a whole (synonyms)."""
Way = tuple[str | int, ...]
"""Keys and list indexes from the top of a file, as they stand in that file."""

MADE_FROM = "oversatt_fra"
"""The field of a translation file that keeps the digests of what was translated."""
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
"""A language tag of BCP 47 (RFC 5646), by its form; wide enough to report a misspelt one."""
_FILE = re.compile(rf"(?P<stem>.*/[^/.]+)\.(?P<language>{LANGUAGE.pattern})(?P<end>\.yml|\.md)")
_DIGITS = 12


class State(Enum):
    """What is known of one text field of a source and its translation."""

    OK = "oversatt"
    STALE = "foreldet"
    """The source was changed after it was translated."""
    UNMARKED = "umerket"
    """There is a translation, and nothing that tells what it was made from."""
    MISSING = "mangler"
    ORPHAN = "uten kilde"
    """There is a translation (or a mark), and no such text in the source."""


@dataclass(frozen=True, slots=True)
class Translation:
    """What one translation file says.

    Attributes:
        path: the file, relative to the guideline's root.
        language: BCP 47 tag, from the file's name.
        texts: the translated texts by dotted pointer; empty ones are not among them.
        made_from: by dotted pointer the digest (see ``digest``) of the source text that each was
            made from.
    """

    path: str
    language: str
    texts: Mapping[str, Text] = field(default_factory=dict)
    made_from: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Overlaid(Generic[T]):
    """A value with translated texts in the places of the source's.

    Attributes:
        value: of the same class as the source.
        fallen_back: pointers of the texts that stand in the source language, because there is no
            translation. Names (``Leaf.name``) are not among them.
    """

    value: T
    fallen_back: frozenset[str]


def language_of(path: str) -> str:
    """Return the language that a file's name says it is in; empty for a source file."""
    match = _FILE.fullmatch(path)
    return match["language"] if match else ""


def source_path(path: str) -> str:
    """Return the file that ``path`` translates; ``path`` itself when it is no translation."""
    match = _FILE.fullmatch(path)
    return f"{match['stem']}{match['end']}" if match else path


def translated_path(path: str, language: str) -> str:
    """Return the file that holds the translation of ``path`` into ``language``."""
    stem, _, end = path.rpartition(".")
    return f"{stem}.{language}.{end}"


def texts(value: Any, kind: str) -> dict[str, Text]:
    """Return the translatable texts of ``value`` by dotted pointer.

    Args:
        value: a model value or the plain data of a file, source or translation.
        kind: a key of ``model.fields.CATALOGUE``.
    """
    return {pointer: text for pointer, (text, _) in placed_texts(value, kind).items()}


def placed_texts(value: Any, kind: str) -> dict[str, tuple[Text, Way]]:
    """Return what ``texts`` returns, each with the way to it in ``value`` itself."""
    found: dict[str, tuple[Text, Way]] = {}

    def visit(pointer: str, way: Way, text: Text, leaf: Leaf) -> Text:
        found[pointer] = text, way
        return text

    _walked(value, shape(kind), "", (), visit)
    return found


def needed(value: Any, kind: str) -> frozenset[str]:
    """Return the pointers of the texts of ``value`` that a translation should have."""
    found = set()

    def visit(pointer: str, way: Way, text: Text, leaf: Leaf) -> Text:
        if not leaf.optional:
            found.add(pointer)
        return text

    _walked(value, shape(kind), "", (), visit)
    return frozenset(found)


def lengths(value: Any, kind: str) -> dict[str, int]:
    """Return how long each list is whose items are aligned by place, by dotted pointer."""
    found: dict[str, int] = {}
    _measure(value, shape(kind), "", found)
    return found


def overlay(source: T, kind: str, translated: Mapping[str, Text]) -> Overlaid[T]:
    """Return ``source`` with the texts in ``translated`` in place of its own.

    Pointers that the source does not have are left out of account. ``source`` itself is never
    changed; without translations it is the value that is returned.
    """
    missing = set()

    def visit(pointer: str, way: Way, text: Text, leaf: Leaf) -> Text:
        if pointer in translated:
            return translated[pointer]
        if not leaf.name:
            missing.add(pointer)
        return text

    value = _walked(source, shape(kind), "", (), visit)
    if value is not source and kind == "recommendation":
        value = _with_bases(source, value)
    return Overlaid(cast(T, value), frozenset(missing))


def _with_bases(source: Any, translated: Any) -> Any:
    """Return a recommendation whose legal bases name its questions as they are translated."""
    if not source.kontrollgrunnlag:
        return translated
    said = dict(zip(source.kontrollsporsmaal, translated.kontrollsporsmaal, strict=False))
    return dataclasses.replace(translated, kontrollgrunnlag=tuple(
        dataclasses.replace(one, sporsmaalet=said.get(one.sporsmaalet, one.sporsmaalet))
        for one in source.kontrollgrunnlag
    ))


def digest(text: Text) -> str:
    """Return the first 12 hexadecimal digits of the SHA-256 of ``text`` in UTF-8."""
    whole = text if isinstance(text, str) else "\n".join(text)
    return sha256(whole.encode()).hexdigest()[:_DIGITS]


def states(
    source: Mapping[str, Text], translation: Translation, needed: frozenset[str]
) -> dict[str, State]:
    """Return the state of every text, by pointer, in the source's order and then the orphans.

    Args:
        source: the source's texts.
        needed: those of them whose absence is a lack (see ``needed``).
    """
    found: dict[str, State] = {}
    for pointer, text in source.items():
        if pointer in translation.texts:
            mark = translation.made_from.get(pointer, "")
            current = State.OK if mark == digest(text) else State.STALE
            found[pointer] = current if mark else State.UNMARKED
        elif pointer in needed:
            found[pointer] = State.MISSING
    orphans = (p for p in (*translation.texts, *translation.made_from) if p not in source)
    return {**found, **dict.fromkeys(orphans, State.ORPHAN)}


Visit = Callable[[str, Way, Text, Leaf], Text]


def _walked(value: Any, node: Branch | Leaf, pointer: str, way: Way, visit: Visit) -> Any:
    """Return ``value`` with what ``visit`` returns for each text; itself when nothing differs."""
    if not value:
        return value
    if isinstance(node, Leaf):
        text = tuple(value) if node.whole and isinstance(value, list | tuple) else value
        made = visit(pointer, way, text, node) if isinstance(text, str | tuple) else text
        return value if made is text else made
    if node.item is not None:
        return _walked_items(value, *node.item, pointer, way, visit)
    changed = {}
    for name, below in node.fields.items():
        old = _field(value, name)
        new = _walked(old, below, _join(pointer, name), (*way, name), visit)
        if new is not old:
            changed[name] = new
    return _replaced(value, changed)


def _walked_items(
    value: Any, key: str, below: Branch | Leaf, pointer: str, way: Way, visit: Visit
) -> Any:
    if isinstance(value, Mapping):
        changed = {
            name: _walked(item, below, _join(pointer, name), (*way, name), visit)
            for name, item in value.items()
        }
        return changed if any(changed[name] is not value[name] for name in value) else value
    if not isinstance(value, list | tuple):
        return value
    made = []
    for index, item in enumerate(value):
        name = _field(item, key) if key else index
        known = name is not None
        inner = _join(pointer, str(name))
        made.append(_walked(item, below, inner, (*way, index), visit) if known else item)
    same = all(new is old for new, old in zip(made, value, strict=True))
    return value if same else type(value)(made)


def _measure(value: Any, node: Branch | Leaf, pointer: str, found: dict[str, int]) -> None:
    if isinstance(node, Leaf) or not value:
        return
    if node.item is not None:
        key, below = node.item
        if not isinstance(value, list | tuple):
            return
        if not key:
            found[pointer] = len(value)
        for index, item in enumerate(value):
            name = _field(item, key) if key else index
            _measure(item, below, _join(pointer, str(name)), found)
        return
    for name, below in node.fields.items():
        _measure(_field(value, name), below, _join(pointer, name), found)


def _field(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)


def _join(pointer: str, name: str) -> str:
    return f"{pointer}.{name}" if pointer else name


def _replaced(value: Any, changed: Mapping[str, Any]) -> Any:
    if not changed:
        return value
    if isinstance(value, Mapping):
        return {**value, **changed}
    return dataclasses.replace(value, **changed)
