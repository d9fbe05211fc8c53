"""What readers see of a hearing: comments, the result of them, and the ways between."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from rettesnor.cli.main import main

from tests.support.check_case import LANGUAGES
from tests.support.guidelines import GUIDELINE, PROJECT, quoted
from tests.support.hearing_case import decided, edition, heard_case, paragraph, put_result, result
from tests.support.release_case import Case

ROUND = "horing/pilot"
PAGE = "skole/skriftlig-plan"
FRAGMENT = """\
slag: presisert
anbefalinger: [skriftlig-plan]
hva: Planen er nevnt tydeligere.
hvorfor:
  - type: høringsinnspill
    innspill: [H-000001-1]
besluttet_av: Prøveetaten
besluttet_dato: 2027-03-01
vesentlig: false
"""


@pytest.fixture
def case(tmp_path: Path) -> Case:
    case = heard_case(Case(tmp_path / "retningslinje"))
    shutil.copy(PROJECT / "mkdocs.yml", case.root)
    (case.root / "schema").mkdir()  # mkdocs.yml watches it
    return case


def on(case: Case, id_: str = "skriftlig-plan", **more: Any) -> dict[str, Any]:
    """Return a comment on the first paragraph of a recommendation's rationale."""
    place = paragraph(case, id_)
    address = {"anbefaling": id_, "felt": place.felt, "avsnitt": place.avsnitt}
    return {"adresse": address, "vurdering": decided(), **more}


def revise(case: Case) -> None:
    """Change the text that was heard, say so with the comment behind it, and release it."""
    path = f"recommendations/{PAGE}.yml"
    before = edition(case).recommendations["skriftlig-plan"].kort_anbefaling
    case.replace(path, before, f"{before} som alle har fått")
    case.write("changelog/unreleased/plan.yml", FRAGMENT.replace("presisert", "endret"))
    assert case.release("2.0.0", "2027-03-02") == 0


def built(case: Case, date: str = "2027-03-03") -> Path:
    site = case.root.parent / "site"
    assert case.run("build", "--site", str(site), "--date", date) == 0
    return site


def page(site: Path, url: str) -> str:
    return quoted((site / url / "index.html").read_text(encoding="utf-8"))


def comment(text: str, number: str) -> str:
    """Return the part of a page that shows a comment."""
    return text.split(f'id="{number}"', 1)[1].split("</li>", 1)[0]


def test_a_comment_leads_to_the_paragraph_that_was_heard(case: Case) -> None:
    put_result(case, result(case, on(case), {"tekst": "Om alt.", "vurdering": decided()}))
    revise(case)
    site = built(case)
    text = page(site, ROUND)
    anchor = paragraph(case).avsnitt
    assert f'href="../../v/1.0.0/{PAGE}/#{anchor}"' in comment(text, "H-000001-1")
    assert f'id="{anchor}"' in page(site, f"v/1.0.0/{PAGE}")
    assert "/v/1.0.0/" not in comment(text, "H-000001-2")


def test_a_proposed_wording_is_shown_and_taken_in(case: Case, capsys: Any) -> None:
    heard = paragraph(case).tekst
    wording = {"tekst": f"{heard} Alle er med.", "grunnlag": heard}
    put_result(case, result(case, on(case, tekst="Fordi alle må med.", forslag=wording)))
    shown = comment(page(built(case), ROUND), "H-000001-1")
    assert "<ins> Alle er med.</ins>" in shown and "Fordi alle må med." in shown
    path = case.root / f"recommendations/{PAGE}.yml"
    before = path.read_text(encoding="utf-8")
    take = ["comments", "take", "H-000001-1", "--root", str(case.root), "--jobs", "1"]
    assert main([*take, "--dry-run"]) == 0
    assert path.read_text(encoding="utf-8") == before
    assert main(take) == 0
    assert paragraph(case).tekst == heard  # what was heard never changes
    after = path.read_text(encoding="utf-8")
    assert "Alle er med." in " ".join(after.split()) and len(after) > len(before)
    assert main(take) == 0
    assert path.read_text(encoding="utf-8") == after
    said = capsys.readouterr().out
    assert "{+Alle er med.+}" in said and "rettesnor change skriftlig-plan" in said
    assert "står alt i" in said


