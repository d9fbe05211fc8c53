"""What a document that came back proposes, field by field, and the edit that carries it out.

Nothing is written but by a plan, and only what was taken. Each proposal is shown against what the
file says now, so a document cannot claim that something else stood there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from rettesnor.editing import yaml_writer
from rettesnor.editing.plan import FileChange, NotPossible, Plan, digest
from rettesnor.editing.project_files import ProjectFiles
from rettesnor.editing.word.fields import TextField, parts_of
from rettesnor.editing.word.manifest import read_manifest
from rettesnor.editing.word.markdown import Unwritable, units_of, written
from rettesnor.editing.word.merge import Conflict, merged
from rettesnor.editing.word.read import Author, Document, Group, ReadField, Remark, line_of
from rettesnor.editing.word.translations import put_translation
from rettesnor.editing.word.units import Span, Unit, tidy
from rettesnor.model.translation import language_of, source_path
from rettesnor.reading.files.decoding import plain
from rettesnor.reading.files.office import OfficeError, open_docx

_TOGETHER = "det samme stedet er også endret uten sporing. Ta forslagene sammen."
_LIKE = 0.5
"""Share that two texts have in common from which they are taken to be the same field."""


@dataclass(frozen=True)
class Proposal:
    """One change that is taken or left.

    Attributes:
        id: its number, in the order of the document.
        number: the number of its field in the document.
        field: the field as the file has it now; as it was sent, when it is no longer there.
        author: who, and when; for what is not tracked who saved the document last.
        group: the tracked changes; None for what was changed without tracking.
        before: what it is shown against: what the file says now, or what was changed without
            tracking, where that is in the way.
        after: what the field would say.
        stop: why it cannot be taken by itself, in Norwegian; empty when it can.
    """

    id: int
    number: int
    field: TextField
    author: Author
    group: Group | None
    before: str
    after: str
    stop: str = ""

    @property
    def can_be_taken(self) -> bool:
        """Whether it can, by itself or together with what was changed without tracking."""
        return self.stop in ("", _TOGETHER)


@dataclass(frozen=True)
class Incoming:
    """A document that came back.

    Attributes:
        version: the version of the guideline when it was sent, and the day.
        remarks: the comments, with the field that each is about; None outside of fields.
        misplaced: what cannot be taken in, in Norwegian.
    """

    document: Document
    proposals: tuple[Proposal, ...]
    remarks: tuple[tuple[TextField | None, Remark], ...]
    misplaced: tuple[str, ...]


def take_in(data: bytes, files: ProjectFiles, guideline: str) -> Incoming:
    """Return what a document proposes.

    Args:
        guideline: the id of the guideline.

    Raises:
        OfficeError: it is no document that was sent from this guideline.
        NotPossible: a file of the guideline cannot be read.
    """
    parts = open_docx(data)
    manifest = read_manifest(parts)
    if manifest.guideline != guideline:
        raise OfficeError(
            f"Dokumentet er sendt ut fra en annen retningslinje («{manifest.guideline}»)."
        )
    document = Document(parts, manifest)
    now = _Now(files, _languages(manifest.fields))
    found: list[Proposal] = []
    for number, sent in enumerate(manifest.fields):
        read = document.fields.get(number)
        if read is None:
            continue
        current = now.of(sent)
        for group, author in _changes(read, sent, document.saved):
            proposal = Proposal(
                len(found) + 1, number, current or sent, author, group, (current or sent).text, "",
            )
            found.append(_judged(proposal, document, current))
    remarks = tuple(
        (manifest.fields[one.field] if one.field >= 0 else None, one) for one in document.remarks
    )
    return Incoming(
        document, tuple(found), remarks, tuple(one.message for one in document.misplaced)
    )


def plan_of(incoming: Incoming, files: ProjectFiles, taken: Collection[int]) -> Plan:
    """Return the edit that carries out the proposals with the ids ``taken``.

    Raises:
        NotPossible: one of them is not there or cannot be taken, alone or with the others.
    """
    known = {one.id: one for one in incoming.proposals}
    unknown = sorted(set(taken) - known.keys())
    if unknown:
        raise NotPossible(f"Det finnes ikke noe forslag nummer {unknown[0]}.")
    wanted = [known[id_] for id_ in sorted(set(taken))]
    now = _Now(files, _languages(incoming.document.manifest.fields))
    texts: dict[str, str] = {}
    for number in dict.fromkeys(one.number for one in wanted):
        these = [one for one in wanted if one.number == number]
        sent = incoming.document.manifest.fields[number]
        current = now.of(sent)
        after, stop = _result(incoming.document, number, current, these)
        if stop or current is None:
            numbers = ", ".join(str(one.id) for one in these)
            raise NotPossible(f"Forslag {numbers} kan ikke tas inn: {stop}")
        text = texts.get(current.path) or files.contents.get(current.path, b"").decode("utf-8")
        if language_of(current.path) and current.pointer:
            texts[current.path] = put_translation(files, text, current, after, sent.made_from)
        else:
            texts[current.path] = _put(text, current, after)
    changes = tuple(
        FileChange(path, digest(before) if before else "", text.encode())
        for path, text in sorted(texts.items())
        if text.encode() != (before := files.contents.get(path, b""))
    )
    count = len(wanted)
    ids = sorted({
        source_path(path).rpartition("/")[2].removesuffix(".yml") for path in texts
        if path.startswith("recommendations/")
    })
    notes = (
        f"Er {'den' if len(ids) == 1 else 'noen av dem'} gitt ut, skriv hva som er endret, med "
        f"«rettesnor change {' '.join(ids)}».",
    ) if ids else ()
    return Plan(
        f"Tar inn {count} forslag fra Word, i {len(changes)} "
        f"{'fil' if len(changes) == 1 else 'filer'}.", changes, notes,
    )


def _changes(
    read: ReadField, sent: TextField, saved: Author
) -> Sequence[tuple[Group | None, Author]]:
    """Return what was done to a field: without tracking, and then group by group."""
    nothing: frozenset[Group] = frozenset()
    found: list[tuple[Group | None, Author]] = []
    if not _equal(sent, read.units(nothing), _sent_units(sent)):
        found.append((None, saved))
    for group, author in sorted(read.groups.items(), key=lambda one: (one[0].place, one[1].date)):
        before, after = read.units(nothing), read.units(frozenset({group}))
        if not _equal(sent, before, after) or _matters_with_others(read, sent, group):
            found.append((group, author))
    return found


def _matters_with_others(read: ReadField, sent: TextField, group: Group) -> bool:
    """Whether a group changes what the others say, as when somebody corrects an insertion."""
    others = frozenset(read.groups)
    return not _equal(sent, read.units(others), read.units(others - {group}))


def _equal(sent: TextField, one: Sequence[Unit], other: Sequence[Unit]) -> bool:
    if sent.kind == "line":
        return line_of(list(one)) == line_of(list(other))
    return list(one) == list(other)


def _sent_units(sent: TextField) -> list[Unit]:
    if sent.kind == "line":
        return [Unit("paragraph", (Span(tidy(sent.text)),))]
    return units_of(sent.text)


def _judged(proposal: Proposal, document: Document, current: TextField | None) -> Proposal:
    """Return the proposal with what the field would say, or with what stops it."""
    after, stop = _result(document, proposal.number, current, [proposal])
    before = proposal.before
    if stop == _TOGETHER:
        nothing = document.fields[proposal.number].units(frozenset())
        before = _text(document.manifest.fields[proposal.number], nothing)
    return replace(proposal, before=before, after=after, stop=stop)


def _result(
    document: Document, number: int, current: TextField | None, taken: Sequence[Proposal]
) -> tuple[str, str]:
    """Return what the field says when ``taken`` are, or what stops them."""
    sent, read = document.manifest.fields[number], document.fields[number]
    nothing: frozenset[Group] = frozenset()
    groups = frozenset(one.group for one in taken if one.group is not None)
    target, base = read.units(groups), _sent_units(sent)
    if all(one.group is not None for one in taken):
        try:
            target = _three(sent, read.units(nothing), base, target)
        except Conflict:
            return _text(sent, target), _TOGETHER
    if current is None:
        return _text(sent, target), "feltet finnes ikke lenger i fila."
    if current.text != sent.text:
        try:
            target = _three(sent, base, _sent_units(current), target)
        except Conflict:
            return _text(sent, target), (
                f"teksten i {current.path} er endret på samme sted siden dokumentet ble sendt ut."
            )
    return _as_written(current, target)


def _three(
    sent: TextField, base: list[Unit], ours: list[Unit], theirs: list[Unit]
) -> list[Unit]:
    if sent.kind != "line":
        return merged(base, ours, theirs)
    before, mine, other = line_of(base), line_of(ours), line_of(theirs)
    if before == mine or mine == other:
        return theirs
    if before == other:
        return ours
    raise Conflict


def _as_written(current: TextField, target: list[Unit]) -> tuple[str, str]:
    if current.kind == "line":
        after = line_of(target)
        more = [said for unit in target if (said := line_of([unit]))][1:]
        if more:
            return after, (
                f"feltet er én linje, og har fått et avsnitt til: «{more[0]}». Er det et nytt "
                "punkt i ei liste, så legg det til i lista."
            )
        return after, "" if after else "feltet er tomt. Ta det bort i fila."
    if not target:
        return "", "feltet er tomt. Ta det bort i fila."
    try:
        return written(current.text, target), ""
    except Unwritable:
        return _text(current, target), (
            "teksten kan ikke skrives slik i fila. Skriv den inn for hånd."
        )


def _text(sent: TextField, target: list[Unit]) -> str:
    """Return what the field would say, as well as it can be shown."""
    if sent.kind == "line":
        return line_of(target)
    try:
        return written(sent.text, target)
    except Unwritable:
        return "\n\n".join(line_of([unit]) for unit in target)


def _put(text: str, current: TextField, after: str) -> str:
    """Return the text of a file with the field saying ``after``."""
    if not current.pointer:
        made = after.replace("\n", "\r\n") if "\r\n" in text else after
        return ("\ufeff" if text.startswith("\ufeff") else "") + made
    kind = "recommendation" if current.path.startswith("recommendations/") else "guideline"
    try:
        return yaml_writer.edit(text, {current.pointer: after}, kind)
    except yaml_writer.Refused as error:
        raise NotPossible(f"{current.path}: {error}") from error


def _languages(fields: Sequence[TextField]) -> frozenset[str]:
    """Return the languages that fields are translations into."""
    return frozenset(filter(None, (language_of(one.path) for one in fields)))


class _Now:
    """The fields as the files have them now."""

    def __init__(self, files: ProjectFiles, languages: Collection[str]) -> None:
        fields = [
            one for language in ("", *sorted(languages))
            for part in parts_of(files, language=language) for one in part.fields
        ]
        self._fields = {(one.path, one.pointer): one for one in fields}
        self._paths: Mapping[str, str] = {
            path.rpartition("/")[2]: path for path in files.contents
            if path.startswith("recommendations/")
        }

    def of(self, sent: TextField) -> TextField | None:
        """Return the field that was sent, wherever it stands now; None when it is gone."""
        path = sent.path
        if path.startswith("recommendations/"):
            path = self._paths.get(path.rpartition("/")[2], path)
        at = self._fields.get((path, sent.pointer))
        if sent.made_from:
            return self._translation_of(sent, path, at)
        if at is not None and at.text == sent.text:
            return at
        shape = _shape(sent)
        alike = [
            one for (where, _), one in self._fields.items()
            if where == path and _shape(one) == shape
        ]
        same = [one for one in alike if one.text == sent.text]
        if len(same) == 1:  # an item of a list that has moved
            return same[0]
        if at is not None and (len(alike) == 1 or _ratio(at.text, sent.text) >= _LIKE):
            return at
        return None


    def _translation_of(
        self, sent: TextField, path: str, at: TextField | None
    ) -> TextField | None:
        """Return the field whose source says what it said when the document was sent."""
        if at is not None and at.made_from == sent.made_from:
            return at
        alike = [
            one for (where, _), one in self._fields.items()
            if where == path and _shape(one) == _shape(sent) and one.made_from == sent.made_from
        ]
        return alike[0] if len(alike) == 1 else at  # its source has changed: it is marked as old


def _shape(one: TextField) -> tuple[str, ...]:
    return tuple("*" if isinstance(part, int) else part for part in one.pointer)


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, plain(one).split(), plain(other).split()).ratio()
