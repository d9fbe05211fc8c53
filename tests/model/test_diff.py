"""A comparison names exactly what differs, and takes list items for what they are."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rettesnor.model.diff import Change, compare, diff
from rettesnor.model.edition import Edition, recommendation_data
from rettesnor.model.guideline import Guideline, Kapittel
from rettesnor.model.recommendation import Recommendation
from rettesnor.releases import snapshot

from tests.support.release_case import CASES, instances

names = st.sampled_from(["a", "b", "c", "d", "e", "f"])
words = st.lists(names, min_size=1, max_size=6).map(" ".join)


recommendations = instances(Recommendation, words)


@settings(max_examples=30)
@given(recommendations)
def test_nothing_differs_from_itself(one: Recommendation) -> None:
    data = recommendation_data(one)
    assert compare(data, data) == []


@settings(max_examples=30)
@given(recommendations, recommendations)
def test_names_exactly_the_fields_that_differ(one: Recommendation, other: Recommendation) -> None:
    old, new = recommendation_data(one), recommendation_data(other)
    named = {change.field.split(".")[0] for change in compare(old, new)}
    assert named == {key for key in {*old, *new} if old.get(key) != new.get(key)}


@settings(max_examples=20)
@given(recommendations, recommendations)
def test_backwards_is_the_mirror_of_forwards(one: Recommendation, other: Recommendation) -> None:
    old, new = recommendation_data(one), recommendation_data(other)
    there, back = compare(old, new), compare(new, old)
    mirror = {"added": "removed", "removed": "added"}
    assert {c.name.split(".")[0] for c in there} == {c.name.split(".")[0] for c in back}
    top = {(c.kind, c.field, c.old, c.new) for c in there if c.field in ("styrke", "tittel")}
    assert top == {
        (mirror.get(c.kind, c.kind), c.field, c.new, c.old)
        for c in back if c.field in ("styrke", "tittel")
    }


def _replayed(old: list[Any], changes: list[Change], field: str) -> list[Any]:
    """Return the list that ``changes`` make of ``old``, where items are text."""
    place = {c.field.rpartition(".")[2]: c for c in changes if c.kind != "moved"}
    assert all(c.field.startswith(f"{field}.") for c in changes)
    gone = {int(p) for p, c in place.items() if c.kind == "removed"}
    gone |= {c.old for c in changes if c.kind == "moved"}
    rest = [item for i, item in enumerate(old) if i not in gone]
    put: dict[int, Any] = {
        int(c.field.rpartition(".")[2]): c.new if c.kind == "added" else old[c.old]
        for c in changes if c.kind in ("added", "moved")
    }
    for i in sorted(put):
        rest.insert(i, put[i])
    return rest


@settings(max_examples=100)
@given(st.lists(st.text("abcdefghij", min_size=1), unique=True, max_size=10), st.data())
def test_a_list_of_names_can_be_replayed(old: list[str], data: st.DataObject) -> None:
    new = data.draw(st.permutations([*old, "ny", "nyere"]))[: data.draw(st.integers(0, 12))]
    found = compare(old, new, "se_ogsaa")
    # the same place may be named twice, for what was there and for what is there now
    removed = [c for c in found if c.kind == "removed"]
    rest = [c for c in found if c.kind != "removed"]
    left = [item for i, item in enumerate(old) if f"se_ogsaa.{i}" not in {c.field for c in removed}]
    shifted = [
        replace(c, old=left.index(old[c.old])) if c.kind == "moved" else c for c in rest
    ]
    assert _replayed(left, shifted, "se_ogsaa") == new


def test_only_the_item_that_moved_is_said_to_have_moved() -> None:
    found = compare(["a", "b", "c", "d"], ["d", "a", "b", "c"], "se_ogsaa")
    assert found == [Change("moved", "se_ogsaa.0", 3, 0, "d")]


def test_a_rewritten_step_is_the_same_step() -> None:
    old = [{"hvem": "Rektor", "hva": "Godkjenner planen og setter av tid."}]
    new = [
        {"hvem": "Kontaktlæreren", "hva": "Spør eleven."},
        {"hvem": "Rektor", "hva": "Godkjenner planen og setter av nok tid."},
    ]
    assert compare(old, new, "steg") == [
        Change("added", "steg.0", new=new[0]),
        Change("changed", "steg.1.hva", old[0]["hva"], new[1]["hva"]),
    ]


def test_a_step_that_moved_is_known_by_its_first_words() -> None:
    old = [
        {"hvem": "Rektor", "hva": "Godkjenner planen."}, {"hvem": "Lærer", "hva": "Spør eleven."},
    ]
    assert compare(old, old[::-1], "steg") == [
        Change("moved", "steg.0", 1, 0, "«Lærer Spør eleven.»"),
    ]
    questions = ["Er den fulgt?", "Har skolen en plan som alle kjenner?"]
    assert [c.item for c in compare(questions, questions[::-1], "kontrollsporsmaal")] == [
        "«Har skolen en plan som alle …»"
    ]


def test_findings_and_laws_are_known_by_name() -> None:
    old = [{"lov": "l", "paragraf": "§ 1", "hvorfor": "x"}, {"lov": "l", "paragraf": "§ 2"}]
    new = [{"lov": "l", "paragraf": "§ 2"}, {"lov": "l", "paragraf": "§ 1", "hvorfor": "y"}]
    assert [(c.kind, c.field, c.item) for c in compare(old, new, "referanser")] == [
        ("moved", "referanser.0", "l § 2"), ("changed", "referanser.1.hvorfor", "l § 1"),
    ]


def test_true_is_not_one() -> None:
    assert compare({"a": True}, {"a": 1}) == [Change("changed", "a", True, 1)]


def test_the_frame_is_compared_as_well() -> None:
    edition = snapshot.parse((CASES / "snapshot-format-1.json").read_bytes())
    frame: Guideline = edition.guideline
    chapters = (*frame.kapitler, Kapittel("ny", "Nytt kapittel", ()))
    changed = dataclasses.replace(frame, kapitler=chapters, omfang="Noe annet.")
    found = diff(edition, replace(edition, guideline=changed, bilder={"a.svg": "00"}))
    assert [(c.kind, c.field, c.item) for c in found.frame] == [
        ("changed", "omfang", ""), ("added", f"kapitler.{len(frame.kapitler)}", "ny"),
        ("removed", "bilder.figur.svg", "figur.svg"), ("added", "bilder.a.svg", "a.svg"),
    ]
    assert not found.recommendations


@pytest.mark.parametrize(("kind", "forwards"), [("removed", True), ("added", False)])
def test_recommendations_come_and_go(kind: str, forwards: bool) -> None:
    edition = snapshot.parse((CASES / "snapshot-format-1.json").read_bytes())
    less = dict(list(edition.recommendations.items())[1:])
    smaller = Edition(edition.guideline, less, edition.bilder)
    found = diff(edition, smaller) if forwards else diff(smaller, edition)
    assert [(d.id, d.kind) for d in found.recommendations] == [
        (next(iter(edition.recommendations)), kind)
    ]
