"""The whole guideline, indexed for the rules that span files.

Every index is made once, when a rule first asks for it, in one pass over the entries; files are
opened again only to place a finding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

from rettesnor.model.evidence import Belegg
from rettesnor.model.fields import PARTS_OF_FRAME
from rettesnor.model.form_template import Mal
from rettesnor.model.guideline import Guideline, Lov, Term
from rettesnor.model.legal_reference import canonical
from rettesnor.model.recommendation import Datoer
from rettesnor.model.recommendation_entry import Entry, PlacedReference, TranslationEntry, placed
from rettesnor.model.translation import language_of, translated_path
from rettesnor.reading.checks.checked_content import CheckedContent
from rettesnor.reading.checks.rule import pointer
from rettesnor.reading.content.guideline_paths import (
    CRITERIA,
    DEVELOPMENT,
    GUIDELINE,
    LAWS,
    MEASURES,
    SELF_CHECK,
    SOURCES,
    TERMS,
    page_path,
    part_path,
)
from rettesnor.reading.content.legal_grounds import QUOTING, Ground, grounds, grounds_of
from rettesnor.reading.files.names import stem
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.reading.schema.readable_part import overlap, unnumbered
from rettesnor.reading.yaml.loader import Pointer

Mention = tuple[str, PlacedReference]
"""A reference in prose: the file, and the reference with its field."""


class Cited(NamedTuple):
    """A section of a law as some file refers to it; ``spot`` is set in prose."""

    path: str
    field: str
    lov: str
    paragraf: str
    spot: tuple[int, int] | None = None

    @property
    def section(self) -> Pointer:
        """The pointer of the section's number (in prose of the text field)."""
        return pointer(self.field) if self.spot else (*pointer(self.field), "paragraf")

    @property
    def law(self) -> Pointer:
        """The pointer of the law's id (in prose of the text field)."""
        return pointer(self.field) if self.spot else (*pointer(self.field), "lov")


