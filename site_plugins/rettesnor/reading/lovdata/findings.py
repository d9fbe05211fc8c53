"""What Lovdata's files say that the register of laws does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from rettesnor.model.guideline import Guideline, Lov, Paragraf, Varsel
from rettesnor.model.legal_reference import canonical
from rettesnor.reading.checks.phrases import day as written
from rettesnor.reading.lovdata.dates import document_id
from rettesnor.reading.lovdata.values import (
    MOVED,
    NEW,
    REPEALED,
    Act,
    Amendment,
    Collection,
    Provision,
)

Kind = Literal[
    "endret", "ny", "opphevet", "flyttet", "loven-erstattes", "overskrift", "ikraft", "kontrollert",
]
"""What was found. The last three are about the register only, and make no task."""
_OF_REGISTER = ("overskrift", "ikraft", "kontrollert")
_KINDS = {"lov": "lov", "grunnlov": "lov", "forskrift": "forskrift"}
_SEEN_IN = {
    "forskrift": "Lovdatas åpne samling av gjeldende sentrale forskrifter",
    "": "Lovdatas åpne samling av gjeldende lover",
}
GAZETTE = "Norsk Lovtidend avdeling I"
_NOTES_TAKE = timedelta(days=31)
"""What an act in force may lack notes of: what was announced so shortly before its archive."""
_DASHES = str.maketrans("–\u2011\u00a0", "-- ")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the files say of a law and the register does not.

    Attributes:
        id: the same whenever it is found.
        law: the law's id in the register.
        section: the provision as the register writes it; empty for the law as a whole.
        by: the amending document, by Lovdata's id; empty for what is about the register only.
        title: of the amending document.
        in_force: the day it applies from; empty when that is not decided, or not known.
        decided: whether the files say so for certain.
        pending: whether it did not apply on the day that was asked for.
        detail: the sections that changed, where a whole chapter is cited; or the new number.
        value: of a heading, the new one; of a check, the day of the files.
        was: what the register says.
        seen_in: what the files are.
        seen_dated: the day that they are from; empty when not known.
    """

    id: str
    kind: Kind
    law: str
    section: str = ""
    by: str = ""
    title: str = ""
    in_force: str = ""
    decided: bool = True
    pending: bool = False
    detail: str = ""
    value: str = ""
    was: str = ""
    seen_in: str = ""
    seen_dated: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def of_register(self) -> bool:
        """Whether it is about the register only, and nobody has to assess a text."""
        return self.kind in _OF_REGISTER


@dataclass(frozen=True, slots=True)
class Watched:
    """What came of holding the register against the files.

    Attributes:
        findings: in the order of the register.
        notes: what a person has to look at, in Norwegian.
        held: the laws (ids) that the files have an opinion on.
        absent: the laws that they have none on.
    """

    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


def lovdata_id(law: Lov) -> str:
    """Return Lovdata's id of a law in the register; empty for what Lovdata has no file of."""
    kind = _KINDS.get(law.type, "")
    return document_id(kind, law.dato, law.nummer) if kind and law.dato else ""


def wanted(guideline: Guideline) -> dict[str, tuple[str, ...]]:
    """Return the laws to look for, by Lovdata's id, with what resolutions may call each."""
    found = {}
    for law in guideline.lover:
        if id_ := lovdata_id(law):
            names = re.findall(r"\(([^()]+)\)", law.tittel)
            found[id_] = tuple(dict.fromkeys((law.korttittel, law.id, *names)))
    return found


def spoken(id_: str) -> str:
    """Return a document as Norwegian law names it: «lov 20. juni 2025 nr. 39»."""
    kind, _, rest = id_.partition("/")
    year, month, day, *number = rest.split("-")
    return f"{kind} {written(f'{year}-{month}-{day}')}" + (f" nr. {number[0]}" if number else "")


def address(id_: str) -> str:
    """Return where Lovdata shows a document of Norsk Lovtidend."""
    return f"https://lovdata.no/dokument/LTI/{id_}"


