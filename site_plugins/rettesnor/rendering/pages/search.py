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


def search_page(context: Context) -> Page:
    """Return the page; without scripts it tells the other ways to what a reader looks for."""
    body = environment.render(
        "search", context.language, root="../", guideline=context.guideline,
        catalogue=False,
    )
    title = context.gettext("Søk")
    about = context.gettext("Søk i alle anbefalingene, lovreglene og ordlista.")
    return Page(URL, "sok", title, about, body, indexed=False)
