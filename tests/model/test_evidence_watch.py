"""What has happened to sources: matched by DOI, with nothing invented."""

from __future__ import annotations

import pytest
from rettesnor.model.evidence_watch import Hit, Notice, doi_of, noticed, renewed, version

SOURCES = {
    "a-2020": {"DOI": "10.1000/ABC.1"}, "b-2021": {"URL": "https://doi.org/10.1000/def"},
    "c-2019": {"PMID": "123"}, "d-2018": {"title": "No number"},
    "review": {"DOI": "10.1002/14651858.CD000001.pub2"}, "first": {"DOI": "10.1002/14651858.CD2"},
}


@pytest.mark.parametrize(("text", "doi"), [
    ("https://doi.org/10.1000/ABC.1", "10.1000/abc.1"), ("doi:10.1000/x).", "10.1000/x"),
    ("unavailable", ""), ("", ""),
])
def test_a_doi_is_found_however_it_is_written(text: str, doi: str) -> None:
    assert doi_of(text) == doi


def test_notices_are_of_the_sources_that_they_name() -> None:
    notices = [
        Notice("retraction", "10.1000/abc.1", day="2026-01-02", notice="10.9/n",
               reasons=("Error", "Test")),
        Notice("correction", "10.1000/def"), Notice("concern", "", "123", "2026-02-03"),
        Notice("retraction", "10.1000/other"), Notice("retraction", ""),
    ]
    assert noticed(SOURCES, notices) == [
        Hit("trukket", "a-2020", "2026-01-02", address="https://doi.org/10.9/n",
            said="Error; Test"),
        Hit("rettet", "b-2021"), Hit("rettet", "c-2019", "2026-02-03", concern=True),
    ]


def test_a_retraction_that_was_taken_back_is_none_and_a_later_one_is() -> None:
    first, back, again = (
        Notice(nature, "10.1000/abc.1", day=day) for nature, day in (
            ("retraction", "2024-01-01"), ("reinstatement", "2025-01-01"),
            ("retraction", "2026-01-01"),
        )
    )
    assert noticed(SOURCES, [first, back]) == []
    assert [hit.day for hit in noticed(SOURCES, [first, back, again])] == ["2026-01-01"]


@pytest.mark.parametrize(("doi", "found"), [
    ("10.1002/14651858.cd000001.pub3", ("10.1002/14651858.cd000001", 3)),
    ("10.1002/14651858.cd2", ("10.1002/14651858.cd2", 1)), ("10.1000/abc", ("", 0)), ("", ("", 0)),
])
def test_the_version_of_a_review(doi: str, found: tuple[str, int]) -> None:
    assert version(doi) == found


def test_only_the_newest_version_counts_and_an_older_is_none() -> None:
    listed = [
        {"DOI": f"10.1002/14651858.CD000001.pub{number}", "title": f"Version {number}",
         "issued": {"date-parts": [[2026, 3, number]]}} for number in (1, 2, 4, 3)
    ]
    (hit,) = renewed(SOURCES, [*listed, {"DOI": "10.1002/14651858.CD9.pub2"}, {"title": "none"}])
    assert (hit.source, hit.event, hit.day, hit.said) == (
        "review", "ny-versjon", "2026-03-04", "Version 4",
    )
    assert hit.address == "https://doi.org/10.1002/14651858.cd000001.pub4"
    assert renewed(SOURCES, listed[:2]) == []
    assert [hit.source for hit in renewed(SOURCES, [{"DOI": "10.1002/14651858.CD2.pub2"}])] == [
        "first",
    ]


def test_a_task_is_named_by_what_happened() -> None:
    assert Hit("trukket", "a-2020", "2026-01-02").id == "kunnskap-a-2020-trukket-2026-01-02"
    gone = Hit("lenke-borte", "a", address="https://x.no/Å b")
    assert gone.id == "kunnskap-a-lenke-borte-https-x-no-b"
