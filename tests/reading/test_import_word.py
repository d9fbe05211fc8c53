"""Word documents as drafts: nothing in them is lost without a word, and nothing in them is obeyed.
"""

from __future__ import annotations

import struct
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

import docx
import pypandoc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from rettesnor.model.strength import DEFAULT_SCALE
from rettesnor.reading.importers.documents.assemble import assemble, texts
from rettesnor.reading.importers.documents.document import Document, UnreadableError, lost_words
from rettesnor.reading.importers.documents.guesses import guess
from rettesnor.reading.importers.documents.imported import Imported
from rettesnor.reading.importers.documents.mapping import Role
from rettesnor.reading.importers.documents.opening import read_document
from rettesnor.reading.importers.documents.outline import sections

from tests.support.word_files import cell, item, paragraph, picture, relation, run, table, word

GONE = "Ord som ikke kunne plasseres"


def read(data: bytes) -> Document:
    return read_document(data, lambda name: None)


def imported(data: bytes) -> Imported:
    document = read(data)
    found, _ = sections(document)
    return assemble(
        document, found, [Role(one) for one in guess(found)], scale=DEFAULT_SCALE, name="fil"
    )


def asides(made: Imported) -> dict[str, str]:
    return {one.kind: one.text for one in made.asides}


def said(made: Imported) -> str:
    return "\n".join(map(str, made.losses))


def page(data: bytes) -> str:
    return imported(data).pages[0].text


HEAD = paragraph("Innledning", 1)
RAISED = '<w:vertAlign w:val="superscript"/>'


# What becomes text


def test_headings_become_a_guideline_by_their_level_and_words() -> None:
    made = imported(word("".join([
        paragraph("Forord", 1), paragraph("Takk."),
        paragraph("1 Før oppstart", 1), paragraph("Ingressen."),
        paragraph("1.1 Avtale", 2), paragraph("Alle bør ha en avtale."),
        paragraph("Begrunnelse", 3), paragraph("Fordi."),
        paragraph("Resources", 4), paragraph("Billig."),
        paragraph("Evidence", 3), paragraph("To studier."),
        paragraph("Kvifor ikkje", 3), paragraph("Anna."),
        paragraph("Litteratur", 1), paragraph("En bok."),
    ])))
    assert [one.title for one in made.pages] == ["Forord", "Litteratur"]
    (chapter,) = made.chapters
    assert (chapter.title, chapter.lead) == ("Før oppstart", "Ingressen.")
    (one,) = chapter.recommendations
    assert (one.title, one.strength) == ("Avtale", "bør")
    assert one.values == {
        "kort_anbefaling": "Alle bør ha en avtale",
        "begrunnelse.tekst": "Fordi.", "begrunnelse.ressursbruk": "Billig.",
        "kunnskapsgrunnlag.tekst": "To studier.",
        "praktisk_gjennomforing.tekst": "### Kvifor ikkje\n\nAnna.",
    }
    assert "«Kvifor ikkje» har ikke noe eget felt" in said(made)


def test_a_duty_waits_for_its_section() -> None:
    made = imported(word(
        paragraph("Kapittel", 1) + paragraph("Skriftlig avtale", 2)
        + paragraph("Lederen skal lage en avtale.") + paragraph("Begrunnelse", 3)
        + paragraph("Fordi.")))
    values = made.chapters[0].recommendations[0].values
    assert values["kort_anbefaling"] == "FYLL UT: Hvem bør gjøre hva, og når"
    assert "«Lederen skal lage en avtale»" in values["juridiske_rammer.tekst"]
    assert "er en plikt («skal»)" in said(made)


