"""What answers at addresses whose page is no more: a redirect, or a tombstone."""

from __future__ import annotations

from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.context import Context
from rettesnor.rendering.page import Link, Page
from rettesnor.rendering.pages.history_views import Gone


def redirect_page(context: Context, url: str, target: Link) -> Page:
    """Return the page that leads from ``url`` on to ``target`` (relative to the site's root).

    A static host cannot answer 301; a refresh without delay is what search engines and
    browsers read as the same (HTML, 4.2.5.3, «Refresh state»).
    """
    root = "../" * url.count("/")
    address = f"{root}{target.url}" or "./"
    return Page(
        url, "videre", target.text,
        context.gettext("Siden er flyttet: {title}.").format(title=target.text),
        environment.render(
            "redirects/redirect", context.language, address=address, text=target.text
        ),
        canonical=target.url, indexed=False,
        head=environment.render("redirects/redirect_head", address=address),
    )


def tombstone_page(context: Context, gone: Gone) -> Page:
    """Return the page that tells what happened to what was at its address."""
    root = "../" * gone.url.count("/")
    chapter = context.chapters.get(gone.url.split("/")[0]) if gone.url.count("/") > 1 else None
    body = environment.render(
        "redirects/tombstone", context.language, root=root, site=context.site_root(root), gone=gone,
        chapter=chapter,
    )
    title = f"{gone.title} ({gone.state})"
    return Page(
        gone.url, "tatt-ut", title, " ".join(gone.sentences), body,
        chapter=chapter.id if chapter else "", indexed=False,
    )
