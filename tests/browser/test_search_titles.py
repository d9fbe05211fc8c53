"""A title that a reader types is found first, and a misspelt word is not guessed at wildly."""

from __future__ import annotations

from typing import Any

import pytest
from rettesnor.search.tokenizer import title_key

FIND = """async query => {
  const { hits, ideas } = await rnSearch.find(query);
  const pages = await Promise.all(hits.slice(0, 3).map(async hit => {
    const page = await rnSearch.load(hit.page);
    return [page.url, page.sections[hit.sections[0]][0]];
  }));
  return [pages, ideas.map(idea => idea.instead ?? null),
    ideas.filter(idea => idea.unknown).map(idea => rnSearch.guess(idea.word))];
}"""
TITLES = """async () => {
  const found = [];
  for (let n = 0; n < rnSearch.contents().pages.length; n++) {
    const page = await rnSearch.load(n);
    found.push([page.url, page.title]);
  }
  return found;
}"""


@pytest.fixture
def search(visit: Any) -> Any:
    def at(address: str = "sok/") -> Any:
        page = visit(address)
        page.locator("main [data-rn-filters]").wait_for()
        return page

    return at


@pytest.mark.parametrize("address", ["sok/", "nn/sok/"])
def test_the_page_whose_title_is_typed_comes_first(search: Any, address: str) -> None:
    page = search(address)
    for url, title in page.evaluate(TITLES):
        hits, _, _ = page.evaluate(FIND, title.lower())
        assert hits[0] == [url, ""], title


@pytest.mark.parametrize(("query", "url", "anchor"), [
    ("for lærere", "for/laerer/", ""), ("hva er nytt", "", "nytt"), ("ordlisten", "ordliste/", ""),
])
def test_titles_are_found_in_other_forms(search: Any, query: str, url: str, anchor: str) -> None:
    assert search().evaluate(FIND, query)[0][0] == [url, anchor]


def test_a_title_that_says_nothing_has_no_page(search: Any) -> None:
    assert search().evaluate(FIND, " … ")[0] == []


@pytest.mark.parametrize("query", ["last ned mal", "straff foreldre bot", "ivas", "asdf", "qwerty"])
def test_a_word_is_not_taken_for_another_by_chance(search: Any, query: str) -> None:
    _, instead, guesses = search().evaluate(FIND, query)
    assert not any(instead) and not any(guesses)


@pytest.mark.parametrize(("query", "meant"), [
    ("bekymringsfult", "bekymringsfullt"), ("medvirkninng", "medvirkning"),
])
def test_a_misspelt_word_is_understood(search: Any, query: str, meant: str) -> None:
    _, instead, guesses = search().evaluate(FIND, query)
    assert meant in [*instead, *guesses]


def test_the_browser_makes_the_same_keys_of_titles(search: Any) -> None:
    page = search()
    titles = [title for _, title in page.evaluate(TITLES)] + ["§ 10-6 og 3-4", "Æ Ø Å é", ""]
    keys = page.evaluate("titles => titles.map(rnWords.titleKey)", titles)
    assert keys == [title_key(title) for title in titles]


def test_an_excerpt_begins_where_a_sentence_begins(search: Any) -> None:
    page = search()
    page.locator("main input[type=search]").fill("tilpasset opplæring")
    texts = page.locator("main .rn-hit__text")
    texts.nth(5).wait_for()
    shown = [text for text in texts.all_inner_texts() if text]
    begun = [text for text in shown if text[0].isupper() or text[0] in "«§0123456789"]
    assert len(begun) >= 0.8 * len(shown), shown
