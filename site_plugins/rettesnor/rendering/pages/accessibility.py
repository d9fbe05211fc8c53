"""The page that says how accessible the site is: what was tested, and what is known to fail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rettesnor.model.accessibility import AccessibilityReport, PageResult
from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.pages import BY_ID, page_address
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.context import Context
from rettesnor.rendering.page import Page, SearchSection

URL = page_address("tilgjengelighet")
TESTS = {
    "axe": (
        N_("axe-core"),
        N_("Reglene for WCAG 2.0, 2.1 og 2.2 på nivå A og AA som et program kan prøve."),
    ),
    "navn": (
        N_("Navn"),
        N_("Alle knapper, lenker og felter har et navn som en skjermleser kan lese opp. Deler av "
           "siden med samme rolle har hvert sitt navn."),
    ),
    "tastatur": (
        N_("Tastatur"),
        N_("Alt som kan brukes, nås med tabulatortasten, viser at det har fokus, og skjules ikke "
           "av noe annet."),
    ),
    "zoom": (
        N_("400 % zoom"),
        N_("Siden kan leses uten å rulle sidelengs når vinduet er 320 piksler bredt."),
    ),
    "ro": (
        N_("Mindre bevegelse"),
        N_("Ingenting beveger seg for den som har bedt om mindre bevegelse."),
    ),
    "html": (N_("HTML"), N_("Nu Html Checker finner ingen feil i sidens kode.")),
}
"""The tests by id: what each is called, and what it looks for."""
_LOOKS = {"lyst": N_("lyst"), "mørkt": N_("mørkt")}


@dataclass(frozen=True, slots=True)
class Row:
    """A kind of page: what it is called, and the page tested in each of the languages, if any."""

    name: str
    pages: Sequence[PageResult | None]


def accessibility_page(context: Context, report: AccessibilityReport | None) -> Page:
    """Return the page about accessibility; without a ``report`` it says that nothing was tested."""
    _, root = context.gettext, "../"
    values = _shown(context, report) if report else {}
    body = environment.render(
        "accessibility", context.language, guideline=context.guideline, root=root,
        out=context.site_root(root), report=report, **values,
    )
    title = _("Tilgjengelighet")
    about = _("Hva som er prøvd på nettstedet, og hvordan du melder fra om en hindring.")
    return Page(
        URL, "tilgjengelighet", title, about, body, search=(SearchSection("", title, about),)
    )


def _shown(context: Context, report: AccessibilityReport) -> dict[str, object]:
    _, languages = context.gettext, context.guideline.languages
    tested = {(page.slag, page.sprak): page for page in report.sider}
    kinds = dict.fromkeys(page.slag for page in report.sider)
    return {
        "tests": [tuple(map(_, TESTS[id_])) for id_ in report.prover],
        "names": {id_: _(name) for id_, (name, _about) in TESTS.items()},
        "looks": [_(_LOOKS[look]) for look in report.utseender],
        "widths": report.bredder,
        "tools": ", ".join(f"{tool.navn} {tool.versjon}" for tool in report.verktoy),
        "languages": [language.navn for language in languages],
        "rows": [
            Row(
                _(BY_ID[kind].name) if kind in BY_ID else kind,
                [tested.get((kind, language.id)) for language in languages],
            )
            for kind in kinds
        ],
        "flawless": sum(not page.feil for page in report.sider),
        "flawed": [page for page in report.sider if page.feil],
        "lacks": [context.written(text) for text in report.mangler],
        "manual": [
            (test.dato, context.written(test.hva), context.written(test.resultat))
            for test in report.manuelt
        ],
    }
