"""Every text that the schemas ask for reaches every output: pages, API, documents, search, exports,
snapshots, comparisons, redlines, translations and hearings.

A word of its own is put into every text field, found by walking the schemas. A new field that an
output does not show fails here until it is shown, or excluded below with a reason.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from rettesnor.exports.exchange.fhir import NOT_MAPPED
from rettesnor.model.diff import diff
from rettesnor.model.edition import Edition
from rettesnor.model.fields import FRAME
from rettesnor.model.translation import texts as translatable
from rettesnor.publishing.documents.sources import ALL as FORMATS
from rettesnor.publishing.history.redlines import changed_body
from rettesnor.publishing.options import BuildOptions
from rettesnor.publishing.pipeline import build
from rettesnor.reading.content.comment_targets import places
from rettesnor.reading.content.guideline import read_guideline
from rettesnor.reading.content.recommendation import read_recommendation
from rettesnor.reading.schema import validate as schema
from rettesnor.reading.schema.validate import KINDS
from rettesnor.releases import snapshot
from rettesnor.releases.redline.fields import leaves
from rettesnor_horing.hearing.text import heard_text

from tests.publishing.test_sender import texts
from tests.support.check_case import DAY
from tests.support.guidelines import EARLY, Tree, plain_dressing, put, sound_copy, tree

PATHS = {
    "guideline": "guideline/guideline.yml", "recommendation": EARLY,
    "laws": "guideline/laws.yml", "terms": "guideline/terms.yml",
    "sources": "guideline/sources.yml", "plain": "guideline/enkelt/tidlig-samtale.yml",
    "role": "guideline/roller/kontaktlaerer.yml", "course": "guideline/kurs/samtaler.yml",
}
ELSEWHERE = {
    "accessibility": "tests/rendering/test_accessibility_report.py",
    "criteria": "tests/rendering/test_audit_page.py",
    "findings": "tests/reading/test_audit_sheet.py",
    "catalogue": "tests/publishing/test_catalogue_site.py",
    "plan": "tests/plans/test_examples.py",
    "plan-conflicts": "tests/plans/test_plan_command.py",
    "practice": "tests/plans/test_practice.py",
    "publish": "tests/publishing/test_delivery.py",
    "change": "tests/publishing/test_site_history.py",
    "development": "tests/rendering/test_development.py",
    "hearing": "tests/rendering/test_hearing_page.py",
    "hearing-result": "tests/reading/test_hearing_rounds.py",
    "measures": "tests/rendering/test_measures.py",
    "self-check": "tests/rendering/test_self_check.py",
    "self-check-sheet": "tests/cli/test_self_check_command.py",
    "task": "tests/publishing/test_review_tasks.py",
    "template": "tests/rendering/test_form_templates.py",
}
"""Kinds of file whose texts are no content of the guideline, and where they are tested."""
SKIPPED = {
    "unntak": "a setting of the checks, for editors",
    "sprak": "names of languages; tests/publishing/test_translated_site.py",
    "styrker": "another scale; tests/project/test_other_guideline.py",
    "styrke": "one of the strengths",
    "tekster": "sentences of forms; tests/project/test_other_guideline.py",
}
"""Fields whose texts are not put in."""
_APA = "APA leaves it out"
_INITIALS = "APA gives initials"
_BY_ID = "the name of the law that has this id is shown; here it is of no law"
_LAWS = "docs/documents.md: the page of laws tells what came instead of a section"
_FULL = "the full name is shown"
_NO_RESEARCH = "stands where no research is"
_FILTER = "lists are filtered by it"
_BY_SHORT_TITLE = "a law is found by its short title and what its sections say"
_BY_TITLE = "a resource is found by its title"
_SAME = "the same in every language"
_SHAPE = "that shape has no place for it (docs/api.md)"
_FHIR = "not mapped (docs/fhir.md)"
_LIST = "the whole section can be commented on; a paragraph is what is done, found or meant"
_RESOURCES = (
    "recommendation.praktisk_gjennomforing.ressurser.utgiver",
    "recommendation.praktisk_gjennomforing.ressurser.om",
)
_RESOURCE = "recommendation.praktisk_gjennomforing.ressurser.tittel"
_LAW = "recommendation.juridiske_rammer.referanser.lov"
_BASIS = "recommendation.kontrollgrunnlag.rettsgrunnlag.lov"
_WHY = "recommendation.juridiske_rammer.referanser.hvorfor"
_FINDING = "recommendation.kunnskapsgrunnlag.forskning.funn"
_NOT_ASSESSED = "recommendation.kunnskapsgrunnlag.forskning_ikke_vurdert"
_QUESTION = tuple(
    f"recommendation.kunnskapsgrunnlag.problemstilling.{name}"
    for name in ("sporsmaal", "gjelder", "tiltak", "sammenlignet_med", "utfall")
)
_JUDGED = (
    "recommendation.begrunnelse.vurderinger.av",
    *(f"recommendation.kunnskapsgrunnlag.kunnskapssok.{name}" for name in ("av", "hvor", "om")),
)
_REPORT = ("guideline.metoderapport.svar", "guideline.metoderapport.mangler")
_READ = "how it was judged and searched for is read with the text, not looked up"
_OWNER = ("guideline.eier.navn", "guideline.eier.forkortelse", "guideline.avsender.forkortelse")
_PARTNERS = ("guideline.samarbeidspartnere.navn", "guideline.samarbeidspartnere.forkortelse")
_NAMED = tuple(
    f"guideline.{group}.{name}"
    for group in ("roller", "dimensjoner", "dimensjoner.verdier", "faser")
    for name in ("navn", "om")
)
_PHASE = tuple(
    f"guideline.faser.{name}" for name in (
        "valg", "start", "maal", "videre", "tegn.kjennetegn", "kobles_paa.hvem", "kobles_paa.naar",
    )
)
_LIMITS = tuple(f"guideline.lokale_grenser.{name}" for name in ("hvem", "grense", "tiltak"))
_PLACES = (
    *(f"guideline.faser.{name}belegg.sted" for name in ("", "tegn.", "kobles_paa.")),
    "guideline.lokale_grenser.sted",
)
_SECTION_LAWS = (
    "laws.lover.paragrafer.erstattet_av.lov", "laws.lover.paragrafer.erstattet_av.paragraf",
)
_PENDING = ("laws.lover.varslet.ved", "laws.lover.paragrafer.varslet.ved")
_PENDING_LAW = "the page of laws tells what is decided and does not apply yet"
_PERSON = ("family", "given", "non-dropping-particle", "dropping-particle", "suffix")
_GIVEN = ("sources.references.author.given", "sources.references.editor.given")
_GROUNDS = tuple(
    f"role.{part}.hjemler.lov" for part in ("kan_vente", "kan_be_om", "hvis_ikke")
)
_REVIEWS = tuple(f"{kind}.gjennomlesing.av" for kind in ("plain", "role", "course"))
_CITED = ("course.lysbilder.sitat.lov", "course.lysbilder.sitat.paragraf")
_NO_QUOTE = "what a slide quotes is shown by its own words; here it leads nowhere"
_COURSE = tuple(f"course.{name}" for name in (
    "tittel", "innledning", "laeringsmaal", "forberedelser", "caser.tittel", "caser.fortelling",
    "caser.refleksjon", "lysbilder.tittel", "lysbilder.punkter", "lysbilder.refleksjon",
    "lysbilder.bilde.bildetekst", "lysbilder.notater", "lysbilder.belegg.sted",
    "deltakerark.innledning", "deltakerark.rubrikker",
))
_OWN_FILES = "slides and sheets are files of their own: tests/exports/test_course_documents.py"
_TO_HOLD = tuple(f"course.{name}" for name in (
    "forberedelser", "caser.tittel", "lysbilder.bilde.bildetekst", "lysbilder.notater",
    "lysbilder.belegg.sted", "deltakerark.innledning", "deltakerark.rubrikker",
))
_TO_READERS = (
    *(f"plain.versjoner.{name}" for name in (
        "kort", "anbefalt", "vente", "si", "ordforklaringer.ord", "ordforklaringer.betyr")),
    "role.innledning",
    *(f"role.{part}.setning" for part in ("kan_vente", "kan_be_om", "hvis_ikke")),
)
_QUESTIONS = (
    "guideline.faser.svarer_paa", "guideline.sporsmaal_til_sider.svarer_paa",
    "recommendation.svarer_paa", "role.svarer_paa",
)
_EVERYDAY = tuple(f"guideline.hverdagsord.{name}" for name in ("leseren_skriver", "teksten_sier"))
_NOT_READ = "words to search by, not to read"
_LEADS_ON = "a question leads readers of the site to the page that answers it"
_NOT_PAPER = "docs/documents.md: the documents are for those who follow the guideline"
_PLACE = "sources.references.publisher-place"
_KEPT = tuple(f"sources.references.{name}" for name in (
    "title-short", "container-title-short", "number-of-pages", "medium", "archive",
    "event-title", "event-place", "translator.literal",
    *(f"translator.{part}" for part in _PERSON),
))
_NAME_PARTS = tuple(
    f"sources.references.{names}.{part}" for names in ("author", "editor") for part in _PERSON[2:]
)
_NOT_PRINTED = "kept for other programs; our citations leave it out"
_ON_PAGES: Mapping[str, str] = {
    **dict.fromkeys(_REVIEWS, "shown when the text was reviewed; here it is a draft"),
    **dict.fromkeys(_CITED, _NO_QUOTE),
    "guideline.eier.forkortelse": _FULL, "guideline.avsender.forkortelse": _FULL,
    "guideline.samarbeidspartnere.forkortelse": _FULL,
    "guideline.lisens.id": "the name of the licence is shown",
    "laws.lover.erstattet_av": _BY_ID, _BASIS: _BY_ID, **dict.fromkeys(_GIVEN, _INITIALS),
    _PLACE: _APA, **dict.fromkeys(_KEPT, _NOT_PRINTED),
    "terms.termer.sokeord": _NOT_READ, **dict.fromkeys(_EVERYDAY, _NOT_READ),
    _NOT_ASSESSED: _NO_RESEARCH,
}
EXCLUDED: Mapping[str, Mapping[str, str]] = {
    "page": _ON_PAGES,
    "document": {
        **_ON_PAGES, "guideline.korttittel": "the full title is shown",
        **dict.fromkeys(_SECTION_LAWS, _LAWS), **dict.fromkeys(_PENDING, _PENDING_LAW),
        **dict.fromkeys((*_TO_READERS, *_GROUNDS), _NOT_PAPER),
        **dict.fromkeys(_COURSE, _OWN_FILES),
        **dict.fromkeys(_QUESTIONS, _LEADS_ON),
    },
    "api": {},
    "search": {
        **dict.fromkeys(
            (*_OWNER, *_PARTNERS, "guideline.avsender.navn", "guideline.korttittel",
             "guideline.merknad", "guideline.lisens.id", "guideline.lisens.navn"),
            "stands on every page, so it finds none",
        ),
        **dict.fromkeys((n for n in _NAMED[2:] if "faser" not in n), _FILTER),
        **dict.fromkeys(_PLACES, "a place in a source finds nothing"),
        **dict.fromkeys(
            ("laws.lover.tittel", "laws.lover.merknad", "laws.lover.kontrollert.mot",
             "laws.lover.erstattet_av", *_SECTION_LAWS, *_PENDING), _BY_SHORT_TITLE
        ),
        **dict.fromkeys(_JUDGED, _READ),
        **dict.fromkeys(_EVERYDAY, "they lead to what the guideline says; test_search_words.py"),
        **dict.fromkeys(_RESOURCES, _BY_TITLE), _NOT_ASSESSED: _NO_RESEARCH,
        **dict.fromkeys(_GIVEN, _INITIALS), _PLACE: _APA,
        **dict.fromkeys(_KEPT, _NOT_PRINTED),
        **dict.fromkeys((*_REVIEWS, *_GROUNDS, _BASIS), "who reviewed it, and what it rests on"),
        **dict.fromkeys(_CITED, _NO_QUOTE),
        **dict.fromkeys(_TO_HOLD, "to hold a course, not to look up"),
    },
    "helsedir": dict.fromkeys(
        (*_OWNER, *_PARTNERS, *_NAMED, *_PHASE, *_LIMITS, *_PLACES, *_RESOURCES, _RESOURCE, _LAW,
         _BASIS, _WHY, _FINDING, _NOT_ASSESSED, *_QUESTION, *_JUDGED, *_REPORT,
         *_QUESTIONS[:-1], *_EVERYDAY), _SHAPE
    ),
    "fhir": {
        **dict.fromkeys(
            (*_OWNER, *_PARTNERS, *_NAMED, *_PHASE, *_LIMITS, *_PLACES, *_RESOURCES, _RESOURCE,
             _LAW, _BASIS, _WHY, _FINDING, _NOT_ASSESSED, *_QUESTION, *_JUDGED, *_REPORT,
             *_QUESTIONS[:-1], *_EVERYDAY,
             "guideline.avgrensning", "guideline.omfang", "guideline.korttittel",
             "guideline.kapitler.ingress", "guideline.lisens.id",
             "recommendation.kontrollsporsmaal"), _FHIR
        ),
        **{f"recommendation.{path}": reason for path, reason in NOT_MAPPED.items()},
    },
    "snapshot": {},
    "redline": {},
    "translation": dict.fromkeys(
        ("guideline.lisens.id", *_PLACES, "laws.lover.erstattet_av", *_SECTION_LAWS, *_PENDING,
         _LAW, _BASIS, *_GIVEN, _PLACE, *_KEPT, *_NAME_PARTS,
         *_REVIEWS, *_GROUNDS, *_EVERYDAY, *_CITED, "course.lysbilder.belegg.sted",
         *(f"sources.references.{name}" for name in (
             "author.family", "author.literal", "collection-title", "container-title",
             "editor.family", "editor.literal", "page", "publisher", "title",
         ))), _SAME
    ),
    "hearing": {
        "recommendation.tittel": "the recommendation as a whole can be commented on",
        **dict.fromkeys(
            (_LAW, _BASIS, _NOT_ASSESSED, *_RESOURCES, _RESOURCE, *_QUESTION, *_JUDGED,
             "recommendation.praktisk_gjennomforing.steg.hvem",
             "recommendation.praktisk_gjennomforing.steg.naar"), _LIST
        ),
        "recommendation.svarer_paa": _LEADS_ON,
    },
}
"""Texts that are not in an output, each with the reason."""
HELD = {
    "helsedir": ("recommendation", "guideline"), "fhir": ("recommendation", "guideline"),
    "hearing": ("recommendation",), "redline": ("recommendation",),
}
"""The kinds of file an output is made of, where it is not all of them."""


def resolved(node: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema with what it refers to."""
    name = node.get("$ref", "").rpartition("/")[2]
    return {**(root["$defs"][name] if name else {}), **node}


