"""Prose: golden cases, and what holds for any text at all."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rettesnor.model.prose import SLOT, Fragment, Reference
from rettesnor.reading.markdown.issue import Issue
from rettesnor.reading.markdown.lint.structure import MAX_COLUMNS, MAX_NESTING
from rettesnor.reading.markdown.render import render

CASES = sorted((Path(__file__).parents[1] / "cases" / "prose").glob("*.yml"))
ATTRIBUTES = {
    "div": {"class", "id", "role", "aria-label", "tabindex"},
    "a": {"href", "title", "class", "aria-label"}, "ol": {"start"}, "th": {"class", "scope"},
    "td": {"class"}, "code": {"class"}, "p": {"class", "id"},
}
"""Every tag that may have attributes, and which."""
TAGS = set(ATTRIBUTES) | {
    "ul", "li", "strong", "em", "pre", "blockquote", "hr", "br", "h2", "h3", "h4", "h5",
    "h6", "table", "thead", "tbody", "tr",
}


def fragment(
    text: str, *, min_heading: int = 3, anchored: bool = True
) -> tuple[Fragment, list[Issue]]:
    return render(text, prefix="felt", min_heading=min_heading, anchored=anchored)


def codes(text: str) -> list[str]:
    return [issue.code for issue in fragment(text)[1]]


def shown(html: str) -> str:
    """Return ``html`` to read: slots as ⟦0⟧, a block to a line."""
    return SLOT.sub(lambda match: f"⟦{match[1]}⟧", html)


def told(reference: Reference) -> str:
    r = reference
    parts = [r.kind, r.target, r.detail and f"({r.detail})", r.text and f"«{r.text}»"]
    return f"{' '.join(filter(None, parts))} {r.line}:{r.column}"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    made, issues = fragment(case["markdown"], anchored=case.get("anchored", False))
    said = {
        "html": shown(made.html),
        "references": [told(reference) for reference in made.references],
        "text": made.text,
        "issues": [f"{i.line}:{i.column} {i.code}: {i.message} {i.hint}" for i in issues],
    }
    wanted = {name: case.get(name, [] if name.endswith("s") else "") for name in said}
    assert said == wanted, case["about"]


class _Strict(HTMLParser):
    """Reads HTML and complains of whatever prose may not have."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        for name, value in attrs:
            assert name in ATTRIBUTES.get(tag, set()), (tag, name)
            if name == "href":
                assert value is not None
                bare = SLOT.sub("", value)
                scheme = re.match(r"[^/?#]*?:", bare)
                assert scheme is None or scheme[0] in ("http:", "https:", "mailto:"), value
        if tag not in ("hr", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


MARKDOWN = st.lists(
    st.sampled_from(
        "<script> </script> <b onclick='a()'> <!-- --> <?php ?> <![CDATA[ ]]> <a href=javascript:a>"
        " [a](javascript:a) [a](JaVaScRiPt:a) [a](data:text/html,b) ![b](javascript:a) "
        "[a](//b) [a](https://b?\"c) <javascript:a> <https://a.no> [a]: b [a] [a](<b c> \"d\") "
        "&#106;avascript: &lt;script&gt; &#60;b&#62; \\< \\[ [@a] [@a,_s._<b>] [[b]] [[b|<i>]] "
        "[[opplæringslova_§_10-6]] [b](anbefaling:a#\"b) ![\"><b>](bilder/a.svg) "
        "[b](anbefaling:a%22%3E) [a[[b]]c](https://d) ** * _ ` ``` ~~~ | --- :-: > - 1. # ## #### "
        "\n \n\n \t a æ \x02 0 \x02\x30\x03 \x03".replace("\n", "").split(" ")
    ) | st.sampled_from(["\n", "\n\n", " ", "    ", "| a | b |\n|---|:-:|\n| c | d |\n"])
    | st.text(max_size=6)
).map(lambda parts: "".join(part.replace("_", " ") for part in parts))


@given(MARKDOWN)
@example("<a\nhref='javascript:x'>")
@example("[a](java\nscript:b)")
@example("[a](&#x6A;avascript:b)")
@example("[a](\tjavascript:b)")
def test_no_html_of_the_editors_comes_through(text: str) -> None:
    made, _ = fragment(text)
    reader = _Strict()
    reader.feed(made.html)
    reader.close()
    assert not reader.open
    for reference in made.references:
        assert not re.search(r"[<>\"]", reference.text)


@given(MARKDOWN.filter(lambda text: "\x02" not in text))
def test_slots_and_references_belong_together(text: str) -> None:
    made, _ = fragment(text)
    slots = [int(match[1]) for match in SLOT.finditer(made.html)]
    assert sorted(slots) == list(range(len(made.references)))
    assert len(set(made.anchors)) == len(made.anchors)
    assert re.findall(r' id="([^"]+)"', made.html) == list(made.anchors)


PARAGRAPH = st.text(st.characters(categories=["Ll"]), min_size=1, max_size=8)


@given(st.lists(PARAGRAPH, min_size=1, max_size=6, unique=True), st.data())
def test_an_anchor_stays_when_other_paragraphs_change(
    words: list[str], data: st.DataObject
) -> None:
    kept = data.draw(st.sampled_from(words))
    others = data.draw(st.lists(PARAGRAPH.filter(lambda word: word != kept), max_size=6))
    index = data.draw(st.integers(0, len(others)))
    before = dict(zip(words, fragment("\n\n".join(words))[0].anchors, strict=True))
    changed = [*others[:index], kept, *others[index:]]
    assert fragment("\n\n".join(changed))[0].anchors[index] == before[kept]


def test_equal_paragraphs_have_anchors_of_their_own() -> None:
    made, _ = fragment("Det samme.\n\nNoe annet.\n\nDet samme.\n")
    first, other, second = made.anchors
    assert second == f"{first}-2" and other != first


@pytest.mark.parametrize("sign", ["> ", "- ", "1. "])
def test_nesting_past_the_limit_is_refused_and_never_dropped(sign: str) -> None:
    for depth in range(1, 40):
        made, issues = fragment(sign * depth + "ordet")
        kept = "ordet" in made.text
        assert kept or "prosa-for-dyp" in [issue.code for issue in issues], depth
    assert codes(sign * 40 + "Ordet") == ["prosa-for-dyp"]
    assert codes(sign * (MAX_NESTING // 2 - 1) + "Ordet") == []


def test_what_is_nested_in_a_line_is_never_dropped() -> None:
    for depth in range(1, 60, 7):
        assert "ordet" in fragment("[" * depth + "ordet" + "](https://a.no)" * depth)[0].text
        assert "ordet" in fragment("*_" * depth + "ordet" + "_*" * depth)[0].text


SIGNS = (
    *"abcdæAB12*_`#>-+=|\\[]()!^:;<&\"'.,/@ \n", "**", "###", "\n\n", "\n- ", "\n> ", "\n1. ",
    "\n```\n", "\n~~~\n", "|---|", "]: ", "[^", "](", "**a**", "[a]: b",
)


@settings(max_examples=150)
@given(st.lists(st.sampled_from(SIGNS), max_size=24).map("".join))
@example("[a]: b")
@example("[^a]: b")
@example("``` a b\n```")
@example("[b](https://a.no 'c')")
def test_no_letter_of_a_sound_text_is_lost(text: str) -> None:
    made, issues = fragment(text)
    assert issues or re.findall(r"[^\W\d_]", text) == re.findall(r"[^\W\d_]", made.text)


def test_wide_tables_are_refused_before_they_cost_time() -> None:
    row = "|" + "a|" * (MAX_COLUMNS + 1)
    assert codes(f"tekst\n{row}\n") == ["prosa-tabell-bred"]
    assert codes("|" + "a|" * MAX_COLUMNS) == ["prosa-tabell-hode"]


@pytest.mark.parametrize("written", ["&#x202e;", "&#8203;", "&zwj;", "&shy;", "&#xfeff;"])
def test_hidden_characters_do_not_come_in_as_entities(written: str) -> None:
    assert codes(f"Snill\nelev{written}er.") == ["skjult-tegn"]
    assert codes(f"`{written}`") == []


LONG = 20_000


@pytest.mark.parametrize(
    "text",
    [
        "[" * LONG, "![" * (LONG // 2), "*" * LONG, "_a" * (LONG // 2), "**a *" * (LONG // 5),
        "|" * LONG, "|\n" * (LONG // 2), "|a|b|\n|-|-|\n" + "|c|\n" * (LONG // 4), "`" * LONG,
        "".join("`" * n + " " for n in range(1, 200)), "[[" * (LONG // 2), "[[a" * (LONG // 3),
        "[[" + "a" * LONG, "[[a|" + "a" * LONG, "[@a" * (LONG // 3),
        "[@" + "a," * (LONG // 2) + "]", "<" * LONG,
        "<a" * (LONG // 2), "<a " + "b=" * (LONG // 2), "<!--" * (LONG // 4),
        "](" * (LONG // 2), "[a](" * (LONG // 4), "[a](<" * (LONG // 5), "> " * (LONG // 2),
        "- " * (LONG // 2), "\\" * LONG, "&" * LONG, "&#" * (LONG // 2), "#" * LONG, "~" * LONG,
        "---\n" * (LONG // 4), "a\n\n" * (LONG // 3), "- a\n" * (LONG // 4), "1. \n" * (LONG // 4),
        "[a]: b\n" * (LONG // 7), "[a]: " + "(" * LONG, " " * LONG, "\n" * LONG, "\t" * LONG,
        "[x](https://a.no)\n" * (LONG // 18), "[[b]] " * (LONG // 6), "[@a] " * (LONG // 5),
    ],
    ids=lambda text: repr(text[:8]) + repr(text[-4:]),
)
def test_pathological_text_finishes(text: str) -> None:
    made, _ = fragment(text)
    assert len(made.html) < 200 * LONG
