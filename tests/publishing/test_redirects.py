"""What answers where something once was: in every language, and under its new name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.past_site import PastSite, released_once
from tests.support.release_case import FIRST, fragment

GUIDELINE = "guideline/guideline.yml"
LANGUAGES = "sprak:\n  - id: nb\n    navn: Bokmål\n  - id: nn\n    navn: Nynorsk\n"


@pytest.fixture
def case(tmp_path: Path) -> PastSite:
    """A guideline after its first release, in one language."""
    return released_once(tmp_path)


def translate(case: PastSite, tag: str = "nn") -> None:
    """Let the guideline come out in nynorsk too, with nothing translated yet."""
    text = case.text(GUIDELINE)
    case.write(GUIDELINE, text.replace("roller:", f"{LANGUAGES.replace('nn', tag)}roller:", 1))
    case.write(f"guideline/guideline.{tag}.yml", "{}\n")


def withdraw(case: PastSite, *ids: str) -> None:
    """Take recommendations out, and every mention of them."""
    for id_ in ids:
        for path in (case.root / "recommendations").rglob(f"{id_}*.yml"):
            path.unlink()
    for path in [case.root / GUIDELINE, *(case.root / "recommendations").rglob("*.yml")]:
        text = path.read_text(encoding="utf-8")
        for id_ in ids:
            text = re.sub(rf"(?m)^ *- {id_}\n", "", text)
            text = re.sub(rf"(\[|, ){id_}(?=\]|, )", r"\1", text).replace("[, ", "[")
            text = text.replace(", ]", "]")
        path.write_text(text, encoding="utf-8")


def rename(case: PastSite, old: str, new: str) -> None:
    """Give a recommendation another id."""
    for path in (case.root / "recommendations").rglob(f"{old}*.yml"):
        path.rename(path.with_name(path.name.replace(old, new)))
    for path in [case.root / GUIDELINE, *(case.root / "recommendations").rglob("*.yml")]:
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(rf"\b{old}\b", new, text), encoding="utf-8")


def rename_chapter(case: PastSite, old: str = "hjem", new: str = "heimen") -> None:
    """Give a chapter another id."""
    (case.root / f"recommendations/{old}").rename(case.root / f"recommendations/{new}")
    case.replace(GUIDELINE, f"id: {old}\n", f"id: {new}\n")


def title(case: PastSite, url: str) -> str:
    """Return the title of the page at ``url``."""
    return case.page(url).split("<div data-title>")[1].split("</div>")[0]


def leads(case: PastSite, url: str) -> str:
    """Return the address that the page at ``url`` leads on to, from where it lies."""
    found = re.search(r'content="0; url=([^"]*)"', case.page(url))
    return found[1] if found else ""


class TestEveryLanguage:
    """A language that came after a release answers for what went before it came."""

    @pytest.mark.parametrize("recorded", [False, True])
    @pytest.mark.parametrize("released", [False, True])
    def test_a_withdrawal(self, case: PastSite, recorded: bool, released: bool) -> None:
        translate(case)
        withdraw(case, "hjemmebesok")
        if recorded:
            case.write("changelog/unreleased/a.yml", fragment(
                "opphevet", "anbefalinger: [hjemmebesok]", "grunn: Rådet var ikke godt nok.",
                "vesentlig: true",
            ))
            case.write("changelog/unreleased/b.yml", fragment("endret", "ramme: [retningslinje]"))
            assert case.release("2.0.0", "2027-03-01") == 0
        assert case.build(released=released).faults == ()
        if recorded:
            assert "Tilrådinga «Hjemmebesøk» blei teken ut 1. mars 2027, i versjon 2.0.0" in (
                case.words("nn/hjem/hjemmebesok/")
            )
            html = case.page("nn/hjem/hjemmebesok/")
            assert '<span lang="nb">Rådet var ikke godt nok.</span>' in html
            assert 'href="../../../v/1.0.0/hjem/hjemmebesok/"' in html
            assert 'href="../../../nn/hjem/hjemmebesok/"' not in case.page("nn/endringer/2.0.0/")
            assert "Hjemmebesøk (teken ut)" in title(case, "nn/hjem/hjemmebesok/")

    @pytest.mark.parametrize(("slag", "state"), [
        ("delt", "delt"), ("sammenslått", "slått sammen"),
    ])
    def test_what_went_into_others(self, case: PastSite, slag: str, state: str) -> None:
        translate(case)
        withdraw(case, "hjemmebesok")
        ways = "[snakke-tidlig, registrering]" if slag == "delt" else "[snakke-tidlig]"
        olds = "[hjemmebesok]" if slag == "delt" else "[hjemmebesok, snakke-tidlig]"
        case.write("changelog/unreleased/a.yml", fragment(
            slag, f"fra: {olds}", f"til: {ways}", "vesentlig: true",
        ))
        case.write("changelog/unreleased/b.yml", fragment("endret", "ramme: [retningslinje]"))
        for id_ in ("snakke-tidlig", "registrering") if slag == "delt" else ("snakke-tidlig",):
            (path,) = (case.root / "recommendations").rglob(f"{id_}.yml")
            text = path.read_text(encoding="utf-8")
            path.write_text(re.sub(r"(?m)^tittel: .*", "tittel: Ny tekst", text), "utf-8")
        assert case.release("2.0.0", "2027-03-01") == 0
        assert case.build().faults == ()
        assert f"Hjemmebesøk ({state})" in title(case, "hjem/hjemmebesok/")
        assert "tatt ut" not in case.words("hjem/hjemmebesok/").replace("Tatt ut", "")
        assert 'href="../../hjem/snakke-tidlig/"' in case.page("nn/hjem/hjemmebesok/")

    def test_a_new_id(self, case: PastSite) -> None:
        translate(case)
        rename(case, "hjemmebesok", "besok")
        assert case.build().faults == ()
        case.write("changelog/unreleased/a.yml", fragment(
            "flyttet", "fra: [hjemmebesok]", "til: [besok]", "vesentlig: true",
        ))
        case.write("changelog/unreleased/b.yml", fragment("endret", "ramme: [retningslinje]"))
        assert case.release("2.0.0", "2027-03-01") == 0
        assert case.build().faults == ()
        for root in ("", "nn/"):
            assert leads(case, f"{root}hjem/hjemmebesok/") == "../../hjem/besok/"

    def test_a_language_that_is_gone_leads_to_the_first(self, case: PastSite) -> None:
        translate(case)
        case.write("changelog/unreleased/b.yml", fragment("endret", "ramme: [retningslinje]"))
        assert case.release("1.1.0", "2027-03-01") == 0
        case.replace(GUIDELINE, LANGUAGES, "")
        (case.root / "guideline/guideline.nn.yml").unlink()
        assert case.build().faults == ()
        assert leads(case, "nn/hjem/hjemmebesok/") == "../../../hjem/hjemmebesok/"
        assert leads(case, "nn/") == "../"

    def test_a_language_with_another_tag_keeps_its_addresses(self, case: PastSite) -> None:
        translate(case)
        case.write("changelog/unreleased/b.yml", fragment("endret", "ramme: [retningslinje]"))
        assert case.release("1.1.0", "2027-03-01") == 0
        case.replace(GUIDELINE, "id: nn\n", "id: nn-NO\n")
        (case.root / "guideline/guideline.nn.yml").rename(
            case.root / "guideline/guideline.nn-NO.yml"
        )
        assert case.build().faults == ()
        assert leads(case, "nn/hjem/") == "../../nn-no/hjem/"


class TestRenamed:
    @pytest.mark.parametrize("released", [False, True])
    def test_a_chapter_leads_on(self, case: PastSite, released: bool) -> None:
        translate(case)
        rename_chapter(case)
        if released:
            for id_ in ("hjemmebesok", "snakke-tidlig"):
                case.write(f"changelog/unreleased/{id_}.yml", fragment(
                    "flyttet", f"fra: [{id_}]", f"til: [{id_}]",
                ))
            case.write("changelog/unreleased/b.yml", fragment("endret", "ramme: [retningslinje]"))
            assert case.release("2.0.0", "2027-03-01") == 0
        assert case.build().faults == ()
        assert leads(case, "hjem/") == "../heimen/"
        assert leads(case, "nn/hjem/") == "../heimen/"
        assert leads(case, "nn/hjem/hjemmebesok/") == "../../heimen/hjemmebesok/"
        past = "heimen/hjemmebesok/historikk/"
        assert leads(case, "hjem/hjemmebesok/historikk/") == f"../../../{past}"

    def test_a_chapter_that_went_into_another_says_so(self, case: PastSite) -> None:
        text = case.text(GUIDELINE)
        listed = re.search(r"(?ms)^  - id: hjem\n.*?(?=^  - id|^\w)", text)
        assert listed
        text = text.replace(listed[0], "")
        text = text.replace(
            "      - skriftlig-plan\n",
            "      - skriftlig-plan\n      - hjemmebesok\n      - snakke-tidlig\n",
        )
        case.write(GUIDELINE, text)
        for path in (case.root / "recommendations/hjem").iterdir():
            path.rename(case.root / "recommendations/skole" / path.name)
        assert case.build().faults == ()
        assert "(flyttet)" in title(case, "hjem/")
        assert "Anbefalingene i det står nå andre steder." in case.words("hjem/")
        html = case.page("hjem/")
        assert 'href="../skole/"' in html and 'href="../skole/snakke-tidlig/"' in html
        assert 'href="../v/1.0.0/hjem/"' in html

    def test_a_prose_page_leads_on(self, case: PastSite) -> None:
        case.replace(GUIDELINE, "sider: [om]", "sider: [bakgrunn]")
        (case.root / "guideline/om.md").rename(case.root / "guideline/bakgrunn.md")
        assert case.build().faults == ()
        assert leads(case, "om/") == "../bakgrunn/"

    def test_a_prose_page_that_is_gone_has_its_title(self, case: PastSite) -> None:
        name = re.search("(?m)^# (.*)", case.text("guideline/om.md"))
        assert name
        case.replace(GUIDELINE, "sider: [om]", "sider: [annet]")
        (case.root / "guideline/om.md").unlink()
        case.write("guideline/annet.md", "# Noe annet\n\nNye ord om noe annet.\n")
        assert case.build().faults == ()
        assert f"{name[1]} (tatt ut)" in title(case, "om/")
        assert 'href="../v/1.0.0/om/"' in case.page("om/")

    def test_a_target_group_leads_on(self, case: PastSite) -> None:
        roles = re.findall(r"(?m)^  - id: ([\w-]+)\n    navn: ", case.text(GUIDELINE))
        for path in [case.root / GUIDELINE, *(case.root / "recommendations").rglob("*.yml")]:
            text = path.read_text(encoding="utf-8")
            path.write_text(re.sub(rf"\b{roles[0]}\b", "nyrolle", text), encoding="utf-8")
        assert case.build().faults == ()
        assert leads(case, f"for/{roles[0]}/") == "../../for/nyrolle/"


def test_a_phase_leads_to_the_others_and_says_so_when_there_are_none(tmp_path: Path) -> None:
    phases = "faser:\n  - {id: for, navn: Før}\n  - {id: etter, navn: Etter}\n"
    case = PastSite(tmp_path)
    case.write(GUIDELINE, case.text(GUIDELINE) + phases)
    assert case.release(*FIRST) == 0
    case.replace(GUIDELINE, "  - {id: for, navn: Før}\n", "")
    assert case.build().faults == ()
    assert leads(case, "faser/for/") == "../../faser/"
    case.replace(GUIDELINE, "faser:\n  - {id: etter, navn: Etter}\n", "")
    assert case.build().faults == ()
    for url in ("faser/", "faser/etter/", "hvem-gjor-hva/"):
        assert "(tatt ut)" in title(case, url), url
