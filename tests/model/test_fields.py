"""The field catalogue says of every field what its schema says, and what the code derives from it.

It is written by hand next to the schemas, so that these tests are what keeps the two the same.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from rettesnor.model import sections
from rettesnor.model.fields import (
    CATALOGUE,
    EDITION,
    FILES,
    FRAME,
    Field,
    below,
    field,
    label,
    lists,
)
from rettesnor.model.guideline import Guideline
from rettesnor.model.recommendation import Recommendation
from rettesnor.reading.schema import validate as schema

NOT_DECLARED = {
    "accessibility": "a report: no page, document or comparison is derived from its fields",
    "catalogue": "what several guidelines have around them, read into its own types",
    "plan": "what a municipality adds to a guideline, read into its own types",
    "plan-conflicts": "what is to be decided in a plan, written and read by commands",
    "practice": "what others do, collected; read into its own types",
    "self-check-sheet": "what somebody answered, read into its own types",
    "publish": "where a site is put, read into its own type; nothing of it is published",
    "change": "a note on a change, read into its own types",
    "findings": "what an audit found; the organisation's own file, never published",
    "hearing-result": "what people answered, read into its own types",
    "release": "a record, written and read by the program",
}
"""Kinds of file that are not in the catalogue, with the reason."""
NOT_TRANSLATED = {
    "recommendation.juridiske_rammer.referanser.*.lov": "the id of a law",
    "recommendation.juridiske_rammer.referanser.*.paragraf": "a number",
    "recommendation.unntak.*.grunn": "for editors",
    "guideline.versjon": "a number",
    "guideline.hverdagsord.*.leseren_skriver": "in both written standards at once",
    "guideline.hverdagsord.*.teksten_sier": "in both written standards at once",
    "guideline.lisens.id": "an id",
    "guideline.sprak.*.id": "an id",
    "guideline.styrker.*.tegn": "a sign",
    "guideline.faser.*.belegg.*.sted": "a place in a source, as the source has it",
    "guideline.faser.*.tegn.*.belegg.*.sted": "a place in a source",
    "guideline.faser.*.kobles_paa.*.belegg.*.sted": "a place in a source",
    "guideline.lokale_grenser.*.sted": "a place in a source",
    "guideline.sprak.*.navn": "a language is named in its own words",
    "guideline.unntak.*.grunn": "for editors",
    "terms.unntak.*.grunn": "for editors",
    "laws.lover.*.erstattet_av": "the id of a law",
    "laws.lover.*.paragrafer.*.paragraf": "a number",
    "laws.lover.*.paragrafer.*.erstattet_av.*.lov": "the id of a law",
    "laws.lover.*.paragrafer.*.erstattet_av.*.paragraf": "a number",
    "laws.lover.*.varslet.*.ved": "the name of an act, with its day and number",
    "laws.lover.*.paragrafer.*.varslet.*.ved": "the name of an act, with its day and number",
    "laws.unntak.*.grunn": "for editors",
    "hearing.utgave": "a number",
    "hearing.inviterte": "names of organisations, as they write them",
    "hearing.kontakt.telefon": "a number",
    "hearing.mottak.adresse": "an address",
    "hearing.hjemler.*.hjemmel": "a provision, as it is cited",
    **{f"{kind}.{name}": "for editors" for kind in ("plain", "role", "course")
       for name in ("gjennomlesing.av", "unntak.*.grunn")},
    **{f"course.lysbilder.*.sitat.{name}": "the id of a law, a number"
       for name in ("lov", "paragraf")},
    "course.lysbilder.*.belegg.*.sted": "a place in a source",
    "task.unntak.*.grunn": "for editors",
    **{f"task.{name}": "the id of a law, a number" for name in ("lov", "paragraf")},
    **{f"task.{name}": "the words of the law" for name in ("ved", "tekst_for", "tekst_etter")},
    "template.unntak.*.grunn": "for editors",
    "template.gjennomgatt": "a number",
    **{f"template.hjemler.*.{name}": "the id of a law, a number" for name in ("lov", "paragraf")},
    "task.steder": "names of files",
    **{f"role.{part}.*.hjemler.*.{name}": "the id of a law, a number"
       for part in ("kan_vente", "kan_be_om", "hvis_ikke") for name in ("lov", "paragraf")},
    **{f"development.{part}.*.belegg.*.sted": "a place in a source" for part in (
        "veikart", "medvirkning", "sammenheng", "utenfor", "innforing", "innforing.*.resultater")},
    "development.medvirkning.*.medlemmer.*.person": "the name of a person",
    "development.litteratursok.*.sokestreng": "as it is written in the database",
    "development.litteratursok.*.baser": "names of databases",
    "development.litteratursok.*.treff.*.tittel": "as it was published",
    "development.unntak.*.grunn": "for editors",
    "recommendation.kontrollgrunnlag.*.rettsgrunnlag.*.lov": "the id of a law",
    "recommendation.kontrollgrunnlag.*.rettsgrunnlag.*.paragraf": "a number",
    "criteria.kriterier.*.rettsgrunnlag.*.lov": "the id of a law",
    "criteria.kriterier.*.rettsgrunnlag.*.paragraf": "a number",
    "criteria.kriterier.*.belegg.*.sted": "a place in a source",
    "criteria.unntak.*.grunn": "for editors",
    **{f"{path}.*.hjemler.*.{name}": "the id of a law, a number"
       for path in ("measures.kvalitetsmaal", "self-check.plikter")
       for name in ("lov", "paragraf")},
    "measures.kvalitetsmaal.*.belegg.*.sted": "a place in a source",
    **{f"{kind}.unntak.*.grunn": "for editors" for kind in ("measures", "self-check")},
}
"""Texts that are the same in every language, with the reason. Sources are cited as published."""
Schema = Mapping[str, Any]


def resolved(node: Schema, root: Schema) -> Schema:
    """Return a schema with what it refers to."""
    if "$ref" not in node:
        return node
    return {**resolved(root["$defs"][node["$ref"].rpartition("/")[2]], root), **node}


def fields_of(node: Schema, root: Schema, path: str = "") -> Iterator[tuple[str, Schema, Schema]]:
    """Yield every field below ``node``: its path, its schema, and that of a list's items."""
    for name, inner in node.get("properties", {}).items():
        found = resolved(inner, root)
        own = f"{path}.{name}" if path else name
        item = resolved(found.get("items", {}), root)
        yield own, found, item
        yield from fields_of(found, root, own)
        yield from fields_of(item, root, f"{own}.*")


