"""The rules that hold for the guideline as a whole."""

from __future__ import annotations

from datetime import date

from rettesnor.model.problem import Problem
from rettesnor.reading.checks.index import ProjectIndex
from rettesnor.reading.checks.project import Whole
from rettesnor.reading.checks.rule import Finding, Rule, problem
from rettesnor.reading.checks.rules import (
    anchors,
    chapters,
    dates,
    identity,
    laws,
    references,
    sources,
    terms,
    translation_files,
    usage,
)
from rettesnor.reading.files.source_file import Document

OF_ENTRIES: tuple[Rule[Whole], ...] = (
    Rule("id-dobbel", identity.is_unique),
    Rule("id-gjenbrukt", identity.is_not_reused),
    Rule("id-reservert", identity.is_no_device),
)
"""Rules that need nothing but the recommendations, and hold even when the frame is not sound."""

OF_GUIDELINE: tuple[Rule[ProjectIndex], ...] = (
    Rule("id-reservert", identity.is_not_reserved),
    Rule("id-reservert", identity.posts_are_no_devices),
    Rule("id-kollisjon", identity.pages_and_chapters_differ),
    Rule("post-dobbel", identity.posts_are_unique),
    Rule("navn-dobbelt", identity.names_differ),
    Rule("kapittel-ukjent", chapters.folder_is_chapter),
    Rule("kapittel-ulistet", chapters.file_is_listed),
    Rule("kapittel-dobbelt", chapters.listed_once),
    Rule("kapittel-uten-fil", chapters.listed_exists),
    Rule("kilde-ukjent", references.sources_exist),
    Rule("term-ukjent", references.terms_exist),
    Rule("term-tvetydig", terms.words_are_unambiguous),
    Rule("anbefaling-ukjent", references.recommendations_exist),
    Rule("side-ukjent", references.pages_exist),
    Rule("bilde-ukjent", references.pictures_exist),
    Rule("anker-ukjent", anchors.resolve_across),
    Rule("rolle-ukjent", references.roles_exist),
    Rule("skoleslag-ukjent", references.kinds_of_school_exist),
    Rule("fase-ukjent", references.phases_exist),
    Rule("se-ogsaa-ukjent", references.see_also_exists),
    Rule("se-ogsaa-seg-selv", references.see_also_is_another),
    Rule("lov-ukjent", laws.laws_exist),
    Rule("lov-form", laws.form_is_right),
    Rule("lov-lenke", laws.address_is_the_laws_own),
    Rule("paragraf-ukjent", laws.sections_exist),
    Rule("paragraf-opphevet", laws.sections_are_in_force),
    Rule("paragraf-ikke-i-kraft", laws.sections_have_come_into_force),
    Rule("dato-rekkefolge", dates.are_in_order),
    Rule("kilde-dato", sources.dates_are_days),
    Rule("dato-i-framtida", dates.are_not_ahead),
    Rule("gjennomgang-for-sen", dates.review_is_within_four_years),
    Rule("gjennomgang-forfalt", dates.review_is_not_overdue),
    Rule("oversettelse-sprak", translation_files.language_is_published),
    Rule("oversettelse-uten-kilde", translation_files.source_exists),
    Rule("oversettelse-mangler", translation_files.everything_is_translated),
    Rule("kilde-ubrukt", usage.sources_are_used),
    Rule("term-ubrukt", usage.terms_are_used),
    Rule("lov-ubrukt", usage.laws_are_used),
)
"""Rules that need the frame as well."""


def check(whole: Whole, as_of: date) -> list[Problem]:
    """Return what the rules across files find, judged on the day ``as_of``.

    While a file of the frame is not sound, only what the recommendations say of each other.
    """
    found: list[tuple[str, Finding]] = [
        (rule.code, finding) for rule in OF_ENTRIES for finding in rule.find(whole)
    ]
    if whole.guideline is not None:
        view = ProjectIndex(whole, whole.guideline, as_of.isoformat())
        found += [(rule.code, finding) for rule in OF_GUIDELINE for finding in rule.find(view)]
    documents: dict[str, Document] = dict(whole.documents)
    problems = []
    for code, finding in found:
        if finding.pointer is not None and finding.path not in documents:
            documents[finding.path] = whole.open_document(finding.path)
        problems.append(problem(code, finding, documents.get(finding.path), finding.path))
    return problems
