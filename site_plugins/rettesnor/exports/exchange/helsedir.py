"""The guideline in the shape of Helsedirektoratet's open content API, for clients of that API.

A product (``retningslinje``) has chapters (``kapittel``), and these have normative units
(``anbefaling``) with ``praktisk``, ``rasjonale``, ``styrke`` and ``nokkelInfo``; links with rel
``forelder``, ``barn`` and ``root`` hold them together. docs/api.md says what maps to what.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from rettesnor.exports.api.envelope import Publication, dump, licence, way_up
from rettesnor.model.fields import GUIDELINE_TEXTS
from rettesnor.model.helsedir import (
    EVIDENCE,
    HEADED,
    KEY_INFO,
    PRACTICE,
    QUESTIONS,
    RATIONALE,
    STEPS,
    pointer,
)
from rettesnor.model.sections import TEXTS

ROOT = "api/helsedir/innhold/"
LIST = "api/helsedir/innhold.json"
_FOLDERS = {
    "retningslinje": "retningslinjer", "kapittel": "kapitler", "anbefaling": "anbefalinger",
}
_MARKS = re.compile(r' (?:class|id|loading)="[^"]*"|</?div[^>]*>')
_UP = re.compile(r'((?:href|src)=")(?:\.\./)+')
"""The beginning of a link that leads to the site's root from where the HTML was made for."""
Record = Mapping[str, Any]
"""A recommendation's own file of the API (``recommendation_file``)."""


def path_of(kind: str, id_: str) -> str:
    """Return where the object of a kind is below the site's root."""
    return f"{ROOT}{_FOLDERS[kind]}/{id_}.json"


def product(publication: Publication, address: str) -> bytes:
    """Return the guideline itself, whose children are the chapters."""
    return dump(_product(publication, address, path_of("retningslinje", publication.guideline.id)))


def chapter(publication: Publication, id_: str, address: str) -> bytes:
    """Return a chapter, whose children are its recommendations."""
    return dump(_chapter(publication, id_, address, path_of("kapittel", id_)))


def recommendation(publication: Publication, record: Record, address: str) -> bytes:
    """Return a recommendation made from its own file."""
    path = path_of("anbefaling", record["anbefaling"]["id"])
    return dump(_recommendation(publication, record, address, path))


def everything(publication: Publication, records: Sequence[Record], address: str) -> bytes:
    """Return all objects in one list: the guideline, then chapters, then recommendations."""
    p = publication
    return dump([
        _product(p, address, LIST),
        *(_chapter(p, c.id, address, LIST) for c in p.guideline.kapitler),
        *(_recommendation(p, record, address, LIST) for record in records),
    ])


def _product(p: Publication, address: str, at: str) -> dict[str, Any]:
    g = p.guideline
    site = address or way_up(at)
    texts = [
        p.html[name] if index == 0 else f"<h3>{title}</h3>{p.html[name]}"
        for index, (name, title) in enumerate(GUIDELINE_TEXTS.items()) if p.html.get(name)
    ]
    return {
        **_object(p, g.id, "retningslinje", g.tittel, g.korttittel, f"{site}{p.folder}"),
        "tekst": _clean("".join(texts), site),
        **_days(g.datoer.publisert, g.datoer.faglig_oppdatert),
        "status": g.status.capitalize(), "data": {}, "lisens": licence(g),
        "intro": f"<p>{escape(g.merknad)}</p>" if g.merknad else "",
        "links": [
            _link(site, "root", "retningslinje", g.id, g.tittel),
            *(_link(site, "barn", "kapittel", c.id, c.tittel) for c in g.kapitler),
        ],
    }


def _chapter(p: Publication, id_: str, address: str, at: str) -> dict[str, Any]:
    g = p.guideline
    site = address or way_up(at)
    own = next(c for c in g.kapitler if c.id == id_)
    return {
        **_object(p, id_, "kapittel", own.tittel, own.tittel, f"{site}{p.folder}{id_}/"),
        "tekst": _clean(p.html.get(f"kapitler.{id_}.ingress", ""), site),
        **_days(g.datoer.publisert, g.datoer.faglig_oppdatert), "status": g.status.capitalize(),
        "data": {},
        "links": [
            _link(site, "forelder", "retningslinje", g.id, g.tittel),
            _link(site, "root", "retningslinje", g.id, g.tittel),
            *(_link(site, "barn", "anbefaling", r.id, r.tittel)
              for r in p.anbefalinger if r.kapittel == id_),
        ],
    }


