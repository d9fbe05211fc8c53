"""A look to test with: settings in ``mkdocs.yml``, and the files they name."""

from __future__ import annotations

import re
from pathlib import Path
from struct import pack

from tests.support.guidelines import put

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40"><path d="M0 0h80v40z"/></svg>\n'
WOFF2 = b"wOF2\x00\x01\x00\x00" + pack(">I", 64) + bytes(52)
"""What is looked at in a WOFF2 file: its signature and its length."""
LOOK = """\
owner: Direktoratet & sønn
title: {nb: Kort <tittel>, nn: Stutt tittel}
sender: Fra staten
logo: {file: logo.svg, dark: logo-dark.svg, alt: Våpen}
font:
  name: Source Serif 4
  kind: serif
  licence: OFL.txt
  files:
    - serif-400.woff2
    - {file: serif-700.woff2, weight: 600 700}
    - {file: serif-italic.woff2, style: italic}
colors:
  background: "#fffdf8"
  link: "#8a1f2d"
  brand: "#3b0d16"
dark:
  link: "#ffb3ba"
"""


def settings(look: str, theme: str = "rettesnor") -> str:
    """Return ``mkdocs.yml`` with ``look`` in it, which begins on line 7."""
    inner = "".join(f"        {line}\n" for line in look.splitlines())
    return (
        f"site_name: A\ndocs_dir: guideline\ntheme: {theme}\nplugins:\n  - rettesnor:\n"
        f"      look:\n{inner}"
    )


def with_look(root: Path, look: str = LOOK, theme: str = "rettesnor") -> Path:
    """Give the guideline in ``root`` a look, with its files."""
    put(root, "mkdocs.yml", settings(look, theme))
    folder = root / "guideline" / "look"
    folder.mkdir(parents=True, exist_ok=True)
    put(root, "guideline/look/logo.svg", LOGO)
    put(root, "guideline/look/logo-dark.svg", re.sub("<path", '<path fill="#fff"', LOGO))
    put(root, "guideline/look/OFL.txt", "SIL Open Font License 1.1\n")
    for number, name in enumerate(("serif-400", "serif-700", "serif-italic")):
        (folder / f"{name}.woff2").write_bytes(WOFF2[:-1] + bytes([number]))
    return root