def test_every_telling_of_a_change_leads_to_the_comments_behind_it(case: Case) -> None:
    put_result(case, result(case, on(case)))
    revise(case)
    site = built(case)
    for url, root in ((f"{PAGE}/historikk", "../../../"), ("endringer/2.0.0", "../../")):
        assert f'<a href="{root}{ROUND}/#H-000001-1">H-000001-1</a>' in page(site, url)
    assert 'href="../../endringer/2.0.0/"' in comment(page(site, ROUND), "H-000001-1")


def test_comments_stand_in_the_order_of_the_guideline(case: Case) -> None:
    put_result(case, result(case, on(case), {"vurdering": decided()}, on(case, "registrering")))
    text = page(built(case), ROUND)
    listed = [id_ for c in edition(case).guideline.kapitler for id_ in c.anbefalinger]
    ids = sorted(("registrering", "skriftlig-plan"), key=listed.index)
    numbers = {"registrering": "H-000001-3", "skriftlig-plan": "H-000001-1"}
    wanted = ["om-retningslinja", "H-000001-2"]
    wanted += [anchor for id_ in ids for anchor in (f"om-{id_}", numbers[id_])]
    found = [text.index(f'id="{anchor}"') for anchor in wanted]
    assert found == sorted(found)
    assert text.count("data-rn-group") == 3


def test_a_recommendation_shows_some_and_leads_to_all(case: Case) -> None:
    many = [on(case, tekst=f"Ord nummer {n}.") for n in range(1, 31)]
    put_result(case, result(case, *many))
    case.write("changelog/unreleased/plan.yml", FRAGMENT.replace("H-000001-1]", "H-000001-29]"))
    text = page(built(case), PAGE)
    section = text.split('id="innspill"', 1)[1].split("</section>", 1)[0]
    assert section.count("rn-comment__who") == 20
    assert section.index("Ord nummer 29.") < section.index("Ord nummer 1.")
    assert f'href="../../{ROUND}/#om-skriftlig-plan"' in section
    assert "Her står 20 av 30 innspill." in section


def test_the_form_asks_about_the_text_that_is_heard(case: Case) -> None:
    before = edition(case).recommendations["skriftlig-plan"].kort_anbefaling
    put_result(case, result(case, on(case)))
    revise(case)
    site = built(case)
    form = page(site, f"{ROUND}/svarskjema")
    document = zipfile.ZipFile(
        io.BytesIO((site / ROUND / "svarskjema" / "svarskjema.docx").read_bytes())
    ).read("word/document.xml").decode()
    assert "som alle har fått" in page(site, PAGE)
    for text in (form, re.sub(r"<[^>]+>", "", document)):
        assert f"{before}." in text and "som alle har fått" not in text
    assert f'href="../../../v/1.0.0/{PAGE}/"' in form


def add(case: Case, id_: str = "ny-plan") -> None:
    """Write a new recommendation next to the plan."""
    text = case.text(f"recommendations/{PAGE}.yml")
    text = text.replace("id: skriftlig-plan", f"id: {id_}").replace("tittel: ", "tittel: Ny ", 1)
    case.write(f"recommendations/skole/{id_}.yml", text)
    case.replace(
        "guideline/guideline.yml", "      - skriftlig-plan\n",
        f"      - skriftlig-plan\n      - {id_}\n",
    )


@pytest.mark.parametrize("more", [(), ("--released",)])
@pytest.mark.parametrize("date", ["2026-11-22", "2026-12-24", "2027-03-03"])
def test_what_is_not_heard_asks_for_no_comments(
    case: Case, more: tuple[str, ...], date: str
) -> None:
    add(case)
    site = case.root.parent / "site"
    assert case.run("build", "--site", str(site), "--date", date, *more) == 0
    tree = site / "utkast" if more else site
    assert "data-rn-hearing" not in page(tree, "skole/ny-plan")
    assert "data-rn-hearing" in page(tree, "skole/skriftlig-plan")
    assert 'id="ny-plan"' not in page(site, f"{ROUND}/svarskjema")


@pytest.mark.parametrize("more", [(), ("--released",)])
def test_a_round_on_a_release_to_come_is_on_the_working_tree(
    case: Case, more: tuple[str, ...]
) -> None:
    add(case)
    case.replace("guideline/guideline.yml", "versjon: 1.0.0", "versjon: 1.1.0")
    case.replace("guideline/horinger/pilot.yml", "utgave: 1.0.0", "utgave: 1.1.0")
    site = case.root.parent / "site"
    assert case.run("build", "--site", str(site), "--date", "2026-12-24", *more) == 0
    form = page(site, f"{ROUND}/svarskjema")
    root = "../../../utkast/" if more else "../../../"
    assert f'<h3 id="ny-plan"><a href="{root}skole/ny-plan/">' in form
    assert "data-rn-hearing" in page(site / "utkast" if more else site, "skole/ny-plan")
    case.replace("recommendations/skole/ny-plan.yml", "tittel: Ny ", "tittel: Fersk ")
    assert case.run("build", "--site", str(site), "--date", "2026-12-24", *more) == 0
    assert ">Fersk " in page(site, f"{ROUND}/svarskjema")


