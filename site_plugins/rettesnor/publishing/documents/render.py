"""Making the documents of a tree of pages, but for those that are kept from before.

What it needs is costly to load; only those who were asked for documents import it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256

from rettesnor.exports.documents import poster
from rettesnor.exports.documents.context import DocumentContext
from rettesnor.exports.documents.course import deck, sheet_document
from rettesnor.exports.documents.epub import epub
from rettesnor.exports.documents.form_pdf import form_pdf
from rettesnor.exports.documents.form_pdf import template as form_template
from rettesnor.exports.documents.form_word import form_docx
from rettesnor.exports.documents.outline import (
    chapter_document,
    guideline_document,
    recommendation_document,
)
from rettesnor.exports.documents.pandoc import ConversionError
from rettesnor.exports.documents.pdf import TypesettingError, pdf, template
from rettesnor.exports.documents.pdf import available as pdf_available
from rettesnor.exports.documents.powerpoint import pptx
from rettesnor.exports.documents.word import available as word_available
from rettesnor.exports.documents.word import docx
from rettesnor.model.course import Kurs
from rettesnor.model.document_tree import DocumentTree
from rettesnor.model.form_template import Mal
from rettesnor.model.look import PaperColours
from rettesnor.model.pages import course_address, sheet_address, template_address
from rettesnor.model.progress import SILENT, Progress, stage_of
from rettesnor.publishing.cache.store import Store, code_digest, digest_of, installed_version
from rettesnor.publishing.documents.forms import sheet_of
from rettesnor.publishing.documents.sources import POSTERS, WHOLE, DocumentSet, DocumentSource
from rettesnor.reading.markdown.blocks import blocks
from rettesnor.rendering.context import Download
from rettesnor.rendering.list_item import ListItem
from rettesnor.rendering.pages.overviews import phase_url
from rettesnor.rendering.reference_resolver import law_address, law_language

_FOLDER = "dokumenter"
SHEET = "deltakerark"
"""The name of the files with the participant's sheet of a course."""
_ENGINES = ("typst", "pikepdf", "python-docx", "pypandoc_binary")


@dataclass(frozen=True, slots=True)
class _Job:
    """A document to be made.

    Attributes:
        url: the page it belongs to.
        path: where it is to lie; both are relative to the root of the pages.
        name: what it is kept as.
        key: stands for all that is in it.
    """

    url: str
    path: str
    name: str
    key: str
    make: Callable[[], bytes]

    @property
    def is_pdf(self) -> bool:
        """Whether it is set by Typst."""
        return self.path.endswith(".pdf")


def available() -> bool:
    """Return whether everything that documents are made with is installed."""
    return pdf_available() and word_available()


def documents(
    source: DocumentSource, formats: Sequence[str], jobs: int, store: Store | None = None,
    progress: Progress = SILENT, colours: PaperColours | None = None,
) -> DocumentSet:
    """Return the documents of ``source`` in ``formats``.

    Args:
        jobs: how many programs may work on them at once.
        store: where those made before are kept, each under the key of what it was made from.
        colours: of the guideline's own look; ours when there are none.
    """
    made = DocumentSet()
    listed: dict[str, list[Download]] = {}
    work = list(_jobs(source, formats, colours or PaperColours()))
    kept = store.below(_FOLDER) if store is not None else None
    with ThreadPoolExecutor(jobs) as pool:
        # Pandoc is a program of its own; Typst has threads of its own, and stays in this one.
        beside = {job: pool.submit(_made, kept, job) for job in work if not job.is_pdf}
        for job in stage_of(progress, f"Lager dokumenter ({source.context.language})", work):
            result = beside[job].result() if job in beside else _made(kept, job)
            if isinstance(result, str):
                made.faults.append(f"/{source.context.prefix}{job.path}: {result}")
                continue
            made.files[job.path] = result
            listed.setdefault(job.url, []).append(Download(job.path, len(result)))
    made.downloads = {url: tuple(found) for url, found in listed.items()}
    return made


