"""A recommendation for other sites: a piece of HTML to paste in, and the data it is checked by."""

from __future__ import annotations

import json
from hashlib import sha256
from html import escape
from typing import Any

from rettesnor.model.recommendation import Recommendation
from rettesnor.rendering.context import Context, Head
from rettesnor.rendering.status import is_released, text_label

NAME = "innbygging"
"""The name of both files, which lie beside the recommendation's page."""
SCRIPT = "assets/rettesnor/rettesnor-anbefaling.js"
UNKNOWN = "https://ADRESSEN/"
"""Stands for the site's address where that is not known."""


def embed_data(context: Context, recommendation: Recommendation) -> bytes:
    """Return what an embedded recommendation is checked against, as JSON.

    ``siste`` is the release that last changed the recommendation; null for one that is not
    released. ``sitert`` stands for the words that are quoted.
    """
    r, g, _ = recommendation, context.guideline, context.gettext
    head = context.heads[r.id]
    data: dict[str, Any] = {
        "id": r.id, "retningslinje": g.id, "navn": g.tittel, "tittel": r.tittel,
        "kort_anbefaling": r.kort_anbefaling, "styrke": context.strength(r.styrke).navn,
        "siste": head.versjon if is_released(context, head) and head.versjon else None,
        "sitert": quoted(context, head), "utgave": text_label(context, head),
        "status": g.status, "utkast": g.draft,
        "avsender": g.author_name, "ansvarlig": g.eier.navn,
        "offisiell": bool(g.avsender) and g.is_official("kort_anbefaling"),
        "lisens": {"navn": g.lisens.navn, "lenke": g.lisens.lenke}, "sprak": context.language,
        "side": "./", "endringer": "historikk/",
        "sier": {
            "who": _who(context),
            "now": _("Kontrollert nå: teksten er den som gjelder."),
            "draft": _("Kontrollert nå: teksten er et utkast som ikke er vedtatt."),
            "old": _("Utdatert: anbefalingen er endret siden denne teksten ble hentet."),
            "unreleased": _("Teksten er ikke utgitt og kan bli endret."),
            "read": _("Les den slik den er nå"),
        },
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _who(context: Context) -> str:
    """Return who stands behind the sentence that is quoted."""
    g = context.guideline
    if g.avsender and g.is_official("kort_anbefaling"):
        return context.gettext("Offisiell anbefaling fra %(owner)s") % {"owner": g.eier.navn}
    return g.author_name


def quoted(context: Context, head: Head) -> str:
    """Return a digest of what is quoted: a change in the grounds does not make a quote outdated."""
    said = (head.tittel, head.kort_anbefaling, context.strength(head.styrke).navn)
    return sha256("\n".join(map(str, said)).encode()).hexdigest()[:12]


def embed_html(context: Context, id_: str) -> str:
    """Return the HTML to paste into another site.

    Without scripts, and without the site, it is a quote with a link and its version.
    """
    g, _ = context.guideline, context.gettext
    head = context.heads[id_]
    page = f"{context.address or UNKNOWN + context.folder}{head.url}"
    site = context.address.removesuffix(context.folder) if context.address else UNKNOWN
    version = head.versjon if is_released(context, head) else ""
    state = f", {_('utkast')}" if g.draft else ""
    said = (
        f'<p><strong>{escape(context.strength(head.styrke).navn)}:</strong> '
        f"{escape(head.kort_anbefaling)}.</p>\n"
        f'<footer><a href="{escape(page)}">{escape(head.tittel)}</a>. {escape(g.korttittel)} '
        f"({escape(text_label(context, head))}{state}). {escape(_who(context))}. "
        f'<a href="{escape(g.lisens.lenke)}">{escape(g.lisens.navn)}</a>.</footer>'
    )
    return (
        f'<rettesnor-anbefaling kilde="{escape(page)}{NAME}.json" versjon="{escape(version)}"'
        f' sitert="{quoted(context, head)}">\n'
        f'<blockquote cite="{escape(page)}" lang="{context.language}">\n{said}\n</blockquote>\n'
        "</rettesnor-anbefaling>\n"
        f'<script type="module" src="{escape(site)}{SCRIPT}"></script>\n'
    )
