"""The rounds of a guideline's folder, each with the text of its release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from rettesnor.model.construct import construct
from rettesnor.model.edition import Edition
from rettesnor.model.problem import Problem
from rettesnor.model.recommendation import Recommendation
from rettesnor.reading import door, schema
from rettesnor.reading.document import Document
from rettesnor.reading.files import read_file
from rettesnor.reading.frame import read_frame
from rettesnor.reading.survey import recommendation_paths, split
from rettesnor.reading.text import decode
from rettesnor.record import snapshot

from rettesnor_horing.hearing.round import Round, round_from
from rettesnor_horing.hearing.text import HeardText, heard_text

FOLDER = "guideline/horinger"


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
        for name in paths if not name.endswith(".nn.yml")
    }


def _hearing(root: Path, name: str, unreleased: bool) -> Hearing:
    nb = _round(root, f"{FOLDER}/{name}")
    other = f"{FOLDER}/{nb.id}.nn.yml"
    nn = _round(root, other) if (root / other).is_file() else nb
    if name != f"{nb.id}.yml" or nn.id != nb.id:
        raise RoundError(f"{FOLDER}/{name}: id-en «{nb.id}» er ikke lik filnavnet.")
    if [(q.id, q.slag) for q in nb.sporsmaal] != [(q.id, q.slag) for q in nn.sporsmaal]:
        raise RoundError(f"{other}: har ikke de samme spørsmålene som {FOLDER}/{name}.")
    text = _text(root, nb.utgave, unreleased)
    _check(nb, text)
    return Hearing(nb, nn, text)


def _round(root: Path, path: str) -> Round:
    try:
        return round_from(read_yaml(root, path, "hearing"))
    except ValueError as error:
        raise RoundError(f"{path}: tidspunktet finnes ikke i kalenderen.") from error


def read_yaml(root: Path, path: str, kind: str) -> dict[str, Any]:
    """Return the data of a YAML file that satisfies the schema ``kind``.

    Raises:
        RoundError: it does not.
    """
    data = read_file(root, path)
    if isinstance(data, Problem):
        raise RoundError(f"{path}: {data.message}")
    text, problems = decode(data, path)
    content: Any = None
    if not problems:
        content, problems = door.load(text, path)
    if not problems:
        problems = schema.validate(Document(path, text, content), kind)
    if problems:
        first = problems[0]
        raise RoundError(f"{path}:{first.line}:{first.column}: {first.message} {first.hint}")
    result: dict[str, Any] = content
    return result


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


def folder_text(root: Path) -> HeardText:
    """Return the places of the guideline in the folder ``root``, as its files stand.

    Raises:
        RoundError: a file cannot be read.
    """
    frame = read_frame(root)
    if frame.guideline is None:
        raise RoundError(f"{root}: guideline/guideline.yml kan ikke leses.")
    recommendations = {}
    for path in recommendation_paths(root):
        chapter, id_ = split(path)
        data = read_yaml(root, path, "recommendation")
        recommendations[id_] = construct(Recommendation, data, kapittel=chapter)
    return heard_text(Edition(frame.guideline, recommendations))


def _check(round_: Round, text: HeardText) -> None:
    ids = [q.id for q in round_.sporsmaal]
    if len(set(ids)) != len(ids):
        raise RoundError(f"{round_.id}: to spørsmål har samme id.")
    for question in round_.sporsmaal:
        if question.kapittel and text.chapter(question.kapittel) is None:
            raise RoundError(f"{round_.id}: kapitlet «{question.kapittel}» er ikke i utgaven.")
        if question.anbefaling and question.anbefaling not in text.sections:
            raise RoundError(f"{round_.id}: «{question.anbefaling}» er ikke i utgaven.")
