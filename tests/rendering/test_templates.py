"""What rendering does in a shorter way comes out as the long way would have it."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment
from markupsafe import Markup, escape
from rettesnor.exports.api.envelope import dump
from rettesnor.model.guideline import Term
from rettesnor.model.prose import Fragment, Reference
from rettesnor.model.sections import SECTIONS, anchors, main_anchors
from rettesnor.publishing.output.page_file import uncited
from rettesnor.rendering import components as pieces
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.api_html import open_html
from rettesnor.rendering.pages.guideline import glossary_page
from rettesnor.rendering.reference_resolver import Resolver
from rettesnor.rendering.untranslated import UntranslatedText
from rettesnor.search.document import Document

from tests.rendering.test_overviews import CONTEXT
from tests.rendering.test_recommendation_tools import R

WORDS = st.text(st.characters(exclude_categories=("Cs",)))
DATA = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1)
    | WORDS | WORDS.map(UntranslatedText),
    lambda inner: (
        st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(WORDS, inner)
    ),
)


def as_the_standard_library_writes(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


@given(DATA)
def test_data_files_are_plain_json(data: Any) -> None:
    assert dump(data).decode() == as_the_standard_library_writes(data) + "\n"


@given(WORDS, st.lists(WORDS), st.lists(st.tuples(WORDS, WORDS, WORDS, WORDS)))
def test_search_documents_are_plain_json(
    words: str, groups: list[str], sections: list[tuple[str, str, str, str]]
) -> None:
    document = Document("a/", words, "side", words, "", tuple(groups), tuple(sections))
    line = document.json()
    assert Document.of(line) == document
    assert line.decode() == as_the_standard_library_writes(
        ["a/", words, "side", words, "", groups, sections]
    )


@given(st.lists(st.sampled_from(
    ["(", ")", " ", "a", "b", "c", ", s. 4", "; ", " (a)", "(a; b)", "(c)", "\n"]
)).map("".join))
def test_brackets_with_nothing_but_sources_are_left_out(text: str) -> None:
    def shorter(match: re.Match[str]) -> str:
        cited = [item.split(",")[0] for item in match[1].split("; ")]
        return "" if {*cited} <= {"a", "b"} else match[0]

    assert uncited(text, {"a", "b"}) == re.sub(r" ?\(([^()]*)\)", shorter, text)


@pytest.mark.parametrize("wrap", [str, Markup, UntranslatedText, lambda text: Markup("<b>") + text])
@given(text=st.text("<>&\"' aå"))
def test_templates_escape_what_is_not_safe(wrap: Callable[[str], str], text: str) -> None:
    template = "{% macro m(x) %}[{{ x }}]{% endmacro %}{{ x }} {{ m(x) }} {{ [x] | join }}"
    plain = Environment(autoescape=True).from_string(template)
    ours = environment.environment().from_string(template)
    assert ours.render(x=wrap(text)) == plain.render(x=wrap(text))


def test_templates_escape_text_in_an_attribute() -> None:
    template = environment.environment().from_string('<a title="{{ x }}">')
    assert template.render(x='"><script>') == f'<a title="{escape(chr(34))}&gt;&lt;script&gt;">'


@given(st.permutations([0, 1, 2]), st.lists(st.text("a<&>"), min_size=4, max_size=4))
def test_references_stand_where_their_slots_are(order: list[int], between: list[str]) -> None:
    texts = [str(escape(text)) for text in between]
    references = tuple(Reference("lov", "ukjent", text=f"<i>{n}</i>") for n in range(3))
    slots = [f"\x02{n}\x03" for n in order]
    html = "".join(a + b for a, b in zip(texts, [*slots, ""], strict=True))
    shown = "".join(
        a + b for a, b in zip(texts, [*(f"<i>{n}</i>" for n in order), ""], strict=True)
    )
    fragment = Fragment(html, references)
    assert Resolver(CONTEXT, "../", local_sources=True).fill(fragment) == shown
    assert open_html(CONTEXT, {"a": fragment}, "../").get("a", "") == shown


@pytest.mark.parametrize("questions", [(), ("Er a gjort?",)])
def test_the_sections_of_a_page_are_anchors_of_it(questions: tuple[str, ...]) -> None:
    r = replace(R, kontrollsporsmaal=questions)
    assert main_anchors(r) == tuple(name for name in anchors(r) if name in SECTIONS)
    assert ("kontrollsporsmaal" in main_anchors(r)) == bool(questions)


def test_what_pages_share_is_made_for_each_guideline_and_language() -> None:
    chapter = CONTEXT.guideline.kapitler[0]
    first = replace(CONTEXT, memo={})
    renamed = replace(chapter, tittel="Et <annet> navn")
    assert pieces.crumbs(first, chapter, "../../") != pieces.crumbs(first, chapter, "../")
    assert "Et &lt;annet&gt; navn" in pieces.crumbs(replace(first, memo={}), renamed, "../../")
    assert pieces.shown("nb", "state", "utkast") != pieces.shown("nb", "state", "høring")
    assert pieces.shown("nb", "trust", "ikke vurdert") != pieces.shown(
        "nn", "trust", "ikke vurdert"
    )


def test_a_search_word_finds_a_term_and_is_not_shown_as_the_same() -> None:
    term = Term("fravaer", "fravær", "At noen er borte.", ("elevfravær",), sokeord=("skulk",))
    context = replace(CONTEXT, memo={}, guideline=replace(CONTEXT.guideline, termer=(term,)))
    page = glossary_page(context)
    assert "elevfravær" in page.body and "skulk" not in page.body
    assert any("skulk" in section.words for section in page.search)
    assert "skulk" not in context.terms and "elevfravær" in context.terms


@pytest.fixture
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for temporary files, where compiled templates are kept; empty."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    cached = (environment.environment, environment.bytecode_cache)
    for one in cached:
        one.cache_clear()
    yield tmp_path
    for one in cached:
        one.cache_clear()


def test_languages_share_compiled_templates_and_keep_their_own_words(
    compiled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(code: str) -> str:
        made = environment.environment(code)
        return str(made.get_template("words.html").render(day="2026-05-17"))

    words = DictLoader({"words.html": "{{ _('Kilder') }} {{ day | dato }}"})
    monkeypatch.setattr(environment, "PackageLoader", lambda *_: words)
    sources: list[str | None] = []
    compile_ = Environment.compile

    def noted(self: Environment, source: str, name: str | None = None, *rest: Any) -> Any:
        sources.append(name)
        return compile_(self, source, name, *rest)

    monkeypatch.setattr(Environment, "compile", noted)
    assert read("nb") == "Kilder 17. mai 2026"
    assert read("nn") == "Kjelder 17. mai 2026"
    environment.environment.cache_clear()
    assert read("nn") == "Kjelder 17. mai 2026"
    assert sources == ["words.html"]


def test_compiled_templates_are_not_read_from_a_folder_that_is_not_the_users_own(
    compiled: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (compiled / f"_jinja2-cache-{os.getuid()}").symlink_to(elsewhere)
    environment.environment().get_template("front.html")
    assert not [*elsewhere.iterdir()]
