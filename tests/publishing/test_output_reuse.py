"""What is taken over from the site that stands: what is right, looked at, and nothing else."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rettesnor.publishing.incremental import hardlinks as linking
from rettesnor.publishing.incremental.reuse import OutputReuse, PreviousBuild
from rettesnor.publishing.output.page_file import PageFile
from rettesnor.publishing.targets import DeclaredFile

from tests.support.guidelines import put, tree
from tests.support.waiting import until

SITE = {
    "index.html": "forside", "kapittel/en/index.html": "en", "kapittel/to/index.html": "to",
    "api/en.json": "data om en", "robots.txt": "alle", "sok/ord.js": "ord",
}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def page(url: str, key: str, *beside: str) -> PageFile:
    return PageFile(
        url, key, digest(SITE[f"{url}index.html"]), (), "",
        beside=tuple((path, digest(SITE[path])) for path in beside),
    )


LEFT = PreviousBuild(
    {
        "": page("", ""),
        "kapittel/en/": page("kapittel/en/", "nøkkel en", "api/en.json"),
        "kapittel/to/": page("kapittel/to/", "nøkkel to"),
    },
    {
        "robots.txt": ("nøkkel roboter", digest("alle")),
        "sok/ord.js": ("nøkkel ord", digest("ord")),
    },
)
PAGES = {url: page.key for url, page in LEFT.pages.items() if page.key}
FILES = {path: key for path, (key, _) in LEFT.files.items()}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    for path, text in SITE.items():
        put(tmp_path / "gammel", path, text)
    return tmp_path / "gammel"


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    (tmp_path / "ny").mkdir()
    return tmp_path / "ny"


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linking, "_CHUNK", 2)


@pytest.fixture(params=[1, 4])
def jobs(request: pytest.FixtureRequest) -> int:
    """How many threads may work."""
    number: int = request.param
    return number


@pytest.fixture
def reuse(old: Path, fresh: Path, jobs: int) -> Iterator[OutputReuse]:
    with OutputReuse(old, fresh, LEFT, jobs) as found:
        yield found


def taken(reuse: OutputReuse) -> tuple[list[str], list[str]]:
    """Take over everything; return the addresses of the pages, and the paths of the files."""
    pages = [page.url for page in reuse.pages(PAGES)]
    files = sorted(reuse.files(FILES))
    reuse.finish()
    return pages, files


def everything(folder: Path) -> set[str]:
    """Return every file and folder below ``folder``."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_what_is_right_lies_in_both_sites(reuse: OutputReuse, old: Path, fresh: Path) -> None:
    assert taken(reuse) == (["kapittel/en/", "kapittel/to/"], ["robots.txt", "sok/ord.js"])
    assert tree(fresh) == {path: data for path, data in tree(old).items() if path != "index.html"}
    assert all((fresh / path).samefile(old / path) for path in tree(fresh))


def test_what_is_made_from_something_else_is_left(reuse: OutputReuse, fresh: Path) -> None:
    assert [p.url for p in reuse.pages({**PAGES, "kapittel/to/": "en annen"})] == [
        "kapittel/en/"
    ]
    assert not (fresh / "kapittel/to/index.html").exists()
    assert [*reuse.files({**FILES, "sok/ord.js": "en annen"})] == ["robots.txt"]
    assert not (fresh / "sok/ord.js").exists()


def test_what_nobody_asks_for_leaves_no_trace(reuse: OutputReuse, fresh: Path) -> None:
    reuse.pages({})
    reuse.files({"robots.txt": FILES["robots.txt"]})
    reuse.finish()
    assert everything(fresh) == {"robots.txt"}


def test_a_page_is_taken_over_with_all_that_lies_beside_it_or_not_at_all(
    old: Path, fresh: Path, jobs: int
) -> None:
    put(old, "api/en.json", "data om to")
    with OutputReuse(old, fresh, LEFT, jobs) as reuse:
        assert taken(reuse)[0] == ["kapittel/to/"]
    assert "kapittel/en" not in everything(fresh) and "api" not in everything(fresh)


