"""The open data: every file answers to its schema, links lead somewhere, bytes stay the same."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import openpyxl
import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator
from rettesnor.exports.api.envelope import Listed, Publication
from rettesnor.exports.api.spreadsheets import columns, csv_file, rows, xlsx_file
from rettesnor.model.guideline import Guideline

from tests.support.guidelines import EARLY, PROJECT, build_plain, edit, sound_copy
from tests.support.past_site import PastSite, released_twice

API = "api/v1/"
NOT_OURS = ("versjoner", "versjoner.json", "openapi.json", "schema")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> PastSite:
    """The site after two releases."""
    case = released_twice(tmp_path_factory.mktemp("data"))
    assert case.build().faults == ()
    return case


def read(site: PastSite, path: str) -> Any:
    """Return the JSON at ``path`` of the API."""
    return json.loads((site.site / API / path).read_text(encoding="utf-8"))


def answers(site: PastSite) -> Iterator[tuple[str, str]]:
    """Yield every JSON file that has a schema, with the schema's name."""
    for path in sorted((site.site / API).rglob("*.json")):
        name = path.relative_to(site.site / API).as_posix()
        first, *rest = name.split("/")
        if first in NOT_OURS or (first == "anbefalinger" and rest):
            continue
        known = {"anbefalinger": "anbefaling", "horinger": "horing"}
        yield name, known[rest[0]] if len(rest) == 2 else path.stem


class TestAnswers:
    def test_each_file_is_as_its_schema_says(self, site: PastSite) -> None:
        seen = set()
        for name, schema in answers(site):
            validator = Draft202012Validator(
                read(site, f"schema/{schema}.json"), format_checker=FormatChecker()
            )
            assert [e.message for e in validator.iter_errors(read(site, name))] == [], name
            seen.add(schema)
        assert seen >= {path.stem for path in (site.site / API / "schema").iterdir()} - {
            "horing", "horing-del",  # of a round, and of a long one: tests/rendering
        }

    def test_schemas_are_schemas(self, site: PastSite) -> None:
        for path in (site.site / API / "schema").iterdir():
            Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))

    def test_the_description_is_openapi(self, site: PastSite) -> None:
        OpenAPIV31SpecValidator(read(site, "openapi.json")).validate()

    def test_linters_have_nothing_to_ask_for(self, site: PastSite) -> None:
        """What redocly's security-defined and spectral's operation rules ask for."""
        document = read(site, "openapi.json")
        assert document["security"] == []  # open to all, and said to be
        known = {tag["name"] for tag in document["tags"]}
        for path in document["paths"].values():
            operation = path["get"]
            assert operation["description"] and set(operation["tags"]) <= known
            assert operation["tags"]

    def test_every_file_names_its_licence_and_that_it_is_a_draft(self, site: PastSite) -> None:
        for name, _ in answers(site):
            assert read(site, name)["lisens"]["id"] == "NLOD-2.0", name

    def test_every_link_leads_to_a_page_or_a_file(self, site: PastSite) -> None:
        present = site.answers()
        for name, _ in answers(site):
            for link in links(read(site, name)):
                target = urljoin(f"https://x.test/{API}{name}", link)
                path = target.removeprefix("https://x.test/").partition("#")[0]
                assert path in present, (name, link)

    def test_a_recommendation_says_all_its_fields_and_their_html(self, site: PastSite) -> None:
        data = read(site, "nb/anbefalinger/skriftlig-plan.json")
        assert data["anbefaling"]["styrke"] == "skal"
        assert data["html"]["begrunnelse.tekst"].startswith("<p ")
        assert "popover" not in json.dumps(data["html"])
        assert "rn-pin" not in json.dumps(data["html"])

    def test_html_links_lead_from_the_file(self, site: PastSite) -> None:
        present = site.answers()
        for path in (site.site / API / "nb/anbefalinger").iterdir():
            html = " ".join(json.loads(path.read_text(encoding="utf-8"))["html"].values())
            for link in re.findall(r'(?:href|src)="([^"#]+)', html):
                target = urljoin(f"https://x.test/{API}nb/anbefalinger/{path.name}", link)
                if target.startswith("https://x.test/"):
                    assert target.removeprefix("https://x.test/") in present, link

    def test_drafts_are_not_given_out_as_what_applies(self, tmp_path: Path) -> None:
        case = released_twice(tmp_path)
        path = next((case.root / "recommendations").rglob("skriftlig-plan.yml"))
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"(?m)^tittel: .*", "tittel: Noe annet", text), encoding="utf-8")
        assert case.build(released=True).faults == ()
        data = json.loads((case.site / API / "nb/anbefalinger/skriftlig-plan.json").read_text())
        assert data["anbefaling"]["tittel"] != "Noe annet"
        assert not data["arbeidsutgave"]


def links(data: Any) -> Iterator[str]:
    """Yield every address under ``lenker`` and ``lenke`` that is relative."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "lenker":
                yield from leaves(value)
            else:
                yield from links(value)
    elif isinstance(data, list):
        for item in data:
            yield from links(item)


def leaves(data: Any) -> Iterator[str]:
    """Yield the texts in ``data``."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from leaves(value)


