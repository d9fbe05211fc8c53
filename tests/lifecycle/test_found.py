"""Faults that random lives found, each as the shortest life that shows it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.lifecycle import acts
from tests.lifecycle.machine import SmallLifeCycle


@pytest.fixture
def life() -> Iterator[SmallLifeCycle]:
    """A small guideline after its first release, in two languages."""
    made = SmallLifeCycle()
    made.begin()
    acts.add_language(made.files, "nn")
    yield made
    made.teardown()


def test_the_history_of_what_a_draft_moves_lies_where_it_applies(life: SmallLifeCycle) -> None:
    acts.move(life.files, "skriftlig-plan", "hjem")
    site = life.build(released=True)
    html = (site / "utkast/hjem/skriftlig-plan/index.html").read_text("utf-8")
    assert 'href="../../../skole/skriftlig-plan/historikk/"' in html


def test_the_history_in_a_language_that_is_given_up_leads_to_the_first(
    life: SmallLifeCycle,
) -> None:
    life.release("right", 1)
    acts.remove_language(life.files, "nn")
    acts.change_text(life.files, "skriftlig-plan")
    site = life.build(released=True)
    html = (site / "nn/skole/skriftlig-plan/historikk/index.html").read_text("utf-8")
    assert 'href="../../../../utkast/skole/skriftlig-plan/"' in html


def test_a_language_comes_back_after_a_release_took_a_recommendation_out(
    life: SmallLifeCycle,
) -> None:
    acts.remove_language(life.files, "nn")
    acts.withdraw(life.files, "hjemmebesok", life.released)
    life.release("right", 1)
    acts.add_language(life.files, "nn")
    life.look()