def _made(store: Store | None, job: _Job) -> bytes | str:
    """Return the document of ``job``, or why there is none."""
    data: bytes | None = store.load(job.name, job.key) if store is not None else None
    if data is not None:
        return data
    try:
        data = job.make()
    except (TypesettingError, ConversionError) as error:
        return str(error)
    if store is not None:
        store.save(job.name, job.key, data)
    return data


def _jobs(
    source: DocumentSource, formats: Sequence[str], colours: PaperColours
) -> Iterator[_Job]:
    setting, common = _setting(source), digest_of(_common(source), colours)
    job = partial(_job, source, colours)
    context = source.context
    contents = [source.entries[id_].digest for id_ in context.order]
    posters = [one for one in formats if one in POSTERS]
    formats = [one for one in formats if one not in POSTERS]
    single = [one for one in formats if one != "epub"]
    for kind in formats:
        make = partial(guideline_document, setting)
        yield job("", WHOLE, kind, digest_of(common, contents), make)
    for chapter in context.guideline.kapitler:
        ids = [id_ for id_ in chapter.anbefalinger if id_ in source.entries]
        key = digest_of(common, chapter.id, [_around(source, id_) for id_ in ids])
        for kind in single:
            whole = partial(chapter_document, setting, chapter)
            yield job(f"{chapter.id}/", chapter.id, kind, key, whole)
    for id_ in context.order:
        key = digest_of(common, id_, _around(source, id_))
        for kind in single:
            one = partial(_single, setting, id_)
            yield job(f"{source.entries[id_].kapittel}/{id_}/", id_, kind, key, one)


    for course in context.guideline.kurs:
        yield from _courses(source, setting, single, course, common, colours)
    for template_ in context.guideline.maler if single else ():
        yield from _forms(source, template_, single, colours)
    if posters and context.current:  # what hangs on a wall is to be what applies
        yield from _posters(source, setting, posters, common, colours)


def _forms(
    source: DocumentSource, one: Mal, formats: Sequence[str], colours: PaperColours
) -> Iterator[_Job]:
    """Yield the documents of a template to fill in."""
    sheet, url = sheet_of(source.context, one, source.stamp), template_address(one.id)
    key = digest_of(
        code_digest(), sha256(form_template()).hexdigest(), _engines(), sheet, colours
    )
    for kind in formats:
        path = f"{url}{one.id}.{kind}"
        kept_as = f"{source.context.prefix}{path}".replace("/", "--")
        make = form_pdf if kind == "pdf" else form_docx
        yield _Job(url, path, kept_as, key, partial(make, sheet, colours))


def _posters(
    source: DocumentSource, setting: DocumentContext, papers: Sequence[str], common: str,
    colours: PaperColours,
) -> Iterator[_Job]:
    """Yield the posters of every recommendation and of every phase."""
    entries = [source.entries[id_] for id_ in source.context.order if id_ in source.entries]
    looks = digest_of(common, sha256(poster.template()).hexdigest(), installed_version("segno"))
    made: list[tuple[str, str, Callable[[], poster.Poster]]] = [
        (f"{entry.kapittel}/{entry.id}/",
         digest_of(looks, entry.id, _around(source, entry.id), steps),
         partial(poster.recommendation_poster, setting, entry, steps))
        for entry in entries
        for steps in (source.context.glances.get(entry.id, ListItem()).steg,)
    ]
    for phase in source.context.guideline.faser:
        own = [entry for entry in entries if phase.id in entry.faser]
        url = phase_url(source.context, phase.id)
        key = digest_of(looks, phase.id, [entry.digest for entry in own])
        made.append((url, key, partial(poster.phase_poster, setting, phase, own, url)))
    for url, key, make in made:
        for paper in papers:
            path = f"{url}{paper}.pdf"
            kept_as = f"{source.context.prefix}{path}".replace("/", "--")
            yield _Job(url, path, kept_as, key, partial(
                _poster, make, paper.rpartition("-")[2], colours
            ))


