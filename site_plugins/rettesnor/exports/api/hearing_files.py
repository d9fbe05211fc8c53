"""The data of a round of hearing: one file, or several when there are many comments.

The round's own address holds everything while that is a file of reasonable size. After that it
holds the round and the first comments, in the same shape, and says how many there are and where the
others are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from rettesnor.exports.api.envelope import Publication, language_file
from rettesnor.model.convert import to_data
from rettesnor.model.hearing import Comment, Hearing, Result, Round

MOST = 500
MOST_CHARACTERS = 500_000
"""What a file holds: so many comments, or fewer when they are long."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a round's comments in their order, with the answers that these came in.

    Attributes:
        number: counted from 1; the first is in the round's own file.
    """

    number: int
    of: int
    result: Result


def parts(result: Result) -> list[Part]:
    """Return ``result`` in parts; each answer is in every part that has comments of it.

    An answer without published comments is in the first part.
    """
    slices = list(_slices(result.innspill))
    if len(slices) == 1:
        return [Part(1, 1, result)]
    by_number = {answer.nummer: answer for answer in result.svar}
    commented = {comment.svar for comment in result.innspill}
    made = []
    for number, some in enumerate(slices, 1):
        here = [by_number[id_] for id_ in dict.fromkeys(c.svar for c in some) if id_ in by_number]
        if number == 1:
            here += [answer for answer in result.svar if answer.nummer not in commented]
        made.append(Part(number, len(slices), replace(result, svar=tuple(here), innspill=some)))
    return made


def _slices(comments: tuple[Comment, ...]) -> Iterator[tuple[Comment, ...]]:
    start = characters = 0
    for place, comment in enumerate(comments):
        own = len(comment.tekst) + len(comment.vurdering.begrunnelse)
        if place > start and (place - start == MOST or characters + own > MOST_CHARACTERS):
            yield comments[start:place]
            start, characters = place, 0
        characters += own
    yield comments[start:]


def is_long(hearing: Hearing) -> bool:
    """Whether the comments of the round are in several files."""
    return hearing.resultat is not None and len(list(_slices(hearing.resultat.innspill))) > 1


def hearing_files(
    publication: Publication, hearing: Hearing
) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the files of a round, by path, each with what makes it."""
    p, id_ = publication, hearing.runde.id
    found = parts(hearing.resultat) if hearing.resultat else []
    yield p.name(_name(id_, 1)), partial(_whole, p, hearing, found[0] if found else None)
    for part in found[1:]:
        yield p.name(_name(id_, part.number)), partial(_rest, p, hearing, part)


def _name(id_: str, number: int) -> str:
    return f"horinger/{id_}.json" if number == 1 else f"horinger/{id_}/{number}.json"


def _whole(p: Publication, hearing: Hearing, first: Part | None) -> bytes:
    id_ = hearing.runde.id
    return language_file(p, _name(id_, 1), f"horing/{id_}/", {
        "runde": _round(hearing.runde),
        "resultat": _result(first) if first else None,
        "endringer": [{"innspill": [], **to_data(change)} for change in hearing.endringer],
        **(_counted(hearing, first) if first else {}),
    }, _links(id_, first) if first else {})


def _rest(p: Publication, hearing: Hearing, part: Part) -> bytes:
    id_ = hearing.runde.id
    return language_file(
        p, _name(id_, part.number), f"horing/{id_}/",
        {"resultat": _result(part), **_counted(hearing, part)}, _links(id_, part),
    )


def _result(part: Part) -> dict[str, Any]:
    data = {"svar": [], "innspill": [], **to_data(part.result)}
    # What is empty is left out of data, but a comment on the whole guideline has an address too.
    data["innspill"] = [{"adresse": {}, **comment} for comment in data["innspill"]]
    return data


def _counted(hearing: Hearing, part: Part) -> dict[str, Any]:
    """Return which part this is and how much there is in all; nothing when it is all of it."""
    if part.of == 1 or hearing.resultat is None:
        return {}
    return {"del": {
        "nummer": part.number, "av": part.of, "svar": len(hearing.resultat.svar),
        "innspill": len(hearing.resultat.innspill),
    }}


def _links(id_: str, part: Part) -> dict[str, Any]:
    """Return the way to the other parts, from the file of ``part``."""
    if part.of == 1:
        return {}

    def way(number: int) -> str:
        if part.number == 1:
            return _name(id_, number).removeprefix("horinger/")
        return f"../{id_}.json" if number == 1 else f"{number}.json"

    links: dict[str, Any] = {"deler": {str(n): way(n) for n in range(1, part.of + 1)}}
    if part.number > 1:
        links["forrige"] = way(part.number - 1)
    if part.number < part.of:
        links["neste"] = way(part.number + 1)
    return links


def _round(runde: Round) -> dict[str, Any]:
    data: dict[str, Any] = to_data(runde)
    for question in data.get("sporsmaal", ()):
        if question["slag"] != "skala":
            question.pop("skala", None)
    return data
