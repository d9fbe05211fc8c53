"""A package for the archive: every answer as PDF/A and as it came, with Noark 5's metadata.

``arkivstruktur.xml`` follows the schema of Noark 5 version 5.0 (namespace
``http://www.arkivverket.no/standarder/noark5/arkivstruktur``), whose files the National Archives
publish in github.com/arkivverket/schemas under N5. The package is handed to the agency's archive;
it is no deposit to the National Archives: ``arkivuttrekk.xml`` (ADDML), ``endringslogg.xml``, the
two journals in XML and the schema files are not in it, and the numbers of case and journal are
those of the round. docs/horing-drift.md says the same to those who receive it.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from django.db.models import Max
from django.utils import translation
from rettesnor.exports.documents import pdf
from rettesnor.model import extras
from rettesnor.model.development import NEEDS_INTAKE
from rettesnor.model.printable import shown
from rettesnor.model.time_zone import OSLO

from rettesnor_horing.afterwards.answer_letters import Step
from rettesnor_horing.afterwards.answers import Teller, Told, answers, outcome
from rettesnor_horing.afterwards.journal import FORMATS, journal, received
from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.intake.receipt import answer_of
from rettesnor_horing.legal_basis import access, exempt_by, in_place, name_in_place
from rettesnor_horing.models import (
    ArchivePackage,
    Comment,
    Disposition,
    Letter,
    Submission,
)
from rettesnor_horing.models.audit_log import record
from rettesnor_horing.published import latest
from rettesnor_horing.words import say

NAMESPACE = "http://www.arkivverket.no/standarder/noark5/arkivstruktur"
STRUCTURE, DIGESTS = "arkivstruktur.xml", "sjekksummer.sha256"
STANDARD = "a-2b"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SYSTEM = "Rettesnor"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class ArchiveError(Exception):
    """A package cannot be made, or is not as it was made; says why."""


def package(hearing: Hearing, actor: str, now: datetime, step: Step) -> bytes:
    """Return the package of a round, as a ZIP file, and note that it was made.

    Raises:
        ArchiveError: what makes PDF is not installed, there are no answers, or a letter waits.
    """
    if not pdf.available():
        raise ArchiveError(extras.missing("PDF-filene i arkivpakken", extras.DOCUMENTS))
    if Letter.objects.filter(
        round_id=hearing.id, submission__isnull=True, discarded__isnull=True
    ).exists():
        raise ArchiveError(say("Det er brev som ikke er registrert ennå. Registrer dem først."))
    total = Submission.objects.filter(round_id=hearing.id).count()
    if not total:
        raise ArchiveError(say("Runden har ingen svar."))
    covered_ = covers(hearing.id)
    out, teller, digests = io.BytesIO(), Teller(hearing), {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:

        def put(name: str, data: bytes) -> None:
            archive.writestr(name, data)
            digests[name] = hashlib.sha256(data).hexdigest()

        case = _Case(hearing, actor, now)
        for number, submission in enumerate(answers(hearing.id), 1):
            documents = list(_documents(submission, teller.of(submission), hearing))
            for document in documents:
                put(document.path, document.data)
            case.add(number, submission, documents)
            step(number, total)
        put(STRUCTURE, case.xml())
        for format_ in FORMATS:
            put(f"postjournal.{format_}", journal(hearing, format_))
        put("les-meg.txt", _read_me(hearing, total).encode())
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
        archive.writestr(DIGESTS, lines)
    data = out.getvalue()
    if found := faults(data):
        raise ArchiveError(found[0])
    ArchivePackage.objects.create(
        round_id=hearing.id, digest=hashlib.sha256(data).hexdigest(), size=len(data),
        covers=covered_, answers=total, made=now,
    )
    record(actor, "archive", "", now, round=hearing.id, answers=total, size=len(data))
    return data


def covers(round_id: str) -> str:
    """Return the digest of what there is to archive of a round; the purge does not change it."""
    comments = Comment.objects.filter(submission__round_id=round_id)
    decided = Disposition.objects.filter(comment__submission__round_id=round_id)
    known = [
        list(Submission.objects.filter(round_id=round_id).order_by("pk").values_list("pk")),
        list(comments.order_by("pk").values_list("pk", "moderation", "status")),
        decided.aggregate(last=Max("pk"), approved=Max("approved"), back=Max("withdrawn")),
    ]
    return hashlib.sha256(json.dumps(known, default=str).encode()).hexdigest()


def faults(data: bytes) -> list[str]:
    """Return what is wrong with a package: each file against its digest, and the structure."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            lines = archive.read(DIGESTS).decode().splitlines()
            said = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
            names = set(archive.namelist()) - {DIGESTS}
            found = [f"{name}: {say('fila mangler.')}" for name in sorted(said.keys() - names)]
            extra = sorted(names - said.keys())
            found += [f"{name}: {say('fila har ingen sjekksum.')}" for name in extra]
            for name in sorted(names & said.keys()):
                if hashlib.sha256(archive.read(name)).hexdigest() != said[name]:
                    found.append(f"{name}: {say('sjekksummen stemmer ikke.')}")
            if not found:
                found += _structure_faults(archive.read(STRUCTURE), said, archive)
            return found
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError, ET.ParseError):
        return [say("Fila er ikke en arkivpakke, eller den er skadet.")]