def kinds(node: Schema, item: Schema) -> set[str]:
    """Return the kinds that a field with this schema can have in the catalogue."""
    if "properties" in node:
        return {"group"}
    if "properties" in item:
        return {"list"}
    if item:
        inner = kinds(item, {})
        return {"date"} if "items" in item else {f"{kind}s" for kind in inner}
    if "enum" in node or "const" in node:
        return {"enum"}
    if node.get("contentMediaType") == "text/markdown":
        return {"markdown"}
    if "format" in node:
        return {"date"} if node["format"] == "date" else {"url"}
    if node.get("type") in ("boolean", "integer"):
        return {"flag"} if node["type"] == "boolean" else {"number"}
    # What a pattern describes whole is no text: an id, a time, a number that is written as text.
    free = {"line", "word"}
    return {"id", "time", *free} if node.get("pattern", "").startswith("^") else free


@pytest.mark.parametrize("kind", FILES)
def test_the_catalogue_has_the_fields_of_the_schema_in_its_order(kind: str) -> None:
    root = schema.load(kind)
    assert [f.path for f in CATALOGUE[kind]] == [path for path, _, _ in fields_of(root, root)]


@pytest.mark.parametrize("kind", FILES)
def test_a_field_holds_what_the_schema_says(kind: str) -> None:
    root = schema.load(kind)
    for path, node, item in fields_of(root, root):
        found = field(kind, path)
        assert found and found.kind in kinds(node, item), path


def test_every_kind_of_file_is_declared_or_left_out_with_a_reason() -> None:
    known = {kind for kind in schema.KINDS if "." not in kind}
    assert {*FILES, *NOT_DECLARED} == known
    assert CATALOGUE.keys() - known == {FRAME}


def paths_of(cls: Any, path: str = "") -> Iterator[str]:
    """Yield the path of every field of a dataclass and of those in it."""
    hints = typing.get_type_hints(cls)
    for one in dataclasses.fields(cls):
        own = f"{path}{one.name}"
        yield own
        hint = hints[one.name]
        of = next(iter(typing.get_args(hint)), hint)
        if dataclasses.is_dataclass(of):
            yield from paths_of(of, f"{own}.*." if typing.get_origin(hint) is tuple else f"{own}.")


def test_a_recommendation_has_the_fields_of_the_catalogue() -> None:
    # The folder is the chapter; of the dates only those of a guideline can be from elsewhere.
    # Each dimension is a field of its own, which the guideline declares.
    elsewhere = {"kapittel", "datoer.kunngjort_senest", "dimensjoner"}
    assert {f.path for f in CATALOGUE["recommendation"]} == {*paths_of(Recommendation)} - elsewhere


