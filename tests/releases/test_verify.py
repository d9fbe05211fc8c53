"""Whatever is done to a record afterwards is found, and the file is named."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rettesnor.releases import manifest as manifests
from rettesnor.releases.verify import verify

from tests.support.release_case import FIRST, SECOND, Case, fragment

PICTURE = "guideline/bilder/figur.svg"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three signed releases, one with a picture, and the keys they are signed with."""
    pytest.importorskip("cryptography")
    root = tmp_path_factory.mktemp("made")
    case = Case(root)
    _write_keys(root, "guideline/signatur.pub", "../key.pem")
    case.write(PICTURE, '<svg xmlns="http://www.w3.org/2000/svg"/>\n')
    key = ("--key", str(root / "../key.pem"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)
        assert case.release(*FIRST, *key) == 0
        case.revise()
        assert case.release(*SECOND, *key) == 0
        case.replace("guideline/om.md", "laget", "blitt til")
        case.write("changelog/unreleased/x.yml", fragment("redaksjonell", "ramme: [tekstsider]"))
        assert case.release("2.0.1", "2027-04-01", *key) == 0
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    """A copy of the releases, to be tampered with."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


def _write_keys(root: Path, public: str, private: str, first: int = 0) -> None:
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(bytes(range(first, first + 32)))
    pem = key.private_bytes(
        form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()
    )
    (root / private).write_bytes(pem)
    shown = key.public_key().public_bytes(
        form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo
    )
    (root / public).write_bytes(shown)


def found(root: Path, current: str = "2.0.1") -> dict[str, list[str]]:
    """Return what verification says, by path."""
    faults: dict[str, list[str]] = {}
    for fault in verify(root, (root / "guideline/signatur.pub").read_bytes(), current).faults:
        faults.setdefault(fault.path, []).append(fault.says)
    return faults


def record_files(root: Path) -> list[str]:
    return sorted(
        path.relative_to(root).as_posix()
        for path in (root / "changelog").glob("*.*.*/**/*") if path.is_file()
    )


def test_untouched_records_are_sound(made: Path) -> None:
    verdict = verify(made, (made / "guideline/signatur.pub").read_bytes(), "2.0.1")
    assert verdict.faults == ()
    assert verdict.versions == ("1.0.0", "2.0.0", "2.0.1")
    assert verdict.files == len(record_files(made))
    assert verdict.size == sum((made / path).stat().st_size for path in record_files(made))


def test_a_flipped_bit_anywhere_is_found_and_named(made: Path) -> None:
    """Eight places in each file, each with another bit: first and last byte among them."""
    files = record_files(made)
    assert len(files) > 15
    for path in files:
        full = made / path
        whole = full.read_bytes()
        for number in range(8):
            place = number * (len(whole) - 1) // 7
            flipped = bytearray(whole)
            flipped[place] ^= 1 << number
            full.write_bytes(flipped)
            assert path in found(made), (path, place)
        full.write_bytes(whole)
    assert found(made) == {}


@pytest.mark.parametrize("name", ["manifest.json", "manifest.sig"])
def test_bytes_all_over_the_newest_manifest_and_signature(made: Path, name: str) -> None:
    """Nothing comes after the newest record: it must hold by itself."""
    path = f"changelog/2.0.1/{name}"
    whole = (made / path).read_bytes()
    for place in {*range(0, len(whole), 11), len(whole) - 1}:
        flipped = bytearray(whole)
        flipped[place] ^= 0x20 if chr(whole[place]).isalpha() else 1  # the case of letters, too
        (made / path).write_bytes(flipped)
        assert path in found(made), place
    (made / path).write_bytes(whole)


def test_a_hand_edited_release_file_is_named(root: Path) -> None:
    path = "changelog/2.0.0/release.yml"
    text = (root / path).read_text(encoding="utf-8")
    (root / path).write_text(text.replace("en plikt", "en rett"), encoding="utf-8")
    assert found(root) == {path: ["er endret etter utgivelsen."]}


def test_the_recommendation_that_was_altered_is_named(root: Path) -> None:
    path = "changelog/1.0.0/snapshot.json"
    data = (root / path).read_bytes()
    (root / path).write_bytes(data.replace(b"Innen fire uker", b"Innen fem uker!"))
    assert found(root) == {path: [
        "anbefalingen «skriftlig-plan» er ikke slik den ble utgitt.",
        "er endret etter utgivelsen.",
    ]}


@pytest.mark.parametrize("index", range(0, 20, 3))
def test_a_missing_file_is_named(root: Path, index: int) -> None:
    files = record_files(root)
    path = files[index % len(files)]
    (root / path).unlink()
    assert any("mangler" in says for says in found(root)[path])


@pytest.mark.parametrize(
    "path",
    ["changelog/1.0.0/merknad.txt", "changelog/2.0.0/fragments/flere.yml",
     "changelog/2.0.1/bilder/ny.svg", "changelog/2.0.0/.skjult", "changelog/løst.yml",
     "changelog/1.0.0-kopi/manifest.json"],
)
def test_an_added_file_is_named(root: Path, path: str) -> None:
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).write_bytes(b"x")
    named = path if path.count("/") > 1 and "kopi" not in path else "/".join(path.split("/")[:2])
    assert named in found(root)


def test_an_added_folder_and_links_are_named(root: Path) -> None:
    (root / "changelog/1.0.0/tom").mkdir()
    (root / "changelog/1.0.0/lenke").symlink_to("fragments")
    target = root / "changelog/2.0.0/snapshot.json"
    target.rename(root / "snapshot.json")
    target.symlink_to("../../snapshot.json")
    assert set(found(root)) == {
        "changelog/1.0.0/tom", "changelog/1.0.0/lenke", "changelog/2.0.0/snapshot.json"
    }


def swap(root: Path, one: str, other: str) -> None:
    base = root / "changelog"
    (base / one).rename(base / "x")
    (base / other).rename(base / one)
    (base / "x").rename(base / other)


@pytest.mark.parametrize(("one", "other"), [("1.0.0", "2.0.0"), ("2.0.0", "2.0.1")])
def test_swapped_records_are_found(root: Path, one: str, other: str) -> None:
    swap(root, one, other)
    assert {f"changelog/{v}/manifest.json" for v in (one, other)} <= set(found(root))


@pytest.mark.parametrize(
    ("version", "named"),
    [("1.0.0", "changelog/2.0.0/manifest.json"), ("2.0.0", "changelog/2.0.1/manifest.json"),
     ("2.0.1", "guideline/guideline.yml")],
)
def test_a_missing_record_is_found(root: Path, version: str, named: str) -> None:
    shutil.rmtree(root / "changelog" / version)
    assert named in found(root)


def remade(root: Path, version: str, change: Callable[[manifests.Manifest], Any]) -> None:
    """Change a manifest as somebody would who knows how it is made, but has no key."""
    path = root / "changelog" / version / manifests.NAME
    path.write_bytes(manifests.dump(change(manifests.parse(path.read_bytes()))))


def test_a_remade_manifest_breaks_the_chain_and_its_signature(root: Path) -> None:
    remade(root, "2.0.0", lambda m: replace(m, dato="2027-03-02"))
    assert set(found(root)) == {
        "changelog/2.0.0/manifest.sig", "changelog/2.0.1/manifest.json"
    }


def test_a_signature_cannot_be_taken_away(root: Path) -> None:
    remade(root, "2.0.1", lambda m: replace(m, nokkel=""))
    (root / "changelog/2.0.1/manifest.sig").unlink()
    says = "mangler: utgaven er ikke signert, men utgaven før er det."
    assert found(root) == {"changelog/2.0.1/manifest.sig": [says]}


def test_a_signature_by_another_key_does_not_hold(root: Path) -> None:
    (root / "guideline/signatur.pub").write_bytes(b"")
    assert set(found(root)) == {f"changelog/{v}/manifest.sig" for v in ("1.0.0", "2.0.0", "2.0.1")}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda m: replace(m, dato="2026-01-01"), "før utgaven den bygger på"),
        (lambda m: replace(m, retningslinje="en-annen"), "en annen retningslinje"),
        (lambda m: replace(m, tatt_ut={}), "er glemt"),
        (lambda m: replace(m, forrige=None), "viser ikke til noen utgave"),
        (lambda m: replace(m, versjon="9.9.9"), "gjelder utgave 9.9.9"),
        (lambda m: replace(m, anbefalinger={
            i: replace(x, versjon="2.0.1") for i, x in m.anbefalinger.items()}), "er fra 2.0.0"),
        (lambda m: replace(m, anbefalinger=dict(list(m.anbefalinger.items())[1:])), "er borte"),
    ],
)
def test_a_manifest_must_follow_from_the_one_before(
    root: Path, change: Callable[[manifests.Manifest], Any], says: str
) -> None:
    remade(root, "2.0.1", change)
    assert any(says in s for s in found(root)["changelog/2.0.1/manifest.json"])


def test_a_signed_guideline_stays_signed(root: Path, capsys: Any) -> None:
    case = Case(root, root / "guideline/bilder")
    case.replace("guideline/om.md", "blitt til", "laget")
    case.write("changelog/unreleased/x.yml", fragment("redaksjonell", "ramme: [tekstsider]"))
    assert case.release("2.0.2", "2027-05-01") == 2
    assert "--key" in capsys.readouterr().err


def test_a_signature_must_be_one_that_can_be_checked(root: Path, capsys: Any) -> None:
    case = Case(root, root / "guideline/bilder")
    case.replace("guideline/om.md", "blitt til", "laget")
    case.write("changelog/unreleased/x.yml", fragment("redaksjonell", "ramme: [tekstsider]"))
    key = root / "key.pem"
    _write_keys(root, "andre.pub", "key.pem", 1)
    assert case.release("2.0.2", "2027-05-01", "--key", str(key)) == 2
    assert "guideline/signatur.pub først" in capsys.readouterr().err
    key.write_text("ingen nøkkel")
    assert case.release("2.0.2", "2027-05-01", "--key", str(key)) == 2
    assert "ikke en privat nøkkel" in capsys.readouterr().err


def test_the_command_names_what_it_found(root: Path, capsys: Any) -> None:
    case = Case(root, root / "guideline/bilder")
    assert case.run("verify") == 0
    (root / "changelog/1.0.0/snapshot.json").unlink()
    capsys.readouterr()
    assert case.run("verify") == 1
    shown = capsys.readouterr()
    assert "changelog/1.0.0/snapshot.json: mangler." in shown.err
    assert shown.out.startswith("3 utgaver, ")


def test_the_loss_of_every_record_is_found(root: Path) -> None:
    for version in ("1.0.0", "2.0.0", "2.0.1"):
        shutil.rmtree(root / "changelog" / version)
    assert {"changelog/1.0.0", "changelog/2.0.0", "changelog/2.0.1"} <= found(root).keys()


def test_the_loss_of_the_ledger_is_found(root: Path) -> None:
    (root / "changelog/urls.txt").unlink()
    assert len(found(root)["changelog/urls.txt"]) == 3


def unsigned(root: Path) -> None:
    """Forge the records from end to end: change a text, seal every manifest, drop signatures."""
    forged(root, "1.0.0")
    link = None
    for version in ("1.0.0", "2.0.0", "2.0.1"):
        place = root / "changelog" / version
        old = manifests.parse((place / "manifest.json").read_bytes())
        files = {
            path: manifests.sha256((place / path).read_bytes()) for path in old.filer
        }
        before = manifests.Link(link[0], link[1]) if link else None
        data = manifests.dump(replace(old, filer=files, nokkel="", forrige=before))
        (place / "manifest.json").write_bytes(data)
        (place / "manifest.sig").unlink()
        link = (version, manifests.sha256(data))


def forged(root: Path, version: str) -> None:
    """Change a sentence of the telling of a release."""
    path = root / "changelog" / version / "release.yml"
    path.write_bytes(path.read_bytes() + b"# Ny linje.\n")


def test_taking_every_signature_away_is_found(root: Path) -> None:
    unsigned(root)
    assert any("ikke signert" in s for s in found(root)["changelog/2.0.1/manifest.sig"])
    (root / "guideline/signatur.pub").unlink()
    assert verify(root, None, "2.0.1").faults == ()  # nothing here says that they were signed


def test_where_there_is_a_key_a_release_is_signed(tmp_path: Path, capsys: Any) -> None:
    pytest.importorskip("cryptography")
    case = Case(tmp_path / "g")
    _write_keys(case.root, "guideline/signatur.pub", "../key.pem")
    assert case.release(*FIRST) == 2
    assert "--key" in capsys.readouterr().err


def roll_back(root: Path) -> None:
    """Take the newest release away, as if it had never been."""
    shutil.rmtree(root / "changelog/2.0.1")
    urls = root / "changelog/urls.txt"
    lines = urls.read_text("utf-8").splitlines(keepends=True)
    urls.write_text("".join(line for line in lines if "2.0.1" not in line), encoding="utf-8")
    case = Case(root, root / "guideline/bilder")
    case.replace("guideline/guideline.yml", "2.0.1", "2.0.0")


def test_a_roll_back_is_found_by_who_knows_the_head(root: Path, capsys: Any) -> None:
    case = Case(root, root / "guideline/bilder")
    assert case.run("verify") == 0
    head = capsys.readouterr().out.split()[-1]
    older = verify(root).heads[0][1]
    for known in (head, older, head.upper()):
        assert case.run("verify", "--head", known, "--at-least", "2.0.1") == 0
    roll_back(root)
    assert case.run("verify") == 0
    assert case.run("verify", "--head", older, "--at-least", "2.0.0") == 0
    capsys.readouterr()
    for arguments in (("--head", head), ("--at-least", "2.0.1"), ("--head", "0" * 64)):
        assert case.run("verify", *arguments) == 1
        assert "changelog: " in capsys.readouterr().err


def test_a_pin_that_cannot_be_read_is_refused(root: Path, capsys: Any) -> None:
    case = Case(root, root / "guideline/bilder")
    for arguments in (("--head", "abc"), ("--at-least", "siste")):
        assert case.run("verify", *arguments) == 2
        assert capsys.readouterr().err.startswith("rettesnor: ")


def test_without_releases_nothing_is_said_to_be_as_released(tmp_path: Path, capsys: Any) -> None:
    case = Case(tmp_path)
    assert case.run("verify") == 0
    assert "ingenting er utgitt" in capsys.readouterr().out
    assert case.run("verify", "--at-least", "1.0.0") == 1


def test_every_address_that_a_record_gives_is_guarded(root: Path) -> None:
    """Any line that follows from the records alone is missed when it is taken out."""
    urls = root / "changelog/urls.txt"
    lines = urls.read_text("utf-8").splitlines(keepends=True)
    guarded = [
        line for line in lines
        if "/v/" in line or (line.count("/") == 3 and not line.startswith(("/for/", "/api/")))
    ]
    assert len(guarded) > 40
    for line in guarded[::3]:
        urls.write_text("".join(x for x in lines if x != line), encoding="utf-8")
        assert "changelog/urls.txt" in found(root), line
