"""An answer as plain data: the body of ``POST /api/innspill/``, a draft, a receipt, a form.

One shape serves all four, so one reading judges all four.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from rettesnor.model.hearing import Question

from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.intake.wording import can_be_reworded, digest, squeezed, together
from rettesnor_horing.words import say

MAX_TEXT = 20_000
"""Most characters in one comment."""
MAX_TOTAL = 200_000
"""Most characters in all comments of an answer."""
MIN_NEED, MAX_NEED = 5, 4_000
"""Fewest and most characters in a need: it is published as it is in the guideline's list."""
MAX_COMMENTS = 400
"""Most comments in an answer."""
MAX_NAME = 200
MAX_QUOTE = 2000
MAX_AROUND = 200
EMAIL = re.compile(r"[^@\s<>(),;:\"]{1,64}@[^@\s<>(),;:\"]{1,180}\.[^@\s<>(),;:\".]{2,60}")

_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
"""Line ends of other systems, and the soft line break of Word."""
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What no database and no XML file can hold."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who answers; everything but the kind may be empty for a private person."""

    slag: str = "privatperson"
    navn: str = ""
    organisasjon: str = ""
    epost: str = ""
    rolle: str = ""
    offentlig_navn: bool = False


@dataclass(frozen=True, slots=True)
class Input:
    """One comment: its address, and what is said.

    Attributes:
        forslag: the words that the paragraph should have.
        grunnlag: what tells which words it had (``wording.digest``).
    """

    sporsmaal: str = ""
    kapittel: str = ""
    anbefaling: str = ""
    felt: str = ""
    avsnitt: str = ""
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    tekst: str = ""
    valg: tuple[str, ...] = ()
    tall: int | None = None
    forslag: str = ""
    grunnlag: str = ""

    @property
    def says(self) -> bool:
        """Whether anything is said."""
        return bool(self.tekst.strip() or self.forslag or self.valg or self.tall is not None)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer to a round."""

    horing: str
    avsender: Sender = Sender()
    maalform: str = "nb"
    innspill: tuple[Input, ...] = ()

    def data(self) -> dict[str, Any]:
        """Return the answer as plain data, without what is empty."""
        return {
            "horing": self.horing,
            "maalform": self.maalform,
            "avsender": _filled(asdict(self.avsender)),
            "innspill": [_filled(asdict(item)) for item in self.innspill],
        }

    def digest(self) -> str:
        """Return the SHA-256 that tells a retry from another answer with the same key."""
        text = json.dumps(self.data(), sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that must be mended before sending: the field's name and the sentence."""

    field: str
    message: str


@dataclass
class _Reader:
    """Takes values out of untrusted data and notes what is wrong with them."""

    faults: list[Fault] = field(default_factory=list)

    def text(self, data: Mapping[str, Any], name: str, most: int, where: str) -> str:
        value = data.get(name, "")
        if not isinstance(value, str):
            self.faults.append(Fault(where + name, say("Feltet må være tekst.")))
            return ""
        value = clean(value)
        if len(value) > most:
            self.faults.append(Fault(where + name, too_long(len(value), most)))
        return value

    def unknown(self, data: Mapping[str, Any], known: Sequence[str], where: str) -> None:
        for name in sorted(set(data) - set(known)):
            short = clean(str(name))[:40]
            self.faults.append(Fault(where + short, say("Feltet er ukjent.")))


def clean(text: str) -> str:
    """Return ``text`` with one kind of line ending and without characters nobody can store."""
    return _UNSEEN.sub("", _BREAK.sub("\n", text))


def too_long(length: int, most: int) -> str:
    """Return the sentence for a text that is too long."""
    return say(
        "Teksten er på {length} tegn. Det er plass til {most}. Del den opp eller kort den ned.",
        length=length,
        most=most,
    )