def test_a_guideline_has_the_fields_of_the_catalogue() -> None:
    # Sources are kept as their files have them (CSL), not as a class.
    declared = {f.path for f in CATALOGUE[FRAME] if not f.path.startswith("kilder.")}
    assert declared == {
        path for path in paths_of(Guideline) if not path.startswith(("unntak", "skjema"))
    }


def test_what_is_required_is_what_the_schema_requires() -> None:
    assert set(sections.REQUIRED) == set(schema.load("recommendation")["required"])


@pytest.mark.parametrize("kind", ["recommendation", "guideline"])
def test_what_stands_at_the_top_has_a_name_for_readers(kind: str) -> None:
    unnamed = {f.path for f in CATALOGUE[kind] if not f.parent and not f.label}
    assert unnamed <= {"unntak", "skjema"}, "for editors"


def test_sections_have_a_place_each_and_their_parts_a_heading() -> None:
    found = [f for f in below("recommendation") if f.place]
    assert [f.place for f in found] == sorted({f.place for f in found})
    assert {f.kind for f in found} <= {"group", "markdown", "lines"}
    for part in (part for parts in sections.PARTS.values() for part in parts.items()):
        assert all(part), part
    assert len(sections.HEADINGS) == len(set(sections.HEADINGS.values()))
    assert not any("-" in name for name in (*sections.PARTS, *sections.LISTS))


def test_every_text_is_translated_or_left_out_with_a_reason() -> None:
    texts = {
        f"{kind}.{f.path}": f for kind in FILES if kind != "sources" for f in CATALOGUE[kind]
        if f.kind in ("markdown", "line", "lines")
    }
    assert {path for path, f in texts.items() if not f.translated} == NOT_TRANSLATED.keys()


def test_only_texts_are_translated() -> None:
    for kind in CATALOGUE:
        for f in CATALOGUE[kind]:
            assert not f.translated or f.kind in ("markdown", "line", "lines", "word"), f
            assert f.translated != "words" or f.kind == "lines", f


def test_a_last_name_means_one_thing_in_an_edition() -> None:
    """A change is shown by the last name of its field: as prose, as a line, as one value."""
    by_name: dict[str, set[str]] = {}
    for kind in EDITION:
        for f in CATALOGUE[kind]:
            kind_ = "enum" if f.kind == "word" else f.kind
            by_name.setdefault(f.name, set()).add(kind_)
    for name, found in by_name.items():
        assert len(found) == 1 or not found & {"markdown", "date", "enum"}, name


def test_lists_with_the_same_name_are_recognised_by_the_same_key() -> None:
    keys: dict[str, set[tuple[str, ...]]] = {}
    for found in lists():
        keys.setdefault(found.name, set()).add(found.key)
        assert bool(found.key) != found.alike, found
        assert found.kind in ("list", "lines"), found
    assert all(len(key) == 1 for key in keys.values())


@pytest.mark.parametrize("kind", CATALOGUE)
def test_a_key_is_made_of_fields_that_are_there(kind: str) -> None:
    for found in (f for f in CATALOGUE[kind] if f.key):
        for name in found.key:
            assert field(kind, f"{found.path}.*.{name}"), found
        assert len(found.key) == 1 or not found.named, "a translation names one key"


def test_lists_of_an_edition_are_compared_item_by_item() -> None:
    bare = {
        f"{kind}.{f.path}" for kind in EDITION for f in CATALOGUE[kind]
        if f.kind == "list" and not f.key and not f.alike
    }
    assert bare == {
        "recommendation.unntak",  # no content
        *(f"frame.kilder.*.{names}" for names in ("author", "editor", "translator")),
        # the order of the persons means something
    }


def test_a_field_without_a_name_is_called_what_its_group_is() -> None:
    assert label("recommendation", "praktisk_gjennomforing.steg.hva") == "Steg for steg"
    assert label("recommendation", "begrunnelse.ressursbruk") == "Ressursbruk"
    assert label("recommendation", "juridiske_rammer.tekst") == "Juridiske rammer"
    assert label("recommendation", "ukjent.felt") == ""


def test_readers_meet_the_fields_of_an_item_in_their_own_order() -> None:
    def names(path: str) -> list[str]:
        return [found.name for found in below("recommendation", path)]

    assert names("praktisk_gjennomforing.steg.*") == [
        "hvem", "roller", "naar", "naar_i_lov", "hva",
    ]
    assert names("kunnskapsgrunnlag.forskning.*") == ["kilde", "tillit", "metode", "funn"]


def test_a_field_knows_its_name_and_its_group() -> None:
    found = Field("praktisk_gjennomforing.steg.*.hva", "markdown")
    assert (found.name, found.parent) == ("hva", "praktisk_gjennomforing.steg.*")
