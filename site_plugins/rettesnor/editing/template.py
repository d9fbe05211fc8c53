"""A new recommendation: every field it must have, with a comment that says what belongs there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rettesnor.editing import yaml_emit
from rettesnor.model import older_form
from rettesnor.model.fields import field, label
from rettesnor.model.guideline import USUAL_SECTIONS
from rettesnor.model.unfinished import FILL_IN
from rettesnor.reading.schema import validate as schema
from rettesnor.reading.schema.fields import Fields
from rettesnor.reading.yaml.loader import Pointer

_KIND = "recommendation"
_WIDTH = 96
_BEFORE_DIMENSIONS: Pointer = ("maalgrupper",)
_ALSO: tuple[Pointer, ...] = (("kunnskapsgrunnlag", "forskning_ikke_vurdert"),)
"""Fields that the schema lets be left out, but a rule asks for."""
_LISTED_IN = re.compile(r"«([a-z_]+)» i guideline/guideline\.yml")


def recommendation(
    guideline: Mapping[str, Any], given: Mapping[Pointer, Any], title: str
) -> str:
    """Return the text of a new recommendation, which its schema accepts.

    Args:
        guideline: the data of ``guideline.yml``, that has the roles and other things to choose.
        given: what is known already, by pointer.
        title: its title, for the line at the top.
    """
    fields = Fields(schema.load(_KIND))
    guideline = older_form.current_guideline(guideline)
    lines = [
        f"# Ny anbefaling: {title}",
        f"# Skriv teksten i feltene som har «{FILL_IN}». Flere felt finner du i en annen",
        "# anbefaling, og VS Code foreslår dem. Kommentarene kan slettes.",
        *_group(fields, (), guideline, given, 0),
    ]
    return "\n".join(lines) + "\n"


def _group(
    fields: Fields, pointer: Pointer, guideline: Mapping[str, Any], given: Mapping[Pointer, Any],
    indent: int,
) -> Iterator[str]:
    known = fields.at(pointer)
    for name in fields.names(known):
        here = (*pointer, name)
        if not (
            fields.is_required(here) or here in _ALSO or name in _asked_for(guideline, pointer)
            or any(one[: len(here)] == here for one in given)
        ):
            continue
        node = fields.at(here)
        pad = " " * indent
        yield from comment(_description(here, node, guideline), pad)
        if node.get("type") == "object" and here not in given:
            yield f"{pad}{name}:"
            yield from _group(fields, here, guideline, given, indent + 2)
            continue
        value = given[here] if here in given else _value(here, node, guideline)
        yield from yaml_emit.entry(name, value, indent, _is_block, tuple(map(str, pointer)))
        if here == _BEFORE_DIMENSIONS:
            yield from _dimensions(guideline)


def _description(
    pointer: Pointer, node: Mapping[str, Any], guideline: Mapping[str, Any]
) -> str:
    """Return what a field is for, in the words of the guideline's own scale where it has one."""
    scale = [one for one in guideline.get("styrker") or () if isinstance(one, Mapping)]
    if scale and pointer == ("styrke",):
        return " ".join(
            f"{one.get('id')}: {str(one.get('om') or one.get('navn', '')).rstrip('.')}."
            for one in scale
        )
    if scale and pointer == ("kort_anbefaling",):
        verbs = "; ".join(
            f"{one.get('id')}: {' eller '.join(map(str, one['verb']))}"
            for one in scale if one.get("verb")
        )
        return (
            "Selve anbefalingen i én setning på høyst 250 tegn. Verbet må stemme med styrken"
            f"{f' ({verbs})' if verbs else ''}."
        )
    return str(node.get("description", ""))


def _asked_for(guideline: Mapping[str, Any], pointer: Pointer) -> Sequence[str]:
    """Return the fields that the guideline requires besides those that the schema does."""
    if pointer:
        return ()
    groups = ("maalgrupper",) if guideline.get("roller") else ()
    return (*groups, *(guideline.get("paakrevde_deler") or USUAL_SECTIONS))


def _dimensions(guideline: Mapping[str, Any]) -> Iterator[str]:
    """Yield a field for each dimension, with all its values to choose from."""
    for one in guideline.get("dimensjoner", ()):
        yield from comment(f"{one['navn']}: ta bort det som ikke gjelder.", "")
        values = [value["id"] for value in one["verdier"]]
        yield from yaml_emit.entry(one["id"], values, 0, _is_block, ())


def _value(pointer: Pointer, node: Mapping[str, Any], guideline: Mapping[str, Any]) -> Any:
    """Return what stands in a field until an editor has written it."""
    if node.get("type") == "array":
        return _choices(pointer, node, guideline)
    if "enum" in node:
        return node["enum"][0]
    name = ".".join(map(str, pointer))
    declared = field(_KIND, name)
    wanted = f"{FILL_IN} {label(_KIND, name) or node.get('title', name)}."
    return f"{wanted}\n" if declared and declared.kind == "markdown" else wanted


def _choices(
    pointer: Pointer, node: Mapping[str, Any], guideline: Mapping[str, Any]
) -> Sequence[Any]:
    """Return all that can be chosen in a list of ids: the editor takes away what does not apply.

    Where the guideline says which of them are the most important, those.
    """
    own = guideline.get(str(pointer[-1]))
    if isinstance(own, Mapping) and isinstance(own.get("hoved"), list):
        return list(own["hoved"])
    match = _LISTED_IN.search(str(node.get("description", "")))
    listed = guideline.get(match[1]) if match else own
    if isinstance(listed, list):
        found = [one["id"] for one in listed if isinstance(one, Mapping) and "id" in one]
        return found[: node.get("maxItems", len(found))]
    return list(node.get("examples", [[]])[0])


def _is_block(way: yaml_emit.Way) -> bool:
    declared = field(_KIND, ".".join(way))
    return declared is not None and declared.kind == "markdown"


def comment(text: str, pad: str) -> Iterator[str]:
    """Yield ``text`` as lines of a YAML comment behind ``pad``."""
    line = f"{pad}#"
    for word in text.split():
        if len(line) + len(word) >= _WIDTH:
            yield line
            line = f"{pad}#"
        line += f" {word}"
    if text:
        yield line
