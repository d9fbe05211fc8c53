"""What pages tell machines: schema.org's words in JSON-LD, and tags for previews of links.

A guideline is a ``DigitalDocument`` and so is each recommendation in it, as a part: schema.org has
no word for an educational guideline, and ``MedicalGuideline`` would be untrue. Laws are
``Legislation`` by their ELI. What must be absolute is left out where the site's address is not
known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from html import escape
from typing import Any

from rettesnor.model.compact_json import compact
from rettesnor.model.guideline import Avsender, Etat, Lov, leading
from rettesnor.model.recommendation import Recommendation
from rettesnor.rendering.context import Context
from rettesnor.rendering.page import Page
from rettesnor.rendering.status import version_label

PICTURE = "forhandsvisning.png"
"""The picture that previews of links show, at the site's root."""
LIMIT = 650
"""The JSON-LD of a recommendation is at most so many characters: what else it cites stands in its
data file."""
Node = Mapping[str, Any]
_STATES = {
    "utkast": "Draft", "høring": "Draft", "gjeldende": "Published",
    "under revisjon": "Published", "opphevet": "Obsolete",
}
_ESCAPED = (
    ("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028"),
    ("\u2029", "\\u2029"),
)
"""What could end the block, or the line of a program that reads it."""


def script(page: Page, context: Context) -> str:
    """Return the JSON-LD of ``page``: of its matter, and the way to it; empty for nothing."""
    nodes = [*page.linked, *map(_dump, _crumbs(page, context))]
    if not nodes:
        return ""
    data = nodes[0] if len(nodes) == 1 else f"[{','.join(nodes)}]"
    return f'<script type="application/ld+json">{data}</script>'


def social(page: Page, context: Context, site: str) -> str:
    """Return the tags by which a link to ``page`` gets a preview (https://ogp.me).

    Args:
        site: the site's address, ending in a slash; empty when it is not known, and then there
            are none: the addresses in them must be absolute.
    """
    if not site:
        return ""
    kind = "article" if page.kind in ("anbefaling", "side") else "website"
    # What is not here is read from the title, the description, the language and the canonical
    # address of the page.
    found = [
        ("og:title", page.title), ("og:type", kind), ("og:site_name", context.guideline.korttittel),
        ("og:image", f"{site}{PICTURE}"),
        ("og:image:alt", context.guideline.tittel),
    ]
    tags = [f'<meta property="{name}" content="{escape(str(text))}">' for name, text in found]
    return "".join((*tags, '<meta name="twitter:card" content="summary_large_image">'))


def guideline(context: Context) -> str:
    """Return the guideline: its title, state, dates, terms, author and publisher."""
    g = context.guideline
    return _dump(_lean({
        "@context": "https://schema.org", "@type": "DigitalDocument",
        **_identity(context, ""), "name": g.tittel, "alternateName": g.korttittel,
        **_common(context), **_dates(context, g.datoer.publisert, g.datoer.faglig_oppdatert),
        "creativeWorkStatus": "Draft" if context.working else _STATES.get(g.status),
        "audience": _audience(context, g.maalgrupper.hoved) if g.maalgrupper.hoved else None,
    }))


def recommendation(context: Context, r: Recommendation) -> str:
    """Return a recommendation: a part of the guideline, with what it builds on.

    Its translations are named in the page's head, and the guideline's title on the front page.
    What many recommendations share is written once, and then put together as text.
    """
    head, g = context.heads[r.id], context.guideline
    state = r.status if g.status == "gjeldende" else g.status
    own = _dump(_lean({
        "@context": "https://schema.org", "@type": "DigitalDocument",
        "@id": f"{context.address}{head.url}" if context.address else "",
        "identifier": r.id, "name": r.tittel,
        **_dates(context, r.datoer.publisert, r.datoer.faglig_oppdatert),
        "creativeWorkStatus": "Draft" if head.avvik else _STATES.get(state),
    }))
    audience = _dump(_audience(context, r.maalgrupper)) if r.maalgrupper else ""
    common = _once(context, "chapter", r.kapittel, lambda: _around(context, r.kapittel))
    text = f"{own[:-1]},{common[1:-1]}"
    if audience and len(text) + len(audience) < LIMIT:  # the data file has it always
        text += f',"audience":{audience}'
    fitting: list[str] = []
    room = LIMIT - len(text) - len(',"citation":[]}')
    for one in (*_laws(context, r), *_sources(context, r)):
        room -= len(one) + 1
        if room < 0 and fitting:  # the most important one is always told
            break
        fitting.append(one)
    cited = f',"citation":[{",".join(fitting)}]' if fitting else ""
    return f"{text}{cited}}}"


def laws(context: Context) -> str:
    """Return the laws that the guideline refers to."""
    return _dump({
        "@context": "https://schema.org", "@type": "ItemList",
        "name": context.gettext("Lover og forskrifter"),
        "itemListElement": [legislation(law) for law in context.guideline.lover],
    })


def legislation(law: Lov) -> Node:
    """Return a law by its European Legislation Identifier, or by its address where it has none."""
    return _lean({
        "@type": "Legislation", "name": law.korttittel, "legislationIdentifier": law.eli,
        "url": law.lenke,
    })


