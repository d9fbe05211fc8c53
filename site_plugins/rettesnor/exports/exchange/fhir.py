"""The guideline as FHIR R5 (https://hl7.org/fhir/R5/), as far as the mapping is honest.

A recommendation is a ``PlanDefinition``, the guideline one whose actions are the recommendations,
and a hearing comment with its assessment an ``ArtifactAssessment``. FHIR is made for health care;
docs/fhir.md says field by field what maps, what does not, and why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rettesnor.exports.api.envelope import Publication, dump
from rettesnor.model.guideline import Lov
from rettesnor.model.hearing import Comment, Hearing
from rettesnor.model.legal_reference import DOUBLE
from rettesnor.model.sections import PARTS, SECTIONS, TEXTS

ROOT = "api/fhir/"
_GRADE = "a criterion of GRADE's framework, which FHIR has no field for"
_EVIDENCE = "FHIR has fields for single pieces of evidence, not for an account of them"
NOT_MAPPED = {
    "begrunnelse.fordeler_og_ulemper": _GRADE, "begrunnelse.verdier_og_preferanser": _GRADE,
    "begrunnelse.ressursbruk": _GRADE, "begrunnelse.gjennomforbarhet": _GRADE,
    "begrunnelse.utilsiktede_konsekvenser": _GRADE, "begrunnelse.likeverd": _GRADE,
    "kunnskapsgrunnlag.tekst": _EVIDENCE, "kunnskapsgrunnlag.erfaringskunnskap": _EVIDENCE,
    "kunnskapsgrunnlag.brukerkunnskap": _EVIDENCE,
    "juridiske_rammer.tekst": "the sections of laws are ``relatedArtifact``",
}
"""Texts of a recommendation that are left out, with the reason; see docs/fhir.md."""
_PRACTICE = "praktisk_gjennomforing"
Record = Mapping[str, Any]
Resource = dict[str, Any]
_STRENGTH = "http://hl7.org/fhir/StructureDefinition/cqf-strengthOfRecommendation"
_STATUS = {
    "utkast": "draft", "høring": "draft", "gjeldende": "active", "under revisjon": "active",
    "opphevet": "retired",
}
_DISPOSITION = {
    "tatt til følge": "persuasive", "delvis": "persuasive-with-modification",
    "ikke": "not-persuasive",
}
"""«utenfor» (outside what was heard) has no word there, and gets none."""
_NOT_AN_ID = re.compile(r"[^A-Za-z0-9.-]+")
_LONGEST_ID = 64
_CITED = re.compile(r" ?\[@[^\]]+\]")
_OWN_LINK = re.compile(r"!?\[([^\]]*)\]\((?:anbefaling:|side:|bilder/|#)[^)]*\)")
"""References, citations and links of our dialect (``reading.prose.dialect``)."""


def plan_path(id_: str) -> str:
    """Return where a ``PlanDefinition`` is below the site's root."""
    return f"{ROOT}PlanDefinition/{id_}.json"


def hearing_path(id_: str) -> str:
    """Return where the bundle of a hearing is below the site's root."""
    return f"{ROOT}Bundle/horing-{id_}.json"


def guideline_plan(p: Publication, address: str) -> bytes:
    """Return the guideline: each of its actions is a recommendation."""
    g = p.guideline
    groups = [
        {
            "title": chapter.tittel,
            "action": [
                {
                    "linkId": r.id, "title": r.tittel, "description": r.kort_anbefaling,
                    "definitionCanonical": f"{_canonical(p, r.id, address)}|{p.version}",
                }
                for r in p.anbefalinger if r.kapittel == chapter.id
            ],
        }
        for chapter in g.kapitler if any(r.kapittel == chapter.id for r in p.anbefalinger)
    ]
    return dump(_lean({
        **_plan(p, g.id, g.tittel, g.status, g.datoer.publisert, address),
        "description": _warned(p, ""), "purpose": _common_mark(g.formaal),
        "lastReviewDate": g.datoer.faglig_oppdatert, "action": groups,
    }))


