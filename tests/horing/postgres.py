"""A private PostgreSQL cluster on a socket of its own, thrown away afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest


def binaries() -> Path | None:
    """Return the folder of PostgreSQL's programs, if it is installed."""
    debian = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
    found = shutil.which("createdb")
    return debian or (Path(found).parent if found else None)


def skip_without() -> None:
    """Skip the test where there is no PostgreSQL."""
    if binaries() is None:
        pytest.skip("Fant ikke PostgreSQL; testen mot den er ikke kjørt.")


class Cluster:
    """A cluster with its own data folder, with fsync on, reached by a socket only."""

    port = 5499

    def __init__(self) -> None:
        programs = binaries()
        assert programs is not None
        self._programs = programs
        self._user = "postgres" if os.geteuid() == 0 else None
        self.folder = Path(tempfile.mkdtemp(prefix="horing-pg-", dir="/tmp"))
        if self._user:
            shutil.chown(self.folder, self._user)
        self._run(
            "initdb",
            "-D",
            str(self.folder / "data"),
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-U",
            "horing",
        )
        self.start()
        self._run(
            "createdb", "-h", str(self.folder), "-p", str(self.port), "-U", "horing", "horing"
        )

    @property
    def url(self) -> str:
        """The address of the database."""
        return f"postgres://horing@:{self.port}/horing?host={self.folder}"

    def start(self) -> None:
        """Start the cluster and wait until it answers."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses="
        self._run(
            "pg_ctl",
            "-D",
            str(self.folder / "data"),
            "-w",
            "-o",
            options,
            "-l",
            str(self.folder / "log"),
            "start",
        )

    def stop(self) -> None:
        """Stop the cluster at once."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")

    def kill_backend(self) -> None:
        """Kill one of the cluster's own server processes: all are restarted from the log."""
        pid = (self.folder / "data" / "postmaster.pid").read_text().split("\n")[0]
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for child in children:
            title = Path(f"/proc/{child}/cmdline").read_bytes()
            if b"horing horing" in title:
                os.kill(int(child), 9)
                return

    def remove(self) -> None:
        """Stop the cluster and remove its folder."""
        self.stop()
        shutil.rmtree(self.folder)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        subprocess.run(
            command,
            check=True,
            timeout=120,
            user=self._user,
            cwd="/tmp",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
