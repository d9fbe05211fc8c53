"""The list of characters that PDF files can show, held against the fonts they are set in."""

from __future__ import annotations

from rettesnor.model.printable import INSTEAD, printable, shown

from tests.support import embedded_fonts


def test_the_list_is_what_the_fonts_have() -> None:
    """If Typst brings other fonts: ``python -m tests.model.test_printable`` writes the list."""
    assert printable() == wanted()


def wanted() -> frozenset[str]:
    known = embedded_fonts.characters()
    return frozenset(map(chr, (known - embedded_fonts.refused(sorted(known))) | {9, 10}))


def test_what_is_not_on_the_list_cannot_be_set() -> None:
    outside = [point for point in map(ord, "✅ትग中ⴰ👍️") if chr(point) not in printable()]
    assert len(outside) >= 6
    assert embedded_fonts.refused(outside) >= set(outside) - {0xFE0F}


def test_a_character_without_a_glyph_is_replaced() -> None:
    assert shown("Ferdig ✅ nå") == f"Ferdig {INSTEAD} nå"
    assert INSTEAD in printable()
    text = "Ærlig ŋ č š «§ 10-6» – § → ≤ ✓"
    assert shown(text) is text


if __name__ == "__main__":
    from pathlib import Path

    from rettesnor.model import printable as module

    found = embedded_fonts.ranges(frozenset(map(ord, wanted())))
    Path(module.__file__).with_suffix(".txt").write_text(
        "".join(f"{first:04X}-{last:04X}\n" for first, last in found), encoding="ascii"
    )