def _courses(
    source: DocumentSource, setting: DocumentContext, formats: Sequence[str], course: Kurs,
    common: str, colours: PaperColours,
) -> Iterator[_Job]:
    """Yield the slides of a course, and the participant's sheet.

    Who asks for Word files gets a presentation as well.
    """
    url, quotes = course_address(course.id), source.context.quotes
    key = digest_of(common, course, source.context.taught)
    sheet = partial(sheet_document, setting, course, quotes)
    if "docx" in formats:
        path = f"{url}{course.id}.pptx"
        yield _Job(
            url, path, f"{source.context.prefix}{path}".replace("/", "--"), key,
            lambda: pptx(deck(setting, course, quotes), source.pictures, colours),
        )
    if "pdf" in formats:
        yield _job(
            source, colours, url, course.id, "pdf", key,
            lambda: deck(setting, course, quotes).tree,
        )
    for kind in formats:
        yield _job(source, colours, sheet_address(course.id), SHEET, kind, key, sheet)


def _poster(make: Callable[[], poster.Poster], paper: str, colours: PaperColours) -> bytes:
    return poster.pdf(make(), paper, colours)


def _single(setting: DocumentContext, id_: str) -> DocumentTree:
    return recommendation_document(setting, setting.recommendation(id_))


def _job(
    source: DocumentSource, colours: PaperColours, url: str, name: str, kind: str, key: str,
    booklet: Callable[[], DocumentTree],
) -> _Job:
    pictures = source.pictures

    def make() -> bytes:
        if kind == "pdf":
            return pdf(booklet(), pictures, colours)
        if kind == "docx":
            return docx(booklet(), pictures, colours)
        return epub(booklet(), _identifier(source), pictures, colours)

    path = f"{url}{name}.{kind}"
    kept_as = f"{source.context.prefix}{path}".replace("/", "--")
    return _Job(url, path, kept_as, key, make)


def _identifier(source: DocumentSource) -> str:
    """Return the URI of the publication: its address, or a UUID-free name made from its own id."""
    context = source.context
    if context.address:
        return context.address
    return f"urn:rettesnor:{context.guideline.id}:{source.stamp.versjon}:{context.language}"


def _around(source: DocumentSource, id_: str) -> object:
    """Return what stands for a recommendation, and for those that it names."""
    entry = source.entries[id_]
    linked = {p.target for p in entry.references if p.kind == "anbefaling"}
    others = [source.entries.get(other) for other in sorted(linked | set(entry.se_ogsaa))]
    named = [(other.id, other.kapittel, other.tittel) for other in others if other]
    head = source.context.heads[id_]
    return entry.digest, head.versjon, head.avvik, named


def _common(source: DocumentSource) -> str:
    """Return the digest of what every document of ``source`` depends on."""
    context = source.context
    pictures = [
        (name, sha256((source.pictures / name).read_bytes()).hexdigest())
        for name in sorted(source.names)
    ]
    return digest_of(
        code_digest(), sha256(template()).hexdigest(), _engines(), context.guideline,
        sorted(context.citations.items()), context.address, context.language, source.stamp,
        source.key, pictures, context.recorded,
    )


@cache
def _engines() -> tuple[str, ...]:
    return tuple(f"{engine} {installed_version(engine)}" for engine in _ENGINES)


def _setting(source: DocumentSource) -> DocumentContext:
    context = source.context
    return DocumentContext(
        context.guideline, source.entries,
        {key: (c.short, c.full) for key, c in context.citations.items()},
        blocks, source.recommendation, law_address,
        partial(law_language, code=context.language), context.strengths, source.stamp,
        {id_: head.versjon for id_, head in context.heads.items()}, source.names,
        context.address, context.language, context.gettext, context.source_terms,
        {id_: head.avvik for id_, head in context.heads.items()}, context.recorded,
    )
