"""Rendered prose: the HTML of one text field and the references it makes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

ReferenceKind = Literal["kilde", "lov", "term", "anbefaling", "side", "bilde"]

SLOT = re.compile("\x02([0-9]+)\x03")
"""Where a reference stands in ``Fragment.html``: its index in ``references``.

Control characters are refused in content, so a slot cannot be forged.
"""


@dataclass(frozen=True, slots=True)
class Reference:
    """A pointer from prose to something else in the guideline.

    Attributes:
        kind: what it points to: source, law, term, recommendation or prose page.
        target: the source's key, the law's id, the term as written, the recommendation's
            or the page's id.
        detail: section of a law, locator of a citation, anchor of a recommendation or page.
        text: the text to show, already escaped HTML; empty to show the target's own name.
        line: 0-based line inside the field.
        column: 0-based column inside that line.
    """

    kind: ReferenceKind
    target: str
    detail: str = ""
    text: str = ""
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Fragment:
    """One text field, rendered.

    Attributes:
        html: safe HTML with a slot (see ``SLOT``) for each reference.
        references: in the order of their slots.
        anchors: ids of the blocks inside, in order.
        text: plain text for search, one line per block.
    """

    html: str
    references: tuple[Reference, ...] = ()
    anchors: tuple[str, ...] = ()
    text: str = ""
