"""Building a site: survey, render what is not there yet, verify, put in place."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rettesnor.model.guideline import Guideline
from rettesnor.publishing import library, place
from rettesnor.publishing.chronicle import Chronicle, DamagedError, load
from rettesnor.publishing.contexts import Applying, released_context, working_context
from rettesnor.publishing.crew import Crew
from rettesnor.publishing.files import lay_assets, lay_lists, lay_pictures, names_in
from rettesnor.publishing.hearings import Hearings, answer_documents, gather, with_hearings
from rettesnor.publishing.lock import held
from rettesnor.publishing.page_file import PageFile, write
from rettesnor.publishing.past import Past
from rettesnor.publishing.shell import Shell
from rettesnor.publishing.sources import citations
from rettesnor.publishing.store import Store
from rettesnor.publishing.tasks import tasks_of, url_of
from rettesnor.publishing.verify import faults as verified
from rettesnor.publishing.versions import Archive
from rettesnor.publishing.workbench import Assignment, StaleError
from rettesnor.publishing.working import differs
from rettesnor.reading.frame import read_frame
from rettesnor.reading.survey import PICTURES, Survey, pictures, survey
from rettesnor.record.manifest import ManifestError
from rettesnor.record.review import reviews
from rettesnor.record.snapshot import SnapshotError
from rettesnor.rendering.change_pages import review_page
from rettesnor.rendering.context import DRAFT, Context
from rettesnor.rendering.frame_pages import single_pages
from rettesnor.rendering.hearing_pages import hearing_pages
from rettesnor.rendering.page import Link
from rettesnor.rendering.past import Due

CHANGELOG = "changelog"
STATE = ".rettesnor"
"""Folder in a guideline's root for everything that can be made again."""
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Order:
    """What to build.

    Attributes:
        root: the guideline's folder.
        site: where the site is to stand.
        as_of: the day the rules are judged on.
        jobs: how many processes may work.
        tolerant: publish whatever is sound enough to have a page, whatever the problems.
        state: tells kinds of build apart whose pages are kept side by side.
        draft: let the newest release be what applies, and show the working tree beside it.
        full: make everything anew, whatever earlier builds left.
    """

    root: Path
    site: Path
    as_of: date
    jobs: int = 1
    tolerant: bool = False
    state: str = ""
    draft: bool = False
    full: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of a build.

    Attributes:
        survey: the guideline as it was read.
        pages: how many pages the site has; 0 when nothing was published.
        rendered: how many of them had to be made.
        faults: what verification found; the old site then still stands.
    """

    survey: Survey
    pages: int = 0
    rendered: int = 0
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dressing:
    """The theme's part of a site: frames, and a folder of files to lie beside the pages."""

    shell: Shell
    assets: Path


Dresser = Callable[[Guideline], Dressing]
"""Gets the theme's part; called while recommendations are being read."""


def build(order: Order, dresser: Dresser) -> Outcome:
    """Build the site of ``order``.

    The site that stands is replaced in one step by a verified one, or not at all. A file that is
    saved while the site is being built makes the build start over.

    Raises:
        StaleError: files kept changing.
    """
    with held(order.root / STATE):
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return _build(order, dresser)
            except StaleError:
                if attempt == _ATTEMPTS:
                    raise
    raise AssertionError("unreachable")



def _build(order: Order, dresser: Dresser) -> Outcome:
    store = Store(order.root / STATE)
    with Crew(order.root, order.jobs) as crew:
        frame = read_frame(order.root)
        gathering = library.begin(order.root, store, crew)
        guideline = frame.guideline
        dressing = dresser(guideline) if guideline else None
        sources = citations(store, guideline) if guideline else {}
        entries = library.finish(gathering, store, crew)
        try:
            chronicle = load(order.root / CHANGELOG, store)
        except (DamagedError, ManifestError, SnapshotError) as error:
            return Outcome(survey(order.root, frame, entries, order.as_of), faults=(str(error),))
        found = survey(order.root, frame, entries, order.as_of, chronicle.retired)
        hearings = gather(order.root, guideline, entries) if guideline else Hearings()
        problems = sorted((*found.problems, *hearings.problems))
        found = replace(found, problems=tuple(problems))
        if dressing is None or not (found.sound or order.tolerant):
            return Outcome(found)
        beside = order.draft and bool(chronicle)
        context = working_context(
            frame, entries, sources, chronicle, dressing.shell.site_url,
            working=beside or differs(order.root, chronicle, frame, entries, store),
            prefix=DRAFT if beside else "",
        )
        context = with_hearings(context, hearings)
        work = _Work(order, found, context, chronicle, hearings, dressing, crew, store)
        fresh = place.aside(order.site)
        outcome = Outcome(found)
        try:
            outcome = _fill(work, fresh)
        except (DamagedError, SnapshotError) as error:
            outcome = Outcome(found, faults=(str(error),))
        finally:
            if not outcome.pages:  # else it stands in the old one's place
                shutil.rmtree(fresh, ignore_errors=True)
        return outcome


