"""The rows of a table as answers, and what is wrong with each cell: nothing is stored here."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from rettesnor.model.hearing import Question

from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.intake.answer import Answer, read_answer
from rettesnor_horing.letters.places import GENERAL
from rettesnor_horing.tables.mapping import PLACE
from rettesnor_horing.words import say

_DATE = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})(?:\D.*)?")
_PRIVATE = re.compile(r"priv|person|enkelt", re.IGNORECASE)
_YES = {"ja", "yes", "true", "1", "x", "sann"}
_NO = {"", "nei", "no", "false", "0", "usann"}
_SENDER = ("navn", "organisasjon", "epost", "rolle")
_APART = re.compile(r"[;,\n|]+")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a cell; ``column`` is empty for the row as a whole."""

    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Read:
    """An answer that rows of a table say: their places in the table, and the day it came."""

    rows: tuple[int, ...]
    answer: Answer
    received: date


@dataclass
class _Row:
    place: int
    number: int
    sender: dict[str, Any]
    language: str
    received: date
    comments: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


class Judge:
    """Reads rows by what their columns are, and notes what is wrong."""

    def __init__(
        self, hearing: Hearing, header: Sequence[str], kinds: Sequence[str], received: date,
        language: str,
    ) -> None:
        """Be ready for rows.

        Args:
            kinds: what each column is (``mapping``).
            received: the day of an answer whose row has none.
            language: likewise the written standard.
        """
        self.hearing, self.header, self.kinds = hearing, header, kinds
        self.received, self.language = received, language
        self.problems: list[Problem] = []

    def answers(
        self, rows: Mapping[int, tuple[int, Sequence[str]]], *, grouped: bool
    ) -> list[Read]:
        """Return the answers of ``rows`` (number and cells, by place in the table).

        Args:
            grouped: rows with the same sender, day and written standard are one answer.
        """
        groups: dict[str, list[_Row]] = {}
        for place, (number, cells) in rows.items():
            row = self._row(place, number, cells)
            if not row.comments:
                self._note(number, "", say("Raden har ingen kommentar."))
                continue
            same = json.dumps([row.sender, row.language, row.received.isoformat()])
            alone = not grouped or not any(row.sender[name] for name in _SENDER)
            groups.setdefault(f"{place}" if alone else same, []).append(row)
        return [read for group in groups.values() if (read := self._answer(group))]

    def _answer(self, group: Sequence[_Row]) -> Read | None:
        first = group[0]
        items = [(row, column, item) for row in group for column, item in row.comments]
        answer, faults = read_answer({
            "horing": self.hearing.id, "maalform": first.language, "avsender": first.sender,
            "innspill": [item for _, _, item in items],
        }, self.hearing)
        for fault in faults:
            parts = fault.field.split(".")
            at = int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else -1
            if parts[0] == "innspill" and 0 <= at < len(items):
                self._note(items[at][0].number, items[at][1], fault.message)
            else:
                self._note(first.number, self._column(parts[-1]), fault.message)
        return None if faults else Read(
            tuple(row.place for row in group), answer, first.received
        )

    def _column(self, kind: str) -> str:
        return next((h for h, k in zip(self.header, self.kinds, strict=True) if k == kind), "")

    def _note(self, row: int, column: str, message: str) -> None:
        self.problems.append(Problem(row, column, message))

    def _row(self, place: int, number: int, cells: Sequence[str]) -> _Row:
        said = {
            kind: (name, cell)
            for name, kind, cell in zip(self.header, self.kinds, cells, strict=True)
            if kind and not kind.startswith(PLACE)
        }
        row = _Row(
            place, number, self._sender(number, said), self._language(number, said),
            self._day(number, said),
        )
        address = self._address(number, said)
        for name, kind, cell in zip(self.header, self.kinds, cells, strict=True):
            if not cell:
                continue
            if kind == "tekst":
                row.comments.append((name, {**address, "tekst": cell}))
            elif kind.startswith(f"{PLACE}sporsmaal/"):
                question = self.hearing.nb.question(kind.partition("/")[2])
                if question is not None and (item := self._to(number, name, question, cell)):
                    row.comments.append((name, item))
            elif kind.startswith(PLACE):
                row.comments.append((name, {**_place(kind), "tekst": cell}))
        return row

    def _sender(self, number: int, said: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
        sender: dict[str, Any] = {
            name: said.get(name, ("", ""))[1].replace("\n", " ") for name in _SENDER
        }
        kind = said.get("slag", ("", ""))[1]
        sender["slag"] = "organisasjon" if sender["organisasjon"] else "privatperson"
        if kind:
            sender["slag"] = "privatperson" if _PRIVATE.search(kind) else "organisasjon"
        if sender["slag"] == "organisasjon" and not sender["organisasjon"]:
            sender["organisasjon"], sender["navn"] = sender["navn"], ""
        column, public = said.get("offentlig", ("", ""))
        if public.casefold() not in _YES | _NO:
            self._note(number, column, say("Skriv ja eller nei."))
        sender["offentlig_navn"] = public.casefold() in _YES
        return sender

    def _language(self, number: int, said: Mapping[str, tuple[str, str]]) -> str:
        column, text = said.get("maalform", ("", ""))
        plain = text.casefold()
        if not plain:
            return self.language
        if plain in ("nb", "bokmål", "nn", "nynorsk"):
            return "nn" if plain in ("nn", "nynorsk") else "nb"
        self._note(number, column, say("Velg nb eller nn."))
        return self.language

    def _day(self, number: int, said: Mapping[str, tuple[str, str]]) -> date:
        column, text = said.get("mottatt", ("", ""))
        if not text:
            return self.received
        try:
            if match := _DATE.fullmatch(text):
                return date(int(match[3]), int(match[2]), int(match[1]))
            return datetime.fromisoformat(text).date()
        except ValueError:
            self._note(number, column, say(
                "«{words}» er ikke en dato. Skriv 1.9.2026 eller 2026-09-01.", words=text[:40]
            ))
            return self.received

    def _address(self, number: int, said: Mapping[str, tuple[str, str]]) -> dict[str, str]:
        address: dict[str, str] = {}
        chapters = self.hearing.text.chapters
        column, text = said.get("kapittel", ("", ""))
        if text:
            known = {c.id: [c.id, c.tittel, str(n)] for n, c in enumerate(chapters, 1)}
            nn = self.hearing.text_nn
            for chapter in nn.chapters if nn else ():
                known.get(chapter.id, []).append(chapter.tittel)
            address |= self._named(number, column, text, known, "kapittel")
        column, text = said.get("anbefaling", ("", ""))
        if text:
            known = {
                s.id: [s.id, s.tittel, f"{n}.{m}"]
                for n, c in enumerate(chapters, 1) for m, s in enumerate(c.sections, 1)
            }
            for other in self.hearing.text_nn.sections.values() if self.hearing.text_nn else ():
                known.get(other.id, []).append(other.tittel)
            chapter_id = address.pop("kapittel", "")
            address |= self._named(number, column, text, known, "anbefaling")
            chosen = self.hearing.text.sections.get(address.get("anbefaling", ""))
            if chosen and chapter_id and chosen.kapittel != chapter_id:
                self._note(number, column, say("Anbefalingen står ikke i kapitlet i raden."))
        column, text = said.get("felt", ("", ""))
        if text and not address.get("anbefaling"):
            self._note(number, column, say("Si hvilken anbefaling det er en del av."))
        elif text:
            section = self.hearing.text.sections.get(address["anbefaling"])
            fields = section.fields.values() if section else ()
            known = {f.anchor: [f.anchor, f.title, say(f.title)] for f in fields}
            address |= self._named(number, column, text, known, "felt")
        return address

    def _named(
        self, number: int, column: str, text: str, known: Mapping[str, Sequence[str]], kind: str
    ) -> dict[str, str]:
        """Return what ``text`` names; a name that two have is none."""
        plain = _plain(text)
        found = [id_ for id_, names in known.items() if plain in map(_plain, names)]
        if len(found) == 1:
            return {kind: found[0]}
        self._note(number, column, say(
            "«{words}» finnes ikke i utgaven som er på høring.", words=text[:60]
        ) if not found else say("«{words}» kan være flere steder.", words=text[:60]))
        return {}

    def _to(
        self, number: int, column: str, question: Question, text: str
    ) -> dict[str, Any] | None:
        item: dict[str, Any] = {
            "sporsmaal": question.id, "kapittel": question.kapittel,
            "anbefaling": question.anbefaling,
        }
        if question.slag == "fritekst":
            return {**item, "tekst": text}
        if question.slag == "skala":
            match = re.match(r"\d{1,2}\b", text)
            if match and int(match[0]) in question.skala.steps:
                return {**item, "tall": int(match[0])}
        else:
            asked = (question, self.hearing.nn.question(question.id) or question)
            known = {
                _plain(name): o.id for q in asked for o in q.alternativer
                for name in (o.id, o.tekst)
            }
            whole = known.get(_plain(text))
            parts = [known.get(_plain(part)) for part in _APART.split(text) if part.strip()]
            if whole:
                return {**item, "valg": [whole]}
            if question.flere and parts and all(parts):
                return {**item, "valg": [*dict.fromkeys(parts)]}
        self._note(number, column, say(
            "«{words}» er ikke et svar på spørsmålet.", words=text[:60]
        ))
        return None


def digests(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return what each row is known by, also in another file; equal rows of one file differ."""
    seen: dict[str, int] = {}
    found = []
    for cells in rows:
        said = {name: cell for name, cell in zip(header, cells, strict=True) if cell}
        text = json.dumps(said, sort_keys=True)
        seen[text] = seen.get(text, 0) + 1
        found.append(hashlib.sha256(f"{seen[text]} {text}".encode()).hexdigest())
    return found


def _place(kind: str) -> dict[str, str]:
    value = kind.removeprefix(PLACE)
    if value == GENERAL:
        return {}
    head, _, rest = value.partition("/")
    if head == "kapittel":
        return {"kapittel": rest}
    return {"anbefaling": head, **({"felt": rest} if rest else {})}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".:")
