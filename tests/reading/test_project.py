"""One reader: with unsaved edits on top, it reads what it would read if they were saved."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rettesnor.model.problem import Problem
from rettesnor.publishing.inspection import inspect
from rettesnor.reading.files.folder import DiskFolder, OverlaidFolder
from rettesnor.reading.project import ChangedError, Project, read_project
from rettesnor.reading.read_cache import MemoryCache

from tests.support.check_case import DAY, translated_files
from tests.support.guidelines import PROJECT
from tests.support.release_case import FIRST, Case

EARLY = "recommendations/samarbeid-med-hjemmet/tidlig-samtale.yml"
EARLY_NN = "recommendations/samarbeid-med-hjemmet/tidlig-samtale.nn.yml"
GUIDELINE = "guideline/guideline.yml"
ROUND = """\
id: pilot
tittel: Høring av prøveversjonen
utgave: 1.0.0
aapner: 2026-11-23
stenger: 2027-02-28T15:00
kontakt:
  navn: Prøveetaten
mottak:
  type: skjema
publisering: Svar fra virksomheter blir publisert med navn.
personvern: Ikke skriv om barn.
"""
CHANGE = """\
slag: endret
anbefalinger: [tidlig-samtale]
hva: Ordlyden er endret.
vesentlig: false
besluttet_av: Prøveetaten
besluttet_dato: 2026-10-01
hvorfor:
  - type: ny kunnskap
    tekst: Det er bedre.
    kilder: [redd-barna-2025]
