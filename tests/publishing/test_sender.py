"""Who is named as sender, and what is marked as a draft: in every output of a site."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader
from rettesnor.model.convert import from_data
from rettesnor.model.guideline import Avsender, Etat, Guideline, leading
from rettesnor.publishing.documents.sources import ALL as FORMATS
from rettesnor.publishing.options import BuildOptions
from rettesnor.publishing.pipeline import build
from rettesnor.releases.snapshot import parse

from tests.support.check_case import DAY, translated_files
from tests.support.guidelines import (
    ALL,
    EARLY,
    EARLY_PAGE,
    GUIDELINE,
    PROJECT,
    Tree,
    edit,
    plain_dressing,
    put,
    sound_copy,
    tree,
)
from tests.support.past_site import released_twice

OWNER, SENDER = "Utdanningsdirektoratet", "prosjektet Snor"
NOTE = "merknad: En liten retningslinje for prøvene. Den bryter ingen regel.\n"
GROUP = f"avsender:\n  navn: {SENDER}\n  offisielle_felt: [kort_anbefaling]\n"
NAMES_ALL_STATES = re.compile(
    r"api/v1/(?:schema/.*|openapi\.json|..?/kodeverk\.json)|.*\.(?:js|css)|.*/innbygging\.json"
)
"""Files that list every state there is, whatever the state of the guideline."""
_EARLY = "samarbeid-med-hjemmet/tidlig-samtale/tidlig-samtale"


def built(root: Path, *, translated: bool = False, **changes: str) -> Tree:
    """Return all files of the sound guideline after ``changes`` to its state, note and sender."""
    sound_copy(root)
    for path, text in translated_files().items() if translated else ():
        put(root, path, text)
    edit(root, GUIDELINE, "status: høring\n", f"status: {changes['status']}\n")
    edit(root, GUIDELINE, NOTE, changes.get("note", NOTE) + changes.get("sender", ""))
    edit(root, EARLY, "hva: Snakker med eleven.\n",
         "hva: Snakker med eleven.\n      naar: Innen to dager\n")
    if changes["status"] == "gjeldende":
        edit(root, ALL, "status: utkast\n", "status: gjeldende\n")
    dressed = plain_dressing(root / ".dressing")
    order = BuildOptions(root, root / "site", DAY, documents=FORMATS, exchange=True)
    outcome = build(order, lambda _: dressed)
    assert outcome.pages, [str(problem) for problem in outcome.survey.problems]
    return tree(root / "site")


def texts(path: str, data: bytes) -> str:
    """Return what a file says, its metadata too."""
    if path.endswith((".docx", ".epub", ".xlsx", ".zip")):
        with zipfile.ZipFile(BytesIO(data)) as packed:
            return "\n".join(
                packed.read(name).decode() for name in packed.namelist()
                if name.endswith((".xml", ".xhtml", ".opf", ".rels"))
            )
    if path.endswith(".pdf"):
        return pdf_text(data)
    return data.decode(errors="ignore")


def pdf_text(data: bytes) -> str:
    """Return the text and the metadata of a PDF."""
    pages = (page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    with pikepdf.open(BytesIO(data)) as opened:
        return "\n".join([*pages, *map(str, opened.docinfo.values())])


@pytest.mark.parametrize("note", [NOTE, ""], ids=["with a note", "without"])
def test_nothing_of_an_adopted_guideline_is_marked_as_a_draft(tmp_path: Path, note: str) -> None:
    site = built(tmp_path / "rot", status="gjeldende", note=note)
    read = [path for path in site if not NAMES_ALL_STATES.fullmatch(path)]
    assert {path.rpartition(".")[2] for path in read} >= {
        "html", "json", "pdf", "docx", "epub", "csv", "xlsx",
    }
    marked = [path for path in read if "utkast" in texts(path, site[path]).casefold()]
    assert marked == []
    assert (b"En liten retningslinje" in site["index.html"]) == bool(note)


@pytest.mark.parametrize("note", [NOTE, ""], ids=["with a note", "without"])
def test_a_guideline_that_is_not_adopted_is_marked_everywhere(tmp_path: Path, note: str) -> None:
    site = built(tmp_path / "rot", status="høring", note=note)
    pages = [EARLY_PAGE, "index.html", "kompetanse/index.html", "om/index.html"]
    for path in (*pages, f"{_EARLY}.pdf", f"{_EARLY}.docx", "retningslinje.epub"):
        assert "utkast" in texts(path, site[path]).casefold(), path
    assert b"(arbeidsutgave, ikke utgitt, utkast)" in site[EARLY_PAGE]
    assert b"data-note=\"Utkast\"" in site[EARLY_PAGE]
    if not note:
        assert b"#rn-merknad" not in site[EARLY_PAGE]


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """The site of a guideline whose text is another's draft."""
    root = tmp_path_factory.mktemp("avsender") / "rot"
    return built(root, status="høring", sender=GROUP, translated=True)


