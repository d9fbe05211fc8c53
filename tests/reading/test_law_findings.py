"""What Lovdata's files say that the register does not: every change of a cited section."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from rettesnor.model.guideline import Guideline, Kontroll, Lov, Paragraf, Varsel
from rettesnor.reading.lovdata.collection import read_collection
from rettesnor.reading.lovdata.findings import Finding, Watched, wanted, watch
from rettesnor.reading.project import read_project

from tests.support.check_case import SOUND
from tests.support.lovdata import ACT, archive, chapter, document, marked, section

DAY = "2026-11-30"


def register(*sections: Paragraf, **fields: object) -> Guideline:
    """Return a guideline with one law."""
    guideline = read_project(SOUND).guideline
    assert guideline is not None
    law = Lov(
        "opplæringslova", "Lov om opplæring (opplæringslova)", "opplæringslova", "lov",
        "2023-06-09", sections, nummer=30, ikraft="2024-08-01", **fields,  # type: ignore[arg-type]
    )
    return replace(guideline, lover=(law,))


def held(tmp_path: Path, guideline: Guideline, *texts: str, dated: str = "") -> Watched:
    names = {f"{number}.xml": text for number, text in enumerate(texts)}
    found = read_collection([archive(tmp_path / "a.tar.bz2", names)], wanted(guideline))
    return watch(guideline, found, DAY, dated=dated)


def about(found: Watched) -> list[tuple[str, str, str, bool]]:
    return [(one.kind, one.section, one.in_force, one.pending) for one in found.findings
            if one.kind != "kontrollert"]


def amending(*parts: str, by: str = "lov/2025-06-20-39", when: str = "2025-08-01") -> str:
    return document(
        by, marked(ACT, *(("change", f"{ACT}/{part}", "§ skal lyde: ny tekst") for part in parts)),
        gazette=True, dateInForce=when, title="Lov om endringer i opplæringslova",
        changesToDocuments=f"<ul><li>{ACT}</li></ul>", dateOfPublication=f"{by[4:14]} 12:00",
    )


def in_force(*sections: str) -> str:
    return document(ACT, chapter("12", "Skolemiljø", *sections), dateInForce="2024-08-01")


@pytest.mark.parametrize(("endret", "when", "expected"), [
    ("", "2025-08-01", [("endret", "§ 24-3", "2025-08-01", False)]),
    ("2025-01-01", "2025-08-01", [("endret", "§ 24-3", "2025-08-01", False)]),
    ("2025-08-01", "2025-08-01", []),
    ("2026-01-01", "2025-08-01", []),
    ("", "2024-08-01", []),
    ("", "2027-01-01", [("endret", "§ 24-3", "2027-01-01", True)]),
    ("", "Kongen bestemmer", [("endret", "§ 24-3", "", True)]),
])
def test_a_change_is_found_when_the_register_does_not_have_it(
    tmp_path: Path, endret: str, when: str, expected: list[tuple[str, str, str, bool]]
) -> None:
    guideline = register(Paragraf("§ 24-3", endret=endret), Paragraf("§ 1-1"))
    assert about(held(tmp_path, guideline, amending("§24-3/ledd/2", when=when))) == expected


def test_a_section_that_is_not_cited_is_no_finding(tmp_path: Path) -> None:
    guideline = register(Paragraf("§ 1-1"))
    assert not about(held(tmp_path, guideline, amending("§24-3/ledd/2", "§1-10", "§11-1")))


def test_what_the_register_knows_is_coming_is_no_finding_until_it_comes(tmp_path: Path) -> None:
    notice = Varsel("lov 20. juni 2025 nr. 39")
    guideline = register(Paragraf("§ 24-3", varslet=(notice,)))
    assert not about(held(tmp_path, guideline, amending("§24-3", when="Kongen bestemmer")))
    assert about(held(tmp_path, guideline, amending("§24-3"))) == [
        ("endret", "§ 24-3", "2025-08-01", False),
    ]
    assert about(held(tmp_path, guideline, amending("§24-3", when="2027-01-01"))) == [
        ("endret", "§ 24-3", "2027-01-01", True),
    ], "its day was decided"


def test_the_act_itself_says_the_day_that_the_gazette_leaves_open(tmp_path: Path) -> None:
    note = "Endra ved lov 20 juni 2025 nr. 39 (i kraft 1 jan 2026 iflg. res. 19 des 2025 nr. 2711)."
    guideline = register(Paragraf("§ 24-3"))
    found = held(
        tmp_path, guideline, amending("§24-3", when="Kongen bestemmer"),
        in_force(section("24-3", "Ny tekst.", note=note)),
    )
    assert about(found) == [("endret", "§ 24-3", "2026-01-01", False)]


def test_a_cited_chapter_changes_with_its_sections(tmp_path: Path) -> None:
    guideline = register(Paragraf("kapittel 12"))
    (one,) = held(tmp_path, guideline, amending("§12-4/ledd/1", "§13-1")).findings
    assert (one.section, one.detail) == ("kapittel 12", "§ 12-4")
    note = "Endra ved lov 20 juni 2025 nr. 39 (i kraft 1 jan 2026)."
    acts = in_force(section("12-4", "Tekst.", note=note))
    (one,) = (each for each in held(tmp_path, guideline, acts).findings if each.by)
    assert (one.section, one.detail, one.in_force) == ("kapittel 12", "§ 12-4", "2026-01-01")


def test_an_act_that_is_replaced_is_a_finding_about_all_of_it(tmp_path: Path) -> None:
    new = document(
        "lov/2025-06-20-81", marked(ACT, ("repeal", ACT, "oppheves")), gazette=True,
        dateInForce="Kongen bestemmer", title="Lov om opplæring (ny opplæringslov)",
        changesToDocuments=f"<ul><li>{ACT}</li></ul>", dateOfPublication="2025-06-20 12:00",
    )
    (one,) = held(tmp_path, register(Paragraf("§ 1-1")), new).findings
    assert (one.kind, one.section, one.pending) == ("loven-erstattes", "", True)


def test_a_heading_that_differs_and_a_section_that_is_gone_are_told(tmp_path: Path) -> None:
    guideline = register(Paragraf("§ 12-1", "Gammel overskrift"), Paragraf("§ 12-9"))
    found = held(tmp_path, guideline, in_force(section("12-1", "Tekst.", "Ny overskrift")))
    (one, *_) = found.findings
    assert (one.kind, one.value, one.was) == ("overskrift", "Ny overskrift", "Gammel overskrift")
    assert ["§ 12-9" in note for note in found.notes] == [True]


def test_the_text_is_the_old_one_until_the_act_has_the_new(tmp_path: Path) -> None:
    coming = "Vert endra ved lov 20 juni 2025 nr. 39 (i kraft 1 juli 2026)."
    done = coming.replace("Vert endra", "Endra")
    guideline = register(Paragraf("§ 12-1"))
    law = amending("§12-1/ledd/1", when="Kongen bestemmer")

    def texts(note: str) -> Finding:
        acts = in_force(section("12-1", "Gammel tekst.|Andre ledd.", note=note))
        return next(one for one in held(tmp_path, guideline, law, acts).findings if one.by)

    assert texts(coming).before == ("Gammel tekst.",)
    assert texts(done).after == ("Gammel tekst.", "Andre ledd."), "as the act has it now"


@pytest.mark.parametrize(("dated", "found"), [
    ("2025-06-01", True), ("2025-06-27", True), ("2025-07-20", True), ("2025-09-01", False),
])
def test_what_was_just_announced_need_not_be_in_the_notes_of_the_act(
    tmp_path: Path, dated: str, found: bool
) -> None:
    law = amending("§12-1/ledd/1", when="Kongen bestemmer")
    acts = in_force(section("12-1", "Gammel tekst."))
    seen = about(held(tmp_path, register(Paragraf("§ 12-1")), law, acts, dated=dated))
    assert seen == [("endret", "§ 12-1", "", True)] * found, "later the notes would say so"


@pytest.mark.parametrize(("last", "dated", "expected"), [
    ("2026-01-01", "2026-07-01", ["2026-07-01"]), ("2026-07-01", "2026-07-01", []),
    ("", "2026-07-01", ["2026-07-01"]),
])
def test_the_day_of_the_check_is_that_of_the_files(
    tmp_path: Path, last: str, dated: str, expected: list[str]
) -> None:
    guideline = register(Paragraf("§ 12-1"), kontrollert=Kontroll(last, "Lovdata"))
    found = held(tmp_path, guideline, in_force(section("12-1", "Tekst.")), dated=dated)
    assert [one.value for one in found.findings] == expected


def test_announcements_alone_hold_a_law_only_when_none_is_missed(tmp_path: Path) -> None:
    guideline = register(Paragraf("§ 1-1"), kontrollert=Kontroll("2025-01-01", "Lovdata"))
    assert not held(tmp_path, guideline, amending("§2-2")).findings, "it begins after the check"
    first = amending("§2-2", by="lov/2024-12-20-1", when="2025-01-01")
    (one,) = held(tmp_path, guideline, first, amending("§2-2")).findings
    assert (one.kind, one.value) == ("kontrollert", "2025-06-20")


def test_of_the_past_only_the_last_change_is_news(tmp_path: Path) -> None:
    note = (
        "Endra ved lover 4 juni 2025 nr. 1 (i kraft 1 juli 2025), 5 juni 2025 nr. 2, oppheva ved "
        "lov 6 juni 2025 nr. 3 (i kraft 1 aug 2025), tilføyd ved lov 7 juni 2025 nr. 4 (i kraft 1 "
        "sep 2025), endra ved lov 8 juni 2025 nr. 5 (i kraft 1 okt 2025)."
    )
    acts = in_force(section("12-1", "Tekst.", note=note))
    never = held(tmp_path, register(Paragraf("§ 12-1")), acts)
    assert about(never) == [("endret", "§ 12-1", "2025-10-01", False)]
    since = register(Paragraf("§ 12-1"), kontrollert=Kontroll("2025-08-15", "Lovdata"))
    assert about(held(tmp_path, since, acts)) == [
        ("ny", "§ 12-1", "2025-09-01", False), ("endret", "§ 12-1", "2025-10-01", False),
    ]