def glossary(context: Context) -> str:
    """Return the glossary; what the words mean stands on the page and in the API."""
    url = f"{context.address}ordliste/" if context.address else ""
    return _dump(_lean({
        "@context": "https://schema.org", "@type": "DefinedTermSet",
        **_identity(context, "ordliste/"), "name": context.gettext("Ordliste"),
        "inLanguage": context.language,
        "hasDefinedTerm": [
            _lean({
                "@type": "DefinedTerm", "name": term.term,
                "url": url and f"{url}#{term.id}",
            })
            for term in context.guideline.termer
        ],
    }))


def _common(context: Context) -> dict[str, Any]:
    g = context.guideline
    return {
        "inLanguage": context.language, "version": edition(context), "license": g.lisens.lenke,
        **({"author": _organization(g.author)} if g.avsender else {}),
        # The sender publishes its own draft: it is named once.
        **({"publisher": _organization(g.publisher)}
           if not g.avsender or g.publisher != g.author else {}),
    }


def edition(context: Context) -> str:
    """Return the version; of a working edition, which has none, what it is in words."""
    return version_label(context) if context.working else context.guideline.versjon


def _organization(who: Etat | Avsender) -> Node:
    return _lean({"@type": "Organization", "name": leading(who.navn), "url": who.lenke})


def _identity(context: Context, url: str) -> dict[str, Any]:
    """Return the address of a page, and those of its translations or of what it translates."""
    if not context.address:
        return {}
    site = context.address.removesuffix(context.folder)
    own = f"{context.address}{url}"
    others = [
        {"@type": "DigitalDocument", "@id": f"{site}{tree.folder}{url}",
         "inLanguage": tree.language}
        for tree in context.others
    ]
    word = "translationOfWork" if context.folder else "workTranslation"
    if context.folder:
        others = [other for other in others if other["@id"] == f"{site}{url}"]
    return {"@id": own, "url": own, **({word: others} if others else {})}


def _dates(context: Context, published: str, modified: str) -> dict[str, str]:
    """Return the dates; a day on which a text was only recorded here is when it was created."""
    name = "dateCreated" if published == context.recorded else "datePublished"
    return {name: published, "dateModified": modified}


def _audience(context: Context, ids: Iterable[str]) -> Node:
    names = [str(context.roles[id_].navn) if id_ in context.roles else id_ for id_ in ids]
    return {"@type": "Audience", "audienceType": ", ".join(names)}


def _around(context: Context, kapittel: str) -> Node:
    """Return what all recommendations of a chapter say alike."""
    chapter = context.chapters.get(kapittel)
    return _lean({
        **_common(context),
        "isPartOf": _lean({
            "@type": "DigitalDocument", "@id": context.address,
            "name": "" if context.address else context.guideline.tittel,
        }),
        "about": str(chapter.tittel) if chapter else None,
    })


def _laws(context: Context, r: Recommendation) -> Iterator[str]:
    ids = dict.fromkeys(reference.lov for reference in r.juridiske_rammer.referanser)
    for id_ in ids:
        if law := context.laws.get(id_):
            yield _once(context, "law", id_, partial(legislation, law))


def _sources(context: Context, r: Recommendation) -> Iterator[str]:
    for key in dict.fromkeys(finding.kilde for finding in r.kunnskapsgrunnlag.forskning):
        source = context.guideline.kilder.get(key)
        if source is not None:
            yield _once(context, "source", key, partial(_source, source))


def _source(source: Mapping[str, Any]) -> Node:
    doi = source.get("DOI")
    return _lean({
        "@type": "CreativeWork", "name": source.get("title"),
        "url": f"https://doi.org/{doi}" if doi else source.get("URL"),
    })


def _once(context: Context, kind: str, name: str, make: Callable[[], Node]) -> str:
    """Return the JSON of what ``make`` gives, made once for all pages of ``context``."""
    key = ("ld", kind, name)
    text = context.memo.get(key)
    if text is None:
        text = context.memo[key] = _dump(make())
    return text


def _crumbs(page: Page, context: Context) -> Iterator[Node]:
    """Yield the way to a page below the front page, which needs addresses to say anything."""
    if not context.address or not page.url or page.kind not in ("anbefaling", "kapittel"):
        return
    ways = [(context.guideline.korttittel, "")]
    chapter = context.chapters.get(page.chapter)
    if page.kind == "anbefaling" and chapter:
        ways.append((chapter.tittel, f"{chapter.id}/"))
    ways.append((page.title, page.url))
    yield {
        "@context": "https://schema.org", "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name,
             **({"item": f"{context.address}{url}"} if url != page.url else {})}
            for number, (name, url) in enumerate(ways, 1)
        ],
    }


def _lean(node: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``node`` without what is not known."""
    return {name: value for name, value in node.items() if value}


def _dump(data: object) -> str:
    """Return ``data`` as JSON that nothing in it can break out of."""
    text = compact(data)
    for character, escaped in _ESCAPED:
        text = text.replace(character, escaped)
    return text
