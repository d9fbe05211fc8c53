"""The files that a page can be carried along as: format, what each is good for, size."""

from __future__ import annotations

from html import escape

from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.rendering.context import Context, Download
from rettesnor.rendering.page import Page

_USES = {
    "pdf": N_("PDF, til å lese og skrive ut"),
    "docx": N_("Word, som du kan redigere"),
    "epub": N_("EPUB, til lesebrett"),
    "pptx": N_("PowerPoint, med notater, som du kan redigere"),
    "zip": N_("Hele nettstedet, til å lese uten nett (ZIP)"),
}
_FORMS = {
    "pdf": N_("PDF, til å fylle ut eller skrive ut"), "docx": N_("Word, til å fylle ut"),
}
"""The same of a template to fill in."""
_POSTERS = {
    "plakat-a4.pdf": N_("Plakat i A4, til å skrive ut (PDF)"),
    "plakat-a3.pdf": N_("Plakat i A3, til å skrive ut (PDF)"),
}
_TYPES = {
    "pdf": "application/pdf", "epub": "application/epub+zip", "zip": "application/zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


def downloads(page: Page, context: Context) -> str:
    """Return the list of what ``page`` can be carried along as; empty when there is nothing."""
    found = context.downloads.get(page.url, ())
    if not found:
        return ""
    items = "".join(_item(download, page, context) for download in found)
    return (
        '<section class="rn-section rn-downloads" aria-labelledby="last-ned">'
        f'<h2 id="last-ned">{context.gettext("Last ned")}</h2><ul>{items}</ul></section>'
    )


def _item(download: Download, page: Page, context: Context) -> str:
    kind = download.path.rpartition(".")[2]
    languages = {one.id: one.navn for one in context.guideline.languages}
    if name := _POSTERS.get(download.path.rpartition("/")[2]):
        kind = "pdf"
    about = [size(download.size)] if download.size else []
    if kind != "zip":
        about.append(languages.get(context.language, context.language).lower())
    uses = _FORMS if page.kind == "mal" else _USES
    # What is packed for reading without a network leaves itself out.
    online = " data-rn-online" if kind == "zip" else ""
    told = f' <span class="rn-downloads__about">({escape(", ".join(about))})</span>'
    return (
        f'<li{online}><a href="{page.root}{escape(download.path)}" type="{_TYPES[kind]}">'
        f"{context.gettext(name or uses[kind])}{told if about else ''}</a></li>"
    )


def size(count: int) -> str:
    """Return a number of bytes as people read it (SI units): ``65 kB``, ``1,2 MB``."""
    if count < 1_000_000:
        return f"{max(round(count / 1000), 1)} kB"
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")