class TestKept:
    def test_one_edit_makes_one_file_anew(self, tmp_path: Path) -> None:
        root = sound_copy(tmp_path / "x")
        site = tmp_path / "site"
        build_plain(root, site)
        before = {p: p.stat().st_ino for p in (site / API / "nb/anbefalinger").iterdir()}
        edit(root, EARLY, "styrke: bør", "styrke: bør\n")
        build_plain(root, site)
        after = {p: p.stat().st_ino for p in (site / API / "nb/anbefalinger").iterdir()}
        assert [p.stem for p in before if before[p] != after[p]] == ["tidlig-samtale"]

    def test_a_file_that_was_altered_is_made_anew(self, tmp_path: Path) -> None:
        root = sound_copy(tmp_path / "x")
        site = tmp_path / "site"
        build_plain(root, site)
        path = site / API / "nb/anbefalinger/tidlig-samtale.json"
        good = path.read_bytes()
        path.write_bytes(good.replace(b"tidlig", b"tidleg"))
        build_plain(root, site)
        assert path.read_bytes() == good


def a_publication(title: str) -> Publication:
    """Return a publication with one recommendation called ``title``."""
    guideline = Guideline.__new__(Guideline)
    for name in ("kapitler", "roller", "dimensjoner", "styrker", "faser"):
        object.__setattr__(guideline, name, ())
    one = Listed("a", "k", title, "Noe med; semikolon", "bør", "utkast")
    return Publication(guideline, "nb", anbefalinger=(one,))


A_PUBLICATION = a_publication("A")
"""One whose guideline has no dimensions."""


class TestTables:
    @pytest.mark.parametrize("title", ["=1+1", "+47", "-1", "@SUM(A1)", "\t=1", "\r=1"])
    def test_no_title_is_a_formula(self, title: str) -> None:
        found = rows(a_publication(title), "")
        data = csv_file(A_PUBLICATION, found, str).decode("utf-8-sig")
        assert list(csv.reader(StringIO(data, newline=""), delimiter=";"))[1][2] == f"'{title}"
        book = openpyxl.load_workbook(BytesIO(xlsx_file(A_PUBLICATION, found, str, "T")))
        assert book.active["C2"].data_type == "s"

    def test_csv_opens_in_a_norwegian_excel(self) -> None:
        data = csv_file(A_PUBLICATION, rows(a_publication("Æ"), "https://x.test/"), str)
        assert data.startswith(b"\xef\xbb\xbf")
        head, row = data.decode("utf-8-sig").split("\r\n")[:2]
        assert head.split(";") == columns(A_PUBLICATION)
        assert '"Noe med; semikolon"' in row
        assert row.endswith("https://x.test/k/a/;")

    def test_the_same_rows_give_the_same_bytes(self) -> None:
        found = rows(a_publication("A"), "")
        one, other = (xlsx_file(A_PUBLICATION, found, str, "T") for _ in range(2))
        assert one == other

    def test_when_a_workbook_was_made_is_not_in_it(self) -> None:
        data = xlsx_file(A_PUBLICATION, rows(a_publication("A"), ""), str, "T")
        with zipfile.ZipFile(BytesIO(data)) as book:
            assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            written = b"".join(book.read(name) for name in book.namelist())
        dates = {*re.findall(rb"\d{4}-\d\d-\d\dT[^<]*", written)}
        assert dates == {b"1980-01-01T00:00:00Z"} and b"openpyxl</dc:creator>" not in written

    def test_a_workbook_is_the_same_with_and_without_lxml(self) -> None:
        script = (
            "from hashlib import sha256; from openpyxl import LXML; "
            "from rettesnor.exports.workbook import workbook; "
            "text = ' æ<&>\\r\\n\\r\\' \\\" '; "
            "print(LXML, sha256(workbook([text, ''], [[text, '=1']], sheet='A', title=text))"
            ".hexdigest())"
        )
        said = [
            subprocess.run(
                [sys.executable, "-c", script], capture_output=True, text=True, check=True,
                env={"OPENPYXL_LXML": used, "PYTHONPATH": str(PROJECT / "site_plugins")},
            ).stdout.split() for used in ("True", "False")
        ]
        assert [used for used, _ in said] == ["True", "False"]
        assert said[0][1] == said[1][1]

    def test_a_workbook_can_be_read_and_filtered(self) -> None:
        long = "Æ  \n" + "x" * 40_000 + "\x0b"
        data = xlsx_file(A_PUBLICATION, rows(a_publication(long), ""), str, "Tittel & mer")
        book = openpyxl.load_workbook(BytesIO(data))
        page = book.active
        assert [cell.value for cell in page[1]] == columns(A_PUBLICATION)
        assert page["C2"].value == long[:32_767] and page["C2"].alignment.wrap_text
        assert page["A1"].font.b and page.freeze_panes == "A2"
        assert page.auto_filter.ref == "A1:N2" and page.column_dimensions["C"].width == 44
        assert book.properties.title == "Tittel & mer"

    def test_a_workbook_without_rows(self) -> None:
        page = openpyxl.load_workbook(BytesIO(xlsx_file(A_PUBLICATION, [], str, "T"))).active
        assert page.max_row == 1
