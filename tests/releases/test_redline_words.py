"""Every word that differs is marked, and both texts can be read out of the redline.

What a text says is taken from the HTML of its page, not from the code that makes redlines.
"""

from __future__ import annotations

import random
import re
from pathlib import Path
from time import process_time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from rettesnor.reading.content.guideline_prose import fields as frame_fields
from rettesnor.reading.content.recommendation import prose_fields
from rettesnor.releases.redline import common_words
from rettesnor.releases.redline.common_words import matches
from rettesnor.releases.redline.compare import redline, words
from rettesnor.releases.redline.fields import PROSE
from rettesnor.releases.redline.html import html
from rettesnor.releases.redline.text import lines

from tests.support.redline_case import (
    addresses,
    compared,
    cut,
    html_words,
    marked,
    page_words,
    side,
)

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "recommendations").rglob("*.yml"))


def holds(old: str, new: str) -> None:
    """Check what every redline promises of the words of both texts."""
    found = compared(old, new)
    assert side(found, "del") == page_words(new)
    assert side(found, "ins") == page_words(old)
    made = html(found)
    assert html_words(made, "del") == cut(page_words(new))
    assert html_words(made, "ins") == cut(page_words(old))
    if old == new:
        assert not any(block.changed for block in found)
    if page_words(old) != page_words(new):
        assert any(block.changed for block in found)
        assert any(lines(found))


# Texts of every construct of the dialect --------------------------------------------------------

WORDS = st.sampled_from([
    "skolen", "eleven", "18", "10.", "trinn", "fravær", "og", "bør", "skal", "§", "20 %", "æøå",
    "e-post", "12,5", "(kort)", "«sitert»", "1–2", "\\*stjerne\\*", "a\\|b", "&lt;5", "&amp;",
    "slutt.", "ny,", "2026-11-22",
])
INLINE = st.sampled_from([
    "**sterk tekst**", "*uthevet*", "***begge***", "`kode i linja`", "[Udir](https://udir.no/a)",
    "[Udir](https://udir.no/b)", "[andre](anbefaling:skriftlig-plan)", "[sida](side:metode#mer)",
    "[[opplæringslova § 10-6]]", "[[opplæringslova § 10-9|loven]]", "[[fravær]]",
    "[[fravær|borte]]", "[@udir-2025]", "[@udir-2025, s. 12]", "[@a; @b, s. 3]",
    "![Et bilde](bilder/figur.svg)", "<https://nav.no>", "sam**arbeid**", "linje  \nbrudd",
    "linje\nskift", "under\n18. Om",
])
STRETCH = st.lists(st.one_of(WORDS, INLINE), min_size=1, max_size=7).map(" ".join)
LINE = STRETCH.map(lambda text: re.sub(r" *\n", " ", text))
CELL = LINE.map(lambda text: text.replace("|", "\\|").replace("\\\\|", "\\|"))


def _indented(text: str, first: str) -> str:
    return first + text.replace("\n", "\n" + " " * len(first))


def _table(rows: list[list[str]]) -> str:
    width = len(rows[0])
    head, *body = ["| " + " | ".join((row + [""] * width)[:width]) + " |" for row in rows]
    return "\n".join([head, "|" + "---|" * width, *body])


def _numbered(items: list[str], start: int) -> str:
    return "\n".join(_indented(item, f"{n}. ") for n, item in enumerate(items, start))


BULLETS = st.lists(STRETCH, min_size=1, max_size=4).map(
    lambda items: "\n".join(_indented(item, "- ") for item in items)
)
NUMBERS = st.builds(_numbered, st.lists(STRETCH, min_size=1, max_size=4), st.integers(1, 12))
NESTED = st.builds(
    lambda first, inner, more, last: "- " + first.replace("\n", "\n  ") + "\n"
    + re.sub(r"^", "  ", inner, flags=re.M) + "\n\n  " + more.replace("\n", "\n  ") + "\n- " + last,
    STRETCH, st.one_of(BULLETS, NUMBERS), STRETCH, LINE,
)
TABLE = st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=1, max_size=4).map(_table)
CODE = st.lists(st.sampled_from(["a = 1", "  b", "", "- ikke punkt", "# ikke"]), max_size=4).map(
    lambda rows: "\n".join(["```", *rows, "```"])
)
BLOCK = st.one_of(
    STRETCH, STRETCH, STRETCH, BULLETS, NUMBERS, NESTED, TABLE, CODE, st.just("---"),
    LINE.map("### {}".format), LINE.map("#### {}".format),
    st.one_of(STRETCH, BULLETS).map(lambda text: re.sub(r"^", "> ", text, flags=re.M)),
)
BLOCKS = st.lists(BLOCK, max_size=6)


