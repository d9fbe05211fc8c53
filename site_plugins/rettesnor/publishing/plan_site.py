"""Building the site of a local plan, and its PDF: whole, or the old one stays."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rettesnor.exports.local_plan import plan_file, register
from rettesnor.model.document_tree import DocumentTree
from rettesnor.model.local_plan import NATIONAL, LocalPlan, Plansteg
from rettesnor.model.look import PaperColours, paper_colours
from rettesnor.model.problem import Problem, Severity, Suppression
from rettesnor.plans.folder import OpenedPlan, open_plan
from rettesnor.plans.views import recommendation_views
from rettesnor.publishing.options import STATE, Theme
from rettesnor.publishing.output import atomic_swap, target_dir
from rettesnor.publishing.output.build_lock import held
from rettesnor.publishing.output.layout import LOST
from rettesnor.publishing.output.page_file import inspect, path_of
from rettesnor.publishing.output.static_files import robots, sitemap, write_assets, write_file
from rettesnor.publishing.theme import load_theme, make_theme
from rettesnor.reading.content.site_settings import PATH as SETTINGS
from rettesnor.reading.content.site_settings import SiteSettings, look_of
from rettesnor.reading.files.folder import DiskFolder
from rettesnor.rendering.i18n import language
from rettesnor.rendering.page import Page
from rettesnor.rendering.pages import local_plan as pages
from rettesnor.rendering.pages.local_plan import PlanView, surroundings
from rettesnor.rendering.pages.search import INDEX
from rettesnor.rendering.scripts import site_texts
from rettesnor.search.document import Document
from rettesnor.search.index_files import index_files, page_file
from rettesnor.search.inverted_index import invert
from rettesnor.search.partitions import SinglePartition

NEWEST = f"{NATIONAL}/siste.json"
"""What «rettesnor plan status» found: the newest national version, and the day it asked."""


@dataclass(frozen=True)
class PlanResult:
    """The result of building a plan's site.

    Attributes:
        problems: what is wrong with the plan, sorted.
        pages: how many pages the site has; 0 when nothing was published.
        faults: what verification found wrong; the old site is then kept.
    """

    problems: tuple[Problem, ...]
    pages: int = 0
    faults: tuple[str, ...] = ()
    suppressions: tuple[Suppression, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether it may be published: there are warnings at most."""
        return all(problem.severity is Severity.WARNING for problem in self.problems)


def build_plan(root: Path, site: Path, as_of: date, *, with_pdf: bool) -> PlanResult:
    """Build the site of the plan in ``root``.

    Args:
        as_of: the day for which the rules are checked.
        with_pdf: whether to make the PDF, too.

    Raises:
        TargetDirError: the site cannot be put there.
        LayoutError: ``mkdocs.yml`` cannot be used.
    """
    target_dir.check_target(root, site)
    with held(root / STATE):
        opened = open_plan(DiskFolder(root), as_of)
        if opened.plan is None or opened.base is None or not opened.sound:
            return PlanResult(opened.problems)
        theme = plan_theme(root, opened.plan)
        view = _view(root, opened, opened.plan, theme.shell.site_url, with_pdf=with_pdf)
        fresh = atomic_swap.aside(site)
        try:
            made, faults = _write(view, theme, fresh)
            write_file(f"{fresh}/{pages.PLAN_DATA}", plan_file(view.plan))
            write_file(f"{fresh}/{pages.DEVIATION_DATA}", register(view.plan, view.national))
            if with_pdf:
                data = _pdf(view, as_of, _colours(root))
                if isinstance(data, str):
                    faults.append(f"/{pages.PDF}: {data}")
                else:
                    write_file(f"{fresh}/{pages.PDF}", data)
            faults += _dead_links(made, fresh)
            if faults:
                return PlanResult(opened.problems, 0, tuple(sorted(faults)))
            atomic_swap.put(fresh, site)
            return PlanResult(opened.problems, len(made))
        finally:
            shutil.rmtree(fresh, ignore_errors=True)  # when it is not in the old one's place


def pdf_available() -> bool:
    """Whether what makes the PDF is installed."""
    from rettesnor.exports.documents.pdf import available

    return available()


def plan_page(root: Path, opened: OpenedPlan, theme: Theme, url: str) -> str:
    """Return one page of a plan as it would be built, for a preview.

    Args:
        url: its address below the site, such as «faser/».

    Returns: empty when there is no such page, or the plan cannot be read.
    """
    if opened.plan is None or opened.base is None:
        return ""
    view = _view(root, opened, opened.plan, "", with_pdf=False)
    make = pages.makers(view).get(url)
    if make is None or url.endswith(".html"):
        return ""
    return _html(view, theme, make())