def read_answer(data: Any, hearing: Hearing) -> tuple[Answer, list[Fault]]:
    """Return the answer in untrusted ``data``, and everything wrong with it."""
    reader = _Reader()
    if not isinstance(data, Mapping):
        return Answer(hearing.id), [Fault("", say("Svaret må være et objekt."))]
    reader.unknown(data, ("horing", "maalform", "avsender", "innspill", "bekreftet"), "")
    sender = _sender(data.get("avsender", {}), reader)
    items = data.get("innspill", [])
    if not isinstance(items, list):
        reader.faults.append(Fault("innspill", say("Feltet må være en liste.")))
        items = []
    if len(items) > MAX_COMMENTS:
        reader.faults.append(Fault("innspill", say("Svaret har for mange innspill.")))
        items = items[:MAX_COMMENTS]
    inputs = [_input(item, f"innspill.{n}.", hearing, reader) for n, item in enumerate(items)]
    said = tuple(item for item in inputs if item.says)
    if hearing.standing:
        reader.faults += _need_faults(inputs)
    if sum(len(item.tekst) + len(item.forslag) for item in said) > MAX_TOTAL:
        reader.faults.append(Fault("innspill", say("Svaret er for langt. Send det i to deler.")))
    if not said and not reader.faults:
        reader.faults.append(Fault("innspill", say("Svaret er tomt. Skriv minst ett innspill.")))
    form = data.get("maalform", "nb")
    if form not in ("nb", "nn"):
        reader.faults.append(Fault("maalform", say("Velg nb eller nn.")))
        form = "nb"
    return Answer(hearing.id, sender, form, said), reader.faults


def _need_faults(inputs: Sequence[Input]) -> Iterator[Fault]:
    """Yield what keeps needs from standing in the guideline's list as they are."""
    for number, item in enumerate(inputs):
        length, where = len(item.tekst.strip()), f"innspill.{number}.tekst"
        if MAX_NEED < length <= MAX_TEXT:
            yield Fault(where, too_long(length, MAX_NEED))
        if item.says and length < MIN_NEED:
            yield Fault(where, say("Skriv hva behovet er, i en setning eller to."))


def read_sender(data: Any) -> tuple[Sender, list[Fault]]:
    """Return the sender in untrusted ``data``, and everything wrong with it."""
    reader = _Reader()
    return _sender(data, reader), reader.faults


def _sender(data: Any, reader: _Reader) -> Sender:
    where = "avsender."
    if not isinstance(data, Mapping):
        reader.faults.append(Fault("avsender", say("Feltet må være et objekt.")))
        return Sender()
    names = ("navn", "organisasjon", "epost", "rolle")
    reader.unknown(data, (*names, "slag", "offentlig_navn"), where)
    texts = {name: reader.text(data, name, MAX_NAME, where).strip() for name in names}
    kind = data.get("slag", "privatperson")
    if kind not in ("privatperson", "organisasjon"):
        reader.faults.append(Fault(where + "slag", say("Velg privatperson eller organisasjon.")))
        kind = "privatperson"
    if kind == "organisasjon" and not texts["organisasjon"]:
        reader.faults.append(
            Fault(where + "organisasjon", say("Skriv navnet på organisasjonen du svarer for."))
        )
    if texts["epost"] and not EMAIL.fullmatch(texts["epost"]):
        reader.faults.append(
            Fault(
                where + "epost",
                say("E-postadressen ser ikke riktig ut. Rett den eller la feltet stå tomt."),
            )
        )
    public = data.get("offentlig_navn", False)
    if not isinstance(public, bool):
        reader.faults.append(Fault(where + "offentlig_navn", say("Feltet må være ja eller nei.")))
    return Sender(kind, **texts, offentlig_navn=public is True)


_ADDRESS = {"sporsmaal": 60, "kapittel": 60, "anbefaling": 60, "felt": 80, "avsnitt": 100}
_QUOTE = {"exact": MAX_QUOTE, "prefix": MAX_AROUND, "suffix": MAX_AROUND}


