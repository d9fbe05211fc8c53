"""The pages about one recommendation's past: its timeline, and what changed in its text."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.change_labels import field_names, kind_name, reasons
from rettesnor.rendering.context import Context
from rettesnor.rendering.jinja_env import norwegian_date
from rettesnor.rendering.page import Link, Page
from rettesnor.rendering.pages.history_views import Moment, Pending, Redline
from rettesnor.rendering.scripts import script
from rettesnor.rendering.status import release_day


def history_page(
    context: Context, url: str, title: str, moments: Sequence[Moment],
    versions: Sequence[tuple[str, str]], redlines: Sequence[Link], data: str,
    coming: Pending | None = None,
) -> Page:
    """Return the history of the recommendation at ``url``.

    Args:
        moments: what happened, newest first; addresses relative to the site's root.
        versions: the releases that brought a text of its own, with their dates, oldest first.
        redlines: the ways to what changed between them.
        data: the way to all its texts as JSON.
        coming: how the text differs from the last release; None when it does not.
    """
    chapter_id = url.split("/")[0]
    chapter = context.chapters.get(chapter_id)
    root, _ = "../../../", context.gettext
    site = context.site_root(root)
    body = environment.render(
        "history/recommendation", context.language, root=root, site=site, chapter=chapter,
        url=url, title=title,
        redlines=redlines, data=data, versions=versions, released=context.released,
        coming=coming, redline=Markup(coming.redline) if coming else "",
        coming_kinds=[kind_name(context, kind) for kind in coming.slag] if coming else (),
        coming_told=told(context, coming, root) if coming else (),
        days={m.versjon: release_day(context, m.dato) for m in moments},
        moments=[
            (
                m, [kind_name(context, k) for k in m.slag], field_names(context, m.felt),
                told(context, m, root),
            )
            for m in moments
        ],
    )
    return Page(
        f"{url}historikk/", "historikk", _("Historikk: {title}").format(title=title),
        _("Alle versjoner av anbefalingen «{title}».").format(title=title), body,
        chapter=chapter_id if chapter else "", head=script(
            "history", site, context.language,
            context.guideline.dimensjoner,
        ),
    )


def told(
    context: Context, moment: Moment | Pending, root: str = ""
) -> list[tuple[str, list[str], str]]:
    """Return what each change of ``moment`` was, its reasons, and who decided it."""
    return [
        (
            context.written(change.hva), reasons(context, change, root),
            decision(context, change.besluttet_av, change.besluttet_dato),
        )
        for change in moment.endringer
    ]


def decision(context: Context, who: str, when: str) -> str:
    """Return who decided a change, and when."""
    who = context.written(who)
    if not when:
        return who
    return Markup("{}, {}").format(who, norwegian_date(when, context.language))


def redline_body(redlines: Sequence[Redline], level: int = 2) -> str:
    """Return the part of a redline page that is the same for ever.

    Args:
        level: the level of the headings that name the fields.
    """
    return environment.render("history/redline_field", redlines=redlines, level=level)


def redline_page(
    context: Context, url: str, name: str, title: str,
    versions: Sequence[tuple[str, str]], body: str,
) -> Page:
    """Return the page of what changed between the two of ``versions``, old and new.

    Args:
        name: the page's own part of its address.
        body: what ``redline_body`` made.
    """
    chapter_id = url.split("/")[0]
    chapter = context.chapters.get(chapter_id)
    old, new = versions[0][0], versions[1][0]
    _ = context.gettext
    whole = environment.render(
        "history/redline", context.language, root="../../../../", chapter=chapter, url=url,
        title=title,
        versions=versions, body=Markup(body),
    )
    return Page(
        f"{url}historikk/{name}/", "redlinje", 
        _("Fra {old} til {new}: {title}").format(old=old, new=new, title=title),
        _("Hva som er endret i «{title}» fra versjon {old} til {new}.").format(
            old=old, new=new, title=title
        ), whole,
        chapter=chapter_id if chapter else "",
    )
