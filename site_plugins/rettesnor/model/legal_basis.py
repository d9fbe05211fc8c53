"""What a requirement or a question follows from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rettsgrunnlag:
    """A section that something follows from: the law's id, and the section as the law writes it."""

    lov: str
    paragraf: str


@dataclass(frozen=True, slots=True)
class Kontrollgrunnlag:
    """The legal basis of a control question.

    Attributes:
        sporsmaalet: the question, word for word, so that it is not given to another one when the
            questions are put in another order.
    """

    sporsmaalet: str
    rettsgrunnlag: tuple[Rettsgrunnlag, ...] = ()