def many(case: Case, count: int) -> dict[str, Any]:
    """Return a result with ``count`` comments, three in an answer, most on one recommendation."""
    outcomes = ("ikke", "delvis", "utenfor")
    comments = [
        {
            **(on(case) if n % 4 else {}), "tekst": f"Ord nummer {n}. " + "Mer tekst. " * 40,
            "svar": f"H-{n // 3 + 1:06d}", "nummer": f"H-{n // 3 + 1:06d}-{n % 3 + 1}",
            "vurdering": decided(outcomes[n % 3]),
        }
        for n in range(count)
    ]
    answers = [
        {"nummer": f"H-{n + 1:06d}", "mottatt": "2027-01-10", "maalform": "nb",
         **({"slag": "privatperson"} if n % 2 else
            {"slag": "organisasjon", "avsender": f"Forening {n:03d}"})}
        for n in range((count + 2) // 3)
    ]
    return result(case, *comments, svar=answers)


def test_each_answer_has_what_was_said_and_done(case: Case) -> None:
    put_result(case, result(case, on(case), {"tekst": "Om alt.", "vurdering": decided()}))
    revise(case)
    site = built(case)
    assert 'href="svar/"' in page(site, ROUND)
    senders = page(site, f"{ROUND}/svar")
    assert '<a href="00000x/#H-000001"><bdi>Prøveforeningen</bdi></a>' in senders
    answers = page(site, f"{ROUND}/svar/00000x")
    said = comment(answers, "H-000001-1")
    assert "Ikke tatt til følge" in said and "Dette er vurdert." in said
    assert 'href="../../../../endringer/2.0.0/"' in said


def test_a_private_person_is_listed_by_number_only(case: Case) -> None:
    answers = [{"nummer": "H-000001", "mottatt": "2027-01-10", "slag": "privatperson",
                "avsender": "Ola Dunk", "maalform": "nb"}]
    put_result(case, result(case, on(case), svar=answers))
    site = built(case)
    assert "Ola Dunk" not in page(site, f"{ROUND}/svar")
    assert '<h2 id="H-000001">H-000001</h2>' in page(site, f"{ROUND}/svar/00000x")


def test_a_long_result_is_split_into_pages(case: Case) -> None:
    put_result(case, many(case, 520))
    site = built(case)
    pages = {
        path.parent.relative_to(site / ROUND).as_posix(): path.read_text(encoding="utf-8")
        for path in (site / ROUND).rglob("index.html")
    }
    assert max(map(len, pages.values())) < 400_000
    found = re.findall(r'<li class="rn-comment" id="([^"]+)"', "".join(
        text for url, text in pages.items() if url.startswith("innspill/")
    ))
    assert len(found) == len(set(found)) == 520
    for number in found:  # the address follows from the number
        assert f'id="{number}"' in pages[f"svar/{number[2:].split('-')[0][:-1]}x"]
    lines = "".join(text for url, text in pages.items() if url.startswith("utfall/"))
    assert {f"#{number}" for number in found} == set(re.findall(r"#H-[0-9]+-[0-9]+", lines))
    front = pages["."]
    assert "rn-comment" not in front.replace("data-rn-comments", "")
    assert 'id="om-skriftlig-plan"' in front  # where older links lead
    own = page(site, PAGE)
    assert f'href="../../{ROUND}/innspill/anbefaling-skriftlig-plan/"' in own
    assert f'href="../../{ROUND}/svar/00000x/#H-000001-2"' in own
    assert followed(site / "api" / "v1") == sorted(found)


def followed(api: Path) -> list[str]:
    """Return the numbers of the comments that a client gets which follows «neste».

    Every file must be as its schema says, and every address must lead to a file.
    """
    at: Path | None = api / "nb" / "horinger" / "pilot.json"
    schema, found, seen = "horing", [], []
    while at is not None:
        data = json.loads(at.read_text(encoding="utf-8"))
        validator = Draft202012Validator(json.loads(
            (api / "schema" / f"{schema}.json").read_text(encoding="utf-8")
        ))
        assert [error.message for error in validator.iter_errors(data)] == []
        assert (data["del"]["nummer"], data["del"]["innspill"]) == (len(seen) + 1, 520)
        links = data["lenker"]
        assert [(at.parent / one).exists() for one in links["deler"].values()] == [True] * 2
        assert (at.parent / links["selv"]).resolve() == at.resolve()
        if seen:
            assert (at.parent / links["forrige"]).resolve() == seen[-1].resolve()
        comments = data["resultat"]["innspill"]
        assert {one["svar"] for one in comments} <= {a["nummer"] for a in data["resultat"]["svar"]}
        found += [one["nummer"] for one in comments]
        seen.append(at)
        schema, at = "horing-del", at.parent / links["neste"] if "neste" in links else None
    paths = json.loads((api / "openapi.json").read_text(encoding="utf-8"))["paths"]
    assert "/{sprak}/horinger/{horing}/{nummer}.json" in paths
    return sorted(found)


def test_long_comments_make_shorter_pages() -> None:
    from rettesnor.model.hearing import Comment
    from rettesnor.rendering.comment_index import page_starts

    comments = [Comment(f"H-000001-{n}", "H-000001", tekst="x" * 90_000) for n in range(5)]
    assert list(page_starts(comments)) == [0, 2, 4]
    assert list(page_starts([Comment("H-000001-1", "H-000001", tekst="x" * 900_000)])) == [0]


def test_closed_questions_are_shown_as_counts(case: Case) -> None:
    closed = [{"sporsmaal": "helhet", "valg": [v]} for v in ("ja", "ja", "nei")]
    data = result(case, on(case), *closed)
    for item in data["innspill"][1:]:
        del item["tekst"]
    put_result(case, data)
    site = built(case)
    front = (site / ROUND / "index.html").read_text(encoding="utf-8")
    table = re.sub(r"\s+", " ", front[front.index('id="sporsmaal"') : front.index('id="hvem"')])
    assert re.findall(r'<th scope="row">(\w+)</th><td[^>]*>(\d+)</td><td[^>]*>(\d+) %', table) == [
        ("Ja", "2", "67"), ("Nei", "1", "33"),
    ]
    assert "3 har svart." in table
    assert 'id="H-000001-1"' in front and 'id="H-000001-2"' not in front
    assert "1 innspill i 1 svar." in front
    own = comment(page(site, f"{ROUND}/svar/00000x"), "H-000001-2")  # in the answer as a whole
    assert "Ja" in own and "Svaret er talt." in own and "Ikke vurdert" not in own


def test_a_name_that_is_exempt_says_by_which_provision(case: Case) -> None:
    said = result(case, on(case))
    provision = "offentleglova § 13"
    whole = {"nummer": "H-000002", "mottatt": "2027-01-10", "slag": "organisasjon",
             "maalform": "nb", "hjemmel": provision}
    said["svar"] = [{**said["svar"][0], "hjemmel": provision}, whole]
    said["innspill"].append(
        {**on(case), "nummer": "H-000002-1", "svar": "H-000002", "tekst": "Enda ett."}
    )
    put_result(case, said)
    shown = page(built(case), ROUND)
    part, gone = (comment(shown, f"H-00000{n}-1") for n in (1, 2))
    assert "Prøveforeningen" in part
    assert f"(deler av navnet er unntatt offentlighet, jf. <bdi>{provision}</bdi>)" in part
    assert f"(navnet er unntatt offentlighet, jf. <bdi>{provision}</bdi>)" in gone


def test_what_is_kept_in_bokmal_only_says_so_in_the_nynorsk_pages(case: Case) -> None:
    case.write(GUIDELINE, case.text(GUIDELINE) + LANGUAGES)
    put_result(case, result(case, on(case)))
    site = built(case)
    for url, words in (
        (ROUND, "Avsnittet i teksten som var på høyring"), (ROUND, "Versjon 1.0.0"),
        ("endringer/1.0.0", "Les heile versjon 1.0.0"), ("dato", "Versjon 1.0.0"),
    ):
        own = re.search(rf'<a [^>]*hreflang="nb"[^>]*>{words} \(på bokmål\)</a>',
                        page(site, f"nn/{url}"))
        assert own, f"{url}: {words}"
        first = page(site, url)
        assert "(på bokmål)</a>" not in first and "v/1.0.0/" in first
