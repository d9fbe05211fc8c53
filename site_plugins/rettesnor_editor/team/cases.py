"""Cases: revisions on branches of their own, and how they become the guideline.

``main`` is the branch that the guideline's folder shows. Only an approval, a release or a fetch
from a remote moves it, one at a time. The files are written before the branch is moved. Stopped in
between, the same approval can be given again: files that already say what they shall are left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rettesnor.editing import transaction
from rettesnor.editing.plan import FileChange, Plan, digest
from rettesnor.publishing.output.build_lock import held

from rettesnor_editor.deeds.merge_files import Contents, MergedFiles, merged_files
from rettesnor_editor.language import say
from rettesnor_editor.store.repository import (
    MAIN,
    NotWritten,
    Person,
    Repository,
    RepositoryError,
    people,
)

_LOCK = "main.lock"
_KNOWN = 64
"""Of how many commits it is remembered where their branch left the guideline."""
_CONTENT = ("guideline/", "recommendations/", "changelog/unreleased/")
"""Where the files are that a case may change."""
Chosen = Mapping[str, Mapping[str, str]]
"""By path and field of a conflict, whose text to keep."""


class NotMerged(Exception):
    """A case cannot be merged; says why, in Norwegian. Nothing is changed."""


@dataclass(frozen=True)
class Standing:
    """Where a branch stands against the guideline.

    Attributes:
        base: the last commit that they have in common.
        edits: the files that the branch has changed since.
        both: those of them that the guideline has changed as well.
        outside: those that a case may not change.
    """

    main: str
    head: str
    base: str
    edits: Contents
    both: tuple[str, ...]
    outside: tuple[str, ...]

    @property
    def stamp(self) -> str:
        """What changes when the edits do."""
        return f"{self.base} {self.head}"


class Cases:
    """The branches of one guideline."""

    def __init__(self, root: Path, repository: Repository) -> None:
        self.root, self.repository = root, repository
        self._standing = lru_cache(maxsize=64)(self._compared)
        self._bases: dict[tuple[str, str], str] = {}

    def begin(self, branch: str) -> None:
        """Let a branch begin where the guideline is.

        Raises:
            RepositoryError: there is one of that name, or the guideline has no commit.
        """
        if not self.repository.head():
            raise RepositoryError(say("Retningslinja har ingen innsjekking i Git ennå."))
        self.repository.begin(branch, self.repository.head())

    def standing(self, branch: str) -> Standing:
        """Return where a branch stands."""
        return self._standing(self.repository.head(), self.repository.head(branch))

    def save(self, branch: str, plan: Plan, who: Person) -> None:
        """Commit a plan on a branch.

        Raises:
            ConflictError: a file was changed since it was planned; nothing is written.
            OSError: it could not be written; nothing is changed.
        """
        now = self.standing(branch)
        for change in plan.changes:
            there = self.content(now, change.path)
            if (digest(there) if there is not None else "") != change.before:
                raise transaction.ConflictError(say(
                    "{path} ble endret mens endringen ble planlagt. Prøv igjen.",
                    path=change.path,
                ))
        try:
            head = self.repository.commit(
                branch, {one.path: one.after for one in plan.changes}, who, plan.summary,
                expected=now.head,
            )
            self._bases = {(now.main, head): now.base, **dict(list(self._bases.items())[:_KNOWN])}
        except NotWritten as error:
            raise OSError(str(error)) from error
        except RepositoryError as error:
            raise transaction.ConflictError(str(error)) from error

    def content(self, standing: Standing, path: str) -> bytes | None:
        """Return a file as a case has it; None when it has none."""
        if path in standing.edits:
            return standing.edits[path]
        return self.repository.content(standing.main, path)

    def authors(self, branch: str) -> list[Person]:
        """Return who has written something on a branch that is not merged yet."""
        now = self.standing(branch)
        return list(people(self.repository.versions(branch, most=None, since=now.main)))

    def merge(self, standing: Standing, chosen: Chosen | None = None) -> MergedFiles:
        """Return what the guideline would get from a branch, and what has to be chosen first."""
        return merged_files(
            standing.edits, lambda path: self.repository.content(standing.base, path),
            lambda path: self.repository.content(standing.main, path), chosen or {},
        )

    def update(self, branch: str, who: Person, chosen: Chosen | None = None) -> MergedFiles:
        """Take what the guideline has got meanwhile into a branch, unless something must be chosen.

        Raises:
            RepositoryError: it could not be written.
        """
        now = self.standing(branch)
        made = self.merge(now, chosen)
        if made.conflicts or now.base == now.main:
            return made
        contents = {**self.repository.changed(now.base, now.main), **now.edits, **made.contents}
        for path in now.edits:
            if path not in made.contents:  # both sides say the same
                contents[path] = self.repository.content(now.main, path)
        self.repository.commit(
            branch, contents, who, "Hentet inn det som er nytt i retningslinja.",
            also=[now.main], expected=now.head,
        )
        return made

    def approve(self, branch: str, head: str, who: Person, message: str) -> str:
        """Put a branch into the guideline; return the commit.

        Args:
            head: the commit of the branch that was looked at.

        Raises:
            NotMerged: it is not what was looked at, something must be chosen, or a file on disk
                is not what the repository says.
            RepositoryError: the commit could not be written.
            OSError: a file could not be written.
        """
        with self.alone():
            now = self.standing(branch)
            if now.base == now.head:  # it was stopped after this, and before it was noted
                return now.main
            if now.head != head:
                raise NotMerged(
                    say("Saken er endret etter at du åpnet den. Se over den på nytt.")
                )
            if now.outside:
                raise NotMerged(say(
                    "Saken endrer filer utenfor innholdet: {files}.", files=", ".join(now.outside)
                ))
            made = self.merge(now)
            if made.conflicts:
                raise NotMerged(say(
                    "Retningslinja er endret i de samme feltene. Hent inn endringene først."
                ))
            self._write(now.main, made.contents, message)
            commit = self.repository.commit(
                MAIN, made.contents, who, message, also=[now.head], expected=now.main
            )
            self.repository.stage(list(made.contents))
            return commit

    def take_in(self, commit: str, who: Person) -> MergedFiles:
        """Put what somebody else has made of the guideline into it, unless one must choose.

        Args:
            commit: a commit of another repository, fetched.

        Raises:
            NotMerged: a file on disk is not what the repository says.
            RepositoryError: it could not be written.
            OSError: a file could not be written.
        """
        with self.alone():
            main = self.repository.head()
            if not commit or self.repository.contains(main, commit):
                return MergedFiles({})
            base = self.repository.merge_base(main, commit)
            theirs = Standing(main, commit, base, self.repository.changed(base, commit), (), ())
            made = self.merge(theirs)
            if made.conflicts:
                return made
            message = "Satt sammen med endringer fra Git."
            self._write(main, made.contents, message)
            if base != main:
                self.repository.commit(
                    MAIN, made.contents, who, message, also=[commit], expected=main
                )
            elif not self.repository.move(MAIN, main, commit):
                raise RepositoryError(say("Retningslinja ble endret samtidig. Prøv igjen."))
            self.repository.stage(list(made.contents))
            return made

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let nobody else move the guideline inside the block."""
        with held(self.root / transaction.STATE, _LOCK):
            transaction.finish(self.root)
            yield

    def _write(self, main: str, contents: Contents, message: str) -> None:
        """Write the files that are to stand in the guideline's folder, whole or not at all."""
        changes = []
        for path, data in sorted(contents.items()):
            there, known = self._on_disk(path), self.repository.content(main, path)
            if there == data:
                continue
            if there != known:
                raise NotMerged(say(
                    "{path} på tjeneren er endret utenfor redaksjonen, og er ikke sjekket inn i "
                    "Git. Den som drifter tjeneren, må se på det først.", path=path,
                ))
            changes.append(FileChange(path, digest(there) if there is not None else "", data))
        try:
            with held(self.root / transaction.STATE, transaction.LOCK):
                transaction.apply(Plan(message, tuple(changes)), self.root)
        except transaction.ConflictError as error:
            raise NotMerged(str(error)) from error

    def _on_disk(self, path: str) -> bytes | None:
        file = self.root / path
        return file.read_bytes() if file.is_file() else None

    def _compared(self, main: str, head: str) -> Standing:
        base = self._bases.get((main, head)) or self.repository.merge_base(main, head)
        changed = self.repository.changed(base, head)
        edits = {path: data for path, data in changed.items() if path.startswith(_CONTENT)}
        there = self.repository.changed(base, main) if base != main else {}
        return Standing(
            main, head, base, edits, tuple(sorted(path for path in edits if path in there)),
            tuple(sorted(path for path in changed if path not in edits)),
        )