def test_lists_tables_links_and_emphasis() -> None:
    text = page(word(HEAD + "".join([
        item("a"), item("b", 1), item("c", 2, True), item("d"),
        table(cell("A") + cell("B"), cell("1", '<w:gridSpan w:val="2"/>'),
              cell("2") + cell("3", '<w:vMerge w:val="restart"/>'),
              cell("4") + cell("", "<w:vMerge/>")),
        f"<w:p>{run('fet', '<w:b/>')}{run(' og ')}{run('kursiv', '<w:i/>')}"
        f'<w:hyperlink r:id="rId9">{run("siden")}</w:hyperlink>{run(" m")}'
        f"{run('2', RAISED)}</w:p>",
        paragraph("Se https://eksempel.no/a_b eller www.eksempel.no."),
    ]), relations=relation("rId9", "hyperlink", "https://eksempel.no/side", True)))
    assert "- a\n  - b\n" in text and "- d" in text
    assert "| A | B |\n| --- | --- |\n| 1 |  |\n| 2 | 3 |\n| 4 |  |" in text
    assert "**fet** og *kursiv*[siden](https://eksempel.no/side) m²" in text
    assert r"[eksempel.no/a\_b](https://eksempel.no/a_b)" in text
    assert "[eksempel.no](https://www.eksempel.no)." in text


def test_footnotes_stand_last_in_the_text_that_they_belong_to() -> None:
    data = word(
        HEAD + f'<w:p>{run("Ord")}<w:r><w:footnoteReference w:id="2"/></w:r>{run(".")}</w:p>',
        {"footnotes.xml": f'<w:footnote w:id="2">{paragraph("Noten.")}</w:footnote>'},
        relation("rId3", "footnotes", "footnotes.xml"),
    )
    assert page(data) == "Ord (note 1).\n\n*Note 1:* Noten."


def test_a_picture_is_placed_and_one_that_cannot_be_shown_is_kept_beside() -> None:
    stream = BytesIO()
    Image.new("RGB", (3, 3)).save(stream, "PNG")
    data = word(
        HEAD + picture('r:embed="rId3"', "Et kart") + picture('r:embed="rId4"'),
        {"media/a.png": stream.getvalue(), "media/b.emf": b"EMF"},
        relation("rId3", "image", "media/a.png") + relation("rId4", "image", "media/b.emf"),
    )
    made = imported(data)
    assert made.pages[0].text == "![Et kart](bilder/fil-1.png)"
    assert made.placed == {"fil-1.png": stream.getvalue()}
    assert [*made.unplaced.values()] == [b"EMF"]
    assert "Bildet bilde-1.bin er lagt ved siden av" in said(made)


# What has no place


def test_tracked_changes_are_accepted_and_reported() -> None:
    made = imported(word(HEAD + (
        f'<w:p>{run("Vi ")}<w:del w:id="1" w:author="Ola"><w:r><w:delText>kan</w:delText></w:r>'
        f'</w:del><w:ins w:id="2" w:author="Kari">{run("bør")}</w:ins>{run(" gå.")}'
        f'<w:moveFrom w:author="Per">{run("flyttet")}</w:moveFrom></w:p>'
    )))
    assert made.pages[0].text == "Vi bør gå."
    assert asides(made) == {
        "Slettet av Ola (sporet endring)": "kan", "Flyttet bort av Per (sporet endring)": "flyttet",
    }
    assert "Sporet endring av Kari: teksten som er satt inn, er med" in said(made)


def test_what_stands_beside_the_text_is_in_the_report() -> None:
    made = imported(word(
        paragraph("Innhold", 1)
        + '<w:p><w:pPr><w:pStyle w:val="INNH1"/></w:pPr><w:r><w:t>Del 4</w:t></w:r></w:p>' + HEAD
        + f'<w:p><w:commentRangeStart w:id="0"/>{run("Teksten.")}<w:commentRangeEnd w:id="0"/>'
        + f'<w:r><w:commentReference w:id="0"/></w:r>{run("hemmelig", "<w:vanish/>")}</w:p>'
        + "<w:p><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p>"
        + "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>"
        + paragraph("I boks") + "</w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
        + "</mc:AlternateContent></w:r></w:p>"
        + f"<w:p><w:fldSimple>{run('felt')}</w:fldSimple></w:p>",
        {
            "header1.xml": paragraph("Øverst"), "footer1.xml": paragraph("Nederst"),
            "comments.xml": f'<w:comment w:id="0" w:author="Kari">{paragraph("Sant?")}</w:comment>',
        },
        relation("rId3", "comments", "comments.xml"),
    ))
    assert made.pages[-1].text == "Teksten.\n\nx=1\n\nfelt"
    found = asides(made)
    assert found["Kommentar av Kari"] == "Sant?" and found["Skjult tekst"] == "hemmelig"
    assert (found["Topptekst"], found["Bunntekst"]) == ("Øverst", "Nederst")
    assert (found["Formel"], found["Tekstboks"]) == ("x=1", "I boks")
    assert found["Innholdsfortegnelse"] == "Del 4"
    assert GONE not in found
    assert [one.place for one in made.asides if one.kind.startswith("Kommentar")] == [
        "til «Teksten.»"]