@pytest.mark.parametrize("path", ["kapittel/to/index.html", "sok/ord.js"])
def test_other_bytes_of_the_same_size_and_time_are_found(
    old: Path, fresh: Path, jobs: int, path: str
) -> None:
    found = (old / path).stat()
    put(old, path, SITE[path].upper())
    os.utime(old / path, ns=(found.st_atime_ns, found.st_mtime_ns))
    with OutputReuse(old, fresh, LEFT, jobs) as reuse:
        pages, files = taken(reuse)
    assert len(pages) + len(files) == 3 and not (fresh / path).exists()


@pytest.mark.parametrize("how", ["gone", "a folder", "a pipe"])
def test_what_is_no_file_any_more_is_left(old: Path, fresh: Path, jobs: int, how: str) -> None:
    path = old / "sok/ord.js"
    path.unlink()
    if how == "a folder":
        path.mkdir()
    elif how == "a pipe":
        os.mkfifo(path)
    with OutputReuse(old, fresh, LEFT, jobs) as reuse:
        assert taken(reuse)[1] == ["robots.txt"]
    assert "sok" not in everything(fresh)


def test_what_was_looked_at_is_what_is_published(
    old: Path, fresh: Path, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another file that is put in a file's place while it is looked at changes nothing."""
    look = linking.file_digest

    def replaced_meanwhile(path: str) -> str:
        put(old, "robots.ny", "ingen")
        os.replace(old / "robots.ny", old / "robots.txt")
        return look(path)

    monkeypatch.setattr(linking, "file_digest", replaced_meanwhile)
    left = PreviousBuild(files={"robots.txt": LEFT.files["robots.txt"]})
    with OutputReuse(old, fresh, left, jobs) as reuse:
        assert taken(reuse)[1] == ["robots.txt"]
    assert tree(fresh) == {"robots.txt": b"alle"} and (old / "robots.txt").read_text() == "ingen"


def test_no_new_file_is_written_into_an_old_one(
    reuse: OutputReuse, old: Path, fresh: Path
) -> None:
    before = tree(old)
    reuse.pages(PAGES)
    laid = reuse.lay_files([
        DeclaredFile("robots.txt", "", lambda: b"uten egen n\xc3\xb8kkel"),
        DeclaredFile("sok/ord.js", "en annen", lambda: b"andre ord"),
        DeclaredFile("ny/fil.txt", "nøkkel", lambda: b"ny"),
    ])
    reuse.finish()
    assert laid["ny/fil.txt"] == ("nøkkel", digest("ny"))
    assert (fresh / "sok/ord.js").read_text() == "andre ord"
    assert (fresh / "robots.txt").read_text() == "uten egen nøkkel"
    assert tree(old) == before


def test_a_file_that_is_right_is_not_made(reuse: OutputReuse) -> None:
    def never() -> bytes:
        raise AssertionError

    reuse.pages(PAGES)
    files = [DeclaredFile(path, key, never) for path, key in FILES.items()]
    assert reuse.lay_files(files) == LEFT.files


def test_where_files_cannot_be_linked_all_is_made_anew(
    old: Path, fresh: Path, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refused)
    with OutputReuse(old, fresh, LEFT, jobs) as reuse:
        assert taken(reuse) == ([], [])
    assert tree(fresh) == {}


def test_nothing_is_linked_any_more_after_the_end(
    old: Path, fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, begun, go_on = linking._link, threading.Event(), threading.Event()

    def slowly(*arguments: Any) -> list[str]:
        begun.set()
        go_on.wait(10)
        return link(*arguments)

    monkeypatch.setattr(linking, "_link", slowly)
    with OutputReuse(old, fresh, LEFT, 1) as reuse:
        reuse.begin()
        begun.wait(10)
        threading.Timer(0.2, go_on.set).start()
    lying = tree(fresh)
    assert 0 < len(lying) <= 2  # the chunk that had begun
    time.sleep(0.2)
    assert tree(fresh) == lying


def test_its_threads_end_with_the_last_file(old: Path, fresh: Path) -> None:
    before = threading.active_count()
    with OutputReuse(old, fresh, LEFT, 4) as reuse:
        reuse.begin()
        reuse.pages(PAGES)
        reuse.finish()
        until(lambda: threading.active_count() == before)
