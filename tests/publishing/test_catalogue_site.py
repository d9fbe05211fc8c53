"""A catalogue: each guideline is as it would be alone, and all are published or none."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator
from rettesnor.cli.main import main
from rettesnor.exports import catalogue as exports
from rettesnor.exports.catalogue import Release
from rettesnor.model.catalogue import Catalogue, Forhold, LinkUp, Oppforing, Utgiver
from rettesnor.publishing.catalogue import search
from rettesnor.publishing.options import STATE, BuildOptions
from rettesnor.publishing.output.offline_copies import LIST
from rettesnor.publishing.output.target_dir import TargetDirError
from rettesnor.publishing.pipeline import build
from rettesnor.publishing.theme import load_theme
from rettesnor.rendering.embed import NAME
from rettesnor.rendering.link_up import link_up, without_link_up
from rettesnor.search.document import Document

from tests.support.catalogue_case import (
    ADDRESS,
    CATALOGUE,
    HYGIENE,
    RINGS,
    SCHOOL,
    SETTINGS,
    build_all,
    catalogue_copy,
)
from tests.support.check_case import DAY
from tests.support.guidelines import edit, put, tree

FRAGMENT = f"{NAME}.html"
"""What other sites embed: a part of a page, not a page."""

UP = re.compile(r'<nav class="?rn-up"?[ >].*?</nav>', re.S)
HREF = re.compile(r' href="?([^"> ]*)')


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue with its site."""
    root = catalogue_copy(tmp_path_factory.mktemp("catalogue"))
    result = build_all(root)
    assert result.sound and not result.faults
    assert result.built == (SCHOOL, HYGIENE)
    return root


@pytest.fixture
def copied(built: Path, tmp_path: Path) -> Path:
    """A copy of the catalogue with its site and its cache, to be changed."""
    shutil.copytree(built, tmp_path / "c")
    return tmp_path / "c"


@pytest.mark.parametrize("id_", [SCHOOL, HYGIENE])
def test_a_part_is_what_it_is_alone_but_for_the_link_up(
    id_: str, built: Path, tmp_path: Path
) -> None:
    root = built / "guidelines" / id_
    alone = tmp_path / "site"
    result = build(
        BuildOptions(root, alone, DAY, state="-alone"),
        lambda _: load_theme(root, preview=False, site_url=f"{ADDRESS}{id_}/"),
    )
    assert result.pages
    part, whole = tree(built / "site" / id_), tree(alone)
    assert part.keys() == whole.keys()
    for path, data in whole.items():
        if path.endswith(".html") and not path.endswith(FRAGMENT):
            assert UP.search(part[path].decode()), path
            assert without_link_up(part[path].decode()).encode() == data, path
            assert without_link_up(data.decode()).encode() == data
        elif path != LIST:  # it has the digests of pages, which differ by that link
            assert part[path] == data, path


def test_every_page_leads_up_to_the_catalogue_in_its_language(built: Path) -> None:
    site = built / "site"
    seen = set()
    for path in site.rglob("*.html"):
        if path.name == FRAGMENT:
            continue
        url = path.relative_to(site).as_posix().removesuffix("index.html")
        link = UP.search(path.read_text(encoding="utf-8"))
        if url.split("/")[0] not in (SCHOOL, HYGIENE):
            assert link is None
            continue
        assert link is not None
        (way,) = HREF.findall(link[0])
        base = urlsplit(ADDRESS).path
        there = normpath(join(base, url, way)).removesuffix("/") + "/"
        seen.add(there)
        assert there == base, (url, way)
    assert seen == {"/alle/"}


def test_the_front_page_shows_each_guideline_and_the_relation_at_both_ends(built: Path) -> None:
    site = built / "site"
    page = (site / "index.html").read_text(encoding="utf-8")
    cards = dict(re.findall(r'<li class="rn-listing" id="r-(\w+)"(.*?)</li>\n', page, re.S))
    assert cards.keys() == {SCHOOL, HYGIENE}
    assert f'<dt>Er grunnlag for</dt><dd><a href="./{HYGIENE}/nb/">' in cards[SCHOOL]
    assert f'<dt>Bygger på</dt><dd><a href="./{SCHOOL}/">' in cards[HYGIENE]
    assert all("Begge sier noe om samtaler." in card for card in cards.values())
    assert "Arbeidsutgave, ikke utgitt" in cards[HYGIENE]
    nynorsk = (site / "nn/index.html").read_text(encoding="utf-8")
    assert "Begge seier noko om samtalar." in nynorsk
    assert f'<a href="../{HYGIENE}/nb/" lang="nb" hreflang="nb">' in nynorsk


