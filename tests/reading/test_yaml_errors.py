"""What bad YAML syntax is called, so that an editor sees what to do."""

from __future__ import annotations

import pytest
from rettesnor.reading.yaml.loader import load


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ('a: "b" c\n', (1, 8), "Det står mer tekst etter «\"»", "enkle (') anførselstegn"),
        ("a: 'b' c\n", (1, 8), "Det står mer tekst etter «'»", 'doble (") anførselstegn'),
        ("a: [b] c\n", (1, 8), "Det står mer tekst etter «]»", "enkle (') anførselstegn"),
        ("a: | b\n", (1, 6), "samme linje som «|»", "på neste linje"),
        ("a: > b\n", (1, 6), "samme linje som «|» eller «>»", "på neste linje"),
        ("a: - b\n", (1, 4), "kan ikke starte med «- »", "anførselstegn"),
        ("a:\n  - b\n\xa0\xa0- c\n", (3, 1), "hardt mellomrom", "vanlig mellomrom"),
        ("a: b\nc:\xa0d\n", (2, 3), "hardt mellomrom", "vanlig mellomrom"),
        ("a: *b c\n", (1, 4), "Aliaset «*b»", "Starter teksten med *"),
    ],
)
def test_the_fault_is_named_with_its_mend(
    text: str, place: tuple[int, int], message: str, hint: str
) -> None:
    _, (problem,) = load(text, "fil.yml")
    assert (problem.line, problem.column) == place
    assert message in problem.message and hint in problem.hint
