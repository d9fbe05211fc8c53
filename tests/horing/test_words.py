"""Everything people read is said in both written standards."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import rettesnor_horing
from rettesnor.model import sections
from rettesnor_horing.words import NYNORSK

SOURCE = Path(rettesnor_horing.__file__).parent
KINDS = {"fødselsnummer", "telefonnummer", "e-postadresse", "adresse"}
HEADINGS = {sections.field_label("kort_anbefaling"), *sections.HEADINGS.values()}


def sentences() -> Iterator[str]:
    """Yield every sentence that code or a template says."""
    for path in SOURCE.rglob("*.html"):
        yield from re.findall(r'\{% say "([^"]+)"', path.read_text(encoding="utf-8"))
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if named and node.func.id in ("say", "say_later", "_", "count") and node.args:
                first = node.args[0]
                both = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
                both += node.args[1:2] if node.func.id == "count" else []
                yield from (n.value for n in both if isinstance(n, ast.Constant))


def test_no_sentence_lacks_its_sister_and_none_is_left_over() -> None:
    assert set(sentences()) | KINDS | HEADINGS == set(NYNORSK)


@pytest.mark.parametrize("bokmal", NYNORSK)
def test_sisters_have_the_same_slots(bokmal: str) -> None:
    slots = re.findall(r"\{\w+\}", bokmal)
    assert sorted(re.findall(r"\{\w+\}", NYNORSK[bokmal])) == sorted(slots)
    assert not re.search(r"\b(ikke|hvem|hva|noen|jeg|fra|hvis|bare)\b", NYNORSK[bokmal])
