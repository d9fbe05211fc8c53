"""The files of a site that programs read: the API's and the feeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rettesnor.exports.api import versions as api
from rettesnor.exports.api.envelope import licence
from rettesnor.exports.feed import Entry, Feed, Publisher, atom
from rettesnor.model.change import Utgave
from rettesnor.model.development import Utvikling
from rettesnor.model.edition import recommendation_data
from rettesnor.model.guideline import Guideline
from rettesnor.model.pages import BY_ID, page_address
from rettesnor.model.task import TaskState
from rettesnor.publishing.cache.store import code_digest, digest_of
from rettesnor.publishing.history.locations import CurrentLocations
from rettesnor.publishing.history.release_index import ReleaseIndex
from rettesnor.publishing.history.released_texts import Texts
from rettesnor.releases.canonical_json import digest
from rettesnor.releases.changelog_dir import SNAPSHOT
from rettesnor.releases.former_pages import CHAPTER
from rettesnor.releases.manifest import NAME as MANIFEST
from rettesnor.rendering.feed_links import FEED, TASK_FEED
from rettesnor.rendering.jinja_env import norwegian_date
from rettesnor.rendering.pages.tasks import named, title_of
from rettesnor.rendering.status import version_label

_COMMON = ("Felles innhold er endret.",)
_FEED_LENGTH = 30
"""A feed tells of this many releases; the change log tells of all."""


def small_files(places: CurrentLocations, site: str) -> dict[str, bytes]:
    """Return the files that are made at each build, by path.

    Args:
        site: where the site is published; empty when not known.
    """
    release_index, guideline = places.release_index, places.context.guideline
    files = {
        api.INDEX: api.index(guideline, _versions(release_index)),
    }
    g = places.context
    if g.tasks:
        records = release_index.history.records
        since = records[0].utgave.dato if records else min(v.task.funnet for v in g.tasks)
        publisher = Publisher(
            guideline.publisher_name, guideline.id, guideline.publisher.lenke, since, site
        )
        files[TASK_FEED] = atom(_tasks(places), publisher).encode()
    if not release_index:
        return files
    publisher = Publisher(
        guideline.publisher_name, guideline.id, guideline.publisher.lenke,
        release_index.history.records[0].utgave.dato, site,
    )
    state = f"{version_label(g)}." if g.working else ""
    told = [(r.utgave, _told(places, r.utgave)) for r in reversed(release_index.history.records)]
    chapters = {chapter.id: chapter.tittel for chapter in guideline.kapitler}
    former = {url.split("/")[0] for url in release_index.addresses.ids}
    for id_ in sorted(former | chapters.keys()):
        title = chapters.get(id_) or release_index.title(CHAPTER, id_)
        name = f"{guideline.korttittel}: endringer i {title}"
        feed = Feed(id_, name, f"{id_}/{FEED}", f"{id_}/", _entries(told, id_), state)
        files[feed.url] = atom(feed, publisher).encode()
    whole = Feed(
        "", f"{guideline.korttittel}: endringer", f"endringer/{FEED}", "endringer/",
        _entries(told, ""), state,
    )
    files[whole.url] = atom(whole, publisher).encode()
    if g.development.has(BY_ID["veikart"].work):
        work = _work_feed(guideline, g.development)
        files[work.url] = atom(work, publisher).encode()
    return files


def _work_feed(guideline: Guideline, work: Utvikling) -> Feed:
    """Return the feed of the road map and of the answers to reported needs.

    It tells of what has a day: a question that came into its state, a report that was answered.
    """
    page, reports = page_address("veikart"), page_address("behov")
    told = [
        (one.siden, f"{page}#{one.id}", f"{one.tittel}: {one.tilstand}",
         tuple(filter(None, (one.grunn or one.om,))), f"{one.id}/{one.siden}")
        for one in work.veikart if one.siden
    ]
    told += [
        (one.besvart, f"{reports}#{one.id}", f"Svar på meldt behov: {one.avgjorelse}",
         (one.sak, one.svar), f"{one.id}/{one.besvart}")
        for one in work.meldinger if one.besvart
    ]
    told.sort(reverse=True)
    days = [day for day, *_ in told]
    entries = tuple(
        Entry(name, day, url, title, said, days[place + 1 :].count(day))
        for place, (day, url, title, said, name) in enumerate(told[:_FEED_LENGTH])
    )
    name = f"{guideline.korttittel}: veikart og svar"
    return Feed("veikart", name, f"{page}{FEED}", page, entries)


def text_files(release_index: ReleaseIndex, guideline: Guideline) -> dict[str, str]:
    """Return the files of all texts of each recommendation, by path, each with its key."""
    common = digest_of(code_digest(), guideline.lisens)
    return {
        _path(id_): digest_of(common, [(v, release_index.stamps[v]) for v, _ in own])
        for id_, own in release_index.own_versions.items()
    }


def text_file(release_index: ReleaseIndex, guideline: Guideline, id_: str, texts: Texts) -> bytes:
    """Return the file of all texts of a recommendation."""
    found = []
    for version, day in release_index.own_versions[id_]:
        text = texts.text(version, id_)
        found.append(api.Text(version, day, digest(recommendation_data(text)), text))
    return api.texts(id_, found, licence(guideline))


def id_of(path: str) -> str:
    """Return the id whose texts the file at ``path`` holds."""
    return path.rpartition("/")[2].removesuffix(".json")


def _path(id_: str) -> str:
    return f"api/v1/anbefalinger/{id_}.json"


def _versions(release_index: ReleaseIndex) -> list[api.Version]:
    records = release_index.history.records
    ends = [*(record.utgave.dato for record in records[1:]), None][: len(records)]
    return [
        api.Version(record.utgave.versjon, record.utgave.dato, end, _hashes(release_index, number))
        for number, (record, end) in enumerate(zip(records, ends, strict=True))
    ]


def _hashes(release_index: ReleaseIndex, number: int) -> Mapping[str, str]:
    record = release_index.history.records[number]
    return {
        SNAPSHOT: record.manifest.filer[SNAPSHOT],
        MANIFEST: release_index.digests[record.utgave.versjon],
        "release.json": release_index.told[record.utgave.versjon],
    }


def _entries(told: Sequence[tuple[Utgave, Mapping[str, Sequence[str]]]], chapter: str
             ) -> tuple[Entry, ...]:
    """Return the newest releases; of ``chapter``, those that changed something in it."""
    days = [utgave.dato for utgave, _ in told]
    found = [
        Entry(
            utgave.versjon, utgave.dato, f"endringer/{utgave.versjon}/",
            f"Versjon {utgave.versjon}", tuple(lines.get(chapter, _COMMON)),
            days[place + 1 :].count(utgave.dato),
        )
        for place, (utgave, lines) in enumerate(told) if not chapter or chapter in lines
    ]
    return tuple(found[:_FEED_LENGTH])


def _tasks(places: CurrentLocations) -> Feed:
    """Return the feed of what must be decided: the newest first, and what was decided of each."""
    context = places.context
    newest = sorted(
        context.tasks, key=lambda view: (_last_news(view.state), view.task.id), reverse=True
    )
    days = [_last_news(view.state) for view in newest]
    entries = []
    for place, view in enumerate(newest[:_FEED_LENGTH]):
        task = view.task
        lines = [f"Må vurderes i: {places.title(id_)}" for id_ in view.state.open]
        lines += ["Må vurderes i fellestekstene."] * view.state.places_open
        lines += [f"Avgjort: {one.grunn}" for one in task.avgjorelser]
        lines += [f"Avgjort: {one.hva}" for one in view.state.changes]
        title = title_of(context, task)
        if not task.says_itself:
            title += f": {named(context, task)}"
            title += f" fra {norwegian_date(task.ikraft)}" if task.ikraft else ""
        entries.append(Entry(
            f"oppgaver/{task.id}", task.funnet, f"gjennomgang/#{task.id}", title,
            tuple(lines), days[place + 1 :].count(days[place]), days[place],
        ))
    name = f"{context.guideline.korttittel}: må vurderes"
    return Feed("gjennomgang", name, TASK_FEED, "gjennomgang/", tuple(entries))


def _last_news(state: TaskState) -> str:
    """Return the day that a task was found, or that something was last decided about it."""
    decided = [one.dato for one in state.task.avgjorelser]
    return max([state.task.funnet, *decided, *(one.dato for one in state.changes)])


def _told(places: CurrentLocations, utgave: Utgave) -> dict[str, list[str]]:
    """Return the lines that tell of a release, by chapter; under the empty name all of them."""
    lines: dict[str, list[str]] = {}
    for change in utgave.endringer:
        chapters = {chapter for id_ in change.ids for chapter in _chapters(places, utgave, id_)}
        for chapter in ("", *chapters):
            lines.setdefault(chapter, []).append(change.hva)
    for changed in utgave.anbefalinger:
        if not changed.endringer:
            for chapter in ("", *_chapters(places, utgave, changed.id)):
                line = f"{places.title(changed.id)}: {changed.slag}"
                lines.setdefault(chapter, []).append(line)
    return lines


def _chapters(places: CurrentLocations, utgave: Utgave, id_: str) -> set[str]:
    """Return the chapter of ``id_`` in a release, and the one it is in now."""
    then = places.release_index.chapters[utgave.versjon].get(id_)
    return {places.url(id_).split("/")[0], *([then] if then else [])}
