"""The model: frozen values, filled from plain data and turned back into it."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
import rettesnor.model
from rettesnor.model.convert import from_data, to_data
from rettesnor.model.edition import recommendation_data, recommendation_from
from rettesnor.model.guideline import Lov, Paragraf, Paragrafhenvisning
from rettesnor.model.prose import SLOT
from rettesnor.model.recommendation import Datoer, Recommendation
from rettesnor.model.sections import SECTIONS, anchors
from rettesnor.reading.checks.run import recommendation_paths
from rettesnor.reading.yaml.loader import load

from tests.support.guidelines import PROJECT

FILES = [PROJECT / path for path in recommendation_paths(PROJECT)]


def classes() -> Iterator[type[Any]]:
    for module in pkgutil.iter_modules(rettesnor.model.__path__):
        loaded = importlib.import_module(f"rettesnor.model.{module.name}")
        for value in vars(loaded).values():
            if inspect.isclass(value) and value.__module__ == loaded.__name__:
                yield value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_real_recommendation_goes_round(path: Any) -> None:
    data, problems = load(path.read_text(encoding="utf-8"), path.name)
    assert not problems
    made = recommendation_from(data, kapittel=path.parent.name)
    written = {name: value for name, value in data.items() if name != "unntak"}
    assert recommendation_data(made) == {**written, "kapittel": path.parent.name}
    assert recommendation_from({**data, **recommendation_data(made)}) == made


def test_every_dataclass_is_frozen_and_slotted() -> None:
    found = [cls for cls in classes() if dataclasses.is_dataclass(cls)]
    assert len(found) > 20
    for cls in found:
        assert cls.__dataclass_params__.frozen, cls  # type: ignore[attr-defined]
        assert "__slots__" in vars(cls), cls


def test_nothing_can_be_set() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Datoer().publisert = "2026-11-22"  # type: ignore[misc]


def test_nested_values_are_built_alike() -> None:
    law = from_data(
        Lov,
        {
            "id": "a", "tittel": "A", "korttittel": "a", "type": "lov", "dato": "2023-06-09",
            "nummer": 30, "ukjent": "blir borte",
            "paragrafer": [
                {"paragraf": "§ 1", "erstattet_av": [{"lov": "b", "paragraf": "§ 2"}]}
            ],
        },
    )
    assert law.nummer == 30 and law.eli == ""
    assert law.paragrafer == (
        Paragraf("§ 1", erstattet_av=(Paragrafhenvisning("b", "§ 2"),)),
    )


def test_what_is_added_is_taken_as_it_is_and_never_before_the_data() -> None:
    sections = (Paragraf("§ 1"),)
    data = {
        "id": "a", "tittel": "A", "korttittel": "a", "type": "lov", "dato": "2023-06-09",
    }
    law = from_data(Lov, data, paragrafer=sections, id="b")
    assert law.paragrafer is sections and law.id == "a"


def test_a_missing_field_without_a_default_is_an_error() -> None:
    with pytest.raises(TypeError, match="lenke"):
        from_data(Paragrafhenvisning, {"lov": "a"}, lenke="")
    with pytest.raises(TypeError, match="paragraf"):
        from_data(Paragrafhenvisning, {"lov": "a"})


def test_what_is_empty_is_left_out_of_the_data() -> None:
    assert to_data(Paragraf("§ 1")) == {"paragraf": "§ 1"}
    assert to_data(Datoer()) == {}


def test_a_slot_is_made_of_characters_that_content_cannot_hold() -> None:
    assert SLOT.fullmatch("\x0212\x03")
    assert not SLOT.search("12 {12} [12]")


def test_sections_that_a_page_has() -> None:
    path = next(file for file in FILES if file.stem == "skriftlig-plan")
    data, _ = load(path.read_text(encoding="utf-8"), path.name)
    whole = from_data(Recommendation, data, kapittel="a")
    assert set(SECTIONS) <= set(anchors(whole))
    assert len(set(anchors(whole))) == len(anchors(whole))
    bare = dataclasses.replace(whole, kontrollsporsmaal=())
    assert "kontrollsporsmaal" not in anchors(bare)
