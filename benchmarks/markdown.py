"""The same guideline as plain Markdown for the peers, with every reference spelled out.

Nothing is left for the peer to resolve: citations, sections of laws, glossary words and other
recommendations are ordinary links, source lists and tables of facts ordinary lists.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from rettesnor.model.guideline import Guideline
from rettesnor.model.recommendation import Recommendation

from benchmarks.generator import Corpus

_CITATION = re.compile(r"\[@([a-z0-9-]+)\]")
_DOUBLE = re.compile(r"\[\[([^\]]+)\]\]")
_RECOMMENDATION = re.compile(r"\(anbefaling:([a-z0-9-]+)\)")


class Speller:
    """Turns the project's references into plain Markdown links."""

    def __init__(self, guideline: Guideline) -> None:
        self.guideline = guideline
        self._chapter_of = {
            identifier: chapter.id
            for chapter in guideline.kapitler
            for identifier in chapter.anbefalinger
        }
        self._laws = {law.id: law for law in guideline.lover}

    def spelled(self, text: str) -> str:
        """Return Markdown source without any reference that is the project's own."""
        text = _CITATION.sub(lambda found: f"([{self.short(found[1])}](/kilder/))", text)
        text = _DOUBLE.sub(lambda found: self._double(found[1]), text)
        return _RECOMMENDATION.sub(lambda found: f"({self.address(found[1])})", text)

    def address(self, identifier: str) -> str:
        """Return the path of a recommendation's page from the site's root."""
        return f"/{self._chapter_of[identifier]}/{identifier}/"

    def short(self, key: str) -> str:
        """Return a source as author and year."""
        source = self.guideline.kilder[key]
        year = source["issued"]["date-parts"][0][0]
        return f"{source['author'][0]['family']} mfl., {year}"

    def law(self, name: str, section: str) -> str:
        """Return a link to the section of the law."""
        return f"[{name} {section}]({self._laws[name].lenke})"

    def _double(self, inner: str) -> str:
        name, _, section = inner.partition(" ")
        return self.law(name, section) if name in self._laws else f"[{inner}](/ordliste/)"


def write_markdown(corpus: Corpus, folder: Path, section_page: str) -> None:
    """Write one file a page; ``section_page`` is what the peer calls a folder's own page.

    Raises:
        OSError: a file cannot be written.
    """
    guideline = corpus.guideline
    speller = Speller(guideline)
    titles = {item.id: item.tittel for item in corpus.recommendations}
    _write(folder / section_page, guideline.tittel, 1, _front_page(guideline))
    for page in guideline.tekstsider:
        _write(folder / f"{page.id}.md", page.tittel, 1, page.tekst)
    _write(folder / "ordliste.md", "Ordliste", 2, _glossary(guideline))
    _write(folder / "kilder.md", "Kilder", 3, _source_list(guideline.kilder.values()))
    for chapter in guideline.kapitler:
        links = "\n".join(f"- [{titles[i]}]({speller.address(i)})" for i in chapter.anbefalinger)
        body = f"{chapter.ingress}\n\n{links}"
        _write(folder / chapter.id / section_page, chapter.tittel, 0, body)
    for number, recommendation in enumerate(corpus.recommendations, start=1):
        write_page(recommendation, speller, folder, number)


def write_page(recommendation: Recommendation, speller: Speller, folder: Path, number: int) -> None:
    """Write one recommendation; ``number`` is its place in the guideline."""
    path = folder / recommendation.kapittel / f"{recommendation.id}.md"
    body = "\n\n".join(_recommendation(recommendation, speller))
    _write(path, recommendation.tittel, number, body)


