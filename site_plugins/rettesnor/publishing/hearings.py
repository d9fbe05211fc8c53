"""Bringing a guideline's hearings together: rounds, releases, and the changes that answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from hashlib import sha256

from rettesnor.exports.documents.response_form import response_form
from rettesnor.model.change import Endring
from rettesnor.model.edition import Edition
from rettesnor.model.guideline import Guideline
from rettesnor.model.hearing import CitingChange, Hearing, Redline, Result
from rettesnor.model.hearing_text import HeardChapter, HeardRecommendation
from rettesnor.model.problem import Problem, Severity
from rettesnor.model.recommendation_entry import Entry
from rettesnor.model.translation import language_of, source_path
from rettesnor.model.untrusted_text import safe_result
from rettesnor.publishing.cache.store import Store, code_digest, digest_of, installed_version
from rettesnor.reading.checks.subjects.hearing import HearingSubject, ReadResult
from rettesnor.reading.content.change_fragments import read_release
from rettesnor.reading.content.guideline_paths import HEARINGS
from rettesnor.reading.content.hearing_rounds import ReadRounds, check, check_citations
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.project import Project
from rettesnor.releases import changelog_dir as folder
from rettesnor.releases.redline.compare import words
from rettesnor.releases.safe_read import read_regular
from rettesnor.releases.version import Version, read_version
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
    project: Project, entries: Sequence[Entry] | None = None, as_of: date | None = None
) -> Hearings:
    """Return the hearings of ``project``, whose guideline files are sound.

    Args:
        entries: the recommendations that are shown; those of the project without.
        as_of: the day that the state of each round is given for; None leaves it out.

    Raises:
        SnapshotError: a release that is heard cannot be read.
    """
    found, guideline = project.rounds, project.guideline
    assert guideline is not None
    if not found.contents and not found.problems:
        return Hearings()
    entries = project.entries if entries is None else entries
    present = {entry.id for entry in entries}
    coming = _coming(guideline, entries)
    documents: dict[str, Document] = {}
    changes = list(_changes(project, documents)) if found.results or found.rounds else []
    views = [
        _view(project, path, guideline, present, changes) for path in found.rounds
    ]
    partial = [_view(project, path, guideline, present, ()) for path in found.partial]
    problems = [*found.problems, *check(found, [*views, *partial])]
    if not _comments_are_missing(found):
        known = frozenset(
            comment.nummer
            for results in found.results.values() for read in results
            for comment in read.resultat.innspill
        )
        problems += check_citations(changes, documents, known)
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
    project: Project, path: str, guideline: Guideline, present: Collection[str],
    changes: Sequence[CitingChange],
) -> HearingSubject:
    """Return a round with its surroundings; without results when it could not be read whole."""
    rounds = project.rounds
    runde = rounds.rounds.get(path) or rounds.partial[path]
    results = rounds.results.get(runde.id, ()) if path in rounds.rounds else ()
    edition = _edition(project, runde.utgave)
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
        results, changes,
    )


def _comments_are_missing(found: ReadRounds) -> bool:
    """Whether a file with comments could not be read: then it is not known which there are."""
    return any(p.path.startswith(f"{HEARINGS}/") and p.path.count("/") > 2
               and p.severity is Severity.ERROR for p in found.problems)


def _edition(project: Project, version: str) -> Edition | None:
    released = read_version(version)
    if released is None or released not in folder.versions(project.root / "changelog"):
        return None
    return edition_of(project, released)


def edition_of(project: Project, released: Version) -> Edition:
    """Return what a release of the guideline said.

    Raises:
        SnapshotError: its snapshot cannot be read.
        OSError: it cannot be opened.
    """
    changelog = project.root / "changelog"
    path = changelog / str(released) / folder.SNAPSHOT
    return project.cache.value(
        "edition", f"changelog/{released}", lambda: _digest(read_regular(path)),
        lambda: folder.edition_of(changelog, released),
    )


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def _hearing(view: HearingSubject, found: ReadRounds, coming: tuple[HeardChapter, ...]) -> Hearing:
    numbers = {comment.nummer for _, _, comment in view.comments}
    answers = tuple(c for c in view.changes if numbers.intersection(c.innspill))
    translated = {
        language_of(path): overlaid for path, overlaid in found.translations.items()
        if source_path(path) == view.path
    }
    heard = _heard(view.edition) if view.edition else coming
    result = _merged(view.results)
    return Hearing(
        view.runde, result, answers, translated, heard, utgitt=view.edition is not None,
        redlines=_redlines(result) if result else {},
    )


def _redlines(result: Result) -> dict[str, Redline]:
    return {
        c.nummer: tuple(
            (piece.kind, piece.text) for piece in words(c.forslag.grunnlag, c.forslag.tekst)
        )
        for c in result.innspill if c.forslag.tekst
    }


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


def _changes(project: Project, documents: dict[str, Document]) -> Iterable[CitingChange]:
    """Yield the changes that cite comments; ``documents`` gets the files not yet released."""
    for fragment in project.changes.fragments:
        if cited := _cited(fragment.change):
            documents[fragment.change.fil] = fragment.document
            yield _citing(fragment.change, cited, "")
    changelog = project.root / "changelog"
    for version in folder.versions(changelog):
        path = f"changelog/{version}/{folder.RELEASE}"
        data = (project.root / path).read_bytes()
        utgave = project.cache.value(
            "release", path, partial(_digest, data), partial(read_release, data, path)
        )
        if isinstance(utgave, list):
            continue  # a damaged record is reported by «rettesnor verify»
        for change in utgave.endringer:
            if cited := _cited(change):
                yield _citing(change, cited, utgave.versjon)


def _cited(change: Endring) -> tuple[str, ...]:
    return tuple(dict.fromkeys(number for reason in change.hvorfor for number in reason.innspill))


def _citing(change: Endring, cited: tuple[str, ...], version: str) -> CitingChange:
    return CitingChange(change.fil, change.hva, cited, version, change.ids)

