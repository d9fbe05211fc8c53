"""The schemas: sound themselves, written for editors, and meaning the same to every validator."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from rettesnor.reading.checks.run import recommendation_paths
from rettesnor.reading.content.guideline_paths import FILES
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.schema.validate import (
    KINDS,
    _lean,
    _strict,
    folder,
    is_address,
    is_date,
    load,
    validate,
    validator,
)
from rettesnor.reading.yaml import loader as door

from tests.support.check_case import SOUND
from tests.support.guidelines import PROJECT

NAMES = sorted(path.name.removesuffix(".schema.json") for path in folder().glob("*.schema.json"))
KEYWORDS = {
    "$schema", "$id", "$ref", "$defs", "title", "description", "examples", "type", "properties",
    "required", "items", "enum", "const", "additionalProperties", "minLength", "maxLength",
    "pattern", "format", "minItems", "maxItems", "uniqueItems", "minimum", "maximum", "oneOf",
    "anyOf", "allOf", "not", "if", "then", "else", "default", "minProperties", "propertyNames",
    "patternProperties", "contentMediaType",
}
Place = tuple[str, ...]


def nodes(node: Any, place: Place = ()) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Yield every schema in a schema, with the way to it."""
    if not isinstance(node, dict):
        return
    yield place, node
    for key in ("properties", "$defs"):
        for name, inner in node.get(key, {}).items():
            yield from nodes(inner, (*place, key, name))
    for key in ("items", "if", "then", "else", "not", "additionalProperties", "propertyNames"):
        yield from nodes(node.get(key), (*place, key))
    for key in ("oneOf", "anyOf", "allOf"):
        for index, inner in enumerate(node.get(key, ())):
            yield from nodes(inner, (*place, key, str(index)))


def part(name: str, node: Mapping[str, Any]) -> Any:
    """Return the validator of a part of the schema ``name``."""
    return _strict({**node, "$defs": load(name).get("$defs", {})})


def is_condition(place: Place) -> bool:
    return bool({"if", "then", "else", "not", "oneOf", "anyOf", "allOf"} & set(place))


OPEN = ("recommendation", ())
"""The one object that takes fields of other names."""


@pytest.mark.parametrize("name", NAMES)
class TestSchema:
    def test_obeys_the_metaschema(self, name: str) -> None:
        schema = load(name)
        Draft202012Validator.check_schema(schema)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["$id"] == f"urn:rettesnor:schema:{name}"

    def test_has_no_unknown_keyword(self, name: str) -> None:
        for place, node in nodes(load(name)):
            assert set(node) <= KEYWORDS, place

    def test_explains_every_field_in_norwegian(self, name: str) -> None:
        schema = load(name)
        assert schema["title"] and schema["description"]
        for place, node in nodes(schema):
            if len(place) < 2 or place[-2] != "properties" or is_condition(place):
                continue
            whole = {**_target(schema, node), **node}
            assert whole.get("title") and whole.get("description"), place
            assert whole["description"].endswith((".", "?", "]")), place
            assert not re.search(r"\b(the|must|field|of)\b", whole["description"]), place

    def test_allows_its_own_examples(self, name: str) -> None:
        seen = 0
        for place, node in nodes(load(name)):
            for example in node.get("examples", ()):
                seen += 1
                assert part(name, node).is_valid(example), (place, example)
        assert seen > 3

    def test_gives_an_example_of_every_plain_value(self, name: str) -> None:
        schema = load(name)
        for place, node in nodes(schema):
            if len(place) < 2 or place[-2] != "properties" or is_condition(place):
                continue
            whole = {**_target(schema, node), **node}
            if whole.get("type") in ("string", "integer", "boolean") and "const" not in whole:
                assert whole.get("examples"), place

    def test_lets_no_unknown_field_in(self, name: str) -> None:
        for place, node in nodes(load(name)):
            if node.get("type") == "object":
                # A dimension is a field of its own; a rule asks whether it is declared.
                free = {"$ref": "#/$defs/dimensjon"} if (name, place) == OPEN else False
                assert node.get("additionalProperties") == free, place

    def test_bounds_every_text_and_list(self, name: str) -> None:
        for place, node in nodes(load(name)):
            if node.get("type") == "array":
                assert "maxItems" in node and "items" in node, place

    def test_refers_to_itself_only(self, name: str) -> None:
        schema = load(name)
        for place, node in nodes(schema):
            if "$ref" in node:
                assert node["$ref"].startswith("#/$defs/"), place
                assert set(node) <= {"$ref", "title", "description", "examples"}, place
                assert _target(schema, node), place


