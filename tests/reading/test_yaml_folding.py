"""Line breaks that YAML takes out of a text, and those it may."""

from __future__ import annotations

import pytest
import yaml
from rettesnor.reading.yaml import loader as door


def refused_on(text: str) -> int | None:
    """Return the line that is refused, None if ``text`` is let in."""
    data, problems = door.load(text, "fil.yml")
    assert [problem.code for problem in problems] in ([], ["yaml-linjeskift"])
    assert (data is None) == bool(problems)
    return problems[0].line if problems else None


@pytest.mark.parametrize(("text", "line"), [
    ("a: >\n  Ett avsnitt.\n\n  Ett til.\n", 4),
    ("a: >-\n  Ett avsnitt.\n\n  Ett til.", 4),
    ("a:\n  Ett avsnitt.\n\n  Ett til.\n", 4),
    ("a: Ett avsnitt.\n\n  Ett til.\nb: c\n", 3),
    ('a: "Ett avsnitt.\n\n  Ett til."\n', 3),
    ("a: 'Ett avsnitt.\n\n  Ett til.'\n", 3),
    ("a: >\n  Fordelene:\n  - ett\n  - to\n", 3),
    ("a: >\n  - ett\n  - to\n", 3),
    ("a: Fordelene er\n  - ett\n  - to\n", 3),
    ("a: >\n  1. ett\n  2. to\n", 3),
    ("a: >\n  | a | b |\n  |---|---|\n  | c | d |\n", 3),
    ("a: >\n  ### Tittel\n  tekst\n", 3),
    ("a: >\n  tekst\n  ### Tittel\n", 3),
    ("- b: >\n    • ett\n    • to\n", 3),
])
def test_what_would_run_together_is_refused_where_it_does(text: str, line: int) -> None:
    assert refused_on(text) == line


@pytest.mark.parametrize("text", [
    "a: |\n  Ett avsnitt.\n\n  Ett til.\n",
    "a: |\n  - ett\n  - to\n",
    "a: >\n  En setning som er\n  lengre enn ei linje.\n\n",
    "a: >-\n  En setning som er\n  lengre enn ei linje.\n\n\nb: c\n",
    "a: >\n  Ett avsnitt.\n\n\n  Ett til.\n",
    "a: >\n  Skolen hjelper eleven\n  - og de foresatte.\n",
    "a: >\n  Møtet er innen\n  15. august hvert år.\n",
    "a: >\n  Ring skolen på\n  +47 12 34 56 78.\n",
    "a: En setning som er\n  lengre enn ei linje med «x» – og mer.\n",
    'a: "En setning: den er\n  lengre enn ei linje."\n',
    'a: "Ett avsnitt.\\n\\\n\n  Ett til."\n',
    "a: >\n  Skolen sier:\n  det haster.\n",
    "a: >\n  Se\n  #1 i lista, og\n  # 2.\n",
    "a: [b,\n  c]\n",
    "a: ''\nb:\n  - c\n\n  - d\n",
])
def test_sentences_over_several_lines_are_let_in(text: str) -> None:
    assert refused_on(text) is None


@pytest.mark.parametrize("width", [40, 80, 1000])
@pytest.mark.parametrize("value", [
    "Ett avsnitt som er brutt\nover to linjer.\n\nEtt til. Det\nogså.\n",
    "Skolen bør:\n\n- snakke med eleven\n- ringe hjem\n",
    "| a | b |\n|---|---|\n| c | d |\n", "### Tittel\n\nTekst.\n", "Ett avsnitt.\n",
])
def test_what_a_program_saved_again_is_let_in(value: str, width: int) -> None:
    text = yaml.safe_dump({"a": value}, allow_unicode=True, width=width)
    assert door.load(text, "fil.yml") == ({"a": value}, [])