@dataclass(frozen=True)
class ProjectIndex:
    """The whole guideline and the day it is judged on (ISO 8601)."""

    whole: CheckedContent
    guideline: Guideline
    as_of: str

    @cached_property
    def readable(self) -> Sequence[Entry]:
        """The entries whose fields can be looked at.

        A field that could not be read is empty; what a rule finds in it is left out of the
        report.
        """
        return [entry for entry in self.whole.entries if entry.readable]

    @cached_property
    def all_sound(self) -> bool:
        """Whether every file could be read, so that what is not found is not there."""
        return not self.whole.unreadable and all(entry.sound for entry in self.whole.entries)

    def knows(self, path: str, *fields: str) -> bool:
        """Return whether all values of some fields of a guideline file could be read.

        A rule that reports what is not in a list asks this first: an item that could not be read
        may be the one. Fields are dotted pointers without the numbers of items; none means the
        whole file.
        """
        unknown = self.whole.unreadable.get(path, ())
        return not unknown or (bool(fields) and not overlap(fields, list(map(unnumbered, unknown))))

    def knows_words(self) -> bool:
        """Return whether every word of the glossary could be read."""
        return self.knows(TERMS, "termer.id", "termer.term", "termer.synonymer")

    @cached_property
    def recommendations(self) -> Mapping[str, Entry]:
        """Entries by the name of their file, which is also their id when all is well.

        Where it is not, also by their id: that the two differ is a finding of its own.
        """
        by_name = {stem(entry.path): entry for entry in self.whole.entries}
        for entry in self.readable:
            by_name.setdefault(entry.id, entry)
        return by_name

    @cached_property
    def recommendation_names(self) -> Names:
        """The recommendations' ids, for suggestions."""
        return Names(self.recommendations)

    @cached_property
    def prose(self) -> Mapping[str, Mapping[str, Sequence[Mention]]]:
        """References in prose, by kind and then by target: most rules ask of the target only."""
        kinds: dict[str, dict[str, list[Mention]]] = {
            kind: defaultdict(list)
            for kind in ("kilde", "lov", "term", "anbefaling", "side", "bilde")
        }
        entries: Sequence[Entry | TranslationEntry] = (*self.readable, *self._published)
        for entry in entries:
            path = entry.path
            for reference in entry.references:
                kinds[reference.kind][reference.target].append((path, reference))
        for path, fragments in self.whole.fragments.items():
            for field, fragment in fragments.items():
                for reference in map(partial(placed, field), fragment.references):
                    kinds[reference.kind][reference.target].append((path, reference))
        return {kind: dict(targets) for kind, targets in kinds.items()}

    @cached_property
    def _published(self) -> Sequence[TranslationEntry]:
        """The translations into languages that the guideline files could be read in."""
        known = self.whole.translated
        return [entry for entry in self.whole.translations if entry.language in known]

    @cached_property
    def words(self) -> Mapping[tuple[str, str], Sequence[Mention]]:
        """References to terms, by the word and the language of the file."""
        words: dict[tuple[str, str], list[Mention]] = {}
        for word, mentions in self.prose["term"].items():
            for mention in mentions:
                words.setdefault((word, self.language(mention[0])), []).append(mention)
        return words

    @cached_property
    def dated(self) -> Mapping[Datoer, Sequence[str]]:
        """The files with each set of dates; those without any date are left out."""
        files: dict[Datoer, list[str]] = {self.guideline.datoer: [GUIDELINE]}
        for entry in self.readable:
            files.setdefault(entry.datoer, []).append(entry.path)
        files.pop(Datoer(), None)
        return files

    @cached_property
    def laws(self) -> Mapping[str, Lov]:
        """Laws by id."""
        laws: dict[str, Lov] = {}
        for law in self.guideline.lover:
            laws.setdefault(law.id, law)  # a law that stands twice is a finding of its own
        return laws

    @cached_property
    def law_names(self) -> Names:
        """The laws' ids, for suggestions."""
        return Names(self.laws)

    @cached_property
    def sections(self) -> Collection[tuple[str, str]]:
        """The law and the section of every reference to one, in prose and in fields.

        Sections are in their canonical form, and empty for a whole act.
        """
        return dict.fromkeys((
            *((reference.target, reference.detail) for _, reference in self._legal),
            *((one.lov, canonical(one.paragraf)) for one in self.grounds),
        ))

    @cached_property
    def grounds(self) -> Sequence[Ground]:
        """The sections that fields name; a file that is not where its id says is left out.

        What slides quote is left out too: a rule of its own says when it cannot be quoted.
        """
        files = self.whole.documents
        found = [one for entry in self.readable for one in grounds_of(entry) if one.lov]
        found += [
            one for one in grounds(self.guideline)
            if one.kind != QUOTING and (one.kind not in PARTS_OF_FRAME or one.path in files)
        ]
        return found

    @cached_property
    def _legal(self) -> Sequence[Mention]:
        """References in prose to provisions and to whole acts (``detail`` is then empty)."""
        found = [mention for mentions in self.prose["lov"].values() for mention in mentions]
        for (word, language), mentions in self.words.items():
            if law := self.act(word, language):
                found += [(path, ref._replace(target=law.id)) for path, ref in mentions]
        return found

    def act(self, word: str, language: str = "") -> Lov | None:
        """Return the law that ``word`` in double brackets names as a whole; terms go first."""
        return None if self.term(word, language) else self.laws.get(word.casefold())

    @cached_property
    def cited(self) -> Mapping[tuple[str, str], Sequence[Cited]]:
        """Every reference to a section, by law and section; only asked for what is wrong."""
        cited: dict[tuple[str, str], list[Cited]] = {}
        for path, ref in self._legal:
            place = Cited(path, ref.field, ref.target, ref.detail, (ref.line, ref.column))
            cited.setdefault((ref.target, ref.detail), []).append(place)
        for one in self.grounds:
            listed = Cited(one.path, one.field, one.lov, one.paragraf)
            cited.setdefault((one.lov, canonical(one.paragraf)), []).append(listed)
        return cited

    @cached_property
    def successors(self) -> Sequence[Cited]:
        """The sections that laws.yml names as successors of others."""
        return [
            Cited(
                LAWS, f"lover.{number}.paragrafer.{index}.erstattet_av.{place}",
                successor.lov, successor.paragraf,
            )
            for number, law in enumerate(self.guideline.lover)
            for index, section in enumerate(law.paragrafer)
            for place, successor in enumerate(section.erstattet_av)
        ]

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        """Terms by each of their written forms, folded."""
        forms: dict[str, Term] = {}
        for term in self.guideline.termer:
            for form in (term.term, *term.synonymer):
                forms.setdefault(folded(form), term)
        return forms

    @cached_property
    def translated_terms(self) -> Mapping[str, Mapping[str, Term]]:
        """Terms by each of their written forms, folded, in each language of a translation."""
        found: dict[str, dict[str, Term]] = {}
        for language, guideline in self.whole.translated.items():
            forms = found[language] = dict(self.terms)
            for term in guideline.termer:
                for form in (term.term, *term.synonymer):
                    forms.setdefault(folded(form), term)
        return found

    def term(self, word: str, language: str = "") -> Term | None:
        """Return the term that ``word`` is a written form of.

        Args:
            language: that of a translation, in which the source's forms hold as well as its own.
        """
        return self.translated_terms.get(language, self.terms).get(folded(word))

    def language(self, path: str) -> str:
        """Return the language of the translation at ``path``; empty for a source file."""
        return language_of(path) if self.whole.translated else ""

    @property
    def source_language(self) -> str:
        """The language that the guideline is written in, without its region."""
        return self.guideline.languages[0].id.split("-")[0]

    @cached_property
    def translations(self) -> Mapping[str, TranslationEntry]:
        """Sound translations of recommendations by path."""
        return {entry.path: entry for entry in self.whole.translations if entry.sound}

    def anchors(self, entry: Entry, path: str) -> Sequence[str]:
        """Return the anchors of the page of ``entry`` that links in the file at ``path`` lead to.

        Links stay within the language.
        """
        language = self.language(path)
        translated = self.translations.get(translated_path(entry.path, language))
        found = translated.anchors if language and translated else entry.anchors
        return found.split("\n")

    @cached_property
    def pages(self) -> frozenset[str]:
        """Ids of the prose pages, whether or not each could be read."""
        return frozenset(self.guideline.sider)

    def page_anchors(self, page: str, path: str) -> Sequence[str] | None:
        """Return the anchors of a prose page that links in the file at ``path`` lead to.

        Links stay within the language. None when the page could not be read.
        """
        source, language = page_path(page), self.language(path)
        fragments = self.whole.fragments.get(source, {})
        if language:
            translated = translated_path(source, language)
            fragments = self.whole.fragments.get(translated, fragments)
        fragment = fragments.get("")
        return None if fragment is None else fragment.anchors

    def guideline_sources(self) -> Iterator[tuple[str, Pointer]]:
        """Yield the source that each place in ``guideline.yml`` names, and the pointer to it."""
        for number, phase in enumerate(self.guideline.faser):
            given: list[tuple[Pointer, Sequence[Belegg]]] = [((), phase.belegg)]
            given += [(("tegn", i), sign.belegg) for i, sign in enumerate(phase.tegn)]
            given += [(("kobles_paa", i), one.belegg) for i, one in enumerate(phase.kobles_paa)]
            for place, found in given:
                for index, one in enumerate(found):
                    yield one.kilde, ("faser", number, *place, "belegg", index, "kilde")
        for number, limit in enumerate(self.guideline.lokale_grenser):
            yield limit.kilde, ("lokale_grenser", number, "kilde")

    def lists(self) -> Iterator[tuple[str, Pointer, Sequence[str]]]:
        """Yield every list of the guideline whose posts have names: file, pointer and the names."""
        guideline = self.guideline
        yield GUIDELINE, ("kapitler",), [chapter.id for chapter in guideline.kapitler]
        yield GUIDELINE, ("roller",), [role.id for role in guideline.roller]
        yield GUIDELINE, ("dimensjoner",), [dimension.id for dimension in guideline.dimensjoner]
        for number, dimension in enumerate(guideline.dimensjoner):
            place = ("dimensjoner", number, "verdier")
            yield GUIDELINE, place, [value.id for value in dimension.verdier]
        yield GUIDELINE, ("styrker",), [strength.id for strength in guideline.styrker]
        yield GUIDELINE, ("faser",), [phase.id for phase in guideline.faser]
        yield GUIDELINE, ("lokale_grenser",), [limit.id for limit in guideline.lokale_grenser]
        yield TERMS, ("termer",), [term.id for term in guideline.termer]
        yield LAWS, ("lover",), [law.id for law in guideline.lover]
        for number, law in enumerate(guideline.lover):
            sections = [canonical(section.paragraf) for section in law.paragrafer]
            yield LAWS, ("lover", number, "paragrafer"), sections
        work = guideline.utvikling
        for name in ("veikart", "meldinger", "medvirkning", "sammenheng", "utenfor", "innforing",
                     "litteratursok"):
            yield DEVELOPMENT, (name,), [one.id for one in getattr(work, name)]
        for number, search in enumerate(work.litteratursok):
            yield DEVELOPMENT, ("litteratursok", number, "treff"), [hit.id for hit in search.treff]
        audit = guideline.tilsyn
        for name in ("nivaaer", "grupper", "kriterier"):
            yield CRITERIA, (name,), [one.id for one in getattr(audit, name)]
        for number, criterion in enumerate(audit.kriterier):
            yield CRITERIA, ("kriterier", number, "deler"), [part.id for part in criterion.deler]
        yield MEASURES, ("kvalitetsmaal",), [one.id for one in guideline.kvalitetsmaal]
        check = guideline.egenkontroll
        yield SELF_CHECK, ("nivaaer",), [one.id for one in check.nivaaer]
        yield SELF_CHECK, ("svarskala",), [one.id for one in check.svarskala]
        yield SELF_CHECK, ("plikter",), [one.id for one in check.plikter]
        for number, duty in enumerate(check.plikter):
            yield SELF_CHECK, ("plikter", number, "sporsmaal"), [one.id for one in duty.sporsmaal]
        for version in guideline.enkle_versjoner:
            readers = [one.maalgruppe for one in version.versjoner]
            path = part_path("plain", version.id)
            if path in self.whole.documents:  # else the name of the file is a finding of its own
                yield path, ("versjoner",), readers
        for template in guideline.maler:
            path = part_path("template", template.id)
            if path in self.whole.documents:
                yield from ((path, *one) for one in _posts(template))
        for course in guideline.kurs:
            path = part_path("course", course.id)
            if path in self.whole.documents:
                yield path, ("lysbilder",), [slide.id for slide in course.lysbilder]
                yield path, ("caser",), [case.id for case in course.caser]
        sources = self.whole.documents.get(SOURCES)
        if sources is not None:
            yield SOURCES, ("references",), [item["id"] for item in sources.data["references"]]


def _posts(template: Mal) -> Iterator[tuple[Pointer, Sequence[str]]]:
    """Yield every list of a template whose posts have ids; fields are unique in all of it."""
    yield ("deler",), [one.id for one in template.deler]
    yield ("skalaer",), [one.id for one in template.skalaer]
    for number, scale in enumerate(template.skalaer):
        yield ("skalaer", number, "trinn"), [one.id for one in scale.trinn]
    for place, field in template.fields():
        where = pointer(place)
        for name in ("alternativer", "kolonner", "faste_rader"):
            yield (*where, name), [one.id for one in getattr(field, name)]
        for number, column in enumerate(field.kolonner):
            inner = (*where, "kolonner", number, "alternativer")
            yield inner, [one.id for one in column.alternativer]


def folded(word: str) -> str:
    """Return ``word`` as words of the glossary are compared: without case, spaces as one."""
    return " ".join(word.split()).casefold()
