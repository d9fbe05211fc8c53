"""Generated guidelines: any number of recommendations, always the same for the same seed."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from rettesnor.model.guideline import Guideline, Kapittel
from rettesnor.model.recommendation import (
    Begrunnelse,
    Forskningsfunn,
    JuridiskeRammer,
    Kunnskapsgrunnlag,
    Lovhenvisning,
    PraktiskGjennomforing,
    Recommendation,
    Ressurs,
    Steg,
)

from benchmarks.frame import (
    DATES,
    LAW_NAMES,
    PHASES,
    ROLES,
    SCHOOLS,
    SECTIONS_PER_LAW,
    TERMS,
    Source,
    make_guideline,
    make_sources,
    source_count,
)
from benchmarks.prose import Prose, capitalised
from benchmarks.words import ACTORS, TIMES

PER_CHAPTER = 10
"""Recommendations in a chapter; the last chapter may hold fewer."""

_LATIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a", " ": "-"})
_UNASSESSED_EVERY = 10
_TABLE_EVERY = 4
_STRENGTHS = ("bør", "bør", "kan", "skal", "bør")
_CONFIDENCES = ("moderat", "lav", "ikke vurdert", "høy", "svært lav")


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a recommendation stands and what it is called, known before its text is."""

    id: str
    kapittel: str
    tittel: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """A whole generated guideline.

    Attributes:
        seed: the number that everything was drawn from.
        guideline: the frame with chapters, laws, terms, sources and prose pages.
        recommendations: in the order of the chapters.
    """

    seed: int
    guideline: Guideline
    recommendations: tuple[Recommendation, ...]


def generate(size: int, seed: int = 1) -> Corpus:
    """Return a guideline of ``size`` recommendations of about 1 000 words each.

    Raises:
        ValueError: ``size`` is below 10, too few for links to other recommendations.
    """
    if size < PER_CHAPTER:
        raise ValueError(f"a guideline to measure has at least {PER_CHAPTER} recommendations")
    headings = _headings(size, seed)
    sources = make_sources(seed, source_count(size))
    chapters = _chapters(headings, seed)
    recommendations = tuple(
        _Author(number, headings, sources, seed).recommendation() for number in range(size)
    )
    return Corpus(seed, make_guideline(seed, chapters, sources), recommendations)


