"""The answer form of a hearing as a Word document."""

from __future__ import annotations

import zipfile
from io import BytesIO

from docx import Document
from rettesnor.exports.documents.response_form import response_form

HTML = """<html lang="nn"><head><title>Svarskjema: Å høyre &amp; svare</title></head><body>
<p>Frist: 1. desember 2026.</p>
<h1>Om svaret</h1>
<p>☐ Ein privatperson</p>
<h2>Skriftleg plan</h2>
<p><strong>Er ho <klar>?</strong> Skriv
   kort.</p>
<p>&nbsp;</p>
</body></html>""".replace("<klar>", "&lt;klar&gt;")


def made() -> bytes:
    return response_form(HTML, "nn", "2026-12-01")


def test_everything_is_there_in_order_and_with_its_style() -> None:
    document = Document(BytesIO(made()))
    assert [(p.style.name, p.text) for p in document.paragraphs] == [
        ("Title", "Svarskjema: Å høyre & svare"), ("Normal", "Frist: 1. desember 2026."),
        ("Heading 1", "Om svaret"), ("Normal", "☐ Ein privatperson"),
        ("Heading 2", "Skriftleg plan"), ("Normal", "Er ho <klar>? Skriv kort."),
        ("Normal", "\N{NO-BREAK SPACE}"),
    ]
    runs = document.paragraphs[5].runs
    assert [(run.text, bool(run.bold)) for run in runs] == [
        ("Er ho <klar>?", True), (" Skriv kort.", False)
    ]


def test_what_programs_read_about_it() -> None:
    properties = Document(BytesIO(made())).core_properties
    assert properties.title == "Svarskjema: Å høyre & svare" and properties.language == "nn-NO"
    assert properties.author == properties.comments == ""
    assert str(properties.modified)[:10] == str(properties.created)[:10] == "2026-12-01"
    styles = zipfile.ZipFile(BytesIO(made())).read("word/styles.xml").decode()
    assert 'w:val="nn-NO"' in styles and "en-US" not in styles.split("w:latentStyles")[0].replace(
        'w:eastAsia="en-US"', ""
    )
    width = Document(BytesIO(made())).sections[0].page_width
    assert round(width.mm) == 210


def test_the_same_bytes_each_time() -> None:
    assert made() == made()
    names = zipfile.ZipFile(BytesIO(made())).infolist()
    assert {name.date_time for name in names} == {(1980, 1, 1, 0, 0, 0)}
