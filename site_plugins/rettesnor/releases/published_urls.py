"""The ledger of published addresses: ``changelog/urls.txt``.

One address a line, from the site's root and starting with a slash, sorted. An address that was
published answers for ever (https://www.w3.org/Provider/Style/URI): with the page, with the way
to where it moved, or with a tombstone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rettesnor.model.edition import Edition
from rettesnor.model.pages import (
    course_address,
    page_address,
    plain_address,
    promised,
    role_address,
    sample_address,
    sheet_address,
    template_address,
)
from rettesnor.model.plain import readers
from rettesnor.model.sampling import columns
from rettesnor.releases.manifest import Manifest
from rettesnor.releases.revisions import revisions
from rettesnor.releases.timeline import History

NAME = "urls.txt"
LISTS = promised("content")
REPORT = page_address("metoderapport")
_HISTORY = promised("history")
STANDING = (
    "", *_HISTORY, f"{page_address('endringer')}feed.xml",
    "api/v1/versjoner.json", "api/v1/openapi.json", "api/v1/index.json", "api/v1/endringer.json",
)
"""Addresses that every site with a release has, besides its content."""
DATA = (
    "retningslinje.json", "kapitler.json", "anbefalinger.json", "kilder.json", "lover.json",
    "termer.json", "tekstsider.json", "enkle-versjoner.json", "rollesider.json", "utvikling.json",
    "oppgaver.json", "maler.json", "kriterier.json", "kvalitetsmaal.json", "egenkontroll.json",
    "kurs.json",
    "kodeverk.json", "horinger.json", "anbefalinger.csv", "anbefalinger.xlsx",
)
"""Files of data in the first language. A recommendation's own, and those in other languages, are
not promised: they say what applies, and are gone when it does not.
``api/v1/anbefalinger/<id>.json`` stays."""
ROLES, PHASES = page_address("roller"), page_address("faser")
DUTIES = page_address("ansvar")
COURSES = page_address("kursliste")
RECORD_FILES = ("snapshot.json", "manifest.json", "release.json")


@dataclass(frozen=True, slots=True)
class PublishedUrls:
    """The addresses that recommendations have had, relative to the site's root.

    Attributes:
        ids: every address there ever was, and the id it was of.
        last: the last address of each id that was ever released.
    """

    ids: Mapping[str, str] = field(default_factory=dict)
    last: Mapping[str, str] = field(default_factory=dict)


def addresses(manifests: Iterable[Manifest]) -> PublishedUrls:
    """Return the addresses in ``manifests``, which come oldest first."""
    ids: dict[str, str] = {}
    last: dict[str, str] = {}
    for manifest in manifests:
        for id_, listed in manifest.anbefalinger.items():
            last[id_] = f"{listed.fil.split('/')[1]}/{id_}/"
            ids[last[id_]] = id_
    return PublishedUrls(ids, last)


def content_urls(edition: Edition) -> list[str]:
    """Return the addresses of what ``edition`` says, relative to its own root."""
    guideline = edition.guideline
    lists = promised("content", guideline)
    urls = ["", *lists, *(f"{page.id}/" for page in guideline.tekstsider)]
    urls += [template_address(template.id) for template in guideline.maler]
    urls += [f"{chapter.id}/" for chapter in guideline.kapitler]
    return urls + _recommendation_urls(edition)


def _recommendation_urls(edition: Edition) -> list[str]:
    """Return the addresses of the recommendations, which alone have a page of their history."""
    return [
        f"{chapter.id}/{id_}/" for chapter in edition.guideline.kapitler
        for id_ in chapter.anbefalinger if id_ in edition.recommendations
    ]


def course_urls(edition: Edition) -> list[str]:
    """Return the addresses of the courses of ``edition``, relative to its own root."""
    courses = edition.guideline.kurs
    own = [place(one.id) for one in courses for place in (course_address, sheet_address)]
    return [COURSES, *own] if courses else []


def urls_of(edition: Edition, history: History) -> list[str]:
    """Return every address that the newest release in ``history``, ``edition``, publishes.

    Args:
        edition: what the release says.
        history: all releases with whole manifests, this one last.
    """
    version = history.records[-1].utgave.versjon
    content = [*content_urls(edition), *course_urls(edition)]
    urls = {*STANDING, *content, *_ways(edition)}
    urls |= {f"v/{version}/{url}" for url in content}
    urls |= {f"api/v1/versjoner/{version}/{name}" for name in RECORD_FILES}
    urls |= {f"endringer/{version}/", f"endringer/siden/{version}/"}
    urls |= {f"{chapter.id}/feed.xml" for chapter in edition.guideline.kapitler}
    known = addresses(record.manifest for record in history.records)
    for id_, address in known.last.items():
        urls |= {f"{address}historikk/", f"api/v1/anbefalinger/{id_}.json"}
    urls |= {
        f"{language.id.lower()}/{url}"
        for language in edition.guideline.translations for url in _translated(edition, version)
    }
    urls |= {f"api/v1/{edition.guideline.languages[0].id}/{name}" for name in DATA}
    for id_, made in revisions(history).items():
        urls |= {f"{known.last[id_]}historikk/{step.name}/" for step in made}
    return sorted(f"/{url}" for url in urls)


def own_urls(edition: Edition, version: str) -> set[str]:
    """Return the addresses, with a leading slash, that a release has had since the first one.

    All of them follow from the record alone, whatever other addresses sites had at the time.
    """
    content = content_urls(edition)
    urls = {*content, *(f"v/{version}/{url}" for url in content), f"endringer/{version}/"}
    urls |= {f"{url}historikk/" for url in _recommendation_urls(edition)}
    urls |= {f"api/v1/versjoner/{version}/{name}" for name in RECORD_FILES}
    return {f"/{url}" for url in urls}


def _ways(edition: Edition) -> list[str]:
    guideline = edition.guideline
    ways = promised("current", guideline)
    known = {role.id for role in guideline.roller}
    explained = {version.id for version in guideline.enkle_versjoner} & {*edition.recommendations}
    plain = readers(v for v in guideline.enkle_versjoner if v.id in explained)
    return [
        *ways, *(role_address(role.id) for role in guideline.roller),
        *(plain_address(role) for role in plain if role in known),
        *(f"{PHASES}{phase.id}/" for phase in guideline.faser),
        *([sample_address()] if columns(guideline.tilsyn.kriterier) else ()),
    ]


def _translated(edition: Edition, version: str) -> list[str]:
    """Return the addresses that a release publishes in each other language, below its folder."""
    past = (*_HISTORY, f"endringer/{version}/", f"endringer/siden/{version}/")
    content = content_urls(edition)
    own = (f"{url}historikk/" for url in _recommendation_urls(edition))
    return [*content, *course_urls(edition), *past, *_ways(edition), *own]


def read(text: str) -> list[str]:
    """Return the addresses in the ledger's ``text``, relative to the site's root."""
    return [line.strip().removeprefix("/") for line in text.splitlines() if line.strip()]


def extended(text: str, urls: Iterable[str]) -> str:
    """Return the ledger with ``urls`` added: nothing is ever taken out of it."""
    lines = {f"/{url}" for url in read(text)} | set(urls)
    return "".join(f"{line}\n" for line in sorted(lines))
