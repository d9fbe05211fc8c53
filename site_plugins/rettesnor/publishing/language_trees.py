"""The site in other languages: the context of each, made from that of the language written first.

Each language is a tree of its own, ``/nn/…``, with the same addresses below it. What is not
translated is shown in the language it was written in, and marked so.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace

from rettesnor.model.change import Utgave
from rettesnor.model.development import Utvikling
from rettesnor.model.edition import Edition, EditionTexts
from rettesnor.model.guideline import Guideline
from rettesnor.model.hearing import Hearing
from rettesnor.model.hearing_text import HeardChapter, HeardRecommendation
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.recommendation_entry import TranslationEntry
from rettesnor.model.translation import Text, needed, overlay
from rettesnor.publishing.cache.store import digest_of
from rettesnor.reading.content.from_snapshot import entry_of, guideline_prose, prose_of
from rettesnor.reading.content.guideline_reading import GuidelineTranslation
from rettesnor.rendering.context import Context, Head, Tree
from rettesnor.rendering.list_item import ListItem
from rettesnor.rendering.page import Page
from rettesnor.rendering.pages.recommendation import recommendation_page
from rettesnor.rendering.untranslated import (
    Lacks,
    UntranslatedText,
    marked_guideline,
    marked_recommendation,
    marked_value,
    wholly_untranslated,
)

Entries = Mapping[str, TranslationEntry]
"""The sound translations into one language, by the recommendation's id."""


def trees(guideline: Guideline) -> tuple[Tree, ...]:
    """Return the trees of the site, that of the language written first at its root."""
    first, *others = guideline.languages
    return (
        Tree(first.id, first.navn, ""),
        *(Tree(one.id, one.navn, f"{one.id.lower()}/") for one in others),
    )


def with_trees(context: Context) -> Context:
    """Return ``context``, which is in the language written first, with the ways to the others."""
    first, *others = trees(context.guideline)
    return replace(context, language=first.language, others=tuple(others))


def entries_in(language: str, translations: Iterable[TranslationEntry]) -> Entries:
    """Return the sound ones of ``translations`` into ``language``, by id."""
    return {t.id: t for t in translations if t.language == language and t.sound}


def developments(
    context: Context, frames: Mapping[str, GuidelineTranslation]
) -> dict[str, Utvikling]:
    """Return the work on the guideline by language.

    Args:
        context: the working tree's, in the language written first.
        frames: the frame in the other languages, by language.
    """
    found = {context.language: context.guideline.utvikling}
    for language, frame in frames.items():
        lacks = Lacks(frame.untranslated, frame.stale)
        marked, _ = marked_guideline(frame.guideline, {}, lacks, context.language)
        found[language] = marked.utvikling
    return found


@dataclass(frozen=True)
class LanguageTree:
    """The working tree in one language: its context, and its translated recommendations.

    Attributes:
        translations: None for the language that is written first.
    """

    context: Context
    translations: Entries | None = None


def language_trees(
    context: Context, frames: Mapping[str, GuidelineTranslation],
    translations: Iterable[TranslationEntry], published: Container[str],
) -> list[LanguageTree]:
    """Return the working tree in every language, that of ``context`` first.

    Args:
        published: the languages of what applies.
        frames: the frame in the other languages, by language.
        translations: every translation of a recommendation.
    """
    known = list(translations)
    found = [LanguageTree(context)]
    for tree in context.others:
        entries = entries_in(tree.language, known)
        made = translated_context(context, tree, frames[tree.language], entries)
        home = tree.folder if tree.language in published else ""
        made = replace(made, home_folder=home, development=made.guideline.utvikling)
        found.append(LanguageTree(made, entries))
    return found


def translated_context(
    context: Context, tree: Tree, frame: GuidelineTranslation, entries: Entries
) -> Context:
    """Return ``context`` in the language of ``tree``.

    Args:
        context: in the language written first, with its trees.
        frame: the frame in that language.
        entries: the translated recommendations.
    """
    first = context.language
    lacks = Lacks(frame.untranslated, frame.stale)
    guideline, fragments = marked_guideline(frame.guideline, frame.fragments, lacks, first)
    prefix = context.prefix + tree.folder
    own = Tree(first, trees(context.guideline)[0].name, "")
    missing = {
        f"anbefalinger.{id_}.tittel" for id_ in context.heads
        if id_ not in entries or "tittel" in entries[id_].untranslated
    }
    differing = context.unreleased
    heads = {
        id_: replace(
            _head(head, entries.get(id_), first),
            avvik=differing.of(id_, tree.language) if differing else "",
        )
        for id_, head in context.heads.items()
    }
    return replace(
        context, guideline=guideline, fragments=fragments, heads=heads, prefix=prefix,
        citations={key: one.within(tree.language) for key, one in context.citations.items()},
        fingerprint=_fingerprint(context, tree, frame), language=tree.language, folder=tree.folder,
        home_folder=tree.folder,
        address=f"{context.address}{tree.folder}" if context.address else "",
        others=(own, *(other for other in context.others if other != tree)),
        lacks=Lacks(lacks.untranslated | missing, lacks.stale),
        source_terms=context.guideline.termer,
        hearings=tuple(
            replace(_hearing(h, tree.language, first), hort=_heard(h, context, heads, guideline))
            for h in context.hearings
        ),
        glances={id_: _glance(g, entries.get(id_), first) for id_, g in context.glances.items()},
        downloads={}, latest=_latest(context.latest, first), memo={},
    )