@settings(max_examples=60, deadline=None)
@given(BLOCKS, BLOCKS)
def test_any_two_texts_can_be_read_out_of_their_redline(old: list[str], new: list[str]) -> None:
    holds("\n\n".join(old), "\n\n".join(new))


@settings(max_examples=60, deadline=None)
@given(BLOCKS, st.data())
def test_an_edited_text_and_the_one_before_it(parts: list[str], data: st.DataObject) -> None:
    old = "\n\n".join(parts)
    new = edited(old, data.draw(st.randoms(use_true_random=False)))
    holds(old, new)
    holds(new, old)


@settings(max_examples=40, deadline=None)
@given(BLOCKS)
def test_a_text_does_not_differ_from_itself(parts: list[str]) -> None:
    holds("\n\n".join(parts), "\n\n".join(parts))


@settings(max_examples=40, deadline=None)
@given(BLOCKS, BLOCKS)
def test_where_links_lead_can_be_read_out_as_well(old: list[str], new: list[str]) -> None:
    one, other = "\n\n".join(old), "\n\n".join(new)
    found = compared(one, other)
    assert addresses(found, "del") == addresses(compared(other, other), "")
    assert addresses(found, "ins") == addresses(compared(one, one), "")


# The real guideline -------------------------------------------------------------------------------


def edited(text: str, chance: random.Random) -> str:
    """Return ``text`` with one edit that an editor could make."""
    spots = list(re.finditer(r"[^\W\d_]{2,}", text))
    numbers = list(re.finditer(r"\d+", text))
    kind = chance.choice(["word", "insert", "delete", "number", "split", "join", "swap", "cell"])
    if kind in ("word", "insert", "delete") and spots:
        spot = chance.choice(spots)
        new = {"word": "byttet", "insert": f"{spot[0]} innsatt", "delete": ""}[kind]
        return text[: spot.start()] + new + text[spot.end() :]
    if kind == "number" and numbers:
        spot = chance.choice(numbers)
        return text[: spot.start()] + str(int(spot[0]) + 1) + text[spot.end() :]
    if kind == "split" and (ends := list(re.finditer(r"[.!?] (?=\w)", text))):
        spot = chance.choice(ends)
        return text[: spot.start() + 1] + "\n\n" + text[spot.end() :]
    if kind == "join" and (gaps := list(re.finditer(r"\n\n(?=\w)", text))):
        spot = chance.choice(gaps)
        return text[: spot.start()] + " " + text[spot.end() :]
    rows = text.split("\n")
    if kind == "cell" and (tables := [i for i, row in enumerate(rows) if row.startswith("| ")]):
        i = chance.choice(tables)
        cells = rows[i].split("|")
        cells[chance.randrange(1, max(len(cells) - 1, 2))] = " ny celle "
        rows[i] = "|".join(cells)
    elif len(rows) > 1:
        i = chance.randrange(len(rows) - 1)
        rows[i], rows[i + 1] = rows[i + 1], rows[i]
    return "\n".join(rows)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_edits_of_every_field_of_the_real_recommendations(path: Path) -> None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    chance = random.Random(path.name)
    texts = [prose.text for prose in prose_fields(data)]
    assert texts
    for text in texts:
        holds(text, text)
        holds(text, edited(edited(text, chance), chance))