def recommendation_plan(
    p: Publication, record: Record, address: str, law_address: Callable[[Lov, str], str],
    citations: Mapping[str, str],
) -> bytes:
    """Return a recommendation; ``citations`` are the sources as plain text, by key."""
    r = record["anbefaling"]
    dates, practice = r.get("datoer", {}), r.get("praktisk_gjennomforing", {})
    related = [
        {
            "type": "part-of",
            "resource": f"{_canonical(p, p.guideline.id, address)}|{p.version}",
        },
        *_laws(p, r, law_address), *_sources(p, r, citations),
    ]
    state = r["status"] if p.guideline.status == "gjeldende" else p.guideline.status
    plan = _plan(p, r["id"], r["tittel"], state, dates.get("publisert", ""), address)
    return dump(_lean({
        **plan,
        "extension": [{"url": _STRENGTH, "valueCodeableConcept": {
            "text": p.guideline.strength_name(r["styrke"]),
        }}],
        "description": _warned(p, r["kort_anbefaling"]),
        "purpose": _texts(r, "begrunnelse"), "usage": _texts(r, "praktisk_gjennomforing"),
        "lastReviewDate": dates.get("faglig_oppdatert"), "relatedArtifact": related,
        "action": [
            _lean({
                "linkId": f"steg-{number}", "title": step["hvem"],
                "description": _common_mark(step["hva"]),
                "timingTiming": {"code": {"text": step["naar"]}} if step.get("naar") else None,
            })
            for number, step in enumerate(practice.get("steg", ()), 1)
        ],
    }))


def hearing_bundle(p: Publication, hearing: Hearing, address: str) -> bytes:
    """Return the published comments of a hearing, with their assessments."""
    comments: Sequence[Comment] = hearing.resultat.innspill if hearing.resultat else ()
    return dump(_lean({
        "resourceType": "Bundle", "id": _id(f"horing-{hearing.runde.id}"), "type": "collection",
        "entry": [
            {"fullUrl": f"urn:rettesnor:{p.guideline.id}:innspill:{comment.nummer}",
             "resource": assessment(p, comment, hearing.runde.utgave, address)}
            for comment in comments
        ],
    }))


def _exempt(provision: str) -> str:
    return f"Unntatt offentlighet, jf. {provision}" if provision else "Ikke publisert"


def assessment(p: Publication, comment: Comment, version: str, address: str) -> Resource:
    """Return a comment as an ``ArtifactAssessment`` of the release that was heard."""
    to = comment.adresse
    target = to.anbefaling or p.guideline.id
    outcome = comment.vurdering.utfall
    said = (f"Forslag til ny tekst: {comment.forslag.tekst}" if comment.forslag.tekst else "",
            comment.tekst)
    text = "\n\n".join(filter(None, said)) or (
        f"{_exempt(comment.hjemmel)}: {comment.unntatt}" if comment.unntatt else ""
    )
    content = [_lean({
        "informationType": "comment", "summary": text,
        "path": [".".join(part for part in (to.felt, to.avsnitt) if part)]
        if to.felt or to.avsnitt else None,
        "freeToShare": True,
    })]
    if comment.vurdering.begrunnelse:
        content.append({
            "informationType": "response", "summary": comment.vurdering.begrunnelse,
            "freeToShare": True,
        })
    return _lean({
        "resourceType": "ArtifactAssessment", "id": _id(comment.nummer),
        "title": f"Høringsinnspill {comment.nummer}",
        "artifactCanonical": f"{_canonical(p, target, address)}|{version}",
        "date": comment.vurdering.dato, "content": content,
        "workflowStatus": _workflow(outcome), "disposition": (
            _DISPOSITION.get(outcome) if outcome else "unresolved"
        ),
    })


