"""Posters: one page of the asked size, tagged, with a QR code where the address is known."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from rettesnor.exports.documents.poster import PAPERS, Poster, pdf
from rettesnor.model.look import PaperColours

POSTER = Poster(
    "Skriftlig plan", "nb", "Etaten", "Retningslinje", "2026-11-22", "Steg for steg",
    (("Rektor", "Setter av tid."), ("Læreren", "Skriver planen.")), ("Versjon 1.0.0.",),
    "https://retningslinje.test/plan/", "Les resten på nettsiden.", "QR-kode", "Skolen bør.",
    "Bør", numbered=True,
)
SIZES = {"a4": (595, 842), "a3": (842, 1191)}


@pytest.mark.parametrize("paper", PAPERS)
def test_a_poster_is_one_tagged_page_of_its_size(paper: str) -> None:
    data = pdf(POSTER, paper, PaperColours())
    assert data == pdf(POSTER, paper, PaperColours()), "the same bytes each time"
    with pikepdf.open(BytesIO(data)) as document:
        (page,) = document.pages
        assert tuple(round(float(x)) for x in page.mediabox[2:]) == SIZES[paper]
        assert document.Root.MarkInfo.Marked and document.Root.Lang == "nb-NO"
        with document.open_metadata() as told:
            assert told["pdfuaid:part"] == "1"


def test_what_does_not_fit_is_left_out_and_said() -> None:
    many = replace(POSTER, items=tuple((f"Rolle {n}", "Gjør noe viktig. " * 12) for n in range(40)))
    with pikepdf.open(BytesIO(pdf(many, "a4", PaperColours()))) as document:
        assert len(document.pages) == 1


def test_without_an_address_there_is_no_code() -> None:
    with_code = pdf(POSTER, "a4", PaperColours())
    without = pdf(replace(POSTER, address=""), "a4", PaperColours())
    assert alternatives(without) == [] and alternatives(with_code) == ["QR-kode"]


def alternatives(data: bytes) -> list[str]:
    """Return what the pictures of a PDF are said to show."""
    with pikepdf.open(BytesIO(data)) as document:
        found = [one for one in document.objects if isinstance(one, pikepdf.Dictionary)]
        return [str(one.Alt) for one in found if "/Alt" in one and one.get("/S") == "/Figure"]
