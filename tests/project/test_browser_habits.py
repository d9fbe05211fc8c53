"""Tests in a browser wait for what they look at: a machine may be busy when they run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parents[1]
FILES = sorted(
    path
    for path in (
        *HERE.glob("browser/*.py"), *HERE.glob("horing/*.py"), HERE / "support" / "page_checks.py"
    )
    if "chromium" in (text := path.read_text(encoding="utf-8")) or "page.locator" in text
)
ACTS = frozenset({
    "check", "click", "dblclick", "fill", "go_back", "go_forward", "hover", "press",
    "press_sequentially", "select_option", "set_viewport_size", "tap", "uncheck",
})
"""What sets something going that the browser does in its own time."""
READS = frozenset({
    "all", "all_inner_texts", "all_text_contents", "bounding_box", "count", "evaluate",
    "evaluate_all", "get_attribute", "inner_html", "inner_text", "input_value", "is_checked",
    "is_disabled", "is_enabled", "is_hidden", "is_visible", "text_content", "title", "url",
})
"""What tells how things are at this very moment."""
RESTS = frozenset({
    "expect", "expect_navigation", "follow", "goto", "reload", "until", "wait_for",
    "wait_for_function", "wait_for_timeout", "wait_for_url",
})
"""What waits. That the address is the right one is no rest: the page may not have come yet."""
ADDRESSES = frozenset({"to_have_url", "not_to_have_url"})


def hasty(source: str) -> list[int]:
    """Return the lines where a test reads how things are right after it set something going."""
    found: list[int] = []
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef):
            found += _hasty_of(function)
    return sorted(found)


def _hasty_of(function: ast.FunctionDef) -> Iterator[int]:
    restless = False
    for statement in _statements(function.body):
        called, named = _called(statement), _named(statement)
        if "until" in called and "url" in named:
            yield statement.lineno  # the address Playwright keeps stands still while one waits so
        elif called & RESTS and not called & ADDRESSES:
            restless = False
        elif restless and named & READS:
            yield statement.lineno
        if called & ACTS and not called & RESTS:
            restless = True


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt | ast.expr]:
    """Yield what is done, in the order of the text; of a block its head, then its body."""
    for statement in body:
        inner = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
        if not any(inner):
            yield statement
            continue
        if isinstance(statement, ast.With):
            yield from (item.context_expr for item in statement.items)
        elif isinstance(statement, ast.For):
            yield statement.iter
        elif isinstance(statement, ast.If | ast.While):
            yield statement.test
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef):
            for part in inner:
                yield from _statements(part)


def _called(node: ast.AST) -> set[str]:
    """Return the names of the functions and methods that are called."""
    heads = [n.func for n in ast.walk(node) if isinstance(n, ast.Call)]
    return _named(*(head for head in heads if isinstance(head, ast.Name))) | {
        head.attr for head in heads if isinstance(head, ast.Attribute)
    }


def _named(*nodes: ast.AST) -> set[str]:
    """Return the names that are used, and the last part of those with a dot."""
    every = [inner for node in nodes for inner in ast.walk(node)]
    return {n.attr for n in every if isinstance(n, ast.Attribute)} | {
        n.id for n in every if isinstance(n, ast.Name)
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_is_read_is_waited_for(path: Path) -> None:
    assert hasty(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(("body", "lines"), [
    ("page.click('a')\nassert page.url.endswith('/b/')", [3]),
    ("page.click('a')\nexpect(page).to_have_url('/b/')\nassert part.is_visible()", [4]),
    ("page.click('a')\nexpect(part).to_be_visible()\nassert part.inner_text() == 'x'", []),
    ("page.goto('/b/')\nassert part.is_visible()", []),
    ("for one in parts:\n  one.press('Tab')\n  assert one.count() == 1", [4]),
    ("page.click('a')\nuntil(lambda: page.evaluate('x') == 1)", []),
    ("page.click('a')\nuntil(lambda: page.url == '/b/')", [3]),
])
def test_haste_is_seen(body: str, lines: list[int]) -> None:
    text = "def test(page):\n" + "".join(f"  {line}\n" for line in body.splitlines())
    assert hasty(text) == lines