# Every word

WORDS = st.text("abæø*_[]<&|#`\\1.", min_size=1, max_size=6).filter(
    lambda text: any(one.isalnum() for one in text))
LINE = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _paragraph(line: str) -> str:
    return paragraph(escaped(line))


BLOCK = st.one_of(
    LINE.map(_paragraph),
    st.tuples(LINE, st.sampled_from(["<w:b/>", "<w:i/>", "<w:u w:val='single'/>", "<w:strike/>"]),
              LINE).map(lambda one: f"<w:p>{run(escaped(one[0]))}{run(escaped(one[2]), one[1])}"
                        f"{run(escaped(one[0]))}</w:p>"),
    st.tuples(LINE, st.integers(0, 2), st.booleans()).map(
        lambda one: item(escaped(one[0]), one[1], one[2])),
    st.lists(st.lists(LINE, min_size=2, max_size=2), min_size=1, max_size=3).map(
        lambda rows: table(*("".join(cell(escaped(one)) for one in row) for row in rows))),
    LINE.map(lambda one: f"<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>"
             f"<w:txbxContent>{_paragraph(one)}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
             f"</mc:AlternateContent></w:r></w:p>"),
    LINE.map(lambda one: f"<w:p><m:oMath><m:r><m:t>{escaped(one)}</m:t></m:r></m:oMath></w:p>"),
    LINE.map(lambda one: f"<w:p><w:bdo><w:fldSimple>{run(escaped(one))}</w:fldSimple></w:bdo>"
             "</w:p>"),
    LINE.map(lambda one: f"<w:sdt><w:sdtContent>{_paragraph(one)}</w:sdtContent></w:sdt>"),
    st.tuples(st.one_of(LINE, st.sampled_from(
        ["Begrunnelse", "Evidence", "Praktisk", "Innhold", "Alle bør gå ut", "Sjekkliste"])),
        st.integers(1, 4)).map(lambda one: paragraph(escaped(one[0]), one[1])),
)


@given(st.lists(BLOCK, min_size=1, max_size=12))
@settings(max_examples=30, deadline=None)
def test_every_word_is_somewhere(blocks: list[str]) -> None:
    data = word("".join(blocks))
    document = read(data)
    made = imported(data)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        xml = archive.read("word/document.xml").decode()
    assert not lost_words(document.text, texts(made))
    assert _letters(" ".join(_texts_of(xml))) <= _letters(" ".join(texts(made)))
    assert GONE not in asides(made)  # all was placed where it belongs


def _texts_of(xml: str) -> list[str]:
    from xml.etree import ElementTree

    return [one.text or "" for one in ElementTree.fromstring(xml).iter()
            if one.tag.endswith("}t")]


def _letters(text: str) -> Counter[str]:
    return Counter(one for one in text if one.isalpha())