def is_text(node: Mapping[str, Any]) -> bool:
    """Whether any words may stand in a field."""
    return (
        node.get("type") == "string" and not {"enum", "format"} & node.keys()
        and node.get("pattern", "\\S") in ("\\S", "\\?$")
    )


class Filling:
    """Puts a word of its own into every text field of one kind of file."""

    def __init__(self, kind: str, words: Iterator[str]) -> None:
        self._kind, self._words = kind, words
        self._root = schema.load(kind)
        self.found: dict[str, str] = {}

    def fill(self, value: dict[str, Any]) -> dict[str, Any]:
        """Return ``value``, the data of a file, with all text fields and their words."""
        self._object(self._root, value, self._kind)
        return value

    def _text(self, node: Mapping[str, Any], way: str) -> str:
        word = self.found.setdefault(way, "") or next(self._words)
        self.found[way] = word
        if way == "recommendation.kort_anbefaling":
            return f"Skolen bør snakke om {word} tidlig"
        question = node.get("pattern") == "\\?$"
        return f"Handler det om {word}?" if question else f"Dette handler om {word}"

    def _object(self, node: Mapping[str, Any], value: dict[str, Any], way: str) -> None:
        for name, inner in node.get("properties", {}).items():
            if name in SKIPPED:
                continue
            field, below = resolved(inner, self._root), f"{way}.{name}"
            if below.endswith((".author", ".editor", ".translator")):
                value[name] = [{"literal": self._text(field, f"{below}.literal")}, {
                    part: self._text(field, f"{below}.{part}") for part in _PERSON
                }]
            elif "date-parts" in field.get("properties", {}):
                continue  # its words stand instead of a date; tests/rendering/test_citations.py
            elif is_text(field):
                value[name] = self._text(field, below)
            elif field.get("type") == "object":
                inside = value.get(name, {})
                self._object(field, inside, below)
                if inside:
                    value[name] = inside
            elif field.get("type") == "array":
                self._array(field, value, name, below)
            elif name in node.get("required", ()) and name not in value:
                value[name] = field["examples"][0]

    def _array(
        self, node: Mapping[str, Any], value: dict[str, Any], name: str, way: str
    ) -> None:
        item = resolved(node["items"], self._root)
        if is_text(item):
            value[name] = [self._text(item, way)]
        elif item.get("type") == "object":
            for one in value.setdefault(name, [{}]):
                self._object(item, one, way)


