"""Small files in the shape of Lovdata's open data."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Mapping
from pathlib import Path

ACT = "lov/2023-06-09-30"


def document(id_: str, body: str, *, gazette: bool = False, **fields: str) -> str:
    """Return a document: an act in force, or one of Norsk Lovtidend."""
    found = {"dokid": f"{'LTI' if gazette else 'NL'}/{id_}", **fields, "refid": id_}
    info = "".join(f'<dt class="{n}">{n}</dt><dd class="{n}">{v}</dd>' for n, v in found.items())
    return (
        '<!DOCTYPE html><html lang="no"><head><title>x</title></head><body><header '
        f'class="documentHeader"><dl class="data-document-key-info">{info}</dl></header>'
        f'<main class="documentBody">{body}</main></body></html>'
    )


def section(number: str, text: str, heading: str = "", note: str = "") -> str:
    """Return a section of an act."""
    title = f' <span class="legalArticleTitle">{heading}</span>' if heading else ""
    said = "".join(f'<article class="legalP">{line}</article>' for line in text.split("|"))
    told = f'<article class="changesToParent">{note}</article>' if note else ""
    return (
        f'<article class="legalArticle" data-name="§{number.replace(" ", "")}"><h4 '
        f'class="legalArticleHeader"><span class="legalArticleValue">§ {number}</span>.{title}'
        f"</h4>{said}{told}</article>"
    )


def chapter(number: str, heading: str, *sections: str) -> str:
    """Return a chapter of an act."""
    return (
        f'<section class="section" data-name="kap{number}"><h2>Kapittel {number}. {heading}</h2>'
        f"{''.join(sections)}</section>"
    )


def marked(target: str, *changes: tuple[str, str, str]) -> str:
    """Return changes that are marked: how (``change``, ``add-new`` …), the part, and the text."""
    said = "".join(
        f'<article class="change" data-{how}-part="{part}"><article class="defaultP">{line}'
        "</article></article>" for how, part, line in changes
    )
    return f'<article class="document-change" data-document="{target}">{said}</article>'


def archive(path: Path, documents: Mapping[str, str], *, mtime: int = 1_782_864_000) -> Path:
    """Write ``documents`` into a tar.bz2 (by default of 1 July 2026); return its path."""
    with tarfile.open(path, "w:bz2") as tar:
        for name, text in documents.items():
            data = text.encode()
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), mtime
            tar.addfile(info, io.BytesIO(data))
    return path
