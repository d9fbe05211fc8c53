"""What a form shows of a kind of file: made from its schema, not written by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from rettesnor.model.course import PHASE_FIELDS, RECOMMENDATION_FIELDS
from rettesnor.model.fields import label
from rettesnor.model.guideline import USUAL_SECTIONS
from rettesnor.reading.schema.plain_fields import MARKDOWN
from rettesnor.reading.schema.validate import load

from rettesnor_editor.language import N_

Kind = Literal[
    "group", "list", "checks", "markdown", "text", "line", "choice", "suggest", "flag", "yesno",
    "date", "url", "csl-date",
]
"""``checks`` is a list of plain values whose order means nothing; ``text`` is long plain text;
``choice`` one of a list, ``suggest`` a line with a list to choose from; ``yesno`` a flag that must
be answered; ``csl-date`` a date of a source."""

_OF_FILES = re.compile(
    r": id-er fra «\w+» i guideline/\w+\.yml| i guideline/\w+\.yml|guideline/guideline\.yml "
)
"""What a schema says to those who write files. It is no help where one chooses from a list."""
_WRITTEN = {
    "true når": "Ja når", "Ellers false.": "Ellers nei.", "Skriv Ja når": "Kryss av når",
    "Sett til Ja når": "Kryss av når", " Har egne «styrker», er det id-en til en av dem.": "",
}
"""How a value is written in a file, and what it is in a form; one after the other."""
LONG = 160
"""From how many characters on a plain text has a box of several lines."""
_PICKS = {
    "recommendation": {
        "styrke": "strengths", "maalgrupper.*": "roles", "faser.*": "phases",
        "praktisk_gjennomforing.steg.*.roller.*": "roles",
        "kunnskapsgrunnlag.forskning.*.kilde": "sources",
        "juridiske_rammer.referanser.*.lov": "laws",
        "juridiske_rammer.referanser.*.paragraf": "sections", "se_ogsaa.*": "recommendations",
        "kontrollgrunnlag.*.rettsgrunnlag.*.lov": "law_ids",
        "kontrollgrunnlag.*.rettsgrunnlag.*.paragraf": "sections",
    },
    "criteria": {
        "kriterier.*.gruppe": "criteria_groups", "kriterier.*.nivaa.*": "levels",
        "kriterier.*.roller.*": "roles", "kriterier.*.rettsgrunnlag.*.lov": "law_ids",
        "kriterier.*.rettsgrunnlag.*.paragraf": "sections",
        "kriterier.*.fra_anbefalinger.*.anbefaling": "recommendations",
        "kriterier.*.belegg.*.kilde": "sources",
    },
    "change": {
        "anbefalinger.*": "recommendations", "fra.*": "recommendations", "til.*": "recommendations",
        "i_stedet.*": "recommendations", "hvorfor.*.kilder.*": "sources",
        "hvorfor.*.lov": "laws", "hvorfor.*.paragraf": "sections", "oppgaver.*": "tasks",
    },
    "template": {
        "anbefalinger.*": "recommendations", "hjemler.*.lov": "law_ids",
        "hjemler.*.paragraf": "sections",
    },
    "task": {
        "lov": "law_ids", "paragraf": "sections", "kilde": "sources", "melding": "needs",
        "anbefalinger.*": "recommendations", "avgjorelser.*.anbefalinger.*": "recommendations",
    },
    "guideline": {
        "maalgrupper.hoved.*": "roles", "maalgrupper.andre.*": "roles",
        "kapitler.*.anbefalinger.*": "recommendations", "sider.*": "pages",
        "faser.*.kobles_paa.*.roller.*": "roles", "faser.*.forst.*": "recommendations",
        "faser.*.belegg.*.kilde": "sources", "faser.*.tegn.*.belegg.*.kilde": "sources",
        "faser.*.kobles_paa.*.belegg.*.kilde": "sources",
        "lokale_grenser.*.fase": "phases", "lokale_grenser.*.kilde": "sources",
    },
    "terms": {"termer.*.kilde": "sources", "termer.*.se_ogsaa.*": "terms"},
    "laws": {
        "lover.*.erstattet_av": "law_ids", "lover.*.paragrafer.*.erstattet_av.*.lov": "law_ids",
    },
    "plain": {"versjoner.*.maalgruppe": "roles"},
    "development": {
        **{
            f"{name}.*.anbefalinger.*": "recommendations" for name in (
                "veikart", "meldinger", "medvirkning", "sammenheng", "utenfor", "innforing",
                "litteratursok",
            )
        },
        **{
            f"{name}.*.belegg.*.kilde": "sources" for name in (
                "veikart", "medvirkning", "sammenheng", "utenfor", "innforing",
                "innforing.*.resultater",
            )
        },
        "meldinger.*.paa_veikartet": "questions", "litteratursok.*.paa_veikartet": "questions",
    },
    "role": {
        f"{part}.*.{name}": picks for part in ("kan_vente", "kan_be_om", "hvis_ikke")
        for name, picks in (
            ("anbefalinger.*", "recommendations"), ("hjemler.*.lov", "law_ids"),
            ("hjemler.*.paragraf", "sections"),
        )
    },
    "measures": {
        "kvalitetsmaal.*.anbefalinger.*": "recommendations",
        "kvalitetsmaal.*.hjemler.*.lov": "law_ids",
        "kvalitetsmaal.*.hjemler.*.paragraf": "sections",
        "kvalitetsmaal.*.belegg.*.kilde": "sources",
    },
    "self-check": {
        "plikter.*.anbefalinger.*": "recommendations",
        "plikter.*.hjemler.*.lov": "law_ids", "plikter.*.hjemler.*.paragraf": "sections",
        "plikter.*.sporsmaal.*.anbefalinger.*": "recommendations",
        "plikter.*.sporsmaal.*.nivaaer.*": "check_levels",
        "plikter.*.sporsmaal.*.kriterier.*": "criteria",
    },
    "course": {
        "kurskapittel": "chapters", "kursroller.*": "roles",
        "lysbilder.*.sitat.anbefaling": "recommendations", "lysbilder.*.sitat.fase": "phases",
        "lysbilder.*.sitat.lov": "law_ids", "lysbilder.*.sitat.paragraf": "sections",
        "lysbilder.*.sitat.lokal_grense": "limits", "lysbilder.*.sitat.begrep": "terms",
        "lysbilder.*.belegg.*.kilde": "sources",
    },
    "plan": {"faser.*.kobles_paa.*.tjeneste": "services", "maler.*.id": "templates"},
    "hearing": {"sporsmaal.*.kapittel": "chapters", "sporsmaal.*.anbefaling": "recommendations"},
}
"""Fields that are chosen from what stands elsewhere in the project, by kind of file."""
_UNORDERED = frozenset({"faser", "ramme", "offisielle_felt", "paakrevde_deler"})
_LINES_TO_TEXT = frozenset({"kort_anbefaling"})
_SHOWN_ELSEWHERE = {
    "recommendation": frozenset({"id"}),
    "guideline": frozenset({"skjema", "id", "versjon"}),
    "hearing": frozenset({"id"}),
    "plain": frozenset({"id", "skrevet_fra"}),
    "role": frozenset({"id"}),
    "template": frozenset({"id"}),
    "course": frozenset({"id", "lest_mot"}),
}
"""Fields that no form changes: an id is changed by a move, the version by a release."""
_WORDS = {
    "article-journal": N_("Artikkel i tidsskrift"), "article-newspaper": N_("Artikkel i avis"),
    "book": N_("Bok"), "chapter": N_("Kapittel i bok"), "report": N_("Rapport"),
    "thesis": N_("Avhandling"), "webpage": N_("Nettside"),
    "legislation": N_("Lov eller forskrift"), "bill": N_("Proposisjon"),
    "document": N_("Dokument"), "dataset": N_("Datasett"), "hearing": N_("Høring"),
    "speech": N_("Tale"), "regulation": N_("Forskrift"), "standard": N_("Standard"),
    "interview": N_("Intervju"), "paper-conference": N_("Innlegg på konferanse"),
    "post-weblog": N_("Blogginnlegg"), "legal_case": N_("Dom"), "article": N_("Artikkel"),
    "personal_communication": N_("Personlig meddelelse"),
}
_KINDS_OF_CHANGE = {
    "endret": N_("Endret: rådet eller grunnlaget er et annet"),
    "presisert": N_("Presisert: tydeligere, samme mening"),
    "redaksjonell": N_("Redaksjonell: språk og rettelser"),
    "ny": N_("Ny anbefaling"), "flyttet": N_("Flyttet"), "delt": N_("Delt i flere"),
    "sammenslått": N_("Slått sammen"), "opphevet": N_("Tatt ut"),
}
_RELATIONS = {
    "følges": N_("Følges: slik den nasjonale sier"),
    "tilpasset": N_("Tilpasset: den følges, med egne steg, frister, grenser eller dokumenter"),
    "avviker": N_("Avviker: vi gjør noe annet, og sier hvorfor"),
    "ikke vurdert": N_("Ikke vurdert: ingen har tatt stilling ennå"),
}
_STATES_OF_A_PLAN = {
    "utkast": N_("Utkast"), "gjeldende": N_("Gjelder"), "opphevet": N_("Gjelder ikke lenger"),
}
_QUOTED = {
    **{name: label("recommendation", name) for name in RECOMMENDATION_FIELDS},
    **{name: label("guideline", f"faser.{name}") for name in PHASE_FIELDS if name != "om"},
    "om": N_("Om fasen"),
    "praktisk_gjennomforing.tekst": N_("Praktisk gjennomføring"),
}
"""What can be quoted of a recommendation or of a phase."""
_CALLED = {
    ("change", "slag"): _KINDS_OF_CHANGE, ("plan", "anbefalinger.*.forhold"): _RELATIONS,
    ("plan", "status"): _STATES_OF_A_PLAN,
    ("plan", "sprak"): {"nb": N_("Bokmål"), "nn": N_("Nynorsk")},
    ("course", "lysbilder.*.sitat.kildefelt"): _QUOTED,
}
"""What the values of a field are called where ``_WORDS`` is not enough: by kind of file and field.
"""
_TITLED = {("change", "slag"): N_("Slags endring")}


@dataclass(frozen=True, slots=True)
class Control:
    """A part of a form.

    Attributes:
        name: the key in the file; empty for the whole and for the items of a list.
        options: the values that the schema allows, each with a label.
        picks: the name of the project's list to choose from; empty for none.
        within: of a group, its parts.
        item: of a list, what each item is.
        fixed: of a list, whether items are neither added, removed nor moved.
        lines: of plain text, whether it may have several lines.
    """

    kind: Kind
    name: str
    path: str
    title: str = ""
    help: str = ""
    example: str = ""
    required: bool = False
    limit: int = 0
    whole_number: bool = False
    options: tuple[tuple[str, str], ...] = ()
    picks: str = ""
    within: tuple[Control, ...] = ()
    item: Control | None = None
    fixed: bool = False
    lines: bool = False

    def part(self, *names: str) -> Control:
        """Return the part of the form that the ``names`` lead to; ``*`` is an item of a list.

        Raises:
            KeyError: there is none.
        """
        found = self
        for name in names:
            inner = found.item if name == "*" else next(
                (one for one in found.within if one.name == name), None
            )
            if inner is None:
                raise KeyError(name)
            found = inner
        return found

    def only(self, *names: str) -> Control:
        """Return the same with only the parts ``names``."""
        return replace(self, within=tuple(one for one in self.within if one.name in names))

    def without(self, *names: str) -> Control:
        """Return the same without the parts ``names``."""
        return replace(self, within=tuple(one for one in self.within if one.name not in names))


PROSE = Control("markdown", "tekst", "", N_("Tekst"), (
    N_("Første linje er tittelen på siden, med «# » foran. En tom linje gir et nytt avsnitt.")
), required=True, limit=200_000)
"""The form of a prose page."""


@cache
def control_of(kind: str) -> Control:
    """Return the form of a kind of file: the name of its schema."""
    schema = load(kind)
    return _Maker(kind, schema).control("", "", schema, required=True)


def recommendation_control(guideline: Mapping[str, Any]) -> Control:
    """Return the form of a recommendation, with what its guideline declares.

    Args:
        guideline: the data of the guideline's own file.
    """
    control = control_of("recommendation")
    needed = {*(guideline.get("paakrevde_deler") or USUAL_SECTIONS)}
    if guideline.get("roller"):
        needed.add("maalgrupper")
    parts: list[Control] = []
    for part in control.within:
        parts.append(replace(part, required=part.required or part.name in needed))
        if part.name == "maalgrupper":
            parts += _dimensions(guideline)
    return replace(control, within=tuple(parts))


def _dimensions(guideline: Mapping[str, Any]) -> Iterator[Control]:
    """Yield boxes for each dimension: a field of every recommendation, named by its id."""
    declared = guideline.get("dimensjoner")
    for one in declared if isinstance(declared, list) else ():
        if isinstance(one, dict) and isinstance(one.get("id"), str):
            yield Control(
                "checks", one["id"], one["id"], str(one.get("navn", one["id"])),
                str(one.get("om", "")), required=True, picks=f"dimension:{one['id']}",
            )


def in_words(help_: str, *, chosen: bool = False) -> str:
    """Return a description without what it says of files and ids."""
    if chosen and help_.startswith(("Nøkkel", "Id-e")):
        return ""
    for written, said in _WRITTEN.items():
        help_ = help_.replace(written, said)
    return _OF_FILES.sub("", help_)


class _Maker:
    def __init__(self, kind: str, schema: Mapping[str, Any]) -> None:
        self.kind, self.schema = kind, schema
        base, _, translated = kind.partition(".")
        self.fixed = bool(translated)
        self.picks = {} if translated else _PICKS.get(base, {})

    def control(self, name: str, path: str, node: Mapping[str, Any], *, required: bool) -> Control:
        node = self.whole(node)
        examples = node.get("examples") or [""]
        example = examples[0] if isinstance(examples[0], str) else ""
        picks = self.picks.get(path, "")
        chosen = bool(picks or self.picks.get(f"{path}.*"))
        made = Control(
            "line", name, path, _TITLED.get((self.kind, path)) or node.get("title", ""),
            "" if (self.kind, path) in _CALLED
            else in_words(node.get("description", ""), chosen=chosen), example, required,
            node.get("maxLength", 0), picks=picks,
        )
        kinds = node.get("type", "")
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if "object" in kinds:
            return replace(made, kind="group", within=self.within(path, node))
        if name == "date-parts":
            return replace(made, kind="csl-date")
        if "array" in kinds:
            return self.listed(made, node)
        if "enum" in node:
            words = _CALLED.get((self.kind, path), _WORDS)
            options = tuple((str(v), words.get(str(v), str(v))) for v in node["enum"])
            return replace(made, kind="choice", options=options)
        if "const" in node:
            return replace(made, kind="choice", options=((str(node["const"]), str(node["const"])),))
        if "boolean" in kinds:
            return replace(made, kind="yesno" if required else "flag")
        if made.picks:
            return replace(made, kind="suggest" if made.picks == "sections" else "choice")
        if node.get("contentMediaType") == MARKDOWN:
            return replace(made, kind="markdown")
        if "integer" in kinds:
            return replace(made, whole_number=True)
        if node.get("format") == "date":
            return replace(made, kind="date")
        if node.get("format") in ("uri", "iri"):
            return replace(made, kind="url")
        long = made.limit >= LONG or name in _LINES_TO_TEXT
        return replace(made, kind="text" if long else "line")

    def within(self, path: str, node: Mapping[str, Any]) -> tuple[Control, ...]:
        """Return the parts of a group."""
        needed = node.get("required", ())
        hidden = _SHOWN_ELSEWHERE.get(self.kind, frozenset()) if not path else frozenset()
        return tuple(
            self.control(key, f"{path}.{key}" if path else key, inner, required=key in needed)
            for key, inner in node.get("properties", {}).items()
            if inner is not False and key not in hidden and key != "oversatt_fra"
        )

    def listed(self, made: Control, node: Mapping[str, Any]) -> Control:
        """Return a list: boxes to tick where the order means nothing, else items in order."""
        item = self.control("", f"{made.path}.*", node["items"], required=True)
        if made.name in _UNORDERED and item.kind == "choice":
            return replace(made, kind="checks", options=item.options, picks=item.picks)
        return replace(made, kind="list", item=item, fixed=self.fixed)

    def whole(self, node: Mapping[str, Any]) -> dict[str, Any]:
        """Return ``node`` with what it refers to filled in below its own words."""
        found = dict(node)
        while "$ref" in found:
            target: Any = self.schema
            for part in found.pop("$ref")[2:].split("/"):
                target = target[part]
            found = {**target, **found}
        return found