@dataclass(frozen=True)
class _Work:
    """Everything at hand when pages are made; ``context`` is the working tree's."""

    order: Order
    found: Survey
    context: Context
    chronicle: Chronicle
    hearings: Hearings
    dressing: Dressing
    crew: Crew
    store: Store


def _fill(work: _Work, fresh: Path) -> Outcome:
    """Make the site in ``fresh``, and put it in place when it is sound."""
    order, store, shell = work.order, work.store, work.dressing.shell
    applying = Applying(work.context)
    if work.context.prefix:
        applying = released_context(work.chronicle, store, shell, work.hearings)
    archive = Archive(order.root / STATE, order.state, order.site, full=order.full)
    past = Past(work.chronicle, applying, shell, store, archive, order.state)
    name = f"sider{order.state}"
    saved = {} if order.full else library.saved_pages(store, name)
    kept, made = _content(work, fresh, saved, past.wanted)
    made += past.make(order.site, fresh, {page.url for page in kept}, anew=order.full)
    made.append(_reviews(work, applying.context, fresh))
    made += [
        write(page, "", applying.context, shell, fresh) for page in hearing_pages(applying.context)
    ]
    faults = past.lay_versions(fresh, order.jobs)
    pages = sorted([*kept, *made], key=lambda page: page.url)
    files = _files(work, fresh, applying.context, pages) | past.lay_files(fresh)
    files |= answer_documents(applying.context, store, fresh)
    answers, lost = past.answers(fresh, {*files, *(page.url for page in pages)})
    pages = sorted([*pages, *answers], key=lambda page: page.url)
    files |= past.standing(fresh, pages)
    faults += lost + verified(fresh, pages, files) + past.outward_faults(fresh)
    if faults and not order.tolerant:
        return Outcome(work.found, faults=tuple(faults))
    place.put(fresh, order.site, past.salvage)
    library.save_pages(store, name, pages)
    past.finish()
    return Outcome(
        work.found, len(pages) + past.pages, len(made) + len(answers) + past.rendered
    )


def _content(
    work: _Work, fresh: Path, saved: Mapping[str, PageFile], wanted: Mapping[str, str]
) -> tuple[list[PageFile], list[PageFile]]:
    """Lay the pages of the working tree; return those taken over, ``wanted`` too, and the new."""
    context, shell = work.context, work.dressing.shell
    entries = [e for e in work.found.whole.entries if e.sound and e.id in context.heads]
    tasks = tasks_of(context, entries, shell)
    urls = {url_of(context, task): task for task in tasks}
    keys = {url: task.key for url, task in urls.items()}
    kept = library.reuse(work.order.site, fresh, saved, {**wanted, **keys})
    have = {page.url for page in kept}
    missing = [task for url, task in urls.items() if url not in have]
    lean = replace(context, usage={}, latest=None)
    rows = work.crew.render(Assignment(lean, shell, str(fresh)), missing)
    made = [PageFile(*row) for row in rows]
    made += [write(page, "", context, shell, fresh) for page in single_pages(context)]
    return kept, made


def _reviews(work: _Work, context: Context, fresh: Path) -> PageFile:
    """Write the page of what is due for review: the only one that depends on the day."""
    day = work.order.as_of.isoformat()
    due = [
        Due(review.kind, review.date, Link(context.heads[review.id].url,
            context.heads[review.id].tittel), review.about)
        for review in reviews(context.guideline, work.found.whole.entries, day)
        if review.id in context.heads
    ]
    return write(review_page(context, day, due), "", context, work.dressing.shell, fresh)


def _files(
    work: _Work, fresh: Path, applying: Context, pages: Sequence[PageFile]
) -> set[str]:
    """Lay everything that is no page into the site; return the paths."""
    root, context = work.order.root, work.context
    files = lay_assets(work.dressing.assets, fresh)
    files |= lay_pictures(root / PICTURES, pictures(root), fresh, context.prefix)
    if context.prefix:
        kept = work.chronicle.pictures
        files |= lay_pictures(kept, names_in(kept), fresh, "")
    return files | lay_lists(fresh, applying, work.dressing.shell, pages)