def _workflow(outcome: str) -> str:
    if not outcome:
        return "submitted"
    return "resolved-no-change" if outcome in ("ikke", "utenfor") else "resolved-change-required"


def _plan(
    p: Publication, id_: str, title: str, status: str, day: str, address: str
) -> Resource:
    g = p.guideline
    return {
        "resourceType": "PlanDefinition", "id": _id(id_), "language": p.language,
        "url": _canonical(p, id_, address),
        "identifier": [{"system": f"urn:rettesnor:{g.id}", "value": id_}],
        "version": p.version, "title": title,
        "status": "draft" if p.working else _STATUS.get(status, "unknown"),
        **({"subjectCodeableConcept": {"text": g.gjelder}} if g.gjelder else {}),
        "date": day, "publisher": g.publisher_name,
        **({"author": [{"name": g.author_name}]} if g.avsender else {}),
        "copyright": f"{g.lisens.navn}: {g.lisens.lenke}",
    }


def _canonical(p: Publication, id_: str, address: str) -> str:
    """Return the canonical URI: the address, or a name of our own where that is not known."""
    if address:
        return f"{address}{plan_path(id_).removesuffix('.json')}"
    return f"urn:rettesnor:{p.guideline.id}:{id_}"


def _warned(p: Publication, text: str) -> str:
    """Return ``text`` with what must always follow it, such as that it is a draft."""
    return "\n\n".join(part for part in (text, p.guideline.merknad) if part)


def _laws(
    p: Publication, r: Record, law_address: Callable[[Lov, str], str]
) -> list[Resource]:
    laws = {law.id: law for law in p.guideline.lover}
    found = []
    for reference in r.get("juridiske_rammer", {}).get("referanser", ()):
        law = laws.get(reference["lov"])
        if law is not None:
            address = law_address(law, reference["paragraf"])
            found.append(_lean({
                "type": "citation", "label": "lov",
                "display": f"{law.korttittel} {reference['paragraf']}",
                "document": {"url": address} if address else None,
            }))
    return found


def _sources(p: Publication, r: Record, citations: Mapping[str, str]) -> list[Resource]:
    research = r.get("kunnskapsgrunnlag", {}).get("forskning", ())
    keys = dict.fromkeys(finding["kilde"] for finding in research)
    return [
        {"type": "citation", "label": "kilde", "citation": citations[key]}
        for key in keys if key in citations
    ]


def _texts(r: Record, first: str) -> str:
    """Return the text of the section ``first``, and under headings what has no place elsewhere.

    Parts of the practice stand with the practice. All other texts that are mapped are grounds.
    """
    said = [_common_mark(_said(r, TEXTS[first]))]
    for section in TEXTS:
        if (section == _PRACTICE) == (first == _PRACTICE):
            texts = {} if section == first else {TEXTS[section]: SECTIONS[section]}
            texts |= {f"{section}.{name}": title for name, title in PARTS[section].items()}
            said += [
                f"## {title}\n\n{_common_mark(_said(r, pointer))}"
                for pointer, title in texts.items()
                if pointer not in NOT_MAPPED and _said(r, pointer)
            ]
    return "\n\n".join(filter(None, said))


def _said(r: Record, pointer: str) -> str:
    """Return the text at ``pointer``; empty for none."""
    value: Any = r
    for name in pointer.split("."):
        value = value.get(name, {})
    return value or ""


def _common_mark(text: str) -> str:
    """Return prose without the references that only our own dialect of Markdown has."""
    shown = DOUBLE.sub(lambda match: match[2] or match[1], _CITED.sub("", text))
    return _OWN_LINK.sub(r"\1", shown).strip()


def _id(text: str) -> str:
    return _NOT_AN_ID.sub("-", text)[:_LONGEST_ID]


def _lean(resource: Mapping[str, Any]) -> Resource:
    """Return ``resource`` without what is empty, which FHIR does not allow."""
    return {name: value for name, value in resource.items() if value not in (None, "", [], {})}
