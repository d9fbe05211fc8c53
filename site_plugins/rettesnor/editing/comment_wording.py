"""Another wording of a paragraph, proposed in a hearing, put into the field that it is about.

A proposal is made from the words of the text that was heard, without markup. Here it is held
against the paragraph as it stands now. Where the paragraph has changed since, both changes are
kept if they are of different words. Links, references and marks of the words that stay are kept.
What is written is rendered again: it says exactly the wanted words, and no other paragraph has
changed, or nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from rettesnor.editing import yaml_writer
from rettesnor.editing.plan import FileChange, NotPossible, Plan, digest
from rettesnor.editing.project_files import ProjectFiles
from rettesnor.editing.three_way import chunks
from rettesnor.editing.word.fields import Pointer, TextField, parts_of
from rettesnor.editing.word.markdown import Unwritable, units_of, written
from rettesnor.editing.word.translations import put_translation
from rettesnor.editing.word.units import Span, Unit, normal
from rettesnor.model.hearing import Address, Wording
from rettesnor.reading.content.comment_targets import LEAD
from rettesnor.reading.content.recommendation import prose_fields
from rettesnor.reading.markdown.render import render

_TOKEN = re.compile(r"\w+|[^\w\s]")
_LIKE = 0.5
"""Share of words in common from which a paragraph is the one that was heard, changed since."""
_CLEARLY = 0.05
_EDITABLE = {"paragraph", "heading", "item", "more", "quote"}
_BREAK = "\n"


class _Word(NamedTuple):
    """A word or a sign, and whether there is a space before it.

    Attributes:
        unit: the unit of the text that it stands in; -1 for a word that is new.
        span: the span of that unit.
    """

    text: str
    apart: bool
    unit: int = -1
    span: int = -1


@dataclass(frozen=True)
class _Block:
    """Units that readers meet as one paragraph, list or heading, with its words."""

    first: int
    last: int
    words: tuple[_Word, ...]


def plan_of(
    files: ProjectFiles, number: str, address: Address, wording: Wording, languages: Sequence[str]
) -> Plan:
    """Return the edit that takes a proposal into the field that it is about.

    Args:
        number: of the comment.
        languages: those that the words may be of, the likeliest first; empty for the source.

    Raises:
        NotPossible: see ``adopted``; or there is no such field.
    """
    why: NotPossible | None = None
    for language in languages:
        try:
            return _plan(files, number, address, wording, language)
        except NotPossible as error:
            why = why or error
    raise why or NotPossible("Forslaget er ikke på et språk som retningslinja har.")


def _plan(
    files: ProjectFiles, number: str, address: Address, wording: Wording, language: str
) -> Plan:
    id_ = address.anbefaling
    if not any(path.endswith(f"/{id_}.yml") for path in files.contents):
        raise NotPossible(
            f"Anbefalingen «{id_}» finnes ikke lenger. Finn stedet med «rettesnor comments locate "
            f"{number}»."
        )
    source = {one.pointer: one for part in parts_of(files, id_) for one in part.fields}
    pointer = pointer_of(source, address.felt)
    fields = {one.pointer: one for part in parts_of(files, id_, language) for one in part.fields}
    field = fields.get(pointer) if pointer else None
    if field is None:
        raise NotPossible(f"Feltet «{address.felt}» finnes ikke i anbefalingen «{id_}».")
    after = adopted(field.text, field.kind, wording.grunnlag, wording.tekst)
    text = files.contents[field.path].decode("utf-8")
    if language:
        made = put_translation(files, text, field, after, field.made_from)
    else:
        try:
            made = yaml_writer.edit(text, {field.pointer: after}, "recommendation")
        except yaml_writer.Refused as error:
            raise NotPossible(f"{field.path}: {error}") from error
    same = made == text
    return Plan(
        f"Forslaget i {number} står alt i {field.path}." if same
        else f"Tar inn forslaget i {number} i {field.path}, feltet «{field.label}».",
        () if same else (
            FileChange(field.path, digest(text.encode()), made.encode()),
        ),
        () if same else (
            f"Skriv hva som er endret, og vis til {number}: «rettesnor change {id_}».",
        ),
    )


def pointer_of(fields: dict[Pointer, TextField], anchor: str) -> Pointer | None:
    """Return where in the file the field stands that addresses in hearings call ``anchor``."""
    if anchor == LEAD:
        return (LEAD,)
    data: dict[str, object] = {}
    for pointer, one in fields.items():
        if all(isinstance(part, str) for part in pointer):
            inner = data
            for part in pointer[:-1]:
                inner = inner.setdefault(str(part), {})  # type: ignore[assignment]
            inner[str(pointer[-1])] = one.text
    return next(
        (p.pointer for p in prose_fields(data) if p.anchored and p.prefix == anchor), None,
    )


def adopted(
    text: str, kind: Literal["markdown", "line"], heard: str, proposed: str
) -> str:
    """Return the field ``text`` with the proposal taken in.

    Args:
        kind: whether ``text`` is Markdown, or a line without markup.
        heard: the words of the paragraph that was heard.
        proposed: the words that it should have.

    Raises:
        NotPossible: the paragraph is gone, the same words have been changed since, or the words
            cannot be written there; says which.
    """
    wanted = _words(proposed)
    if not any(one.text != _BREAK for one in wanted):
        raise NotPossible("Forslaget er tomt. Stryk avsnittet for hånd.")
    if kind == "line":
        merged = _merged(_words(heard), _words(text), wanted)
        return _said(merged, " ")
    units = units_of(text)
    blocks = list(_blocks(units))
    block = _found(blocks, _words(heard))
    if any(unit.kind not in _EDITABLE for unit in units[block.first : block.last]):
        raise NotPossible("Avsnittet er en tabell eller en ramme. Skriv endringen inn for hånd.")
    merged = _merged(_words(heard), block.words, wanted)
    made = [*units[: block.first], *_rewritten(units, block, merged), *units[block.last :]]
    try:
        after = written(text, made)
    except Unwritable:
        raise NotPossible(_BY_HAND) from None
    _prove(text, after, block, merged)
    return after


_BY_HAND = (
    "Forslaget endrer ord med lenke eller kildehenvisning på en måte som ikke kan skrives av seg "
    "selv. Skriv endringen inn for hånd."
)


def _words(text: str) -> list[_Word]:
    """Return the words of ``text``; an empty line is a word of its own."""
    found: list[_Word] = []
    for number, part in enumerate(re.split(r"\n[ \t]*\n\s*", text.strip())):
        if number:
            found.append(_Word(_BREAK, apart=False))
        found += _tokens(part, -1, -1)
    return found


def _tokens(text: str, unit: int, span: int, *, apart: bool = False) -> list[_Word]:
    return [
        _Word(
            match[0], text[match.start() - 1].isspace() if match.start() else apart, unit, span
        )
        for match in _TOKEN.finditer(text)
    ]


def _said(words: Sequence[_Word], between: str = "\n\n") -> str:
    said = ""
    for word in words:
        if word.text == _BREAK:
            said += between
        else:
            said += (" " if word.apart and said and not said.endswith(between) else "") + word.text
    return said.strip()


def _blocks(units: Sequence[Unit]) -> Iterator[_Block]:
    first = 0
    while first < len(units):
        last = first + 1
        while last < len(units) and _goes_on(units[last - 1], units[last]):
            last += 1
        yield _Block(first, last, tuple(
            word for number in range(first, last) for word in _of_unit(units[number], number)
        ))
        first = last


def _goes_on(before: Unit, unit: Unit) -> bool:
    if unit.kind == "quote":
        return before.kind == "quote"
    if unit.kind not in ("item", "more") or before.kind not in ("item", "more"):
        return False
    new_list = unit.kind == "item" and not unit.level and before.ordered != unit.ordered
    return not (new_list and not before.level)


def _of_unit(unit: Unit, number: int) -> Iterator[_Word]:
    blank = True  # units are apart
    for place, span in enumerate(unit.spans):
        text = _shown(span) if span.kind == "reference" else span.text
        yield from _tokens(text, number, place, apart=blank)
        blank = span.kind == "break" or text[-1:].isspace()


def _shown(span: Span) -> str:
    """Return a reference as readers of the heard text meet it."""
    return render(span.text, prefix="", min_heading=6, anchored=False)[0].text


def _texts(words: Sequence[_Word]) -> list[str]:
    return [word.text for word in words]


def _found(blocks: Sequence[_Block], heard: Sequence[_Word]) -> _Block:
    """Return the block that was heard.

    Raises:
        NotPossible: there is none, or it is not clear which.
    """
    words = _texts(heard)
    same = [block for block in blocks if _texts(block.words) == words]
    if len(same) == 1:
        return same[0]
    if same:
        raise NotPossible("Avsnittet står flere ganger i feltet. Skriv endringen inn for hånd.")
    scored = sorted(
        ((SequenceMatcher(None, words, _texts(block.words), autojunk=False).ratio(), -n, block)
         for n, block in enumerate(blocks)), reverse=True,
    )
    clearly = len(scored) == 1 or (
        len(scored) > 1 and scored[0][0] - scored[1][0] >= _CLEARLY
    )
    if not scored or scored[0][0] < _LIKE or not clearly:
        raise NotPossible(
            "Avsnittet som var på høring, står ikke lenger i feltet. Skriv endringen inn for hånd."
        )
    return scored[0][2]


def _merged(
    heard: Sequence[_Word], now: Sequence[_Word], wanted: Sequence[_Word]
) -> list[_Word]:
    """Return ``now`` with what ``wanted`` changes in ``heard``.

    Raises:
        NotPossible: the same words have been changed since.
    """
    found: list[_Word] = []
    for before, mine, theirs in chunks(heard, now, wanted, lambda word: word.text):
        if _texts(theirs) == _texts(mine):
            found += (
                # the words as they stand, with the spaces of the proposal
                one._replace(apart=other.apart) if one.unit < 0 or before else one
                for one, other in zip(mine, theirs, strict=True)
            )
        elif _texts(theirs) == _texts(before):
            found += mine
        elif _texts(mine) == _texts(before):
            found += theirs if not mine else _placed(mine, theirs)
        else:
            raise NotPossible(
                "De samme ordene er endret i teksten etter høringen: der det sto "
                f"«{_said(before, ' ')}», står det nå «{_said(mine, ' ')}», og forslaget er "
                f"«{_said(theirs, ' ')}»."
            )
    return found


def _placed(mine: Sequence[_Word], theirs: Sequence[_Word]) -> list[_Word]:
    """Return new words with the place of those they stand for: they keep their marks."""
    first = mine[0]
    alike = all((one.unit, one.span) == (first.unit, first.span) for one in mine)
    if not alike:
        return list(theirs)
    return [
        one._replace(unit=first.unit, span=first.span) if one.text != _BREAK else one
        for one in theirs
    ]


def _rewritten(
    units: Sequence[Unit], block: _Block, words: Sequence[_Word]
) -> list[Unit]:
    """Return the units of ``block`` saying ``words``.

    Raises:
        NotPossible: a reference would be left in half.
    """
    by_unit: dict[int, list[list[_Word]]] = {}
    here = block.first
    for word in words:
        here = max(here, word.unit)
        parts = by_unit.setdefault(here, [[]])
        if word.text == _BREAK:
            parts.append([])
        else:
            parts[-1].append(word)
    found: list[Unit] = []
    for number in range(block.first, block.last):
        unit = units[number]
        for place, part in enumerate(part for part in by_unit.get(number, ()) if part):
            if place and unit.kind not in ("paragraph", "quote"):
                raise NotPossible(
                    "Forslaget deler et punkt i ei liste i to avsnitt. Skriv endringen inn for "
                    "hånd."
                )
            spans = normal(_spans(unit, part))
            found.append(replace(unit, spans=spans, lines=(0, 0) if place else unit.lines))
    return found


def _spans(unit: Unit, words: Sequence[_Word]) -> Iterator[Span]:
    place = 0
    while place < len(words):
        word = words[place]
        own = unit.spans[word.span] if word.span >= 0 else Span("")
        if place and word.apart:
            yield Span(" ")
        if own.kind != "reference":
            yield own._replace(text=word.text)
            place += 1
            continue
        said = _texts(_tokens(_shown(own), 0, 0))
        if _texts(words[place : place + len(said)]) != said or any(
            one.span != word.span for one in words[place : place + len(said)]
        ):
            raise NotPossible(_BY_HAND)
        yield own
        place += len(said)


def _prove(before: str, after: str, block: _Block, words: Sequence[_Word]) -> None:
    """Hold what readers will meet against what was wanted.

    Raises:
        NotPossible: they differ.
    """
    was, now = ([_texts(_words(line)) for line in _lines(text)] for text in (before, after))
    old = _texts(block.words)
    new = [
        part for part in _split(_texts(words)) if part
    ]
    at = next((n for n, line in enumerate(was) if line == old), -1)
    if at < 0 or now != [*was[:at], *new, *was[at + 1 :]]:
        raise NotPossible(_BY_HAND)


def _lines(text: str) -> list[str]:
    said = render(text, prefix="p", min_heading=2, anchored=True)[0].text
    return said.split("\n") if said else []


def _split(texts: Sequence[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for text in texts:
        if text == _BREAK:
            parts.append([])
        else:
            parts[-1].append(text)
    return parts