def schema_faults(data: bytes, folder: Path) -> list[str]:
    """Return where ``arkivstruktur.xml`` breaks the schema of Noark 5 in ``folder``.

    Raises:
        ArchiveError: the schema is not there, or cannot be read.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        schema = etree.XMLSchema(etree.parse(str(folder / "arkivstruktur.xsd"), parser))
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            tree = etree.fromstring(archive.read(STRUCTURE), parser)
    except (OSError, etree.LxmlError, zipfile.BadZipFile, KeyError) as error:
        raise ArchiveError(str(error)) from error
    schema.validate(tree)
    return [f"{STRUCTURE}:{fault.line}: {fault.message}" for fault in schema.error_log]


def take(round_id: str, digest: str, reference: str, actor: str, now: datetime) -> ArchivePackage:
    """Register that the archive has taken the package with this digest.

    Needs come in all the time: what came or was decided after the package was made, waits for the
    next one (``retention``).

    Raises:
        ArchiveError: there is no such package, something has changed since, or no reference is
            given.
    """
    known = ArchivePackage.objects.filter(round_id=round_id, digest=digest.strip().lower()).first()
    if known is None:
        raise ArchiveError(say("Ingen pakke fra denne runden har den sjekksummen."))
    if round_id != NEEDS_INTAKE and known.covers != covers(round_id):
        raise ArchiveError(say(
            "Noe er endret i runden etter at pakken ble laget. Lag en ny pakke, og overfør den."
        ))
    if len(reference.strip()) < 2:
        raise ArchiveError(say("Skriv arkivets referanse, for eksempel saksnummeret."))
    known.taken, known.taken_by, known.reference = now, actor, reference.strip()[:200]
    known.save()
    record(actor, "archive-taken", "", now, round=round_id, digest=known.digest)
    return known


def is_taken(round_id: str) -> bool:
    """Whether the archive has a package with all that there is of the round."""
    return ArchivePackage.objects.filter(
        round_id=round_id, taken__isnull=False, covers=covers(round_id)
    ).exists()


# The documents --------------------------------------------------------------------------------


class _Document:
    """A file in the package, and what Noark 5 says of it."""

    def __init__(self, path: str, data: bytes, variant: str, title: str) -> None:
        self.path, self.data, self.variant, self.title = path, data, variant, title
        self.format = path.rsplit(".", 1)[-1].upper()
        self.detail = f"PDF/{STANDARD.upper()}" if path.endswith("svar.pdf") else ""


def _documents(submission: Submission, items: list[Told], hearing: Hearing) -> Iterator[_Document]:
    folder = f"dokumenter/{submission.nummer}"
    yield _Document(
        f"{folder}/svar.pdf", answer_pdf(submission, items, hearing), "Arkivformat",
        say("Svaret, med vurderingen"),
    )
    body = json.dumps(
        {**answer_of(submission).data(), "vurderinger": [_assessment(item) for item in items]},
        ensure_ascii=False, indent=1,
    )
    yield _Document(
        f"{folder}/svar.json", body.encode(), "Produksjonsformat", say("Svaret som data")
    )
    letter = getattr(submission, "letter", None)
    if letter is not None and letter.original is not None:
        yield _Document(
            f"{folder}/original.{letter.format}", bytes(letter.original), "Produksjonsformat",
            say("Brevet slik det kom"),
        )


def _assessment(item: Told) -> dict[str, str]:
    c, d = item.comment, item.decision
    return {
        "nummer": c.nummer, "publisering": c.moderation, "unntatt": c.withheld_reason,
        "hjemmel": c.hjemmel,
        "utfall": d.utfall if d else "", "begrunnelse": d.begrunnelse if d else "",
        "godkjent": d.approved.isoformat() if d and d.approved else "",
    }


def answer_pdf(submission: Submission, items: list[Told], hearing: Hearing) -> bytes:
    """Return an answer with its assessment as PDF/A-2b.

    Raises:
        ArchiveError: it cannot be typeset.
    """
    import typst

    with translation.override(submission.maalform):
        said = _printed(submission, items, hearing)
    try:
        made: bytes = _compiler().compile(
            _template(), format="pdf", sys_inputs={"answer": shown(said)},
            pdf_standards=[STANDARD],
            timestamp=submission.received.replace(microsecond=0),  # Typst takes whole seconds
        )
    except typst.TypstError as error:
        raise ArchiveError(f"{submission.nummer}: {pdf.reason(error.message)}") from error
    return made


def _printed(submission: Submission, items: list[Told], hearing: Hearing) -> str:
    """Return what the document says, in the answer's written standard, for the template."""
    facts = [
        (say("Nummer"), submission.nummer), (say("Mottatt"), received(submission)),
        (say("Avsender"), submission.organisasjon or submission.navn
         or str(submission.get_slag_display())),
        *([(say("Navnet som publiseres"), kept)] if (kept := name_in_place(submission)) else []),
        (say("Høring"), f"{hearing.round(submission.maalform).tittel}, {hearing.nb.utgave}"),
    ]
    comments = [
        {
            "heading": f"{item.comment.nummer} {item.place}".strip(), "quote": item.comment.exact,
            "lines": [line for line in _said(item).split("\n") if line.strip()],
            "facts": [
                (say("Vurdering"), outcome(item.decision) if item.settled
                 else say("Ikke vurdert ennå")),
                (say("Publisering"), _publication(item.comment)),
            ],
        }
        for item in items
    ]
    return json.dumps({
        "title": say("Høringssvar {number}", number=submission.nummer), "author": _SYSTEM,
        "language": submission.maalform, "facts": facts, "comments": comments,
    }, ensure_ascii=False)