def _write(path: Path, title: str, weight: int, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    quoted = json.dumps(title, ensure_ascii=False)
    text = f"---\ntitle: {quoted}\nweight: {weight}\n---\n\n# {title}\n\n{body}\n"
    path.write_text(text, encoding="utf-8")


def _recommendation(item: Recommendation, speller: Speller) -> Iterator[str]:
    guideline = speller.guideline
    names = {one.id: one.navn for one in guideline.named}
    yield f"**{item.kort_anbefaling}.**"
    yield "\n".join(
        (
            f"- Styrke: {item.styrke}",
            f"- Status: {item.status}",
            f"- Målgrupper: {', '.join(names[role] for role in item.maalgrupper)}",
            *(
                f"- {one.navn}: {', '.join(names[id_] for id_ in item.dimensjoner[one.id])}"
                for one in guideline.dimensjoner
            ),
            f"- Faser: {', '.join(names[phase] for phase in item.faser)}",
            f"- Publisert: {item.datoer.publisert}",
            f"- Sist faglig oppdatert: {item.datoer.faglig_oppdatert}",
            f"- Neste gjennomgang: {item.datoer.neste_gjennomgang}",
        )
    )
    yield from _practice(item, speller)
    yield from _legal_frame(item, speller)
    yield from _rationale(item, speller)
    yield from _evidence(item, speller)
    yield "## Kontrollspørsmål"
    yield "\n".join(f"- {question}" for question in item.kontrollsporsmaal)
    yield "## Se også"
    yield "\n".join(f"- [{i}]({speller.address(i)})" for i in item.se_ogsaa)
    yield "## Kilder"
    keys = sorted(set(_CITATION.findall(repr(item))) | _research_keys(item))
    yield _source_list(guideline.kilder[key] for key in keys)


def _practice(item: Recommendation, speller: Speller) -> Iterator[str]:
    practice = item.praktisk_gjennomforing
    yield "## Praktisk gjennomføring"
    yield speller.spelled(practice.tekst)
    yield "### Steg"
    yield "\n".join(
        f"{number}. **{step.hvem}** ({step.naar}): {speller.spelled(step.hva)}"
        for number, step in enumerate(practice.steg, start=1)
    )
    yield "### Ressurser"
    yield "\n".join(
        f"- [{one.tittel}]({one.lenke}), {one.utgiver}. {one.om}" for one in practice.ressurser
    )


def _legal_frame(item: Recommendation, speller: Speller) -> Iterator[str]:
    yield "## Juridiske rammer"
    yield speller.spelled(item.juridiske_rammer.tekst)
    yield "\n".join(
        f"- {speller.law(one.lov, one.paragraf)}{' (hjemmel)' if one.hjemmel else ''}: "
        f"{speller.spelled(one.hvorfor)}"
        for one in item.juridiske_rammer.referanser
    )


def _rationale(item: Recommendation, speller: Speller) -> Iterator[str]:
    rationale = item.begrunnelse
    yield "## Begrunnelse"
    yield speller.spelled(rationale.tekst)
    for heading, text in (
        ("Fordeler og ulemper", rationale.fordeler_og_ulemper),
        ("Verdier og preferanser", rationale.verdier_og_preferanser),
        ("Ressursbruk", rationale.ressursbruk),
        ("Gjennomførbarhet", rationale.gjennomforbarhet),
        ("Utilsiktede konsekvenser", rationale.utilsiktede_konsekvenser),
    ):
        yield f"### {heading}"
        yield speller.spelled(text)


def _evidence(item: Recommendation, speller: Speller) -> Iterator[str]:
    evidence = item.kunnskapsgrunnlag
    yield "## Kunnskapsgrunnlag"
    yield speller.spelled(evidence.tekst)
    yield "### Forskning"
    yield evidence.forskning_ikke_vurdert or "\n".join(
        f"- [{speller.short(one.kilde)}](/kilder/): {speller.spelled(one.funn)} "
        f"Tillit: {one.tillit}{f' ({one.metode})' if one.metode else ''}."
        for one in evidence.forskning
    )
    yield "### Erfaringskunnskap"
    yield speller.spelled(evidence.erfaringskunnskap)
    yield "### Brukerkunnskap"
    yield speller.spelled(evidence.brukerkunnskap)


def _research_keys(item: Recommendation) -> set[str]:
    return {finding.kilde for finding in item.kunnskapsgrunnlag.forskning}


def _front_page(guideline: Guideline) -> str:
    links = "\n".join(f"- [{one.tittel}](/{one.id}/)" for one in guideline.kapitler)
    return f"{guideline.formaal}\n\n{guideline.omfang}\n\n{guideline.avgrensning}\n\n{links}"


def _glossary(guideline: Guideline) -> str:
    return "\n\n".join(
        f"## {term.term}\n\n{term.definisjon} Også: {', '.join(term.synonymer)}."
        for term in guideline.termer
    )


def _source_list(sources: Iterable[Mapping[str, Any]]) -> str:
    return "\n".join(f"- {_long(source)}" for source in sources)


def _long(source: Mapping[str, Any]) -> str:
    authors = " og ".join(f"{one['family']}, {one['given']}" for one in source["author"])
    year = source["issued"]["date-parts"][0][0]
    place = source.get("container-title") or source.get("publisher")
    return f"{authors} ({year}). *{source['title']}*. {place}. <{source['URL']}>"
