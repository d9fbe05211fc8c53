"""Kill the editor's desk while somebody types and saves, many times: nothing acknowledged is lost.

    python -m tests.editor.torture --kills 100
    python -m tests.editor.torture --kills 100 --team

With ``--team`` it is the team's server, and what is saved goes to the branch of a case.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import subprocess
import sys
import tempfile
import threading
from contextlib import closing
from http.client import HTTPException
from pathlib import Path
from random import Random

from rettesnor.editing import transaction, yaml_writer
from rettesnor.reading.files.folder import DiskFolder
from rettesnor_editor.documents import find
from rettesnor_editor.store.drafts import LocalDrafts
from rettesnor_editor.store.repository import Repository

from tests.editor.desk_server import Server, copy_of_the_guideline, start
from tests.editor_team.load import free_port, prepared, team_environment, wait_for
from tests.editor_team.repository import build

TYPED, SAVED = "skriftlig-plan", "rutiner"


class Editor:
    """One who types in one recommendation and saves another, until the desk is gone."""

    def __init__(self, desk: Server, kind: str, name: str, life: int, start: str = "") -> None:
        self.desk, self.page, self.life = desk, f"{start}/rediger/{kind}/{name}/", life
        document = find(DiskFolder(desk.root), kind, name)
        assert document is not None
        self.fields = {**document.fields(), **desk.form(self.page)}
        self.acknowledged: list[str] = []

    def type(self) -> None:
        """Post drafts, one after the other."""
        for number in range(1, 10_000):
            text = f"Tekst {self.life}-{number}."
            posted = self.fields | {"begrunnelse.tekst": text, "nr": str(number)}
            try:
                if self.desk.post(f"{self.page}sjekk/", posted).status == 200:
                    self.acknowledged.append(text)
            except (OSError, HTTPException):
                return

    def save(self) -> None:
        """Save, one after the other."""
        for number in range(1, 10_000):
            text = f"Tittel nummer {self.life}-{number}"
            posted = self.fields | {
                "tittel": text, "gjor": "lagre", "uten": "1", "likevel": "1",
                "side": f"{self.life:06}-{number:06}",
            }
            try:
                posted |= {"@grunnlag": self.desk.form(self.page)["@grunnlag"]}
                if self.desk.post(self.page, posted).status == 302:
                    self.acknowledged.append(text)
            except (OSError, HTTPException, IndexError):
                return


def _number(text: str) -> tuple[int, int]:
    life, _, number = text.rstrip(".").rpartition(" ")[2].partition("-")
    return int(life), int(number)


def run(kills: int, seed: int) -> tuple[int, int]:
    """Kill ``kills`` desks; return how many drafts and saves were acknowledged and are there.

    Raises:
        AssertionError: one of them is not, or a file or the repository is not sound.
    """
    random, drafts, saves = Random(seed), 0, 0
    with tempfile.TemporaryDirectory(prefix="redaksjon-") as folder:
        root = copy_of_the_guideline(Path(folder))
        file = next(root.glob(f"recommendations/*/{SAVED}.yml"))
        for life in range(kills):
            desk = start(root).enter()
            other = Server(desk.root, desk.port, desk.process, dict(desk.cookies))
            typing = Editor(desk, "anbefaling", TYPED, life)
            saving = Editor(other, "anbefaling", SAVED, life)
            threads = [threading.Thread(target=typing.type), threading.Thread(target=saving.save)]
            for thread in threads:
                thread.start()
            threads[0].join(random.uniform(0.2, 2.0))
            desk.kill()
            for thread in threads:
                thread.join()
            transaction.finish(root)
            if typing.acknowledged:
                kept = LocalDrafts(root / "redaksjonsdata" / "redaksjon.sqlite3").get(
                    f"anbefaling/{TYPED}"
                )
                assert kept is not None
                there = kept.fields["begrunnelse.tekst"][0]
                assert _number(there) >= _number(typing.acknowledged[-1]), (there, life)
            data = yaml_writer.read(file.read_text(encoding="utf-8"))
            if saving.acknowledged:
                assert _number(data["tittel"]) >= _number(saving.acknowledged[-1]), (data, life)
                repository = Repository(root, root / "redaksjonsdata" / "historikk.git")
                path = file.relative_to(root).as_posix()
                newest = repository.content(repository.head(), path)
                assert newest is not None
                said = yaml_writer.read(newest.decode())["tittel"]
                assert _number(said) >= _number(saving.acknowledged[-1]), (said, life)
            drafts += len(typing.acknowledged)
            saves += len(saving.acknowledged)
    return drafts, saves


def run_team(kills: int, seed: int) -> tuple[int, int]:
    """Do the same to the team's server.

    Raises:
        AssertionError: see ``run``.
    """
    random, drafts, saves = Random(seed), 0, 0
    with tempfile.TemporaryDirectory(prefix="lag-") as folder:
        root, database = build(Path(folder) / "g"), Path(folder) / "d.sqlite3"
        environment = team_environment(root, f"sqlite:///{database}")
        session, case = prepared(environment, 2)[:2]
        path = next(root.glob(f"recommendations/*/{SAVED}.yml")).relative_to(root).as_posix()
        for life in range(kills):
            port = free_port()
            process = subprocess.Popen(
                [sys.executable, "-m", "rettesnor_editor.team", str(port)], env=environment,
                stderr=subprocess.DEVNULL,
            )
            wait_for(port)
            desks = [Server(root, port, process, {"horing": session}) for _ in range(2)]
            place = f"/redaksjon/sak/{case}"
            typing, saving = (
                Editor(desk, "anbefaling", name, life, place)
                for desk, name in zip(desks, (TYPED, SAVED), strict=True)
            )
            threads = [threading.Thread(target=typing.type), threading.Thread(target=saving.save)]
            for thread in threads:
                thread.start()
            threads[0].join(random.uniform(0.2, 2.0))
            desks[0].kill()
            for thread in threads:
                thread.join()
            if typing.acknowledged:
                with closing(sqlite3.connect(database)) as base:
                    row = base.execute(
                        "SELECT fields FROM redaksjon_draft WHERE key = ?", (f"anbefaling/{TYPED}",)
                    ).fetchone()
                there = json.loads(row[0])["begrunnelse.tekst"][0]
                assert _number(there) >= _number(typing.acknowledged[-1]), (there, life)
            git = Repository(root)
            if saving.acknowledged:
                newest = git.content(git.head(f"sak/{case}"), path)
                assert newest is not None
                said = yaml_writer.read(newest.decode())["tittel"]
                assert _number(said) >= _number(saving.acknowledged[-1]), (said, life)
            for name in git._repo.object_store:
                git._repo.object_store[name].check()
            drafts += len(typing.acknowledged)
            saves += len(saving.acknowledged)
    return drafts, saves


def main() -> None:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--team", action="store_true")
    options = parser.parse_args()
    drafts, saves = (run_team if options.team else run)(options.kills, options.seed)
    print(f"{options.kills} kills; {drafts} drafts and {saves} saves acknowledged; 0 lost")


if __name__ == "__main__":
    main()