class Filled(NamedTuple):
    """A guideline with a word in every text field.

    Attributes:
        words: the words by field.
    """

    root: Path
    site: Tree
    words: Mapping[str, str]

    @property
    def edition(self) -> Edition:
        """What the guideline says, with only the recommendation that has the words."""
        read = read_guideline(self.root).guideline
        recommendation = read_recommendation(
            (self.root / EARLY).read_bytes(), EARLY, EARLY.split("/")[1]
        ).recommendation
        assert read and recommendation
        return Edition(read, {recommendation.id: recommendation})


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """The site of a guideline with a word in every text field, and the words by field."""
    root = sound_copy(tmp_path_factory.mktemp("felt") / "rot")
    words = ("Qz" + "".join(letters) for letters in product(string.ascii_lowercase, repeat=3))
    found: dict[str, str] = {}
    put(root, PATHS["plain"], "id: tidlig-samtale\nversjoner:\n  - maalgruppe: kontaktlaerer\n")
    put(root, PATHS["role"], "id: kontaktlaerer\n")
    put(root, PATHS["course"], "id: samtaler\nkurskapittel: kompetanse\ncaser:\n  - id: kari\n"
                               "lysbilder:\n  - id: kari\n    case: kari\n")
    for kind, path in PATHS.items():
        filling = Filling(kind, words)
        loader = yaml.SafeLoader if kind == "sources" else yaml.BaseLoader  # no dates as text
        data = yaml.load((root / path).read_text(encoding="utf-8"), loader)
        if kind == "terms":  # the others are referred to by their forms
            data["termer"].append({"id": "ny-term"})
            filling.fill({"termer": data["termer"][-1:]})
        else:
            if kind == "sources":
                data["references"][1]["type"] = "article-journal"
            if kind == "guideline":
                data |= {"skjema": 2, "gjennomgang": {"aar": 4}}  # numbers
            filling.fill(data)
        put(root, path, json.dumps(data, ensure_ascii=False, indent=1))
        found |= filling.found
    dressed = plain_dressing(root / ".dressing")
    order = BuildOptions(
        root, root / "site", DAY, tolerant=True, documents=FORMATS, exchange=True
    )
    outcome = build(order, lambda _: dressed)
    assert outcome.pages, [str(problem) for problem in outcome.survey.problems]
    return Filled(root, tree(root / "site"), found)


