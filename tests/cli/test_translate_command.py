"""``rettesnor translate``: status, marking, starting; and what is cached of readings."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from rettesnor.cli.main import main
from rettesnor.publishing.cache.reading import StoredReadings
from rettesnor.publishing.cache.store import Store
from rettesnor.publishing.options import STATE
from rettesnor.publishing.workers.pool import WorkerPool
from rettesnor.publishing.workers.worker import Worker
from rettesnor.reading.content.translation_row import from_row, to_row
from rettesnor.reading.files.folder import DiskFolder
from rettesnor.reading.project import ProjectReader, read_project
from rettesnor.releases import atomic_write as replacement

from tests.support.check_case import DAY, translated_files
from tests.support.guidelines import EARLY, GUIDELINE, PROJECT, edit, put, tree

EARLY_NN = "recommendations/samarbeid-med-hjemmet/tidlig-samtale.nn.yml"
ALL_NN = "recommendations/samarbeid-med-hjemmet/snakke-med-alle.nn.yml"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, text in translated_files().items():
        put(tmp_path, path, text)
    put(tmp_path, "mkdocs.yml", (PROJECT / "mkdocs.yml").read_text(encoding="utf-8"))
    return tmp_path


@pytest.fixture
def run(root: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs ``rettesnor`` on the translated guideline: status, output, errors."""

    def call(*arguments: str, command: str = "translate") -> tuple[int, str, str]:
        day = DAY.isoformat()
        status = main([command, "--root", str(root), "--date", day, "--jobs", "1", *arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return status, said.out, said.err

    return call


def content(root: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree(root).items() if not path.startswith(STATE)}


class TestProgress:
    def test_it_counts_each_file(self, run: Run, root: Path) -> None:
        edit(root, EARLY, "tittel: Tidlig samtale", "tittel: Samtale")
        (root / ALL_NN).unlink()
        status, out, err = run("nn")
        assert (status, err) == (0, "")
        lines = {line.split()[0]: line.split()[1:] for line in out.splitlines() if line.strip()}
        assert lines[EARLY_NN] == ["10/10", "1", "0", "0"]
        assert lines[ALL_NN] == ["finnes", "ikke"]
        assert lines["guideline/om.nn.md"] == ["1/1", "0", "0", "0"]
        assert "guideline/sources.nn.yml" not in lines
        assert "1 laget av en eldre tekst" in out and "1 fil finnes ikke" in out

    def test_what_cannot_be_read_is_said_to_be_so(self, run: Run, root: Path) -> None:
        for path in (EARLY_NN, "guideline/terms.nn.yml"):
            put(root, path, "tittel: [\n")
        status, out, err = run("nn")
        assert (status, err) == (0, "")
        assert out.count("kan ikke leses") == 2

    def test_a_misspelt_language_in_a_name_is_an_error(self, run: Run, root: Path) -> None:
        put(root, "guideline/terms.nynorsk.yml", "termer: []\n")
        put(root, EARLY.replace(".yml", ".NN.yml"), "tittel: Samtale\n")
        status, out, _ = run(command="check")
        assert status == 1
        assert out.count("[oversettelse-sprak]") == 2

    def test_an_unknown_language_is_told_of(self, run: Run) -> None:
        status, out, err = run("se")
        assert (status, out) == (2, "")
        assert "«se»" in err and "«nn»" in err

    def test_status_tells_of_what_is_stale(self, run: Run, root: Path) -> None:
        assert "eldre tekst" not in run(command="status")[1]
        edit(root, EARLY, "tittel: Tidlig samtale", "tittel: Samtale")
        edit(root, GUIDELINE, "omfang: Alle skoler.", "omfang: Skoler.")
        out = run(command="status")[1]
        assert f"  {EARLY_NN}: 1 tekst\n" in out
        assert "  guideline/guideline.nn.yml: 1 tekst\n" in out


class TestMark:
    def test_what_is_named_is_marked_and_then_in_order(self, run: Run, root: Path) -> None:
        before = content(root)
        edit(root, EARLY, "tittel: Tidlig samtale", "tittel: Samtale")
        assert "oversettelse-foreldet" in run(command="check")[1]
        status, out, _ = run("nn", "--mark", EARLY_NN)
        assert (status, out) == (0, "Merket 1 tekst i 1 fil.\n")
        assert run(command="check")[:2] == (0, "Ingen problemer.\n")
        after = content(root)
        assert {path for path in after if after[path] != before[path]} == {EARLY, EARLY_NN}
        old, new = before[EARLY_NN].decode(), after[EARLY_NN].decode()
        assert old.partition("oversatt_fra:")[0] == new.partition("oversatt_fra:")[0]

    def test_what_is_made_from_an_older_text_is_left_unless_named(
        self, run: Run, root: Path
    ) -> None:
        edit(root, EARLY, "tittel: Tidlig samtale", "tittel: Samtale")
        before = content(root)
        out = run("nn", "--mark")[1]
        assert "Merket 0 tekster" in out and "1 er laget av en eldre tekst" in out
        assert content(root) == before

    def test_everything_without_a_mark_gets_one(self, run: Run, root: Path) -> None:
        whole = content(root)
        for path in [p for p in whole if ".nn." in p and p.endswith(".yml")]:
            text = whole[path].decode()
            put(root, path, text.partition("oversatt_fra:")[0])
        assert "oversettelse-umerket" in run(command="check")[1]
        run("nn", "--mark")
        assert content(root) == whole

    def test_a_page_is_marked_in_the_file_of_the_guideline(self, run: Run, root: Path) -> None:
        edit(root, "guideline/om.md", "bygger", "er bygd")
        assert "oversettelse-foreldet" in run(command="check")[1]
        page = (root / "guideline/om.nn.md").read_bytes()
        out = run("nn", "--mark", "guideline/om.nn.md")[1]
        assert out == "Merket 1 tekst i 1 fil.\n"
        assert run(command="check")[1] == "Ingen problemer.\n"
        assert (root / "guideline/om.nn.md").read_bytes() == page

    def test_a_mark_without_a_text_is_taken_out(self, run: Run, root: Path) -> None:
        edit(root, EARLY_NN, "oversatt_fra:\n", "oversatt_fra:\n  borte: 0123456789ab\n")
        assert run(command="check")[1] == "Ingen problemer.\n"
        run("nn", "--mark", EARLY_NN)
        assert "borte" not in (root / EARLY_NN).read_text(encoding="utf-8")

    def test_the_source_may_be_named_instead(self, run: Run, root: Path) -> None:
        edit(root, EARLY, "tittel: Tidlig samtale", "tittel: Samtale")
        assert run("nn", "--mark", str(root / EARLY))[1] == "Merket 1 tekst i 1 fil.\n"

    @pytest.mark.parametrize("name", ["guideline/horinger/a.yml", "README.md", "../a.yml", EARLY])
    def test_what_cannot_be_marked_is_told_of_and_nothing_written(
        self, run: Run, root: Path, name: str
    ) -> None:
        put(root, EARLY_NN, "tittel: [\n")
        before = content(root)
        status, out, err = run("nn", "--mark", name, "guideline/terms.nn.yml")
        assert (status, out) == (2, "")
        assert err.startswith("rettesnor: ")
        assert content(root) == before

    def test_all_files_are_replaced_or_none(
        self, run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        whole = content(root)
        for path in (EARLY_NN, ALL_NN):
            put(root, path, whole[path].decode().partition("oversatt_fra:")[0])
        before = content(root)
        written = []

        def fail(descriptor: int) -> None:
            written.append(descriptor)
            if len(written) == 2:
                raise OSError(28, "Det er ikke plass")

        monkeypatch.setattr(replacement.os, "fsync", fail)
        status, _, err = run("nn", "--mark")
        assert status == 2 and "Disken er full" in err
        assert content(root) == before


class TestNew:
    def test_a_new_file_is_sound_and_holds_the_source_as_comments(
        self, run: Run, root: Path
    ) -> None:
        (root / EARLY_NN).unlink()
        status, out, _ = run("nn", "--new", EARLY)
        assert status == 0 and f"--mark {EARLY_NN}" in out
        text = (root / EARLY_NN).read_text(encoding="utf-8")
        assert "# Tidlig samtale\ntittel:\n" in text
        said = run(command="check")[1]
        assert "oversettelse-mangler" in said and "feil:" not in said

    def test_a_page_starts_as_its_source(self, run: Run, root: Path) -> None:
        (root / "guideline/om.nn.md").unlink()
        run("nn", "--new", "guideline/om.md")
        page = (root / "guideline/om.nn.md").read_bytes()
        assert page == (root / "guideline/om.md").read_bytes()

    @pytest.mark.parametrize("name", [EARLY, "guideline/om.md", EARLY_NN, "mkdocs.yml", "/a.yml"])
    def test_nothing_is_written_over(self, run: Run, root: Path, name: str) -> None:
        before = content(root)
        status, _, err = run("nn", "--new", name)
        assert status == 2 and err.startswith("rettesnor: ")
        assert content(root) == before


class TestKept:
    """Translations are read once, and again only when they or their sources change."""

    def gather(self, root: Path) -> tuple[list[str], list[object]]:
        with WorkerPool(root, 1) as pool:
            reader = ProjectReader(DiskFolder(root), StoredReadings(Store(root / STATE)), pool)
            return reader.unread, list(reader.project().translations)

    def test_what_is_unchanged_is_not_read_again(self, root: Path) -> None:
        unread, cold = self.gather(root)
        assert len(unread) == 6 and len(cold) == 3
        unread, warm = self.gather(root)
        assert not unread and warm == cold

    def test_a_changed_source_reads_the_translation_too(self, root: Path) -> None:
        self.gather(root)
        edit(root, EARLY, "tittel: Tidlig samtale", "tittel: Samtale")
        unread, found = self.gather(root)
        assert unread == [EARLY, EARLY_NN]
        assert [entry.stale for entry in found] == [(), (), ("tittel",)]  # type: ignore[attr-defined]

    def test_a_changed_translation_is_read_alone(self, root: Path) -> None:
        self.gather(root)
        edit(root, EARLY_NN, "Tidleg samtale", "Ein tidleg samtale")
        unread, _ = self.gather(root)
        assert unread == [EARLY_NN]

    def test_several_processes_find_the_same(self, root: Path) -> None:
        _, alone = self.gather(root)
        for number in range(60):
            for path in (EARLY, EARLY_NN):
                text = (root / path).read_text(encoding="utf-8")
                new = path.replace("tidlig-samtale", f"ny-{number}")
                put(root, new, text.replace("id: tidlig-samtale", f"id: ny-{number}"))
        with WorkerPool(root, 2) as pool:
            found = read_project(root, reader=pool).translations
        assert len(found) == 63
        assert [e for e in found if e.path == EARLY_NN] == [
            e for e in alone if e.path == EARLY_NN  # type: ignore[attr-defined]
        ]

    def test_a_row_goes_round(self, root: Path) -> None:
        edit(root, EARLY_NN, "Snakkar med eleven", "Snakkar med <b>eleven</b>")
        rows = Worker(DiskFolder(root)).read([EARLY, EARLY_NN])
        entry = from_row(rows[1])
        assert entry.problems and entry.references and entry.steg
        assert to_row(entry) == rows[1]

    def test_a_guideline_without_translations_keeps_none(self, root: Path) -> None:
        for path in content(root):
            if ".nn." in path:
                os.unlink(root / path)
        self.gather(root)
        assert not (root / STATE / "oversettelser.cache").exists()
