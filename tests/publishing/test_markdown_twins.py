"""The Markdown twins of pages: which pages have one, what it begins with, and what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rettesnor.model.pages import PAGES
from rettesnor.rendering.twins.prose import Prose
from rettesnor.rendering.twins.twin import WITHOUT

from tests.rendering.test_overviews import CONTEXT
from tests.support.check_case import translated_files
from tests.support.guidelines import WATCHED, Tree, build_plain, put, tree
from tests.support.past_site import released_once

LINK = '<link rel="alternate" type="text/markdown" href="index.md">'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """The site of the small guideline in two languages."""
    root = tmp_path_factory.mktemp("tvilling")
    for folder in WATCHED:
        (root / folder).mkdir(parents=True, exist_ok=True)
    for path, text in translated_files().items():
        put(root, path, text)
    outcome = build_plain(root)
    assert outcome.pages, [str(problem) for problem in outcome.survey.problems]
    return tree(root / "site")


def test_a_page_has_a_twin_exactly_when_it_links_to_one(site: Tree) -> None:
    pages = {path: data.decode() for path, data in site.items() if path.endswith("index.html")}
    linked = {path for path, html in pages.items() if LINK in html}
    assert linked == {path for path in pages if path.replace("index.html", "index.md") in site}
    for url in ("", "nn/", "kilder/", "lover/", "ordliste/", "for/", "oversikt/",
                "samarbeid-med-hjemmet/", "nn/samarbeid-med-hjemmet/tidlig-samtale/"):
        assert f"{url}index.html" in linked, url


def test_a_twin_begins_with_what_must_follow_the_text(site: Tree) -> None:
    twins = {path: data.decode() for path, data in site.items() if path.endswith("index.md")}
    assert len(twins) > 20
    for path, text in twins.items():
        first = text.split("\n\n")[1]
        nn = path.startswith("nn/")
        for name in ("Versjon", "Status", "Avsendar av teksten" if nn else "Avsender av teksten",
                     "Lisens", "Adresse"):
            assert f"- {name}: " in first, (path, name)
        url = path.removesuffix("index.md")
        assert f"- Adresse: https://example.test/{url}\n" in first + "\n", path


def test_no_reference_of_our_own_dialect_is_left(site: Tree) -> None:
    for path, data in site.items():
        if path.endswith((".md", "llms.txt")):
            text = data.decode()
            assert not re.search(r"\[@[a-z]|\[\[|\]\((?:anbefaling|side):|\x02", text), path
            for target in re.findall(r"\]\(((?![a-z]+:)[^)#]+)\)", text):
                found = (Path("/") / Path(path).parent / target).as_posix()
                parts: list[str] = []
                for part in found.split("/"):
                    if part == "..":
                        parts.pop()
                    elif part not in ("", "."):
                        parts.append(part)
                assert "/".join(parts) in site, (path, target)


def test_a_twin_says_what_the_recommendation_says(site: Tree) -> None:
    text = site["samarbeid-med-hjemmet/tidlig-samtale/index.md"].decode()
    for heading in ("## Praktisk gjennomføring", "## Begrunnelse", "## Kunnskapsgrunnlag",
                    "## Juridiske rammer", "## Kilder", "## Om anbefalingen"):
        assert f"\n{heading}\n" in text
    assert "> **Bør:** " in text


def test_the_list_names_every_recommendation_in_each_language(site: Tree) -> None:
    for folder in ("", "nn/"):
        text = site[f"{folder}llms.txt"].decode()
        twins = {path.removeprefix(folder) for path in site
                 if re.fullmatch(rf"{folder}[a-z-]+/[a-z-]+/index\.md", path)
                 and (folder or not path.startswith("nn/"))
                 and not re.search("(?:^|/)(?:for|faser)/", path)}
        assert twins and all(f"]({path})" in text for path in twins)
    assert b"(nn/llms.txt)" in site["llms.txt"]


def test_a_version_has_its_own_twins(tmp_path: Path) -> None:
    case = released_once(tmp_path / "rot")
    assert case.build().pages
    text = (case.site / "v/1.0.0/index.md").read_text(encoding="utf-8")
    assert "- Versjon: 1.0.0\n" in text and "- Adresse: https://example.test/v/1.0.0/\n" in text
    assert LINK in case.page("v/1.0.0")
    listed = (case.site / "v/1.0.0/llms.txt").read_text(encoding="utf-8")
    assert "- Versjon: 1.0.0\n" in listed
    assert (case.site / "endringer/index.md").read_text(encoding="utf-8").count("## Versjon") == 1


def test_every_kind_of_page_has_a_twin_or_a_reason() -> None:
    known = {page.id for page in PAGES}
    assert set(WITHOUT) <= known
    assert known - set(WITHOUT) == {
        "forside", "kapittel", "anbefaling", "side", "kilder", "lover", "ordliste",
        "metoderapport", "roller", "rolle", "faser", "oversikt", "endringer", "utgave",
        "fase", "gjor", "ansvar", "enkelt", "kurs",
    }


@pytest.mark.parametrize(("written", "made"), [
    ("Se `[@kilde]` og [planen](anbefaling:a).", "Se `[@kilde]` og [planen](../hjem/a/index.md)."),
    ("Se [siden](side:metode#del).", "Se [siden](../metode/index.md)."),
    ("Et [[ord|vist ord]] og [[annet]].", "Et vist ord og annet."),
    ("```\n[[a]]\n```\n\n[[a]]", "```\n[[a]]\n```\n\na"),
    ("# Over\n\nTekst.", "### Over\n\nTekst."),
    ("(se [@ukjent, s. 3])", "(se (ukjent, s. 3))"),
])
def test_prose_becomes_common_markdown(written: str, made: str) -> None:
    assert Prose(CONTEXT, "../").text(written, 2) == made