@pytest.mark.parametrize("path", FILES[::2], ids=lambda path: path.name)
def test_one_word_edited_marks_that_word_only(path: Path) -> None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    chance = random.Random(path.name)
    for prose in prose_fields(data):
        before = len(page_words(prose.text))
        spots = chance.sample(list(re.finditer(r"(?<= )[a-zæøå]{3,}(?= )", prose.text)), 3)
        for spot, word in zip(spots, ("byttet", f"{spots[1][0]} innsatt", ""), strict=True):
            new = prose.text[: spot.start()] + word + prose.text[spot.end() :]
            assert abs(before - len(page_words(new))) <= 1
            found = marked(compared(prose.text, new))
            assert len(found) <= 2, (spot[0], word, found)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_prose_is_known_by_the_name_of_its_field(path: Path) -> None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    for prose in prose_fields(data):
        assert prose.name.rpartition(".")[2] in PROSE


def test_prose_of_the_frame_is_known_by_the_name_of_its_field() -> None:
    data = yaml.safe_load((ROOT / "guideline/guideline.yml").read_text(encoding="utf-8"))
    assert {field.name.rpartition(".")[2] for field in frame_fields(data)} <= PROSE


# What it looks like -------------------------------------------------------------------------------


def shown(old: str, new: str) -> list[str]:
    return list(lines(compared(old, new)))


@pytest.mark.parametrize(("old", "new", "expected"), [
    ("Gjelder elever under\n18. Meld fra.\n\nFerdig senest\n15. august.",
     "Gjelder elever under\n16. Meld fra.\n\nFerdig senest\n15. september.",
     ["Gjelder elever under [-18-] {+16+}. …", "Ferdig senest 15. [-august-] {+september+}."]),
    ("En kontroll er det ikke, men det kan være verd å prøve det når eleven er borte mye.",
     "En kontroll er det ikke, men det kan være verd å prøve det når eleven er borte litt.",
     ["En kontroll er det ikke, men det kan være verd å prøve det når eleven er borte [-mye-] "
      "{+litt+}."]),
    ("Avsnittet blir delt. Neste setning. Og en til.",
     "Avsnittet blir delt.\n\nNeste setning. Og en til.",
     ["Avsnittet blir delt. {+¶+}", "Neste setning. …"]),
    ("Avsnittet er langt.\n\nNeste setning.", "Avsnittet er langt. Neste setning.",
     ["Avsnittet er langt. [-¶-] Neste setning."]),
    ("1. lager plan\n2. følger opp", "1. spør eleven\n2. lager plan\n3. følger opp",
     ["{+1.+} {+spør eleven+}", "[-1.-] {+2.+} lager plan", "[-2.-] {+3.+} følger opp"]),
    ("3. lager\n4. følger", "4. lager\n5. følger", ["[-3.-] {+4.+} lager", "[-4.-] {+5.+} følger"]),
    ("- lager plan", "1. lager plan", ["[-•-] {+1.+} lager plan"]),
    ("| uke | dag |\n|---|---|\n| 1 | 2 |", "| uke | ny | dag |\n|---|---|---|\n| 1 | x | 2 |",
     ["| uke | {+ny+} | dag |", "| 1 | {+x+} | 2 |"]),
    ("| uke | dag |\n|---|---|\n| 10. trinn | to |", "| uke | dag |\n|---|---|\n| 9. trinn | to |",
     ["| [-10-] {+9+}. trinn | to |"]),
    ("Se [Udir](https://a.no) nå.", "Se [Udir](https://b.no) nå.",
     ["Se Udir [-(https://a.no)-] {+(https://b.no)+} nå."]),
    ("Se [[loven § 10-6]].", "Se [[loven § 10-9]].", ["Se loven [-§ 10-6-] {+§ 10-9+}."]),
    ("Se [[loven § 1|loven]].", "Se [[loven § 2|loven]].",
     ["Se loven [-(lenke til loven § 1)-] {+(lenke til loven § 2)+}."]),
    ("Stort fravær.", "Stort [[fravær]].", ["Stort fravær {+(forklart i ordlista)+}."]),
    ("Sagt [@a, s. 3].", "Sagt [@a, s. 4].", ["Sagt (a, s. [-3-] {+4+})."]),
    ("Skolen **skal** svare.", "Skolen skal svare.", ["Skolen [-**skal**-] {+skal+} svare."]),
    ("Kjør `a b`.", "Kjør `a c`.", ["Kjør a [-`b`-] {+`c`+}."]),
    ("Mer enn 10% borte.", "Mer enn 10 % borte.", ["Mer enn [-10%-] {+10 %+} borte."]),
    ("2 \\* 3", "2 \\* 4", ["2 * [-3-] {+4+}"]),
    ("### Plan", "#### Plan", ["#### (før: overskrift på nivå 3) Plan"]),
    ("### Plan", "Plan", ["(før: overskrift) Plan"]),
    ("> sitert", "sitert", ["(før: avsnitt i sitat) sitert"]),
    ("- a\n- b", "- a\n  - b", ["  • (før: punkt i liste på nivå 1) b"]),
    ("Først.\n\n---\n\nSist.", "Først.\n\nSist.", ["[-———-]"]),
    ("```\na  b\n```", "```\na b\n```", ["a [- -]b"]),
    ("Linje  \nbrudd.", "Linje\nbrudd.", ["Linje [-↵-] brudd."]),
    ("Et\nlinjeskift.", "Et linjeskift.", []),
])
def test_shows(old: str, new: str, expected: list[str]) -> None:
    assert shown(old, new) == expected