def test_without_scripts_the_filters_are_lists_that_lead_to_the_guidelines(built: Path) -> None:
    page = (built / "site/index.html").read_text(encoding="utf-8")
    lists = page[page.index('<div class="rn-without-js">'):]
    topics = lists[lists.index('id="emne-oppvekst"'):lists.index('id="emne-smittevern"')]
    assert re.findall(r'href="#r-(\w+)"', topics) == [SCHOOL, HYGIENE]
    ids = set(re.findall(r' id="([^"]+)"', page))
    assert {anchor[1:] for anchor in HREF.findall(page) if anchor[:1] == "#"} <= ids


def test_the_data_follow_their_schema_and_lead_to_files_that_are_there(built: Path) -> None:
    site = built / "site"
    data = json.loads((site / exports.DATA).read_bytes())
    schema = json.loads((site / exports.SCHEMA).read_bytes())
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(data)
    assert [one["id"] for one in data["retningslinjer"]] == [SCHOOL, HYGIENE]
    for one in data["retningslinjer"]:
        assert (site / "api/v1" / one["api"]).is_file()
        for address in one["side"].values():
            assert (site / "api/v1" / address / "index.html").is_file()
    assert data["retningslinjer"][0]["forhold"] == [
        {"type": "grunnlag-for", "til": HYGIENE, "om": "Begge sier noe om samtaler."}
    ]


def test_the_sitemap_names_a_sitemap_of_each_guideline(built: Path) -> None:
    site = built / "site"
    found = ElementTree.parse(site / "sitemap.xml").getroot()
    named = [place.text or "" for place in found.iter() if place.tag.endswith("}loc")]
    assert len(named) == 3
    for address in named:
        assert (site / address.removeprefix(ADDRESS)).is_file()


def documents(site: Path, folder: str) -> list[Document]:
    files = sorted((site / folder / "sok/indeks/sider").iterdir(), key=lambda one: int(one.stem))
    return [
        Document.of(file.read_bytes().split(b",", 1)[1].removesuffix(b");\n")) for file in files
    ]


@pytest.mark.parametrize("folder", ["", "nn/"])
def test_the_search_has_every_page_of_every_guideline_once(built: Path, folder: str) -> None:
    site = built / "site"
    found = documents(site, folder)
    own = documents(site, f"{SCHOOL}/") + documents(site, f"{HYGIENE}/nb/")
    assert [one.title for one in found] == [one.title for one in own]
    assert {one.chapter for one in found} == {"Håndhygiene", "Skolefravær"}
    for one in found:
        assert (site / folder / one.url / "index.html").is_file()


def test_an_edit_builds_one_guideline_and_gives_what_a_build_from_nothing_gives(
    copied: Path
) -> None:
    edit(copied, RINGS, "Rings on a ward", "Rings and watches on a ward")
    result = build_all(copied)
    assert result.built == (HYGIENE,)
    site = tree(copied / "site")
    assert b"Rings and watches" in site[f"{HYGIENE}/hands/rings/index.html"]
    assert "Rings and watches on a ward" in [one.title for one in documents(copied / "site", "")]
    assert build_all(copied).built == ()
    assert tree(copied / "site") == site
    assert build_all(copied, full=True).built == (SCHOOL, HYGIENE)
    assert tree(copied / "site") == site


def test_two_processes_give_what_one_gives(built: Path, tmp_path: Path) -> None:
    root = catalogue_copy(tmp_path / "c")
    assert build_all(root, jobs=2).built == (SCHOOL, HYGIENE)
    assert tree(root / "site") == tree(built / "site")


@pytest.mark.parametrize("change", ["relation", "title", "removed"])
def test_a_change_of_the_catalogue_gives_what_a_build_from_nothing_gives(
    change: str, copied: Path
) -> None:
    entry = CATALOGUE[CATALOGUE.index("  - id: hygiene"):CATALOGUE.index("oversettelser:\n  nn")]
    replaced = {
        "relation": ("bygger-på", "erstattet-av"), "removed": (entry, ""),
        "title": ("korttittel: Nasjonale retningslinjer\n", "korttittel: Alle\n"),
    }
    put(copied, "catalogue.yml", CATALOGUE.replace(*replaced[change]))
    if change == "removed":
        shutil.rmtree(copied / "guidelines" / HYGIENE)
    result = build_all(copied)
    assert result.pages and not result.faults
    assert result.built == {
        "relation": (HYGIENE,), "title": (SCHOOL, HYGIENE), "removed": (),
    }[change]
    site = tree(copied / "site")
    if change == "relation":
        page = site[f"{HYGIENE}/index.html"].decode()
        assert f'This guideline has been replaced.</strong> <a href="../{SCHOOL}/">' in page
        assert '"status":"erstattet"' in site[exports.DATA].decode()
    if change == "removed":
        assert not any(path.startswith(f"{HYGIENE}/") for path in site)
    build_all(copied, full=True)
    assert tree(copied / "site") == site


