"""Citing sources in APA style, by pandoc and an adapted style of the CSL project.

The style is that of the Norwegian APA manual («17. mai», «Nr. 3», no comma before «&»); words
such as «2. utg.» and «Red.» come from pandoc's locale nb-NO.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rettesnor.model import collation
from rettesnor.rendering.public_documents import prepared

_ENTRY = re.compile(
    r'<div id="ref-(?P<key>[^"]+)"[^>]*class="csl-entry"[^>]*>(?P<html>.*?)</div>\s*'
    r"(?=<div|</div>)",
    re.S,
)
_CITED = re.compile(r'<p><span[^>]*class="citation"[^>]*>(?P<html>.*?)</span></p>', re.S)
_STYLE = Path(__file__).parent / "styles" / "norsk-apa-manual.csl"
_LOCALES = {"nb": "nb-NO", "nn": "nn-NO"}


class CitationError(Exception):
    """The sources could not be formatted; says why in Norwegian."""


@dataclass(frozen=True, slots=True)
class Citation:
    """How one source is cited in text («Redd Barna, 2025») and listed; safe HTML both.

    Attributes:
        others: language, ``short`` and ``full`` for each other language of the site.
    """

    short: str
    full: str
    others: tuple[tuple[str, str, str], ...] = ()

    def within(self, language: str) -> Citation:
        """Return the citation as pages in ``language`` have it."""
        own = next((o for o in self.others if o[0] == language), ("", self.short, self.full))
        return Citation(own[1], own[2])


def cite(sources: Mapping[str, Mapping[str, Any]], language: str = "nb") -> dict[str, Citation]:
    """Return the citation of every CSL item in ``sources``, with the words of ``language``.

    All are formatted together, because APA tells works of the same author and year apart by a
    letter after the year.

    Raises:
        CitationError: pandoc is missing or cannot read the items.
    """
    if not sources:
        return {}
    import pypandoc

    document = "\n\n".join(f"[@{key}]" for key in sources)
    items = json.dumps([prepared(item) for item in sources.values()], ensure_ascii=False)
    try:
        html = _pandoc(pypandoc, document, items, language)
    except (OSError, RuntimeError) as error:
        raise CitationError(f"Kildelista kan ikke formateres: {error}") from error
    full = {match["key"]: _tidy(match["html"]) for match in _ENTRY.finditer(html)}
    short = [_tidy(match["html"])[1:-1] for match in _CITED.finditer(html)]  # in parentheses
    return {
        key: Citation(cited, full.get(key, ""))
        for key, cited in zip(sources, short, strict=True)
    }


def _pandoc(pypandoc: Any, document: str, items: str, language: str) -> str:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        bibliography = Path(folder, "kilder.json")
        bibliography.write_text(items, encoding="utf-8")
        html: str = pypandoc.convert_text(
            document, "html", format="markdown",
            extra_args=[
                "--citeproc", f"--csl={_STYLE}", f"--bibliography={bibliography}",
                f"--metadata=lang:{_LOCALES.get(language, language)}",
                "--metadata=link-citations:false", "--wrap=none", "--sandbox=false",
            ],
        )
    return html


def _tidy(html: str) -> str:
    """Drop what a strict Content-Security-Policy or our markup has no use for."""
    html = re.sub(r"</?span[^>]*>", "", html)
    html = re.sub(r' class="[^"]*"| role="[^"]*"', "", html)
    return " ".join(html.split())


def used(keys: Iterable[str], citations: Mapping[str, Citation]) -> list[str]:
    """Return ``keys`` without doubles, in the order of their full citations."""
    known = {key for key in keys if key in citations}
    return sorted(known, key=lambda key: collation.entry_key(citations[key].full))