def _publication(comment: Comment) -> str:
    """Return whether a comment is published, and what is exempt from access by what provision."""
    said = f"{comment.get_moderation_display()}"
    if kept := in_place(comment):
        return f"{said}. {kept}"
    redaction = latest(comment)
    if redaction is None or not redaction.spans:
        return said
    by = f"{exempt_by(redaction.hjemmel)}. " if redaction.hjemmel else ""
    return f"{said}. {say('Sladdet')}: {by}{redaction.grunn}"


def _said(item: Told) -> str:
    c = item.comment
    return c.tekst or ", ".join(c.valg) or ("" if c.tall is None else str(c.tall))


@cache
def _template() -> bytes:
    return files(__package__).joinpath("answer.typ").read_bytes()


@cache
def _compiler() -> Any:
    return pdf.compiler(str(pdf.NOTHING))


# Noark 5 --------------------------------------------------------------------------------------


class _Case:
    """``arkivstruktur.xml`` while it is made: archive, series, case file, and its entries."""

    def __init__(self, hearing: Hearing, actor: str, now: datetime) -> None:
        self._hearing, self._actor, self._now = hearing, actor, now
        self._entries: list[ET.Element] = []
        self._years: dict[str, int] = {}

    def add(self, number: int, submission: Submission, documents: list[_Document]) -> None:
        """Add an answer as a journal entry."""
        day, title = received(submission), f"Høringssvar {submission.nummer}"
        entry = ET.Element("registrering", {f"{{{_XSI}}}type": "journalpost"})
        self._begin(entry, f"svar/{submission.nummer}", _time(submission.received))
        _put(entry, "arkivertDato", _time(self._now))
        _put(entry, "arkivertAv", self._actor)
        found = access(submission)
        if found.exempt:
            guard = ET.SubElement(entry, "skjerming")
            _put(guard, "tilgangsrestriksjon", "Unntatt offentlighet")
            _put(guard, "skjermingshjemmel", "; ".join(found.provisions))
            if found.name:
                _put(guard, "skjermingMetadata", "Skjerming navn avsender")
            if found.text:
                _put(guard, "skjermingMetadata", "Skjerming av dokumentet")
            _put(guard, "skjermingDokument", "Skjerming av hele dokumentet" if found.whole
                 else "Skjerming av deler av dokumentet")
        for place, document in enumerate(documents, 1):
            self._document(entry, submission, place, document)
        _put(entry, "registreringsID", submission.nummer)
        _put(entry, "tittel", title)
        party = ET.SubElement(entry, "korrespondansepart")
        _put(party, "korrespondanseparttype", "Avsender")
        _put(party, "korrespondansepartNavn",
             submission.organisasjon or submission.navn or "Privatperson")
        year = day[:4]
        self._years[year] = self._years.get(year, 0) + 1
        for name, value in (
            ("journalaar", year), ("journalsekvensnummer", self._years[year]),
            ("journalpostnummer", number), ("journalposttype", "Inngående dokument"),
            ("journalstatus", "Arkivert"), ("journaldato", day), 
            ("mottattDato", _moment(submission)),
        ):
            _put(entry, name, value)
        self._entries.append(entry)

    def xml(self) -> bytes:
        """Return the file."""
        ET.register_namespace("xsi", _XSI)
        round_, now = self._hearing.nb, _time(self._now)
        owner, heard = round_.kontakt.navn, self._hearing.heard_round
        closed = heard.stenger if heard else now
        begun = (heard.aapner or heard.stenger if heard else now)[:10]
        root = ET.Element("arkiv", {"xmlns": NAMESPACE})
        self._begin(root, "arkiv", now, title=owner)
        self._end(root)
        creator = ET.SubElement(root, "arkivskaper")
        _put(creator, "arkivskaperID", owner)
        _put(creator, "arkivskaperNavn", owner)
        series = ET.SubElement(root, "arkivdel")
        self._begin(series, "arkivdel", now, title="Høringer", state="Avsluttet periode")
        self._end(series)
        case = ET.SubElement(series, "mappe", {f"{{{_XSI}}}type": "saksmappe"})
        _put(case, "systemID", self._id("mappe"))
        _put(case, "mappeID", round_.id)
        _put(case, "tittel", round_.tittel)
        _put(case, "opprettetDato", now)
        _put(case, "opprettetAv", self._actor)
        self._end(case)
        case.extend(self._entries)
        for name, value in (
            ("saksaar", closed[:4]), ("sakssekvensnummer", 1),
            ("saksdato", begun), ("administrativEnhet", owner), ("saksansvarlig", self._actor),
            ("saksstatus", "Avsluttet" if heard else "Under behandling"),
        ):
            _put(case, name, value)
        made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
        return made

    def _document(
        self, entry: ET.Element, submission: Submission, place: int, document: _Document
    ) -> None:
        made, name = _time(submission.received), f"{submission.nummer}/{place}"
        one = ET.SubElement(entry, "dokumentbeskrivelse")
        _put(one, "systemID", self._id(f"beskrivelse/{name}"))
        _put(one, "dokumenttype", "Høringssvar")
        _put(one, "dokumentstatus", "Dokumentet er ferdigstilt")
        _put(one, "tittel", document.title)
        _put(one, "opprettetDato", made)
        _put(one, "opprettetAv", self._actor)
        _put(one, "tilknyttetRegistreringSom", "Hoveddokument" if place == 1 else "Vedlegg")
        _put(one, "dokumentnummer", place)
        _put(one, "tilknyttetDato", made)
        _put(one, "tilknyttetAv", self._actor)
        file = ET.SubElement(one, "dokumentobjekt")
        _put(file, "systemID", self._id(f"objekt/{name}"))
        _put(file, "versjonsnummer", 1)
        _put(file, "variantformat", document.variant)
        _put(file, "format", document.format)
        if document.detail:
            _put(file, "formatDetaljer", document.detail)
        _put(file, "opprettetDato", made)
        _put(file, "opprettetAv", self._actor)
        _put(file, "referanseDokumentfil", document.path)
        _put(file, "sjekksum", hashlib.sha256(document.data).hexdigest())
        _put(file, "sjekksumAlgoritme", "SHA-256")
        _put(file, "filstoerrelse", len(document.data))

    def _begin(
        self, element: ET.Element, name: str, made: str, *, title: str = "", state: str = ""
    ) -> None:
        _put(element, "systemID", self._id(name))
        if title:
            _put(element, "tittel", title)
        if state:
            _put(element, "arkivdelstatus", state)
        _put(element, "opprettetDato", made)
        _put(element, "opprettetAv", self._actor)

    def _end(self, element: ET.Element) -> None:
        _put(element, "avsluttetDato", _time(self._now))
        _put(element, "avsluttetAv", self._actor)

    def _id(self, name: str) -> str:
        """Return the same UUID for the same thing in each package."""
        h = self._hearing
        return str(uuid5(NAMESPACE_URL, f"rettesnor:{h.text.guideline}/{h.id}/{name}"))


