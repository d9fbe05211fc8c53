"""Bringing a guideline's hearings together: rounds, releases, and the changes that answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path

from rettesnor.exports.documents.response_form import response_form
from rettesnor.model.change import Endring
from rettesnor.model.edition import Edition
from rettesnor.model.guideline import Guideline
from rettesnor.model.hearing import CitingChange, Hearing, Result
from rettesnor.model.hearing_text import HeardChapter, HeardRecommendation
from rettesnor.model.problem import Problem
from rettesnor.model.recommendation_entry import Entry
from rettesnor.model.translation import language_of, source_path
from rettesnor.model.untrusted_text import safe_result
from rettesnor.publishing.cache.store import Store, code_digest, digest_of, installed_version
from rettesnor.reading.checks.subjects.hearing import HearingSubject, ReadResult
from rettesnor.reading.content.change_fragments import read_changes, read_release
from rettesnor.reading.content.hearing_rounds import ReadRounds, check, check_citations, read_rounds
from rettesnor.reading.files.source_file import Document
from rettesnor.releases import changelog_dir as folder
from rettesnor.releases.version import read_version
from rettesnor.rendering.comment_links import form_url
from rettesnor.rendering.context import Context
from rettesnor.rendering.pages.response_form_html import answer_html


@dataclass(frozen=True)
class Hearings:
    """The hearings of a guideline.

    Attributes:
        hearings: those that could be read, newest deadline first.
        digest: stands for all of it in page keys.
    """

    hearings: tuple[Hearing, ...] = ()
    problems: tuple[Problem, ...] = ()
    digest: str = ""


def gather(
    root: Path, guideline: Guideline, entries: Iterable[Entry],
    instead: Mapping[str, bytes] | None = None, as_of: date | None = None,
) -> Hearings:
    """Return the hearings below ``root``.

    Args:
        entries: the recommendations in the working tree.
        instead: results to be judged as if they stood there, by path.
        as_of: the day that the state of each round is told for; None leaves it untold.

    Raises:
        SnapshotError: a release that is heard cannot be read.
    """
    found = read_rounds(root, instead)
    if not found.contents and not found.problems:
        return Hearings()
    entries = list(entries)
    changelog, present = root / "changelog", {entry.id for entry in entries}
    coming = _coming(guideline, entries)
    documents: dict[str, Document] = {}
    changes = list(_changes(root, documents)) if found.results or found.rounds else []
    views = [
        _view(found, path, guideline, present, changelog, changes) for path in found.rounds
    ]
    known = frozenset(comment.nummer for view in views for _, _, comment in view.comments)
    problems = [
        *found.problems, *check(found, views), *check_citations(changes, documents, known),
    ]
    parts = sorted((path, sha256(data).hexdigest()) for path, data in found.contents.items())
    hearings = sorted(
        (_hearing(view, found, coming) for view in views),
        key=lambda h: h.runde.stenger, reverse=True,
    )
    if as_of is not None:
        hearings = [replace(h, tilstand=h.runde.state_on(as_of)) for h in hearings]
    states = [hearing.tilstand for hearing in hearings]
    digest = sha256(repr((parts, changes, states)).encode()).hexdigest()
    return Hearings(tuple(hearings), tuple(sorted(problems)), digest)


def with_hearings(context: Context, hearings: Hearings) -> Context:
    """Return ``context`` with ``hearings``, and with them in its fingerprint."""
    if not hearings.digest:
        return context
    fingerprint = digest_of(context.fingerprint, hearings.digest)
    return replace(context, hearings=hearings.hearings, fingerprint=fingerprint)


def answer_documents(context: Context, store: Store) -> dict[str, Callable[[], bytes]]:
    """Return what makes the answer form of each round as a Word document, by path.

    A document is made again only when what it says has changed.
    """
    return {
        f"{context.folder}{form_url(hearing.runde)}svarskjema.docx": partial(
            _answer_document, context, store, hearing
        )
        for hearing in context.hearings
    }


def _answer_document(context: Context, store: Store, hearing: Hearing) -> bytes:
    name = f"svarskjema-{hearing.runde.id}-{context.language}"
    html, day = answer_html(context, hearing), hearing.runde.stenger[:10]
    key = digest_of(code_digest(), installed_version("python-docx"), html, day)
    data: bytes | None = store.load(name, key)
    if data is None:
        data = response_form(html, context.language, day)
        store.save(name, key, data)
    return data


def _view(
    found: ReadRounds, path: str, guideline: Guideline, present: Collection[str],
    changelog: Path, changes: list[CitingChange],
) -> HearingSubject:
    runde = found.rounds[path]
    edition = _edition(changelog, runde.utgave)
    coming = edition is None and guideline.versjon == runde.utgave
    chapters: Collection[str] | None = None
    recommendations: Collection[str] | None = None
    if edition is not None:
        chapters = {chapter.id for chapter in edition.guideline.kapitler}
        recommendations = edition.recommendations.keys()
    elif coming:
        chapters, recommendations = {chapter.id for chapter in guideline.kapitler}, present
    return HearingSubject(
        path, runde, guideline.id, edition, coming, chapters, recommendations,
        found.results.get(runde.id, ()), changes,
    )


def _edition(changelog: Path, version: str) -> Edition | None:
    released = read_version(version)
    if released is None or released not in folder.versions(changelog):
        return None
    return folder.edition_of(changelog, released)


def _hearing(view: HearingSubject, found: ReadRounds, coming: tuple[HeardChapter, ...]) -> Hearing:
    numbers = {comment.nummer for _, _, comment in view.comments}
    answers = tuple(c for c in view.changes if numbers.intersection(c.innspill))
    translated = {
        language_of(path): overlaid for path, overlaid in found.translations.items()
        if source_path(path) == view.path
    }
    heard = _heard(view.edition) if view.edition else coming
    return Hearing(
        view.runde, _merged(view.results), answers, translated, heard,
        utgitt=view.edition is not None,
    )


def _heard(edition: Edition) -> tuple[HeardChapter, ...]:
    found = edition.recommendations
    return tuple(
        HeardChapter(chapter.id, chapter.tittel, tuple(
            HeardRecommendation(r.id, r.kapittel, r.tittel, r.kort_anbefaling)
            for r in (found[id_] for id_ in chapter.anbefalinger if id_ in found)
        ))
        for chapter in edition.guideline.kapitler
    )


def _coming(guideline: Guideline, entries: Iterable[Entry]) -> tuple[HeardChapter, ...]:
    """Return the text of the working tree, which is heard while its release is only coming."""
    found = {entry.id: entry for entry in entries if entry.sound}
    return tuple(
        HeardChapter(chapter.id, chapter.tittel, tuple(
            HeardRecommendation(e.id, e.kapittel, e.tittel, e.kort_anbefaling)
            for e in (found[id_] for id_ in chapter.anbefalinger if id_ in found)
        ))
        for chapter in guideline.kapitler
    )


def _merged(results: Sequence[ReadResult]) -> Result | None:
    """Return the files of one round as one result; they may be split to stay small.

    Its texts are as they are shown: everything published is made from here.
    """
    if not results:
        return None
    whole = results[0].resultat
    return safe_result(replace(
        whole,
        svar=tuple(answer for read in results for answer in read.resultat.svar),
        innspill=tuple(comment for read in results for comment in read.resultat.innspill),
    ))


def _changes(root: Path, documents: dict[str, Document]) -> Iterable[CitingChange]:
    """Yield the changes that cite comments; ``documents`` gets the files not yet released."""
    for fragment in read_changes(root)[0]:
        if cited := _cited(fragment.change):
            documents[fragment.change.fil] = fragment.document
            yield _citing(fragment.change, cited, "")
    changelog = root / "changelog"
    for version in folder.versions(changelog):
        name = f"{version}/{folder.RELEASE}"
        utgave = read_release((changelog / name).read_bytes(), f"changelog/{name}")
        if isinstance(utgave, list):
            continue  # a damaged record is reported by «rettesnor verify»
        for change in utgave.endringer:
            if cited := _cited(change):
                yield _citing(change, cited, utgave.versjon)


def _cited(change: Endring) -> tuple[str, ...]:
    return tuple(dict.fromkeys(number for reason in change.hvorfor for number in reason.innspill))


def _citing(change: Endring, cited: tuple[str, ...], version: str) -> CitingChange:
    return CitingChange(change.fil, change.hva, cited, version, change.ids)

