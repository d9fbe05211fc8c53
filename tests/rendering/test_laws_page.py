"""The page of laws: amendments, checks against the law, repeal, and links to acts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.check_case import changed, sound_files
from tests.support.guidelines import EARLY_PAGE, PROJECT, WATCHED, build_plain, put

LAWS = """\
lover:
  - id: gammellova
    tittel: Lov om det gamle
    korttittel: gammellova
    type: lov
    dato: 1998-07-17
    opphevet: 2024-08-01
    paragrafer:
      - paragraf: § 9 A-4
  - id: opplæringslova
    tittel: Lov om grunnskoleopplæringa og den vidaregåande opplæringa
    korttittel: opplæringslova
    type: lov
    dato: 2023-06-09
    nummer: 30
    lenke: https://lovdata.no/lov/2023-06-09-30
    ikraft: 2024-08-01
    merknad: En ny lov er vedtatt.
    kontrollert:
      dato: 2026-07-01
      mot: Lovdatas åpne samling
    paragrafer:
      - paragraf: § 2-1
        opphevet: 2026-02-01
      - paragraf: § 2-2
      - paragraf: § 10-6
        endret: 2026-01-01
      - paragraf: § 13 b
      - paragraf: kapittel 12
"""
TEXT = """\
begrunnelse:
  tekst: |
    [[Opplæringslova]] gjelder. Se [[opplæringslova § 13b første ledd]] [@redd-barna-2025].
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("lover")
    for folder in WATCHED:
        (root / folder).mkdir(parents=True, exist_ok=True)
    early = "recommendations/samarbeid-med-hjemmet/tidlig-samtale.yml"
    files = changed(sound_files(), {early: TEXT, "guideline/laws.yml": LAWS})
    for path, text in files.items():
        put(root, path, text)
    put(root, "mkdocs.yml", (PROJECT / "mkdocs.yml").read_text(encoding="utf-8"))
    outcome = build_plain(root)
    assert outcome.pages, [str(problem) for problem in outcome.survey.problems]
    return root / "site"


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_repealed_acts_come_last(site: Path) -> None:
    page = (site / "lover/index.html").read_text(encoding="utf-8")
    assert page.index('id="lov-opplæringslova"') < page.index('id="lov-gammellova"')


def test_repealed_sections_come_last_in_their_act_and_lead_nowhere(site: Path) -> None:
    page = (site / "lover/index.html").read_text(encoding="utf-8")
    assert page.index("§ 2-2") < page.index("kapittel 12") < page.index("§ 2-1")
    links = re.findall(r"2023-06-09-30/([^\"]+)\"", page)
    assert any("2-2" in link for link in links) and not any("2-1" in link for link in links)


def test_what_was_changed_and_checked_is_said(site: Path) -> None:
    page = words((site / "lover/index.html").read_text(encoding="utf-8"))
    current, repealed = page.split("Lov om det gamle")
    assert "Sist endret 1. januar 2026." in current
    assert "Sist kontrollert mot: Lovdatas åpne samling, 1. juli 2026." in current
    assert "En ny lov er vedtatt." in current
    assert "Ikke kontrollert mot Lovdata." in repealed
    assert "Hele loven er brukt i:" in current


def test_the_intro_promises_no_more_links_than_there_are(site: Path) -> None:
    page = words((site / "lover/index.html").read_text(encoding="utf-8"))
    assert "Der det finnes en adresse hos Lovdata, er det lenke dit." in page


def test_references_lead_to_what_they_show(site: Path) -> None:
    page = (site / EARLY_PAGE).read_text(encoding="utf-8")
    links = dict(
        (words(text), address)
        for address, text in re.findall(r'<a href="([^"]+)">(.*?)</a>', page)
    )
    assert links["Opplæringslova"] == "https://lovdata.no/lov/2023-06-09-30"
    assert links["opplæringslova § 13b første ledd"].endswith("/§13b")


def test_a_section_is_used_however_its_letter_is_spaced(site: Path) -> None:
    page = (site / "lover/index.html").read_text(encoding="utf-8")
    row = page[page.index('id="lov-opplæringslova-13b"') :]
    assert "Brukt i:" in row[: row.index("</div>")]
