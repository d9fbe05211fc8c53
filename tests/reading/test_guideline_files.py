"""Reading what holds for the whole guideline."""

from __future__ import annotations

from pathlib import Path

import pytest
from rettesnor.reading.content.guideline import read_guideline
from rettesnor.reading.content.guideline_reading import GuidelineReading

from tests.support.guidelines import GUIDELINE, edit, put, sound_copy


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sound_copy(tmp_path)


def told(frame: GuidelineReading) -> list[str]:
    return [f"{p.path}:{p.line}:{p.column} {p.code}" for p in frame.problems]


def test_a_sound_frame(root: Path) -> None:
    frame = read_guideline(root)
    assert frame.problems == []
    guideline = frame.guideline
    assert guideline is not None
    assert [chapter.id for chapter in guideline.kapitler] == ["samarbeid-med-hjemmet", "kompetanse"]
    assert [law.id for law in guideline.lover] == ["opplæringslova", "opplæringslova-1998"]
    assert [term.id for term in guideline.termer] == ["skolefravaer", "begynnende-fravaer"]
    assert list(guideline.kilder) == ["redd-barna-2025", "nokleby-2026"]
    (page,) = guideline.tekstsider
    assert (page.id, page.tittel) == ("om", "Om retningslinja")
    assert page.tekst.startswith("Retningslinja bygger på")
    assert set(frame.fragments) == {GUIDELINE, "guideline/om.md"}
    assert set(frame.fragments[GUIDELINE]) == {"formaal", "omfang", "avgrensning"}


def test_everything_read_is_remembered_byte_for_byte(root: Path) -> None:
    contents = read_guideline(root).contents
    assert set(contents) == {
        GUIDELINE, "guideline/laws.yml", "guideline/sources.yml", "guideline/terms.yml",
        "guideline/om.md",
    }
    assert all((root / path).read_bytes() == data for path, data in contents.items())


def test_laws_sources_and_terms_may_be_absent(root: Path) -> None:
    for name in ("laws", "sources", "terms"):
        (root / f"guideline/{name}.yml").unlink()
    frame = read_guideline(root)
    assert frame.guideline is not None and frame.problems == []
    assert frame.guideline.lover == () and frame.guideline.kilder == {}


@pytest.mark.parametrize("name", ["guideline", "laws", "sources", "terms"])
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: [", "yaml-syntaks"), ("a: b\n", "felt-ukjent"), ("", "fil-tom"),
        ("- a\n", "fil-uten-felt"), ("a: \u200b", "skjult-tegn"),
    ],
)
def test_a_broken_file_gives_problems_and_no_guideline(
    root: Path, name: str, text: str, code: str
) -> None:
    put(root, f"guideline/{name}.yml", text)
    frame = read_guideline(root)
    assert frame.guideline is None
    assert f"guideline/{name}.yml" in {problem.path for problem in frame.problems}
    assert code in {problem.code for problem in frame.problems}


def test_the_problems_of_all_files_are_told(root: Path) -> None:
    for name in ("guideline", "laws", "sources", "terms"):
        put(root, f"guideline/{name}.yml", "a: &b c\n")
    assert told(read_guideline(root)) == [
        f"guideline/{name}.yml:1:4 yaml-anker" for name in ("guideline", "laws", "sources", "terms")
    ]


def test_no_guideline_at_all(root: Path) -> None:
    (root / GUIDELINE).unlink()
    frame = read_guideline(root)
    assert frame.guideline is None
    assert told(frame) == [f"{GUIDELINE}:1:1 fil-mangler"]


def test_a_missing_page_is_told_where_it_is_listed(root: Path) -> None:
    edit(root, GUIDELINE, "sider:\n  - om\n", "sider:\n  - om\n  - metode\n")
    frame = read_guideline(root)
    line = (root / GUIDELINE).read_text(encoding="utf-8").split("\n").index("  - metode") + 1
    assert told(frame) == [f"{GUIDELINE}:{line}:5 side-mangler"]
    assert frame.guideline is not None
    assert [page.id for page in frame.guideline.tekstsider] == ["om"]


@pytest.mark.parametrize(
    "text", ["Tekst uten tittel.\n", "## For lav\n", "\n# Etter blank\n", "#\n", ""]
)
def test_a_page_without_a_title(root: Path, text: str) -> None:
    put(root, "guideline/om.md", text)
    assert told(read_guideline(root)) == ["guideline/om.md:1:1 side-tittel"]


def test_places_on_a_page_count_from_its_first_line(root: Path) -> None:
    put(root, "guideline/om.md", "# Om\n\nFørst.\n\nSå [her](https://a.no).\n")
    assert told(read_guideline(root)) == ["guideline/om.md:5:10 prosa-lenketekst"]


def test_prose_in_the_guidelines_own_file(root: Path) -> None:
    edit(root, GUIDELINE, "omfang: Alle skoler.", "omfang: Alle <b>skoler</b>.")
    assert {problem.code for problem in read_guideline(root).problems} == {"prosa-html"}


def test_a_lead_of_a_chapter_is_rendered(root: Path) -> None:
    title = "    tittel: Kompetanse\n"
    edit(root, GUIDELINE, title, f"{title}    ingress: Alle *må* lære.\n")
    frame = read_guideline(root)
    assert frame.problems == []
    assert "<em>må</em>" in frame.fragments[GUIDELINE]["kapitler.1.ingress"].html
