"""The preview: problems are shown, and never stand in the way of what can be shown."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from rettesnor.cli.main import main
from rettesnor.publishing import build
from rettesnor.publishing.order import Order, Outcome
from rettesnor.publishing.preview import PROBLEMS, preview

from tests.check_case import DAY
from tests.guidelines import (
    ALL,
    COMPETENCE,
    EARLY,
    EARLY_PAGE,
    GUIDELINE,
    PROJECT,
    edit,
    plain_dressing,
    put,
    sound_copy,
    tree,
)
from tests.waiting import until


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sound_copy(tmp_path / "rot")


def show(root: Path) -> Outcome:
    order = Order(root, root / "site", DAY, tolerant=True, state="-preview")
    dressed = plain_dressing(root / ".dressing")
    return preview(order, lambda _: dressed)


PAGES = 10
"""At least so many pages come of the sound guideline."""


def codes(root: Path) -> set[str]:
    return {problem["code"] for problem in json.loads((root / "site" / PROBLEMS).read_bytes())}


def test_a_sound_guideline(root: Path) -> None:
    assert show(root).pages >= PAGES
    assert codes(root) == set()


def test_problems_are_listed_with_their_places(root: Path) -> None:
    edit(root, EARLY, "styrke: bør", "styrke: sterkt")
    show(root)
    (problem,) = json.loads((root / "site" / PROBLEMS).read_bytes())
    assert problem["path"] == EARLY and problem["line"] == 4 and problem["column"] == 9
    assert problem["severity"] == "feil" and problem["message"] and problem["hint"]
    assert set(problem) == {"path", "line", "column", "code", "message", "hint", "severity"}


def test_a_broken_recommendation_goes_and_comes_back(root: Path) -> None:
    show(root)
    edit(root, EARLY, "id: tidlig", "id: [")
    assert show(root).pages >= PAGES - 1
    site = tree(root / "site")
    assert EARLY_PAGE not in site
    assert b"Snakke med alle" in site["samarbeid-med-hjemmet/index.html"]
    assert "yaml-syntaks" in codes(root)
    edit(root, EARLY, "id: [", "id: tidlig")
    assert show(root).pages >= PAGES
    assert codes(root) == set()


UNKNOWN: dict[str, tuple[str, str, str, str]] = {
    "role": (EARLY, "  - kontaktlaerer\n", "  - trollmann\n", "trollmann"),
    "school level": (EARLY, "  - ungdomsskole\n", "  - trollskole\n", "trollskole"),
    "phase": (EARLY, "  - begynnende\n", "  - trolltid\n", "trolltid"),
    "law": (EARLY, "    - lov: opplæringslova\n", "    - lov: trolloven\n", "trolloven"),
    "section": (EARLY, "      paragraf: § 10-6\n", "      paragraf: § 99-9\n", "§ 99-9"),
    "law in prose": (EARLY, "[[opplæringslova § 10-6]]", "[[trolloven § 3]]", "trolloven § 3"),
    "source": (EARLY, "    - kilde: nokleby-2026\n", "    - kilde: troll-2026\n", "troll-2026"),
    "source in prose": (EARLY, "[@redd-barna-2025, s. 4]", "[@troll-2025, s. 4]", "troll-2025"),
    "term": (EARLY, "[[begynnende fravær]]", "[[trollskap]]", "trollskap"),
    "related": (EARLY, "  - snakke-med-alle\n", "  - trollprat\n", ""),
    "recommendation": (EARLY, "Det haster", "[Trollets plan](anbefaling:troll)", "Trollets plan"),
    "prose page": (EARLY, "Det haster", "[Trollets side](side:troll)", "Trollets side"),
    "anchor": (EARLY, "(#kunnskapsgrunnlag)", "(#trollet)", "grunnlaget"),
    "picture": (EARLY, "Det haster", "![Et troll](bilder/troll.svg)", "Et troll"),
    "source of a term": ("guideline/terms.yml", "kilde: redd-barna-2025", "kilde: troll-1", ""),
    "related term": ("guideline/terms.yml", "[begynnende-fravaer]", "[troll]", ""),
    "successor": ("guideline/laws.yml", "- lov: opplæringslova\n            paragraf: § 2-2",
                  "- lov: trolloven\n            paragraf: § 2-2", ""),
    "role of the guideline": (GUIDELINE, "hoved: [kontaktlaerer]", "hoved: [trollmann]", ""),
    "link in the guideline": (GUIDELINE, "(side:om)", "(side:troll)", "om retningslinja"),
}


@pytest.mark.parametrize("what", UNKNOWN)
def test_what_is_unknown_is_shown_by_its_id(root: Path, what: str) -> None:
    path, old, new, shown = UNKNOWN[what]
    edit(root, path, old, new)
    assert show(root).pages >= PAGES
    assert codes(root)
    page = "index.html" if path == GUIDELINE else EARLY_PAGE
    assert shown in tree(root / "site")[page].decode()


def test_an_id_that_is_not_the_files_name(root: Path) -> None:
    edit(root, EARLY, "id: tidlig-samtale", "id: tidligsamtale")
    assert show(root).pages >= PAGES - 1
    assert "id-filnavn" in codes(root)


def test_two_files_with_the_same_id(root: Path) -> None:
    shutil.copy(root / ALL, root / "recommendations/kompetanse/snakke-med-alle.yml")
    assert show(root).pages >= PAGES - 1
    assert codes(root)


def test_a_recommendation_in_a_folder_that_is_no_chapter(root: Path) -> None:
    (root / "recommendations/troll").mkdir()
    (root / EARLY).rename(root / "recommendations/troll/tidlig-samtale.yml")
    assert show(root).pages >= PAGES - 1
    assert codes(root)


def test_a_recommendation_that_no_chapter_lists(root: Path) -> None:
    put(root, "recommendations/kompetanse/ny.yml",
        (root / ALL).read_text(encoding="utf-8").replace("id: snakke-med-alle", "id: ny"))
    assert show(root).pages >= PAGES
    assert "kapittel-ulistet" in codes(root)


def test_a_recommendation_that_two_chapters_list(root: Path) -> None:
    edit(root, GUIDELINE, "      - relevant-kompetanse\n",
         "      - relevant-kompetanse\n      - tidlig-samtale\n")
    assert show(root).pages >= PAGES
    assert codes(root)


def test_a_missing_page(root: Path) -> None:
    (root / "guideline/om.md").unlink()
    assert show(root).pages >= PAGES - 1
    assert "side-mangler" in codes(root)


def test_a_broken_frame_keeps_the_last_site(root: Path) -> None:
    show(root)
    before = tree(root / "site")
    edit(root, GUIDELINE, "id: skolefravaer", "id: [")
    assert show(root).pages == 0
    after = tree(root / "site")
    assert codes(root)
    assert {**after, PROBLEMS: b""} == {**before, PROBLEMS: b""}


def test_a_page_stands_in_where_there_was_never_a_site(root: Path) -> None:
    sound = (root / GUIDELINE).read_text(encoding="utf-8")
    put(root, GUIDELINE, "id: [<b>\n")
    assert show(root).pages == 0
    page = (root / "site/index.html").read_text(encoding="utf-8")
    assert "Retningslinja kan ikke vises ennå" in page and "yaml-syntaks" in page
    assert "<b>" not in page
    put(root, GUIDELINE, "uid: a\n")
    show(root)
    page = (root / "site/index.html").read_text(encoding="utf-8")
    assert "felt-mangler" in page and "yaml-syntaks" not in page
    put(root, GUIDELINE, sound)
    assert show(root).pages >= PAGES
    assert "ikke vises" not in (root / "site/index.html").read_text(encoding="utf-8")


def test_what_is_wrong_with_the_site_itself_is_shown(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "verified", lambda *_: ["en lenke fører ikke til noe."])
    assert show(root).pages >= PAGES
    (problem,) = json.loads((root / "site" / PROBLEMS).read_bytes())
    assert problem["message"] == "en lenke fører ikke til noe." and problem["severity"] == "feil"


class Preview:
    """A running ``rettesnor serve``."""

    def __init__(self, root: Path, log: Path) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "rettesnor.cli.main", "serve", "--root", str(root),
                   "--port", str(self.port), "--date", DAY.isoformat(), "--jobs", "1"]
        environment = {**os.environ, "PYTHONPATH": str(PROJECT / "site_plugins")}
        with open(log, "wb") as stream:
            self.process = subprocess.Popen(
                command, env=environment, stdout=stream, stderr=stream, start_new_session=True
            )

    def get(self, path: str) -> str:
        """Return what is at ``path``; empty while there is no answer."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=10) as answer:
                text: str = answer.read().decode()
                return text
        except (URLError, ConnectionError):
            return ""

    def problems(self) -> list[Any]:
        found: list[Any] = json.loads(self.get(PROBLEMS) or "[]")
        return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def served(root: Path, tmp_path: Path) -> Iterator[Preview]:
    running = Preview(root, tmp_path / "logg")
    try:
        until(lambda: running.process.poll() is not None or running.get(""))
        assert running.process.poll() is None, (tmp_path / "logg").read_text(encoding="utf-8")
        yield running
    finally:
        if running.process.poll() is None:
            os.kill(running.process.pid, signal.SIGINT)
        running.process.wait(30)
    log = (tmp_path / "logg").read_text(encoding="utf-8")
    assert "Traceback" not in log, log


