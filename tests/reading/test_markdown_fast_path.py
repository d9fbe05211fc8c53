"""The short way through plain blocks: it is taken, and makes what the parser makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rettesnor.model.prose import SLOT, Fragment
from rettesnor.reading.markdown.fast_path import runs
from rettesnor.reading.markdown.issue import Issue
from rettesnor.reading.markdown.lint.structure import MAX_COLUMNS
from rettesnor.reading.markdown.render import render, render_parsed


def rendered(way: Callable[..., tuple[Fragment, list[Issue]]], text: str, anchored: bool) -> object:
    """Return what ``way`` makes of ``text``, with each reference told where its slot stood."""
    made, issues = way(text, prefix="felt", min_heading=3, anchored=anchored)
    html = SLOT.sub(lambda match: f"⟦{made.references[int(match[1])]}⟧", made.html)
    wide = [issue for issue in issues if issue.code == "prosa-tabell-bred"]
    if wide:
        return wide
    references = sorted(map(str, made.references))
    return html, made.anchors, made.text, references, sorted(map(str, issues))


def takes_the_short_way(text: str) -> bool:
    return not any(isinstance(run, str) for run in runs(text, [], 3))


def assert_equal_ways(text: str) -> None:
    for anchored in (True, False):
        assert rendered(render, text, anchored) == rendered(render_parsed, text, anchored)


WORDS = st.sampled_from([
    "Skolen", "bør", "snakke med eleven", "1 av 10", "én–to dager,", "(ikke bare", "dager)",
    "«sammen»", "PP-tjenesten", "50 %:", "og/eller", "š", "to  blanke", "a = b + c", "Hva da?",
])
REFERENCES = st.sampled_from([
    "[[nærvær]]", "[[nærvær|dager på skolen]]", "([[opplæringslova § 10-6]])", "[@kilde-1]",
    "[@a, s. 3; @b].", "[[a * b|<c>]]", "[[a]](b)", "[@a](b)",
])
LINKS = st.sampled_from([
    "[en tidlig samtale](anbefaling:tidlig-samtale)", "[steg 1](anbefaling:plan#praksis_steg)",
    "(se [metoden](side:metode)).", "[Lov](https://lovdata.no/lov/2023-06-09-30)",
    "[NLOD 2.0](https://data.norge.no/nlod/no/2.0),", "[søk](http://a.b-c.no/_x_/~y?z=w#_v_)",
    "[ blanke ](side:om)", "[to ganger](side:metode)", "[år](side:123)",
])
BARE = WORDS | REFERENCES | LINKS
LINE = st.lists(BARE, min_size=1, max_size=4).map(" ".join)
MARKED = st.builds(lambda stars, line: f"{stars}{line}{stars}", st.sampled_from(["*", "**"]), LINE)
STRETCH = st.lists(BARE | MARKED | MARKED.map("({}),".format), min_size=1, max_size=4).map(" ".join)
"""A line of text with references, links, bold and italics, that no block begins with."""


def starting_plainly(lines: list[str]) -> list[str]:
    """Return ``lines`` with a word before each that a block could begin with."""
    return [f"x {line}" if line[0] in "0123456789" else line for line in lines]


LINES = st.lists(STRETCH, min_size=1, max_size=3).map(starting_plainly)


def items(bodies: list[list[str]], ordered: bool) -> Iterator[str]:
    for number, lines in enumerate(bodies, 1):
        mark = f"{number}. " if ordered and len(bodies) > 1 else "- "
        yield mark + f"\n{' ' * len(mark)}".join(lines)


def table(rows: list[list[str]], space: str) -> str:
    written = [f"|{'|'.join(space + cell + space for cell in row)}|" for row in rows]
    rule = "|" + f"{space}---{space}|" * len(rows[0])
    return "\n".join([written[0], rule, *written[1:]])


PARAGRAPH = LINES.map("\n".join)
LIST = st.builds(items, st.lists(LINES, min_size=1, max_size=12), st.booleans()).map("\n".join)
CELL = STRETCH.map(lambda line: starting_plainly([line])[0].replace("|", " "))
TABLE = st.builds(
    table,
    st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(CELL, min_size=width, max_size=width), min_size=2, max_size=4
        )
    ),
    st.sampled_from(["", " ", "  "]),
)
HEADING = st.builds(lambda level, line: f"{'#' * level} {line}", st.integers(3, 6), CELL)
BLOCKS = st.lists(st.tuples(LIST | TABLE | HEADING | PARAGRAPH, PARAGRAPH), min_size=1, max_size=3)


def field(pairs: list[tuple[str, str]], gap: str) -> str:
    return gap.join(block for pair in pairs for block in pair)


@settings(max_examples=60)
@given(st.builds(field, BLOCKS, st.sampled_from(["\n\n", "\n\n\n"])))
def test_what_editors_write_takes_the_short_way_and_equals_the_parser(text: str) -> None:
    assert takes_the_short_way(text)
    assert_equal_ways(text)


PIECES = [
    "Skolen bør", "snakke med eleven", "[[nærvær]]", "[[opplæringslova § 10-6]]", "[[a|b c]]",
    "[@kilde-1]", "[@a, s. 3; @b]", "[@feil nøkkel]", "[@A]", "\n", "\n\n", "\n\n\n", " ", "  ",
    ".", ",", "«x»", '"', "'", "(", ")", "[", "]", "!", "![", "1.", "2)", "-", "–", "+", "=", ":",
    "#", "- a", "\n- b", "\n  c", "1. x\n", "> q\n", "### h", "\n---\n", "| a |\n|--|\n", "```",
    "[x]: y", "*", "**", "_", "`", "~", "<b>", "&amp;", "\\", "|", ">", "/", "%", "§", "\u00a0",
    "\t", "\r", "æøå", "\u2019", "\u3164", "\n* d", "\n2. e", "\n\n- f", "\n\n   g", "\n\n3. h",
    "\n| a | b |\n| - | - |\n| c | d |", "\n| e |", "## H2\n", "### h #", "####\n",
    "[her](side:metode)", "[les mer](https://a.no)", "[](side:a)", "[www.a.no](https://a.no)",
    "[a](https://A.no)", "[a](https://a.no:80/)", "[a](https://xn--a.no/)", "[a](https://a..no)",
    "[a](https://a.no/?b&c)", "[a](https://a.no/æ)", "[a](https://a.no/%2F%)", "[a](a.svg)",
    '[a](https://a.no "b")', "[a](<side:b>)", "[a](side:B)", "[a](side:æ)", "[a](#b)",
    "[a](mailto:b@c.no)", "[*a*](side:b)", "[a\nb](side:c)", "![a](side:b)", "\\[a](side:b)",
    "[a](javascript:b)", "[[a]]:", "x [@a]:", "[@a]: b",
]
NEARLY = st.builds(
    lambda text, piece, place, cut: (
        text[: round(place * len(text))] + piece + text[round(place * len(text)) + cut :]
    ),
    st.builds(field, BLOCKS, st.sampled_from(["\n\n", "\n"])),
    st.sampled_from(["", *PIECES]), st.floats(0, 1), st.integers(0, 8),
)


@settings(max_examples=80)
@given(NEARLY)
@example("- a\n\n  b")
@example("- a\n\n\n- b")
@example("x\n- a\n\n- b")
@example("- a\n1. b")
@example("- a\nb")
@example("1. a\n2.  b")
@example("| a | b |\n|---|---|\n| c |")
@example("| a | b |\n|---|---|\n| c | d | e |")
@example("| a |  |\n|---|---|\n| c | d |")
@example("|  |\n|---|\n| c |")
@example("| a |\n|---|\n| b | c")
@example("| a |\n|---|\nb | c |")
@example("1. a\n1234567890. b")
@example("12. a\n13. b")
@example("-a\n- b")
@example("x * a*")
@example("*a **b** c*")
@example("*a**")
@example("**a*")
@example("***a***")
@example("*a *.")
@example("*a* *b **c*")
@example("**a *")
@example("a*b*c")
@example("(*(a)*)")
@example("**a.**b")
@example(f"[a](https://{'a' * 64}.no/)")
@example(f"[a](https://{'a.' * 150}no/)")
@example("[a]\n[a\nb]: c")
@example("1. [@a]: b")
@example("(side:123)\n\nSkolen")
@example("**a** (anbefaling:b)")
def test_what_is_nearly_plain_equals_the_parser(text: str) -> None:
    assert_equal_ways(text)


@pytest.mark.parametrize(
    "place",
    [
        "{}", "a {} b", "a{}b", "*a {} b*", "**a**{}", "({})", "- a {}", "- a\n- {}", "1. {}\n2. b",
        "- a\n\n{}", "{}\n\n- a", "### {}", "| a |\n|---|\n| b {} |", "| a {} |\n|---|\n| b |",
    ],
)
def test_each_mark_in_each_place_equals_the_parser(place: str) -> None:
    for piece in PIECES:
        assert_equal_ways(place.format(piece))


@settings(max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join))
@example("a\n\n---\n")
@example("[[nærvær]][@feil nøkkel]")
@example("1. a")
@example("[[a]](b)")
@example("a  \nb")
@example("\n\n  a")
@example("a\n=\n")
def test_any_markup_equals_the_parser(text: str) -> None:
    assert_equal_ways(text)


@given(st.text(max_size=60))
@example("a\r\r[[b]]\n\n[[c]]")
def test_any_text_equals_the_parser(text: str) -> None:
    assert_equal_ways(text)


@pytest.mark.parametrize(
    "line", ["*a*", "[a](side:b)", "- b", "1. b", "### b", "|" + "b|" * MAX_COLUMNS],
    ids=lambda line: line[:12],
)
def test_too_many_bars_are_refused_however_plain_the_rest_is(line: str) -> None:
    text = line + "[[a|b]]" * (MAX_COLUMNS + 2)
    assert [issue.code for issue in render(text, prefix="", min_heading=3, anchored=False)[1]] == [
        "prosa-tabell-bred"
    ]


@pytest.mark.parametrize("columns", [MAX_COLUMNS, MAX_COLUMNS + 1])
def test_the_widest_table_is_the_parsers(columns: int) -> None:
    assert_equal_ways("\n".join("|" + cell * columns for cell in ("a|", "-|", "b|")))


def test_a_link_that_says_nothing_is_found_on_the_short_way_too() -> None:
    text = "Se [planen](side:plan).\n\n- a\n- [les mer](side:plan)\n"
    issue, = render(text, prefix="", min_heading=3, anchored=False)[1]
    assert (issue.code, issue.line, issue.column) == ("prosa-lenketekst", 3, 12)


def test_what_is_not_found_as_written_has_its_place_in_its_own_block() -> None:
    text = "a\n\nb\n[her](https://æ.no/) [c](side:æ)\n\n_https://xn--6ca.no/ [d](side:%C3%A6)_\n"
    made, (issue, bare) = render(text, prefix="", min_heading=3, anchored=False)
    assert (issue.code, issue.line, issue.column) == ("prosa-lenketekst", 2, 0)
    assert (bare.code, bare.line, bare.column) == ("prosa-lenke", 5, 1)
    assert [(r.target, r.line, r.column) for r in made.references] == [("æ", 2, 0), ("æ", 5, 25)]
