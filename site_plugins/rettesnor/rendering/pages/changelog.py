"""The change log: all releases, one release, and what changed since one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.pages import page_address
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.change_labels import FRAME, frame_post, kind_name, reasons
from rettesnor.rendering.context import Context
from rettesnor.rendering.feed_links import TASK_FEED
from rettesnor.rendering.page import Page
from rettesnor.rendering.pages.courses import change_lines
from rettesnor.rendering.pages.history import decision
from rettesnor.rendering.pages.history_views import Due, PendingPosts, Post, ReleasePosts
from rettesnor.rendering.pages.tasks import GROUPS
from rettesnor.rendering.pages.tasks import rows as task_rows
from rettesnor.rendering.scripts import script
from rettesnor.rendering.status import release_day

_DUE = {
    "forfalt": N_("Fristen er passert"),
    "snart": N_("Skal gjennomgås innen seks måneder"),
    "lov": N_("Loven er endret siden siste faglige oppdatering"),
    "uten-frist": N_("Uten frist for gjennomgang"),
}
"""The kinds of review that are due, most pressing first."""
_MANY = 10
"""Above this many changes the log has filters."""


_WEIGHTS = (
    ("innhold", N_("Endret innhold")), ("presisert", N_("Presisert")),
    ("spraklig", N_("Språklige rettinger")),
)
"""Groups of changes since a version, those that readers must know of first."""
_LIGHT = {"presisert": "presisert", "redaksjonell": "spraklig"}


def changes_page(
    context: Context, releases: Sequence[ReleasePosts], coming: PendingPosts | None = None
) -> Page:
    """Return the whole change log; ``releases`` come newest first, before them what is ``coming``.
    """
    posts = [post for release in releases for post in release.posts]
    posts += coming.posts if coming else ()
    _ = context.gettext
    chapters = {c.kapittel for post in posts for c in post.anbefalinger}
    groups = {g for post in posts for c in post.anbefalinger for g in c.maalgrupper}
    body = environment.render(
        "changelog/list", context.language, root="../", site=context.site_root("../"),
        guideline=context.guideline,
        releases=[(release, _posts(context, release.posts)) for release in releases],
        days=_days(context, releases), coming=coming,
        coming_posts=_posts(context, coming.posts, "../") if coming else (),
        chapters=[(c.id, str(c.tittel)) for c in context.guideline.kapitler if c.id in chapters],
        kinds=[(k, kind_name(context, k)) for k in dict.fromkeys(post.slag for post in posts)],
        groups=[(r.id, str(r.navn)) for r in context.guideline.roller if r.id in groups],
        many=len(posts) > _MANY,
    )
    return Page(
        "endringer/", "endringer", _("Endringer"),
        _("Alle endringer i retningslinja, de nyeste først."), body,
        head=script(
            "history", context.site_root("../"), context.language,
            context.guideline.dimensjoner,
        ) if releases else "",
        twin=_twin(context, releases),
    )


def _twin(context: Context, releases: Sequence[ReleasePosts]) -> tuple[str, ...]:
    """Return the log as blocks of Markdown."""
    return tuple(
        block for release in releases for block in (
            f"## {context.gettext('Versjon')} {release.utgave.versjon} "
            f"({release_day(context, release.utgave.dato)})",
            "\n".join(
                f"- {kind_name(context, post.slag)}: {post.hva}" for post in release.posts
            ),
        ) if block
    )


def release_page(context: Context, release: ReleasePosts) -> Page:
    """Return the page of one release."""
    _, version = context.gettext, release.utgave.versjon
    body = environment.render(
        "changelog/release", context.language, releases_in=context.releases_in,
        root="../../", site=context.site_root("../../"),
        guideline=context.guideline, release=release,
        posts=_posts(context, release.posts, "../../"), frame=_frame(context, release),
        day=release_day(context, release.utgave.dato),
        courses=change_lines(context, release.courses),
    )
    return Page(
        f"endringer/{version}/", "utgave",
        _("Endringer i versjon {version}").format(version=version),
        _("Hva som ble endret i versjon {version}, og hvorfor.").format(version=version), body,
        twin=_twin(context, [release]),
    )


def since_page(
    context: Context, version: str, releases: Sequence[ReleasePosts],
    coming: PendingPosts | None = None,
) -> Page:
    """Return what changed since ``version`` by ``releases``, the newest first, and what is
    ``coming``.
    """
    _ = context.gettext
    brought = [("", post) for post in coming.posts] if coming else []
    brought += [(release.utgave.versjon, post) for release in releases for post in release.posts]
    touched = {one.link.url for _from, post in brought for one in post.anbefalinger}
    unreleased = {head.url for head in context.heads.values() if not head.versjon}
    body = environment.render(
        "changelog/since", context.language, root="../../../", guideline=context.guideline,
        version=version, releases=releases, number=len(touched), groups=_weighed(context, brought),
        kind_name=partial(kind_name, context), coming=coming, unreleased=unreleased,
        common=[
            (release.utgave.versjon, frame) for release in releases
            if (frame := _frame(context, release))
        ],
    )
    return Page(
        f"endringer/siden/{version}/", "siden",
        _("Endret siden versjon {version}").format(version=version),
        _("Alt som er endret i retningslinja siden versjon {version}.").format(version=version),
        body,
    )


def _weighed(
    context: Context, brought: Iterable[tuple[str, Post]]
) -> list[tuple[str, str, list[tuple[str, Post]]]]:
    """Return anchor, name and changes of each group that has any, what matters most first.

    Args:
        brought: changes with the version that each came with, newest first.
    """
    found: dict[str, list[tuple[str, Post]]] = {anchor: [] for anchor, _ in _WEIGHTS}
    for version, post in brought:
        found[_LIGHT.get(post.slag, "innhold")].append((version, post))
    return [
        (anchor, context.gettext(name), found[anchor]) for anchor, name in _WEIGHTS if found[anchor]
    ]


def day_page(context: Context, releases: Sequence[ReleasePosts]) -> Page:
    """Return the page that leads to the version in force on a day; ``releases`` newest first."""
    _ = context.gettext
    body = environment.render(
        "changelog/day", context.language, releases_in=context.releases_in,
        root="../", site=context.site_root("../"),
        guideline=context.guideline, releases=releases, days=_days(context, releases),
        working=context.working, recorded=context.recorded, announced=context.announced,
    )
    return Page(
        "dato/", "dato", _("Hva gjaldt på en dato?"),
        _("Finn versjonen av retningslinja som gjaldt på en bestemt dag."), body,
        head=script(
            "history", context.site_root("../"), context.language,
            context.guideline.dimensjoner,
        ),
    )


def review_page(context: Context, as_of: str, due: Iterable[Due]) -> Page:
    """Return the list of recommendations that are due for review on the day ``as_of``."""
    _, listed = context.gettext, list(due)
    groups = [(_(title), [d for d in listed if d.kind == kind]) for kind, title in _DUE.items()]
    tasks = list(task_rows(context, context.tasks, as_of))
    waiting = {view.task.id for view in context.tasks if not view.state.closed}
    kinds = [
        (_(name), [row for row in tasks if row.task.slag == kind and row.task.id in waiting])
        for kind, name in GROUPS.items()
    ]
    body = environment.render(
        "changelog/review", context.language, root="../", guideline=context.guideline, as_of=as_of,
        groups=[(title, some) for title, some in groups if some],
        waiting=[(name, some) for name, some in kinds if some],
        decided=[row for row in tasks if row.task.id not in waiting],
        feed=f"{context.site_root('../')}{TASK_FEED}", reports=page_address("behov"),
        needs={one.id for one in context.development.meldinger},
    )
    return Page(
        "gjennomgang/", "gjennomgang", _("Gjennomgang"),
        _("Anbefalinger som skal gjennomgås av fagmiljøet."), body, indexed=False,
    )


def _days(context: Context, releases: Sequence[ReleasePosts]) -> dict[str, str]:
    """Return the day of each release in words, by version."""
    return {
        release.utgave.versjon: release_day(context, release.utgave.dato) for release in releases
    }


def _posts(
    context: Context, posts: Iterable[Post], root: str = ""
) -> list[tuple[Post, str, list[str], str]]:
    """Return each post with its kind, its reasons and its decision in words."""
    return [
        (
            post, kind_name(context, post.slag),
            reasons(context, post.endring, root) if post.endring else [],
            decision(context, post.endring.besluttet_av, post.endring.besluttet_dato)
            if post.endring else "",
        )
        for post in posts
    ]


def _frame(context: Context, release: ReleasePosts) -> list[tuple[str, list[str]]]:
    """Return the parts of the common content that changed, with their posts in words."""
    _, said = context.gettext, []

    def name(part: str, post: str) -> str:
        return frame_post(context, part, post, release.names)

    new, gone = _("ny"), _("tatt ut")
    for part in release.utgave.ramme:
        posts = [f"{name(part.navn, post)} ({new})" for post in part.nye]
        posts += [name(part.navn, post) for post in part.endret if post not in part.fjernet]
        posts += [f"{name(part.navn, post)} ({gone})" for post in part.fjernet]
        said.append((_(FRAME.get(part.navn, part.navn)), posts))
    return said
