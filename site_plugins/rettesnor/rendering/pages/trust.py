"""The page that lets readers check a release by themselves, in the browser or by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rettesnor.model.pages import page_address
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.context import Context
from rettesnor.rendering.jinja_env import norwegian_date
from rettesnor.rendering.page import Page
from rettesnor.rendering.scripts import script, stylesheet

URL = page_address("tillit")


@dataclass(frozen=True, slots=True)
class Digests:
    """A release and its published digests, SHA-256 in hexadecimal.

    Attributes:
        manifest: of ``manifest.json``, which has the digests of all other files of the release.
        before: the version whose manifest this one names; empty for the first release.
    """

    version: str
    day: str
    manifest: str
    snapshot: str
    before: str


def trust_page(context: Context, releases: Sequence[Digests], *, removed: bool) -> Page:
    """Return the page; ``releases`` come newest first.

    Args:
        removed: whether something was taken out of the records, because the law asked for it.
    """
    _, root = context.gettext, "../"
    out = context.site_root(root)
    body = environment.render(
        "history/trust", context.language, root=root, out=out, releases=releases, removed=removed,
        days={one.version: norwegian_date(one.day, context.language) for one in releases},
        address=context.address.removesuffix(context.folder) if context.address else "",
    )
    return Page(
        URL, "tillit", _("Kontroller en utgave"),
        _("Slik kan du kontrollere at en utgave er slik den ble gitt ut."), body,
        head=stylesheet("trust", out) + script("trust", out, context.language),
    )