def _input(data: Any, where: str, hearing: Hearing, reader: _Reader) -> Input:
    if not isinstance(data, Mapping):
        reader.faults.append(Fault(where.rstrip("."), say("Feltet må være et objekt.")))
        return Input()
    limits = {**_ADDRESS, **_QUOTE, "tekst": MAX_TEXT, "forslag": MAX_TEXT, "grunnlag": 64}
    reader.unknown(data, (*limits, "valg", "tall"), where)
    texts = {name: reader.text(data, name, most, where) for name, most in limits.items()}
    chosen, number = data.get("valg", []), data.get("tall")
    if not isinstance(chosen, list) or not all(isinstance(c, str) for c in chosen):
        reader.faults.append(Fault(where + "valg", say("Feltet må være en liste.")))
        chosen = []
    if number is not None and (not isinstance(number, int) or isinstance(number, bool)):
        reader.faults.append(Fault(where + "tall", say("Feltet må være et tall.")))
        number = None
    item = _reworded(Input(**texts, valg=tuple(chosen), tall=number), where, hearing, reader)
    reader.faults.extend(Fault(where + name, text) for name, text in _misplaced(item, hearing))
    return item


def _reworded(item: Input, where: str, hearing: Hearing, reader: _Reader) -> Input:
    """Return ``item`` with its proposed wording judged; without one that changes nothing."""
    none = replace(item, forslag="", grunnlag="")
    if not item.forslag.strip():
        return none
    found = hearing.words(item.anbefaling, item.felt, item.avsnitt)
    if not can_be_reworded(item.felt, item.avsnitt) or not found:
        reader.faults.append(Fault(where + "forslag", say(
            "Et forslag til ny tekst må gjelde ett avsnitt."
        )))
        return none
    heard = next((text for text in found if digest(text) == item.grunnlag), "")
    if item.grunnlag and not heard:
        reader.faults.append(Fault(where + "forslag", say(
            "Avsnittet er et annet enn det forslaget ble skrevet ut fra. Åpne skjemaet på nytt fra "
            "avsnittet, og lim inn forslaget."
        )))
        return item
    heard = heard or found[0]
    if squeezed(item.forslag) == squeezed(heard):
        return none
    whole, _ = together(item.forslag, item.tekst, heard, "nb")
    if len(whole) > MAX_TEXT:
        reader.faults.append(Fault(where + "forslag", too_long(len(whole), MAX_TEXT)))
    return replace(item, forslag=item.forslag.strip(), grunnlag=digest(heard))


def _misplaced(item: Input, hearing: Hearing) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the address: a comment is never put in a wrong place silently."""
    text = hearing.text
    unknown = say("Stedet finnes ikke i utgaven som er på høring.")
    if item.kapittel and text.chapter(item.kapittel) is None:
        yield "kapittel", unknown
    section = text.sections.get(item.anbefaling)
    if item.anbefaling and section is None:
        yield "anbefaling", unknown
    if item.felt and (section is None or item.felt not in section.fields):
        yield "felt", unknown
    if item.avsnitt and (section is None or hearing.paragraph(section.id, item.avsnitt) is None):
        yield "avsnitt", unknown
    question = hearing.nb.question(item.sporsmaal) if item.sporsmaal else None
    if item.sporsmaal and question is None:
        yield "sporsmaal", say("Spørsmålet finnes ikke i høringen.")
    if (item.valg or item.tall is not None) and not _fits(item, question):
        yield "valg", say("Svaret passer ikke til spørsmålet.")


def _fits(item: Input, question: Question | None) -> bool:
    if question is None:
        return False
    options = {option.id for option in question.alternativer}
    few = len(item.valg) <= (len(options) if question.flere else 1)
    chosen = set(item.valg) <= options and few and len(set(item.valg)) == len(item.valg)
    number = item.tall is None or (question.slag == "skala" and item.tall in question.skala.steps)
    return chosen and number


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    values = {k: list(v) if isinstance(v, tuple) else v for k, v in data.items()}
    return {k: v for k, v in values.items() if v not in ("", [], None, False)}