def said_in(site: Tree, pattern: str) -> str:
    """Return all that the files say whose whole path matches ``pattern``."""
    paths = [path for path in site if re.fullmatch(pattern, path)]
    assert paths
    return "\n".join(texts(path, site[path]) for path in paths)


def assert_said(where: str, words: Mapping[str, str], said: str) -> None:
    """Hold that ``said`` has all ``words`` that belong there but those that are excluded."""
    lower = said.casefold()
    kinds = HELD.get(where, tuple(PATHS))
    lost = {path for path, word in words.items()
            if path.partition(".")[0] in kinds and word.casefold() not in lower}
    assert lost - EXCLUDED[where].keys() == set()
    assert EXCLUDED[where].keys() - lost == set(), "no longer lost: take it out of the list"


@pytest.mark.parametrize(("where", "pattern"), [
    ("page", r"(?!v/).*\.html"), ("api", r"api/v1/nb/.*\.json"),
    ("document", r"retningslinje\.pdf"), ("document", r"retningslinje\.docx"),
    ("document", r"retningslinje\.epub"), ("search", r"sok/indeks/.*"),
    ("helsedir", r"api/helsedir/.*\.json"), ("fhir", r"api/fhir/.*\.json"),
])
def test_every_text_reaches_readers(filled: Filled, where: str, pattern: str) -> None:
    assert_said(where, filled.words, said_in(filled.site, pattern))