def newest_known(root: Path) -> tuple[str, str]:
    """Return the newest national version that is known, and the day somebody asked; or empty."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        found = json.loads((root / NEWEST).read_bytes())
        date.fromisoformat(found["sjekket"])
        if all(part.isdigit() for part in str(found["versjon"]).split(".")):
            return str(found["versjon"]), str(found["sjekket"])
    return "", ""


def plan_theme(root: Path, plan: LocalPlan) -> Theme:
    """Return our theme with the look that ``mkdocs.yml`` declares, if there is one.

    Raises:
        LayoutError: ``mkdocs.yml`` cannot be used.
    """
    if (root / SETTINGS).is_file():
        return load_theme(root, preview=False, site_url=plan.adresse or None, plan=True)
    settings = SiteSettings(site_url=_slashed(plan.adresse), save_offline=False)
    return make_theme(settings, None, preview=False, site_url=settings.site_url, plan=True)


def _view(
    root: Path, opened: OpenedPlan, plan: LocalPlan, site_url: str, *, with_pdf: bool
) -> PlanView:
    national = opened.national
    newest, asked = newest_known(root)
    base = opened.base.edition if opened.base else national
    said = base.oversettelser.get(plan.sprak)
    first = base.guideline.languages[0].id
    untranslated = frozenset(
        id_ for id_ in national.recommendations if plan.sprak != first
        and (said is None or "kort_anbefaling" not in said.anbefalinger.get(id_, {}))
    )
    steps: Mapping[str, tuple[Plansteg, ...]] = {
        id_: tuple(Plansteg(one["hvem"], one["hva"], one.get("naar", "")) for one in view["steg"])
        for id_, view in recommendation_views(national).items() if "steg" in view
    }
    return PlanView(
        plan, national, steps, untranslated, newest, asked, _slashed(site_url), with_pdf
    )


def _write(view: PlanView, theme: Theme, fresh: Path) -> tuple[dict[str, Page], list[str]]:
    """Write pages, search and the theme's files; return the pages by path, and what is wrong."""
    made: dict[str, Page] = {}
    faults: list[str] = []
    for make in pages.makers(view).values():
        page = make()
        html = _html(view, theme, page)
        name = "404.html" if page.base else path_of(page.url)
        write_file(f"{fresh}/{name}", html.encode())
        made[name] = page
    for path, data in _search(view, made).items():
        write_file(f"{fresh}/{path}", data)
    indexed = [page.url for page in made.values() if page.indexed and not page.base]
    write_file(f"{fresh}/sitemap.xml", sitemap(view.site_url, indexed, {}).encode())
    write_file(f"{fresh}/robots.txt", robots(view.site_url).encode())
    write_assets(theme.assets, fresh)
    return made, faults


def _html(view: PlanView, theme: Theme, page: Page) -> str:
    """Return a page with the theme's layout around it."""
    scale = tuple(view.national.guideline.scale)
    texts = site_texts(page.root, view.code, view.national.guideline.styrker and scale)
    return theme.shell.filled(
        LOST if page.base else page.depth, view.code, {**surroundings(page, view), "texts": texts}
    )


def _search(view: PlanView, made: Mapping[str, Page]) -> dict[str, bytes]:
    """Return the files of the search index, by path."""
    documents = [_document(view, page) for page in made.values() if page.search]
    synonyms = [
        (term.term, *term.synonymer, *term.sokeord) for term in view.national.guideline.termer
    ]
    scale = [one.id for one in view.national.guideline.scale]
    found = index_files(invert(SinglePartition(documents)), synonyms, scale).all()
    return {
        **{f"{INDEX}{path}": data for path, data in found.items()},
        **{f"{INDEX}sider/{number}.js": page_file(number, one.json())
           for number, one in enumerate(documents)},
    }


def _document(view: PlanView, page: Page) -> Document:
    """Return what search knows of a page; recommendations have chapter, strength and roles."""
    sections = tuple((one.anchor, one.title, one.text, one.words) for one in page.search)
    id_ = page.url.removeprefix(pages.RECOMMENDATIONS).rstrip("/")
    found = view.national.recommendations.get(id_)
    if page.kind != "plan-anbefaling" or found is None:
        return Document(page.url, page.title, "side", "", "", (), sections)
    guideline = view.national.guideline
    chapters = {one.id: one.tittel for one in guideline.kapitler}
    roles = {one.id: one.navn for one in guideline.roller}
    groups = tuple(roles[one] for one in found.maalgrupper if one in roles)
    return Document(
        page.url, page.title, "anbefaling", chapters.get(found.kapittel, ""), found.styrke, groups,
        sections,
    )


def _dead_links(made: Mapping[str, Page], fresh: Path) -> list[str]:
    """Return the links in the pages that lead to nothing in the site."""
    found = []
    for name, page in made.items():
        links, own = inspect((fresh / name).read_text(encoding="utf-8"), page)
        found += [f"/{page.url}: {fault}" for fault in own]
        for link in links:
            path = link.partition("#")[0]
            target = path_of(path) if not path or path.endswith("/") else path
            if not (fresh / target).is_file():
                found.append(f"/{page.url}: lenka til «/{link}» fører ikke til noe.")
    return found


def _colours(root: Path) -> PaperColours:
    return paper_colours(look_of(root, os.environ)) if (root / SETTINGS).is_file() else (
        PaperColours()
    )


def _pdf(view: PlanView, as_of: date, colours: PaperColours) -> bytes | str:
    """Return the PDF, or why there is none."""
    from rettesnor.exports.documents.local_plan import plan_document
    from rettesnor.exports.documents.pdf import NOTHING, TypesettingError, pdf

    tree: DocumentTree = plan_document(
        view.plan, view.national, view.steps, as_of.isoformat(), language(view.code).gettext
    )
    try:
        return pdf(tree, NOTHING, colours)
    except TypesettingError as error:
        return str(error)


def _slashed(address: str) -> str:
    return address if not address or address.endswith("/") else f"{address}/"


