"""Helsedirektoratet's shape, both ways: what goes out, what comes in, and what is reported."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from rettesnor.cli.main import main
from rettesnor.publishing.options import BuildOptions
from rettesnor.publishing.pipeline import build
from rettesnor.reading.importers.helsedir import import_helsedir
from rettesnor.reading.importers.helsedir_fields import ForeignError, objects, slug
from rettesnor.reading.importers.html_to_markdown import LossReport, markdown
from rettesnor.reading.importers.yaml_files import to_yaml
from rettesnor.reading.yaml import loader as door

from tests.support.guidelines import plain_dressing
from tests.support.past_site import PastSite, released_twice

HELSEDIR = "api/helsedir/innhold/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> PastSite:
    """A site with the shapes of other systems next to it."""
    case = released_twice(tmp_path_factory.mktemp("exchange"))
    order = BuildOptions(case.root, case.site, date(2027, 3, 2), exchange=True)
    outcome = build(order, lambda _: plain_dressing(case.root / ".plain"))
    assert outcome.faults == ()
    return case


def out(site: PastSite, path: str) -> Any:
    """Return the object at ``path``."""
    return json.loads((site.site / HELSEDIR / path).read_text(encoding="utf-8"))


class TestExport:
    def test_links_go_down_and_up_again(self, site: PastSite) -> None:
        everything = json.loads((site.site / "api/helsedir/innhold.json").read_text("utf-8"))
        root = everything[0]
        for link in (one for one in root["links"] if one["rel"] == "barn"):
            chapter = out(site, link["href"].partition(HELSEDIR)[2])
            parents = [one["strukturId"] for one in chapter["links"] if one["rel"] == "forelder"]
            assert parents == [root["id"]]
            for below in (one for one in chapter["links"] if one["rel"] == "barn"):
                unit = out(site, below["href"].partition(HELSEDIR)[2])
                assert {"praktisk", "rasjonale", "styrke", "nokkelInfo"} == unit["data"].keys()
                assert {one["rel"] for one in unit["links"]} == {"forelder", "root"}

    def test_addresses_are_whole_where_the_sites_is_known(self, site: PastSite) -> None:
        text = (site.site / "api/helsedir/innhold.json").read_text(encoding="utf-8")
        assert "../" not in text
        assert '"url":"https://example.test/' in text

    def test_the_strength_is_our_own_word(self, site: PastSite) -> None:
        assert out(site, "anbefalinger/skriftlig-plan.json")["data"]["styrke"] == "skal"


def words(text: str) -> list[str]:
    """Return the words in Markdown, without its marks."""
    plain = re.sub(r"\]\([^)]*\)", "]", re.sub(r"\[\[([^\]|]+\|)?([^\]]+)\]\]", r"\2", text))
    return re.findall(r"\w+", plain)


def test_a_round_trip_loses_nothing_that_the_shape_can_hold(site: PastSite) -> None:
    made = import_helsedir(objects((site.site / "api/helsedir/innhold.json").read_bytes()))
    for path in sorted((site.root / "recommendations").rglob("*.yml")):
        source = yaml.safe_load(path.read_text(encoding="utf-8"))
        if source["status"] == "opphevet" or path.name.count(".") > 1:
            continue
        mine = made.files[path.relative_to(site.root).as_posix()]
        for name in ("id", "tittel", "styrke", "status", "kort_anbefaling"):
            assert mine[name] == source[name], (path, name)
        assert mine.get("kontrollsporsmaal") == source.get("kontrollsporsmaal")
        for group in ("praktisk_gjennomforing", "begrunnelse"):
            for name, text in source[group].items():
                if isinstance(text, str) and "[@" not in text:
                    assert words(mine[group][name]) == words(text), (path, group, name)
        steps = source["praktisk_gjennomforing"].get("steg", ())
        found = mine["praktisk_gjennomforing"].get("steg", ())
        assert [(s["hvem"], s.get("naar")) for s in found] == [
            (s["hvem"], s.get("naar")) for s in steps
        ]


def unit(**fields: Any) -> dict[str, Any]:
    """Return a normative unit in that shape."""
    data = fields.pop("data", {"praktisk": "<p>Gjør det.</p>", "styrke": "Sterk anbefaling"})
    return {
        "id": "0006-0002-abc", "tittel": "Kommunen bør lage kriterier",
        "tekst": "<p>Kommunen bør lage kriterier for ordningen.</p>", "status": "Gjeldende",
        "data": data, "tekniskeData": {"infoType": "anbefaling"},
        "links": [{"rel": "forelder", "type": "kapittel", "tittel": "Rutiner og ansvar",
                   "href": "https://api.example/innhold/kapitler/0006-0041-x"}],
        **fields,
    }


def brought(*found: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return the first file that objects become, and what is reported of them."""
    made = import_helsedir(objects(json.dumps(found).encode()))
    return next(iter(made.files.values())), [str(loss) for loss in sorted(made.losses)]


