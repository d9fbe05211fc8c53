"""Which texts are translated, as a tree for each kind of file, from the field catalogue.

The items of a list are ``*`` where a translation is aligned by place, and ``@id`` or ``@paragraf``
where an item is known by that key, whatever the order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from rettesnor.model.fields import CATALOGUE, Field, field


@dataclass(frozen=True, slots=True)
class Leaf:
    """A translated field.

    Attributes:
        optional: whether it may stand as it is: nobody asks for a translation.
        name: whether it is then a name, and in no language.
        whole: whether it is a list that is one text as a whole.
    """

    optional: bool = False
    name: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """A group or a list with translated fields below it.

    Attributes:
        fields: what is below each field of a group; for a list one entry, ``*`` or ``@key``.
    """

    fields: Mapping[str, Branch | Leaf]

    @property
    def item(self) -> tuple[str, Branch | Leaf] | None:
        """For a list the key its items are known by (empty: their place), and what they hold."""
        name, below = next(iter(self.fields.items()))
        return (name[1:], below) if name[0] in "*@" else None


@cache
def shape(kind: str) -> Branch:
    """Return the translated fields of ``kind`` as a tree.

    Raises:
        KeyError: there is no such kind.
    """
    tree: dict[str, dict[str, object]] = {}
    for one in CATALOGUE[kind]:
        if one.translated:
            *groups, last = _steps(kind, one)
            node: dict[str, object] = tree  # type: ignore[assignment]
            for name in groups:
                node = node.setdefault(name, {})  # type: ignore[assignment]
            node[last] = Leaf(
                one.translated != "text", one.translated in ("name", "words"),
                one.translated == "words",
            )
    return _branch(tree)


def leaves(kind: str) -> Iterator[tuple[tuple[str, ...], Leaf]]:
    """Yield every translated field of ``kind`` with its path (``*`` and ``@key`` for items)."""
    yield from _leaves(shape(kind), ())


def _steps(kind: str, translated: Field) -> Iterator[str]:
    """Yield the parts of the path of a translated field, with ``@key`` for items with a key."""
    path = ""
    for name in translated.path.split("."):
        around = field(kind, path)
        keyed = name == "*" and around is not None and around.named
        yield f"@{around.key[0]}" if keyed and around else name
        path = f"{path}.{name}" if path else name
    if translated.kind == "lines" and translated.translated != "words":
        yield "*"


def _branch(tree: Mapping[str, object]) -> Branch:
    return Branch({
        name: below if isinstance(below, Leaf) else _branch(below)  # type: ignore[arg-type]
        for name, below in tree.items()
    })


def _leaves(
    node: Branch | Leaf, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Leaf]]:
    if isinstance(node, Leaf):
        yield path, node
        return
    for name, below in node.fields.items():
        yield from _leaves(below, (*path, name))
