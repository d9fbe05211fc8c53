"""Reading a national release: from a site, an address, a record; and refusing what is not right."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from rettesnor.plans.national import NationalError, newest_version, read_national

from tests.support.guidelines import PROJECT
from tests.support.plan_case import national, publish, recommendation

OLD = national([recommendation("brev")])
NEW = national([recommendation("melding")], version="1.10.0", gone={"brev": ("melding",)})


def no_network(address: str) -> bytes:
    raise OSError("nettet er av")


def test_the_newest_release_of_a_site_with_what_is_gone(tmp_path: Path) -> None:
    found = read_national(str(publish(tmp_path, OLD, NEW)), no_network)
    assert (found.version, found.sha256) == ("1.10.0", NEW.sha256)
    assert found.successors("brev") == ("melding",)
    assert read_national(str(tmp_path), no_network, "1.0.0").gone == {}


def test_an_address_is_asked_for_the_same_files_and_kept(tmp_path: Path) -> None:
    site, asked = publish(tmp_path, OLD, NEW), []

    def fetch(address: str) -> bytes:
        asked.append(address)
        return (site / address.removeprefix("https://example.test/r/")).read_bytes()

    found = read_national("https://example.test/r", fetch)
    assert (found.version, found.site) == ("1.10.0", "https://example.test/r/")
    assert newest_version("https://example.test/r/", fetch) == "1.10.0"
    assert asked[-1] == "https://example.test/r/api/v1/versjoner.json"


def test_a_record_and_the_folder_of_a_guideline_give_the_same(tmp_path: Path) -> None:
    record = read_national(str(PROJECT / "changelog" / "0.2.0"), no_network)
    assert record == read_national(str(PROJECT), no_network, "0.2.0")
    shutil.copytree(PROJECT / "changelog" / "0.1.0", tmp_path / "changelog" / "0.1.0")
    snapshot = tmp_path / "changelog" / "0.1.0" / "snapshot.json"
    snapshot.write_bytes(snapshot.read_bytes().replace(b"Skolen", b"Skulen", 1))
    with pytest.raises(NationalError, match="kontrollsummen stemmer ikke"):
        read_national(str(tmp_path), no_network)


@pytest.mark.parametrize(("source", "said"), [
    ("finnes-ikke", "finnes ikke"), (".", "verken et bygd nettsted"),
    ("https://example.test/", "nettet er av"),
])
def test_what_is_no_release_is_refused_in_words(
    source: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NationalError, match=said):
        read_national(source, no_network)


def test_a_changed_snapshot_an_unknown_version_and_bad_lists_are_refused(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    with pytest.raises(NationalError, match=r"ingen versjon 9\.0\.0"):
        read_national(str(tmp_path), no_network, "9.0.0")
    snapshot = tmp_path / "api/v1/versjoner/1.0.0/snapshot.json"
    snapshot.write_bytes(OLD.data + b" ")
    with pytest.raises(NationalError, match="ikke slik den ble publisert"):
        read_national(str(tmp_path), no_network)
    index = tmp_path / "api/v1/versjoner.json"
    for bad in ("[]", "{}", '{"versjoner": [{"versjon": "x"}]}', "nei"):
        index.write_text(bad, encoding="utf-8")
        with pytest.raises(NationalError):
            read_national(str(tmp_path), no_network)
    index.write_text(json.dumps({"versjoner": []}), encoding="utf-8")
    with pytest.raises(NationalError, match="ingen utgaver"):
        read_national(str(tmp_path), no_network)