def test_a_recommendation_says_who_stands_behind_what(sent: Tree) -> None:
    html = sent[EARLY_PAGE].decode()
    label = html.index(f"Offisiell anbefaling fra {OWNER}")
    sentence = html.index('class="rn-lead__text"')
    voice = html.index(f"Utkast fra {SENDER}")
    assert label < sentence < voice < html.index('id="steg"')
    assert f"Setningen over er fra {OWNER}" in html
    assert f"{leading(SENDER)} har skrevet resten, og den er ikke vedtatt." in html
    assert f"«Vi» i teksten er {SENDER}, ikke {OWNER}." in html
    times = re.findall(r"<i>(.*?)</i>", html)
    assert times == ["Forslag: Innen to dager"]


def test_the_front_page_says_whose_draft_it_is(sent: Tree) -> None:
    assert f"Utkast</span> fra {SENDER}." in sent["index.html"].decode()
    assert f"Utkast</span> frå {SENDER}." in sent["nn/index.html"].decode()


def test_a_translation_says_who_translated_the_official_sentence(sent: Tree) -> None:
    html = sent[f"nn/{EARLY_PAGE}"].decode()
    assert f"Setninga over er frå {OWNER}, og {SENDER} har omsett setninga." in html


def test_only_the_sender_is_named_as_author_or_publisher(sent: Tree) -> None:
    name = leading(SENDER)
    html = sent[EARLY_PAGE].decode()
    assert f'id="siter-tekst" data-author="{name}"' in html
    assert "data-publisher" not in html  # the same as the author
    assert f">{name}. (" in html
    for path in (EARLY_PAGE, "index.html"):
        (block,) = re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', sent[path].decode()
        )
        found = json.loads(block)
        for node in found if isinstance(found, list) else [found]:
            if node["@type"] == "DigitalDocument":
                assert node["author"]["name"] == name and "publisher" not in node  # the same
    assert json.loads(sent["api/v1/openapi.json"])["info"]["contact"] == {"name": name}
    assert json.loads(sent["api/helsedir/innhold.json"])[0]["eier"] == [name]
    for path, data in sent.items():
        if path.startswith("api/fhir/PlanDefinition/"):
            plan = json.loads(data)
            assert (plan["publisher"], plan["author"]) == (name, [{"name": name}])
    with pikepdf.open(BytesIO(sent[f"{_EARLY}.pdf"])) as opened:
        assert str(opened.docinfo["/Author"]) == name
    assert f"<dc:creator>{name}</dc:creator>" in texts("a.docx", sent[f"{_EARLY}.docx"])
    epub = texts("a.epub", sent["retningslinje.epub"])
    assert f"<dc:publisher>{name}</dc:publisher>" in epub
    assert OWNER not in "".join(re.findall(r"<dc:(?:creator|publisher).*?</", epub))


