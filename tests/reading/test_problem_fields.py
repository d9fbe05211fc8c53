"""Every problem names the field it is about, besides its line and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from rettesnor.reading.checks.rule import pointer
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.schema.validate import KINDS, load, validate
from rettesnor.reading.yaml import loader
from rettesnor.reading.yaml.loader import Pointer, dotted

from tests.support.check_case import changed, check, sound_files, without

CASES = sorted((Path(__file__).parents[1] / "cases" / "check").glob("*.yml"))
OF_THE_FILE = {
    "kapittel-ukjent", "kapittel-ulistet", "fil-ikke-lest", "oversettelse-uten-kilde",
    "oversettelse-sprak", "yaml-syntaks",
}
"""Codes of what is wrong with a file as a whole: its name, its folder, that it has no fields."""


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_problems_in_golden_cases_name_their_field(path: Path, tmp_path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    files = changed(sound_files(), case.get("change", {}))
    files = without(files, case.get("without", {}))
    for problem in check(tmp_path, files, case.get("retired")).problems:
        if not problem.path.endswith(".yml") or problem.code in OF_THE_FILE:
            assert problem.field == "", problem
            continue
        if problem.code == "oversettelse-mangler" and problem.path.endswith(".nn.yml"):
            continue  # how many texts the file lacks
        assert problem.field, problem
        text = files[problem.path]
        if problem.code.startswith("yaml-"):
            continue  # the file has no fields to look up
        data, _ = loader.load(text, problem.path)
        document = Document(problem.path, text, data)
        field = pointer(problem.field)
        if field in document.marks:
            start, end = span(document, field)
            assert start <= problem.line <= end, problem
            assert (problem.line, problem.column) >= document.place(field, at_key=True), problem
        else:  # it is missing: the problem stands at the group that lacks it, and names it
            assert not field[:-1] or field[:-1] in document.marks
            assert f"«{field[-1]}»" in problem.message, problem
            assert (problem.line, problem.column) == document.place(field[:-1], at_key=True)


def span(document: Document, field: Pointer) -> tuple[int, int]:
    """Return the first and the last line of the value at ``field`` with its name."""
    start = document.place(field, at_key=True)[0]
    ends = [
        mark.end_line + 1 for other, mark in document.marks.items()
        if other[: len(field)] == field
    ]
    return start, max(ends)


@pytest.mark.parametrize(("text", "field"), [
    ("a: 1\nb:\n  c:\n    - d: 1\n      d: 2\n", "b.c.0.d"),
    ("a: 1\nb:\n  - &x 1\n", "b.0"),
    ("a: 1\nb:\n  c: *x\n", "b.c"),
    ("a: 1\nb:\n  æ: 1\n", "b.æ"),
    ("a: 1\nb:\n  - c: Tiltak #1 og 2\n", "b.0.c"),
    ("a: 1\nb: \"x\\u200b\"\n", "b"),
    ("a: 1\nb:\n  c: En tekst\n    - punkt\n    - punkt\n", "b.c"),
])
def test_problems_with_the_layout_of_yaml_name_their_field(text: str, field: str) -> None:
    (problem,) = loader.load(text, "x.yml")[1]
    assert problem.field == field


@pytest.mark.parametrize("kind", KINDS)
def test_a_value_of_the_wrong_type_is_named(kind: str) -> None:
    whole = example(load(kind), load(kind))
    fields = [field for field in pointers(whole) if field]
    assert len(fields) > 3
    for field in fields:
        data = deepcopy(whole)
        at(data, field[:-1])[field[-1]] = wrong(at(data, field))
        assert dotted(field) in named(data, kind), field


@pytest.mark.parametrize("kind", KINDS)
def test_a_required_field_that_is_missing_is_named(kind: str) -> None:
    whole = example(load(kind), load(kind))
    for group, name in required(load(kind), load(kind), ()):
        data = deepcopy(whole)
        del at(data, group)[name]
        assert dotted((*group, name)) in named(data, kind), (group, name)


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_field_is_named(kind: str) -> None:
    whole = example(load(kind), load(kind))
    for group in [field for field in pointers(whole) if isinstance(at(whole, field), dict)]:
        data = deepcopy(whole)
        at(data, group)["finnes-ikke-her"] = "x"
        assert dotted((*group, "finnes-ikke-her")) in named(data, kind) or open_group(kind, group)


def named(data: Any, kind: str) -> set[str]:
    return {problem.field for problem in validate(Document("x.json", "", data), kind)}


def open_group(kind: str, group: Pointer) -> bool:
    """Whether a group may have fields of any name, as that of checksums and those of CSL."""
    node: Any = load(kind)
    for part in group:
        node = resolved(node, load(kind))
        node = node["items"] if isinstance(part, int) else node["properties"][part]
    return resolved(node, load(kind)).get("additionalProperties") is not False or (
        "patternProperties" in resolved(node, load(kind))
    )


def resolved(node: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in node:
        target = schema["$defs"][node["$ref"].removeprefix("#/$defs/")]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def example(node: Mapping[str, Any], schema: Mapping[str, Any]) -> Any:
    """Return a value with every field that ``node`` has, and an item in every list."""
    node = resolved(node, schema)
    types = node.get("type")
    type_ = types[0] if isinstance(types, list) else types
    if "properties" in node and type_ != "array":
        return {name: example(inner, schema) for name, inner in node["properties"].items()}
    if type_ == "array":
        return [example(node.get("items", {}), schema)]
    if "const" in node:
        return node["const"]
    if "enum" in node:
        return node["enum"][0]
    return {"integer": 1, "boolean": True, "object": {}}.get(str(type_), "tekst")


def required(
    node: Mapping[str, Any], schema: Mapping[str, Any], here: Pointer
) -> Iterator[tuple[Pointer, str]]:
    node = resolved(node, schema)
    for name in node.get("required", ()):
        yield here, name
    for name, inner in node.get("properties", {}).items():
        yield from required(inner, schema, (*here, name))
    if isinstance(node.get("items"), Mapping):
        yield from required(node["items"], schema, (*here, 0))


def pointers(value: Any, here: Pointer = ()) -> Iterator[Pointer]:
    yield here
    pairs = value.items() if isinstance(value, dict) else (
        enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in pairs:
        yield from pointers(inner, (*here, key))


def at(value: Any, field: Pointer) -> Any:
    for part in field:
        value = value[part]
    return value


def wrong(value: Any) -> Any:
    """Return a value of another type than ``value``."""
    return 17 if isinstance(value, list | dict) else {"x": 1}