class TestImport:
    def test_the_file_lies_in_its_chapter_under_a_name_from_its_title(self) -> None:
        made = import_helsedir([unit()])
        folder = "recommendations/rutiner-og-ansvar"
        assert [*made.files] == [f"{folder}/kommunen-bor-lage-kriterier.yml"]

    def test_what_the_file_lacks_is_named(self) -> None:
        assert next(iter(import_helsedir([unit()]).missing.values())) == (
            "maalgrupper", "begrunnelse", "kunnskapsgrunnlag", "juridiske_rammer",
        )

    @pytest.mark.parametrize(("given", "strength"), [
        ("Sterk anbefaling", "bør"), ("Svak", "kan"), ("skal", "skal"), ("Ukjent", None),
        ("", None),
    ])
    def test_strengths(self, given: str, strength: str | None) -> None:
        data, told = brought(unit(data={"styrke": given}))
        assert data.get("styrke") == strength
        assert any("styrke" in line.casefold() for line in told) == (given != "skal")

    @pytest.mark.parametrize(("html", "told"), [
        ('<p><img src="x.png" alt="Figur 1"></p>', "Bildet «Figur 1» er utelatt"),
        ("<p>Tekst<sup>3</sup></p>", "Fotnotetegnet «3» er utelatt"),
        ("<p>Se <a href='../x'>denne</a></p>", "Lenka til «../x» er utelatt"),
        ("<iframe src='https://x'></iframe>", "<iframe> er utelatt"),
        ("<p style='color:red'>x</p>", "Attributtet «style» på <p> er utelatt"),
        ("<p>a\u200bb</p>", "Usynlige tegn er fjernet"),
        ("<table><tr><td colspan=2>x</td></tr></table>", "Sammenslåtte celler"),
    ])
    def test_every_loss_is_told_with_its_place(self, html: str, told: str) -> None:
        _, lines = brought(unit(data={"praktisk": f"<p>Først</p>\n{html}", "styrke": "skal"}))
        found = [line for line in lines if told in line]
        assert len(found) == 1
        assert found[0].startswith("0006-0002-abc.data.praktisk:")

    def test_fields_without_a_place_are_told_of(self) -> None:
        _, lines = brought(unit(tema=["psykisk helse"], data={"styrke": "skal", "pico": "x"}))
        assert "0006-0002-abc.tema: Feltet er ikke ført over." in lines
        assert "0006-0002-abc.data.pico: Feltet er ikke ført over." in lines

    @pytest.mark.parametrize("html", [
        "<p>no</p>", "<p>- ikke liste</p>", "<p># ikke overskrift</p>", "<p>1. ikke tall</p>",
        "<p>[@kilde] [[lov § 1]] `kode` *a* _b_ <b>c</b> &lt;script&gt;</p>",
        "<p>&amp;amp; | ~~~</p>",
        "<ul><li>a<ul><li>b</li></ul></li></ul>", "<p>a<br>b<br></p>", "<pre>x\n  y</pre>",
        "<p>: a\n# b</p>", "<b> a </b><i></i>", "<p>&#0;&#x202e;x</p>", "<p" * 500, "<div>" * 5000,
    ])
    def test_the_strict_door_lets_in_whatever_came(self, html: str) -> None:
        data, _ = brought(unit(data={"praktisk": html, "styrke": "skal"}))
        assert door.load(to_yaml(data), "recommendations/a/b.yml") == (data, [])

    def test_references_of_our_dialect_cannot_be_smuggled_in(self) -> None:
        text = markdown("<p>[@kilde] [[lov § 1]]</p>", str, LossReport())
        assert text == r"\[@kilde\] \[\[lov § 1\]\]"

    def test_two_titles_alike_get_two_files(self) -> None:
        made = import_helsedir([unit(), unit(id="2")])
        assert len(made.files) == 2

    @pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"id": 1}', b"[" * 100_000, b"\xff"])
    def test_what_is_no_answer_is_refused(self, data: bytes) -> None:
        with pytest.raises(ForeignError):
            objects(data)

    @pytest.mark.parametrize(("title", "id_"), [
        ("Tidlig samtale", "tidlig-samtale"), ("Åpen dør, «ærlig» språk", "aapen-dor-aerlig-sprak"),
        ("3 råd", "a-3-raad"), ("!", "a"),
    ])
    def test_ids_are_made_from_titles(self, title: str, id_: str) -> None:
        assert slug(title) == id_.replace("sprak", "spraak")


