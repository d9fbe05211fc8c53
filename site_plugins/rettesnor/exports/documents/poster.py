"""Posters for a wall: one page of A4 or A3 for a recommendation or a phase, with a QR code.

Set by Typst as the other PDF files are (PDF/UA-1 and PDF/A-2a). What does not fit on one page in
readable type is left out, and the poster says so; no text is cut in the middle.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.resources import files
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from rettesnor.exports.documents.context import DocumentContext
from rettesnor.exports.documents.labels import state
from rettesnor.exports.documents.pdf import (
    NOTHING,
    STANDARDS,
    TypesettingError,
    compiler,
    packed,
    reason,
)
from rettesnor.exports.documents.voices import official
from rettesnor.model.guideline import Navngitt
from rettesnor.model.look import PaperColours
from rettesnor.model.printable import shown
from rettesnor.model.recommendation import Steg
from rettesnor.model.recommendation_entry import Entry

PAPERS = ("a4", "a3")
_SCALES = (1.0, 0.88, 0.78)
"""The sizes of type that are tried, the largest first."""


@dataclass(frozen=True, slots=True)
class Poster:
    """What a poster says.

    Attributes:
        items: who and what, or title and sentence.
        rest: what is said when some of them are left out.
        foot: version, sender and licence.
        address: of the page, in whole; empty when the site's is not known: then it has no QR code.
    """

    title: str
    language: str
    author: str
    guideline: str
    day: str
    heading: str
    items: tuple[tuple[str, str], ...]
    foot: tuple[str, ...]
    address: str
    rest: str
    qr_alt: str
    sentence: str = ""
    strength: str = ""
    official: str = ""
    numbered: bool = False


def available() -> bool:
    """Return whether what posters need is installed."""
    return all(find_spec(name) is not None for name in ("typst", "pikepdf", "segno"))


def template() -> bytes:
    """Return the look of a poster, as Typst source."""
    return files(__package__).joinpath("poster.typ").read_bytes()


def recommendation_poster(
    setting: DocumentContext, entry: Entry, steps: Sequence[Steg]
) -> Poster:
    """Return the poster of a recommendation: its sentence and its ``steps``, as plain text."""
    strength = setting.strength(entry.styrke)

    def who(step: Steg) -> str:
        own = setting.guideline.draft and not step.naar_i_lov
        when = f"{setting.say('proposal')} {step.naar}" if own else step.naar
        return f"{step.hvem} ({when})" if step.naar else str(step.hvem)

    items = tuple((who(step), str(step.hva)) for step in steps)
    return Poster(
        entry.tittel, heading=setting.gettext("Steg for steg"), items=items, numbered=True,
        sentence=f"{entry.kort_anbefaling}.", strength=strength.label,
        official=official(setting), **_common(setting, f"{entry.kapittel}/{entry.id}/"),
    )


def phase_poster(
    setting: DocumentContext, phase: Navngitt, entries: Sequence[Entry], url: str
) -> Poster:
    """Return the poster of a phase: what it is, and the recommendations that belong to it."""
    items = tuple((entry.tittel, f"{entry.kort_anbefaling}.") for entry in entries)
    return Poster(
        phase.navn, heading=setting.say("recommendations"), items=items, sentence=phase.om,
        **_common(setting, url),
    )


def _common(setting: DocumentContext, url: str) -> dict[str, Any]:
    g, say = setting.guideline, setting.say
    foot = [f"{setting.version}. {state(g.status, setting.gettext)}."]
    foot.append(f"{say('sender') if g.avsender else say('owner')}: {g.author_name}.")
    if g.merknad:
        foot.append(g.merknad)
    foot.append(f"{say('licence')}: {g.lisens.navn}.")
    return {
        "language": setting.language, "author": g.author_name, "guideline": g.korttittel,
        "day": setting.stamp.dag, "foot": tuple(foot),
        "address": f"{setting.address}{url}" if setting.address else "",
        "rest": say("poster_rest"), "qr_alt": say("poster_qr"),
    }


def pdf(poster: Poster, paper: str, colours: PaperColours) -> bytes:
    """Return ``poster`` on one page of ``paper``, the same bytes each time.

    Raises:
        TypesettingError: it cannot be set.
    """
    import pikepdf

    qr = _qr(poster.address) if poster.address else ""
    for count in range(len(poster.items), -1, -1):
        for scale in _SCALES if count == len(poster.items) else _SCALES[-1:]:
            data = _set(poster, paper, colours, qr, count, scale)
            with pikepdf.open(BytesIO(data)) as document:
                if len(document.pages) == 1:
                    return packed(data)
    raise TypesettingError("Plakaten får ikke plass på én side.")


def _set(
    poster: Poster, paper: str, colours: PaperColours, qr: str, count: int, scale: float
) -> bytes:
    import typst

    left_out = count < len(poster.items)
    data = {
        **asdict(poster), "items": poster.items[:count], "paper": paper, "scale": scale, "qr": qr,
        "rest": poster.rest if left_out else "",
    }
    inputs = {
        "poster": shown(json.dumps(data, ensure_ascii=False)),
        "colours": json.dumps(asdict(colours)),
    }
    try:
        made: bytes = compiler(str(NOTHING)).compile(
            template(), format="pdf", sys_inputs=inputs, pdf_standards=list(STANDARDS),
            timestamp=datetime.fromisoformat(poster.day).replace(tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise TypesettingError(reason(error.message)) from error
    return made


def _qr(address: str) -> str:
    """Return the QR code of ``address`` as SVG (ISO/IEC 18004), with the quiet zone around it."""
    import segno

    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", xmldecl=False, border=4)
    return out.getvalue().decode()
