"""Fill the disk at each write of an editor's way through the desk, in turn.

    python -m tests.editor.full_disk local
    python -m tests.editor.full_disk team

One editor opens a form, writes a draft and saves. At the first round nothing fails, and the writes
are counted. In each of the others one write fails, and all after it, as on a full disk: a file that
cannot be made, one that takes half of what is written, a folder, a rename, a flush, the database.
Then there is room again, and the editor saves once more.

With ``--mounted`` the guideline is on a small file system that is really full, with a little more
room in each round (needs the right to mount).
"""

from __future__ import annotations

import argparse
import builtins
import errno
import io
import os
import re
import secrets
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "site_plugins"))
_CHANGES = re.compile(r"\s*(INSERT|UPDATE|DELETE|CREATE|REPLACE)\b", re.I)


class Disk:
    """Counts writes below a folder, and lets those from the ``fails``-th on fail."""

    def __init__(self, fails: int = 0) -> None:
        self.fails, self.count = fails, 0
        self.failed_at = ""

    def write(self, what: str) -> bool:
        """Count a write; return whether it fails."""
        self.count += 1
        failed = bool(self.fails) and self.count >= self.fails
        if failed and not self.failed_at:
            self.failed_at = what
        return failed

    def must(self, what: str) -> None:
        """Count a write; raise what the system does when the disk is full."""
        if self.write(what):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def database(self, sql: str) -> None:
        """Count a statement that changes the database."""
        if _CHANGES.match(sql) and self.write(sql[:40]):
            raise sqlite3.OperationalError("database or disk is full")