ANSWER = [
    {
        "id": "p-1", "tittel": "Retningslinje for noe", "tekst": "<p>Formål her.</p>",
        "kortIntro": "Kort om alt", "forstPublisert": "2012-06-01T00:00",
        "sistFagligOppdatert": "2013-06-01T00:00", "status": "Gjeldende",
        "tekniskeData": {"infoType": "retningslinje"}, "links": [],
    },
    {
        "id": "k-1", "tittel": "Kapittel en", "intro": "<p>Kapittelintro.</p>",
        "kortIntro": "Kort om kapitlet", "tekst": "<p>Ingress.</p>",
        "forstPublisert": "2012-06-01T00:00", "status": "Gjeldende",
        "tekniskeData": {"infoType": "kapittel"},
        "links": [{"rel": "forelder", "href": "x/p-1", "tittel": "R"}],
    },
    {
        "id": "a-1", "status": "Gjeldende",
        "tittel": "Kommunen bør i samråd med andre lage kriterier for hvilke elever og grupper som "
                  "kan tilbys ordningen i skoleåret",
        "intro": "<p>Viktig innledning.</p>", "kortIntro": "Kort innledning",
        "tekst": "<p>Kriteriene er praktiske.</p><ul><li>punkt en</li></ul><p>Resten.</p>",
        "data": {"styrke": "Sterk"}, "tekniskeData": {"infoType": "anbefaling"},
        "links": [{"rel": "forelder", "href": "x/k-1", "tittel": "K"}],
    },
]


class TestNothingIsLostWithoutAWord:
    def test_every_word_is_in_a_file_or_reported(self) -> None:
        made = import_helsedir(objects(json.dumps(ANSWER).encode()))
        written = "".join(to_yaml(data) for data in made.files.values())
        said = "\n".join(map(str, made.losses))
        for text in (
            "Formål her", "Kapittelintro", "Ingress", "Viktig innledning", "Kort innledning",
            "Kriteriene er praktiske", "punkt en", "Resten", "2013-06-01",
        ):
            assert text in written, text
        path = next(path for path in made.files if path.endswith("a-1.yml"))
        assert made.files[path]["kort_anbefaling"] == ANSWER[2]["tittel"]
        assert "Kort om alt" in said and "Kort om kapitlet" in said
        assert "k-1.forstPublisert: Datoen 2012-06-01 er ikke ført over" in said
        assert made.files["guideline/guideline.yml"]["datoer"] == {
            "publisert": "2012-06-01", "faglig_oppdatert": "2013-06-01",
        }

    def test_the_command_says_what_check_will_refuse(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        source = tmp_path / "svar.json"
        title = "Samråd om kriterier for hvilke elever og grupper som tilbys ordningen " * 2
        answer = [*ANSWER[:2], {**ANSWER[2], "tittel": title.strip()}]
        source.write_text(json.dumps(answer), encoding="utf-8")
        assert main(["import", "helsedir", str(source), "--to", str(tmp_path / "ut")]) == 1
        said = capsys.readouterr().out
        assert "plass til 90" in said and "verken «skal», «bør» eller «kan»" in said
        assert "mangler" in said

    def test_objects_with_one_id_become_two_files(self) -> None:
        found = [unit(id="a", tittel="Første"), unit(id="a", tittel="Andre")]
        made = import_helsedir(found)
        assert [data["tittel"] for data in made.files.values()] == ["Første", "Andre"]
        assert any("Flere objekter har denne id-en" in str(loss) for loss in made.losses)

    def test_a_chapter_that_shares_its_id_keeps_its_recommendations(self) -> None:
        chapters = [{**ANSWER[1], "tittel": title} for title in ("Kapittel en", "Kapittel to")]
        made = import_helsedir([*chapters, ANSWER[2]])
        frame = made.files["guideline/guideline.yml"]
        assert [len(chapter["anbefalinger"]) for chapter in frame["kapitler"]] == [1, 0]

    @pytest.mark.parametrize("html", [
        "<a href='" * 20_000, "<!--" * 50_000, '<p class="' * 20_000, "</" * 50_000, "<!" * 50_000,
    ])
    def test_html_that_is_never_ended_is_kept_as_text(self, html: str) -> None:
        data, _ = brought(unit(data={"praktisk": f"<p>Først.</p>{html}", "styrke": "skal"}))
        assert html.count("<") == data["praktisk_gjennomforing"]["tekst"].count("<")


class TestCommand:
    def test_it_writes_and_tells(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        source = tmp_path / "svar.json"
        source.write_text(json.dumps([unit()]), encoding="utf-8")
        assert main(["import", "helsedir", str(source), "--to", str(tmp_path / "ut")]) == 1
        said = capsys.readouterr().out
        assert "mangler «maalgrupper»" in said
        assert len([*(tmp_path / "ut").rglob("*.yml")]) == 1

    def test_nothing_is_overwritten(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        source = tmp_path / "svar.json"
        source.write_text(json.dumps([unit(), unit(id="2", tittel="En annen")]), encoding="utf-8")
        there = tmp_path / "ut/recommendations/rutiner-og-ansvar/en-annen.yml"
        there.parent.mkdir(parents=True)
        there.write_text("mitt\n", encoding="utf-8")
        assert main(["import", "helsedir", str(source), "--to", str(tmp_path / "ut")]) == 2
        assert there.read_text(encoding="utf-8") == "mitt\n"
        assert len([*(tmp_path / "ut").rglob("*.yml")]) == 1
        assert "finnes fra før" in capsys.readouterr().err
