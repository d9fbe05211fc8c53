"""Rules for references: what one file names, another file holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice

from rettesnor.model.problem import Severity
from rettesnor.reading.checks.index import Mention, ProjectIndex
from rettesnor.reading.checks.rule import ABSENT, Finding, pointer, rule
from rettesnor.reading.checks.rules.laws import looks_like_law
from rettesnor.reading.content.guideline_paths import GUIDELINE, LAWS, SOURCES, TERMS
from rettesnor.reading.markdown.lint.structure import PICTURE
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.reading.yaml.loader import Pointer


@rule("kilde-ukjent", summary="En kilde det vises til, finnes ikke.")
def sources_exist(project: ProjectIndex) -> Iterator[Finding]:
    """Every cited key is a source."""
    if not project.knows(SOURCES, "references.id"):
        return
    known = frozenset(project.guideline.kilder)
    names = Names(project.guideline.kilder)

    def finding(key: str, path: str, place: Pointer, spot: tuple[int, int] | None) -> Finding:
        return Finding(
            f"Kilden «{key}» finnes ikke i {SOURCES}.",
            names.suggestion(key, "Legg til kilden, eller rett nøkkelen."), place, path, spot=spot,
        )

    unknown = _unknown(project, "kilde", known)
    if SOURCES not in project.whole.documents:  # report it once, not for each citation
        for mention in islice(unknown, 1):
            message = f"Kilden «{mention[1].target}» finnes ikke: fila {SOURCES} mangler."
            yield _in_prose(mention, message, ABSENT)
        return
    for path, ref in unknown:
        yield finding(ref.target, path, pointer(ref.field), (ref.line, ref.column))
    for entry in project.readable:
        for index, key in enumerate(entry.kilder if not known.issuperset(entry.kilder) else ()):
            if key not in known:
                place = ("kunnskapsgrunnlag", "forskning", index, "kilde")
                yield finding(key, entry.path, place, None)
    for index, term in enumerate(project.guideline.termer):
        if term.kilde and term.kilde not in known:
            yield finding(term.kilde, TERMS, ("termer", index, "kilde"), None)
    for key, where in project.guideline_sources():
        if key not in known:
            yield finding(key, GUIDELINE, where, None)


@rule("term-ukjent", summary="Et ord det vises til, står ikke i ordlista.")
def terms_exist(project: ProjectIndex) -> Iterator[Finding]:
    """Every word in double brackets is in the glossary."""
    if not (project.knows_words() and project.knows(LAWS, "lover.id")):
        return
    forms = [form for term in project.guideline.termer for form in (term.term, *term.synonymer)]
    names = Names([*forms, *project.laws])
    for (word, language), mentions in project.words.items():
        wrong = (
            project.term(word, language) is None and project.act(word, language) is None
            and not looks_like_law(word, project)
        )
        if wrong and TERMS not in project.whole.documents:  # report it once, not for each word
            message = f"«{word}» står ikke i ordlista: fila {TERMS} mangler."
            yield _in_prose(mentions[0], message, ABSENT)
            return
        for mention in mentions if wrong else ():
            yield _in_prose(
                mention, f"«{word}» står ikke i ordlista.",
                names.suggestion(word, f"Legg ordet til i {TERMS}, eller fjern hakeparentesene."),
            )


@rule("anbefaling-ukjent", summary="En anbefaling det lenkes til, finnes ikke.")
def recommendations_exist(project: ProjectIndex) -> Iterator[Finding]:
    """Every recommendation linked to exists."""
    for mention in _unknown(project, "anbefaling", project.recommendations):
        target = mention[1].target
        yield _in_prose(
            mention, f"Anbefalingen «{target}» finnes ikke.",
            project.recommendation_names.suggestion(target, "Skriv id-en: anbefaling:id."),
        )
    for id_, place, _ in _shown_first(project):
        if id_ not in project.recommendations:
            yield Finding(
                f"Anbefalingen «{id_}» finnes ikke.",
                project.recommendation_names.suggestion(id_, "Rett id-en, eller slett linja."),
                place, GUIDELINE,
            )


@rule("fase-forst", severity=Severity.WARNING,
      summary="En anbefaling som skal vises først i en fase, hører ikke til fasen.")
def first_belong_to_the_phase(project: ProjectIndex) -> Iterator[Finding]:
    """What a phase shows first applies in the phase."""
    phases = {entry.id: entry.faser for entry in project.readable}
    for id_, place, phase in _shown_first(project):
        if id_ in phases and phase not in phases[id_]:
            yield Finding(
                f"«{id_}» skal vises først i fasen «{phase}», men hører ikke til den.",
                f"Legg «{phase}» til under «faser» i anbefalingen, eller slett linja.", place,
                GUIDELINE,
            )


def _shown_first(project: ProjectIndex) -> Iterator[tuple[str, Pointer, str]]:
    for number, phase in enumerate(project.guideline.faser):
        for index, id_ in enumerate(phase.forst):
            yield id_, ("faser", number, "forst", index), phase.id


@rule("side-ukjent", summary="En tekstside det lenkes til, finnes ikke.")
def pages_exist(project: ProjectIndex) -> Iterator[Finding]:
    """Every prose page linked to is one of the guideline's."""
    if not project.knows(GUIDELINE, "sider"):
        return
    names = Names(project.pages)
    for mention in _unknown(project, "side", project.pages):
        target = mention[1].target
        yield _in_prose(
            mention, f"Tekstsiden «{target}» finnes ikke.",
            names.suggestion(target, f"Sidene er listet under «sider» i {GUIDELINE}."),
        )


