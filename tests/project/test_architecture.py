"""The house: arrows run one way, and the core asks neither the clock nor the screen."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "site_plugins" / "rettesnor"
MODULES = sorted(PACKAGE.rglob("*.py"))
KNOWS = {
    "platform": {"platform"},
    "model": {"model"},
    "reading": {"reading", "model", "platform"},
    "releases": {"releases", "model", "platform"},
    "rendering": {"rendering", "model"},
    "exports": {"exports", "model"},
    "search": {"search", "model"},
    "editing": {"editing", "model", "reading", "platform"},
    "plans": {"plans", "model", "reading", "editing", "releases", "platform"},
    "publishing": {
        "publishing", "plans", "model", "reading", "editing", "rendering", "releases", "exports",
        "search", "platform",
    },
}
"""The rooms that each room may enter; ``mkdocs`` and ``cli`` put them all together."""
CLOCKS = {
    "today", "now", "utcnow", "time", "time_ns", "localtime", "gmtime", "ctime", "fromtimestamp"
}


def room(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    if parts == ("__main__.py",):  # «python -m rettesnor»
        return "cli"
    return parts[0] if len(parts) > 1 else ""


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return all of the file at ``path``; ten tests look at each file."""
    return tuple(ast.walk(parsed(path)))


@cache
def imported(path: Path) -> tuple[tuple[str, int], ...]:
    """Return every module that the file at ``path`` imports, wherever in it, with the line."""
    return tuple(_imported(path))


def _imported(path: Path) -> Iterator[tuple[str, int]]:
    for node in nodes(path):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module is not None
            yield node.module, node.lineno
            if node.module == "rettesnor":
                for alias in node.names:
                    yield f"rettesnor.{alias.name}", node.lineno


def named(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "path", paths, ids=[path.relative_to(PACKAGE).as_posix() for path in paths]
    )


INNER = [path for path in MODULES if room(path) in KNOWS]


@named(INNER)
def test_arrows_run_one_way(path: Path) -> None:
    for module, line in imported(path):
        if module.startswith("rettesnor."):
            assert module.split(".")[1] in KNOWS[room(path)], f"{path}:{line}: {module}"


@named([path for path in MODULES if room(path) in ("model", "platform")])
def test_the_model_knows_the_standard_library_only(path: Path) -> None:
    for module, line in imported(path):
        top = module.split(".")[0]
        assert top in sys.stdlib_module_names or top == "rettesnor", f"{path}:{line}: {module}"


@named([path for path in MODULES if room(path) != "mkdocs"])
def test_only_the_plugins_know_mkdocs(path: Path) -> None:
    for module, line in imported(path):
        assert module.split(".")[0] not in ("mkdocs", "material"), f"{path}:{line}: {module}"


@named([path for path in MODULES if room(path) not in ("cli", "mkdocs")])
def test_only_the_outermost_rooms_know_the_command_line(path: Path) -> None:
    for module, line in imported(path):
        assert not module.startswith(("rettesnor.cli", "rettesnor.mkdocs", "argparse")), (
            f"{path}:{line}: {module}"
        )


@named(MODULES)
def test_nobody_knows_the_hearing_desk(path: Path) -> None:
    for module, line in imported(path):
        assert not module.startswith(("rettesnor_horing", "django")), f"{path}:{line}: {module}"


@named([path for path in MODULES if room(path) != "cli"])
def test_only_the_command_line_prints(path: Path) -> None:
    for node in nodes(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("print", "input", "exit"), f"{path}:{node.lineno}"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            said = f"{node.value.id}.{node.attr}"
            assert said not in ("sys.stdout", "sys.stderr", "sys.argv", "sys.exit"), (
                f"{path}:{node.lineno}"
            )


@named([path for path in MODULES if room(path) != "cli" and path.name != "system.py"])
def test_only_the_command_line_asks_the_clock(path: Path) -> None:
    for node in nodes(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            where = node.func.value
            name = where.attr if isinstance(where, ast.Attribute) else getattr(where, "id", "")
            asks = name in ("date", "datetime", "time") and node.func.attr in CLOCKS
            assert not asks, f"{path}:{node.lineno}: {name}.{node.func.attr}"


@named([path for path in MODULES if room(path) in ("model", "reading", "rendering")])
def test_the_core_does_not_ask_the_environment(path: Path) -> None:
    for node in nodes(path):
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("environ", "getenv"), f"{path}:{node.lineno}"


LOADERS = {
    "read_guideline", "read_translations", "read_recommendation", "open_recommendation",
    "read_translation", "open_translation", "kept_texts", "read_changes", "mentioning",
    "read_rounds", "read_report", "read_pictures", "unread_files", "read_file",
}
"""What makes values of the files of a guideline. ``reading/project.py`` puts them together."""
LOADED_ELSEWHERE = {
    ("publishing/tools/mark_translations.py", "open_translation"):
        "reads back the bytes that it is about to write",
    ("editing/fragments.py", "open_recommendation"):
        "compares a text that is about to be written with the last release",
    ("editing/fragments.py", "kept_texts"):
        "compares a text that is about to be written with the last release",
    ("publishing/tools/start_change.py", "mentioning"):
        "finds fragments that are not filled in yet, and so cannot be read",
    ("cli/comments_import.py", "read_file"): "reads a file from outside the guideline's folder",
}


def test_a_guideline_is_read_in_one_way_only() -> None:
    outside = [path for path in MODULES if room(path) != "reading"] + DESK
    found = {
        (path.relative_to(PACKAGE).as_posix() if path in MODULES else path.name, alias.name)
        for path in outside
        for node in nodes(path) if isinstance(node, ast.ImportFrom)
        if (node.module or "").startswith("rettesnor.reading")
        for alias in node.names if alias.name in LOADERS
    }
    assert found == set(LOADED_ELSEWHERE)


DESK = sorted((PACKAGE.parent / "rettesnor_horing").rglob("*.py"))


@pytest.mark.parametrize(
    "path", DESK, ids=[path.relative_to(PACKAGE.parent).as_posix() for path in DESK]
)
def test_the_desk_knows_only_the_core_that_reads(path: Path) -> None:
    """What is published, and how, is none of its business: the rest goes by files."""
    for module, line in imported(path):
        if module.startswith("rettesnor."):
            known = module.split(".")[1] in ("model", "platform", "reading", "releases")
            # Both write workbooks and PDF, and the content is of no account to the writer.
            known |= module in ("rettesnor.exports.workbook", "rettesnor.exports.documents")
            assert known, f"{path}:{line}: {module}"


def test_there_is_something_to_test() -> None:
    assert {"model", "reading", "rendering", "publishing"} <= {room(path) for path in INNER}
    assert len(INNER) > 50
