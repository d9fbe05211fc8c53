"""The page table: every page that is made is in it, and what is derived from it agrees."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from rettesnor.model import pages
from rettesnor.model.pages import BY_ID, PAGES

from tests.support.guidelines import PROJECT
from tests.support.kinds_of_page import KINDS

PACKAGE = PROJECT / "site_plugins" / "rettesnor"
UNTESTED = {"redlinje", "videre", "tatt-ut", "lokal-praksis"}
"""Kinds that the guideline in this repository has no page of; tests of history and plans make them.
"""


def made() -> Iterator[str]:
    """Yield the kind of every page that the code makes."""
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if name not in ("Page", "_page"):
                continue
            assert isinstance(node, ast.Call)
            at = 1 if name == "Page" else 2
            value = getattr(node.args[at], "value", None) if len(node.args) > at else None
            if isinstance(value, str):
                yield value


def test_every_page_that_is_made_is_in_the_table() -> None:
    found = set(made())
    assert len(found) > 15
    assert found <= BY_ID.keys()


def test_ids_and_addresses_are_unique() -> None:
    assert len(BY_ID) == len(PAGES)
    addresses = [page.address for page in PAGES if page.address]
    assert len(addresses) == len(set(addresses))
    assert all(re.fullmatch(r"[a-z]+(?:-[a-z]+)*/", address) for address in addresses)


def test_every_kind_is_looked_at_in_a_browser() -> None:
    assert {kind for kind, _ in KINDS} | UNTESTED == BY_ID.keys()
    for page in PAGES:
        if page.address and page.id not in UNTESTED:
            assert KINDS[page.id, "nb"].partition("?")[0] == page.address


def test_names_in_use_are_reserved() -> None:
    assert {page.address.rstrip("/") for page in PAGES if page.address} <= pages.RESERVED
    assert {"v", "api", "nn", "utkast", "404"} <= pages.RESERVED
