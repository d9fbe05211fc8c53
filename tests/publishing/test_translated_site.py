"""The site in nynorsk: the same addresses below /nn/, and what is not translated marked so."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest
from jinja2 import Environment
from rettesnor.model.prose import Fragment
from rettesnor.model.translation import needed
from rettesnor.reading.content.recommendation import read_recommendation
from rettesnor.rendering.untranslated import (
    Lacks,
    UntranslatedText,
    marked_recommendation,
    untranslated_fragment,
)

from tests.support.check_case import LANGUAGES, translated_files
from tests.support.guidelines import (
    EARLY,
    PROJECT,
    build_plain,
    edit,
    plain_dressing,
    put,
    quoted,
    tree,
)
from tests.support.past_site import PastSite
from tests.support.release_case import FIRST

EARLY_NN = EARLY.replace(".yml", ".nn.yml")
EARLY_URL = "samarbeid-med-hjemmet/tidlig-samtale/"
_ID = re.compile(r' id="([^"]+)"')


def guideline(root: Path) -> Path:
    """Write the sound guideline with its translation into ``root``."""
    for name in ("changelog", "schema", "recommendations"):
        (root / name).mkdir(parents=True, exist_ok=True)
    for path, text in translated_files().items():
        put(root, path, text)
    put(root, "mkdocs.yml", "site_name: x\n")
    return root


def page(root: Path, url: str) -> str:
    """Return the page at ``url`` of the site in ``root``."""
    return quoted((root / "site" / url / "index.html").read_text(encoding="utf-8"))


def part(html: str, slot: str) -> str:
    """Return what stands in a slot of the plain frame."""
    return html.split(f"<div data-{slot}>", 1)[1].split("\n<div data-", 1)[0]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole translated guideline, built."""
    root = guideline(tmp_path_factory.mktemp("nynorsk"))
    assert build_plain(root).faults == ()
    return root


class TestBorrowed:
    """A text in another language than the page's."""

    def test_in_html_it_says_its_language(self) -> None:
        text = UntranslatedText("Tid & sted", "nb")
        shown = Environment(autoescape=True).from_string("{{ a }}, {{ [a] | join }}").render(a=text)
        assert shown == ", ".join(['<span lang="nb">Tid &amp; sted</span>'] * 2)

    def test_elsewhere_it_is_a_text(self) -> None:
        text = UntranslatedText("Tid", "nb")
        assert text == "Tid" and f"{text}" == "Tid" and type(str(text)) is str

    def test_it_goes_from_process_to_process(self) -> None:
        copied = pickle.loads(pickle.dumps(UntranslatedText("Tid", "se")))
        assert (copied, copied.lang) == ("Tid", "se")

    def test_a_key_tells_it_from_the_same_words_in_the_pages_language(self) -> None:
        assert repr(UntranslatedText("Tid", "nb")) != repr("Tid")

    def test_prose_is_marked_block_by_block(self) -> None:
        html = "".join(f'<div id="{i}"><p>{i}</p></div>\n' for i in "ab")
        marked = untranslated_fragment(Fragment(html, anchors=("a", "b")), "nb")
        assert marked.html.count(' lang="nb"') == 2
        assert _ID.findall(marked.html) == ["a", "b"]

    def test_prose_without_anchors_is_marked_as_a_whole(self) -> None:
        assert untranslated_fragment(Fragment("<p>Én</p>"), "nb").html == (
            '<div lang="nb"><p>Én</p></div>'
        )

    def test_only_what_is_lacking_is_marked(self) -> None:
        reading = read_recommendation(
            translated_files()[EARLY].encode(), EARLY, "samarbeid-med-hjemmet"
        )
        assert reading.recommendation is not None
        lacks = Lacks(frozenset({"tittel", "begrunnelse.tekst"}))
        value, prose = marked_recommendation(
            reading.recommendation, reading.fragments, lacks, "nb"
        )
        assert isinstance(value.tittel, UntranslatedText) and value == reading.recommendation
        assert not isinstance(value.kort_anbefaling, UntranslatedText)
        assert {name for name, one in prose.items() if 'lang="nb"' in one.html} == {
            "begrunnelse.tekst"
        }

    def test_all_of_it_can_be(self) -> None:
        reading = read_recommendation(
            translated_files()[EARLY].encode(), EARLY, "samarbeid-med-hjemmet"
        )
        assert reading.recommendation is not None
        whole = Lacks(needed(reading.recommendation, "recommendation"))
        _, prose = marked_recommendation(reading.recommendation, reading.fragments, whole, "nb")
        assert all('lang="nb"' in one.html for one in prose.values() if one.html)


