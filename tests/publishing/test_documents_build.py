"""Documents and the offline copy as parts of a site."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from rettesnor.model.printable import INSTEAD
from rettesnor.publishing.documents import render as documents
from rettesnor.publishing.documents.sources import ALL as FORMATS
from rettesnor.publishing.options import BuildOptions, BuildResult
from rettesnor.publishing.pipeline import build

from tests.support.check_case import DAY, translated_files
from tests.support.guidelines import (
    ALL,
    EARLY,
    EARLY_PAGE,
    Tree,
    edit,
    plain_dressing,
    put,
    sound_copy,
    tree,
)
from tests.support.release_case import FIRST, SECOND, Case

_LATER = date(2027, 3, 1)
_EARLY = "samarbeid-med-hjemmet/tidlig-samtale/tidlig-samtale"


def made(
    root: Path, *formats: str, offline: bool = False, as_of: date = DAY, **order: Any
) -> BuildResult:
    dressed = plain_dressing(root / ".dressing")
    asked = BuildOptions(root, root / "site", as_of, documents=formats, offline=offline, **order)
    return build(asked, lambda _: dressed)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = sound_copy(tmp_path_factory.mktemp("rot"))
    assert not made(folder, *FORMATS, offline=True).faults
    return folder


@pytest.fixture(scope="module")
def site(root: Path) -> Tree:
    return tree(root / "site")


def test_every_page_with_content_has_its_documents(site: Tree) -> None:
    found = {path for path in site if path.endswith((".pdf", ".docx", ".epub"))}
    assert {"retningslinje.pdf", "retningslinje.docx", "retningslinje.epub"} <= found
    assert {"kompetanse/kompetanse.pdf", "kompetanse/kompetanse.docx"} <= found
    assert {f"{_EARLY}.pdf", f"{_EARLY}.docx"} <= found
    assert len(found) == 3 + 2 * 2 + 3 * 2


def test_pages_tell_format_size_and_language(site: Tree) -> None:
    page = site[EARLY_PAGE].decode()
    size = round(len(site[f"{_EARLY}.pdf"]) / 1000)
    assert 'href="../tidlig-samtale/tidlig-samtale.pdf"' in page
    assert f"({size} kB, bokmål)" in page
    assert "frakoblet.zip" in site["index.html"].decode()
    assert "frakoblet.zip" not in page


def test_without_being_asked_there_are_none(tmp_path: Path) -> None:
    root = sound_copy(tmp_path)
    made(root)
    site = tree(root / "site")
    assert not [path for path in site if path.endswith((".pdf", ".epub", ".zip"))]
    assert "rn-downloads" not in site[EARLY_PAGE].decode()


def test_a_warm_build_and_one_from_nothing_give_the_same_bytes(
    root: Path, site: Tree, tmp_path: Path
) -> None:
    assert made(root, *FORMATS, offline=True).rendered == 0
    assert tree(root / "site") == site
    other = sound_copy(tmp_path)
    made(other, *FORMATS, offline=True, jobs=2)
    assert tree(other / "site") == site


def test_only_what_changed_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = sound_copy(tmp_path)
    made(root, "pdf")
    before = tree(root / "site")
    edit(root, EARLY, "Snakker med eleven.", "Snakker lenge med eleven.")
    titles: list[str] = []
    real = documents.pdf

    def counted(booklet: Any, *others: Any) -> bytes:
        titles.append(booklet.title)
        return real(booklet, *others)

    monkeypatch.setattr(documents, "pdf", counted)
    made(root, "pdf")
    after = tree(root / "site")
    assert sorted(titles) == sorted(
        ["Tidlig samtale", "Samarbeid med hjemmet", _title(root)]
    )
    assert after[f"{_EARLY}.pdf"] != before[f"{_EARLY}.pdf"]
    assert after["kompetanse/kompetanse.pdf"] == before["kompetanse/kompetanse.pdf"]


def test_a_new_title_reaches_the_documents_that_name_it(tmp_path: Path) -> None:
    root = sound_copy(tmp_path)
    made(root, "pdf")
    before = (root / "site" / f"{_EARLY}.pdf").read_bytes()
    text = (root / ALL).read_text(encoding="utf-8")
    title = next(line for line in text.splitlines() if line.startswith("tittel:"))
    edit(root, ALL, title, "tittel: Et nytt navn")
    made(root, "pdf")
    assert (root / "site" / f"{_EARLY}.pdf").read_bytes() != before  # it is among «Se også»


def test_a_character_without_a_glyph_is_reported_and_shown_as_a_box_where_excepted(
    tmp_path: Path,
) -> None:
    from pypdf import PdfReader

    root = sound_copy(tmp_path)
    edit(root, EARLY, "Snakker med eleven.", "Snakker med eleven 中.")
    outcome = made(root, "pdf")
    assert not outcome.pages and not (root / "site").exists()
    (problem,) = outcome.survey.problems
    assert problem.code == "tegn-uten-skrift" and problem.path == EARLY
    assert "«中» (U+4E2D)" in problem.message
    text = (root / EARLY).read_text(encoding="utf-8")
    exempt = "unntak:\n  - kode: tegn-uten-skrift\n    grunn: Navnet skrives slik.\n"
    put(root, EARLY, text + exempt)
    outcome = made(root, "pdf")
    assert outcome.pages, [*map(str, outcome.survey.problems), *outcome.faults]
    reader = PdfReader(root / "site" / f"{_EARLY}.pdf")
    said = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert f"Snakker med eleven {INSTEAD}." in said
    assert "Snakker med eleven 中." in (root / "site" / EARLY_PAGE).read_text(encoding="utf-8")


def test_translations_have_documents_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pypdf import PdfReader

    for path, text in translated_files().items():
        put(tmp_path, path, text)
    outcome = made(tmp_path, *FORMATS)
    assert outcome.pages, outcome.faults
    site = tree(tmp_path / "site")
    reader = PdfReader(BytesIO(site[f"nn/{_EARLY}.pdf"]))
    assert reader.root_object["/Lang"] == "nn-NO"
    assert "Last ned" in site[f"nn/{EARLY_PAGE}"].decode()
    assert "nn/retningslinje.epub" in site

    def never(*_: object) -> bytes:
        raise AssertionError("is kept")

    for writer in ("pdf", "docx", "epub"):
        monkeypatch.setattr(documents, writer, never)
    made(tmp_path, *FORMATS)
    assert tree(tmp_path / "site") == site


def test_a_release_keeps_its_documents(tmp_path: Path) -> None:
    from pypdf import PdfReader

    case = Case(tmp_path)
    assert case.release(*FIRST) == 0
    case.revise()
    assert case.release(*SECOND) == 0
    outcome = made(tmp_path, "pdf", as_of=_LATER)
    assert outcome.pages, outcome.faults
    first = tree(tmp_path / "site")
    for version, day in (("1.0.0", "22. november 2026"), ("2.0.0", "1. mars 2027")):
        path = f"v/{version}/retningslinje.pdf"
        text = PdfReader(BytesIO(first[path])).pages[0].extract_text()
        assert f"{version}, {day}" in " ".join(text.split())
    assert "v/1.0.0/hjem/hjemmebesok/hjemmebesok.pdf" in first
    text = PdfReader(BytesIO(first["retningslinje.pdf"])).pages[0].extract_text()
    assert "2.0.0, 1. mars 2027" in " ".join(text.split())
    made(tmp_path, "pdf", as_of=_LATER)
    assert tree(tmp_path / "site") == first


def test_the_offline_copy_is_the_site_with_links_to_files(site: Tree) -> None:
    with zipfile.ZipFile(BytesIO(site["frakoblet.zip"])) as archive:
        copy = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
        assert {name.partition("/")[0] for name in archive.namelist()} == {"skolefravaer"}
    assert copy.keys() == site.keys() - {"frakoblet.zip"}
    assert copy["retningslinje.pdf"] == site["retningslinje.pdf"]
    front = copy["index.html"].decode()
    assert 'href="./kompetanse/index.html"' in front and "frakoblet.zip" not in front


def _title(root: Path) -> str:
    text = (root / "guideline/guideline.yml").read_text(encoding="utf-8")
    return next(
        line.partition(": ")[2] for line in text.splitlines() if line.startswith("tittel:")
    )
