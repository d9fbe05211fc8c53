"""The rules that hold for the guideline as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from rettesnor.model.problem import Problem
from rettesnor.reading.checks.checked_content import CheckedContent
from rettesnor.reading.checks.index import ProjectIndex
from rettesnor.reading.checks.rule import Finding, Rule, problem
from rettesnor.reading.checks.rules import (
    anchors,
    audit,
    chapters,
    courses,
    dates,
    development,
    identity,
    laws,
    measures,
    method_report,
    plain,
    questions,
    references,
    requirements,
    self_check,
    sources,
    strengths,
    tasks,
    templates,
    terms,
    translation_files,
    usage,
)
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.schema.readable_part import at_or_below, overlap, unnumbered
from rettesnor.reading.yaml.loader import dotted

OF_ENTRIES: tuple[Rule[CheckedContent], ...] = (
    identity.is_unique,
    identity.is_not_reused,
    identity.is_no_device,
)
"""Rules that need the recommendations only: they run even when a guideline file is unreadable."""

OF_GUIDELINE: tuple[Rule[ProjectIndex], ...] = (
    identity.is_not_reserved,
    identity.posts_are_no_devices,
    identity.pages_and_chapters_differ,
    identity.posts_are_unique,
    identity.names_differ,
    chapters.folder_is_chapter,
    chapters.file_is_listed,
    chapters.listed_once,
    chapters.listed_exists,
    references.sources_exist,
    references.terms_exist,
    terms.words_are_unambiguous,
    references.recommendations_exist,
    references.first_belong_to_the_phase,
    references.pages_exist,
    references.pictures_exist,
    anchors.resolve_across,
    references.roles_exist,
    references.steps_have_roles,
    requirements.dimensions_exist,
    requirements.values_exist,
    requirements.is_complete,
    requirements.dimensions_are_no_fields,
    strengths.strengths_exist,
    strengths.verb_agrees_with_strength,
    strengths.has_verb,
    strengths.reasoning_names_the_strength,
    strengths.duty_has_legal_basis,
    references.phases_exist,
    references.see_also_exists,
    references.see_also_is_another,
    laws.laws_exist,
    laws.form_is_right,
    laws.address_is_the_laws_own,
    laws.sections_exist,
    laws.sections_are_in_force,
    laws.sections_have_come_into_force,
    dates.are_in_order,
    sources.dates_are_days,
    dates.are_not_ahead,
    dates.review_is_in_time,
    dates.review_is_not_overdue,
    method_report.items_are_answered_once,
    method_report.items_point_to_content,
    method_report.all_items_are_there,
    plain.is_named_by_its_id,
    plain.recommendations_are_there,
    plain.readers_are_roles,
    plain.is_up_to_date,
    plain.is_marked,
    plain.everything_is_explained,
    plain.is_easy_to_read,
    plain.points_rest_on_something,
    tasks.recommendations_are_there,
    tasks.laws_are_there,
    tasks.sections_are_there,
    tasks.sources_are_there,
    tasks.needs_exist,
    tasks.says_what_it_is_about,
    tasks.decisions_fit,
    templates.recommendations_are_there,
    templates.fields_are_told_apart,
    templates.fields_are_whole,
    development.recommendations_are_there,
    development.sources_are_there,
    development.questions_exist,
    development.readers_are_led_on,
    development.persons_have_agreed,
    development.answers_come_after_reports,
    development.the_work_has_happened,
    development.reports_are_answered_in_time,
    development.searches_are_run,
    audit.recommendations_are_there,
    audit.sources_are_there,
    audit.roles_are_there,
    audit.levels_and_groups_are_there,
    audit.control_questions_are_there,
    audit.criteria_rest_on_something,
    audit.duties_have_legal_basis,
    audit.criteria_differ,
    measures.recommendations_are_there,
    measures.sources_are_there,
    measures.can_be_counted,
    measures.limits_are_said,
    self_check.recommendations_are_there,
    self_check.levels_exist,
    self_check.criteria_are_there,
    self_check.answers_are_known_by_one_id,
    self_check.answers_can_be_told_apart,
    self_check.every_level_is_asked,
    courses.quotes_lead_somewhere,
    courses.chapters_and_cases_exist,
    courses.cases_are_shown,
    courses.participants_are_roles,
    courses.sources_are_there,
    courses.pictures_are_there,
    courses.slides_are_up_to_date,
    courses.slides_are_short,
    courses.cases_are_invented,
    questions.questions_have_one_answer,
    questions.asked_pages_exist,
    questions.everyday_words_can_be_used,
    translation_files.language_is_published,
    translation_files.source_exists,
    translation_files.everything_is_translated,
    usage.sources_are_used,
    usage.terms_are_used,
    usage.laws_are_used,
)
"""Rules that need the guideline files as well."""


def check(content: CheckedContent, as_of: date) -> list[Problem]:
    """Return what the rules across files find, judged on the day ``as_of``.

    Of a file that breaks its schema, only what concerns the fields that could be read. While a
    guideline file cannot be read at all, only what the recommendations say of each other.
    """
    found: list[tuple[Rule[Any], Finding]] = [
        (rule, finding) for rule in OF_ENTRIES for finding in rule.find(content)
    ]
    guideline = content.guideline or content.partial
    if guideline is not None:
        index = ProjectIndex(content, guideline, as_of.isoformat())
        found += [(rule, finding) for rule in OF_GUIDELINE for finding in rule.find(index)]
    documents: dict[str, Document] = dict(content.documents)
    problems = []
    for rule, finding in found:
        unknown = content.unreadable.get(finding.path)
        if unknown and _is_uncertain(rule, finding, unknown):
            continue
        if finding.pointer is not None and finding.path not in documents:
            documents[finding.path] = content.open_document(finding.path)
        document = documents.get(finding.path)
        problems.append(problem(rule.declared, finding, document, finding.path))
    return problems


def _is_uncertain(rule: Rule[Any], finding: Finding, unreadable: Sequence[str]) -> bool:
    """Return whether ``finding`` rests on a field that could not be read."""
    if overlap(rule.reads, list(map(unnumbered, unreadable))):
        return True
    return at_or_below(dotted(finding.pointer or ()), unreadable)