def test_every_text_is_in_the_snapshot(filled: Filled) -> None:
    assert_said("snapshot", filled.words, snapshot.dump(filled.edition).decode())


def test_a_change_in_every_text_is_named_after_its_field(filled: Filled) -> None:
    new = filled.edition
    old = snapshot.parse(snapshot.dump(new).replace(b"Qz", b"Zq"))
    comparison = diff(old, new)
    (changed,) = comparison.recommendations
    names = {f"recommendation.{leaf.name}" for one in changed.changes for leaf in leaves(one)}
    names |= {f"guideline.{leaf.name}" for one in comparison.frame for leaf in leaves(one)}
    within = {"plain": "guideline.enkle_versjoner", "role": "guideline.rollesider",
              "course": "guideline.kurs"}
    wanted = {
        path if path.startswith(("recommendation.", "guideline.")) else
        f"{within.get(path.partition('.')[0], 'guideline')}."
        f"{path.partition('.')[2].replace('references', 'kilder', 1)}"
        for path in filled.words
    }
    assert wanted - names == set()


def test_every_text_is_in_the_redline(filled: Filled) -> None:
    new = filled.edition
    old = snapshot.parse(snapshot.dump(new).replace(b"Qz", b"Zq"))
    (now,), (before,) = (edition.recommendations.values() for edition in (new, old))
    html = changed_body(now, [before], {})
    old_words = {path: word.replace("Qz", "Zq") for path, word in filled.words.items()}
    assert_said("redline", filled.words, html)
    assert_said("redline", old_words, html)


def test_every_text_can_be_translated(filled: Filled) -> None:
    edition = filled.edition
    (recommendation,) = edition.recommendations.values()
    said = [*translatable(edition.guideline, FRAME).values(),
            *translatable(recommendation, "recommendation").values()]
    assert_said("translation", filled.words, "\n".join(map(str, said)))


def test_every_text_of_a_recommendation_can_be_commented_on(filled: Filled) -> None:
    edition = filled.edition
    (recommendation,) = edition.recommendations.values()
    said = "\n".join(place.tekst for place in places(recommendation))
    assert_said("hearing", filled.words, said)
    desk = "\n".join(place.tekst for place in heard_text(edition).places)
    assert_said("hearing", filled.words, desk)


def test_every_kind_of_file_is_looked_at() -> None:
    kinds = {kind for kind in KINDS if "." not in kind} - {"release"}  # written by the program
    assert kinds == PATHS.keys() | ELSEWHERE.keys()