class TestTree:
    """What lies below /nn/."""

    def test_every_page_is_there_too(self, built: Path) -> None:
        urls = {path.parent.relative_to(built / "site").as_posix() for path in
                (built / "site").rglob("index.html")}
        first = {url for url in urls if url != "nn" and not url.startswith("nn/")}
        assert {"nn" if url == "." else f"nn/{url}" for url in first} == urls - first

    def test_it_says_its_language(self, built: Path) -> None:
        assert part(page(built, f"nn/{EARLY_URL}"), "lang").startswith("nn<")
        assert part(page(built, EARLY_URL), "lang").startswith("nb<")

    def test_it_holds_the_translation_and_the_interface_in_nynorsk(self, built: Path) -> None:
        html = page(built, f"nn/{EARLY_URL}")
        assert "Tidleg samtale" in html and "Grunngiving" in html and "Kjelder" in html
        assert "Tidlig samtale" not in html and "Begrunnelse" not in html

    def test_nothing_is_said_to_be_lacking(self, built: Path) -> None:
        for path in (built / "site" / "nn").rglob("index.html"):
            if path.parent.name != "kilder":  # notes of the sources are not translated there
                assert "rn-untranslated" not in path.read_text(encoding="utf-8"), path

    def test_the_first_language_says_nothing_of_translation(self, built: Path) -> None:
        html = page(built, EARLY_URL)
        assert ' lang="nn"' not in html.replace(part(html, "languages"), "")
        assert "rn-untranslated" not in html

    def test_the_ways_between_the_languages(self, built: Path) -> None:
        assert f'href="../../nn/{EARLY_URL}" lang="nn" hreflang="nn"' in page(built, EARLY_URL)
        html = page(built, f"nn/{EARLY_URL}")
        assert f'href="../../../{EARLY_URL}" lang="nb" hreflang="nb"' in html
        for url in (EARLY_URL, f"nn/{EARLY_URL}"):
            head = part(page(built, url), "head")
            for code, folder in (("nb", ""), ("nn", "nn/"), ("x-default", "")):
                assert f'hreflang="{code}" href="https://example.test/{folder}{EARLY_URL}"' in head

    def test_each_language_is_canonical_for_itself(self, built: Path) -> None:
        html = part(page(built, f"nn/{EARLY_URL}"), "canonical")
        assert f'href="https://example.test/nn/{EARLY_URL}"' in html

    def test_the_menu_stays_in_the_language(self, built: Path) -> None:
        html = page(built, "nn/kilder/")
        assert 'href="../ordliste/"' in part(html, "menu") and "Ordliste" in part(html, "menu")
        assert part(page(built, "nn/"), "home").startswith("./<")

    def test_a_paragraph_has_the_same_anchor(self, built: Path) -> None:
        bodies = [part(page(built, url), "body") for url in (EARLY_URL, f"nn/{EARLY_URL}")]
        assert _ID.findall(bodies[0]) == _ID.findall(bodies[1])

    def test_the_sitemap_names_it(self, built: Path) -> None:
        sitemap = (built / "site" / "sitemap.xml").read_text(encoding="utf-8")
        assert f"<loc>https://example.test/nn/{EARLY_URL}</loc>" in sitemap

    def test_a_lost_reader_finds_both(self, built: Path) -> None:
        html = (built / "site" / "404.html").read_text(encoding="utf-8")
        assert 'href="/nn/" lang="nn" hreflang="nn"' in html

    def test_no_markup_stands_in_an_attribute(self, built: Path) -> None:
        for path in (built / "site" / "nn").rglob("index.html"):
            assert not re.search(r'="[^"<>]*<span', path.read_text(encoding="utf-8")), path


