"""What the files say that no release has said yet."""

from __future__ import annotations

from dataclasses import dataclass

NEW, CHANGED, NEW_LANGUAGE = "ny", "endret", "språk"
"""How a text may differ from the last release: it is new, it is another, or its language is new."""


@dataclass(frozen=True, slots=True)
class Unreleased:
    """How the files differ from the last release; falsy when they do not.

    Attributes:
        etter: the version of that release.
        anbefalinger: id and ``NEW`` or ``CHANGED`` of each recommendation that differs.
        tatt_ut: the ids that the release has and the files do not.
        oversatt: language and id of each translated text that differs.
        ramme: whether the guideline-wide content or its pictures differ.
        rammer: the languages that it differs in.
        sprak: the languages that the release was not published in at all.
    """

    etter: str
    anbefalinger: tuple[tuple[str, str], ...] = ()
    tatt_ut: tuple[str, ...] = ()
    oversatt: tuple[tuple[str, str], ...] = ()
    ramme: bool = False
    rammer: tuple[str, ...] = ()
    sprak: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(
            self.anbefalinger or self.tatt_ut or self.oversatt or self.ramme or self.rammer
            or self.sprak
        )

    def of(self, id_: str, language: str = "") -> str:
        """Return how the text of ``id_`` differs; empty when it is as it was released.

        Args:
            language: of the translation that is asked about; empty for the text written first.
        """
        own = dict(self.anbefalinger).get(id_, "")
        if own == NEW or not language:
            return own
        if language in self.sprak:
            return NEW_LANGUAGE
        return CHANGED if own or (language, id_) in self.oversatt else ""
