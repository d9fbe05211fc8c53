"""Where «make texts» finds the desk's texts besides the code: templates and schemas (see Babel)."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import IO, Any

from babel.messages.extract import extract_python
from django.conf import settings
from django.utils.translation.template import templatize

from rettesnor_editor.forms.controls import in_words

Found = tuple[int, Any, Any, Any]
"""Line, function, text, comments: see Babel."""


def templates(
    file: IO[bytes], keywords: Any, comments: Any, options: Any
) -> Iterator[Found]:
    """Yield the texts of one of Django's templates."""
    if not settings.configured:
        settings.configure()
    code = templatize(file.read().decode())
    yield from extract_python(
        io.BytesIO(code.encode()), {"gettext": None}, comments, options
    )


def schemas(file: IO[bytes], keywords: Any, comments: Any, options: Any) -> Iterator[Found]:
    """Yield the titles and descriptions of a schema."""
    yield from ((1, "gettext", text, []) for text in _texts(json.load(file)))


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (
            in_words(node[key]) for key in ("title", "description")
            if isinstance(node.get(key), str)
        )
        for inner in node.values():
            yield from _texts(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _texts(inner)
