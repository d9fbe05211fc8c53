"""What the change log calls things: by their titles, in the release and since another one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from rettesnor.model.change import EndretRamme
from rettesnor.publishing.history.release_index import _named
from rettesnor.reading.project import read_project
from rettesnor.rendering.pages.changelog import _frame

from tests.support.check_case import SOUND

ROOT = Path(__file__).resolve().parents[2]


def test_posts_of_every_tool_are_named_by_their_titles() -> None:
    guideline = read_project(SOUND).guideline
    assert guideline is not None
    one: Any = SimpleNamespace(id="a", tittel="Tittel")
    edition: Any = SimpleNamespace(recommendations={"a": one}, oversettelser={}, guideline=replace(
        guideline, maler=(one,), kurs=(one,), kvalitetsmaal=(one,),
        tilsyn=SimpleNamespace(kriterier=(one,)),  # type: ignore[arg-type]
        egenkontroll=SimpleNamespace(plikter=(one,)),  # type: ignore[arg-type]
    ))
    named = _named(edition, "")
    for part in ("maler", "kurs", "kvalitetsmaal", "tilsyn", "egenkontroll", "enkle_versjoner"):
        assert named[part, "a"] == "Tittel", part
    assert named["rollesider", guideline.roller[0].id] == guideline.roller[0].navn


def test_posts_are_named_in_the_language_of_the_log() -> None:
    edition = read_project(ROOT).edition
    written, nynorsk = _named(edition, ""), _named(edition, "nn")
    assert written.keys() == nynorsk.keys()
    for post, title in {
        ("maler", "tilbakeforingsplan"): "Plan for å kome tilbake på skulen",
        ("tilsyn", "elevens-syn"): "Synet til eleven",
        ("egenkontroll", "oppfolging"): "Følgje opp elevar med fråvær",
    }.items():
        assert nynorsk[post] == title != written[post]


def test_what_is_taken_out_is_not_changed_too() -> None:
    """Its translation goes with it, which a release notes as a change."""
    context: Any = SimpleNamespace(gettext=lambda text: text, citations={})
    release: Any = SimpleNamespace(
        names={("maler", "a"): "En mal", ("maler", "b"): "En annen"},
        utgave=SimpleNamespace(ramme=(EndretRamme("maler", (), ("a", "b"), ("b",)),)),
    )
    assert _frame(context, release) == [("Maler", ["En mal", "En annen (tatt ut)"])]
