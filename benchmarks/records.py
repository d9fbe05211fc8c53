"""Generated guidelines with a past: any number of releases, each with a few real changes."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path

from rettesnor.model.change import Arsak, Endring
from rettesnor.model.edition import Edition
from rettesnor.model.recommendation import Recommendation
from rettesnor.releases import published_urls as ledger
from rettesnor.releases.files import ReleaseMaterial, release_files
from rettesnor.releases.manifest import NAME as MANIFEST
from rettesnor.releases.manifest import parse, sha256
from rettesnor.releases.plan import Last, ReleasePlan, plan_release
from rettesnor.releases.requirements import file_of
from rettesnor.releases.timeline import History, Record
from rettesnor.releases.version import Version

from benchmarks.files import write_project
from benchmarks.generator import Corpus, generate
from benchmarks.prose import Prose

FIRST_DAY = datetime.date(2026, 11, 22)
PER_RELEASE = 4
"""Recommendations that each release but the first changes."""
_DAYS = 7
_CONFIGURATION = """site_name: Måling
docs_dir: guideline
exclude_docs: "*"
theme: {name: rettesnor}
plugins: [rettesnor]
"""


def write_past(size: int, releases: int, root: Path, seed: int = 1) -> None:
    """Write a guideline of ``size`` recommendations with ``releases`` releases below ``root``.

    The working tree says what the last release says.
    """
    corpus = generate(size, seed)
    editions = list(_editions(corpus, releases))
    final = _dated(editions, corpus)
    write_project(final, root, _CONFIGURATION)
    (root / "changelog" / "unreleased").mkdir(parents=True, exist_ok=True)
    sources = {
        r.id: sha256((root / file_of(r.kapittel, r.id)).read_bytes())
        for r in final.recommendations
    }
    last: Last | None = None
    records: list[Record] = []
    urls: set[str] = set()
    for number, (edition, changed) in enumerate(editions):
        drafted = _drafted(edition, changed, number, last)
        last = _release(root, drafted, last, sources)
        records.append(Record(drafted.utgave, last.manifest))
        urls |= {*ledger.urls_of(last.edition, History(tuple(records)))}
    text = ledger.extended("", urls)
    (root / "changelog" / ledger.NAME).write_text(text, encoding="utf-8")


def revise(recommendation: Recommendation, word: str) -> Recommendation:
    """Return ``recommendation`` with one paragraph of its rationale rewritten."""
    prose = Prose(f"revision/{recommendation.id}/{word}")
    text = f"{recommendation.begrunnelse.tekst}\n\n{prose.paragraph(40, [])}"
    grounds = dataclasses.replace(recommendation.begrunnelse, tekst=text)
    return dataclasses.replace(recommendation, begrunnelse=grounds)


def edition_of(corpus: Corpus) -> Edition:
    """Return ``corpus`` as an edition."""
    return Edition(corpus.guideline, {r.id: r for r in corpus.recommendations})


def day_of(number: int) -> str:
    """Return the day of release ``number``, counted from 0."""
    return (FIRST_DAY + datetime.timedelta(_DAYS * number)).isoformat()


def version_of(number: int) -> Version:
    """Return the version of release ``number``, counted from 0."""
    return Version(1, number, 0)


def _editions(corpus: Corpus, releases: int) -> Iterator[tuple[Edition, list[str]]]:
    edition = edition_of(corpus)
    ids = list(edition.recommendations)
    yield edition, []
    for number in range(1, releases):
        chosen = [ids[(number * PER_RELEASE + k) % len(ids)] for k in range(PER_RELEASE)]
        new = dict(edition.recommendations)
        new |= {id_: revise(new[id_], str(number)) for id_ in chosen}
        edition = dataclasses.replace(edition, recommendations=new)
        yield edition, chosen


def _drafted(
    edition: Edition, changed: list[str], number: int, last: Last | None
) -> ReleasePlan:
    told = [Endring(
        "endret", "Begrunnelsen er utvidet.", (Arsak("erfaring", tekst="Skolene spurte."),),
        "Eksempeldirektoratet", day_of(number), False, tuple(changed), fil=f"endring-{number}.yml",
    )] if changed else []
    drafted = plan_release(edition, last, told, version_of(number), day_of(number))
    if not isinstance(drafted, ReleasePlan):
        raise ValueError(drafted)
    return drafted


def _dated(editions: list[tuple[Edition, list[str]]], corpus: Corpus) -> Corpus:
    """Return the last edition as it stands after its release."""
    edition, _ = editions[-1]
    version = str(version_of(len(editions) - 1))
    guideline = dataclasses.replace(edition.guideline, versjon=version)
    return dataclasses.replace(
        corpus, guideline=guideline, recommendations=tuple(edition.recommendations.values())
    )


def _release(
    root: Path, drafted: ReleasePlan, last: Last | None, sources: Mapping[str, str]
) -> Last:
    files = release_files(drafted, last, ReleaseMaterial(sources))
    folder = root / "changelog" / drafted.utgave.versjon
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return Last(parse(files[MANIFEST]), files[MANIFEST], drafted.edition)
