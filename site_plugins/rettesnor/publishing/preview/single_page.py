"""One page of the working tree as readers would see it, without building a site."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rettesnor.model.pages import (
    course_address,
    page_address,
    plain_address,
    role_address,
    template_address,
)
from rettesnor.model.translation import language_of, source_path
from rettesnor.model.unreleased import Unreleased
from rettesnor.publishing.cache.citations import citations
from rettesnor.publishing.cache.store import Store
from rettesnor.publishing.courses import working_courses
from rettesnor.publishing.history.release_index import ReleaseIndex, load
from rettesnor.publishing.language_trees import entries_in, translated_context, with_trees
from rettesnor.publishing.options import STATE
from rettesnor.publishing.output.layout import PageLayout
from rettesnor.publishing.output.page_file import compose
from rettesnor.publishing.page_contexts import working_context
from rettesnor.reading.content.guideline_paths import (
    CRITERIA,
    GUIDELINE,
    LAWS,
    MEASURES,
    SELF_CHECK,
    SOURCES,
    TERMS,
    kind_of_part,
)
from rettesnor.reading.files.names import stem
from rettesnor.reading.project import Project
from rettesnor.rendering.context import Context
from rettesnor.rendering.page import Page
from rettesnor.rendering.pages.courses import course_makers
from rettesnor.rendering.pages.guideline import single_makers
from rettesnor.rendering.pages.recommendation import recommendation_page
from rettesnor.rendering.untranslated import Lacks, marked_recommendation

_PAGES = {
    GUIDELINE: "", SOURCES: "kilder/", LAWS: "lover/", TERMS: "ordliste/",
    CRITERIA: page_address("tilsyn"), MEASURES: page_address("kvalitetsmal"),
    SELF_CHECK: page_address("egenkontroll"),
}


class SinglePages:
    """Renders single pages of the guideline in ``root``."""

    def __init__(self, root: Path, layout: PageLayout) -> None:
        self._root, self._layout = root, layout
        self._store = Store(root / STATE)
        self._index: ReleaseIndex | None = None

    @property
    def releases(self) -> ReleaseIndex:
        """The releases there are, read once."""
        if self._index is None:
            self._index = load(self._root / "changelog", self._store)
        return self._index

    def forget(self) -> None:
        """Read the releases again next time."""
        self._index = None

    def html(self, project: Project, path: str, differing: Unreleased | None = None) -> str:
        """Return the whole HTML of the page that shows the file at ``path``.

        Returns: empty when no page shows it, or it cannot be shown because of its problems.
        """
        if project.guideline is None:
            return ""
        context = with_trees(working_context(
            project.files, project.entries, citations(self._store, project.guideline),
            self.releases, self._layout.site_url, differing,
        ))
        language = language_of(path)
        page = (
            _translated(project, context, path, language) if language
            else self._page(project, context, path)
        )
        return compose(page[0], page[1], self._layout) if page else ""

    def _page(self, project: Project, context: Context, path: str) -> tuple[Page, Context] | None:
        entry = next((one for one in project.entries if one.path == path), None)
        if entry is not None:
            reading = project.reading(entry) if entry.id in context.heads else None
            if reading is None or reading.recommendation is None:
                return None
            return recommendation_page(context, reading.recommendation, reading.fragments), context
        url = _PAGES.get(path)
        if url is None and path.startswith("guideline/") and path.endswith(".md"):
            url = f"{path.removeprefix('guideline/').removesuffix('.md')}/"
        if kind := kind_of_part(path):
            url = _of_part(project, kind, path)
        if url is None:
            return None
        if kind == "course":
            context = working_courses(context, project, project.entries, self.releases)
            make = course_makers(context).get(url)
        else:
            make = single_makers(context).get(url)
        return (make(), context) if make else None


_OF_PARTS = {"role": role_address, "template": template_address, "course": course_address}


def _of_part(project: Project, kind: str, path: str) -> str | None:
    """Return the address of the page that shows what there is a file of its own for."""
    id_, guideline = stem(path), project.guideline
    if kind in _OF_PARTS:
        return _OF_PARTS[kind](id_)
    assert guideline is not None
    if kind != "plain":
        return None
    found = next((one for one in guideline.enkle_versjoner if one.id == id_), None)
    return plain_address(found.versjoner[0].maalgruppe) if found else None


def _translated(
    project: Project, context: Context, path: str, language: str
) -> tuple[Page, Context] | None:
    tree = next((one for one in context.others if one.language == language), None)
    files = project.files.translations.get(language)
    entry = next((one for one in project.entries if one.path == source_path(path)), None)
    if tree is None or files is None or entry is None or entry.id not in context.heads:
        return None
    translation = next((one for one in project.translations if one.path == path), None)
    if translation is None:
        return None
    reading = project.translated_reading(entry, translation)
    if reading.recommendation is None:
        return None
    entries = entries_in(language, project.translations)
    made = replace(translated_context(context, tree, files, entries), home_folder="")
    lacks = Lacks(reading.untranslated, reading.stale)
    first = context.guideline.languages[0].id
    return recommendation_page(made, *marked_recommendation(
        reading.recommendation, reading.fragments, lacks, first
    ), lacks), made
