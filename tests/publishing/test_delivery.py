"""Publishing a built site: the old one or the new one, whole, whatever happens on the way."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rettesnor.platform.windows import Windows
from rettesnor.publishing.delivery import folder as folder_module
from rettesnor.publishing.delivery import rclone as rclone_module
from rettesnor.publishing.delivery import records
from rettesnor.publishing.delivery.deliver import (
    deliver,
    is_held,
    prune,
    recover,
    roll_back,
    stamp_of,
)
from rettesnor.publishing.delivery.folder import FolderTarget
from rettesnor.publishing.delivery.rclone import RcloneTarget
from rettesnor.publishing.delivery.records import PUBLISHED, ROLLED_BACK, STOPPED
from rettesnor.publishing.delivery.rsync import RsyncTarget
from rettesnor.publishing.delivery.target import (
    STAMP,
    DeliveryError,
    Stamp,
    Target,
    digest_of_site,
    read_stamp,
)
from rettesnor.publishing.output import atomic_swap
from rettesnor.reading.content.publish_settings import PublishSettings

from tests.support.guidelines import PROJECT, put, tree

START = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
MARK = '{"retningslinje": "a", "versjoner": []}'


def site(root: Path, words: str) -> Path:
    """A built site, with what tells it from a folder that is not ours."""
    folder = root / f"bygd-{words}"
    for path in ("index.html", f"{words}/index.html", "felles/index.html", "assets/a.css"):
        put(folder, path, f"<p>{words if 'felles' not in path else 'likt'}</p>")
    put(folder, "api/v1/index.json", MARK)
    return folder


class World:
    """A target that publishes, with a clock of its own."""

    def __init__(self, root: Path, target: Target, seen: Callable[[], dict[str, bytes]]) -> None:
        self.root, self.target, self._seen = root, target, seen
        self.state = records.open_folder(root)
        self.now = START

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def publish(self, words: str, *, keep: int = 5, versjon: str = "1.0.0") -> Stamp:
        built = site(self.root, words)
        stamp = stamp_of(versjon, digest_of_site(built), self.tick())
        recover(self.target, self.state)
        deliver(self.target, self.state, built, stamp, "Avdelinga", keep)
        return stamp

    def back(self, id_: str = "") -> Stamp:
        recover(self.target, self.state)
        return roll_back(self.target, self.state, id_, "Vakta", self.tick())[1]

    def words(self) -> str:
        """What readers see, which must be one whole site."""
        found = self._seen()
        if not found:
            return ""
        words = found["index.html"].decode().removeprefix("<p>").removesuffix("</p>")
        stamp = read_stamp(found.pop(STAMP))
        assert found == tree(site(self.root, words))
        assert stamp is not None
        return words


def folder_world(root: Path) -> World:
    shown = root / "www" / "retningslinje"
    return World(root, FolderTarget(root / "g", shown), lambda: tree(shown))


@pytest.fixture
def folder(tmp_path: Path) -> World:
    return folder_world(tmp_path)


@pytest.fixture
def rsync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A server that is this machine: what would go through ssh is run here."""
    if shutil.which("rsync") is None:
        pytest.skip("rsync is not installed")
    program(tmp_path, monkeypatch, "ssh", FAKE_SSH)
    there = tmp_path / "srv"
    target = RsyncTarget(PublishSettings("rsync", f"en@vert.example:{there}/side", port=2222))
    there.mkdir()
    return World(tmp_path, target, lambda: (
        tree(there / "side/gjeldende") if (there / "side/gjeldende").exists() else {}
    ))


@pytest.fixture(params=["kopi", "peker"])
def rclone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> World:
    """An object store that is a folder."""
    there = tmp_path / "lager"
    there.mkdir()
    if os.environ.get("RCLONE"):  # the real one
        monkeypatch.setenv("RCLONE_CONFIG", str(tmp_path / "rclone.conf"))
        monkeypatch.setenv("RCLONE_CONFIG_LAGER_TYPE", "alias")
        monkeypatch.setenv("RCLONE_CONFIG_LAGER_REMOTE", str(there))
    else:
        monkeypatch.setattr(
            rclone_module, "run", lambda words, _allowed: imitated_rclone(there, words[1:])
        )
    target = RcloneTarget(PublishSettings("rclone", "lager:side", bytte=request.param))

    def seen() -> dict[str, bytes]:
        if request.param == "kopi":
            return tree(there / "side/gjeldende")
        pointer = there / "side/gjeldende.json"
        stamp = read_stamp(pointer.read_bytes()) if pointer.exists() else None
        return tree(there / "side/utgaver" / stamp.id) if stamp else {}

    return World(tmp_path, target, seen)


