"""The files of the API that are about the whole guideline: its frame, its lists, its hearings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from rettesnor.exports.api.envelope import (
    ROOT,
    Listed,
    Publication,
    dump,
    language_file,
    licence,
    way_up,
)
from rettesnor.exports.api.hearing_files import hearing_files
from rettesnor.model.change import Utgave
from rettesnor.model.convert import to_data
from rettesnor.model.course import CourseChange, Quoted, Quotes
from rettesnor.model.development import Utvikling, days_to_answer
from rettesnor.model.edition import guideline_data
from rettesnor.model.fields import GUIDELINE_TEXTS
from rettesnor.model.guideline import Dimensjon, Guideline, Lov, Navngitt
from rettesnor.model.hearing import Hearing
from rettesnor.model.pages import (
    PAGES,
    course_address,
    page_address,
    plain_address,
    role_address,
    sheet_address,
    template_address,
)
from rettesnor.model.sampling import columns
from rettesnor.model.strength import Styrke

INDEX = f"{ROOT}index.json"
CHANGES = f"{ROOT}endringer.json"
_APART = (
    "lover", "termer", "kilder", "tekstsider", "enkle_versjoner", "rollesider", "utvikling",
    "oppgaver", "maler", "tilsyn", "kvalitetsmaal", "egenkontroll", "kurs",
)
"""The parts of the frame that have files of their own."""
_STATES = ("utkast", "høring", "gjeldende", "under revisjon", "opphevet")
_TRUST = ("høy", "moderat", "lav", "svært lav", "ikke vurdert")

LawAddress = Callable[[Lov, str], str]
"""Gives the address of a section of a law; empty when it is not known."""


def language_files(
    publication: Publication, law_address: LawAddress, strengths: Mapping[str, Styrke],
    hearings: Sequence[Hearing], development: Utvikling, quotes: Quotes,
    course_changes: Sequence[CourseChange],
) -> dict[str, Callable[[], bytes]]:
    """Return what makes the files of one language, by path; recommendations' own are not here.

    Args:
        strengths: the scale in the publication's language, by id.
        development: the work on the guideline as it is today.
        quotes: what the slides of the courses quote.
        course_changes: how each course differs from what it was in the release before.
    """
    p = publication
    makers: dict[str, Callable[[], bytes]] = {
        p.name("retningslinje.json"): partial(_guideline, p),
        p.name("kapitler.json"): partial(_chapters, p),
        p.name("anbefalinger.json"): partial(_recommendations, p),
        p.name("kilder.json"): partial(_sources, p),
        p.name("lover.json"): partial(_laws, p, law_address),
        p.name("termer.json"): partial(_terms, p),
        p.name("tekstsider.json"): partial(_prose, p),
        p.name("enkle-versjoner.json"): partial(_plain, p),
        p.name("rollesider.json"): partial(_role_pages, p),
        p.name("utvikling.json"): partial(_development, p, development),
        p.name("oppgaver.json"): partial(_tasks, p),
        p.name("maler.json"): partial(_templates, p),
        p.name("kriterier.json"): partial(_criteria, p),
        p.name("kvalitetsmaal.json"): partial(_measures, p),
        p.name("egenkontroll.json"): partial(_self_check, p),
        p.name("kurs.json"): partial(_courses, p, quotes, course_changes),
        p.name("kodeverk.json"): partial(_codes, p, strengths),
        p.name("horinger.json"): partial(_hearings, p, hearings),
    }
    for hearing in hearings:
        makers |= hearing_files(p, hearing)
    return makers


def index(
    guideline: Guideline, languages: Sequence[tuple[str, str]], released: str,
    extra: Mapping[str, str],
) -> bytes:
    """Return the way in: what there is, and where.

    Args:
        languages: tag and folder of each language.
        released: the version that applies; empty before the first.
        extra: further things that there are, name and address relative to the index.
    """
    names = (
        "retningslinje", "kapitler", "anbefalinger", "kilder", "lover", "termer", "tekstsider",
        "enkle-versjoner", "rollesider", "utvikling", "oppgaver", "kriterier", "kvalitetsmaal",
        "maler", "egenkontroll", "kurs", "kodeverk", "horinger",
    )
    return dump({
        "retningslinje": guideline.id, "tittel": guideline.tittel, "versjon": guideline.versjon,
        "status": guideline.status, "gjeldende": released or None, "lisens": licence(guideline),
        **({"merknad": guideline.merknad} if guideline.merknad else {}),
        **({"avsender": to_data(guideline.avsender)} if guideline.avsender else {}),
        "sprak": {
            tag: {
                "side": f"../../{folder}",
                **{name: f"{tag}/{name}.json" for name in names},
                "anbefaling": f"{tag}/anbefalinger/{{id}}.json",
                "csv": f"{tag}/anbefalinger.csv", "xlsx": f"{tag}/anbefalinger.xlsx",
            }
            for tag, folder in languages
        },
        "versjoner": "versjoner.json", "endringer": "endringer.json",
        "openapi": "openapi.json", "skjemaer": "schema/", **extra,
    })


def changes(guideline: Guideline, releases: Sequence[Utgave]) -> bytes:
    """Return the change log, the newest release first."""
    return dump({
        "retningslinje": guideline.id, "lisens": licence(guideline),
        "utgaver": [
            {
                **to_data(utgave),
                "lenker": {
                    "side": f"../../endringer/{utgave.versjon}/",
                    "data": f"versjoner/{utgave.versjon}/release.json",
                    "versjon": f"../../v/{utgave.versjon}/",
                },
            }
            for utgave in releases
        ],
        "lenker": {"selv": "endringer.json", "side": "../../endringer/", "indeks": "index.json"},
    })


def _guideline(p: Publication) -> bytes:
    found = {**guideline_data(p.guideline), **_values(p.guideline)}
    data = {name: part for name, part in found.items() if name not in _APART}
    html = {name: p.html[name] for name in GUIDELINE_TEXTS if p.html.get(name)}
    return language_file(p, "retningslinje.json", "", {"innhold": data, "html": html})


def _chapters(p: Publication) -> bytes:
    site = way_up(p.name("kapitler.json")) + p.folder
    present = {r.id for r in p.anbefalinger}
    chapters = [
        {
            "id": c.id, "tittel": c.tittel, "ingress": c.ingress,
            "html": {"ingress": p.html.get(f"kapitler.{c.id}.ingress", "")},
            "anbefalinger": [
                {"id": i, "lenke": f"anbefalinger/{i}.json"} for i in c.anbefalinger
                if i in present
            ],
            "lenker": {"side": f"{site}{c.id}/"},
        }
        for c in p.guideline.kapitler
    ]
    return language_file(p, "kapitler.json", "", {"kapitler": chapters})


def _recommendations(p: Publication) -> bytes:
    site = way_up(p.name("anbefalinger.json")) + p.folder
    listed = [_listed(r, site, p.guideline.dimensjoner) for r in p.anbefalinger]
    return language_file(p, "anbefalinger.json", "oversikt/", {"anbefalinger": listed})


def _listed(r: Listed, site: str, dimensions: Sequence[Dimensjon]) -> dict[str, Any]:
    dates = {
        name: day for name, day in (
            ("publisert", r.datoer.publisert), ("faglig_oppdatert", r.datoer.faglig_oppdatert),
            ("neste_gjennomgang", r.datoer.neste_gjennomgang),
        ) if day
    }
    return {
        "id": r.id, "kapittel": r.kapittel, "tittel": r.tittel,
        "kort_anbefaling": r.kort_anbefaling, "styrke": r.styrke, "status": r.status,
        "maalgrupper": r.maalgrupper,
        **{d.id: r.dimensjoner.get(d.id, ()) for d in dimensions}, "faser": r.faser,
        "datoer": dates, "endret_i": r.versjon or None,
        "ikke_utgitt": r.avvik or None,
        "lenker": {"data": f"anbefalinger/{r.id}.json", "side": f"{site}{r.url}"},
    }


def _sources(p: Publication) -> bytes:
    return language_file(p, "kilder.json", "kilder/", {"kilder": list(p.guideline.kilder.values())})


def _laws(p: Publication, law_address: LawAddress) -> bytes:
    laws = []
    for law in p.guideline.lover:
        data = to_data(law)
        for section, own in zip(data["paragrafer"], law.paragrafer, strict=True):
            if address := law_address(law, own.paragraf):
                section["adresse"] = address
        laws.append(data)
    return language_file(p, "lover.json", "lover/", {"lover": laws})


def _terms(p: Publication) -> bytes:
    site = way_up(p.name("termer.json")) + p.folder
    terms = [
        {**to_data(term), "lenker": {"side": f"{site}ordliste/#{term.id}"}}
        for term in p.guideline.termer
    ]
    return language_file(p, "termer.json", "ordliste/", {"termer": terms})


def _prose(p: Publication) -> bytes:
    site = way_up(p.name("tekstsider.json")) + p.folder
    pages = [
        {
            **to_data(page), "html": p.html.get(f"tekstsider.{page.id}.tekst", ""),
            "lenker": {"side": f"{site}{page.id}/"},
        }
        for page in p.guideline.tekstsider
    ]
    return language_file(p, "tekstsider.json", "", {"tekstsider": pages})


def _plain(p: Publication) -> bytes:
    site = way_up(p.name("enkle-versjoner.json")) + p.folder
    place = {id_: c.id for c in p.guideline.kapitler for id_ in c.anbefalinger}
    versions = [
        {
            **to_data(version),
            "versjoner": [
                {
                    **to_data(one),
                    "lenker": {"side": f"{site}{plain_address(one.maalgruppe)}#{version.id}"},
                }
                for one in version.versjoner
            ],
            "lenker": {
                "data": f"anbefalinger/{version.id}.json",
                "side": f"{site}{place[version.id]}/{version.id}/",
            },
        }
        for version in p.guideline.enkle_versjoner if version.id in place
    ]
    return language_file(p, "enkle-versjoner.json", "", {"enkle_versjoner": versions})


def _role_pages(p: Publication) -> bytes:
    site = way_up(p.name("rollesider.json")) + p.folder
    pages = [
        {**to_data(page), "lenker": {"side": f"{site}{role_address(page.id)}"}}
        for page in p.guideline.rollesider
    ]
    return language_file(p, "rollesider.json", "", {"rollesider": pages})


def _development(p: Publication, work: Utvikling) -> bytes:
    site = way_up(p.name("utvikling.json")) + p.folder
    days = days_to_answer(work.meldinger)
    pages = {
        page.id: f"{site}{page.address}" for page in PAGES if page.work and work.has(page.work)
    }
    first = next(iter(pages.values()), site).removeprefix(site)
    return language_file(p, "utvikling.json", first, {
        "utvikling": to_data(work), "dager_til_svar_median": days, "sider": pages,
    })


def _criteria(p: Publication) -> bytes:
    """Return the criteria for audit, with the columns of a sheet that each of them is."""
    audit, site = p.guideline.tilsyn, way_up(p.name("kriterier.json")) + p.folder
    own = columns(audit.kriterier)
    page = page_address("tilsyn") if audit else ""
    return language_file(p, "kriterier.json", page, {
        "tilsyn": {
            **to_data(audit),
            "kriterier": [
                {
                    **to_data(one),
                    "kolonner": [column.id for column in own if column.criterion == one.id],
                    "lenker": {"side": f"{site}{page}#{one.id}"},
                }
                for one in audit.kriterier
            ],
        },
    })


def _tasks(p: Publication) -> bytes:
    """Return the review tasks, with what is still open and which changes answered each."""
    site = way_up(p.name("oppgaver.json")) + p.folder
    said = {task.id: task for task in p.guideline.oppgaver}
    tasks = [
        {
            **to_data(said.get(view.task.id, view.task)),
            "tilstand": "avgjort" if view.state.closed else "åpen",
            "venter": list(view.state.open),
            "endringer": [to_data(change) for change in view.state.changes],
            "lenker": {"side": f"{site}{page_address('gjennomgang')}#{view.task.id}"},
        }
        for view in p.oppgaver
    ]
    return language_file(p, "oppgaver.json", "gjennomgang/", {"oppgaver": tasks})


def _templates(p: Publication) -> bytes:
    """Return the templates as definitions of forms, which other systems can show."""
    site = way_up(p.name("maler.json")) + p.folder
    made = [
        {
            **to_data(template), "sist_endret": p.templates.get(template.id) or None,
            "lenker": {"side": f"{site}{template_address(template.id)}"},
        }
        for template in p.guideline.maler
    ]
    page = page_address("maler") if made else ""
    return language_file(p, "maler.json", page, {"maler": made})


def _measures(p: Publication) -> bytes:
    page = page_address("kvalitetsmal")
    site = way_up(p.name("kvalitetsmaal.json")) + p.folder
    measures = [
        {**to_data(one), "lenker": {"side": f"{site}{page}#{one.id}"}}
        for one in p.guideline.kvalitetsmaal
    ]
    return language_file(
        p, "kvalitetsmaal.json", page if measures else "", {"kvalitetsmaal": measures}
    )


def _self_check(p: Publication) -> bytes:
    check = p.guideline.egenkontroll
    page = page_address("egenkontroll") if check else ""
    return language_file(
        p, "egenkontroll.json", page, {"egenkontroll": to_data(check) if check else None}
    )


def _courses(
    p: Publication, quotes: Quotes, changes: Sequence[CourseChange]
) -> bytes:
    """Return the courses, each slide with what it quotes now, and which slides changed."""
    site = way_up(p.name("kurs.json")) + p.folder
    changed = {one.id: one for one in changes if one}
    courses = [
        {
            **to_data(course), "minutter": course.minutes,
            "lysbilder": [
                {
                    **to_data(slide), "nummer": number,
                    "sitert": _quoted(quotes.get(slide.sitat)) if slide.sitat else None,
                }
                for number, slide in enumerate(course.lysbilder, 1)
            ],
            "endret": _changed(changed.get(course.id)),
            "lenker": {
                "side": f"{site}{course_address(course.id)}",
                "deltakerark": f"{site}{sheet_address(course.id)}",
            },
        }
        for course in p.guideline.kurs
    ]
    page = page_address("kursliste") if courses else ""
    return language_file(p, "kurs.json", page, {"kurs": courses})


def _quoted(said: Quoted | None) -> dict[str, Any] | None:
    if said is None:
        return None
    return {
        "slag": said.kind, "id": said.id, "tittel": said.title,
        **({"styrke": said.strength} if said.strength else {}),
        "avsnitt": [
            {
                name: value for name, value in (
                    ("hvem", one.lead), ("tekst", one.text), ("naar", one.note),
                    ("kilde", one.source), ("sted", one.place), ("sprak", one.lang),
                ) if value
            }
            for one in said.passages
        ],
    }


def _changed(change: CourseChange | None) -> dict[str, Any] | None:
    """Return what differs from the release before; None when nothing does."""
    if change is None:
        return None
    return {
        "siden": change.since, "nytt": change.new,
        "lysbilder": [
            {"id": one.id, "nummer": one.number, "hva": list(one.why)} for one in change.slides
        ],
        "tatt_ut": list(change.removed),
    }


def _values(g: Guideline) -> dict[str, Any]:
    """Return the values of each dimension under the dimension's own name."""
    return {dimension.id: to_data(dimension.verdier) for dimension in g.dimensjoner}