def watch(
    guideline: Guideline, now: Collection, as_of: str, earlier: Collection | None = None,
    dated: str = "",
) -> Watched:
    """Return what ``now`` says of the laws in the register that the register does not.

    Args:
        as_of: the day (ISO 8601) that decides what applies.
        earlier: an older collection of acts, that has the texts as they were.
        dated: the day that the acts are from, when their files do not say so.
    """
    watcher = _Watcher(now, as_of, earlier, dated or now.acts_dated)
    findings: list[Finding] = []
    held: list[str] = []
    absent: list[str] = []
    for law in guideline.lover:
        if law.opphevet and law.opphevet <= as_of:
            continue
        id_ = lovdata_id(law)
        known = bool(id_) and (id_ in now.acts or bool(now.gazette_dated))
        (held if known else absent).append(law.id)
        if known:
            findings += watcher.of_law(law, id_)
    notes = [
        *watcher.notes,
        *(f"{name} endrer en av lovene, men det lot seg ikke lese hvilke paragrafer. Se selv."
          for name in now.unreadable),
    ]
    return Watched(tuple(findings), tuple(dict.fromkeys(notes)), tuple(held), tuple(absent))


class _Watcher:
    def __init__(
        self, now: Collection, as_of: str, earlier: Collection | None, dated: str
    ) -> None:
        self._now, self._as_of, self._earlier, self._dated = now, as_of, earlier, dated
        self._by_target: dict[str, list[Amendment]] = {}
        for one in now.amendments:
            self._by_target.setdefault(one.target, []).append(one)
        self.notes: list[str] = []

    def of_law(self, law: Lov, id_: str) -> Iterator[Finding]:
        """Yield what there is to say of a law and of each of its provisions."""
        act = self._now.acts.get(id_)
        found: list[Finding] = []
        for one in self._by_target.get(id_, ()):
            if not one.section and one.event == REPEALED:
                found += self._whole(law, one)
        for section in law.paragrafer:
            if not (section.opphevet and section.opphevet <= self._as_of):
                found += self._of_section(law, section, act, id_)
        yield from found
        yield from self._checked(law, act)

    def _seen(self, law: Lov, act: Act | None) -> tuple[str, str]:
        """Return what the files are, and the day they are from."""
        if act is not None:
            return _SEEN_IN.get(law.type, _SEEN_IN[""]), self._dated
        return GAZETTE, self._now.gazette_dated

    def _checked(self, law: Lov, act: Act | None) -> Iterator[Finding]:
        """Yield that the law was held against newer files than the register says."""
        seen, dated = self._seen(law, act)
        last = law.kontrollert.dato
        if act is None and not (last and self._now.gazette_from <= last):
            return  # announcements before the first one read would not have been seen
        if dated and dated > last:
            yield Finding(
                f"kontrollert-{_slug(law.id)}", "kontrollert", law.id, value=dated,
                was=last, seen_in=seen, seen_dated=dated,
            )

    def _whole(self, law: Lov, one: Amendment) -> Iterator[Finding]:
        known = any(_same_act(each, one.by) and _agrees(each, one) for each in law.varslet)
        pending = not one.in_force or one.in_force > self._as_of
        if (known and pending) or (law.opphevet and one.in_force == law.opphevet):
            return
        doc = self._now.announced.get(one.by)
        yield Finding(
            f"lov-{_slug(law.id)}-{_slug(one.by.partition('/')[2])}",
            "loven-erstattes" if doc and not _amends(doc.title) else "opphevet", law.id,
            by=one.by, title=doc.title if doc else "", in_force=one.in_force,
            decided=one.decided, pending=pending, seen_in=GAZETTE,
            seen_dated=self._now.gazette_dated, after=one.text,
        )

    def _of_section(
        self, law: Lov, section: Paragraf, act: Act | None, id_: str
    ) -> Iterator[Finding]:
        own = canonical(section.paragraf)
        provision = act.provisions.get(own) if act else None
        if act is not None and provision is None and not own.startswith(("artikkel", "vedlegg")):
            self.notes.append(
                f"{law.id} {section.paragraf} finnes ikke i loven slik den er nå. Har paragrafen "
                "fått et annet nummer, eller er den opphevet?"
            )
        if provision is not None and provision.heading and not provision.repealed and (
            _plain(provision.heading) != _plain(section.overskrift)
        ):
            seen, dated = self._seen(law, act)
            yield Finding(
                f"overskrift-{_slug(law.id)}-{_slug(own)}", "overskrift", law.id,
                section.paragraf, value=provision.heading, was=section.overskrift,
                seen_in=seen, seen_dated=dated,
            )
        used: set[str] = set()
        made = [
            found for one in self._events(own, act, id_)
            if (found := self._judged(law, section, provision, act, one)) is not None
        ]
        # The register keeps the last change. What came before it is history, but for what has
        # happened since the law was last held against the files.
        last = max((one.in_force for one in made if not one.pending), default="")
        for found in made:
            if not found.pending and found.in_force < last and (
                not law.kontrollert.dato or found.in_force <= law.kontrollert.dato
            ):
                continue
            if found.id in used:  # the same act changes it again on another day
                found = replace(found, id=f"{found.id}-fra-{found.in_force or 'senere'}")
            used.add(found.id)
            yield found

    def _events(self, own: str, act: Act | None, id_: str) -> list[Amendment]:
        """Return all that happened to a provision, each change by an act on one day once.

        What the act says of itself is known for certain, and Norsk Lovtidend has the texts.
        """
        chapter = own.startswith("kapittel ")
        noted: list[Amendment] = []
        for provision in act.provisions.values() if act else ():
            if provision.section == own or (chapter and provision.chapter == own):
                noted += provision.changes
        announced = [
            one for one in self._by_target.get(id_, ())
            if one.section and (one.section == own or (chapter and _within(one, own, act)))
        ]
        merged: dict[tuple[str, str], Amendment] = {}
        for change in noted:
            day = change.in_force
            if not day and not change.decided:  # it applied from the day that it was made
                day = change.by.partition("/")[2][:10]
            merged.setdefault((change.by, day), replace(change, in_force=day))
        said = {by for by, _ in merged}
        for change in announced:
            if change.by not in said:
                merged.setdefault((change.by, change.in_force), change)
        found = []
        for one in merged.values():
            own_texts = [change for change in announced if change.by == one.by]
            text = tuple(dict.fromkeys(line for change in own_texts for line in change.text))
            parts = {change.part for change in own_texts}
            sections = dict.fromkeys(
                change.section for change in (*own_texts, *noted) if change.by == one.by
            )
            found.append(replace(
                one, text=text, part=parts.pop() if len(parts) == 1 else "",
                to=", ".join(sections) if chapter else one.to,
            ))
        return sorted(found, key=lambda one: (one.in_force or "9", one.by))

    def _judged(
        self, law: Lov, section: Paragraf, provision: Provision | None, act: Act | None,
        one: Amendment,
    ) -> Finding | None:
        """Return what an event comes to; None for what the register knows."""
        base = section.ikraft or law.ikraft
        doc = self._now.announced.get(one.by)
        published = doc.published if doc else one.by.partition("/")[2][:10]
        pending = not one.in_force or one.in_force > self._as_of
        if one.in_force and one.in_force <= max(section.endret, base):
            return None
        if base and not one.in_force and published < base:
            return None
        if pending:
            known = any(_same_act(each, one.by) and _agrees(each, one) for each in section.varslet)
            # The register has a change from after it was announced: this one, as a rule.
            absorbed = not one.in_force and section.endret > published
            if absorbed and not known and act is None and law.kontrollert.dato <= published:
                self.notes.append(
                    f"{law.id} {section.paragraf} blir endret ved {spoken(one.by)}. Filene sier "
                    f"ikke når. Er det endringen fra {written(section.endret)} i registeret?"
                )
            if known or absorbed or (act is not None and not self._noted(one, provision, act)):
                return None
        elif not one.decided and (not law.kontrollert.dato or published <= law.kontrollert.dato):
            return None  # a day that is only taken to be that of the act, before the last check
        elif one.event == REPEALED and provision is not None and not provision.repealed and (
            one.applied
        ):
            return None  # it was put in again later: the act has it
        seen, dated = self._seen(law, act)
        kind: Kind = "endret"
        if one.event == REPEALED:
            kind = "opphevet"
        elif one.event == MOVED:
            kind = "flyttet"
        elif one.event == NEW and not pending and (
            not law.kontrollert.dato or one.in_force <= law.kontrollert.dato
        ):
            kind = "ikraft"  # old news that the register lacks
        elif one.event == NEW:
            kind = "ny"
        if kind == "ikraft":
            return Finding(
                f"ikraft-{_slug(law.id)}-{_slug(section.paragraf)}", kind, law.id,
                section.paragraf, one.by, in_force=one.in_force, value=one.in_force,
                was=section.ikraft, seen_in=seen, seen_dated=dated,
            )
        before, after = self._texts(one, provision, law, section, pending)
        return Finding(
            f"lov-{_slug(law.id)}-{_slug(section.paragraf)}-{_slug(one.by.partition('/')[2])}",
            kind, law.id, section.paragraf, one.by, doc.title if doc else "", one.in_force,
            one.decided, pending, one.to, was=section.endret, seen_in=seen if not doc else GAZETTE,
            seen_dated=dated if not doc else self._now.gazette_dated, before=before, after=after,
        )

    def _noted(self, one: Amendment, provision: Provision | None, act: Act) -> bool:
        """Whether a change that does not apply yet is in the act's own notes.

        One that was announced after the day of the acts cannot be, and one from shortly before it
        need not be: the notes are written later than the archive is packed.
        """
        if provision is None or not self._dated:
            return True
        doc = self._now.announced.get(one.by)
        written_in = (date.fromisoformat(self._dated) - _NOTES_TAKE).isoformat()
        if doc is None or doc.published > written_in:
            return True
        noted = [each.by for each in provision.changes]
        if provision.section.startswith("kapittel "):
            noted += [
                each.by for other in act.provisions.values()
                if other.chapter == provision.section for each in other.changes
            ]
        return one.by in noted

    def _texts(
        self, one: Amendment, provision: Provision | None, law: Lov, section: Paragraf,
        pending: bool,
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the provision's text before and after, as far as the files have them."""
        now = provision.text if provision else ()
        then: tuple[str, ...] = ()
        if self._earlier is not None:
            act = self._earlier.acts.get(lovdata_id(law))
            old = act.provisions.get(canonical(section.paragraf)) if act else None
            then = old.text if old else ()
        if not pending and one.applied:
            return then, now or _new_text(one)
        place = re.match(r"ledd/(\d+)$", one.part)
        if now and place and int(place[1]) <= len(now):
            return (now[int(place[1]) - 1],), _new_text(one)
        return now, _new_text(one)


def _new_text(one: Amendment) -> tuple[str, ...]:
    """Return what an amendment says, without the instruction when the new text is whole."""
    text = one.text
    whole = not one.part or re.match(r"ledd/\d+$", one.part)
    if len(text) > 1 and whole and re.search(r"ly(?:de|da):?$", text[0]) and (
        sum(bool(re.search(r"\bskal ly(?:de|da)", line)) for line in text) == 1
    ):
        text = text[1:]
        if re.match(r"§\s?\S+\s?\.", text[0]) and len(text) > 1:
            text = text[1:]  # the heading of the new section
    return text


def _within(one: Amendment, chapter: str, act: Act | None) -> bool:
    """Whether an amendment is of a section in a chapter."""
    provision = act.provisions.get(one.section) if act else None
    if provision is not None and provision.chapter:
        return provision.chapter == chapter
    return one.section.startswith(f"§ {chapter.partition(' ')[2]}-")


def _same_act(known: Varsel, by: str) -> bool:
    return " ".join(known.ved.split()).casefold() == spoken(by).casefold()


def _agrees(known: Varsel, one: Amendment) -> bool:
    """Whether the register has the same day; a day that is not decided cannot contradict it."""
    return known.ikraft == one.in_force or (not one.in_force and bool(known.ikraft))


def _amends(title: str) -> bool:
    return bool(re.search(r"\b(?:endring\w*|opphev\w*)\b", title, re.IGNORECASE))


def _plain(heading: str) -> str:
    return " ".join(heading.translate(_DASHES).split()).rstrip(".").casefold()


def _slug(words: str) -> str:
    letters = words.lower().replace("æ", "ae").translate(str.maketrans("øå", "oa"))
    return "-".join(re.findall(r"[a-z0-9]+", letters))


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings as they are listed: what applies, what comes, then the register's own."""
    return sorted(findings, key=lambda one: (one.of_register, one.pending, one.in_force or "9"))
