"""Word documents from others: what is opened, and what is refused."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Mapping

import pytest
from docx import Document
from rettesnor.reading.files.office import Limits, OfficeError, open_docx, parse_part


def sound() -> bytes:
    document = Document()
    document.add_paragraph("Hei på deg")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


SOUND = sound()


def packed(extra: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return the sound document with some parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SOUND)) as old, zipfile.ZipFile(out, "w", method) as new:
        for name in old.namelist():
            if name not in extra:
                new.writestr(name, old.read(name))
        for name, content in extra.items():
            new.writestr(name, content)
    return out.getvalue()


def part(name: str) -> bytes:
    return open_docx(SOUND)[name]


def test_a_document_of_word_is_opened() -> None:
    root = parse_part(open_docx(SOUND), "word/document.xml")
    assert "Hei på deg" in "".join(root.itertext())


ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
UTF_16 = ENTITY.decode().replace("1.0\"", "1.0\" encoding=\"utf-16\"").encode("utf-16")


@pytest.mark.parametrize(("data", "word"), [
    (b"", "ikke et Word-dokument"),
    (b"PK\x03\x04", "ikke et Word-dokument"),
    (b"%PDF-1.7", "ikke et Word-dokument"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "passord"),
    (packed({"word/vbaProject.bin": b"x"}), "makroer"),
    (packed({"word/activeX/activeX1.xml": b"<a/>"}), "makroer"),
    (packed({"[Content_Types].xml": part("[Content_Types].xml").replace(
        b"wordprocessingml.document.main", b"wordprocessingml.template.main")}), "ikke et Word"),
    (packed({"[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml"}),
     "makroer"),
    (packed({"word/document.xml": ENTITY}), "DOCTYPE"),
    (packed({"customXml/item9.xml": UTF_16}), "DOCTYPE"),
    (packed({"customXml/item9.xml": UTF_16[2:]}), "DOCTYPE"),
    (packed({"word/_rels/x.rels": b'<!doctype a SYSTEM "file:///etc/passwd"><a/>'}), "DOCTYPE"),
    (packed({"../x.xml": b"<a/>"}), "ugyldige navn"),
    (packed({"/x.xml": b"<a/>"}), "ugyldige navn"),
    (packed({"word/../x.xml": b"<a/>"}), "ugyldige navn"),
    (packed({"c:/x.xml": b"<a/>"}), "ugyldige navn"),
    (packed({"word/Document.xml": b"<a/>"}), "ugyldige navn"),
    (packed({"word/media/x.bin": b"\0" * 3_000_000}), "for stort"),
    (packed({f"word/x{n}.xml": b"<a/>" for n in range(2_000)}), "for mange"),
    (packed({"word/x.xml": b"<a/>"}, zipfile.ZIP_BZIP2), "pakket på en måte"),
])
def test_what_is_refused(data: bytes, word: str) -> None:
    with pytest.raises(OfficeError, match=word):
        open_docx(data)


def test_a_locked_part_is_refused() -> None:
    data = bytearray(SOUND)
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(OfficeError, match="passord"):
        open_docx(bytes(data))


@pytest.mark.parametrize("limits", [
    Limits(file=1_000), Limits(part=1_000), Limits(total=5_000), Limits(parts=3),
])
def test_limits(limits: Limits) -> None:
    with pytest.raises(OfficeError, match=r"for stort|for mange"):
        open_docx(SOUND, limits)


@pytest.mark.parametrize("content", [b"", b"<a", b"\xff<a/>", b"<a>" * 300 + b"</a>" * 300])
def test_a_part_that_is_no_xml_is_refused(content: bytes) -> None:
    with pytest.raises(OfficeError, match="kan ikke leses"):
        parse_part({"x.xml": content}, "x.xml")


def test_a_missing_part_is_refused() -> None:
    with pytest.raises(OfficeError, match="mangler"):
        parse_part({}, "x.xml")


def test_a_damaged_file_is_refused_or_read_but_never_crashes() -> None:
    chance = random.Random(7)
    for _ in range(200):
        data = bytearray(SOUND)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)):]
        try:
            parse_part(open_docx(bytes(data)), "word/document.xml")
        except OfficeError:
            continue
