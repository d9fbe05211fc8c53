"""The page «Bygg inn»: how other sites show a recommendation, with the code to copy."""

from __future__ import annotations

from rettesnor.model.pages import page_address
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.context import Context
from rettesnor.rendering.embed import NAME, SCRIPT, UNKNOWN, embed_html
from rettesnor.rendering.page import Page, SearchSection
from rettesnor.rendering.scripts import stylesheet

URL = page_address("innbygging")
LIMIT = 60
"""Above this many recommendations the page shows the code of the first one only."""


def embedding_page(context: Context) -> Page:
    """Return the page."""
    _, root = context.gettext, "../"
    ids = context.order if len(context.order) <= LIMIT else context.order[:1]
    out = context.site_root(root)
    site = context.address.removesuffix(context.folder) if context.address else ""
    body = environment.render(
        "embedding", context.language, root=root, out=out, name=NAME, script=SCRIPT,
        chapters=[
            (chapter, [
                (context.heads[id_], embed_html(context, id_)) for id_ in chapter.anbefalinger
                if id_ in ids and id_ in context.heads
            ])
            for chapter in context.guideline.kapitler
        ],
        whole=len(ids) == len(context.order), site=site or UNKNOWN, known=bool(site),
    )
    title = _("Bygg inn en anbefaling")
    about = _("Vis en anbefaling på et annet nettsted, og se der om den er utdatert.")
    return Page(
        URL, "innbygging", title, about, body, search=(SearchSection("", title, about),),
        head=stylesheet("trust", out),
    )