@rule("bilde-ukjent", summary="Et bilde det vises til, finnes ikke.")
def pictures_exist(project: ProjectIndex) -> Iterator[Finding]:
    """Every picture shown lies in guideline/bilder/."""
    names = Names(project.whole.pictures)
    for mention in _unknown(project, "bilde", project.whole.pictures):
        target = mention[1].target
        if not PICTURE.match(f"bilder/{target}"):  # it cannot be shown, which is said already
            continue
        yield _in_prose(
            mention, f"Bildet «{target}» finnes ikke i guideline/bilder/.",
            names.suggestion(target, "Legg fila der, eller rett navnet."),
        )


@rule("rolle-ukjent", summary="En målgruppe er ikke en av rollene.")
def roles_exist(project: ProjectIndex) -> Iterator[Finding]:
    """Target groups are roles of the guideline."""
    if not project.knows(GUIDELINE, "roller.id"):
        return
    known = {role.id for role in project.guideline.roller}
    groups = project.guideline.maalgrupper
    for name, roles in (("hoved", groups.hoved), ("andre", groups.andre)):
        yield from _members("Rollen", "roller", roles, known, GUIDELINE, ("maalgrupper", name))
    yield from _chosen(project, "Rollen", "roller", known, "maalgrupper")
    for entry in project.readable:
        for number, step in enumerate(entry.steg):
            if not known.issuperset(step.roller):
                place: Pointer = ("praktisk_gjennomforing", "steg", number, "roller")
                yield from _members("Rollen", "roller", step.roller, known, entry.path, place)
    for number, phase in enumerate(project.guideline.faser):
        for index, joins in enumerate(phase.kobles_paa):
            place = ("faser", number, "kobles_paa", index, "roller")
            yield from _members("Rollen", "roller", joins.roller, known, GUIDELINE, place)


@rule("steg-uten-roller", severity=Severity.WARNING,
      summary="Et steg sier ikke hvilke roller det gjelder.")
def steps_have_roles(project: ProjectIndex) -> Iterator[Finding]:
    """When some steps say which roles they are for, all do: the others would reach nobody."""
    if not any(step.roller for entry in project.readable for step in entry.steg):
        return
    for entry in project.readable:
        for number, step in enumerate(entry.steg):
            if not step.roller:
                yield Finding(
                    f"Steget til «{step.hvem}» har ingen «roller», men andre steg har det.",
                    "Skriv id-ene til dem som gjør det. Uten dem blir steget ikke vist for noen.",
                    ("praktisk_gjennomforing", "steg", number), entry.path,
                )