def _put(parent: ET.Element, name: str, value: object) -> None:
    # XML has no control characters; what was sent is whole in svar.json.
    text = _CONTROL.sub("", str(value))
    ET.SubElement(parent, name).text = text or "-"


def _moment(submission: Submission) -> str:
    """Return when an answer came; a letter came at the beginning of its day."""
    letter = getattr(submission, "letter", None)
    if letter is None:
        return _time(submission.received)
    return _time(datetime.combine(letter.mottatt, time(), OSLO))


def _time(moment: datetime) -> str:
    return moment.astimezone(OSLO).isoformat(timespec="seconds")


def _structure_faults(
    xml: bytes, digests: dict[str, str], archive: zipfile.ZipFile
) -> list[str]:
    """Return what differs between the files and what ``arkivstruktur.xml`` says of them."""
    if b"<!DOCTYPE" in xml:
        return [say("Fila er ikke en arkivpakke, eller den er skadet.")]
    found, said = [], set()
    for file in ET.fromstring(xml).iter(f"{{{NAMESPACE}}}dokumentobjekt"):
        facts = {child.tag.rpartition("}")[2]: child.text or "" for child in file}
        path = facts.get("referanseDokumentfil", "")
        said.add(path)
        if digests.get(path) != facts.get("sjekksum") or (
            str(archive.getinfo(path).file_size) != facts.get("filstoerrelse")
        ):
            found.append(f"{path}: {say('arkivstruktur.xml sier noe annet om fila.')}")
    left = {name for name in digests if name.startswith("dokumenter/")} - said
    found += [f"{name}: {say('fila er ikke i arkivstruktur.xml.')}" for name in sorted(left)]
    return found


def _read_me(hearing: Hearing, total: int) -> str:
    return (
        f"Arkivpakke for høringen «{hearing.nb.tittel}» ({hearing.id}): {total} svar.\n\n"
        "arkivstruktur.xml følger skjemaet for Noark 5, versjon 5.0: arkiv, arkivdel, saksmappe,\n"
        "journalpost, dokumentbeskrivelse og dokumentobjekt. Hvert svar ligger som PDF/A-2b\n"
        "og som JSON, og brev også slik de kom. sjekksummer.sha256 har SHA-256 for hver fil.\n\n"
        "Pakken er til virksomhetens eget arkiv. Den er ikke et arkivuttrekk til Arkivverket:\n"
        "arkivuttrekk.xml (ADDML), endringslogg.xml, løpende og offentlig journal i XML og\n"
        "skjemafilene er ikke med. Saks- og journalnumrene er rundens egne. Hjemmelen for unntak\n"
        "er begrunnelsen som saksbehandleren skrev.\n"
    )
