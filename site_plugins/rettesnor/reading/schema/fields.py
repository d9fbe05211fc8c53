"""What a schema says of the fields of a file: found by the way to the value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rettesnor.reading.yaml.loader import Pointer

Schema = Mapping[str, Any]


class Fields:
    """The fields of one kind of file, as its schema describes them."""

    def __init__(self, schema: Schema) -> None:
        self._root = schema

    def at(self, pointer: Pointer) -> Schema:
        """Return the schema of the value at ``pointer``, references followed; empty if unknown."""
        node = self._whole(self._root)
        for part in pointer:
            inner = node.get("items") if isinstance(part, int) else self.names(node).get(
                part, node.get("additionalProperties")
            )
            if not isinstance(inner, Mapping):
                return {}
            node = self._whole(inner)
        return node

    def is_required(self, pointer: Pointer) -> bool:
        """Whether the field at ``pointer`` must be there."""
        return bool(pointer) and pointer[-1] in self.at(pointer[:-1]).get("required", ())

    def home(self, name: str) -> str:
        """Return the one group that has a field called ``name``; empty when none or several."""
        homes = {group for group, field in self._all(self._root, "") if field == name}
        return homes.pop() if len(homes) == 1 else ""

    def pointers(self, name: str) -> Iterator[Pointer]:
        """Yield the pointers of the fields called ``name``, but for those in items of lists."""
        ahead: list[tuple[Pointer, Schema]] = [((), self._whole(self._root))]
        while ahead:
            pointer, node = ahead.pop()
            for field, inner in self.names(node).items():
                if field == name:
                    yield (*pointer, field)
                ahead.append(((*pointer, field), self._whole(inner)))

    def condition(self, schema_path: Iterable[str | int]) -> tuple[Schema, Schema]:
        """Return the condition on the way of ``schema_path`` and what follows from it.

        Both are empty when the way leads through no ``then`` or ``else``.
        """
        node: Any = self._root
        for part in schema_path:
            node = self._whole(node) if isinstance(node, Mapping) else node
            if part in ("then", "else") and "if" in node:
                return node["if"], node[part]
            node = node[part]
        return {}, {}

    def is_misplaced(self, pointer: Pointer, data: Any) -> bool:
        """Whether ``pointer`` is in a field at the top that is no known one, nor a list of ids.

        Where a file may have dimensions (``additionalProperties``), only a list of ids is one.
        """
        name = next(iter(pointer), "")
        if not isinstance(self._root.get("additionalProperties"), Mapping) or not name:
            return False
        value = data.get(name)
        ids = isinstance(value, list) and all(
            isinstance(one, str) and " " not in one.strip() for one in value
        )
        return name not in self.names(self._root) and not ids

    @staticmethod
    def names(node: Schema) -> Mapping[str, Any]:
        """Return the fields of a group's schema by name."""
        names: Mapping[str, Any] = node.get("properties", {})
        return names

    def _whole(self, node: Schema) -> Schema:
        """Return ``node`` with what it refers to filled in below its own words."""
        reference = node.get("$ref", "")
        if not reference.startswith("#/"):
            return node
        target: Any = self._root
        for part in reference[2:].split("/"):
            target = target[part]
        return {**self._whole(target), **node}

    def _all(self, node: Schema, group: str) -> Iterator[tuple[str, str]]:
        node = self._whole(node)
        for name, inner in self.names(node).items():
            yield group, name
            if isinstance(inner, Mapping):
                yield from self._all(inner, name)
        if isinstance(node.get("items"), Mapping):
            yield from self._all(node["items"], group)


def label(pointer: Pointer) -> str:
    """Return how a value is named in a sentence: «styrke», or punkt 2 i «maalgrupper»."""
    if not pointer:
        return "fila"
    *before, last = pointer
    if isinstance(last, int):
        return f"punkt {last + 1} i {label(tuple(before))}"
    return f"«{last}»"