class TestLacks:
    """What a page says of its translation."""

    def test_what_is_not_translated_is_shown_marked(self, tmp_path: Path) -> None:
        root = guideline(tmp_path)
        (root / EARLY_NN).unlink()
        assert build_plain(root, tolerant=True).faults == ()
        html = page(root, f"nn/{EARLY_URL}")
        assert '<h1><span lang="nb">Tidlig samtale</span></h1>' in html
        assert re.search('<p lang="nb" id="begrunnelse-', html)
        assert "Denne sida er ikkje omsett enno. Ho står på bokmål." in part(html, "notice")
        assert part(html, "title").startswith("Tidlig samtale –")
        assert "Noko på denne sida er ikkje omsett enno." in page(root, "nn/samarbeid-med-hjemmet/")
        assert "ikkje omsett" not in page(root, "nn/kompetanse/")

    def test_a_part_is_told_of_in_its_place(self, tmp_path: Path) -> None:
        root = guideline(tmp_path)
        rationale = "begrunnelse:\n  tekst: |\n    Det haster [@redd-barna-2025, s. 4].\n"
        edit(root, EARLY_NN, rationale, "")
        edit(root, EARLY_NN, "  begrunnelse.tekst: 2998eba14bbf\n", "")
        assert build_plain(root, tolerant=True).faults == ()
        body = part(page(root, f"nn/{EARLY_URL}"), "body")
        said = body.split("rn-untranslated", 1)
        assert len(said) == 2 and said[1].startswith('">Denne delen er ikkje omsett enno.')
        assert '<h2 id="begrunnelse">' in said[0][-300:]
        assert "lang" not in said[0].split("<h1>")[1].split("</h1>")[0]

    def test_an_older_translation_leads_to_the_newer_text(self, tmp_path: Path) -> None:
        root = guideline(tmp_path)
        edit(root, EARLY_NN, "begrunnelse.tekst: 2998eba14bbf", "begrunnelse.tekst: 000000000000")
        assert build_plain(root, tolerant=True).faults == ()
        body = part(page(root, f"nn/{EARLY_URL}"), "body")
        assert "Bokmålsteksten er nyare enn det du les her." in body
        assert f'<a href="../../../{EARLY_URL}#begrunnelse" hreflang="nb">Les han på bokmål' in body

    def test_what_stands_above_all_sections_leads_to_the_page(self, tmp_path: Path) -> None:
        root = guideline(tmp_path)
        edit(root, EARLY, "tittel: Tidlig samtale", "tittel: Tidlig og god samtale")
        edit(root, EARLY, "snakke med eleven tidlig", "snakke med eleven så tidlig som mulig")
        assert build_plain(root).faults == ()
        notice = part(page(root, f"nn/{EARLY_URL}"), "notice")
        assert notice.count("Bokmålsteksten er nyare") == 1
        assert f'<a href="../../../{EARLY_URL}" hreflang="nb">' in notice


class TestKeys:
    """What is made again, and when."""

    def test_an_edit_of_a_translation_touches_no_page_in_the_first_language(
        self, tmp_path: Path
    ) -> None:
        root = guideline(tmp_path)
        dressing = plain_dressing(tmp_path / ".drakt")
        build_plain(root, dressing=dressing)
        before = tree(root / "site")
        again = build_plain(root, dressing=dressing)
        assert again.rendered == 0 and tree(root / "site") == before
        edit(root, EARLY_NN, "Det haster", "Det hastar")
        build_plain(root, dressing=dressing)
        after = tree(root / "site")
        changed = {path for path in after if after[path] != before.get(path)}
        assert f"nn/{EARLY_URL}index.html" in changed
        assert not [path for path in changed if path.endswith(".html") and path[:3] != "nn/"]

    def test_an_edit_of_the_source_touches_both(self, tmp_path: Path) -> None:
        root = guideline(tmp_path)
        dressing = plain_dressing(tmp_path / ".drakt")
        build_plain(root, dressing=dressing)
        before = tree(root / "site")
        edit(root, EARLY, "Det haster", "Det haster mye")
        build_plain(root, dressing=dressing, tolerant=True)
        after = tree(root / "site")
        for path in (f"{EARLY_URL}index.html", f"nn/{EARLY_URL}index.html"):
            assert after[path] != before[path]

    def test_a_source_that_was_away_is_translated_again(self, tmp_path: Path) -> None:
        root = guideline(tmp_path)
        dressing = plain_dressing(tmp_path / ".drakt")
        build_plain(root, dressing=dressing)
        before = tree(root / "site")
        (root / EARLY).rename(root / "borte.yml")
        assert build_plain(root, dressing=dressing).pages == 0
        (root / "borte.yml").rename(root / EARLY)
        build_plain(root, dressing=dressing)
        assert tree(root / "site") == before

    def test_a_build_from_nothing_gives_the_same(self, tmp_path: Path) -> None:
        root = guideline(tmp_path)
        dressing = plain_dressing(tmp_path / ".drakt")
        build_plain(root, dressing=dressing)
        edit(root, EARLY_NN, "Det haster", "Det hastar")
        build_plain(root, dressing=dressing)
        build_plain(root, root / "anew", dressing=dressing)
        fresh = guideline(tmp_path / "fersk")
        edit(fresh, EARLY_NN, "Det haster", "Det hastar")
        build_plain(fresh, jobs=2, dressing=dressing)
        assert tree(fresh / "site") == tree(root / "site") == tree(root / "anew")