@pytest.mark.parametrize("broken", ["recommendation", "catalogue", "settings"])
def test_one_error_stops_it_all_and_is_named(broken: str, copied: Path) -> None:
    before = tree(copied / "site")
    path, code = {
        "recommendation": (RINGS, "felt-ukjent"), "catalogue": ("catalogue.yml", "felt-ukjent"),
        "settings": (f"guidelines/{HYGIENE}/mkdocs.yml", "nettsted-oppsett"),
    }[broken]
    edit(copied, f"guidelines/{SCHOOL}/guideline/guideline.yml", "tittel: ", "tittel: Ny ")
    with open(copied / path, "a", encoding="utf-8") as stream:
        stream.write("INHERIT: x\n" if broken == "settings" else "ukjent: x\n")
    result = build_all(copied)
    assert not result.pages and not result.sound
    assert {(p.path, p.code) for p in result.problems if p.severity.value == "feil"} == {
        (path, code)
    }
    assert tree(copied / "site") == before
    assert [p.name for p in copied.iterdir() if p.name.startswith(".site")] == []


def test_a_file_that_somebody_changed_in_the_cache_is_not_published(copied: Path) -> None:
    before = tree(copied / "site")
    page = copied / STATE / "nettsteder" / HYGIENE / "about/index.html"
    os.unlink(page)  # it is the site's own file too
    page.write_text("changed", encoding="utf-8")
    assert build_all(copied).pages
    assert tree(copied / "site") == before


def test_a_preview_shows_what_was_last_sound_and_the_problems(copied: Path) -> None:
    previews: dict[str, object] = {}
    assert build_all(copied, previews=previews).pages  # type: ignore[arg-type]
    edit(copied, RINGS, "Rings on a ward", "Rings\nukjent: x")
    result = build_all(copied, previews=previews)  # type: ignore[arg-type]
    assert result.built == (HYGIENE,)
    page = copied / "site" / HYGIENE / "hands/rings/index.html"
    assert "Rings on a ward" in page.read_text(encoding="utf-8")
    for folder, path in (("", RINGS), (f"{HYGIENE}/", "recommendations/hands/rings.yml")):
        told = json.loads((copied / "site" / folder / "problems.json").read_bytes())
        assert path in {one["path"] for one in told}
    put(copied, "catalogue.yml", "tittel: [")
    assert not build_all(copied, previews=previews).sound  # type: ignore[arg-type]
    assert page.is_file()
    told = json.loads((copied / "site/problems.json").read_bytes())
    assert [one["path"] for one in told] == ["catalogue.yml"]


def test_a_site_is_never_put_where_the_guidelines_are(built: Path) -> None:
    with pytest.raises(TargetDirError):
        build_all(built, built / "guidelines" / SCHOOL)