def program(root: Path, monkeypatch: pytest.MonkeyPatch, name: str, source: str) -> None:
    path = root / "bin" / name
    put(root / "bin", name, f"#!/bin/sh\n{source}")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{root / 'bin'}:{os.environ['PATH']}")


FAKE_SSH = """
[ "$1 $2 $3 $4 $5 $6" = "-o BatchMode=yes -o ConnectTimeout=20 -p 2222" ] || exit 9
shift 6
[ "$1 $2 $3" = "-l en vert.example" ] || exit 9
shift 3
exec sh -c "$*"
"""



def imitated_rclone(base: Path, words: Sequence[str]) -> tuple[int, str]:
    """Do with folders what rclone does with stores, for the commands that are used."""
    filters: dict[str, list[str]] = {"--exclude": [], "--include": []}
    arguments = []
    rest = iter(words)
    for word in rest:
        if word in filters:
            filters[word].append(next(rest))
        elif not word.startswith("-"):
            arguments.append(word)
    deed, *named = arguments
    places = [base / n[6:] if n.startswith("lager:") else Path(n) for n in named]
    first, second = places[0], places[-1]

    def wanted(path: str) -> bool:
        def matches(one: str) -> bool:
            return path == one[1:] if one.startswith("/") else path.endswith(one.lstrip("*"))

        included = filters["--include"]
        return not any(map(matches, filters["--exclude"])) and (
            not included or any(map(matches, included))
        )

    match deed:
        case "lsf" if not first.is_dir():
            return 3, ""
        case "lsf" if "--dirs-only" in words:
            return 0, "".join(f"{one.name}/\n" for one in first.iterdir())
        case "lsf":
            return 0, "".join(f"{one.parent.name}/{STAMP}\n" for one in first.glob(f"*/{STAMP}"))
        case "cat":
            return (0, first.read_text("utf-8")) if first.is_file() else (3, "")
        case "copy" | "sync":
            for path in filter(wanted, tree(first)):
                (second / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(first / path, second / path)
            for path in filter(wanted, tree(second) if deed == "sync" else ()):
                if not (first / path).exists():
                    (second / path).unlink()
        case "copyto":
            second.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(first, second)
        case "deletefile":
            first.unlink()
        case "purge":
            shutil.rmtree(first)
        case _:
            raise AssertionError(words)
    return 0, ""


def check_a_life(world: World) -> None:
    """Publish, go back, publish again; what is kept, and what the log says."""
    assert world.words() == ""
    first = world.publish("en")
    assert world.words() == "en"
    second = world.publish("to")
    assert world.words() == "to"
    assert world.target.live() == second
    assert world.target.kept() == [first, second]
    assert world.back() == first
    assert world.words() == "en"
    assert is_held(world.state) is not None
    third = world.publish("tre")
    assert is_held(world.state) is None
    assert world.back() == first, "the one that readers saw before, not the one made before"
    assert world.back(third.id) == third
    with pytest.raises(DeliveryError, match="allerede"):
        world.back(third.id)
    with pytest.raises(DeliveryError, match="ikke blant dem"):
        world.back("20200101T000000Z-1.0.0")
    for number in range(4):
        world.publish(f"n{number}", keep=2)
    assert len(world.target.kept()) == 2
    assert world.words() == "n3"
    log = records.read_log(world.state)
    assert [one.handling for one in log] == [
        PUBLISHED, PUBLISHED, ROLLED_BACK, PUBLISHED, ROLLED_BACK, ROLLED_BACK, *[PUBLISHED] * 4
    ]
    assert {one.av for one in log} == {"Avdelinga", "Vakta"}
    assert [one.fra for one in log[:3]] == ["", first.id, second.id]
    assert all(one.id and one.tid and one.innhold and one.versjon for one in log)


def test_a_folder(folder: World) -> None:
    check_a_life(folder)


def check_a_short_life(world: World) -> None:
    """What costs a dozen programs a step."""
    assert world.words() == ""
    first, second = world.publish("en"), world.publish("to")
    assert world.words() == "to"
    assert (world.target.live(), world.target.kept()) == (second, [first, second])
    assert world.back() == first
    assert world.words() == "en"
    third = world.publish("tre", keep=2)
    assert world.words() == "tre"
    assert world.target.kept() == [second, third]


def test_a_server(rsync: World) -> None:
    check_a_short_life(rsync)


def test_an_object_store(rclone: World) -> None:
    check_a_short_life(rclone)


def test_the_first_cannot_be_rolled_back(folder: World) -> None:
    folder.publish("en")
    with pytest.raises(DeliveryError, match="ikke noe tidligere"):
        folder.back()
    assert folder.words() == "en"


def test_the_version_before_is_kept_beside_daily_ones(folder: World) -> None:
    old = folder.publish("gammel", versjon="1.0.0", keep=2)
    for number in range(4):
        folder.publish(f"dag{number}", versjon="2.0.0", keep=2)
    assert old in folder.target.kept()
    assert len(folder.target.kept()) == 3


def test_the_one_that_readers_see_is_never_removed(folder: World) -> None:
    first = folder.publish("en", keep=5)
    for words in ("to", "tre", "fire"):
        folder.publish(words)
    folder.back(first.id)
    prune(folder.target, 2)
    assert first in folder.target.kept()


def test_what_was_changed_on_disk_is_not_shown_again(folder: World) -> None:
    first = folder.publish("en")
    folder.publish("to")
    target = folder.target
    assert isinstance(target, FolderTarget)
    (target.archive / first.id / "index.html").write_text("<p>hærverk</p>")
    with pytest.raises(DeliveryError, match="endret etter at det ble publisert"):
        folder.back()
    assert folder.words() == "to"


def test_vandalism_in_the_folder_that_is_shown_does_not_reach_what_is_kept(folder: World) -> None:
    first = folder.publish("en")
    target = folder.target
    assert isinstance(target, FolderTarget)
    (target.folder / "index.html").write_text("<p>hærverk</p>")
    folder.publish("to")
    assert folder.back() == first and folder.words() == "en"


def test_a_folder_that_is_no_site_of_ours_is_refused(folder: World) -> None:
    target = folder.target
    assert isinstance(target, FolderTarget)
    put(target.folder, "index.html", "noe annet")
    with pytest.raises(DeliveryError, match="noe annet enn et nettsted"):
        folder.publish("en")
    assert tree(target.folder) == {"index.html": b"noe annet"}


@pytest.mark.skipif(sys.platform == "win32", reason="permission bits")
def test_everybody_can_read_it_whatever_the_umask(folder: World) -> None:
    target = folder.target
    assert isinstance(target, FolderTarget)
    old = os.umask(0o077)
    try:
        folder.publish("en")
    finally:
        os.umask(old)
    for path in (target.folder, *target.folder.rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path


class Stop(BaseException):
    """The machine stops."""


def stop_at(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Stop before the step with this number that leaves a trace on disk."""
    steps = iter(range(10_000))

    def guarded(call: Callable[..., object]) -> Callable[..., object]:
        def step(*args: object, **named: object) -> object:
            if next(steps) == number:
                raise Stop
            return call(*args, **named)
        return step

    system = type(atomic_swap.SYSTEM)
    for name in ("rename", "replace", "exchange", "flush_folder", "flush_tree", "remove_tree"):
        monkeypatch.setattr(system, name, guarded(getattr(system, name)))
    monkeypatch.setattr(folder_module, "_copy", guarded(folder_module._copy))
    monkeypatch.setattr(records, "_write", guarded(records._write))
    monkeypatch.setattr(Path, "unlink", guarded(Path.unlink))


@pytest.mark.parametrize("windows", [False, True], ids=["this system", "two renames"])
@pytest.mark.parametrize("deed", ["publish", "back"])
def test_stopped_at_any_step_the_old_or_the_new_site_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, windows: bool, deed: str
) -> None:
    if windows:
        for module in (atomic_swap, folder_module, records):
            monkeypatch.setattr(module, "SYSTEM", Windows())
    stops = 0
    for number in range(40):
        (tmp_path / str(number)).mkdir()
        world = folder_world(tmp_path / str(number))
        world.publish("en")
        world.publish("to")
        expected = "tre" if deed == "publish" else "en"
        with monkeypatch.context() as patched:
            stop_at(patched, number)
            try:
                world.publish("tre") if deed == "publish" else world.back()
                stopped = False
            except Stop:
                stopped = True
        stops += stopped
        if not windows:
            assert world.words() in ("to", expected), number
        recover(world.target, world.state)
        now = world.words()
        assert now in ("to", expected), number
        assert records.begun(world.state) is None
        log = records.read_log(world.state)
        shown = [one for one in log if one.handling != STOPPED][-1]
        live = world.target.live()
        assert live is not None and shown.id == live.id, "the log says what readers see"
        world.publish("fire")
        assert world.words() == "fire"
        if not stopped:
            break
    assert stops > 8


KILLED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
sys.path[:0] = [{plugins!r}, {project!r}]
from tests.publishing.test_delivery import folder_world
world = folder_world(Path(sys.argv[1]))
world.now = datetime.now(UTC)
print("klar", flush=True)
while True:
    world.publish("to"); world.publish("en"); world.back()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_at_any_moment_the_site_is_whole(tmp_path: Path) -> None:
    world = folder_world(tmp_path)
    world.publish("en")
    source = KILLED.format(plugins=str(PROJECT / "site_plugins"), project=str(PROJECT))
    chance = random.Random(4)
    for _ in range(int(os.environ.get("KILLS", "4"))):
        process = subprocess.Popen(
            [sys.executable, "-c", source, str(tmp_path)], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.4))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert world.words() in ("en", "to")
        recover(world.target, world.state)
        live = world.target.live()
        assert live is not None and live in world.target.kept()
        done = [one for one in records.read_log(world.state) if one.handling != STOPPED]
        assert done[-1].id == live.id


def test_a_store_that_was_half_copied_is_finished(
    rclone: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    rclone.publish("en")
    copied = RcloneTarget._rclone
    calls = iter(range(100))

    def stops(self: RcloneTarget, *words: str, missing: bool = False) -> tuple[int, str]:
        if words[0] == "copy" and next(calls) == 2:
            raise Stop
        if self.is_atomic and words[0] == "copyto" and words[-1].endswith("gjeldende.json"):
            raise Stop
        return copied(self, *words, missing=missing)

    with monkeypatch.context() as patched:
        patched.setattr(RcloneTarget, "_rclone", stops)
        with pytest.raises(Stop):
            rclone.publish("to")
    done = recover(rclone.target, rclone.state)
    assert done is not None
    assert done.handling == (STOPPED if rclone.target.is_atomic else PUBLISHED)
    assert rclone.words() == ("en" if rclone.target.is_atomic else "to")


def test_a_program_that_fails_leaves_the_old_site(
    rsync: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rsync.publish("en")
    program(tmp_path, monkeypatch, "ssh", "echo Permission denied >&2; exit 255")
    with pytest.raises(DeliveryError, match="Permission denied"):
        rsync.publish("to")
    assert rsync.words() == "en"


def test_a_program_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    target = RsyncTarget(PublishSettings("rsync", "vert:/srv/side"))
    with pytest.raises(DeliveryError, match="«rsync» er ikke installert"):
        target.prepare()


def test_a_log_line_that_was_cut_off_is_passed_over(folder: World) -> None:
    folder.publish("en")
    with open(folder.state / "logg.jsonl", "ab") as stream:
        stream.write(b'{"tid": "2026')
    folder.publish("to")
    assert [one.handling for one in records.read_log(folder.state)] == [PUBLISHED, PUBLISHED]
