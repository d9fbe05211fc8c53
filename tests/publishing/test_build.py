"""Building: whole or not at all, the same from a cold and a warm start, whatever lies about."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
import signal
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rettesnor.publishing import pipeline as build_module
from rettesnor.publishing import render_targets as making
from rettesnor.publishing import search_index
from rettesnor.publishing.cache.search_documents import SearchDocuments
from rettesnor.publishing.cache.store import Store
from rettesnor.publishing.incremental.reuse import OutputReuse
from rettesnor.publishing.options import STATE
from rettesnor.publishing.output import atomic_swap as place
from rettesnor.publishing.output.layout import DEPTHS, LOST
from rettesnor.publishing.output.target_dir import MARK
from rettesnor.publishing.workers import pool as pool
from rettesnor.reading.checks import run as survey_module
from rettesnor.reading.project import ChangedError, ProjectReader

from tests.support.drafts import EDITS, OF_ONE, Draft, Edit
from tests.support.guidelines import (
    ALL,
    COMPETENCE,
    EARLY,
    EARLY_PAGE,
    GUIDELINE,
    Tree,
    build_plain,
    edit,
    frame_html,
    plain_dressing,
    put,
    sound_copy,
    tree,
)
from tests.support.waiting import until

pytestmark = pytest.mark.usefixtures("forks")

LATER = date(2027, 1, 1)
SEEDS = range(int(os.environ.get("RETTESNOR_SEEDS", "1")))
"""Of the edits by chance. ``make rehearse`` lives through many more."""
PAGES = {
    "index.html", "samarbeid-med-hjemmet/index.html", "kompetanse/index.html", "om/index.html",
    "samarbeid-med-hjemmet/tidlig-samtale/index.html", "kilder/index.html", "lover/index.html",
    "samarbeid-med-hjemmet/snakke-med-alle/index.html", "ordliste/index.html",
    "kompetanse/relevant-kompetanse/index.html",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sound_copy(tmp_path / "rot")


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guideline with its site, as a build from nothing leaves it; nobody changes it."""
    root = sound_copy(tmp_path_factory.mktemp("en gang") / "rot")
    build_plain(root)
    return root


@pytest.fixture
def built(once: Path, tmp_path: Path) -> Path:
    """A copy of the guideline with its site and what the build remembers."""
    return Path(shutil.copytree(once, tmp_path / "rot"))


