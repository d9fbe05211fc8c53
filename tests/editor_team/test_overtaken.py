"""Saves at the same time: merged or refused, never swallowed; and what a killed process leaves."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from rettesnor_editor.store.repository import Person, Repository, RepositoryError

from tests.editor_team.test_cases import FILE, PLAN, SignIn, begin, fields_of, save

KARI = Person("Kari")


def test_a_save_that_was_overtaken_is_merged_with_what_was_saved(
    root: Path, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between planning and writing somebody else saves another field of the same file."""
    from rettesnor_editor.team.desk import CaseDesk

    kari, ola = sign_in("kari"), sign_in("ola")
    case = begin(kari)
    carry_out, first = CaseDesk.carry_out, [True]

    def overtaken(self: Any, plan: Any) -> None:
        if first.pop() if first else False:
            answer = save(ola, case, root, note=None, uten="1", tittel="Skolen bør skrive en plan")
            assert answer.status_code == 302
        carry_out(self, plan)

    monkeypatch.setattr(CaseDesk, "carry_out", overtaken)
    fields = fields_of(kari, case, root) | {
        "gjor": "lagre", "uten": "1", "begrunnelse.tekst": "En grunn."
    }
    assert kari.post(f"{case}{PLAN}", fields).status_code == 302
    said = Repository(root).content(Repository(root).head("sak/1"), FILE) or b""
    assert b"tittel: Skolen b\xc3\xb8r skrive en plan" in said and b"En grunn." in said


def test_cases_share_what_they_have_read_and_keep_their_own(
    root: Path, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second case reads no file again but those that differ."""
    from rettesnor.reading.content import recommendation_files

    kari = sign_in("kari")
    one, other = begin(kari), begin(kari, "Enda en")
    save(kari, one, root, note=None, uten="1", tittel="Skolen bør i sak en")
    read: list[str] = []
    real = recommendation_files.read_recommendation

    def noted(data: bytes, path: str, chapter: str) -> Any:
        read.append(path)
        return real(data, path, chapter)

    monkeypatch.setattr(recommendation_files, "read_recommendation", noted)
    assert "Skolen bør i sak en" not in kari.get(f"{other}{PLAN}").content.decode()
    assert not read
    save(kari, other, root, note=None, uten="1", tittel="Skolen bør i sak to")
    assert {*read} == {FILE}
    assert "Skolen bør i sak en" in kari.get(f"{one}{PLAN}").content.decode()


@pytest.mark.parametrize("name", ["refs/heads/sak/9.lock", "objects"])
def test_a_lock_file_that_a_killed_process_left_stops_nobody(root: Path, name: str) -> None:
    git = Repository(root)
    git.begin("sak/9", git.head())
    place = root / ".git" / name
    if name == "objects":  # the blob that is to be written has a lock file already
        from dulwich.objects import Blob

        sha = Blob.from_string(b"Nytt.\n").id.decode()
        place = place / sha[:2] / f"{sha[2:]}.lock"
        place.parent.mkdir(exist_ok=True)
    place.write_bytes(b"")
    os.utime(place, (time.time() - 60,) * 2)
    assert git.commit("sak/9", {"guideline/om.md": b"Nytt.\n"}, KARI, "Nytt") == git.head("sak/9")
    assert git.content(git.head("sak/9"), "guideline/om.md") == b"Nytt.\n"
    assert not place.exists()


def test_the_lock_of_a_git_program_is_waited_for(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rettesnor_editor.store import repository as module

    git = Repository(root)
    git.begin("sak/9", git.head())
    lock = root / ".git/refs/heads/sak/9.lock"
    lock.write_bytes(b"")
    threading.Timer(0.2, lock.unlink).start()
    assert git.commit("sak/9", {"guideline/om.md": b"Nytt.\n"}, KARI, "Nytt") == git.head("sak/9")
    lock.write_bytes(b"")
    monkeypatch.setattr(module, "_PATIENCE", 0.1)
    with pytest.raises(RepositoryError, match="låst"):
        git.commit("sak/9", {"guideline/om.md": b"Enda nyere.\n"}, KARI, "Nytt")
    lock.unlink()


def test_two_processes_write_on_the_same_branch(root: Path) -> None:
    """Two repositories, as two processes have them: every commit is there."""
    git = Repository(root)
    git.begin("sak/9", git.head())

    def write(own: Repository, who: str) -> None:
        for number in range(5):
            own.commit("sak/9", {f"guideline/{who}-{number}.md": b"x\n"}, KARI, who)

    threads = [threading.Thread(target=write, args=(Repository(root), who)) for who in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(git.versions("sak/9", most=None)) == 11
    assert {*git.changed(git.head(), git.head("sak/9"))} == {
        f"guideline/{who}-{number}.md" for who in "ab" for number in range(5)
    }