def released_translation(context: Context, tree: Tree, edition: Edition) -> Context:
    """Return ``context``, that of the release ``edition``, in the language of ``tree``."""
    said = edition.oversettelser.get(tree.language, EditionTexts())
    guideline = overlay(edition.guideline, "frame", said.ramme)
    prose = guideline_prose(guideline.value, context.fragments)
    frame = GuidelineTranslation(
        tree.language, guideline.value, prose, untranslated=guideline.fallen_back
    )
    entries = {
        id_: _entry(edition.recommendations[id_], tree.language, texts)
        for id_, texts in said.anbefalinger.items() if texts and id_ in edition.recommendations
    }
    return translated_context(context, tree, frame, entries)


def translated_page(edition: Edition, context: Context, source: Recommendation) -> Page:
    """Return the page of a released recommendation in the language of ``context``."""
    prose = prose_of(source)
    said = edition.oversettelser.get(context.language, EditionTexts())
    texts = said.anbefalinger.get(source.id)
    if not texts:
        return recommendation_page(context, *wholly_untranslated(source, prose, edition.guideline))
    overlaid = overlay(source, "recommendation", texts)
    lacks, first = Lacks(overlaid.fallen_back), edition.guideline.languages[0].id
    own = prose_of(overlaid.value, prose)
    return recommendation_page(
        context, *marked_recommendation(overlaid.value, own, lacks, first), lacks
    )


def _entry(
    source: Recommendation, language: str, texts: Mapping[str, Text]
) -> TranslationEntry:
    overlaid = overlay(source, "recommendation", texts)
    entry = entry_of(overlaid.value, prose_of(overlaid.value))
    return TranslationEntry(
        "", "", "", source.id, language, True, entry.tittel, entry.kort_anbefaling,
        untranslated=tuple(sorted(overlaid.fallen_back)), steg=entry.steg,
    )


def _fingerprint(context: Context, tree: Tree, frame: GuidelineTranslation) -> str:
    return digest_of(context.fingerprint, tree, sorted(frame.contents.items()))


def _head(head: Head, entry: TranslationEntry | None, first: str) -> Head:
    if entry is None:
        return replace(
            head, tittel=UntranslatedText(head.tittel, first),
            kort_anbefaling=UntranslatedText(head.kort_anbefaling, first),
        )


    def text(name: str, translated: str) -> str:
        return UntranslatedText(translated, first) if name in entry.untranslated else translated

    return replace(
        head, tittel=text("tittel", entry.tittel),
        kort_anbefaling=text("kort_anbefaling", entry.kort_anbefaling),
    )


def _glance(glance: ListItem, entry: TranslationEntry | None, first: str) -> ListItem:
    if entry is not None and entry.steg:
        return replace(glance, steg=entry.steg)
    steps = tuple(
        replace(
            step, hvem=UntranslatedText(step.hvem, first), hva=UntranslatedText(step.hva, first),
            naar=UntranslatedText(step.naar, first) if step.naar else "",
        )
        for step in glance.steg
    )
    return replace(glance, steg=steps)


def _latest(latest: Utgave | None, first: str) -> Utgave | None:
    """Return what the newest release tells; changes are described in the language written first."""
    if latest is None:
        return None
    told = (replace(change, hva=UntranslatedText(change.hva, first)) for change in latest.endringer)
    return replace(latest, endringer=tuple(told))


def _heard(
    hearing: Hearing, context: Context, heads: Mapping[str, Head], guideline: Guideline
) -> tuple[HeardChapter, ...]:
    """Return the text that is heard, translated where it still says what the translation is of.

    Args:
        context: in the language written first.
        heads, guideline: translated.
    """
    titles = {chapter.id: chapter.tittel for chapter in guideline.kapitler}
    first = context.language

    def chapter_title(chapter: HeardChapter) -> str:
        now = context.chapters.get(chapter.id)
        same = now is not None and now.tittel == chapter.tittel
        return titles[chapter.id] if same else UntranslatedText(chapter.tittel, first)

    def recommendation(heard: HeardRecommendation) -> HeardRecommendation:
        now = context.heads.get(heard.id)
        said = (heard.tittel, heard.kort_anbefaling)
        if now is not None and (now.tittel, now.kort_anbefaling) == said:
            translated = heads[heard.id]
            tittel, kort = translated.tittel, translated.kort_anbefaling
        else:
            tittel, kort = (UntranslatedText(text, first) for text in said)
        return replace(heard, tittel=tittel, kort_anbefaling=kort)

    return tuple(
        replace(
            chapter, tittel=chapter_title(chapter),
            anbefalinger=tuple(map(recommendation, chapter.anbefalinger)),
        )
        for chapter in hearing.hort
    )


def _hearing(hearing: Hearing, language: str, first: str) -> Hearing:
    """Return ``hearing`` with its round in ``language``, as far as it is translated."""
    translated = hearing.oversatt.get(language)
    runde = translated.value if translated else hearing.runde
    lacking = translated.fallen_back if translated else needed(runde, "hearing")
    return replace(hearing, runde=marked_value(runde, "hearing", Lacks(lacking), first))