def _codes(p: Publication, strengths: Mapping[str, Styrke]) -> bytes:
    g = p.guideline
    return language_file(p, "kodeverk.json", "", {
        "roller": to_data(g.roller), **_values(g),
        "faser": to_data(tuple(Navngitt(one.id, one.navn, one.om) for one in g.faser)),
        "dimensjoner": [{"id": d.id, "navn": d.navn} for d in g.dimensjoner],
        "styrker": [
            {"id": one.id, "om": one.om} if not g.styrker else {
                "id": one.id, "navn": one.navn, "om": one.om, "grad": one.grad,
                "retning": one.retning,
            }
            for one in strengths.values()
        ],
        "statuser": _STATES, "tillit": _TRUST,
    })


def _hearings(p: Publication, hearings: Sequence[Hearing]) -> bytes:
    site = way_up(p.name("horinger.json")) + p.folder
    rounds = []
    for hearing in hearings:
        r = hearing.runde
        rounds.append({
            "id": r.id, "tittel": r.tittel, "utgave": r.utgave, "stenger": r.stenger,
            **{k: v for k, v in (("aapner", r.aapner), ("behandlet", r.behandlet)) if v},
            "innspill": len(hearing.resultat.innspill) if hearing.resultat else None,
            "lenker": {"data": f"horinger/{r.id}.json", "side": f"{site}horing/{r.id}/"},
        })
    page = "horing/" if hearings else ""
    return language_file(p, "horinger.json", page, {"horinger": rounds})
