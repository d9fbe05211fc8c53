"""The page of search: what is found stands there, at an address that can be passed on."""

from __future__ import annotations

from rettesnor.model.pages import page_address
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.context import Context
from rettesnor.rendering.page import Page

URL = page_address("sok")
"""Where it lies, relative to the root of the pages in its language."""
INDEX = f"{URL}indeks/"
"""The folder of the index."""
SCRIPTS = (
    "search-words.js", "search-index.js", "search-engine.js", "search-hits.js", "search.js"
)
"""What ``site.js`` brings when a reader searches. Here that is sure, so the browser is told at
once, and need not run one script to learn of the next."""


def search_page(context: Context) -> Page:
    """Return the page; without scripts it tells the other ways to what a reader looks for."""
    body = environment.render(
        "search", context.language, root="../", guideline=context.guideline,
        catalogue=False,
    )
    title = context.gettext("Søk")
    about = context.gettext("Søk i alle anbefalingene, lovreglene og ordlista.")
    files = (
        *(f"{context.site_root('../')}assets/rettesnor/{name}" for name in SCRIPTS),
        f"{INDEX.removeprefix(URL)}ord.js",
    )
    head = "".join(f'<link rel="preload" as="script" href="{file}">' for file in files)
    return Page(URL, "sok", title, about, body, indexed=False, head=head)