"""
BASE = {
    **translated_files(), "guideline/horinger/pilot.yml": ROUND,
    "changelog/unreleased/ny-ordlyd.yml": CHANGE,
    "mkdocs.yml": "site_name: Prøve\ndocs_dir: guideline\ntheme: material\n"
    "plugins: [rettesnor]\n",
}
NEW = (
    "recommendations/kompetanse/ny.yml", "recommendations/ny-mappe/ny.yml",
    "recommendations/kompetanse/ny.nn.yml", "recommendations/kompetanse/ny.yaml",
    "recommendations/ny.yml", "recommendations/kompetanse/uten-endelse", "guideline/ekstra.md",
    "guideline/ekstra.nn.md", "guideline/sitater.yml", "guideline/bilder/ny.png",
    "guideline/bilder/Ny fil.txt", "guideline/bilder/under/ny.svg", "guideline/horinger/ny.yml",
    "guideline/horinger/pilot.nn.yml", "guideline/horinger/pilot/innspill.json",
    "guideline/tilgjengelighet.yml", "guideline/signatur.pub", "changelog/unreleased/ny.yml",
    "changelog/unreleased/Feil Navn.yml", "changelog/unreleased/under/ny.yml",
)
PIECES = (
    "", "tittel: [", "  - x\n", "\t", "ukjent: felt\n", "id: ny\n", "styrke: må\n", "\u200b", "«»",
    "[@finnes-ikke]", "<b>x</b>", "![tegning](bilder/ny.png)", "2999-01-01", "<<<<<<< HEAD\n",
)


def write(root: Path, files: Mapping[str, str | bytes | None]) -> None:
    for path, content in files.items():
        if content is None:
            (root / path).unlink(missing_ok=True)
            continue
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        (root / path).write_bytes(data)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("retningslinje")
    write(root, BASE)
    return root


@st.composite
def edited(draw: st.DrawFn, path: str) -> bytes | None:
    """Draw what is made of the file at ``path``: nothing, something else, or a small change."""
    whole = BASE.get(path) or draw(st.sampled_from(sorted(BASE.values())))
    kind = draw(st.sampled_from(["removed", "whole", "bytes", "line out", "line twice", "piece"]))
    if kind == "removed":
        return None
    if kind == "whole":
        return draw(st.sampled_from([*sorted(BASE.values()), "", "null\n", "- x\n"])).encode()
    if kind == "bytes":
        return draw(st.binary(max_size=20)) + whole.encode()
    lines = whole.splitlines(keepends=True)
    at = draw(st.integers(0, len(lines) - 1))
    if kind == "line out":
        return "".join(lines[:at] + lines[at + 1 :]).encode()
    if kind == "line twice":
        return "".join(lines[: at + 1] + lines[at:]).encode()
    column = draw(st.integers(0, len(lines[at])))
    piece = draw(st.sampled_from(PIECES))
    lines[at] = lines[at][:column] + piece + lines[at][column:]
    return "".join(lines).encode()


@st.composite
def overlays(draw: st.DrawFn) -> dict[str, bytes | None]:
    """Draw one to four edits of files that exist or not."""
    paths = draw(st.lists(
        st.one_of(st.sampled_from(sorted(BASE)), st.sampled_from(NEW)),
        min_size=1, max_size=4, unique=True,
    ))
    return {path: draw(edited(path)) for path in paths}


def found(project: Project, day: date = DAY) -> list[Problem]:
    return inspect(project, day).problems


def same(project: Project, saved: Project) -> None:
    assert project == saved
    assert project.problems == saved.problems
    assert found(project) == found(saved)
    if saved.guideline is not None:
        assert project.edition == saved.edition


KEPT = MemoryCache()
"""From one example to the next, so that what is reused is what reading would give."""


@settings(deadline=None, max_examples=40)
@given(overlay=overlays())
def test_unsaved_edits_are_read_as_if_they_were_saved(
    base: Path, overlay: dict[str, bytes | None]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "kopi"
        shutil.copytree(base, root)
        write(root, overlay)
        saved = read_project(root)
        same(read_project(base, overlay), saved)
        same(read_project(base, overlay, KEPT), saved)


def test_the_real_guideline_with_its_releases(tmp_path: Path) -> None:
    for name in ("guideline", "recommendations", "changelog"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    shutil.copy(PROJECT / "mkdocs.yml", tmp_path)
    path = "recommendations/skolens-oppfolging/skriftlig-plan.yml"
    text = (PROJECT / path).read_text(encoding="utf-8")
    overlay = {
        path: re.sub(r"(?m)^tittel: ", "tittel: Ny ", text, count=1).encode(),
        "recommendations/kompetanse/relevant-kompetanse.yml": None,
    }
    write(tmp_path, overlay)
    day, cache, saved = date(2026, 11, 30), MemoryCache(), read_project(tmp_path)
    problems = found(saved, day)
    assert "kapittel-uten-fil" in {p.code for p in problems}
    for project in (read_project(PROJECT, overlay), read_project(PROJECT, overlay, cache)):
        assert project == saved and project.edition == saved.edition
        assert found(project, day) == problems
    assert found(read_project(PROJECT, cache=cache), day) == found(read_project(PROJECT), day)


def test_nothing_is_written(base: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in sorted(base.rglob("*"))}
    read_project(base, {EARLY: b"tittel: [", "recommendations/ny/ny.yml": b"", GUIDELINE: None})
    assert {path: path.stat().st_mtime_ns for path in sorted(base.rglob("*"))} == before


def test_every_kind_of_file_is_overlaid(base: Path) -> None:
    """A fault put in each is found, and nothing is found without: the overlay reaches it."""
    assert not [p for p in read_project(base).problems if p.path in BASE]
    for path in BASE:
        if path.startswith("guideline/bilder/") or path == "guideline/LICENSE":
            continue
        broken = b"\xff" if path != "mkdocs.yml" else b"a: [\n"
        assert path in {p.path for p in read_project(base, {path: broken}).problems}, path


@pytest.mark.parametrize("path", [
    "", "/etc/passwd", "../x.yml", "guideline/../../x", "guideline//x.yml", "guideline\\x.yml",
    "changelog/0.1.0/snapshot.json", "changelog/urls.txt", "changelog", "guideline",
    f"{GUIDELINE}/x.yml",
])
def test_a_path_that_no_editor_may_write_is_refused(base: Path, path: str) -> None:
    with pytest.raises(ValueError):
        read_project(base, {path: b""})


def test_a_file_and_a_folder_cannot_have_one_name(base: Path) -> None:
    with pytest.raises(ValueError):
        read_project(base, {"guideline/ny": b"", "guideline/ny/fil.yml": b""})


def test_an_overlay_leads_out_of_the_folder_no_more_than_a_file(
    base: Path, tmp_path: Path
) -> None:
    shutil.copytree(base, tmp_path / "rot")
    (tmp_path / "utenfor").mkdir()
    (tmp_path / "rot/recommendations/lenke").symlink_to(tmp_path / "utenfor")
    folder = OverlaidFolder(DiskFolder(tmp_path / "rot"), {"recommendations/lenke/x.yml": b"id: x"})
    read = folder.read("recommendations/lenke/x.yml")
    assert isinstance(read, Problem) and read.code == "fil-uleselig"


def test_an_overlay_is_bounded_as_a_file_is(base: Path) -> None:
    overlay = {"guideline/om.md": b"# Om\n\n" + b"x" * 200_000, EARLY: b" " * 1_000_001}
    codes = {(p.path, p.code) for p in read_project(base, overlay).problems}
    assert {("guideline/om.md", "fil-for-stor"), (EARLY, "fil-for-stor")} <= codes


def test_a_link_to_a_file_is_replaced(base: Path, tmp_path: Path) -> None:
    shutil.copytree(base, tmp_path / "rot")
    (tmp_path / "rot" / EARLY).unlink()
    (tmp_path / "rot" / EARLY).symlink_to("/etc/hostname")
    read = DiskFolder(tmp_path / "rot").read(EARLY)
    assert isinstance(read, Problem)
    assert OverlaidFolder(DiskFolder(tmp_path / "rot"), {EARLY: b"id: x"}).read(EARLY) == b"id: x"


def test_a_file_that_changes_after_it_was_read_is_noticed(base: Path, tmp_path: Path) -> None:
    shutil.copytree(base, tmp_path / "rot")
    project = read_project(tmp_path / "rot")
    text = BASE[EARLY].replace("tittel: ", "tittel: Ny ")
    (tmp_path / "rot" / EARLY).write_text(text, encoding="utf-8")
    with pytest.raises(ChangedError):
        _ = project.edition


class TestMemory:
    def test_only_what_changed_is_read_again(
        self, base: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from rettesnor.reading.content import recommendation_files as module

        cache, read = MemoryCache(), []
        original = module.read_recommendation
        monkeypatch.setattr(
            module, "read_recommendation",
            lambda data, path, chapter: read.append(path) or original(data, path, chapter),
        )
        first = read_project(base, cache=cache)
        assert len(read) >= 3
        read.clear()
        again = read_project(base, cache=cache)
        assert again == first and read == []
        assert again.files is first.files and again.rounds is first.rounds
        text = BASE[EARLY].replace("tittel: ", "tittel: Ny ").encode()
        edited = read_project(base, {EARLY: text}, cache)
        assert set(read) == {EARLY} and edited.files is first.files
        assert read_project(base, cache=cache) == first

    def test_records_are_verified_again_when_a_file_of_them_changes(self, tmp_path: Path) -> None:
        case = Case(tmp_path)
        assert case.release(*FIRST) == 0
        day, cache = date.fromisoformat(FIRST[1]), MemoryCache()

        def damaged() -> list[str]:
            project = read_project(case.root, cache=cache)
            return [p.path for p in found(project, day) if p.code == "utgave-skadet"]

        assert damaged() == [] and damaged() == []
        case.replace("changelog/1.0.0/release.yml", "1.0.0", "1.0.1")
        assert damaged()