def test_an_editor_at_work(served: Preview, root: Path) -> None:
    page = EARLY_PAGE.removesuffix("index.html")
    assert "Tidlig samtale" in served.get(page)
    assert served.problems() == []

    edit(root, EARLY, "Det haster", "Det haster veldig")
    until(lambda: "Det haster veldig" in served.get(page))

    edit(root, COMPETENCE, "styrke: skal", "styrke: [")
    until(served.problems)
    assert "Tidlig samtale" in served.get(page)
    edit(root, COMPETENCE, "styrke: [", "styrke: skal")
    until(lambda: served.get(PROBLEMS) and not served.problems())

    edit(root, GUIDELINE, "id: skolefravaer", "id: [")
    until(served.problems)
    assert "Tidlig samtale" in served.get(page)
    edit(root, GUIDELINE, "id: [", "id: skolefravaer")
    until(lambda: served.get(PROBLEMS) and not served.problems())

    edit(root, EARLY, "  - kontaktlaerer\n", "  - trollmann\n")
    until(lambda: "trollmann" in served.get(page))
    assert not re.search(r"https?://(?!127\.0\.0\.1)[^\"]*\.(?:js|css|woff)", served.get(""))


def test_what_is_put_in_the_place_of_a_file_or_folder_is_seen(
    served: Preview, root: Path, tmp_path: Path
) -> None:
    page = EARLY_PAGE.removesuffix("index.html")

    def builds() -> int:
        return (tmp_path / "logg").read_text(encoding="utf-8").count("laget på nytt")

    for _ in range(2):
        before = builds()
        shutil.copy(root / "mkdocs.yml", root / "mkdocs.ny")
        os.replace(root / "mkdocs.ny", root / "mkdocs.yml")
        until(lambda: builds() > before)  # noqa: B023 (called in this round)

    shutil.move(root / "recommendations", root / "borte")
    until(served.problems)
    shutil.copytree(root / "borte", root / "recommendations")
    until(lambda: served.get(PROBLEMS) and not served.problems())
    edit(root, EARLY, "Det haster", "Det haster veldig")
    until(lambda: "Det haster veldig" in served.get(page))


def test_the_end_of_a_preview_is_no_fault(served: Preview) -> None:
    os.kill(served.process.pid, signal.SIGINT)
    assert served.process.wait(30) == 0


def test_a_port_that_is_taken(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for one in (str(port), "70000"):
            assert main(["serve", "--root", str(root), "--port", one]) == 2
            assert f"Port {one} kan ikke brukes" in capsys.readouterr().err
