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
from dataclasses import replace
from datetime import date
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from rettesnor.cli.main import main
from rettesnor.publishing import pipeline as build
from rettesnor.publishing.options import BuildOptions, BuildResult
from rettesnor.publishing.preview.build import PROBLEMS, preview
from rettesnor.publishing.preview.last_valid import LastValidTexts
from rettesnor.publishing.preview.server import EVENTS

from tests.support.check_case import DAY, translated_files
from tests.support.guidelines import (
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
from tests.support.past_site import released_twice
from tests.support.waiting import until

EARLY_NN = EARLY.replace(".yml", ".nn.yml")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sound_copy(tmp_path / "rot")


def show(root: Path, last: LastValidTexts | None = None) -> BuildResult:
    order = BuildOptions(root, root / "site", DAY, tolerant=True, state="-preview", last_sound=last)
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


BREAKS = {
    "value": ("status: høring", "status: tull"),
    "syntax": ("id: tidlig", "id: ["),
    "tab": ("styrke: bør", "\tstyrke: bør"),
    "length": ("tittel: Tidlig samtale", f"tittel: Tidlig {'lang ' * 30}"),
    "id": ("id: tidlig-samtale", "id: tidligsamtale"),
    "missing": ("styrke: bør\n", ""),
}
"""Errors in a file: what is replaced by what."""
LAST = "Her står teksten slik den var sist den var i orden."


@pytest.mark.parametrize("how", BREAKS)
def test_a_page_shows_the_last_sound_text_of_a_broken_file(root: Path, how: str) -> None:
    last = LastValidTexts()
    show(root, last)
    edit(root, EARLY, "Det haster", "Det haster veldig")
    show(root, last)
    before = tree(root / "site")
    old, new = BREAKS[how]
    edit(root, EARLY, "Det haster veldig", "Det haster ikke")
    edit(root, EARLY, old, new)
    assert show(root, last).pages >= PAGES
    site = tree(root / "site")
    page = site[EARLY_PAGE].decode()
    assert LAST in page and "Det haster veldig" in page and "Det haster ikke" not in page
    assert "<h1>" in page and "&lt;h1&gt;" not in page
    assert "tatt ut" not in page
    assert codes(root)
    for path in ("samarbeid-med-hjemmet/index.html", "index.html"):
        assert b"tidlig-samtale/" in site[path]
        assert site[path] == before[path]
    edit(root, EARLY, new, old) if new else put(root, EARLY, _back(root, old))
    show(root, last)
    page = tree(root / "site")[EARLY_PAGE].decode()
    assert codes(root) == set()
    assert LAST not in page and "Det haster ikke" in page


def _back(root: Path, line: str) -> str:
    text = (root / EARLY).read_text(encoding="utf-8")
    return text.replace("status:", f"{line}status:", 1)


@pytest.mark.parametrize("how", BREAKS)
def test_a_file_that_was_broken_from_the_start_shows_what_can_be_read(
    root: Path, how: str
) -> None:
    old, new = BREAKS[how]
    edit(root, EARLY, old, new)
    assert show(root, LastValidTexts()).pages >= PAGES
    site = tree(root / "site")
    page = site[EARLY_PAGE].decode()
    assert "har ikke vært i orden før" in page and "Det haster" in page
    assert b"tidlig-samtale/" in site["samarbeid-med-hjemmet/index.html"]
    assert codes(root)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[1, 2]", b"x", b"tittel: [1]\nsteg: {}\n"])
def test_whatever_a_file_holds_it_has_a_page(root: Path, content: bytes) -> None:
    (root / EARLY).write_bytes(content)
    assert show(root, LastValidTexts()).pages >= PAGES
    assert EARLY_PAGE in tree(root / "site") and codes(root)


def test_the_released_text_stands_in_at_the_start(tmp_path: Path) -> None:
    case = released_twice(tmp_path)
    (path,) = case.root.glob("recommendations/*/snakke-tidlig.yml")
    path.write_text("tittel: [", encoding="utf-8")
    order = BuildOptions(case.root, case.site, date(2027, 3, 2), tolerant=True, state="-preview")
    dressed = plain_dressing(case.root / ".plain")
    preview(replace(order, last_sound=LastValidTexts()), lambda _: dressed)
    page = case.page(f"{path.parent.name}/snakke-tidlig/")
    assert "Her står teksten slik den er i versjon 2.0.0." in page
    assert "tatt ut av arbeidsutgaven" not in page


@pytest.fixture
def translated(tmp_path: Path) -> Path:
    root = sound_copy(tmp_path / "rot")
    for path, text in translated_files().items():
        put(root, path, text)
    return root


@pytest.mark.parametrize("broken", [EARLY, EARLY_NN])
def test_both_languages_show_the_last_sound_text(translated: Path, broken: str) -> None:
    root, last = translated, LastValidTexts()
    show(root, last)
    edit(root, broken, "tittel: ", "tittel: [")
    show(root, last)
    site = tree(root / "site")
    assert (LAST in site[EARLY_PAGE].decode()) == (broken == EARLY)
    page = site[f"nn/{EARLY_PAGE}"].decode()
    assert "Tidleg samtale" in page and "har ein feil" in page
    assert f"«{broken}»" in page
    assert b"tidlig-samtale/" in site["nn/index.html"]


def test_a_translation_that_was_broken_from_the_start(translated: Path) -> None:
    edit(translated, EARLY_NN, "tittel: ", "tittel: [")
    show(translated, LastValidTexts())
    page = tree(translated / "site")[f"nn/{EARLY_PAGE}"].decode()
    assert "Her står teksten på språket han er omsett frå." in page and "Tidlig samtale" in page


@pytest.mark.parametrize("path", ["guideline/guideline.nn.yml", "guideline/om.nn.md"])
def test_a_broken_translation_of_the_frame_keeps_the_last_site(
    translated: Path, path: str
) -> None:
    show(translated, last := LastValidTexts())
    before = tree(translated / "site")
    put(translated, path, "tittel: [\n")
    show(translated, last)
    after = tree(translated / "site")
    assert codes(translated)
    assert before.keys() <= after.keys()


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
            os.kill(running.process.pid, signal.SIGTERM)
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


def test_a_page_stays_while_its_file_has_errors(served: Preview, root: Path) -> None:
    page = EARLY_PAGE.removesuffix("index.html")
    new = "recommendations/kompetanse/ny.yml"
    put(root, new, (root / COMPETENCE).read_text(encoding="utf-8").replace(
        "id: relevant-kompetanse", "id: ny").replace("styrke: skal", "styrke: ["))
    edit(root, GUIDELINE, "      - relevant-kompetanse\n",
         "      - relevant-kompetanse\n      - ny\n")
    until(lambda: "har ikke vært i orden før" in served.get("kompetanse/ny/"))
    edit(root, EARLY, "status: høring", "status: tull")
    until(lambda: LAST in served.get(page))
    assert "Tidlig samtale" in served.get(page) and page in served.get("")
    edit(root, EARLY, "status: tull", "status: høring")
    until(lambda: LAST not in served.get(page))
    assert "Tidlig samtale" in served.get(page)


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


def test_an_open_page_hears_of_each_build(served: Preview, root: Path) -> None:
    with urlopen(f"http://127.0.0.1:{served.port}{EVENTS}", timeout=60) as events:
        assert events.headers["Content-Type"] == "text/event-stream"

        def heard() -> str:
            return next(line for line in events if line.startswith(b"data: ")).decode()[6:-1]

        first = heard()
        with urlopen(f"http://127.0.0.1:{served.port}/{PROBLEMS}", timeout=10) as answer:
            assert answer.headers["Rettesnor-Build"] == first
        edit(root, EARLY, "Det haster", "Det haster veldig")
        assert heard() != first
        assert "Det haster veldig" in served.get(EARLY_PAGE.removesuffix("index.html"))


def test_an_address_that_leads_nowhere_gets_the_sites_own_page(served: Preview) -> None:
    for path in ("finnes/ikke/", "assets/", "..%2fmkdocs.yml", "../mkdocs.yml"):
        answer = HTTPConnection("127.0.0.1", served.port, timeout=10)
        answer.request("GET", f"/{path}")
        got = answer.getresponse()
        assert got.status == 404 and "Siden finnes ikke" in got.read().decode(), path


def test_the_end_of_a_preview_is_no_fault(served: Preview) -> None:
    os.kill(served.process.pid, signal.SIGTERM)
    assert served.process.wait(30) == 0


def test_a_port_that_is_taken(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for one in (str(port), "70000"):
            for command in (["serve"], ["hearing", "serve"]):
                assert main([*command, "--root", str(root), "--port", one]) == 2
                said = capsys.readouterr()
                assert said.err.startswith(f"rettesnor: Port {one} kan ikke brukes")
                assert "--port " in said.err
                assert said.err.count("\n") == 1 and said.out == ""