def _target(schema: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in node:
        return {}
    target: Mapping[str, Any] = schema["$defs"][node["$ref"].removeprefix("#/$defs/")]
    return target


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_fetched(kind: str) -> None:
    found = validator(kind)
    assert not list(found._registry)
    with pytest.raises(Exception, match=r"example\.test"):
        _strict({"$ref": "https://example.test/a.json"}).is_valid({})


@pytest.mark.parametrize("value", ["2026-10-02", "2024-02-29", 7, None])
def test_dates(value: object) -> None:
    assert is_date(value)


@pytest.mark.parametrize(
    "value",
    ["2026-02-30", "2025-02-29", "20261002", "2026-W40-5", "2026-1-2", "2026-10-02T00:00",
     "2026-10-02\n", "٢٠٢٦-10-02", "i dag"],
)
def test_what_is_no_date(value: str) -> None:
    assert not is_date(value)


@pytest.mark.parametrize(
    "value", ["https://www.udir.no/", "https://lovdata.no/lov/2023-06-09-30/§10-6", "http://a", 7]
)
def test_addresses(value: object) -> None:
    assert is_address(value)


@pytest.mark.parametrize(
    "value", ["www.udir.no", "https://", "https:///a", "https://a b", "javascript:a", "https://a\n",
              "https://a/<b>", 'https://a/"b']
)
def test_what_is_no_address(value: str) -> None:
    assert not is_address(value)


def test_the_end_of_a_pattern_is_the_end_of_the_text() -> None:
    assert part("recommendation", {"type": "string", "pattern": "^a$"}).is_valid("a")
    assert not part("recommendation", {"type": "string", "pattern": "^a$"}).is_valid("a\n")


def real_files() -> list[tuple[str, str]]:
    files = [(kind, path) for kind, path in FILES.items()]
    return files + [("recommendation", path) for path in recommendation_paths(PROJECT)]


@cache
def contents(root: Any, path: str) -> str:
    text: str = (root / path).read_text(encoding="utf-8")
    return text


def verdicts(kind: str, data: Any) -> dict[str, bool]:
    """Return what every validator says of ``data``: they must agree."""
    said = {"full": _full(kind).is_valid(data), "lean": _quick(kind).is_valid(data)}
    try:
        import jsonschema_rs
    except ImportError:
        return said
    compiled = jsonschema_rs.Draft202012Validator(
        dict(load(kind)), validate_formats=True, formats={"uri": is_address, "iri": is_address}
    )
    return {**said, "rust": compiled.is_valid(data)}


@cache
def _full(kind: str) -> Any:
    return validator(kind)


@cache
def _quick(kind: str) -> Any:
    return _strict(_lean(load(kind), load(kind)))


@pytest.mark.parametrize(("kind", "path"), real_files(), ids=lambda value: value)
def test_every_validator_allows_the_real_files(kind: str, path: str) -> None:
    data, _ = door.load(contents(PROJECT, path), path)
    assert set(verdicts(kind, data).values()) == {True}


ODD: list[Any] = [
    None, True, False, 0, 1, -1, 4_000_000_000, "", " ", "a", "a\n", "æ", "x" * 300, [], [[]], {},
    ["a", "a"], [1, True], {"a": 1}, "2026-02-30", "2026-10-02", "skal", "https://", "§ 10-6",
    "ikke vurdert", "a?", "a?\n", "no", "A-b",
]


def pointers(data: Any) -> list[tuple[Any, ...]]:
    inner = data.items() if isinstance(data, dict) else enumerate(data)
    found: list[tuple[Any, ...]] = []
    for key, value in inner:
        found.append((key,))
        if isinstance(value, dict | list):
            found += [(key, *rest) for rest in pointers(value)]
    return found


SAMPLES = [("recommendation", "recommendations/samarbeid-med-hjemmet/tidlig-samtale.yml"),
           *((kind, path) for kind, path in FILES.items() if (SOUND / path).exists())]


@settings(max_examples=150)
@given(st.data())
def test_validators_agree_whatever_is_broken(data: st.DataObject) -> None:
    kind, path = data.draw(st.sampled_from(SAMPLES))
    content = copy.deepcopy(door.load(contents(SOUND, path), path)[0])
    for _ in range(data.draw(st.integers(1, 2))):
        *way, last = data.draw(st.sampled_from(pointers(content)))
        place = content
        for key in way:
            place = place[key]
        change = data.draw(st.sampled_from(["set", "drop", "add"]))
        if change == "drop":
            del place[last]
        elif change == "add" and isinstance(place, dict):
            place["ukjent"] = 1
        elif change == "add":
            place.append(copy.deepcopy(place[last]))
        else:
            place[last] = data.draw(st.sampled_from(ODD))
        if not pointers(content):
            break
    said = verdicts(kind, content)
    assert len(set(said.values())) == 1, (said, json.dumps(content, ensure_ascii=False))
    problems = validate(Document(path, contents(SOUND, path), content), kind)
    assert bool(problems) is not said["full"]