def test_spaces_beside_a_change_are_not_marked() -> None:
    found = words("Skolen (bør) lage", "Skolen bør lage")
    assert "".join(p.text for p in found if p.kind != "del") == "Skolen bør lage"
    assert "".join(p.text for p in found if p.kind != "ins") == "Skolen (bør) lage"
    assert [p.text.strip() for p in found if p.kind == "same"] == ["Skolen", "bør", "lage"]


def test_markup_in_a_text_is_escaped() -> None:
    made = html(compared("En \\<b> *to*", "En \\<i> *to* [x](https://a.no/?a=1&b=%22)"))
    assert "<b>" not in made and "<i>" not in made and "&lt;" in made and "a=1&amp;b=" in made


# Length -------------------------------------------------------------------------------------------


def _longest_common(old: list[str], new: list[str]) -> int:
    row = [0] * (len(new) + 1)
    for item in old:
        before = row[:]
        for j, other in enumerate(new):
            row[j + 1] = before[j] + 1 if item == other else max(row[j], before[j + 1])
    return row[-1]


@settings(max_examples=100, deadline=None)
@given(*[st.lists(st.sampled_from("abcd"), max_size=30)] * 2)
def test_as_much_as_possible_stays(old: list[str], new: list[str]) -> None:
    found = matches(old, new)
    assert found is not None and len(found) == _longest_common(old, new)
    assert all(old[i] == new[j] for i, j in found)
    assert found == sorted(found) and len({i for i, _ in found}) == len({j for _, j in found})


def test_texts_too_long_to_compare_are_still_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common_words, "LIMIT", 50)
    old = " ".join(f"ord{n}" for n in range(40)) + "\n\n- punkt a\n- punkt b"
    holds(old, old.replace("ord7 ", "bytt ").replace("ord30 ", "").replace("punkt a", "punkt c"))


def _long(chance: random.Random) -> str:
    known = [f"{a}{b}{c}" for a in "bdfgk" for b in "aeiou" for c in "lmnrst"]
    parts, size = [], 0
    while size < 20_000:
        parts.append(" ".join(chance.choices(known, k=60)).capitalize() + ".")
        size += len(parts[-1])
    return "\n\n".join(parts)


@pytest.mark.parametrize("share", [0.01, 0.2, 0.9])
def test_a_long_field_does_not_take_long(share: float) -> None:
    chance = random.Random(7)
    old = _long(chance)
    new = re.sub(r"\w+", lambda m: "annet" if chance.random() < share else m[0], old)
    start = process_time()
    found = compared(old, new)
    assert process_time() - start < 5
    assert side(found, "del") == page_words(new) and side(found, "ins") == page_words(old)
    assert redline((), ()) == ()