@pytest.fixture(scope="module")
def edited(once: Path, tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """The site of the guideline after ``edit_two_files``, built from nothing."""
    root = tmp_path_factory.mktemp("endret") / "rot"
    copy_content(once, root)
    edit_two_files(root)
    build_plain(root)
    return tree(root / "site")


def edit_two_files(root: Path) -> None:
    edit(root, EARLY, "Det haster", "Det haster ikke")
    edit(root, GUIDELINE, "merknad: En liten", "merknad: En annen liten")


def clean_site(draft: Draft, folder: Path) -> Tree:
    """Return the site of ``draft`` built where nothing was built before."""
    shutil.rmtree(folder, ignore_errors=True)
    return warm_site(draft, folder)


def warm_site(draft: Draft, folder: Path) -> Tree:
    """Return the site of ``draft`` built in ``folder`` with whatever is there from before."""
    outcome = build_plain(draft.write(folder), jobs=2)
    assert outcome.pages, [*map(str, outcome.survey.problems), *outcome.faults]
    return tree(folder / "site")


class TestPages:
    def test_everything_has_a_page(self, root: Path) -> None:
        outcome = build_plain(root)
        assert outcome.faults == () and outcome.survey.problems == ()
        assert outcome.pages == outcome.rendered >= len(PAGES)
        assert set(tree(root / "site")) >= PAGES | {
            "404.html", "assets/site.css", "bilder/steg.svg", "sok/index.html",
            "sok/indeks/ord.js", "sok/indeks/treff/0.js", "sok/indeks/sider/0.js", "sitemap.xml",
        }

    def test_a_recommendation_is_whole_on_its_page(self, root: Path) -> None:
        build_plain(root)
        html = (root / "site" / EARLY_PAGE).read_text(encoding="utf-8")
        for said in (
            "<h1>Tidlig samtale</h1>", "Skolen bør snakke med eleven tidlig.", "begynnende fravær",
            "Redd Barna, 2025, s. 4", "Snakker med eleven.",
            'href="../snakke-med-alle/"', "1. juni 2024",
            "Oppfølgingsplikten gjelder alt fravær.", "Kontaktlærer", "Begynnende fravær",
        ):
            assert said in html, said

    def test_search_knows_every_page(self, root: Path) -> None:
        build_plain(root)
        texts = [path.read_text("utf-8") for path in (root / "site/sok/indeks/sider").iterdir()]
        found = {json.loads(text.split(",", 1)[1][:-3])[0] + "index.html" for text in texts}
        assert found >= PAGES

    def test_the_site_map_lists_every_page(self, root: Path) -> None:
        build_plain(root)
        text = (root / "site/sitemap.xml").read_text(encoding="utf-8")
        for page in PAGES:
            url = f"https://example.test/{page.removesuffix('index.html')}"
            assert f"<loc>{url}</loc>" in text


class TestSameBytes:
    def test_in_another_folder_at_another_time_with_other_processes(
        self, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        build_plain(root)
        other = sound_copy(tmp_path / "et annet sted")
        for file in other.rglob("*"):
            os.utime(file, (0, 0))
        monkeypatch.setattr(pool, "SMALL", 0)
        monkeypatch.setattr(pool, "_CHUNK", 1)
        monkeypatch.setenv("TZ", "Pacific/Auckland")
        build_plain(other, tmp_path / "ute" / "her", jobs=2)
        assert tree(tmp_path / "ute" / "her") == tree(root / "site")

    def test_a_second_build_renders_nothing_and_changes_nothing(self, root: Path) -> None:
        build_plain(root)
        before = tree(root / "site")
        assert build_plain(root).rendered == 0
        assert tree(root / "site") == before

    def test_another_day_renders_the_list_of_reviews_only(
        self, root: Path, tmp_path: Path
    ) -> None:
        build_plain(root)
        assert build_plain(root, as_of=LATER).rendered == 1
        copy_content(root, tmp_path / "ny")
        build_plain(tmp_path / "ny", as_of=LATER)
        assert tree(root / "site") == tree(tmp_path / "ny" / "site")

    @pytest.mark.parametrize("change", EDITS, ids=lambda change: change.__name__)
    def test_warm_equals_clean_after_an_edit(self, change: Edit, tmp_path: Path) -> None:
        draft = Draft()
        draft.add()
        root = draft.write(tmp_path / "varm")
        build_plain(root)
        change(draft)
        assert warm_site(draft, root) == clean_site(draft, tmp_path / "kald")

    @pytest.mark.parametrize("seed", SEEDS)
    def test_warm_equals_clean_after_many_edits(self, seed: int, tmp_path: Path) -> None:
        draft, chance = Draft(seed), random.Random(seed)
        root = draft.write(tmp_path / "varm")
        for _ in range(5):
            for change in chance.choices(EDITS, k=chance.randint(1, 3)):
                change(draft)
            assert warm_site(draft, root) == clean_site(draft, tmp_path / "kald")

    @pytest.mark.parametrize("seed", SEEDS)
    def test_warm_equals_clean_after_edits_of_single_files(
        self, seed: int, tmp_path: Path
    ) -> None:
        draft, chance = Draft(seed), random.Random(seed)
        for _ in range(4):
            draft.add()
        root = draft.write(tmp_path / "varm")
        warm_site(draft, root)
        for _ in range(6):
            chance.choice(OF_ONE)(draft)
            assert warm_site(draft, root) == clean_site(draft, tmp_path / "kald")

    def test_another_frame_gives_other_pages(self, root: Path, tmp_path: Path) -> None:
        build_plain(root)
        frames = {depth: frame_html(depth) + "<p>Ny</p>" for depth in (LOST, *DEPTHS)}
        build_plain(root, dressing=plain_dressing(tmp_path / "drakt", frames))
        assert all(b"<p>Ny</p>" in tree(root / "site")[page] for page in PAGES)

    def test_an_edit_renders_no_more_than_it_must(self, root: Path) -> None:
        build_plain(root)
        edit(root, EARLY, "Det haster", "Det haster veldig")
        assert build_plain(root).rendered == 1
        edit(root, EARLY, "tittel: Tidlig samtale", "tittel: Tidlig prat")
        outcome = build_plain(root)
        assert outcome.rendered > 2
        html = tree(root / "site")["kompetanse/relevant-kompetanse/index.html"]
        assert b"Tidlig prat" in html  # its neighbour in reading order

    def test_an_edit_of_a_text_leads_the_search_index_on(
        self, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        build_plain(root)
        before = tree(root / "site")
        edit(root, EARLY, "Det haster", "Det haster veldig")
        with monkeypatch.context() as without:
            without.setattr(search_index, "invert", None)
            build_plain(root)
        warm = tree(root / "site")
        assert warm["sok/indeks/ord.js"] != before["sok/indeks/ord.js"]
        shutil.rmtree(root / STATE)
        build_plain(root)
        assert tree(root / "site") == warm


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "truncated": lambda data: data[: len(data) // 2],
    "empty": lambda data: b"",
    "first byte": lambda data: bytes([data[0] ^ 1]) + data[1:],
    "last byte": lambda data: data[:-1] + bytes([data[-1] ^ 1]),
    "garbage": lambda data: b"\x00\xff" * 500,
}


class TestDamage:
    @pytest.mark.parametrize("how", DAMAGES)
    def test_a_damaged_cache_is_discarded(self, built: Path, how: str) -> None:
        root = built
        before = tree(root / "site")
        files = sorted((root / STATE).glob("*.cache"))
        kept = {file.stem.partition("-")[0] for file in files}
        assert kept >= {"anbefalinger", "kilder", "sider"}
        for file in files:
            file.write_bytes(DAMAGES[how](file.read_bytes()))
            assert build_plain(root).pages >= len(PAGES)
            assert tree(root / "site") == before

    def test_a_preview_makes_every_lost_file_of_the_index_again(self, root: Path) -> None:
        build_plain(root, tolerant=True)
        before = tree(root / "site")
        lost = sorted((root / "site" / "sok" / "indeks").rglob("*.js"))
        assert len(lost) > 2
        for path in lost:
            path.unlink()
        build_plain(root, tolerant=True)
        assert tree(root / "site") == before

    @pytest.mark.parametrize("which", ["sok-*", "sok-ord*", "sok-0"])
    @pytest.mark.parametrize("how", [*DAMAGES, "gone"])
    def test_lost_search_data_is_made_again_for_an_edit(
        self, built: Path, edited: Tree, how: str, which: str
    ) -> None:
        root = built
        edit_two_files(root)
        parts = list((root / STATE).glob(f"{which}.cache"))
        assert parts
        for part in parts:
            if how == "gone":
                part.unlink()
            else:
                part.write_bytes(DAMAGES[how](part.read_bytes()))
        build_plain(root)
        assert tree(root / "site") == edited
        assert b"Det haster ikke" in edited[EARLY_PAGE]

    def test_caches_that_changed_places_are_discarded(self, built: Path) -> None:
        root = built
        before = tree(root / "site")
        files = sorted((root / STATE).glob("*.cache"))
        texts = [file.read_bytes() for file in files]
        for file, text in zip(files, [*texts[1:], texts[0]], strict=True):
            file.write_bytes(text)
        build_plain(root)
        assert tree(root / "site") == before

    @pytest.mark.parametrize("name", ["anbefalinger", "kilder", "sider"])
    def test_a_cache_of_another_version_is_discarded(self, built: Path, name: str) -> None:
        root = built
        before = tree(root / "site")
        Store(root / STATE).save(name, "en annen versjon", {"redd-barna-2025": ("tull", "tull")})
        build_plain(root)
        assert tree(root / "site") == before

    def test_a_page_that_somebody_touched_is_not_taken_over(self, built: Path) -> None:
        root = built
        before = tree(root / "site")
        for path in before:  # pages, the search index, the sitemap, the theme's files
            if path != MARK:  # without it the folder is nobody's, and is refused
                put(root / "site", path, "klusset med")
        (root / "site/kompetanse/relevant-kompetanse/index.html").unlink()
        put(root / "site", "gammel/index.html", "fra før")
        build_plain(root)
        assert tree(root / "site") == before

    def test_a_site_that_is_gone_is_made_again(self, built: Path) -> None:
        root = built
        before = tree(root / "site")
        shutil.rmtree(root / "site")
        assert build_plain(root).rendered >= len(PAGES)
        assert tree(root / "site") == before


class TestUnsound:
    @pytest.mark.parametrize(
        ("path", "old", "new"),
        [
            (EARLY, "styrke: bør", "styrke: sterkt"), (EARLY, "id: tidlig", "id: ["),
            (EARLY, "[[begynnende fravær]]", "[[ukjent ord]]"), (GUIDELINE, "id: s", "uid: s"),
            ("guideline/om.md", "# Om", "Om"), ("guideline/laws.yml", "lover:", "lov:"),
        ],
    )
    def test_nothing_is_published_and_the_old_site_stands(
        self, built: Path, path: str, old: str, new: str
    ) -> None:
        root = built
        before = tree(root / "site")
        sound = (root / path).read_text(encoding="utf-8")
        edit(root, path, old, new)
        outcome = build_plain(root)
        assert outcome.pages == 0 and not outcome.survey.sound
        assert tree(root / "site") == before
        put(root, path, sound)
        assert build_plain(root).pages >= len(PAGES)
        assert tree(root / "site") == before

    def test_no_site_comes_of_an_unsound_guideline(self, root: Path) -> None:
        edit(root, EARLY, "styrke: bør", "styrke: sterkt")
        assert build_plain(root).pages == 0
        assert not (root / "site").exists()

    def test_a_folder_without_recommendations(self, root: Path) -> None:
        shutil.rmtree(root / "recommendations")
        assert not build_plain(root).survey.sound


class TestVerification:
    @pytest.mark.parametrize(
        ("html", "said"),
        [
            ('<a href="{root}borte/">', "lenka til «/borte/» fører ikke til noe."),
            ('<img src="{root}assets/borte.css">', "lenka til «/assets/borte.css» fører ikke"),
            ('<a href="{root}kilder/#borte">', "det er ikke noe «borte» på «/kilder/»."),
            ('<a href="#borte">', "Lenka «#borte» fører ikke til noe på siden."),
            ('<p id="to"></p><p id="to"></p>', "Id-en «to» står mer enn én gang på siden."),
        ],
    )
    def test_a_fault_stops_the_site(
        self, built: Path, tmp_path: Path, html: str, said: str
    ) -> None:
        root = built
        before = tree(root / "site")
        frames = {
            depth: frame_html(depth) + html.format(root="../" * depth or "./") for depth in DEPTHS
        } | {LOST: frame_html(LOST)}
        outcome = build_plain(root, dressing=plain_dressing(tmp_path / "drakt", frames))
        assert outcome.pages == 0
        assert any(said in fault for fault in outcome.faults)
        assert tree(root / "site") == before
        assert build_plain(root).faults == ()


class TestChangingMeanwhile:
    def changing(self, root: Path, monkeypatch: pytest.MonkeyPatch, *paths: str) -> None:
        """Let the next of ``paths`` change each time the guideline was surveyed."""
        survey, coming = survey_module.check_project, list(paths)

        def surveyed(*arguments: Any) -> Any:
            found = survey(*arguments)
            if coming:
                old = "begrunnelse:\n  tekst: |\n"
                edit(root, coming.pop(0), old, f"{old}    Endret underveis.\n")
            return found

        monkeypatch.setattr(build_module, "check_project", surveyed)

    def test_the_build_starts_over(
        self, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        build_plain(root)
        edit(root, GUIDELINE, "merknad: En liten", "merknad: En annen liten")
        self.changing(root, monkeypatch, EARLY)
        assert build_plain(root).pages
        monkeypatch.undo()
        assert b"Endret underveis." in tree(root / "site")[EARLY_PAGE]
        copy_content(root, tmp_path / "ny")
        build_plain(tmp_path / "ny")
        assert tree(root / "site") == tree(tmp_path / "ny" / "site")

    def test_it_gives_up_when_files_keep_changing(
        self, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        build_plain(root)
        before = tree(root / "site")
        edit(root, GUIDELINE, "merknad: En liten", "merknad: En annen liten")
        self.changing(root, monkeypatch, EARLY, ALL, COMPETENCE)
        with pytest.raises(ChangedError, match="relevant-kompetanse"):
            build_plain(root)
        assert tree(root / "site") == before
        assert aside(root) == []


def copy_content(root: Path, to: Path) -> None:
    """Copy a guideline without what was built; an old site may still be going away next to it."""
    shutil.copytree(root, to, ignore=shutil.ignore_patterns(STATE, "site", ".site.*"))


def aside(root: Path) -> list[str]:
    """Return what lies next to the site that should not."""
    return sorted(name for name in os.listdir(root) if name.startswith(".site."))


MOMENTS: dict[str, tuple[Any, str, bool]] = {
    "before reading": (build_module, "ProjectReader", False),
    "after reading": (ProjectReader, "project", True),
    "before the folder aside": (place, "aside", False),
    "after the folder aside": (place, "aside", True),
    "before pages are taken over": (OutputReuse, "pages", False),
    "after pages are taken over": (OutputReuse, "pages", True),
    "after the first page": (making, "write", True),
    "before other files": (OutputReuse, "lay_files", False),
    "after other files": (OutputReuse, "lay_files", True),
    "after verification": (build_module, "verified", True),
    "before the flush": (place, "_flush", False),
    "after the flush": (place, "_flush", True),
    "before the exchange": (place, "_exchange", False),
    "after the exchange": (place, "_exchange", True),
    "before the old site is removed": (place, "_remove", False),
    "before search documents are remembered": (SearchDocuments, "save", False),
    "after search documents are remembered": (SearchDocuments, "save", True),
    "before the pages are remembered": (build_module, "save_build_state", False),
    "after the pages are remembered": (build_module, "save_build_state", True),
}


def in_a_process(work: Callable[[], None]) -> Any:
    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    return process


class TestKilled:
    @pytest.mark.parametrize("moment", MOMENTS)
    def test_the_old_site_or_the_new_one_stands_whole(
        self, built: Path, edited: Tree, moment: str
    ) -> None:
        root, new = built, edited
        old = tree(root / "site")
        edit_two_files(root)
        process = in_a_process(lambda: killed_at(moment, root))
        process.join()
        assert process.exitcode == -signal.SIGKILL
        found = tree(root / "site")
        assert found in (old, new)
        if moment == "after the exchange":
            assert found == new
        assert build_plain(root).pages >= len(PAGES)
        assert tree(root / "site") == new
        until(lambda: aside(root) == [])

    def test_before_there_ever_was_a_site(self, root: Path) -> None:
        process = in_a_process(lambda: killed_at("after the flush", root))
        process.join()
        assert not (root / "site").exists()
        assert aside(root)
        build_plain(root)
        assert set(tree(root / "site")) >= PAGES
        until(lambda: aside(root) == [])


def killed_at(moment: str, root: Path) -> None:
    """Build, and be killed at ``moment``."""
    module, name, after = MOMENTS[moment]
    work = getattr(module, name)

    def last_work(*arguments: Any) -> None:
        if after:
            work(*arguments)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(module, name, last_work)
    build_plain(root, jobs=2)


class TestTogether:
    def test_two_builds_at_once_both_succeed(self, root: Path) -> None:
        build_plain(root)
        edit(root, GUIDELINE, "merknad: En liten", "merknad: En annen liten")

        def run() -> None:
            assert build_plain(root, jobs=2).pages >= len(PAGES)

        processes = [in_a_process(run) for _ in range(3)]
        for process in processes:
            process.join()
        assert [process.exitcode for process in processes] == [0, 0, 0]
        found = tree(root / "site")
        assert b"En annen liten" in found["index.html"]
        shutil.rmtree(root / STATE)
        shutil.rmtree(root / "site")
        build_plain(root)
        assert tree(root / "site") == found
        until(lambda: aside(root) == [])

    def test_one_waits_for_the_other(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """While one build reads and writes, another that is asked for has not begun."""
        began, go = root / "begynt", root / "start"
        begin = build_module.ProjectReader

        def second() -> None:
            until(go.exists)
            monkeypatch.setattr(build_module, "ProjectReader", announced)
            build_plain(root)

        def announced(*arguments: Any) -> Any:
            began.mkdir()
            return begin(*arguments)

        process = in_a_process(second)  # started before the lock is held, or it would inherit it

        def first(*arguments: Any) -> Any:
            go.mkdir()
            process.join(0.3)  # time enough to begin, were there no lock
            assert process.is_alive() and not began.exists()
            return begin(*arguments)

        monkeypatch.setattr(build_module, "ProjectReader", first)
        assert build_plain(root).pages
        process.join()
        assert process.exitcode == 0 and began.exists()