def test_target_groups_are_left_out_when_the_browser_cannot_tell_so_many_apart(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert any(one.groups for one in documents(copied / "site", ""))
    monkeypatch.setattr(search, "MOST_GROUPS", 1)
    build_all(copied)
    assert not any(one.groups for one in documents(copied / "site", ""))


def test_the_feed_orders_the_releases_of_all_guidelines() -> None:
    catalogue = Catalogue("Alle", "Alle", "Om alle.", Utgiver("Etaten"), (Oppforing("a"),))
    told = [
        Release(id_, id_.upper(), version, day, (f"{id_} {version}",))
        for id_, version, day in (
            ("a", "1.10.0", "2026-02-01"), ("a", "1.9.0", "2026-02-01"),
            ("b", "0.1.0", "2026-03-01"), ("b", "0.0.1", "2025-01-01"),
        )
    ]
    feed = ElementTree.fromstring(exports.feed(catalogue, told, ADDRESS))
    atom = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{atom}entry")
    assert [one.findtext(f"{atom}title") for one in entries] == [
        "B: versjon 0.1.0", "A: versjon 1.10.0", "A: versjon 1.9.0", "B: versjon 0.0.1",
    ]
    times = [one.findtext(f"{atom}updated") for one in entries]
    assert times == sorted(times, reverse=True) and len({*times}) == 4
    assert len({one.findtext(f"{atom}id") for one in entries}) == 4


def test_a_replaced_guideline_leads_to_the_one_that_applies_in_the_end() -> None:
    entries = tuple(
        Oppforing(one, forhold=(Forhold("erstattet-av", other),) if other else ())
        for one, other in (("c", ""), ("a", "b"), ("b", "c"))
    )
    catalogue = Catalogue("Alle", "Alle", "Om alle.", Utgiver("Etaten"), entries)
    assert [catalogue.replaced_by(one) for one in "abc"] == ["c", "c", ""]


@pytest.mark.parametrize(("code", "folder", "title"), [
    ("nb", "", "Alle"), ("nn", "nn/", "Allesaman"), ("en", "", "Alle"),
])
def test_the_link_up_is_in_the_language_of_the_page(code: str, folder: str, title: str) -> None:
    html = link_up(LinkUp({"nb": "Alle", "nn": "Allesaman"}), "../../", code)
    assert f'<a href="../../../{folder}">{title}</a>' in html


class TestCommands:
    def test_build_and_check(self, copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
        common = ["--root", str(copied), "--date", DAY.isoformat(), "--jobs", "1"]
        assert main(["build", *common]) == 0
        assert "2 retningslinjer" in capsys.readouterr().out
        edit(copied, RINGS, "id: rings", "id: ringer")
        assert main(["check", *common, "--format", "json"]) == 1
        said = json.loads(capsys.readouterr().out)
        assert RINGS in {one["path"] for one in said["problems"]}
        assert main(["check", *common, "--guideline", SCHOOL]) == 0
        assert "guidelines/" not in capsys.readouterr().out
        assert main(["build", *common]) == 1
        assert RINGS in capsys.readouterr().err

    def test_verify_goes_through_all(
        self, built: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["verify", "--root", str(built)]) == 0
        said = capsys.readouterr().out
        assert said.index(f"{SCHOOL}:") < said.index(f"{HYGIENE}:")

    def test_other_commands_ask_for_one(
        self, built: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        root = ["--root", str(built)]
        assert main(["release", "1.0.0", *root]) == 2
        assert f"Velg en med --guideline: {SCHOOL}, {HYGIENE}" in capsys.readouterr().err
        assert main(["status", *root, "--guideline", "hygene"]) == 2
        assert f"Mente du «{HYGIENE}»?" in capsys.readouterr().err
        assert main(["status", *root, "--guideline", HYGIENE]) in (0, 1)
        alone = ["--root", str(built / "guidelines" / SCHOOL), "--guideline", HYGIENE]
        assert main(["status", *alone]) == 2
        assert "catalogue.yml" in capsys.readouterr().err


def test_the_look_of_the_catalogue_is_that_of_its_own_pages(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tokens = "assets/rettesnor/tokens.css"
    look = (
        "plugins:\n  - rettesnor:\n      look:\n        owner: Etaten\n"
        "        colors: {brand: '#3b0d16'}\n"
    )
    put(copied, "mkdocs.yml", SETTINGS.replace("plugins: [rettesnor]\n", look))
    put(copied, "guideline/look/README.md", "A catalogue may have this folder.\n")
    result = build_all(copied)
    assert result.pages and result.built == ()
    site = tree(copied / "site")
    assert b"#3b0d16" in site[tokens] and b"#3b0d16" not in site[f"{HYGIENE}/{tokens}"]
    assert b"Etaten" in site["index.html"]
    build_all(copied, full=True)
    assert tree(copied / "site") == site
    wrong = look.replace("#3b0d16", "rødt")
    put(copied, "mkdocs.yml", SETTINGS.replace("plugins: [rettesnor]\n", wrong))
    assert main(["check", "--root", str(copied), "--date", DAY.isoformat(), "--jobs", "1"]) == 1
    assert "[utseende-" in capsys.readouterr().out


def test_it_is_published_as_one_site(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = ["publish", "--root", str(copied), "--date", DAY.isoformat(), "--by", "Prøven"]
    put(copied, "publish.yml", "maal: mappe\ntil: ut/nettsted\nutgave: arbeid\n")
    assert main([*base, "--dry-run"]) == 0, capsys.readouterr().err
    assert "en katalog med 2 retningslinjer" in capsys.readouterr().out
    assert main(base) == 0
    live = copied / "ut" / "nettsted"
    assert (live / "index.html").is_file()
    for id_ in (SCHOOL, HYGIENE):
        page = (live / id_ / "index.html").read_text(encoding="utf-8")
        assert UP.search(page), "the link up to the catalogue is there"
    put(copied, "publish.yml", "maal: mappe\ntil: ut/nettsted\n")
    capsys.readouterr()
    assert main(base) == 1 and "Ingenting er gitt ut" in capsys.readouterr().err
