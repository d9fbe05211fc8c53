"""Norwegian order: in one module, as ICU has it, and used wherever shown names are sorted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rettesnor.model.collation import entry_key, in_order, key

from tests.support.browsers import launched

CODE = Path(__file__).parents[2] / "site_plugins"
WORDS = [
    "ærlighet", "øving", "åpenhet", "Aas", "Ås", "Åsen", "Azar", "Østby", "Ærlig", "Écoffet",
    "Eco", "Ede", "Šarūnas", "Sars", "Sb", "Hauge, P. (2020)", "Hauge, P., Berg, K. (2019)",
    "Berg A", "Bergan", "Berg-Hansen", "Müller", "Myhre", "Muller", "Müllr", "Ödegård", "Ødegaard",
    "ødegård", "Łukasz", "Lukas", "Luke", "Đoković", "Dokka", "10-6", "2-1", "barn", "Barn", "bårn",
    "Ahlström", "Straße", "Strasse", "Straus", "fravær", "fravar", "fråvær", "Zoo", "Ñuñez", "Nunn",
    "samtale", "samtaler", "å", "a", "aa", "az", "Haakon", "Håkon", "Hakon", "Hz",
]


def test_norwegian_letters_come_last() -> None:
    assert in_order(["øving", "åpenhet", "ærlighet", "zebra"]) == [
        "zebra", "ærlighet", "øving", "åpenhet",
    ]


def test_accented_letters_stand_beside_their_own() -> None:
    names = ["Åsen", "Ærlig", "Écoffet", "Østby", "Šarūnas", "Eng", "Sørli"]
    assert in_order(names) == ["Écoffet", "Eng", "Šarūnas", "Sørli", "Ærlig", "Østby", "Åsen"]


def test_aa_is_a_form_of_å() -> None:
    assert in_order(["Zoo", "Aas", "Abel", "Ås"]) == ["Abel", "Zoo", "Ås", "Aas"]


def test_an_author_alone_stands_before_the_same_author_with_others() -> None:
    entries = ["Hauge, P. &amp; Berg, K. (2019). <em>F</em>.", "Hauge, P. (2020). <em>E</em>.",
               "Hauge, P., Abel, K. &amp; Berg, K. (2018).", "«Om» fravær. (2001)."]
    ordered = sorted(entries, key=entry_key)
    assert ordered == [entries[1], entries[2], entries[0], entries[3]]


def test_both_normal_forms_are_one() -> None:
    assert key("A\u030as") == key("\u00c5s")


def test_the_order_is_that_of_icu() -> None:
    """Every pair, in both directions: the browser's collation is ICU's for Norwegian."""
    with launched() as browser:
        compared = browser.new_page().evaluate(
            """words => { const order = new Intl.Collator('nb').compare;
               return words.map(one => words.map(other => Math.sign(order(one, other)))); }""",
            WORDS,
        )
    for one, row in zip(WORDS, compared, strict=True):
        for other, expected in zip(WORDS, row, strict=True):
            ours = (key(one) > key(other)) - (key(one) < key(other))
            assert ours == expected, (one, other)


@pytest.mark.parametrize("ending", ["py", "html"])
def test_nothing_else_sorts_shown_names(ending: str) -> None:
    """Sorting by casefold or lower is how names came to stand in the wrong order."""
    wrong = re.compile(r"(?:sorted|\.sort)\([^\n]*(?:casefold|lower)\b|\|\s*(?:sort|dictsort)\b")
    found = [
        f"{path.name}: {line.strip()}"
        for path in CODE.rglob(f"*.{ending}") for line in path.read_text("utf-8").splitlines()
        if wrong.search(line)
    ]
    assert found == []


def test_scripts_compare_names_in_norwegian() -> None:
    for path in CODE.rglob("*.js"):
        for call in re.findall(r"localeCompare\([^)]*\)", path.read_text("utf-8")):
            assert '"nb"' in call, path
