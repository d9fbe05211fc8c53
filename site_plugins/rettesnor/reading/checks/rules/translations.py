"""Rules for translations: each held against its source.

Bokmål and nynorsk are equal by law (språklova § 4), so a reader must be able to trust either: a
translation says what the source says now, and leaves out no reference to law or source.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rettesnor.model.problem import Code, Problem, Severity
from rettesnor.model.prose import Fragment
from rettesnor.model.translation import MADE_FROM, State, Way, language_of, source_path
from rettesnor.reading.checks.phrases import both
from rettesnor.reading.checks.rule import Finding, Rule, problem, rule
from rettesnor.reading.checks.subjects.translation import TranslationSubject
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.schema.readable_part import at_or_below, overlap

_SHOWN = 3
_SAME = "Vis til de samme kildene og paragrafene som originalen."


@rule(
    "oversettelse-ukjent-felt",
    summary="Et oversatt felt finnes ikke i originalen.",
    suppressible=False,
)
def fields_exist(file: TranslationSubject) -> Iterator[Finding]:
    """Every text has a source."""
    for pointer in file.orphans():
        yield Finding(
            f"«{pointer}» finnes ikke i {source_path(file.path)}.",
            "Rett id-en eller feltet, eller slett teksten.", file.places[pointer], at_key=True,
        )


@rule(
    "oversettelse-antall",
    summary="En oversatt liste er ikke like lang som i originalen.",
    suppressible=False,
)
def lists_are_as_long(file: TranslationSubject) -> Iterator[Finding]:
    """Lists that are aligned by place are as long as in the source."""
    for pointer, (here, there) in file.uneven.items():
        yield Finding(
            f"«{pointer}» har {here} punkter, men {there} i {source_path(file.path)}.",
            "Ta med alle punktene, i samme rekkefølge. Skriv {} for et punkt uten oversettelse "
            "(\"\" i en liste med bare tekster).",
            _list_place(file, pointer), at_key=True,
        )


@rule(
    "oversettelse-foreldet",
    severity=Severity.WARNING,
    summary="En oversettelse er laget av en eldre tekst.",
    suppressible=False,
    reads=(MADE_FROM,),
)
def is_up_to_date(file: TranslationSubject) -> Iterator[Finding]:
    """No text is made from an older source."""
    for pointer in file.pointers(State.STALE):
        yield Finding(
            f"Oversettelsen av «{pointer}» er laget av en eldre tekst.",
            f"Se den over mot {source_path(file.path)}, og kjør {_mark(file)}.",
            file.places[pointer], at_key=True,
        )


@rule(
    "oversettelse-umerket",
    severity=Severity.WARNING,
    summary="En oversettelse er ikke merket med hva den er laget av.",
    suppressible=False,
)
def is_marked(file: TranslationSubject) -> Iterator[Finding]:
    """What every text was made from is written down."""
    unmarked = file.pointers(State.UNMARKED)
    if unmarked:
        yield Finding(
            f"{_number(unmarked, 'tekst', 'tekster')} mangler merket som sier hva som er oversatt: "
            f"{_few(unmarked)}.",
            f"Kjør {_mark(file)}.", file.places[unmarked[0]], at_key=True,
        )


@rule(
    "oversettelse-mangler",
    severity=Severity.WARNING,
    summary="Noe er ikke oversatt.",
    suppressible=False,
)
def is_whole(file: TranslationSubject) -> Iterator[Finding]:
    """Nothing is left untranslated."""
    missing = file.pointers(State.MISSING)
    if missing:
        yield Finding(
            f"{_number(missing, 'tekst', 'tekster')} er ikke oversatt: {_few(missing)}.",
            "Leserne får dem på originalspråket til de er oversatt.", (),
        )


@rule(
    "oversettelse-henvisning",
    summary="En oversettelse viser ikke til det samme som originalen.",
    suppressible=False,
    reads=(MADE_FROM,),
)
def references_are_kept(file: TranslationSubject) -> Iterator[Finding]:
    """A text cites the same sources and the same sections of law as its source does.

    Where it is known to be made from an older source, the page says so, and the
    difference is part of what is to be translated.
    """
    for pointer, (here, there) in file.fragments.items():
        message, spot = _differs(here, there)
        if message:
            yield Finding(
                f"Oversettelsen av «{pointer}» {message}.", _SAME, file.places[pointer],
                at_key=True, spot=spot, advice=file.states.get(pointer) is State.STALE,
            )


RULES: tuple[Rule[TranslationSubject], ...] = (
    fields_exist,
    lists_are_as_long,
    is_up_to_date,
    is_marked,
    is_whole,
    references_are_kept,
)


_OF_ALL_TEXTS = (is_marked, is_whole)
"""Rules that count texts, and so know nothing when one could not be read."""


def check(
    file: TranslationSubject, document: Document, unreadable: Collection[str] = ()
) -> list[Problem]:
    """Return what the rules find in a translation file.

    Args:
        unreadable: dotted pointers of the fields that could not be read.
    """
    uncertain = [
        rule for rule in RULES
        if unreadable and (rule in _OF_ALL_TEXTS or overlap(rule.reads, unreadable))
    ]
    found = [
        problem(rule.declared, finding, document, document.path)
        for rule in RULES if rule not in uncertain
        for finding in rule.find(file)
    ]
    return [one for one in found if not at_or_below(one.field, unreadable)]


def missing_source(path: str) -> Problem:
    """Return the problem of a translation whose source is not there."""
    return Problem(
        path, 1, 1, "oversettelse-uten-kilde",
        f"Fila oversetter {source_path(path)}, som ikke finnes.",
        "Gi den samme navn som originalen, eller slett den.",
    )


def check_page(
    document: Document, fragment: Fragment, source: Fragment, state: State
) -> list[Problem]:
    """Return what is wrong with a translated prose page, which is in ``state``."""
    path = document.path
    hint = f"«rettesnor translate {language_of(path)} --mark {path}»"
    found: list[tuple[Code, Finding]] = []
    if state is State.STALE:
        found.append((is_up_to_date.declared, Finding(
            "Oversettelsen av siden er laget av en eldre tekst.",
            f"Se den over mot {source_path(path)}, og kjør {hint}.", (),
        )))
    if state is State.UNMARKED:
        found.append((is_marked.declared, Finding(
            "Siden mangler merket som sier hva som er oversatt.", f"Kjør {hint}.", (),
        )))
    message, spot = _differs(fragment, source)
    if message:
        found.append((references_are_kept.declared, Finding(
            f"Oversettelsen av siden {message}.", _SAME, (), spot=spot, advice=state is State.STALE,
        )))
    return [problem(code, finding, document, path) for code, finding in found]


def _differs(here: Fragment, there: Fragment) -> tuple[str, tuple[int, int] | None]:
    """Return what references a translation lacks or adds, and the place of the first added.

    Only citations and legal references count; what is said is empty when none differs.
    """
    own, source = _references(here), _references(there)
    lost = [written for key, (written, _) in source.items() if key not in own]
    added = [own[key] for key in own if key not in source]
    message = [f"mangler {both(lost)}"] * bool(lost)
    message += [f"har {both(written for written, _ in added)} i tillegg"] * bool(added)
    return " og ".join(message), min((place for _, place in added), default=None)


def _references(fragment: Fragment) -> dict[tuple[str, str, str], tuple[str, tuple[int, int]]]:
    """Return the citations and legal references of ``fragment``, as written and where first."""
    found: dict[tuple[str, str, str], tuple[str, tuple[int, int]]] = {}
    for reference in fragment.references:
        place = reference.line, reference.column
        if reference.kind == "kilde":
            key = "kilde", reference.target, ""
            found.setdefault(key, (f"[@{reference.target}]", place))
        elif reference.kind == "lov":
            key = "lov", reference.target, reference.detail
            found.setdefault(key, (f"[[{reference.target} {reference.detail}]]", place))
    return found


def _list_place(file: TranslationSubject, pointer: str) -> Way:
    """Return the way to the list at ``pointer``: a text in it leads there."""
    depth = pointer.count(".") + 1
    inner = (way for name, way in file.places.items() if name.startswith(f"{pointer}."))
    way = next(inner, None)
    return way[:depth] if way else tuple(pointer.split("."))


def _mark(file: TranslationSubject) -> str:
    return f"«rettesnor translate {file.translation.language} --mark {file.path}»"


def _number(pointers: list[str], one: str, many: str) -> str:
    return f"{len(pointers)} {one if len(pointers) == 1 else many}"


def _few(pointers: list[str]) -> str:
    shown = [f"«{pointer}»" for pointer in pointers[:_SHOWN]]
    more = len(pointers) - len(shown)
    return both(shown + ([f"{more} til"] if more else []))
