"""The dates and the version that a release sets."""

from __future__ import annotations

import pytest
from rettesnor.releases.dates import years_after
from rettesnor.releases.version import Version, least_after, read_version


class TestDates:
    @pytest.mark.parametrize(
        ("day", "after"),
        [("2026-11-22", "2030-11-22"), ("2024-02-29", "2028-02-29"), ("2096-02-29", "2100-02-28")],
    )
    def test_four_years(self, day: str, after: str) -> None:
        assert years_after(day, 4) == after


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


