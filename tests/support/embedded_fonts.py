"""The characters that the fonts inside Typst can show, read from the fonts themselves.

Typst carries its fonts in its own binary. A font is found by its header (OpenType 1.9, «Table
directory») and asked by its ``cmap`` table which characters it has. Every font counts: where the
named ones lack a character, Typst falls back on the others.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

from rettesnor.exports.documents.pdf import STANDARDS, template

_HEADERS = re.compile(rb"OTTO\x00[\x05-\x28]|\x00\x01\x00\x00\x00[\x05-\x28]")


_NO_TEXT = frozenset({"Cc", "Cn", "Co", "Cs"})


@cache
def characters() -> frozenset[int]:
    """Return the code points that at least one of the fonts has a glyph for."""
    found: set[int] = set()
    for cmap in _cmaps():
        found |= cmap
    return frozenset(point for point in found if unicodedata.category(chr(point)) not in _NO_TEXT)


def ranges(points: frozenset[int]) -> list[tuple[int, int]]:
    """Return ``points`` as ranges, both ends included."""
    ordered = sorted(points)
    starts = ordered[:1] + [b for a, b in pairwise(ordered) if b > a + 1]
    ends = [a for a, b in pairwise(ordered) if b > a + 1] + ordered[-1:]
    return list(zip(starts, ends, strict=True))


def _cmaps() -> Iterator[set[int]]:
    spec = find_spec("typst")
    assert spec is not None and spec.origin is not None
    binary, = Path(spec.origin).parent.glob("_typst*")
    data = binary.read_bytes()
    for header in _HEADERS.finditer(data):
        start = header.start()
        tables = _tables(data, start)
        if tables:
            yield set(_mapped(data, start + tables[b"cmap"]))


def _tables(data: bytes, start: int) -> dict[bytes, int]:
    """Return the offsets of a font's tables; nothing when there is no font at ``start``."""
    count, = struct.unpack_from(">H", data, start + 4)
    tables = {}
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, start + 12 + 16 * index)
        if not re.fullmatch(rb"[ -~]{4}", tag) or start + offset + length > len(data):
            return {}
        tables[tag] = offset
    return tables if {b"cmap", b"head", b"name"} <= tables.keys() else {}


def _mapped(data: bytes, cmap: int) -> Iterator[int]:
    count, = struct.unpack_from(">H", data, cmap + 2)
    for index in range(count):
        platform, _, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * index)
        form, = struct.unpack_from(">H", data, cmap + offset)
        if platform in (0, 3) and form == 12:
            yield from _segmented_coverage(data, cmap + offset)
        elif platform in (0, 3) and form == 4:
            yield from _segments(data, cmap + offset)


def _segmented_coverage(data: bytes, at: int) -> Iterator[int]:
    groups, = struct.unpack_from(">I", data, at + 12)
    for index in range(groups):
        first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * index)
        yield from (point for point in range(first, last + 1) if glyph + point - first)


def _segments(data: bytes, at: int) -> Iterator[int]:
    double, = struct.unpack_from(">H", data, at + 6)
    ends, starts = at + 14, at + 16 + double
    for index in range(0, double, 2):
        last, = struct.unpack_from(">H", data, ends + index)
        first, = struct.unpack_from(">H", data, starts + index)
        delta, = struct.unpack_from(">H", data, starts + double + index)
        place = starts + 2 * double + index
        offset, = struct.unpack_from(">H", data, place)
        for point in range(first, min(last, 0xFFFE) + 1):
            glyph = point
            if offset:
                glyph, = struct.unpack_from(">H", data, place + offset + 2 * (point - first))
            if glyph and (glyph + delta) % 65536:
                yield point


def refused(points: list[int]) -> set[int]:
    """Return those of ``points`` that Typst cannot set in the fonts of a booklet."""
    if _sets(points):
        return set()
    if len(points) == 1:
        return set(points)
    half = len(points) // 2
    return refused(points[:half]) | refused(points[half:])


def _sets(points: list[int]) -> bool:
    import typst

    fonts = re.search(r'font: \(".*?"\)', template().decode())
    assert fonts is not None
    source = f'#set text({fonts[0]}, lang: "nb")\n#set document(title: "x")\n'
    source += "\n".join(f'#text("\\u{{{point:x}}} ")' for point in points)
    try:
        _compiler().compile(source.encode(), format="pdf", pdf_standards=list(STANDARDS))
    except typst.TypstError:
        return False
    return True


@cache
def _compiler() -> Any:
    import typst

    return typst.Compiler(root=str(Path(__file__).parent), ignore_system_fonts=True)