class _Stream:
    """A file that is being written: half of what does not fit is in it."""

    def __init__(self, stream: Any, disk: Disk, name: str) -> None:
        self._stream, self._disk, self._name = stream, disk, name

    def write(self, data: Any) -> int:
        if self._disk.write(f"write {self._name}"):
            self._stream.write(data[:len(data) // 2])
            self._stream.flush()
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return int(self._stream.write(data))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __enter__(self) -> _Stream:
        return self

    def __exit__(self, *_: Any) -> None:
        self._stream.close()

    def __iter__(self) -> Iterator[Any]:
        return iter(self._stream)


@contextmanager
def failing(disk: Disk) -> Iterator[None]:
    """Let every write inside the block be one of ``disk``."""
    real = {name: getattr(os, name) for name in (
        "open", "fdopen", "mkdir", "replace", "rename", "link", "symlink", "fsync",
    )}
    real_open = builtins.open

    def open_(file: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
        if isinstance(file, int) or not set(mode) & set("wax+"):
            return real_open(file, mode, *rest, **named)
        disk.must(f"open {file}")
        return _Stream(real_open(file, mode, *rest, **named), disk, str(file))

    def os_open(path: Any, flags: int, *rest: Any, **named: Any) -> int:
        if flags & os.O_CREAT:
            disk.must(f"open {os.fsdecode(path)}")
        return int(real["open"](path, flags, *rest, **named))

    def fdopen(number: int, mode: str = "r", *rest: Any, **named: Any) -> Any:
        stream = real["fdopen"](number, mode, *rest, **named)
        return _Stream(stream, disk, str(number)) if set(mode) & set("wax+") else stream

    def counted(name: str) -> Any:
        def call(*given: Any, **named: Any) -> Any:
            disk.must(f"{name} {given[:1]}")
            return real[name](*given, **named)
        return call

    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *rest: Any) -> Any:
            disk.database(sql)
            return super().execute(sql, *rest)

    real_connect = sqlite3.connect

    def connect(*given: Any, **named: Any) -> Any:
        return real_connect(*given, **{"factory": Connection, **named})

    def for_django(execute: Any, sql: str, *rest: Any) -> Any:
        from django.db import OperationalError
        try:
            disk.database(sql)
        except sqlite3.OperationalError as error:
            raise OperationalError(str(error)) from error
        return execute(sql, *rest)

    with ExitStack() as stack:
        for target, name, new in (
            (builtins, "open", open_), (io, "open", open_), (os, "open", os_open),
            (os, "fdopen", fdopen), (sqlite3, "connect", connect),
            *((os, name, counted(name)) for name in real if name not in ("open", "fdopen")),
        ):
            stack.enter_context(mock.patch.object(target, name, new))
        from django.conf import settings
        if settings.DATABASES:
            from django.db import connection
            stack.enter_context(connection.execute_wrapper(for_django))
        yield


class Desk:
    """The desk in this process, with one editor."""

    def __init__(self, mode: str, root: Path, state: Path) -> None:
        self.root, self.team = root, mode == "team"
        os.environ |= {
            "DJANGO_SETTINGS_MODULE":
                "rettesnor_editor.team.settings" if self.team else "rettesnor_editor.settings",
            "EDITOR_ROOT": str(root), "EDITOR_STATE": str(state), "EDITOR_KEY": "x" * 50,
            "EDITOR_TOKEN": "inn", "EDITOR_DATE": "2026-11-29", "HORING_ROOT": str(root),
            "HORING_SECRET_KEY": secrets.token_hex(32), "HORING_HTTPS": "0",
            "HORING_HOSTS": "testserver", "DATABASE_URL": f"sqlite:///{state / 'd.sqlite3'}",
        }
        import django
        django.setup()
        from django.test import Client
        if self.team:
            self._sign_in()
        else:
            from django.conf import settings
            settings.ALLOWED_HOSTS = ["testserver"]
            self.client = Client(raise_request_exception=False)
            self.client.get("/inn/inn/")
        self.path = next(root.glob("recommendations/*/*.yml"))
        start = f"/redaksjon/sak/{self.case}" if self.team else ""
        self.page = f"{start}/rediger/anbefaling/{self.path.stem}/"

    def _sign_in(self) -> None:
        from django.contrib.auth.models import Group, User
        from django.core.management import call_command
        from django.test import Client
        from django.utils import timezone
        from rettesnor_editor.team.desk import cases
        from rettesnor_editor.team.models import Case

        call_command("migrate", verbosity=0)
        user = User.objects.create(username="kari", is_staff=True)
        user.groups.set(Group.objects.filter(name="redaktor"))
        self.client = Client(raise_request_exception=False)
        self.client.force_login(user)
        case = Case.objects.create(title="Sak", opened_by=user, opened_at=timezone.now())
        cases().begin(case.branch)
        self.case = case.pk

    def form(self) -> tuple[int, dict[str, Any]]:
        """Open the form; return the status and its fields."""
        from tests.editor_team.load import form

        answer = self.client.get(self.page)
        return answer.status_code, form(answer.content.decode())

    def said(self) -> dict[str, Any]:
        """Return what is saved of the recommendation: every file must be readable."""
        from rettesnor.editing import yaml_writer

        path = self.path.relative_to(self.root).as_posix()
        if self.team:
            from rettesnor_editor.team.desk import cases
            data = cases().repository.content(f"{self.head()}", path)
        else:
            data = self.path.read_bytes()
        assert data is not None
        found: dict[str, Any] = yaml_writer.read(data.decode())
        return found

    def repository(self) -> Any:
        """Return the repository that saves go to."""
        from rettesnor_editor.desk import desk

        if self.team:
            from rettesnor_editor.team.desk import cases
            return cases().repository
        return desk().history._repository  # type: ignore[attr-defined]

    def head(self) -> str:
        """Return the newest commit of what is written in."""
        return str(self.repository().head(f"sak/{self.case}" if self.team else "HEAD"))

    def check_repository(self) -> None:
        """Check every object of the repository, as ``git fsck`` does."""
        store = self.repository()._repo.object_store
        for name in store:
            store[name].check()


def edit(desk: Desk, number: int) -> tuple[int, int, str]:
    """Write a draft and save; return the status of each, and what the last page said."""
    status, fields = desk.form()
    if status != 200:
        return status, status, ""
    fields |= {"tittel": f"Skolen bør ha nytt {number}", "nr": "1"}
    draft = desk.client.post(f"{desk.page}sjekk/", fields).status_code
    saved = desk.client.post(
        desk.page, {**fields, "nr": "2", "gjor": "lagre", "uten": "1", "likevel": "1"}
    )
    return draft, saved.status_code, saved.content.decode()


def judge(desk: Desk, number: int, outcome: tuple[int, int, str], before: str) -> str:
    """Check what a full disk left, and that the next save is made; return what was answered.

    Raises:
        AssertionError: a text is gone, half written, or said to be saved when it is not.
    """
    draft, saved, page = outcome
    mine = f"Skolen bør ha nytt {number}"
    assert draft in (200, 507) and saved in (302, 409, 507), outcome
    title = desk.said()["tittel"]
    if saved == 302:
        assert title == mine, "it was said to be saved"
    else:
        assert title in (before, mine), title
        if page:
            assert "Disken er full" in page, page[:3000]
            assert mine in page, "the text is not in the page"
    status, fields = desk.form()
    assert status == 200
    if draft == 200 and saved != 302:
        assert fields["tittel"] == [mine], "the draft that was acknowledged is gone"
    outcome = edit(desk, number + 1)
    assert outcome[:2] == (200, 302), outcome
    assert desk.said()["tittel"] == f"Skolen bør ha nytt {number + 1}"
    desk.check_repository()
    left = [path for path in desk.root.rglob(".rettesnor/editing/*")]
    assert not left, left
    return f"{draft} {saved}"


def run(mode: str, step: int) -> None:
    """Let each ``step``-th write fail."""
    with tempfile.TemporaryDirectory(prefix="full-") as folder:
        desk = Desk(mode, _guideline(Path(folder) / "g", mode), Path(folder))
        assert edit(desk, 1)[:2] == (200, 302)
        counting = Disk()
        with failing(counting):
            assert edit(desk, 2)[:2] == (200, 302)
        answers: dict[str, int] = {}
        for number in range(1, counting.count + 1, step):
            before, disk = desk.said()["tittel"], Disk(number)
            with failing(disk):
                outcome = edit(desk, 10 * number)
            try:
                answer = judge(desk, 10 * number, outcome, before)
            except AssertionError as error:
                raise AssertionError(f"write {number}: {disk.failed_at}: {error}") from error
            answers[answer] = answers.get(answer, 0) + 1
        print(f"{mode}: {counting.count} writes; draft and save answered {answers}")


def run_mounted(mode: str) -> None:
    """Let the disk really be full, with more room each time."""
    with tempfile.TemporaryDirectory(prefix="full-") as folder:
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=24M", "tmpfs", folder], check=True
        )
        try:
            desk = Desk(mode, _guideline(Path(folder) / "g", mode), Path(folder))
            assert edit(desk, 1)[:2] == (200, 302)
            answers: dict[str, int] = {}
            for pages in range(0, 60):
                before = desk.said()["tittel"]
                fill = Path(folder) / "fill"
                with open(fill, "wb") as stream:
                    free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
                    stream.write(b"x" * max(0, free - 4096 * pages))
                outcome = edit(desk, 10 * pages + 10)
                fill.unlink()
                answer = judge(desk, 10 * pages + 10, outcome, before)
                answers[answer] = answers.get(answer, 0) + 1
            print(f"{mode}, mounted: draft and save answered {answers}")
        finally:
            if mode == "team":
                from django.db import connection
                connection.close()
            os.chdir("/")
            subprocess.run(["umount", "-l", folder], check=True)


def _guideline(root: Path, mode: str) -> Path:
    from tests.support.guidelines import sound_copy

    root.mkdir()
    sound_copy(root)
    shutil.copytree(ROOT / "schema", root / "schema", dirs_exist_ok=True)
    if mode == "team":
        from dulwich.repo import Repo
        from rettesnor_editor.store.repository import Person, Repository

        Repo.init(str(root), default_branch=b"main").close()
        Repository(root).commit("HEAD", {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in root.rglob("*") if path.is_file() and ".git" not in path.parts
        }, Person("Rettesnor"), "Begynnelsen")
    return root


def main() -> None:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mode", choices=("local", "team"))
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--mounted", action="store_true")
    options = parser.parse_args()
    if options.mounted:
        run_mounted(options.mode)
    else:
        run(options.mode, options.step)


if __name__ == "__main__":
    main()
