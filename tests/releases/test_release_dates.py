"""The dates and the version a release sets, and how they get into an editor's file."""
from __future__ import annotations

import pytest
from rettesnor.reading.yaml import loader as door
from rettesnor.releases.dates import years_after
from rettesnor.releases.version import Version, least_after, read_version
from rettesnor.releases.yaml_edit import set_group, set_value


class TestDates:
    @pytest.mark.parametrize(
        ("day", "after"),
        [("2026-11-22", "2030-11-22"), ("2024-02-29", "2028-02-29"), ("2096-02-29", "2100-02-28")],
    )
    def test_four_years(self, day: str, after: str) -> None:
        assert years_after(day, 4) == after


class TestTextEdit:
    @pytest.mark.parametrize(
        "text",
        [
            "id: x\n",
            "id: x",
            "id: x\ndatoer:\n  publisert: 2020-01-01\nstatus: y\n",
            "id: x\r\ndatoer:\r\n    # nei\r\n    publisert: '2020-01-01'  # ja\r\nb: c\r\n",
            "datoer: {publisert: 2020-01-01}\n# slutt\nid: x\n",
            "datoer:\n\n# om noe annet\nid: |\n  datoer:\n    publisert: nei\n",
        ],
    )
    def test_means_what_it_should_and_keeps_the_rest(self, text: str) -> None:
        values = {"publisert": "2026-11-22", "neste_gjennomgang": "2030-11-22"}
        edited = set_group(text, "datoer", values)
        plain, after = text.replace("\r\n", "\n"), edited.replace("\r\n", "\n")
        old = door.load(plain, "")[0]
        assert door.load(after, "") == ({**old, "datoer": values}, [])
        kept = [x for x in plain.split("\n") if not x.strip().startswith(("datoer", "publisert"))]
        assert set(kept) <= set(after.split("\n"))
        assert ("\r\n" in edited) == ("\r\n" in text)
        assert set_group(edited, "datoer", values) == edited

    def test_a_value_keeps_its_comment(self) -> None:
        text = "a: versjon\nversjon: '1.0.0'  # nå\nb: x\n"
        assert set_value(text, "versjon", "2.0.0") == "a: versjon\nversjon: 2.0.0  # nå\nb: x\n"
        with pytest.raises(ValueError):
            set_value("a: b\n", "versjon", "1.0.0")


class TestVersions:
    @pytest.mark.parametrize(
        ("before", "steg", "least"),
        [
            ("1.2.3", "hovedversjon", "2.0.0"), ("1.2.3", "underversjon", "1.3.0"),
            ("1.2.3", "rettelse", "1.2.4"), ("0.2.3", "hovedversjon", "0.3.0"),
            ("0.2.3", "underversjon", "0.2.4"), ("0.2.3", "rettelse", "0.2.4"),
        ],
    )
    def test_least_step(self, before: str, steg: str, least: str) -> None:
        version = read_version(before)
        assert version is not None
        assert str(least_after(version, steg)) == least

    def test_ten_comes_after_nine(self) -> None:
        assert Version(0, 10, 0) > Version(0, 9, 9)