def _recommendation(p: Publication, record: Record, address: str, at: str) -> dict[str, Any]:
    g, r, html = p.guideline, record["anbefaling"], record["html"]
    site = address or way_up(at)
    dates = r.get("datoer", {})
    own = next(c for c in g.kapitler if c.id == r["kapittel"])
    info = {
        name: _joined(html, EVIDENCE) if place[0] == EVIDENCE else html.get(pointer(place), "")
        for name, place in KEY_INFO.items()
    }
    return {
        **_object(
            p, r["id"], "anbefaling", r["tittel"], r["tittel"],
            f"{site}{p.folder}{r['kapittel']}/{r['id']}/",
        ),
        "tekst": f"<p>{escape(r['kort_anbefaling'])}</p>",
        **_days(dates.get("publisert", ""), dates.get("faglig_oppdatert", "")),
        "status": r["status"].capitalize(),
        "data": {
            "nokkelInfo": {name: _clean(text, site) for name, text in info.items() if text},
            "praktisk": _clean(_practice(r, html), site),
            "rasjonale": _clean(_joined(html, RATIONALE), site),
            "styrke": p.guideline.strength_name(r["styrke"]),
        },
        "links": [
            _link(site, "forelder", "kapittel", own.id, own.tittel),
            _link(site, "root", "retningslinje", g.id, g.tittel),
        ],
    }


def _object(
    p: Publication, id_: str, kind: str, title: str, short: str, url: str
) -> dict[str, Any]:
    """Return the fields that all objects have, and those of them that say nothing here."""
    return {
        "id": id_, "tittel": title, "kortTittel": short, "tekst": "", "intro": "",
        "kortIntro": "", "gruppeId": "", "koder": None, "tema": [],
        "eier": [p.guideline.publisher_name], "maalgruppe": None, "spraak": p.language,
        "redaksjonelleier": [], "fagansvarlig": [], "fagansvarligMedAvdeling": [],
        "arkivreferanse": "", "bidragsyter": [], "bidragsytersRolle": "",
        "tekniskeData": {"infoId": id_, "infoType": kind, "subtype": ""},
        "attachments": None, "url": url, "dokumentType": "Infobit",
    }


def _days(published: str, updated: str) -> dict[str, str | None]:
    """Return the dates as that API writes them: a day and a time without a zone."""
    first, last = (f"{day}T00:00" if day else None for day in (published, updated))
    return {"forstPublisert": first, "sistOppdatert": last, "sistFagligOppdatert": last}


def _link(site: str, rel: str, kind: str, id_: str, title: str) -> dict[str, str]:
    return {
        "rel": rel, "type": kind, "tittel": title, "href": f"{site}{path_of(kind, id_)}",
        "strukturId": id_,
    }


def _joined(html: Mapping[str, str], section: str) -> str:
    """Return the text of ``section``, and under their headings the texts that belong with it."""
    return html.get(TEXTS[section], "") + _headed(html, section)


def _headed(html: Mapping[str, str], section: str) -> str:
    return "".join(
        f"<h3>{title}</h3>{html[pointer(place)]}"
        for title, place in HEADED[section].items() if html.get(pointer(place))
    )


def _practice(r: Record, html: Mapping[str, str]) -> str:
    """Return how it is done: the text, the steps and the questions to oneself."""
    parts = [html.get(TEXTS[PRACTICE], "")]
    steps = r.get(PRACTICE, {}).get("steg", ())
    if steps:
        items = "".join(
            f"<li><p><strong>{escape(step['hvem'])}</strong>{_when(step)}</p>"
            f"{html.get(f'praktisk_gjennomforing.steg.{number}.hva', '')}</li>"
            for number, step in enumerate(steps)
        )
        parts.append(f"<h3>{STEPS}</h3><ol>{items}</ol>")
    questions = r.get("kontrollsporsmaal", ())
    if questions:
        items = "".join(f"<li>{escape(question)}</li>" for question in questions)
        parts.append(f"<h3>{QUESTIONS}</h3><ul>{items}</ul>")
    return "".join((*parts, _headed(html, PRACTICE)))


def _when(step: Mapping[str, str]) -> str:
    return f" – <em>{escape(step['naar'])}</em>" if step.get("naar") else ""


def _clean(html: str, site: str) -> str:
    """Return ``html`` without what only our own pages use, and with links counted from ``site``."""
    return _UP.sub(rf"\g<1>{site}", _MARKS.sub("", html))
