"""The rounds of a guideline's folder, each with the text of its release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NoReturn

from rettesnor.model.edition import Edition, in_language
from rettesnor.model.hearing import Round
from rettesnor.model.translation import language_of
from rettesnor.reading.checks.rules import rounds
from rettesnor.reading.checks.subjects.hearing import HearingSubject
from rettesnor.reading.content.guideline_paths import DEVELOPMENT
from rettesnor.reading.content.guideline_paths import HEARINGS as FOLDER
from rettesnor.reading.content.hearing_rounds import ReadRounds
from rettesnor.reading.files.folder import DiskFolder
from rettesnor.reading.project import ChangedError, ProjectReader, read_project
from rettesnor.reading.read_cache import MemoryCache
from rettesnor.releases import snapshot
from rettesnor.releases.changelog_dir import versions

from rettesnor_horing.hearing.standing import Standing, standing
from rettesnor_horing.hearing.text import HeardText, heard_text

_drafts = MemoryCache()
"""The draft is read again for each page that shows it; only what has changed is parsed."""


class RoundError(Exception):
    """A round or its release cannot be read; says why in Norwegian."""


@dataclass(frozen=True)
class Hearing:
    """A round, or the intake of needs, in both written standards, and the text it is about."""

    nb: Round | Standing
    nn: Round | Standing
    text: HeardText
    text_nn: HeardText | None = None

    @property
    def id(self) -> str:
        """The id of the round."""
        return self.nb.id

    @property
    def standing(self) -> Standing | None:
        """The intake of needs, where this is no round with days."""
        return self.nb if isinstance(self.nb, Standing) else None

    @property
    def heard_round(self) -> Round | None:
        """The round, where this is one."""
        return self.nb if isinstance(self.nb, Round) else None

    def round(self, language: str) -> Round | Standing:
        """Return the round in ``language``."""
        return self.nn if language == "nn" else self.nb

    def paragraph(self, recommendation: str, anchor: str) -> Paragraph | None:
        """Return the paragraph with ``anchor`` in either language."""
        for text in filter(None, (self.text, self.text_nn)):
            section = text.sections.get(recommendation)
            found = section.paragraph(anchor) if section else None
            if section is not None and found is not None:
                first = found if text is self.text else self.text.twin(anchor, section)
                return Paragraph(first.avsnitt if first else "", found.tekst)
        return None

    def paragraph_in(self, language: str, recommendation: str, anchor: str) -> str:
        """Return the words of a paragraph in ``language``; in the other one where none is sure.

        The site gives a translated paragraph the anchor of the first language.
        """
        found, text = self.paragraph(recommendation, anchor), self.heard(language)
        if found is None:
            return ""
        section = text.sections.get(recommendation)
        own = (section.paragraph(anchor) if section else None) or (
            text.twin(found.anchor, self.text.sections[recommendation])
        )
        return own.tekst if own else found.words

    def words(self, recommendation: str, field: str, anchor: str) -> tuple[str, ...]:
        """Return the words of a place in each language: a paragraph, a field, or all of it."""
        found = []
        paragraph = self.paragraph(recommendation, anchor) if anchor else None
        if paragraph is not None:
            found.append(paragraph.words)
            anchor = paragraph.anchor
        for text in filter(None, (self.text, self.text_nn)):
            section = text.sections.get(recommendation)
            if section is None:
                continue
            if anchor:
                own = section.paragraph(anchor) or (
                    text.twin(anchor, self.text.sections[recommendation])
                )
                found += [own.tekst] if own else []
            elif field in section.fields:
                found.append(section.fields[field].text)
            else:
                found.append(" ".join(f.text for f in section.fields.values()))
        return tuple(dict.fromkeys(found))

    def heard(self, language: str) -> HeardText:
        """Return the text that is heard in ``language``."""
        return self.text_nn or self.text if language == "nn" else self.text


@dataclass(frozen=True)
class Paragraph:
    """A paragraph that is commented on, in the language that it was read in.

    Attributes:
        anchor: its anchor in the first language; empty when it has no sure counterpart there.
        words: its words as the reader saw them.
    """

    anchor: str
    words: str


def read_hearings(root: Path, *, unreleased: bool = False) -> Mapping[str, Hearing]:
    """Return the rounds below ``root`` by id.

    Args:
        unreleased: take the text from the guideline's folder where the release does not exist;
            for trying things out.

    Raises:
        RoundError: a round or its release cannot be read.
    """
    folder = DiskFolder(root)
    found = ProjectReader(folder).rounds
    names = [name for name in folder.names(FOLDER) if name.endswith(".yml")]
    rounds = {
        (hearing := _hearing(root, found, name, unreleased)).id: hearing
        for name in names if not language_of(f"{FOLDER}/{name}")
    }
    needs = _needs(root, unreleased)
    if needs is None:
        return rounds
    if needs.id in rounds:
        raise RoundError(
            f"{FOLDER}/{needs.id}.yml: id-en «{needs.id}» er opptatt av mottaket av meldte behov. "
            "Gi runden en annen id."
        )
    return {**rounds, needs.id: needs}


def _needs(root: Path, unreleased: bool) -> Hearing | None:
    """Return the intake of needs to the newest release; None where the guideline has none."""
    if not (root / DEVELOPMENT).is_file():
        return None
    project = read_project(root, cache=_drafts)
    newest = versions(root / "changelog")
    if project.guideline is None or not (newest or unreleased):
        return None
    version = str(newest[-1]) if newest else project.guideline.versjon
    work = project.guideline.utvikling
    nb, nn = (standing(project.guideline, work, version, code) for code in ("nb", "nn"))
    return Hearing(nb, nn, _text(root, version, unreleased), _in_nynorsk(root, version))


def _hearing(root: Path, found: ReadRounds, name: str, unreleased: bool) -> Hearing:
    path = f"{FOLDER}/{name}"
    nb = found.rounds.get(path) or _refuse(found, path)
    if name != f"{nb.id}.yml":
        raise RoundError(f"{path}: id-en «{nb.id}» er ikke lik filnavnet.")
    other, nn = f"{FOLDER}/{nb.id}.nn.yml", nb
    if (root / other).is_file():
        translated = found.translations.get(other)
        nn = translated.value if translated else _refuse(found, other)
    text = _text(root, nb.utgave, unreleased)
    _check(path, nb, text)
    return Hearing(nb, nn, text, _in_nynorsk(root, nb.utgave))


def _refuse(found: ReadRounds, path: str) -> NoReturn:
    """Raise the first thing that keeps the round at ``path`` from being read."""
    raise RoundError(str(next(problem for problem in found.problems if problem.path == path)))


def _text(root: Path, version: str, unreleased: bool) -> HeardText:
    path = root / "changelog" / version / "snapshot.json"
    if path.is_file():
        return snapshot_text(path)
    if unreleased:
        return folder_text(root)
    raise RoundError(
        f"Utgave {version} er ikke gitt ut: {path} finnes ikke. "
        "Gi den ut med «rettesnor release», eller prøv med --unreleased."
    )


def _in_nynorsk(root: Path, version: str) -> HeardText | None:
    """Return the text of a release in nynorsk; None when nothing of it is translated."""
    path = root / "changelog" / version / "snapshot.json"
    return _translated(path) if path.is_file() else None


@lru_cache(maxsize=8)
def _translated(path: Path) -> HeardText | None:
    edition = _edition(path)
    return heard_text(in_language(edition, "nn")) if "nn" in edition.oversettelser else None


@lru_cache(maxsize=8)
def snapshot_text(path: Path) -> HeardText:
    """Return the places of a released snapshot; released bytes never change.

    Raises:
        RoundError: the snapshot cannot be read.
    """
    try:
        return heard_text(snapshot.parse(path.read_bytes()))
    except snapshot.SnapshotError as error:
        raise RoundError(f"{path}: {error}") from error


@lru_cache(maxsize=8)
def _edition(path: Path) -> Edition:
    return snapshot.parse(path.read_bytes())


def heard(root: Path, hearing: Hearing, round_: Round) -> HearingSubject:
    """Return the round as the rules for results see it."""
    path = root / "changelog" / round_.utgave / "snapshot.json"
    text = hearing.text
    return HearingSubject(
        f"{FOLDER}/{round_.id}.yml", round_, text.guideline,
        _edition(path) if path.is_file() else None, coming=False,
        chapters=[chapter.id for chapter in text.chapters], recommendations=text.sections.keys(),
    )


def folder_text(root: Path) -> HeardText:
    """Return the places of the guideline in the folder ``root``, as its files stand.

    Raises:
        RoundError: a file cannot be read.
    """
    return _draft(root)[0]


def folder_texts(root: Path) -> tuple[HeardText, HeardText | None]:
    """Return the same, and in nynorsk: None when nothing of it is translated.

    Raises:
        RoundError: a file cannot be read.
    """
    text, edition = _draft(root)
    nynorsk = "nn" in edition.oversettelser
    return text, heard_text(in_language(edition, "nn")) if nynorsk else None


def _draft(root: Path) -> tuple[HeardText, Edition]:
    project = read_project(root, cache=_drafts)
    if project.guideline is None:
        raise RoundError(f"{root}: guideline/guideline.yml kan ikke leses.")
    for entry in project.entries:
        if not entry.sound:
            raise RoundError(str(entry.problems[0]))
    try:
        return heard_text(project.edition), project.edition
    except ChangedError as error:
        raise RoundError(f"{error}: fila ble endret mens den ble lest.") from error


def _check(path: str, round_: Round, text: HeardText) -> None:
    """Refuse a round whose questions do not fit its text, by the rules of the guideline's check.

    Raises:
        RoundError: they do not.
    """
    heard = HearingSubject(
        path, round_, text.guideline, None, coming=False,
        chapters=[chapter.id for chapter in text.chapters], recommendations=text.sections.keys(),
    )
    for rule in (rounds.questions_are_unique, rounds.questions_concern_what_exists):
        for finding in rule.find(heard):
            raise RoundError(f"{path}: {finding.message} {finding.hint}")
