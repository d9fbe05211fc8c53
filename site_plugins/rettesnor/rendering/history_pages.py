"""The pages about one recommendation's past: its timeline, and what changed in its text."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from rettesnor.rendering import environment
from rettesnor.rendering.context import Context
from rettesnor.rendering.environment import norwegian_date
from rettesnor.rendering.page import Link, Page
from rettesnor.rendering.past import Moment, Redline
from rettesnor.rendering.told import field_names, kind_name, reasons


def script(root: str) -> str:
    """Return the markup that brings the script of the pages about the past.

    They are whole without it. ``root`` is the way to the site's root.
    """
    return f'<script src="{root}assets/rettesnor/history.js" defer></script>'


def history_page(
    context: Context, url: str, title: str, moments: Sequence[Moment],
    versions: Sequence[tuple[str, str]], redlines: Sequence[Link], data: str,
) -> Page:
    """Return the history of the recommendation at ``url``.

    Args:
        moments: what happened, newest first; addresses relative to the site's root.
        versions: the releases that brought a text of its own, with their dates, oldest first.
        redlines: the ways to what changed between them.
        data: the way to all its texts as JSON.
    """
    chapter_id = url.split("/")[0]
    chapter = context.chapters.get(chapter_id)
    root = "../../../"
    body = environment.render(
        "historikk", root=root, chapter=chapter, url=url, title=title, redlines=redlines, data=data,
        versions=versions,
        moments=[
            (m, [kind_name(k) for k in m.slag], field_names(m.felt), told(context, m))
            for m in moments
        ],
    )
    return Page(
        f"{url}historikk/", "historikk", f"Historikk: {title}",
        f"Alle versjoner av anbefalingen «{title}».", body,
        chapter=chapter_id if chapter else "", head=script(root),
    )


def told(context: Context, moment: Moment) -> list[tuple[str, list[str], str]]:
    """Return what each change of ``moment`` was, its reasons, and who decided it."""
    return [
        (change.hva, reasons(context, change), decision(change.besluttet_av, change.besluttet_dato))
        for change in moment.endringer
    ]


def decision(who: str, when: str) -> str:
    """Return who decided a change, and when."""
    return f"{who}, {norwegian_date(when)}" if when else who


def redline_body(redlines: Sequence[Redline]) -> str:
    """Return the part of a redline page that is the same for ever."""
    return environment.render("redlinje_felt", redlines=redlines)


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
    (old, _), (new, _) = versions
    whole = environment.render(
        "redlinje", root="../../../../", chapter=chapter, url=url, title=title, versions=versions,
        body=Markup(body),
    )
    return Page(
        f"{url}historikk/{name}/", "redlinje", f"Fra {old} til {new}: {title}",
        f"Hva som er endret i «{title}» fra versjon {old} til {new}.", whole,
        chapter=chapter_id if chapter else "",
    )
