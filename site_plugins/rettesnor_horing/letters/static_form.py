"""The JSON that the downloadable answer form saves, as the comments of an answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.intake.answer import Fault, read_answer
from rettesnor_horing.letters.incoming import LetterError, decoded
from rettesnor_horing.words import say


@dataclass(frozen=True, slots=True)
class FormAnswer:
    """What the form says.

    Attributes:
        kind, name: who answers, as far as the form says.
        comments: as in the body of ``POST /api/innspill/``.
        whole: recommendations whose part is unknown; those comments are on the whole of it.
    """

    kind: str
    name: str
    comments: list[dict[str, Any]]
    whole: tuple[str, ...] = ()


def read_form(data: bytes, hearing: Hearing) -> FormAnswer:
    """Return the answer in a file from the form of ``hearing``.

    Raises:
        LetterError: it is no such file, of another round or version, or breaks the intake's rules.
    """
    try:
        whole = json.loads(decoded(data), parse_constant=_no_constant, parse_int=_integer)
    except (ValueError, RecursionError):
        whole = None
    if not isinstance(whole, dict) or not isinstance(whole.get("svar"), dict):
        raise LetterError(say("Fila er ikke et svar fra det nedlastbare skjemaet."))
    if whole.get("horing") != hearing.id:
        raise LetterError(say("Svaret gjelder en annen høring enn den du har valgt."))
    if whole.get("utgave") != hearing.nb.utgave:
        raise LetterError(say("Svaret gjelder en annen utgave enn den som er på høring."))
    answers: Mapping[str, Any] = whole["svar"]
    comments: list[dict[str, Any]] = []
    unsure: list[str] = []
    for name, value in answers.items():
        part, _, id_ = name.partition(":")
        if part == "sporsmaal":
            comments.append(_to_question(id_, value, hearing))
        elif name == "retningslinja":
            comments.append({"tekst": value})
        elif part == "innspill":
            field = answers.get(f"felt:{id_}", "")
            section = hearing.text.sections.get(id_)
            if field and section is not None and field not in section.fields:
                unsure.append(id_)
                field = ""
            comments.append({
                "anbefaling": id_, "felt": field, "exact": answers.get(f"sitat:{id_}", ""),
                "tekst": value,
            })
        elif name not in ("slag", "navn") and part not in ("felt", "sitat"):
            raise LetterError(say("Fila er ikke et svar fra det nedlastbare skjemaet."))
    _refuse_faults(read_answer({"horing": hearing.id, "innspill": comments}, hearing)[1])
    kind, sender = answers.get("slag", ""), answers.get("navn", "")
    return FormAnswer(
        kind if isinstance(kind, str) else "", sender if isinstance(sender, str) else "",
        comments, tuple(unsure),
    )


def _refuse_faults(faults: list[Fault]) -> None:
    if faults:
        listed = "; ".join(f"{f.field}: {f.message}" for f in faults[:5])
        raise LetterError(say("Svaret kan ikke tas imot slik det er. {listed}", listed=listed))


def _to_question(id_: str, value: Any, hearing: Hearing) -> dict[str, Any]:
    question = hearing.nb.question(id_)
    data: dict[str, Any] = {"sporsmaal": id_}
    if question is None or question.slag == "fritekst":
        return {**data, "tekst": value}
    if question.slag == "skala":
        whole = isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 5
        return {**data, "tall": int(value) if whole else value}
    return {**data, "valg": value if isinstance(value, list) else [value]}


def _integer(digits: str) -> int:
    if len(digits) > 20:
        raise ValueError
    return int(digits)


def _no_constant(name: str) -> None:
    raise ValueError(name)
