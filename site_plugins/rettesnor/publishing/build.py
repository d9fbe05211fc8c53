"""Building a site: survey, render what is not there yet, verify, put in place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rettesnor.model.entry import Entry
from rettesnor.model.guideline import Guideline
from rettesnor.publishing import library, place
from rettesnor.publishing.crew import Crew
from rettesnor.publishing.lock import held
from rettesnor.publishing.page_file import PageFile, compose, search_index, write
from rettesnor.publishing.shell import Shell
from rettesnor.publishing.store import Store, code_digest, digest_of
from rettesnor.publishing.verify import faults
from rettesnor.publishing.workbench import Assignment, StaleError, Task
from rettesnor.reading.frame import Frame, read_frame
from rettesnor.reading.survey import PICTURES, Survey, pictures, survey
from rettesnor.rendering.citations import Citation, cite
from rettesnor.rendering.context import Context, Head
from rettesnor.rendering.frame_pages import frame_pages, lost_page
from rettesnor.rendering.recommendation import dependencies

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
    """

    root: Path
    site: Path
    as_of: date
    jobs: int = 1
    tolerant: bool = False
    state: str = ""


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
        citations = _citations(store, guideline) if guideline else {}
        entries = library.finish(gathering, store, crew)
        found = survey(order.root, frame, entries, order.as_of)
        if dressing is None or not (found.sound or order.tolerant):
            return Outcome(found)
        context = _context(frame, entries, citations, dressing.shell.site_url)
        return _publish(order, found, context, dressing, crew, store)


def _publish(
    order: Order, found: Survey, context: Context, dressing: Dressing, crew: Crew, store: Store
) -> Outcome:
    fresh = place.aside(order.site)
    try:
        return _fill(order, found, context, dressing, crew, store, fresh)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _fill(
    order: Order, found: Survey, context: Context, dressing: Dressing, crew: Crew, store: Store,
    fresh: Path,
) -> Outcome:
    entries = [entry for entry in found.whole.entries if entry.sound and entry.id in context.heads]
    tasks = _tasks(context, entries, dressing.shell)
    wanted = {_url(context, task): task.key for task in tasks}
    name = f"sider{order.state}"
    kept = library.reuse(order.site, fresh, library.saved_pages(store, name), wanted)
    have = {page.url for page in kept}
    missing = [task for task in tasks if _url(context, task) not in have]
    lean = replace(context, usage={})
    made = [
        PageFile(*row)
        for row in crew.render(Assignment(lean, dressing.shell, str(fresh)), missing)
    ]
    made += [
        write(page, "", context, dressing.shell, fresh)
        for page in frame_pages(context) if page.kind != "kapittel"
    ]
    pages = sorted([*kept, *made], key=lambda page: page.url)
    files = _files(order, fresh, dressing, context, pages)
    wrong = [] if order.tolerant else faults(fresh, pages, files)
    if wrong:
        return Outcome(found, faults=tuple(wrong))
    place.put(fresh, order.site)
    library.save_pages(store, name, pages)
    return Outcome(found, len(pages), len(made))


def _tasks(context: Context, entries: Sequence[Entry], shell: Shell) -> list[Task]:
    """Return every page that processes share out, with the key of what it is made from."""
    common = digest_of(context.fingerprint, shell.digest, code_digest())
    by_id = {entry.id: entry for entry in entries}
    tasks = []
    for id_ in context.order:
        entry = by_id[id_]
        linked = {p.reference.target for p in entry.references if p.reference.kind == "anbefaling"}
        around = dependencies(context, id_, (*linked, *entry.se_ogsaa))
        key = digest_of(common, entry.digest, around)
        tasks.append(Task("anbefaling", entry.path, key, entry.digest))
    for chapter in context.guideline.kapitler:
        heads = tuple(context.heads.get(id_) for id_ in chapter.anbefalinger)
        tasks.append(Task("kapittel", chapter.id, digest_of(common, chapter.id, heads)))
    return tasks


def _url(context: Context, task: Task) -> str:
    if task.kind == "kapittel":
        return f"{task.name}/"
    _, chapter, name = task.name.split("/")
    return f"{chapter}/{name.removesuffix('.yml')}/"


def _files(
    order: Order, fresh: Path, dressing: Dressing, context: Context, pages: Sequence[PageFile]
) -> set[str]:
    """Lay everything that is no page into the site; return the paths."""
    files = _copy_tree(dressing.assets, fresh)
    for picture in sorted(pictures(order.root)):
        (fresh / "bilder").mkdir(exist_ok=True)
        shutil.copyfile(order.root / PICTURES / picture, fresh / "bilder" / picture)
        files.add(f"bilder/{picture}")
    generated = {
        "search/search_index.json": search_index([page.search for page in pages]),
        "sitemap.xml": _sitemap(dressing.shell.site_url, pages),
        "404.html": compose(lost_page(context), context, dressing.shell),
    }
    for name, text in generated.items():
        target = fresh / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
    return files | set(generated)


def _copy_tree(source: Path, target: Path) -> set[str]:
    files = set()
    for folder, _, names in os.walk(source):
        relative = os.path.relpath(folder, source)
        os.makedirs(target / relative, exist_ok=True)
        for name in names:
            shutil.copyfile(f"{folder}/{name}", target / relative / name)
            files.add(os.path.normpath(f"{relative}/{name}"))
    return files


def _sitemap(site_url: str, pages: Iterable[PageFile]) -> str:
    """Return a sitemap (https://www.sitemaps.org/protocol.html); empty without a known address."""
    urls = "".join(f"<url><loc>{site_url}{page.url}</loc></url>\n" for page in pages if site_url)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
    )


def _citations(store: Store, guideline: Guideline) -> dict[str, Citation]:
    """Return the formatted sources; they are formatted anew only when one changed."""
    key = digest_of(code_digest(), guideline.kilder)
    saved = store.load("kilder", key)
    if saved is not None:
        return {name: Citation(*value) for name, value in saved.items()}
    citations = cite(guideline.kilder)
    store.save("kilder", key, {name: (c.short, c.full) for name, c in citations.items()})
    return citations


def _context(
    frame: Frame, entries: Sequence[Entry], citations: Mapping[str, Citation], address: str
) -> Context:
    assert frame.guideline is not None
    listed = {id_ for chapter in frame.guideline.kapitler for id_ in chapter.anbefalinger}
    heads = {e.id: Head.of(e) for e in entries if e.sound and e.id in listed}
    fingerprint = digest_of(sorted(frame.contents.items()))
    return Context(
        frame.guideline, heads, frame.fragments, citations, fingerprint, _usage(entries), address
    )


def _usage(entries: Sequence[Entry]) -> dict[str, list[str]]:
    usage: dict[str, dict[str, None]] = {}
    for entry in entries:
        used = [f"kilde:{key}" for key in entry.kilder]
        used += [f"lov:{law.lov}|{law.paragraf}" for law in entry.lovhenvisninger]
        for placed in entry.references:
            reference = placed.reference
            if reference.kind == "kilde":
                used.append(f"kilde:{reference.target}")
            elif reference.kind == "lov":
                used.append(f"lov:{reference.target}|{reference.detail}")
        for key in used:
            usage.setdefault(key, {})[entry.id] = None
    return {key: list(ids) for key, ids in usage.items()}
