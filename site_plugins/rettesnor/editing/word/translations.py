"""A translated text that came back from Word, put into its file."""

from __future__ import annotations

from typing import Any

from rettesnor.editing import yaml_emit, yaml_writer
from rettesnor.editing.plan import NotPossible
from rettesnor.editing.project_files import ProjectFiles
from rettesnor.editing.word.fields import Pointer, TextField, text_pointer
from rettesnor.model.translation import MADE_FROM, source_path, texts

_KIND = "recommendation.oversettelse"


def put_translation(
    files: ProjectFiles, text: str, field: TextField, after: str, made_from: str
) -> str:
    """Return the text of a translation's file with a field saying ``after``.

    It is marked as made from the text that was sent, so that what has changed in the source
    meanwhile is seen. Lists get as many places as in the source.

    Raises:
        NotPossible: it cannot be written without changing anything else.
    """
    if field.kind == "markdown" and not field.text:
        after = after.rstrip("\n") + "\n"
    try:
        source = yaml_writer.read(files.contents[source_path(field.path)].decode("utf-8"))
        data = yaml_writer.read(text) if text else {}
        made = _with(data if isinstance(data, dict) else {}, source, field.pointer, after)
        pointer = text_pointer(field.pointer, texts(source, "recommendation"))
        made[MADE_FROM] = {**(made.pop(MADE_FROM, None) or {}), pointer: made_from}
        if text:
            return yaml_writer.write(text, made, _KIND)
        return yaml_emit.document(made, lambda way: field.kind == "markdown" and way == tuple(
            "*" if isinstance(one, int) else one for one in field.pointer
        ))
    except (yaml_writer.Refused, UnicodeDecodeError, KeyError) as error:
        raise NotPossible(f"{field.path}: {error}") from error


def _with(value: Any, source: Any, pointer: Pointer, after: str) -> Any:
    """Return ``value`` with ``after`` at ``pointer``, and lists as long as those of ``source``."""
    if not pointer:
        return after
    first, rest = pointer[0], pointer[1:]
    if isinstance(first, int):
        items = list(value) if isinstance(value, list) else []
        empty: Any = {} if rest else ""
        items += [empty for _ in range(max(len(source), first + 1) - len(items))]
        items[first] = _with(items[first], source[first], rest, after)
        return items
    group = dict(value) if isinstance(value, dict) else {}
    group[first] = _with(group.get(first), source[first], rest, after)
    return group