def test_documents_say_who_stands_behind_what(sent: Tree) -> None:
    for path in (f"{_EARLY}.pdf", f"{_EARLY}.docx", "retningslinje.epub"):
        said = " ".join(re.sub(r"<[^>]+>", "", texts(path, sent[path])).split())
        for text in (
            f"Offisiell anbefaling fra {OWNER}", f"Utkast fra {SENDER}.",
            f"«Vi» i teksten er {SENDER}, ikke {OWNER}.", "Forslag: Innen to dager",
        ):
            assert text in said, (path, text)


def test_the_api_names_the_sender(sent: Tree) -> None:
    expected = {"navn": SENDER, "offisielle_felt": ["kort_anbefaling"]}
    for path in ("index.json", "nb/retningslinje.json", "nb/anbefalinger/tidlig-samtale.json"):
        assert json.loads(sent[f"api/v1/{path}"])["avsender"] == expected


def test_an_adopted_text_of_another_is_published_by_the_owner(tmp_path: Path) -> None:
    site = built(tmp_path / "rot", status="gjeldende", sender=GROUP)
    html = site[EARLY_PAGE].decode()
    assert f"Skrevet av {SENDER}" in html and "ikke vedtatt" not in html
    assert f'data-publisher="{OWNER}"' in html and f'data-author="{leading(SENDER)}"' in html
    assert "Innen to dager" in html and "Forslag:" not in html and "utkast" not in html.casefold()


def test_without_official_fields_the_sender_stands_behind_everything(tmp_path: Path) -> None:
    site = built(tmp_path / "rot", status="høring", sender=f"avsender:\n  navn: {SENDER}\n")
    html = site[EARLY_PAGE].decode()
    assert "Offisiell anbefaling" not in html
    assert f"har skrevet hele anbefalingen, og den er ikke vedtatt av {OWNER}." in html
    assert "Offisielle anbefalinger" not in html


@pytest.mark.parametrize("status", ["utkast", "høring", "gjeldende", "under revisjon", "opphevet"])
def test_the_state_decides_what_is_a_draft(status: str) -> None:
    owner, sender = Etat("Etaten", "E"), Avsender("noen andre")
    for note in ("", "Et forbehold."):
        for who in (None, sender):
            g = from_data(Guideline, {
                **{name: "" for name in ("id", "tittel", "korttittel", "type", "versjon",
                                         "formaal", "omfang", "avgrensning")},
                **{name: () for name in ("roller", "kapitler", "sider")},
                "maalgrupper": {"hoved": ()}, "lisens": {"id": "", "navn": "", "lenke": ""},
                "eier": {"navn": owner.navn, "forkortelse": "E"}, "status": status,
                "merknad": note, **({"avsender": {"navn": sender.navn}} if who else {}),
            })
            assert g.draft == (status in ("utkast", "høring"))
            assert g.author_name == ("Noen andre" if who else "Etaten")
            assert g.publisher_name == ("Noen andre" if who and g.draft else "Etaten")


def test_a_record_from_before_the_field_stays_readable() -> None:
    edition = parse((PROJECT / "changelog/0.1.0/snapshot.json").read_bytes())
    assert edition.guideline.avsender is None and edition.guideline.draft
    assert edition.guideline.author_name == OWNER


def test_the_feed_is_by_the_sender(tmp_path: Path) -> None:
    case = released_twice(tmp_path)
    text = (case.root / GUIDELINE).read_text(encoding="utf-8")
    text = text.replace("status: gjeldende", "status: høring")
    put(case.root, GUIDELINE,
        f"{text}\navsender:\n  navn: {SENDER}\n  lenke: https://www.snor.no/\n")
    order = BuildOptions(case.root, case.site, date(2027, 3, 2))
    build(order, lambda _: plain_dressing(case.root / ".plain"))
    feed = (case.site / "endringer/feed.xml").read_text(encoding="utf-8")
    assert f"<author><name>{leading(SENDER)}</name></author>" in feed
    assert "<id>tag:snor.no," in feed
