"""Rules for hearing rounds.

The periods are those of Utredningsinstruksen 3-3: a hearing normally lasts three months, and
never less than six weeks. Where a date is not known nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from rettesnor.model.problem import Severity
from rettesnor.reading.checks.rule import Finding, rule
from rettesnor.reading.checks.subjects.hearing import HearingSubject
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.reading.yaml.loader import Pointer

SIX_WEEKS = timedelta(weeks=6)
THREE_MONTHS = 3
PLACEHOLDERS = ("anbefaling", "felt", "avsnitt", "utgave", "exact", "prefix", "suffix")
"""What an address template may leave open."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_MAIL = re.compile(r"[^@\s?&]{1,64}@[^@\s?&]{3,190}\Z")
_WEB = re.compile(r"https?://[^\s/]+")


@rule(
    "horing-filnavn",
    summary="Navnet på en fil i guideline/horinger/ er ikke lik id-en i den.",
    suppressible=False,
    reads=("id",),
)
def file_is_named_by_id(heard: HearingSubject) -> Iterator[Finding]:
    """The file's name is the round's id."""
    name = heard.path.rsplit("/", 1)[-1].removesuffix(".yml")
    if heard.runde.id != name:
        yield Finding(
            f"Id-en er «{heard.runde.id}», men fila heter «{name}.yml».",
            f"Skriv «id: {name}».", ("id",), heard.path,
        )


@rule(
    "horing-rekkefolge",
    summary="En høring stenger før den åpner.",
    suppressible=False,
    reads=("aapner", "stenger"),
)
def opens_before_it_closes(heard: HearingSubject) -> Iterator[Finding]:
    """A round opens before it closes."""
    opens = heard.runde.opens
    if opens is not None and opens >= heard.runde.closes:
        yield Finding(
            "Høringen stenger før den åpner.", "Rett den av datoene som er feil.",
            ("stenger",), heard.path,
        )


@rule(
    "horing-for-kort",
    summary="En høring varer kortere enn seks uker.",
    suppressible=False,
    reads=("aapner", "stenger"),
)
def lasts_six_weeks(heard: HearingSubject) -> Iterator[Finding]:
    """A round lasts six weeks at least."""
    opens, deadline = heard.runde.opens, heard.runde.deadline
    if opens is not None and opens < heard.runde.closes and deadline < opens + SIX_WEEKS:
        yield Finding(
            "Høringen varer kortere enn seks uker.",
            "Sett en senere frist (utredningsinstruksen punkt 3-3).", ("stenger",), heard.path,
        )


@rule(
    "horing-under-tre-maaneder",
    severity=Severity.WARNING,
    summary="En høring varer kortere enn tre måneder.",
    suppressible=False,
    reads=("aapner", "stenger"),
)
def lasts_three_months(heard: HearingSubject) -> Iterator[Finding]:
    """A round normally lasts three months."""
    opens, deadline = heard.runde.opens, heard.runde.deadline
    if opens is not None and opens + SIX_WEEKS <= deadline < _months_after(opens, THREE_MONTHS):
        yield Finding(
            "Høringen varer kortere enn tre måneder, som er det vanlige.",
            "Sett en senere frist, eller la den stå hvis det er grunn til det "
            "(utredningsinstruksen punkt 3-3).", ("stenger",), heard.path,
        )


@rule(
    "horing-utgave-ukjent",
    summary="Utgaven som er på høring, finnes ikke.",
    suppressible=False,
    reads=("utgave",),
)
def release_exists(heard: HearingSubject) -> Iterator[Finding]:
    """The release that is heard has a record, or is the one being prepared."""
    if heard.edition is None and not heard.coming:
        yield Finding(
            f"Utgave {heard.runde.utgave} finnes ikke i changelog/.",
            "Skriv en utgave som er gitt ut.", ("utgave",), heard.path,
        )


@rule(
    "horing-utgave-kommer",
    severity=Severity.WARNING,
    summary="Utgaven som er på høring, er ikke gitt ut ennå.",
    suppressible=False,
    reads=("utgave",),
)
def release_is_out(heard: HearingSubject) -> Iterator[Finding]:
    """The release that is heard is out, so that what is quoted stays."""
    if heard.edition is None and heard.coming:
        version = heard.runde.utgave
        yield Finding(
            f"Utgave {version} er ikke gitt ut ennå, så teksten på høring kan fortsatt endres.",
            f"Gi den ut med «rettesnor release {version}».", ("utgave",), heard.path,
        )


@rule(
    "horing-sporsmaal-dobbel",
    summary="To spørsmål eller alternativer har samme id.",
    suppressible=False,
)
def questions_are_unique(heard: HearingSubject) -> Iterator[Finding]:
    """No two questions, nor two options of one, have the same id."""
    lists: list[tuple[Pointer, list[str]]] = [
        (("sporsmaal",), [question.id for question in heard.runde.sporsmaal])
    ]
    for index, question in enumerate(heard.runde.sporsmaal):
        options = ("sporsmaal", index, "alternativer")
        lists.append((options, [option.id for option in question.alternativer]))
    for where, ids in lists:
        for index, id_ in enumerate(ids):
            if id_ in ids[:index]:
                yield Finding(
                    f"Id-en «{id_}» er brukt to ganger.", "Gi den ene et annet navn.",
                    (*where, index, "id"), heard.path,
                )


@rule(
    "horing-sporsmaal-ukjent",
    summary="Et spørsmål gjelder noe som ikke finnes i utgaven.",
    suppressible=False,
    reads=("utgave",),
)
def questions_concern_what_exists(heard: HearingSubject) -> Iterator[Finding]:
    """Chapters and recommendations that are asked about are in the release."""
    for index, question in enumerate(heard.runde.sporsmaal):
        for field, known in (("kapittel", heard.chapters), ("anbefaling", heard.recommendations)):
            id_ = getattr(question, field)
            if id_ and known is not None and id_ not in known:
                yield Finding(
                    f"{field.capitalize()} «{id_}» finnes ikke i utgave {heard.runde.utgave}.",
                    Names(known).suggestion(id_, "Rett id-en."), ("sporsmaal", index, field),
                    heard.path,
                )


@rule(
    "horing-mottak",
    summary="Svarene kan ikke nå fram til mottaket.",
    suppressible=False,
    reads=("mottak.type", "mottak.adresse"),
)
def target_can_be_reached(heard: HearingSubject) -> Iterator[Finding]:
    """The place that answers go to is written as its kind requires."""
    target = heard.runde.mottak
    where = ("mottak", "adresse")
    form = _MAIL if target.type == "epost" else _WEB
    if target.type != "skjema" and form.match(target.adresse) is None:
        kind = "en e-postadresse" if target.type == "epost" else "en nettadresse"
        yield Finding(
            f"«{target.adresse}» er ikke {kind}.", "Rett adressen.", where, heard.path
        )
    for name in _PLACEHOLDER.findall(target.adresse):
        if name not in PLACEHOLDERS:
            yield Finding(
                f"«{{{name}}}» kan ikke fylles ut.",
                Names(PLACEHOLDERS).suggestion(name, "Ta det bort."), where, heard.path,
            )


def _months_after(moment: datetime, months: int) -> datetime:
    """Return the same day and time ``months`` later, the month's last day where there is none."""
    month = moment.month - 1 + months
    year, month = moment.year + month // 12, month % 12 + 1
    first = moment.replace(year=year, month=month, day=1)
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(moment.day, last.day))
