"""How well search answers a set of questions, asked in a real browser:

    python -m tests.support.search_recall QUESTIONS.yml [--site FOLDER] [--same OLD=NEW]…

A question set is a list of mappings: ``sporsmaal``, ``sprak`` (nb or nn), ``hvem`` (the group that
asks) and ``svar``, the addresses of the pages that answer, relative to the root of the site. ''
is the front page. An address in ``FOLDERS`` stands for the pages below it too. For a question in
nynorsk both the nynorsk page and the one in bokmål are right.

A page counts once, at its best place, however many of its parts are found. The plain-language
version of a recommendation, a part of one page for each group of readers, counts as the
recommendation; ``--strict`` counts only the page itself.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

from tests.support.browsers import launched, served

FOLDERS = ("start/", "faser/")
"""Addresses that stand for the pages below them too."""
PLAIN = "/enkelt/"
"""The end of the address of a page with plain-language versions, whose anchors are their ids."""
SHOWN = 10
"""So many pages are looked at."""
ASK = """async questions => {
  const found = [];
  for (const question of questions) {
    const { hits } = await rnSearch.find(question);
    const pages = await Promise.all(hits.slice(0, 60).map(async hit => {
      const page = await rnSearch.load(hit.page);
      return [page.url, page.sections[hit.sections[0]][0]];
    }));
    found.push(pages);
  }
  return found;
}"""
"""Returns the address and the anchor of each hit, the best first, for each question."""


@dataclass(frozen=True)
class Question:
    """A question, and what answers it."""

    text: str
    language: str
    group: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """A question and the pages that were found, best first.

    Attributes:
        rank: the place of the first right one; 0 for none among the first ``SHOWN``.
    """

    question: Question
    pages: tuple[str, ...]
    rank: int


def questions_of(text: str, same: Mapping[str, str]) -> list[Question]:
    """Return the questions in a YAML text.

    Args:
        same: other addresses for some that the answers have.
    """
    return [
        Question(
            str(one["sporsmaal"]), one["sprak"], one.get("hvem", ""),
            tuple(same.get(answer, answer) for answer in one["svar"]),
        )
        for one in yaml.safe_load(text)
    ]


def ask(page: Any, texts: Sequence[str]) -> list[list[tuple[str, str]]]:
    """Return the hits of each question on an open page of search."""
    page.locator("main [data-rn-filters]").wait_for()
    return [[(url, anchor) for url, anchor in hits] for hits in page.evaluate(ASK, list(texts))]


def answer(
    open_page: Any, questions: Sequence[Question], *, strict: bool = False
) -> list[Result]:
    """Return what is found for each of ``questions``.

    Args:
        open_page: opens the page at an address of the site.
        strict: a plain-language version does not count as its recommendation.
    """
    found: dict[Question, Result] = {}
    for language in dict.fromkeys(question.language for question in questions):
        some = [question for question in questions if question.language == language]
        page = open_page("sok/" if language == "nb" else f"{language}/sok/")
        for question, hits in zip(some, ask(page, [q.text for q in some]), strict=True):
            best = {unquote(url): anchor for url, anchor in reversed(hits)}
            pages = tuple(dict.fromkeys(unquote(url) for url, _ in hits))[:SHOWN]
            rank = next((
                n for n, url in enumerate(pages, 1)
                if _right(url, question) or (not strict and _explains(url, best[url], question))
            ), 0)
            found[question] = Result(question, pages, rank)
    return [found[question] for question in questions]


def _right(url: str, question: Question) -> bool:
    return any(
        url == answer or (answer in FOLDERS and url.startswith(answer))
        for answer in (one.removeprefix("nn/") for one in question.answers)
    )


def _explains(url: str, anchor: str, question: Question) -> bool:
    """Return whether a hit is the plain-language version of a recommendation that answers."""
    ends = f"/{anchor}/"
    return url.endswith(PLAIN) and any(f"/{answer}".endswith(ends) for answer in question.answers)


def recall(results: Sequence[Result], within: int) -> float:
    """Return how many of ``results`` have a right page among the first ``within``, as a share."""
    return sum(0 < one.rank <= within for one in results) / len(results)


def report(results: Sequence[Result]) -> Iterator[str]:
    """Yield the lines of a report: the figures, by language and group, and what was missed."""
    yield _figures("all", results)
    for name, part in (("language", "language"), ("group", "group")):
        for value in dict.fromkeys(getattr(one.question, part) for one in results):
            yield _figures(f"{name} {value}",
                           [one for one in results if getattr(one.question, part) == value])
    for one in results:
        if one.rank != 1:
            question = one.question
            yield f"{one.rank or '-'}  [{question.language} {question.group}] {question.text}"
            yield f"     wanted {', '.join(repr(answer) for answer in question.answers)}"
            yield f"     found  {', '.join(repr(url) for url in one.pages[:3])}"


def _figures(name: str, results: Sequence[Result]) -> str:
    mean = sum(1 / one.rank for one in results if one.rank) / len(results)
    return (f"{name:24} n={len(results):3}  recall@1 {recall(results, 1):.3f}"
            f"  recall@3 {recall(results, 3):.3f}  MRR {mean:.3f}")


@contextlib.contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    """The folder of the site: the one ``given``, or one that is built from the repository."""
    if given:
        yield given
        return
    from tests.support.kinds_of_page import published

    with tempfile.TemporaryDirectory() as folder:
        yield published(Path(folder))


def main(arguments: Iterable[str] | None = None) -> None:
    """Print the report for the files named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--site", type=Path, help="a built site; without it one is built")
    parser.add_argument("--same", action="append", default=[], metavar="OLD=NEW",
                        help="another address for one in the answers")
    parser.add_argument("--strict", action="store_true",
                        help="do not count plain-language versions as their recommendation")
    given = parser.parse_args(None if arguments is None else list(arguments))
    same = dict(text.split("=", 1) for text in given.same)
    with _folder(given.site) as folder, served(folder) as address, launched() as browser:
        context = browser.new_context()

        def open_page(url: str) -> Any:
            page = context.new_page()
            page.goto(address + url)
            return page

        for file in given.files:
            questions = questions_of(file.read_text(encoding="utf-8"), same)
            results = answer(open_page, questions, strict=given.strict)
            print(file.name, *report(results), sep=os.linesep)


if __name__ == "__main__":
    main()
