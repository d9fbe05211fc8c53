"""What references look like in prose, and what they refer to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape
from urllib.parse import unquote

from rettesnor.model import legal_reference
from rettesnor.model.prose import Reference
from rettesnor.reading.markdown.issue import Issue

CITATION = re.compile(r"\[(@[^\s\[\]][^\[\]]*)\]")
"""``[@key]``, ``[@key, s. 12]``, ``[@a; @b]``: group 1 is what stands between the brackets."""

_CITED = re.compile(r"@([a-z0-9]+(?:-[a-z0-9]+)*)(?:,\s*([^@]+))?\s*\Z")


def cited(content: str, line: int, column: int) -> tuple[list[Reference | None], Issue | None]:
    """Return the references of a citation, None for each that cannot be read, and the issue."""
    content = " ".join(content.split())
    found: list[Reference | None] = []
    for part in content.split(";"):
        match = _CITED.match(part.strip())
        found.append(match and Reference("kilde", match[1], match[2] or "", "", line, column))
    if None not in found:
        return found, None
    return found, Issue(
        "prosa-henvisning", line, column, f"Kildehenvisningen «[{content}]» kan ikke leses.",
        "Skriv [@nøkkel], [@nøkkel, s. 12] eller [@en; @to].",
    )


def referred(
    target: str, shown: str, line: int, column: int
) -> tuple[Reference, Issue | None]:
    """Return the reference of a double bracket, and the issue if it shows another provision.

    What is no reference to a provision is one to a term, or to a whole act: which of them only the
    glossary and the register of laws can tell.
    """
    target, shown = " ".join(target.split()), " ".join(shown.split())
    law = legal_reference.parse(target)
    if law is None:
        return Reference("term", target, "", escape(shown or target), line, column), None
    other = next((s for s in legal_reference.sections_in(shown) if s != law.section), "")
    issue = other and Issue(
        "prosa-henvisning", line, column,
        f"Henvisningen går til {law.section}, men teksten som vises, sier {other}.",
        "Vis samme paragraf som henvisningen går til, eller del den i to henvisninger.",
    )
    shown = shown or re.sub("§ ?", "§ ", target)
    return Reference("lov", law.law, law.section, escape(shown), line, column), issue or None


def linked(href: str, lines: Sequence[str], block: range) -> Reference | None:
    """Return the reference of a link to ``href``, None if it leads out of the guideline.

    The link stands somewhere on the lines ``block`` of ``lines``.
    """
    kind, _, rest = href.partition(":")
    if kind not in ("anbefaling", "side"):
        return None
    target, _, anchor = unquote(rest).partition("#")
    line, column = found_at(href, lines, block)
    return Reference(
        "anbefaling" if kind == "anbefaling" else "side", target, anchor, "", line, column
    )


def found_at(what: str, lines: Sequence[str], block: range) -> tuple[int, int]:
    """Return the line and column of the first ``what`` in ``block``, or where the block starts."""
    for line in block:
        if (column := lines[line].find(what)) >= 0:
            return line, column
    return block.start, 0


def slot(index: int) -> str:
    """Return the mark that stands for reference ``index`` (see ``rettesnor.model.prose.SLOT``)."""
    return f"\x02{index}\x03"


def plain_text(reference: Reference) -> str:
    """Return what ``reference`` says in plain text."""
    return unescape(reference.text) or reference.target
