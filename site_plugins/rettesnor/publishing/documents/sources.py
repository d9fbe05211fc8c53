"""The documents of a site: which there are, where they lie, and what they are made from.

====================================  =======================================================
``retningslinje.pdf`` (docx, epub)    the whole guideline
``<chapter>/<chapter>.pdf`` (docx)    a chapter
``<chapter>/<id>/<id>.pdf`` (docx)    a recommendation
``kurs/<id>/<id>.pdf`` (pptx)         the slides of a course
``kurs/<id>/ark/deltakerark.pdf``     the participant's sheet of a course (docx as well)
====================================  =======================================================

All lie below the root of the pages they are taken from, so that a release has its own under
``v/<version>/``. The names say what is in the file: it is to be found again in a downloads folder.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rettesnor.exports.documents.edition_info import EditionInfo
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.recommendation_entry import Entry
from rettesnor.publishing.history.release_index import ReleaseIndex
from rettesnor.rendering.context import Context, Download

PDF = ("pdf",)
ALL = ("pdf", "docx", "epub")
POSTERS = ("plakat-a4", "plakat-a3")
"""Posters, by the names of their files."""
WHOLE = "retningslinje"
OFFLINE = "frakoblet.zip"
"""The whole site, to be read without a network; it lies at the site's root."""
_UNDATED = "1980-01-01"
"""The day of files of a guideline that has no day yet: the first that a zip can tell."""


@dataclass(frozen=True)
class DocumentSource:
    """What the documents of one tree of pages are made from.

    Attributes:
        context: the guideline around them.
        entries: its recommendations, by id.
        recommendation: gives the recommendation with an id.
        pictures: the folder of its pictures, and their names.
        key: stands for what the recommendations say where their entries' digests do not.
    """

    context: Context
    entries: Mapping[str, Entry]
    recommendation: Callable[[str], Recommendation]
    stamp: EditionInfo
    pictures: Path
    names: frozenset[str] = frozenset()
    key: str = ""


@dataclass
class DocumentSet:
    """The result of making documents.

    Attributes:
        files: by path below the root of the pages.
        downloads: what each page can be carried along as, by its address.
        faults: what could not be made, in Norwegian.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    downloads: dict[str, tuple[Download, ...]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def stamp_of(release_index: ReleaseIndex, context: Context) -> EditionInfo:
    """Return the stamp of the content of ``context``: a release's, or a working copy's."""
    guideline = context.guideline
    newest = release_index.newest
    if newest is not None and not context.working and context.released == newest.versjon:
        return release_stamp(
            release_index, newest.versjon, newest.dato, recorded=newest.dato == context.recorded
        )
    day = guideline.datoer.faglig_oppdatert or guideline.datoer.publisert or _UNDATED
    return EditionInfo(guideline.versjon, dag=day, etter=context.released)


def release_stamp(
    release_index: ReleaseIndex, versjon: str, dato: str, *, recorded: bool = False
) -> EditionInfo:
    """Return the stamp of the release ``versjon`` of the day ``dato``.

    Args:
        recorded: whether it was only recorded on that day.
    """
    return EditionInfo(versjon, dato, release_index.digests[versjon], dato, innfort=recorded)
