"""What a base install is made of: nothing large that no base build needs."""

from __future__ import annotations

import re
import tomllib

from tests.support.guidelines import PROJECT

PACKAGE = PROJECT / "site_plugins" / "rettesnor"
EXTRAS = {"pypandoc", "typst", "pikepdf", "segno"}
"""Modules of the extra ``documents``: 160, 34, 9 and 0.4 MB."""


def test_the_large_programs_are_extras() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    base = {re.split(r"[^\w-]", name)[0].replace("_binary", "") for name in project["dependencies"]}
    extra = {re.split(r"[^\w-]", name)[0].replace("_binary", "")
             for name in project["optional-dependencies"]["documents"]}
    assert not base & EXTRAS and extra == EXTRAS


def test_only_documents_use_them() -> None:
    uses = re.compile(rf"^\s*(?:import|from) (?:{'|'.join(EXTRAS)})\b", re.M)
    users = {
        path.relative_to(PACKAGE).parent.as_posix()
        for path in PACKAGE.rglob("*.py") if uses.search(path.read_text("utf-8"))
    }
    assert users == {"exports/documents"}
