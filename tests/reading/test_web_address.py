"""Addresses: one rule for every field of every kind of file, and for links in prose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from rettesnor.reading.markdown.render import render
from rettesnor.reading.schema import validate as schema
from rettesnor.reading.schema.web_address import doubt, hosts, is_address, is_private

HOSTILE = [
    form.format(scheme)
    for scheme in ("javascript", "data", "vbscript", "file", "ftp", "JavaScript", "blob", "ws")
    for form in ("{}:alert(1)", "{}://a.no/%0Aalert(1)", " {}://a.no/", "\t{}://a.no/", "\x01{}:a",
                 "{}\n://a.no/", "{}:%2F%2Fa.no")
] + [" https://a.no/", "https://a.no/ b", "//a.no/", "https:a.no", "https://", "HTTPS://a.no",
     "https://a.no/\x01", "https://a.no/\"onclick=\"a", "https://user@a.no/", "mailto:", "mailto:a",
     "mailto:a@b.no?bcc=c@d.no", "mailto:a@b.no\nc"]


def address_fields(node: Any, way: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield what each schema says of a field with an address."""
    if isinstance(node, list):
        for item in node:
            yield from address_fields(item, way)
    if isinstance(node, Mapping):
        named = way[-1:] and way[-1] in ("lenke", "URL", "erklaering", "adresse", "url")
        if node.get("format") in ("uri", "iri") or (named and node.get("type") == "string"):
            yield way, node
        for name, inner in node.items():
            yield from address_fields(inner, (*way, name))


FIELDS = [(kind, way, node) for kind in schema.KINDS
          for way, node in address_fields(schema.load(kind)) if kind != "hearing"]
"""All but where answers to a hearing go, which may be a template, and has a rule of its own."""


def test_the_fields_are_found() -> None:
    assert {kind for kind, _, _ in FIELDS} >= {
        "guideline", "recommendation", "sources", "laws", "accessibility"
    }


@pytest.mark.parametrize(
    ("kind", "way", "node"), FIELDS, ids=[f"{k}-{'.'.join(w[-2:])}" for k, w, _ in FIELDS]
)
def test_a_field_takes_no_address_that_runs_or_hides(
    kind: str, way: tuple[str, ...], node: Mapping[str, Any]
) -> None:
    judge = schema._strict({**node, "$defs": schema.load(kind).get("$defs", {})})
    assert [text for text in HOSTILE if judge.is_valid(text)] == []
    inside = kind == "accessibility" and way[-1] == "adresse"
    good = "anbefalinger/?side=2" if inside else "https://www.udir.no/laring-og-trivsel/a_b/?c=d#e"
    assert judge.is_valid(good)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_link_in_prose_takes_none_either(text: str) -> None:
    made, _ = render(f"[siden]({text})", prefix="", min_heading=3, anchored=False)
    for scheme in ("javascript", "data", "vbscript", "file", "ftp", "blob", "ws"):
        assert f'href="{scheme}' not in made.html.casefold()


@pytest.mark.parametrize("text", [
    "https://www.udir.no/", "http://a.no:8080/b", "https://lovdata.no/lov/2023-06-09-30/§10-6",
    "https://no.wikipedia.org/wiki/Skulk_(skole)", "https://a.no/?q=å&b=c;d", "https://skåne.se/",
    "mailto:post@udir.no", "mailto:post.mottak@a-b.kommune.no",
])
def test_ordinary_addresses_pass(text: str) -> None:
    assert is_address(text)
    assert [doubt(host) for _, host in hosts(text)] in ([], [""])


@pytest.mark.parametrize("host", [
    "localhost", "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "[::1]",
    "[fe80::1]", "[fd00:ec2::254]", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0.0.0.0",
    "intranett", "a.local", "metadata.google.internal",
])
def test_machines_of_ones_own_network(host: str) -> None:
    assert is_private(host) and doubt(host)


@pytest.mark.parametrize("host", ["www.udir.no", "8.8.8.8", "1.1", "ebøker.no", "xn--bker-hra.no"])
def test_machines_on_the_public_network(host: str) -> None:
    assert is_private(host) is (host == "1.1") or not is_private(host)
    assert host == "1.1" or not doubt(host)


@pytest.mark.parametrize("host", ["udіr.no", "аpple.com", "ɡoogle.no", "xn--udr-khd.no"])
def test_names_that_look_like_others(host: str) -> None:
    assert "likne" in doubt(host)
