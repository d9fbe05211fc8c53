"""Make the typeface of the pages from Adobe's Source Sans 3; see README.md.

    python make.py <the folder VF of the npm package source-sans>
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "site_plugins/rettesnor/rendering/theme/assets/rettesnor"
NAME = "Rettesnor Sans"  # the licence reserves the name "Source" for unchanged files
CHARACTERS = (
    "U+0020-007E,U+00A0-00FF,"  # Norwegian, the other Nordic languages, §, «»
    "U+010C,U+010D,U+0110,U+0111,U+014A,U+014B,U+0160,U+0161,U+0166,U+0167,U+017D,U+017E,"
    "U+01B7,U+01E4-01E7,U+01EE,U+01EF,U+0292,U+02BC,"  # Northern, Lule, Southern and Skolt Sami
    "U+0152,U+0153,U+2010-2015,U+2018-201A,U+201C-201E,U+2022,U+2026,U+2030,U+2032,U+2033,"
    "U+2039,U+203A,U+20AC,U+2190-2193,U+2212,U+2260,U+2264,U+2265,U+25CB,U+25CF,U+2610,U+2611,"
    "U+2713"
)
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "tnum"]


def make(source: Path, target: Path, weight: tuple[float, float, float] | float) -> None:
    """Write the characters we use from ``source``, in the given weights, to ``target``."""
    font = TTFont(source)
    options = subset.Options(hinting=False, layout_features=FEATURES, glyph_names=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(CHARACTERS))
    subsetter.subset(font)
    between = target.with_suffix(".ttf")
    font.save(between)  # the instancer wants a font that was read from a file
    font = instancer.instantiateVariableFont(TTFont(between), {"wght": weight})
    between.unlink()
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16, 25):
            text = str(record).replace("SourceSans3", NAME.replace(" ", ""))
            font["name"].setName(
                text.replace("VF", ""), record.nameID, record.platformID, record.platEncID,
                record.langID,
            )
    font.flavor = "woff2"
    font.save(target)
    print(f"{target.name}: {target.stat().st_size} bytes, {len(font.getBestCmap())} characters")


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    make(folder / "SourceSans3VF-Upright.ttf", TARGET / "rettesnor-sans.woff2", (400, 400, 700))
    make(folder / "SourceSans3VF-Italic.ttf", TARGET / "rettesnor-sans-italic.woff2", 400)