@pytest.mark.parametrize("kind", ["python-docx", "pandoc"])
def test_documents_of_other_programs(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "fil.docx"
    if kind == "pandoc":
        pypandoc.convert_text(
            "# Kapittel\n\n## Alle bør gå\n\nOrd[^1] *a* **b**.\n\n[^1]: Noten.\n\n### Begrunnelse"
            "\n\n- en\n\n    1. to\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n> sitat\n",
            "docx", format="markdown", outputfile=str(path),
        )
    else:
        made = docx.Document()
        made.sections[0].header.paragraphs[0].text = "Topp"
        made.add_heading("Kapittel", 1)
        made.add_heading("Alle bør gå", 2)
        made.add_heading("Begrunnelse", 3)
        made.add_paragraph("en", "List Bullet")
        grid = made.add_table(2, 2)
        grid.cell(0, 0).merge(grid.cell(0, 1)).text = "sammen"
        made.save(str(path))
    result = imported(path.read_bytes())
    (one,) = result.chapters[0].recommendations
    assert one.values["kort_anbefaling"] == "Alle bør gå"
    assert "- en" in str(one.values["begrunnelse.tekst"])
    assert GONE not in asides(result)


# What is refused


def archive_of(*entries: tuple[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return stream.getvalue()


def _with(name: str, data: bytes) -> bytes:
    stream = BytesIO(word(HEAD))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return stream.getvalue()


def _encrypted() -> bytes:
    data = bytearray(word(HEAD))
    at = data.find(b"PK\x01\x02")
    flags = struct.unpack_from("<H", data, at + 8)[0]
    struct.pack_into("<H", data, at + 8, flags | 1)
    return bytes(data)


BOMB = b"<!DOCTYPE a [<!ENTITY b 'c'>]>"
REFUSED = {
    "empty": (b"", "Fila er tom"),
    "old": (b"\xd0\xcf\x11\xe0 gammelt", "det gamle Word-formatet"),
    "pdf": (b"%PDF-1.7", "Fila er en PDF"),
    "rtf": (b"{\\rtf1", "lagret som RTF"),
    "text": (b"bare ord", "ikke et Word-dokument"),
    "truncated": (word(HEAD)[:300], "skadet"),
    "another zip": (archive_of(("a.txt", b"b")), "ikke et Word-dokument"),
    "odt": (archive_of(("mimetype", b"application/vnd.oasis.opendocument.text")), "OpenDocument"),
    "macros": (word(HEAD, main="macroEnabled.main"), "makroer"),
    "a macro part": (_with("word/vbaProject.bin", b"x"), "makroer"),
    "spreadsheet": (word(HEAD, main="sheet.main"), "ikke et Word-dokument"),
    "a bomb": (_with("word/media/a.bin", b"\0" * 5_000_000), "for stor når den pakkes ut"),
    "many parts": (archive_of(*((f"a{n}", b"") for n in range(5_001))), "for stor"),
    "password": (_encrypted(), "passord"),
    "entities": (word(HEAD, {"numbering2.xml": b"x", "comments.xml": BOMB + b"<a>&b;</a>"}),
                 "DOCTYPE"),
    "entities in another encoding": (
        word(HEAD, {"comments.xml": (BOMB + b"<a/>").decode().encode("utf-16")}), "DOCTYPE"),
    "a declared encoding": (
        word(HEAD, {"comments.xml": b'<?xml version="1.0" encoding="cp037"?><a/>'}), "skadet"),
    "no XML": (word("<w:p>"), "skadet"),
    "deep": (word("<w:sdt><w:sdtContent>" * 200 + "</w:sdtContent></w:sdt>" * 200), "skadet"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_refused(name: str) -> None:
    data, message = REFUSED[name]
    with pytest.raises(UnreadableError) as caught:
        read(data)
    assert message in str(caught.value)


def test_a_part_that_comes_twice_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = _with("word/document.xml", b"<a/>")
    with pytest.raises(UnreadableError, match="skadet"):
        read(data)


def test_nothing_outside_the_document_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "hemmelig.png"
    Image.new("RGB", (3, 3)).save(secret)
    made = imported(word(
        HEAD + picture('r:link="rId3"') + paragraph("Slutt."),
        relations=relation("rId3", "image", secret.as_uri(), True)
        + relation("rId4", "attachedTemplate", "https://eksempel.no/a.dotm", True),
    ))
    assert not made.placed and not made.unplaced
    assert "Et bilde ligger utenfor dokumentet, og er ikke hentet" in said(made)


def test_without_the_extra_the_command_to_install_it_is_shown(
    monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "mammoth", None)
    with pytest.raises(UnreadableError, match=r'pip install "rettesnor\[import\]"'):
        read(word(HEAD))
