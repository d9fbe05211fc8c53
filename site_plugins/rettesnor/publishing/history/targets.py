"""The pages about the past: what is to be made, from what, and how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from rettesnor.model.change import EndretAnbefaling, Endring, Utgave
from rettesnor.model.unreleased import CHANGED, NEW_LANGUAGE
from rettesnor.publishing.cache.store import digest_of
from rettesnor.publishing.history.locations import CurrentLocations
from rettesnor.publishing.history.release_index import ReleaseIndex
from rettesnor.releases.changelog_dir import SNAPSHOT
from rettesnor.releases.revisions import Revision
from rettesnor.releases.timeline import Event
from rettesnor.rendering.change_labels import FRAME
from rettesnor.rendering.context import Context
from rettesnor.rendering.page import Link, Page
from rettesnor.rendering.pages.changelog import changes_page, day_page, release_page, since_page
from rettesnor.rendering.pages.history import history_page, redline_page
from rettesnor.rendering.pages.history_views import (
    Concerned,
    Moment,
    Pending,
    PendingPosts,
    Post,
    ReleasePosts,
)
from rettesnor.rendering.pages.trust import URL as TRUST
from rettesnor.rendering.pages.trust import Digests, trust_page


@dataclass(frozen=True, slots=True)
class HistoryTarget:
    """A page to be made.

    Attributes:
        key: digest of everything it is made from.
        make: gets the part of a redline that is the same for ever, where there is one.
        step: the step a redline page shows.
    """

    url: str
    key: str
    make: Callable[[str], Page]
    step: Revision | None = None


def page_jobs(places: CurrentLocations, common: str) -> list[HistoryTarget]:
    """Return every page about the past; ``common`` stands for theme, code and frame."""
    release_index, context = places.release_index, places.context
    if not release_index:
        key = digest_of(common, "endringer/")
        return [HistoryTarget("endringer/", key, lambda _: changes_page(context, ()))]
    known = [(h.id, h.url, h.tittel, h.maalgrupper) for h in context.heads.values()]
    changes = places.unreleased
    log = digest_of(common, release_index.key, known, changes.key if changes else "")
    jobs = _log_jobs(context, releases(places), log, pending(places))
    make_trust = partial(trust_page, context, _digests(release_index),
                         removed=bool(release_index.removed))
    jobs.append(HistoryTarget(TRUST, log, lambda _: make_trust()))
    for id_ in release_index.addresses.last:
        jobs += _recommendation_jobs(places, id_, common)
    return jobs


def _digests(release_index: ReleaseIndex) -> list[Digests]:
    """Return the published digests of every release, newest first."""
    found, before = [], ""
    for record in release_index.history.records:
        version = record.utgave.versjon
        found.append(Digests(
            version, record.utgave.dato, release_index.digests[version],
            record.manifest.filer[SNAPSHOT], before,
        ))
        before = version
    return found[::-1]


def pending(places: CurrentLocations) -> PendingPosts | None:
    """Return what is changed since the last release, as the change log shows it; None: nothing."""
    changes, context = places.unreleased, places.context
    if changes is None:
        return None
    differing, _ = changes.differing, context.gettext
    posts = [_post(places, change) for change in changes.endringer]
    told = {id_ for change in changes.endringer for id_ in change.ids}
    kinds = {**dict(differing.anbefalinger), **dict.fromkeys(differing.tatt_ut, "tatt ut")}
    for _language, id_ in differing.oversatt:
        kinds.setdefault(id_, CHANGED)
    untold = {id_: kind for id_, kind in kinds.items() if id_ not in told}
    for kind in dict.fromkeys(untold.values()):
        ids = [id_ for id_, one in untold.items() if one == kind]
        posts.append(Post(
            kind, _counted(context, kind, len(ids)),
            _concerned(places, [id_ for id_ in ids if _known(places, id_)]),
        ))
    if (differing.ramme or differing.rammer) and not any(c.ramme for c in changes.endringer):
        posts.append(Post(CHANGED, _("Felles innhold er endret."), ()))
    names = changes.languages
    return PendingPosts(
        differing.etter, tuple(posts), tuple(names.get(one, one) for one in differing.sprak),
        changes.prefix,
    )


def _known(places: CurrentLocations, id_: str) -> bool:
    """Return whether there is a page to lead to for ``id_``."""
    return id_ in places.context.heads or id_ in places.release_index.addresses.last


def releases(places: CurrentLocations) -> list[ReleasePosts]:
    """Return all releases as the change log shows them, newest first."""
    found: list[ReleasePosts] = []
    ends = ""
    for record in reversed(places.release_index.history.records):
        utgave = record.utgave
        named = places.release_index.frame_names.get(utgave.versjon, {})
        names = {**named.get("", {}), **named.get(places.context.language, {})}
        found.append(ReleasePosts(
            utgave, tuple(_posts(places, utgave)), ends, names,
            places.release_index.course_changes.get(utgave.versjon, ()),
        ))
        ends = (date.fromisoformat(utgave.dato) - timedelta(1)).isoformat()
    return found


def _log_jobs(
    context: Context, found: Sequence[ReleasePosts], key: str, coming: PendingPosts | None
) -> list[HistoryTarget]:
    jobs = [
        HistoryTarget("endringer/", key, lambda _: changes_page(context, found, coming)),
        HistoryTarget("dato/", key, lambda _: day_page(context, found)),
    ]
    for number, release in enumerate(found):
        jobs += _release_jobs(context, release, found[:number], key, coming)
    return jobs


def _release_jobs(
    context: Context, release: ReleasePosts, newer: Sequence[ReleasePosts], key: str,
    coming: PendingPosts | None,
) -> list[HistoryTarget]:
    version = release.utgave.versjon
    return [
        HistoryTarget(f"endringer/{version}/", key, lambda _: release_page(context, release)),
        HistoryTarget(
            f"endringer/siden/{version}/", key,
            lambda _: since_page(context, version, newer, coming),
        ),
    ]


def _recommendation_jobs(places: CurrentLocations, id_: str, common: str) -> list[HistoryTarget]:
    release_index, context = places.release_index, places.context
    url, title = places.url(id_), places.title(id_)
    chapter = context.chapters.get(url.split("/")[0])
    around = tuple(context.heads.get(i) for i in chapter.anbefalinger) if chapter else ()
    key = digest_of(common, url, title, around)
    own, dates = release_index.own_versions[id_], _dates(release_index)
    mine = release_index.steps.get(id_, ())
    between = context.gettext("Fra versjon {old} til {new}")
    redlines = [
        Link(f"{url}historikk/{s.name}/", between.format(old=s.old, new=s.new))
        for s in reversed(mine)
    ]

    def history(_: str) -> Page:
        moments = [_moment(places, id_, e) for e in reversed(release_index.history.timeline(id_))]
        data = f"api/v1/anbefalinger/{id_}.json"
        return history_page(
            context, url, title, moments, own, redlines, data, _coming(places, id_)
        )

    changes, head = places.unreleased, context.heads.get(id_)
    changed = (changes.key, changes.contents.get(id_), head) if changes else ()
    jobs = [HistoryTarget(f"{url}historikk/", digest_of(key, release_index.key, changed), history)]
    for step in mine:
        versions = ((step.old, dates[step.old]), (step.new, dates[step.new]))

        def compared(
            body: str, step: Revision = step, versions: Sequence[tuple[str, str]] = versions
        ) -> Page:
            return redline_page(context, url, step.name, title, versions, body)

        unique = digest_of(key, step, release_index.stamps[step.new])
        jobs.append(HistoryTarget(f"{url}historikk/{step.name}/", unique, compared, step))
    return jobs


def _coming(places: CurrentLocations, id_: str) -> Pending | None:
    """Return how ``id_`` differs from the last release, as its history shows it; None: it does not.
    """
    changes, context = places.unreleased, places.context
    if changes is None:
        return None
    differing, url = changes.differing, places.url(id_)
    if id_ not in differing.tatt_ut and id_ not in changes.urls:
        return None  # it was taken out by a release, so no file of it can differ
    avvik = "tatt ut" if id_ in differing.tatt_ut else differing.of(
        id_, context.language if context.folder else ""
    )
    if not avvik:
        return None
    telling = changes.telling(id_)
    kinds = tuple(dict.fromkeys(change.slag for change in telling)) or (
        (avvik,) if avvik != NEW_LANGUAGE else ()
    )
    shown = id_ in changes.contents
    return Pending(
        avvik, differing.etter, kinds, telling,
        changes.redline(id_) if shown and not context.folder else "",
        changes.page(id_, context.folder),
        f"{url}historikk/#ikke-utgitt" if shown and context.folder else "",
    )


def _moment(places: CurrentLocations, id_: str, event: Event) -> Moment:
    release_index = places.release_index
    chapter = release_index.chapters[event.versjon].get(event.id)
    step = next(
        (s for s in release_index.steps.get(event.id, ()) if s.new == event.versjon), None
    )
    kinds = tuple(dict.fromkeys(change.slag for change in event.endringer))
    return Moment(
        event.versjon, event.dato, kinds or (event.slag,), event.felt, event.endringer,
        places.title(event.id) if event.id != id_ else "",
        f"v/{event.versjon}/{chapter}/{event.id}/" if chapter else "",
        f"{places.url(event.id)}historikk/{step.name}/" if step else "",
    )


def _dates(release_index: ReleaseIndex) -> dict[str, str]:
    return {record.utgave.versjon: record.utgave.dato for record in release_index.history.records}


def _posts(places: CurrentLocations, utgave: Utgave) -> list[Post]:
    context = places.context
    posts = [_post(places, change) for change in utgave.endringer]
    untold = [changed for changed in utgave.anbefalinger if not changed.endringer]
    for slag in dict.fromkeys(changed.slag for changed in untold):
        some = [changed for changed in untold if changed.slag == slag]
        posts.append(Post(slag, _untold(context, utgave, slag, some), _concerned(
            places, [changed.id for changed in some]
        )))
    return posts


def _post(places: CurrentLocations, change: Endring) -> Post:
    context, _ = places.context, places.context.gettext
    return Post(
        change.slag, context.written(change.hva),
        _concerned(places, [id_ for id_ in change.ids if _known(places, id_)]),
        tuple(_(FRAME.get(part, part)) for part in change.ramme),
        replace(change, grunn=context.written(change.grunn)),
    )


def _untold(
    context: Context, utgave: Utgave, slag: str, some: Sequence[EndretAnbefaling]
) -> str:
    if not utgave.forrige:
        n = len(some)
        return context.ngettext(
            "Første utgave, med én anbefaling.", "Første utgave, med {n} anbefalinger.", n
        ).format(n=n)
    return _counted(context, slag, len(some))


def _counted(context: Context, slag: str, n: int) -> str:
    """Return how many recommendations are new, changed or taken out, in words."""
    ngettext = context.ngettext
    if slag == "ny":
        told = ngettext("Én anbefaling er ny.", "{n} anbefalinger er nye.", n)
    elif slag == "tatt ut":
        told = ngettext("Én anbefaling er tatt ut.", "{n} anbefalinger er tatt ut.", n)
    else:
        told = ngettext("Én anbefaling er endret.", "{n} anbefalinger er endret.", n)
    return told.format(n=n)


def _concerned(places: CurrentLocations, ids: Sequence[str]) -> tuple[Concerned, ...]:
    found = []
    for id_ in ids:
        link, head = places.link(id_), places.context.heads.get(id_)
        found.append(Concerned(link, link.url.split("/")[0], head.maalgrupper if head else ()))
    return tuple(found)