PLAN = "skole/skriftlig-plan/"
PLAN_NN = "recommendations/skole/skriftlig-plan.nn.yml"


class TestReleased:
    """What a release says in nynorsk, next to a working tree that has gone on."""

    @pytest.fixture
    def case(self, tmp_path: Path) -> PastSite:
        """A release with one translated recommendation."""
        case = PastSite(tmp_path)
        source = "guideline/guideline.yml"
        case.write(source, case.text(source) + LANGUAGES)
        case.write(PLAN_NN, "tittel: Skriftleg plan\nkort_anbefaling: Skulen bør lage ein plan\n")
        assert case.release(*FIRST) == 0
        return case

    def test_its_addresses_are_promised(self, case: PastSite) -> None:
        promised = set(case.text("changelog/urls.txt").splitlines())
        assert {
            "/nn/", f"/nn/{PLAN}", f"/nn/{PLAN}historikk/", "/nn/kilder/", "/nn/endringer/1.0.0/",
        } <= promised
        assert case.build().faults == ()
        assert promised <= {f"/{url}" for url in case.answers()}

    def test_what_applies_is_translated_and_so_is_the_draft(self, case: PastSite) -> None:
        case.replace(PLAN_NN, "Skriftleg plan", "Skriftleg plan for alle")
        assert case.build(released=True).faults == ()
        assert "Skriftleg plan</h1>" in case.page(f"nn/{PLAN}")
        assert "Skriftleg plan for alle</h1>" in case.page(f"utkast/nn/{PLAN}")
        assert ">Skulen bør lage ein plan.<" in case.page(f"nn/{PLAN}")
        assert "Denne delen er ikkje omsett enno." in case.page(f"nn/{PLAN}")
        draft = case.page(f"utkast/nn/{PLAN}")
        assert 'content="noindex"' in draft and f'href="../../../../utkast/{PLAN}"' in draft

    def test_both_drafts_share_what_was_not_changed(self, case: PastSite) -> None:
        case.build(released=True)
        again = case.build(released=True)
        assert again.rendered == 0

    def test_what_is_heard_is_made_anew_when_its_source_has_gone_on(self, case: PastSite) -> None:
        def retitle(path: str) -> None:
            case.write(path, re.sub("(?m)^(tittel: .*)$", r"\1 for alle", case.text(path)))

        text = (PROJECT / "guideline/horinger/pilot-2026.yml").read_text(encoding="utf-8")
        case.write("guideline/horinger/pilot-2026.yml", text.replace("0.1.0", "1.0.0"))
        retitle("recommendations/hjem/hjemmebesok.yml")  # so that it is a draft from the start
        form = "nn/horing/pilot-2026/svarskjema/"
        assert case.build().pages
        assert ">Skriftleg plan</a>" in case.page(form)
        retitle(PLAN_NN.replace(".nn", ""))
        assert case.build().pages
        assert ">Skriftleg plan</a>" not in case.page(form)

    def test_a_language_that_is_given_up_leads_to_the_first(self, case: PastSite) -> None:
        source = "guideline/guideline.yml"
        case.write(source, case.text(source).replace(LANGUAGES, ""))
        (case.root / PLAN_NN).unlink()
        assert case.build().faults == ()
        assert f'href="../../../{PLAN}"' in case.page(f"nn/{PLAN}")


def test_a_draft_in_a_language_that_is_not_released_yet(tmp_path: Path) -> None:
    case = PastSite(tmp_path)
    assert case.release(*FIRST) == 0
    source = "guideline/guideline.yml"
    case.write(source, case.text(source) + LANGUAGES)
    case.write(PLAN_NN, "tittel: Skriftleg plan\nkort_anbefaling: Skulen bør lage ein plan\n")
    assert case.build(released=True).faults == ()
    assert "Skriftleg plan</h1>" in case.page(f"utkast/nn/{PLAN}")
    assert "nn/" not in case.answers()


def test_a_guideline_in_one_language_has_no_switch(tmp_path: Path) -> None:
    root = guideline(tmp_path)
    for path in translated_files():
        if ".nn." in path:
            (root / path).unlink()
    source = root / "guideline/guideline.yml"
    source.write_text(source.read_text(encoding="utf-8").split("sprak:")[0], encoding="utf-8")
    assert build_plain(root).faults == ()
    html = page(root, EARLY_URL)
    assert part(html, "languages").startswith("</div>") and "hreflang" not in html
    assert not (root / "site" / "nn").exists()
