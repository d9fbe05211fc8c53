"""The rounds of a guideline's folder, each with the text of its release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rettesnor.model.edition import Edition
from rettesnor.model.hearing import Round
from rettesnor.model.problem import Problem
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.translation import language_of
from rettesnor.reading.checks.rules import rounds
from rettesnor.reading.checks.run import recommendation_paths, split
from rettesnor.reading.checks.subjects.hearing import HearingSubject
from rettesnor.reading.content.guideline import read_guideline
from rettesnor.reading.content.hearing_rounds import FOLDER, read_round
from rettesnor.reading.content.recommendation import read_recommendation
from rettesnor.reading.files.safe_open import read_file
from rettesnor.releases import snapshot

from rettesnor_horing.hearing.text import HeardText, heard_text


class RoundError(Exception):
    """A round or its release cannot be read; says why in Norwegian."""


@dataclass(frozen=True)
class Hearing:
    """A round in both written standards, and the text that is heard."""

    nb: Round
    nn: Round
    text: HeardText

    @property
    def id(self) -> str:
        """The id of the round."""
        return self.nb.id

    def round(self, language: str) -> Round:
        """Return the round in ``language``."""
        return self.nn if language == "nn" else self.nb


def read_hearings(root: Path, *, unreleased: bool = False) -> Mapping[str, Hearing]:
    """Return the rounds below ``root`` by id.

    Args:
        unreleased: take the text from the guideline's folder where the release does not exist;
            for trying things out.

    Raises:
        RoundError: a round or its release cannot be read.
    """
    folder = root / FOLDER
    paths = sorted(p.name for p in folder.glob("*.yml")) if folder.is_dir() else []
    return {
        (hearing := _hearing(root, name, unreleased)).id: hearing
        for name in paths if not language_of(f"{FOLDER}/{name}")
    }


def _hearing(root: Path, name: str, unreleased: bool) -> Hearing:
    nb = _round(root, f"{FOLDER}/{name}")
    if name != f"{nb.id}.yml":
        raise RoundError(f"{FOLDER}/{name}: id-en «{nb.id}» er ikke lik filnavnet.")
    other = f"{FOLDER}/{nb.id}.nn.yml"
    nn = _round(root, other) if (root / other).is_file() else nb
    text = _text(root, nb.utgave, unreleased)
    _check(f"{FOLDER}/{name}", nb, text)
    return Hearing(nb, nn, text)


def _round(root: Path, path: str) -> Round:
    found, problems = read_round(root, path)
    if found is None:
        raise RoundError(str(problems[0]))
    return found


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


def heard(root: Path, hearing: Hearing) -> HearingSubject:
    """Return the round as the rules for results see it."""
    path = root / "changelog" / hearing.nb.utgave / "snapshot.json"
    text = hearing.text
    return HearingSubject(
        f"{FOLDER}/{hearing.id}.yml", hearing.nb, text.guideline,
        _edition(path) if path.is_file() else None, coming=False,
        chapters=[chapter.id for chapter in text.chapters], recommendations=text.sections.keys(),
    )


def folder_text(root: Path) -> HeardText:
    """Return the places of the guideline in the folder ``root``, as its files stand.

    Raises:
        RoundError: a file cannot be read.
    """
    frame = read_guideline(root)
    if frame.guideline is None:
        raise RoundError(f"{root}: guideline/guideline.yml kan ikke leses.")
    found = (_recommendation(root, path) for path in recommendation_paths(root))
    return heard_text(Edition(frame.guideline, {r.id: r for r in found}))


def _recommendation(root: Path, path: str) -> Recommendation:
    data = read_file(root, path)
    if isinstance(data, Problem):
        raise RoundError(str(data))
    read = read_recommendation(data, path, split(path)[0])
    if read.recommendation is None:
        raise RoundError(str(read.problems[0]))
    return read.recommendation


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
