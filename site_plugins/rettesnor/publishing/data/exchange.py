"""The guideline in the shapes of other systems; made when asked for, from the API's own files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from markupsafe import Markup

from rettesnor.exports.api.envelope import Publication
from rettesnor.exports.api.recommendation import path_of
from rettesnor.exports.exchange import fhir, helsedir
from rettesnor.publishing.cache.store import digest_of
from rettesnor.publishing.data.api import Maker, publication
from rettesnor.publishing.output.page_file import PageFile
from rettesnor.rendering.context import Context
from rettesnor.rendering.reference_resolver import law_address


def exchange_files(
    context: Context, key: str, address: str, pages: Sequence[PageFile], fresh: Path
) -> Iterator[Maker]:
    """Yield the files in the shapes of Helsedirektoratet's API and of FHIR.

    Args:
        context: what applies, in the language written first; ``key`` stands for it.
        address: where the site is published; empty when it is not known.
        pages: every page of the site; recommendations' data lies next to theirs.
        fresh: where the site is being made.
    """
    p = publication(context)
    digests = dict(file for page in pages for file in page.beside)
    own = {id_: digests.get(path_of(context.language, id_), "") for id_ in context.order}
    read = partial(_read, fresh, context.language)
    yield from _helsedir(p, key, address, own, read)
    yield from _fhir(p, context, key, address, own, read)


Read = Callable[[str], dict[str, Any]]


def _helsedir(
    p: Publication, key: str, address: str, own: Mapping[str, str], read: Read
) -> Iterator[Maker]:
    path = helsedir.path_of("retningslinje", p.guideline.id)
    yield path, digest_of(key, path), partial(helsedir.product, p, address)
    for chapter in p.guideline.kapitler:
        path = helsedir.path_of("kapittel", chapter.id)
        yield path, digest_of(key, path), partial(helsedir.chapter, p, chapter.id, address)
    for id_, digest in own.items():
        yield (
            helsedir.path_of("anbefaling", id_), digest_of(key, digest),
            partial(_infobit, p, id_, address, read),
        )
    yield (
        helsedir.LIST, digest_of(key, own),
        lambda: helsedir.everything(p, [read(id_) for id_ in own], address),
    )


def _fhir(
    p: Publication, context: Context, key: str, address: str, own: Mapping[str, str], read: Read
) -> Iterator[Maker]:
    cited = {name: str(Markup(c.full).striptags()) for name, c in context.citations.items()}
    path = fhir.plan_path(p.guideline.id)
    yield path, digest_of(key, path), partial(fhir.guideline_plan, p, address)
    for id_, digest in own.items():
        path = fhir.plan_path(id_)
        yield path, digest_of(key, path, digest), partial(_plan, p, id_, address, read, cited)
    for hearing in context.hearings:
        path = fhir.hearing_path(hearing.runde.id)
        yield path, digest_of(key, path), partial(fhir.hearing_bundle, p, hearing, address)


def _infobit(p: Publication, id_: str, address: str, read: Read) -> bytes:
    return helsedir.recommendation(p, read(id_), address)


def _plan(
    p: Publication, id_: str, address: str, read: Read, cited: Mapping[str, str]
) -> bytes:
    return fhir.recommendation_plan(p, read(id_), address, law_address, cited)


def _read(fresh: Path, language: str, id_: str) -> dict[str, Any]:
    """Return the API's file of a recommendation."""
    data: dict[str, Any] = json.loads((fresh / path_of(language, id_)).read_bytes())
    return data
