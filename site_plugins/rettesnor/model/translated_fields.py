"""Which texts are translated: said once, for every kind of file.

A field is written as a dotted way. ``*`` stands for any place in a list whose items have no name
(a translation is aligned by place), ``@id`` and ``@paragraf`` for an item that is known by that
key (aligned by the key, whatever the order). A field that ends in ``?`` holds a name (of a law, an
agency, a resource): it may be translated, and stands as it is when it is not. ``[]`` ends a list
that is one text as a whole: synonyms are not the same in number in two languages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

_NAMED = ("navn", "om")
_RATIONALE = (
    "tekst", "fordeler_og_ulemper", "verdier_og_preferanser", "ressursbruk", "gjennomforbarhet",
    "utilsiktede_konsekvenser",
)
_EVIDENCE = (
    "tekst", "forskning.*.funn", "forskning_ikke_vurdert", "erfaringskunnskap", "brukerkunnskap",
)
_TERMS = (
    "termer.@id.term", "termer.@id.definisjon", "termer.@id.synonymer[]?", "termer.@id.sokeord[]?",
)
_LAWS = (
    "lover.@id.tittel?", "lover.@id.korttittel?", "lover.@id.merknad",
    "lover.@id.kontrollert.mot", "lover.@id.paragrafer.@paragraf.overskrift?",
    "lover.@id.paragrafer.@paragraf.sammendrag",
)
_SOURCE = ("genre?", "note", "abstract")
_GUIDELINE = (
    "tittel", "korttittel", "merknad", "eier.navn?", "eier.forkortelse?",
    "avsender.navn?", "avsender.forkortelse?", "samarbeidspartnere.*.navn?",
    "samarbeidspartnere.*.forkortelse?", "formaal", "omfang", "avgrensning", "lisens.navn?",
    *(f"{group}.@id.{name}" for group in ("roller", "skoleslag", "faser") for name in _NAMED),
    "kapitler.@id.tittel", "kapitler.@id.ingress",
)

TRANSLATED: Mapping[str, tuple[str, ...]] = {
    "recommendation": (
        "tittel", "kort_anbefaling", "praktisk_gjennomforing.tekst",
        "praktisk_gjennomforing.steg.*.hvem", "praktisk_gjennomforing.steg.*.hva",
        "praktisk_gjennomforing.steg.*.naar", "praktisk_gjennomforing.ressurser.*.tittel?",
        "praktisk_gjennomforing.ressurser.*.utgiver?", "praktisk_gjennomforing.ressurser.*.om",
        *(f"begrunnelse.{name}" for name in _RATIONALE),
        *(f"kunnskapsgrunnlag.{name}" for name in _EVIDENCE),
        "juridiske_rammer.tekst", "juridiske_rammer.referanser.*.hvorfor", "kontrollsporsmaal.*",
    ),
    "guideline": _GUIDELINE,
    "terms": _TERMS,
    "laws": _LAWS,
    "sources": tuple(f"references.@id.{name}" for name in _SOURCE),
    "hearing": (
        "tittel", "om", "kontakt.navn?", "publisering", "personvern", "sporsmaal.@id.tekst",
        "sporsmaal.@id.hjelp", "sporsmaal.@id.alternativer.@id.tekst",
        "sporsmaal.@id.skala.fra_tekst", "sporsmaal.@id.skala.til_tekst",
    ),
    "frame": (
        *_GUIDELINE, *_TERMS, *_LAWS, *(f"kilder.@id.{name}" for name in _SOURCE),
        "tekstsider.@id.tittel", "tekstsider.@id.tekst",
    ),
}
"""The translated fields by kind of file. ``frame`` is no file: it is the model's ``Guideline``, in
which the frame's files are one."""
FILES = ("recommendation", "guideline", "terms", "laws", "sources", "hearing")
"""The kinds that are files."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A translated field.

    Attributes:
        optional: whether it holds a name, that stands as it is when it is not translated.
        whole: whether it is a list that is one text as a whole.
    """

    optional: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """A group or a list with translated fields below it.

    Attributes:
        fields: what is below each field of a group; for a list one entry, ``*`` or ``@key``.
    """

    fields: Mapping[str, Branch | Leaf]

    @property
    def item(self) -> tuple[str, Branch | Leaf] | None:
        """For a list the key its items are known by (empty: their place), and what they hold."""
        name, below = next(iter(self.fields.items()))
        return (name[1:], below) if name[0] in "*@" else None


@cache
def shape(kind: str) -> Branch:
    """Return the translated fields of ``kind`` as a tree.

    Raises:
        KeyError: there is no such kind.
    """
    tree: dict[str, dict[str, object]] = {}
    for way in TRANSLATED[kind]:
        *groups, last = way.rstrip("?").removesuffix("[]").split(".")
        node: dict[str, object] = tree  # type: ignore[assignment]
        for name in groups:
            node = node.setdefault(name, {})  # type: ignore[assignment]
        node[last] = Leaf(way.endswith("?"), "[]" in way)
    return _branch(tree)


def leaves(kind: str) -> Iterator[tuple[tuple[str, ...], Leaf]]:
    """Yield every translated field of ``kind`` with its way (``*`` and ``@key`` for items)."""
    yield from _leaves(shape(kind), ())


def _branch(tree: Mapping[str, object]) -> Branch:
    return Branch({
        name: below if isinstance(below, Leaf) else _branch(below)  # type: ignore[arg-type]
        for name, below in tree.items()
    })


def _leaves(
    node: Branch | Leaf, way: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Leaf]]:
    if isinstance(node, Leaf):
        yield way, node
        return
    for name, below in node.fields.items():
        yield from _leaves(below, (*way, name))