@rule("fase-ukjent", summary="En fase finnes ikke.")
def phases_exist(project: ProjectIndex) -> Iterator[Finding]:
    """Phases are those of the guideline."""
    if not project.knows(GUIDELINE, "faser.id"):
        return
    known = {phase.id for phase in project.guideline.faser}
    yield from _chosen(project, "Fasen", "faser", known, "faser")
    for number, limit in enumerate(project.guideline.lokale_grenser):
        if limit.fase and limit.fase not in known:
            yield Finding(
                f"Fasen «{limit.fase}» finnes ikke.",
                Names(known).suggestion(limit.fase, f"Se «faser» i {GUIDELINE}."),
                ("lokale_grenser", number, "fase"), GUIDELINE,
            )


@rule("se-ogsaa-ukjent", summary="«se_ogsaa» viser til noe som ikke finnes.")
def see_also_exists(project: ProjectIndex) -> Iterator[Finding]:
    """Related recommendations, and related terms, exist."""
    known = frozenset(project.recommendations)
    for entry in project.readable:
        for index, id_ in enumerate(entry.se_ogsaa if not known.issuperset(entry.se_ogsaa) else ()):
            if id_ not in known:
                place: Pointer = ("se_ogsaa", index)
                yield _unrelated(id_, project.recommendation_names, entry.path, place)
    if not project.knows(TERMS, "termer.id"):
        return
    terms = {term.id for term in project.guideline.termer}
    names = Names(terms)
    for number, term in enumerate(project.guideline.termer):
        for index, id_ in enumerate(term.se_ogsaa):
            if id_ not in terms:
                place = ("termer", number, "se_ogsaa", index)
                yield _unrelated(id_, names, TERMS, place)


@rule("se-ogsaa-seg-selv", summary="«se_ogsaa» viser til seg selv.")
def see_also_is_another(project: ProjectIndex) -> Iterator[Finding]:
    """Nothing is related to itself."""
    for entry in project.readable:
        if entry.id in entry.se_ogsaa:
            yield _itself(entry.path, (), entry.se_ogsaa.index(entry.id))
    for index, term in enumerate(project.guideline.termer):
        if term.id in term.se_ogsaa:
            yield _itself(TERMS, ("termer", index), term.se_ogsaa.index(term.id))


def _itself(path: str, place: Pointer, index: int) -> Finding:
    return Finding(
        "«se_ogsaa» viser til seg selv.", "Slett linja.", (*place, "se_ogsaa", index), path
    )


def _unrelated(id_: str, names: Names, path: str, place: Pointer) -> Finding:
    return Finding(
        f"«se_ogsaa» viser til «{id_}», som ikke finnes.",
        names.suggestion(id_, "Rett id-en, eller slett linja."), place, path,
    )


def _chosen(
    project: ProjectIndex, what: str, group: str, known: set[str], field: str
) -> Iterator[Finding]:
    """Yield what recommendations have in ``field`` and the guideline does not list in ``group``."""
    for entry in project.readable:
        ids: tuple[str, ...] = getattr(entry, field)
        if not known.issuperset(ids):
            yield from _members(what, group, ids, known, entry.path, (field,))


def _members(
    what: str, group: str, ids: tuple[str, ...], known: Collection[str], path: str, place: Pointer
) -> Iterator[Finding]:
    for index, id_ in enumerate(ids):
        if id_ not in known:
            yield Finding(
                f"{what} «{id_}» finnes ikke.",
                Names(known).suggestion(id_, f"Se «{group}» i {GUIDELINE}."), (*place, index), path,
            )


def _unknown(project: ProjectIndex, kind: str, known: Collection[str]) -> Iterator[Mention]:
    """Yield the references of ``kind`` in prose to what is not ``known``."""
    for target, mentions in project.prose[kind].items():
        if target not in known:
            yield from mentions


def _in_prose(mention: Mention, message: str, hint: str) -> Finding:
    path, reference = mention
    return Finding(
        message, hint, pointer(reference.field), path, spot=(reference.line, reference.column)
    )