def revised(corpus: Corpus, edition: int) -> Recommendation:
    """Return the middle recommendation with a rationale that is new for each ``edition``.

    The text holds ``marker(edition)``, by which a reader can tell that the change arrived.
    """
    old = corpus.recommendations[len(corpus.recommendations) // 2]
    prose = Prose(f"{corpus.seed}/edition/{edition}")
    text = f"Dette er {marker(edition)}.\n{prose.paragraph(120, [])}"
    return dataclasses.replace(old, begrunnelse=dataclasses.replace(old.begrunnelse, tekst=text))


def marker(edition: int) -> str:
    """Return the words that only this edition of the edited recommendation holds."""
    return f"endring{edition:06d}"


def slug(title: str, number: int) -> str:
    """Return an id of at most 60 characters for the title, unique by its number."""
    return f"{title.lower().translate(_LATIN)[:50].strip('-')}-{number}"


def _headings(size: int, seed: int) -> tuple[Heading, ...]:
    prose = Prose(f"{seed}/titles")
    titles: dict[str, None] = {}
    while len(titles) < size:
        titles[prose.title()] = None
    return tuple(
        Heading(slug(title, index + 1), f"kapittel-{index // PER_CHAPTER + 1:04d}", title)
        for index, title in enumerate(titles)
    )


def _chapters(headings: tuple[Heading, ...], seed: int) -> tuple[Kapittel, ...]:
    prose = Prose(f"{seed}/chapters")
    members: dict[str, list[str]] = {}
    for heading in headings:
        members.setdefault(heading.kapittel, []).append(heading.id)
    return tuple(
        Kapittel(chapter, f"{prose.title()} {number}", tuple(ids), prose.paragraph(30, []))
        for number, (chapter, ids) in enumerate(members.items(), start=1)
    )


class _Author:
    """Writes one recommendation; its words depend on the seed and its number alone."""

    def __init__(
        self, number: int, headings: tuple[Heading, ...], sources: tuple[Source, ...], seed: int
    ) -> None:
        self.number = number
        self.heading = headings[number]
        self.prose = Prose(f"{seed}/recommendation/{number}")
        self.chance = self.prose.chance
        self.keys = [str(sources[(number * 4 + k) % len(sources)]["id"]) for k in range(4)]
        self.linked = [headings[(number + step) % len(headings)] for step in (1, 7)]
        self.strength = self.chance.choice(_STRENGTHS)

    def recommendation(self) -> Recommendation:
        """Return it with every field filled."""
        return Recommendation(
            id=self.heading.id,
            kapittel=self.heading.kapittel,
            tittel=self.heading.tittel,
            kort_anbefaling=self.prose.advice(self.strength),
            styrke=self.strength,
            status="høring",
            maalgrupper=self._some(tuple(role.id for role in ROLES), 3),
            dimensjoner={"skoleslag": self._some(tuple(school.id for school in SCHOOLS), 2)},
            faser=self._some(tuple(phase.id for phase in PHASES), 2),
            praktisk_gjennomforing=self._practice(),
            begrunnelse=self._rationale(),
            kunnskapsgrunnlag=self._evidence(),
            juridiske_rammer=self._legal_frame(),
            kontrollsporsmaal=tuple(dict.fromkeys(self.prose.question() for _ in range(4))),
            se_ogsaa=tuple(heading.id for heading in self.linked),
            datoer=DATES,
        )

    def _practice(self) -> PraktiskGjennomforing:
        links = [f"(se [{link.tittel.lower()}](anbefaling:{link.id}))" for link in self.linked]
        blocks = [self._paragraph(70, links), self._paragraph(60), self.prose.bullets(3)]
        if self.number % _TABLE_EVERY == 0:
            blocks.append(self.prose.table(4))
        steps = tuple(
            Steg(
                hvem=capitalised(self.chance.choice(ACTORS)),
                hva=self.prose.sentence(),
                naar=self.chance.choice(TIMES),
            )
            for _ in range(4)
        )
        resources = tuple(
            Ressurs(
                tittel=self.prose.title(),
                lenke=f"https://example.org/ressurs/{self.number}/{number}",
                utgiver="Eksempeldirektoratet",
                om=self.prose.sentence(),
            )
            for number in (1, 2)
        )
        return PraktiskGjennomforing("\n\n".join(blocks), steps, resources)

    def _rationale(self) -> Begrunnelse:
        first, second = (TERMS[(self.number * 2 + k) % len(TERMS)][1] for k in (0, 1))
        terms = [f"[[{first}]]", f"[[{second}]]"]
        return Begrunnelse(
            tekst=f"{self._paragraph(60, terms)}\n\n{self._paragraph(50, self._citations(0))}",
            fordeler_og_ulemper=self._paragraph(65),
            verdier_og_preferanser=self._paragraph(55),
            ressursbruk=self._paragraph(50),
            gjennomforbarhet=self._paragraph(50),
            utilsiktede_konsekvenser=self._paragraph(50),
        )

    def _evidence(self) -> Kunnskapsgrunnlag:
        text = self._paragraph(65, self._citations(1) + self._citations(2))
        experience, users = self._paragraph(50, self._citations(3)), self._paragraph(45)
        if self.number % _UNASSESSED_EVERY == _UNASSESSED_EVERY - 1:
            reason = "Det er ikke gjort litteratursøk for denne anbefalingen."
            return Kunnskapsgrunnlag(
                text,
                forskning_ikke_vurdert=reason,
                erfaringskunnskap=experience,
                brukerkunnskap=users,
            )
        findings = tuple(self._finding(key) for key in self.keys[:3])
        return Kunnskapsgrunnlag(text, findings, erfaringskunnskap=experience, brukerkunnskap=users)

    def _finding(self, key: str) -> Forskningsfunn:
        confidence = self.chance.choice(_CONFIDENCES)
        method = "" if confidence == "ikke vurdert" else "GRADE-CERQual"
        return Forskningsfunn(key, confidence, self.prose.sentence(), method)

    def _legal_frame(self) -> JuridiskeRammer:
        references = []
        for step in (0, 1):
            law, section = divmod(
                (self.number * 2 + step) % (len(LAW_NAMES) * SECTIONS_PER_LAW), SECTIONS_PER_LAW
            )
            references.append(
                Lovhenvisning(
                    lov=LAW_NAMES[law],
                    paragraf=f"§ {law + 1}-{section + 1}",
                    hvorfor=self.prose.sentence(),
                    hjemmel=self.strength == "skal" and step == 0,
                )
            )
        marks = [f"[[{reference.lov} {reference.paragraf}]]" for reference in references]
        return JuridiskeRammer(self._paragraph(60, marks), tuple(references))

    def _citations(self, index: int) -> list[str]:
        return [f"[@{self.keys[index]}]"]

    def _paragraph(self, words: int, marks: list[str] | None = None) -> str:
        return self.prose.paragraph(words, marks or [])

    def _some(self, ids: tuple[str, ...], most: int) -> tuple[str, ...]:
        return tuple(self.chance.sample(ids, self.chance.randint(1, most)))
