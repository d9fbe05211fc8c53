"""A guideline in a Git repository, made without the Git program."""

from __future__ import annotations

import shutil
from pathlib import Path

from dulwich.repo import Repo
from rettesnor_editor.store.repository import Person, Repository

PROJECT = Path(__file__).resolve().parents[2]


def build(folder: Path) -> Path:
    """Return ``folder``, with a copy of the guideline in a repository with one commit."""
    folder.mkdir(parents=True)
    for name in ("guideline", "recommendations", "schema", "changelog"):
        shutil.copytree(
            PROJECT / name, folder / name, ignore=shutil.ignore_patterns("unreleased")
        )
    shutil.copy(PROJECT / "mkdocs.yml", folder)
    (folder / ".gitignore").write_text(".rettesnor/\nhoringsdata/\n", encoding="utf-8")
    committed(folder)
    return folder


def committed(folder: Path) -> None:
    """Make ``folder`` a repository, and commit all that is in it."""
    Repo.init(str(folder), default_branch=b"main").close()
    contents = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts
    }
    repository = Repository(folder)
    repository.commit("HEAD", contents, Person("Rettesnor", "start"), "Begynnelsen")
    repository.stage(list(contents))
