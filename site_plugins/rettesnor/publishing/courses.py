"""What courses quote, and what changed in them, for the pages of a site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256

from rettesnor.model.course import CourseChange, Sitat, Taught, changes_since
from rettesnor.model.edition import Edition, EditionTexts, in_language
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.recommendation_entry import Entry, TranslationEntry
from rettesnor.model.translation import needed
from rettesnor.publishing.history.release_index import ReleaseIndex
from rettesnor.reading.content.quotes import in_translation, resolved, taught
from rettesnor.reading.project import ChangedError, Project
from rettesnor.rendering.context import Context


def working_courses(
    context: Context, project: Project, entries: Iterable[Entry], release_index: ReleaseIndex
) -> Context:
    """Return ``context``, the working tree's, with what its courses quote and what changed in them.

    Only recommendations that are quoted are read.

    Raises:
        ChangedError: a picture is no longer what was read.
        DamagedError, SnapshotError: the newest release is not as it was released.
    """
    courses = context.guideline.kurs
    if not courses:
        return context
    quotes = resolved(courses, context.guideline, _reader(context, project, entries))
    newest = release_index.newest
    changes: tuple[CourseChange, ...] = ()
    if newest is not None and not context.working:
        changes = release_index.course_changes.get(newest.versjon, ())
    elif newest is not None:
        pictures = {
            slide.bilde.bildefil: sha256(project.picture(slide.bilde.bildefil)).hexdigest()
            for course in courses for slide in course.lysbilder
            if slide.bilde and slide.bilde.bildefil in project.shown_pictures
        }
        old = taught(release_index.edition(newest.versjon))
        changes = changes_since(newest.versjon, old, Taught(courses, quotes, pictures))
    return replace(context, quotes=quotes, course_changes=changes)


def translated_courses(
    context: Context, source: Context, project: Project, entries: Iterable[Entry],
    translations: Mapping[str, TranslationEntry],
) -> Context:
    """Return ``context``, a translation of the working tree's, with what its courses quote.

    Args:
        source: the context in the language written first, with what its courses quote.
        translations: the sound translations of recommendations, by id.
    """
    if not source.quotes:
        return context
    known = {entry.id: entry for entry in entries}

    @cache
    def read(id_: str) -> Recommendation | None:
        entry, translation = known.get(id_), translations.get(id_)
        if entry is None or not entry.sound or id_ not in context.heads:
            return None
        try:
            if translation is None:
                return project.recommendation(entry)
            return project.translated(entry, translation)
        except ChangedError:  # see _reader
            return None

    def lacking(id_: str) -> Iterable[str] | None:
        translation = translations.get(id_)
        return translation.untranslated if translation else None

    return _in_language(context, source, read, lacking)


def released_courses(context: Context, edition: Edition, changes: ReleaseIndex) -> Context:
    """Return ``context``, that of the newest release, with what its courses quote."""
    newest = changes.newest
    return replace(
        context,
        quotes=resolved(
            edition.guideline.kurs, edition.guideline, edition.recommendations.get
        ),
        course_changes=changes.course_changes.get(newest.versjon, ()) if newest else (),
    )


def released_translated_courses(context: Context, source: Context, edition: Edition) -> Context:
    """Return ``context``, a translation of a release's, with what its courses quote."""
    if not source.quotes:
        return context
    own = in_language(edition, context.language)
    said = edition.oversettelser.get(context.language, EditionTexts())

    def lacking(id_: str) -> Iterable[str] | None:
        texts = said.anbefalinger.get(id_)
        if not texts:
            return None
        return needed(edition.recommendations[id_], "recommendation") - texts.keys()

    return _in_language(context, source, own.recommendations.get, lacking)


def _in_language(
    context: Context, source: Context, read: Callable[[str], Recommendation | None],
    lacking: Callable[[str], Iterable[str] | None],
) -> Context:
    """Return ``context`` with what is quoted in its language, marked where it is not translated.

    Args:
        lacking: gives the pointers of the texts that a recommendation lacks; None when all of it
            is in the language written first.
    """
    first = source.language

    def untranslated(quote: Sitat) -> bool:
        if not quote.anbefaling:
            return _frame_lacks(context, quote)
        lacks = lacking(quote.anbefaling)
        name = quote.kildefelt or "kort_anbefaling"
        return lacks is None or any(p == name or p.startswith(f"{name}.") for p in lacks)

    own = resolved(context.guideline.kurs, context.guideline, read)
    # What is quoted is known by the reference, which is the same in every language.
    quotes = in_translation(source.quotes, own, first, untranslated)
    return replace(context, quotes=quotes, course_changes=source.course_changes)


def _frame_lacks(context: Context, quote: Sitat) -> bool:
    """Return whether a phase, a law, a limit or a word stands in the language written first."""
    start = {
        "fase": f"faser.{quote.fase}.{quote.kildefelt or 'om'}",
        "lov": f"lover.{quote.lov}.paragrafer.{quote.paragraf}.sammendrag",
        "lokal_grense": f"lokale_grenser.{quote.lokal_grense}.",
        "begrep": f"termer.{quote.begrep}.definisjon",
    }[quote.named[0]]
    return any(pointer.startswith(start) for pointer in context.lacks.untranslated)


def _reader(
    context: Context, project: Project, entries: Iterable[Entry]
) -> Callable[[str], Recommendation | None]:
    known = {entry.id: entry for entry in entries if entry.sound and entry.id in context.heads}

    @cache
    def read(id_: str) -> Recommendation | None:
        try:
            return project.recommendation(known[id_]) if id_ in known else None
        except ChangedError:  # a text that stands in for a file with errors is not in the folder
            return None

    return read
