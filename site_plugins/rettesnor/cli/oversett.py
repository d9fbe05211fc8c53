"""``rettesnor oversett``: how far a translation has come, marking it, and starting a new one."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rettesnor.cli import common
from rettesnor.cli.working_tree import WorkingTree, read_tree
from rettesnor.model.guideline import Sprak
from rettesnor.model.translation import State, translated_path
from rettesnor.publishing.tools.mark_translations import Marked, MarkError, mark
from rettesnor.reading.content.guideline_paths import FILES
from rettesnor.reading.content.hearing_rounds import FOLDER as HEARINGS
from rettesnor.reading.files.safe_open import read_file
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.reading.yaml import loader as door
from rettesnor.releases.atomic_write import replace_files
from rettesnor.releases.translation_writer import skeleton


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the translation of one file has come, in texts.

    Attributes:
        path: the translation's file.
        exists: whether there is such a file; when it cannot be read, ``total`` is 0.
        done: how many texts are translated, stale and unmarked ones too.
    """

    path: str
    exists: bool
    total: int = 0
    done: int = 0
    stale: int = 0
    unmarked: int = 0

    @property
    def missing(self) -> int:
        """How many texts are not translated."""
        return self.total - self.done


def run(options: argparse.Namespace) -> int:
    """Do what is asked of the translation into one language; return the exit status.

    Raises:
        UsageError: the guideline cannot be read, or something named does not exist.
    """
    tree = read_tree(options)
    language = _language(tree, options.sprak)
    if options.ny:
        return _start(tree.root, language, _relative(tree.root, options.ny))
    if options.merk is not None:
        named = [_relative(tree.root, path) for path in options.merk]
        try:
            marked = mark(tree, language, named)
        except MarkError as error:
            raise common.UsageError(str(error)) from error
        print(_what_was_marked(marked, language.id))
        return 0
    print(_table(language, list(progress(tree, language.id))))
    return 0


def _what_was_marked(marked: Marked, language: str) -> str:
    texts = "1 tekst" if marked.texts == 1 else f"{marked.texts} tekster"
    said = f"Merket {texts} i {marked.files} {'fil' if marked.files == 1 else 'filer'}."
    if marked.stale:
        said += (
            f"\n{marked.stale} er laget av en eldre tekst og er ikke merket på nytt. Se dem over, "
            f"og nevn fila: rettesnor oversett {language} --merk FIL"
        )
    return said


def progress(tree: WorkingTree, language: str) -> Iterator[Progress]:
    """Yield how far each file has come, the frame's first."""
    frame = tree.frame.translations[language]
    read = frame.contents.keys()
    for path, states in frame.files.items():
        found = list(states.values())
        if not found:
            continue
        if path in read and path not in tree.frame.documents:
            yield Progress(path, True)
            continue
        yield Progress(
            path, path in read, sum(state is not State.ORPHAN for state in found),
            sum(state in _DONE for state in found), found.count(State.STALE),
            found.count(State.UNMARKED),
        )
    there = {entry.path: entry for entry in tree.survey.whole.translations}
    for source in tree.survey.whole.entries:
        path = translated_path(source.path, language)
        entry = there.get(path)
        if entry is None or not entry.sound:
            yield Progress(path, entry is not None)
            continue
        done = entry.total - len(entry.untranslated)
        yield Progress(
            path, True, entry.total, done, len(entry.stale), len(entry.unmarked)
        )


_DONE = frozenset({State.OK, State.STALE, State.UNMARKED})


def _language(tree: WorkingTree, asked: str) -> Sprak:
    if tree.frame.guideline is None:
        raise common.UsageError("Rammen kan ikke leses. «rettesnor check» sier hvorfor.")
    known = {language.id: language for language in tree.frame.guideline.translations}
    if asked in known:
        return known[asked]
    listed = ", ".join(f"«{id_}»" for id_ in known) or "ingen"
    raise common.UsageError(
        f"Retningslinja oversettes ikke til «{asked}». Språkene er {listed}; flere føres opp under "
        "«sprak» i guideline/guideline.yml."
    )


def _relative(root: Path, path: Path) -> str:
    """Return ``path`` from ``root``; it may be given from there or from the current folder."""
    full = path if path.exists() and not (root / path).exists() else root / path
    try:
        return full.resolve().relative_to(root).as_posix()
    except ValueError as error:
        raise common.UsageError(f"«{path}» ligger ikke i retningslinja.") from error


def _table(language: Sprak, files: Sequence[Progress]) -> str:
    width = max(len(file.path) for file in files)
    lines = [
        f"{language.navn} ({language.id})",
        f"  {'Fil':{width}}  Oversatt  Eldre  Umerket  Mangler",
    ]
    for file in files:
        if not file.exists or not file.total:
            said = "finnes ikke" if not file.exists else "kan ikke leses; se «rettesnor check»"
            lines.append(f"  {file.path:{width}}  {said}")
            continue
        share = f"{file.done}/{file.total}"
        lines.append(
            f"  {file.path:{width}}  {share:>8}  {file.stale:>5}  {file.unmarked:>7}  "
            f"{file.missing:>7}"
        )
    absent = sum(not file.exists for file in files)
    stale, unmarked, missing = (
        sum(getattr(file, name) for file in files if file.exists)
        for name in ("stale", "unmarked", "missing")
    )
    lines.append(
        f"Til sammen: {stale} laget av en eldre tekst, {unmarked} ikke merket, {missing} ikke "
        f"oversatt, {absent} {'fil' if absent == 1 else 'filer'} finnes ikke."
    )
    return "\n".join(lines)


def _start(root: Path, language: Sprak, source: str) -> int:
    kind = _kind(source)
    path = translated_path(source, language.id)
    if (root / path).exists():
        raise common.UsageError(f"{path} finnes allerede.")
    data = read_file(root, source)
    if not isinstance(data, bytes):
        raise common.UsageError(f"{source}: {data.message}")
    if kind == "side":
        replace_files(root, {path: data})
        print(f"Laget {path} med teksten fra {source}. Oversett den, og kjør så")
    else:
        content, problems = door.load(data.decode(), source)
        if problems or not isinstance(content, Mapping):
            raise common.UsageError(f"{source} kan ikke leses. «rettesnor check» sier hvorfor.")
        text = skeleton(content, kind, source, language.navn.lower())
        replace_files(root, {path: text.encode()})
        print(f"Laget {path}. Fyll den ut, og kjør så")
    print(f"  rettesnor oversett {language.id} --merk {path}")
    return 0


def _kind(source: str) -> str:
    """Return the kind of the file ``source``; ``side`` for a prose page."""
    frame = {path: kind for kind, path in FILES.items()}
    if source in frame:
        return frame[source]
    parts = source.split("/")
    if source.count(".") == 1 and source.endswith(".yml"):
        if len(parts) == 3 and parts[0] == "recommendations":
            return "recommendation"
        if source.startswith(f"{HEARINGS}/") and len(parts) == 3:
            return "hearing"
    if len(parts) == 2 and parts[0] == "guideline" and source.endswith(".md"):
        return "side"
    hint = Names(frame).suggestion(source, "Oppgi fila på originalspråket.")
    raise common.UsageError(f"«{source}» er ikke en fil som oversettes. {hint}")
