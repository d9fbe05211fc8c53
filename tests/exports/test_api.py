"""The API as a client meets it: over HTTP, by the index, with every hash checked."""

from __future__ import annotations

import functools
import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urljoin
from urllib.request import urlopen

import jsonschema
import pytest

from tests.support.past_site import PastSite, released_twice


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Client:
    """All that a client needs: the address of the index."""

    def __init__(self, index: str) -> None:
        self.address = index
        self.index = json.loads(get(index))

    def in_force(self, day: str) -> dict[str, Any] | None:
        """Return the version in force on ``day`` (ISO 8601)."""
        for version in self.index["versjoner"]:
            if version["fra"] <= day and (version["til"] is None or day < version["til"]):
                found: dict[str, Any] = version
                return found
        return None

    def file(self, version: dict[str, Any], name: str) -> Any:
        """Return a file of ``version``, whose bytes are what the index promised."""
        listed = version["filer"][name]
        data = get(urljoin(self.address, listed["adresse"]))
        assert hashlib.sha256(data).hexdigest() == listed["sha256"]
        return json.loads(data)


def get(url: str) -> bytes:
    """Return what answers at ``url``."""
    with urlopen(url, timeout=10) as answer:
        data: bytes = answer.read()
    return data


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> PastSite:
    """The site after two releases."""
    case = released_twice(tmp_path_factory.mktemp("api"))
    assert case.build(address="").faults == ()
    return case


@pytest.fixture(scope="module")
def client(site: PastSite) -> Iterator[Client]:
    """A client of the site on loopback."""
    handler = functools.partial(Quiet, directory=str(site.site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Client(f"http://127.0.0.1:{server.server_address[1]}/api/v1/versjoner.json")
        server.shutdown()


def test_what_applied_on_14_january_2027(client: Client) -> None:
    version = client.in_force("2027-01-14")
    assert version is not None
    assert version["versjon"] == "1.0.0"
    snapshot = client.file(version, "snapshot.json")
    plan = next(a for a in snapshot["anbefalinger"] if a["id"] == "skriftlig-plan")
    assert plan["styrke"] == "bør"


@pytest.mark.parametrize(("day", "version"), [
    ("2026-11-21", None), ("2026-11-22", "1.0.0"), ("2027-02-28", "1.0.0"),
    ("2027-03-01", "2.0.0"), ("2040-01-01", "2.0.0"),
])
def test_periods_meet_without_gap_or_overlap(
    client: Client, day: str, version: str | None
) -> None:
    found = client.in_force(day)
    assert (found["versjon"] if found else None) == version


def test_each_recommendation_is_as_the_manifest_says(client: Client) -> None:
    for version in client.index["versjoner"]:
        manifest = client.file(version, "manifest.json")
        snapshot = client.file(version, "snapshot.json")
        for recommendation in snapshot["anbefalinger"]:
            text = json.dumps(
                recommendation, ensure_ascii=False, sort_keys=True, separators=(",", ":")
            )
            listed = manifest["anbefalinger"][recommendation["id"]]
            assert hashlib.sha256(text.encode()).hexdigest() == listed["sha256"]


def test_manifests_are_chained(client: Client) -> None:
    first, second = client.index["versjoner"]
    link = client.file(second, "manifest.json")["forrige"]
    assert link == {"versjon": "1.0.0", "sha256": first["filer"]["manifest.json"]["sha256"]}


def test_the_change_log_is_data_too(client: Client) -> None:
    release = client.file(client.index["versjoner"][1], "release.json")
    assert release["forrige"] == "1.0.0"
    assert "delt" in {change["slag"] for change in release["endringer"]}


def test_all_texts_of_a_recommendation(client: Client) -> None:
    data = json.loads(get(urljoin(client.address, "anbefalinger/skriftlig-plan.json")))
    assert [one["versjon"] for one in data["versjoner"]] == ["1.0.0", "2.0.0"]
    assert data["versjoner"][1]["anbefaling"]["styrke"] == "skal"


def test_pages_of_the_index_answer(client: Client) -> None:
    for version in client.index["versjoner"]:
        for name in ("side", "endringer"):
            assert b"<!doctype html>" in get(urljoin(client.address, version[name]))


class TestDescription:
    def test_it_describes_what_is_there(self, client: Client) -> None:
        document = json.loads(get(urljoin(client.address, "openapi.json")))
        assert document["openapi"] == "3.1.0"
        server = urljoin(urljoin(client.address, "openapi.json"), document["servers"][0]["url"])
        for path, methods in document["paths"].items():
            url = path
            for parameter in methods["get"].get("parameters", ()):
                url = url.replace(f"{{{parameter['name']}}}", parameter["example"])
            answer = get(urljoin(f"{server}/", url.lstrip("/")))
            (kind, content), = methods["get"]["responses"]["200"]["content"].items()
            schema = {**content["schema"], "components": document["components"]}
            if kind == "application/json":
                jsonschema.validate(json.loads(answer), schema)
            if "example" in content:
                jsonschema.validate(content["example"], schema)

    def test_examples_and_answers_have_the_same_fields(self, client: Client) -> None:
        document = json.loads(get(urljoin(client.address, "openapi.json")))
        schema = document["components"]["schemas"]["Index"]
        assert set(schema["required"]) == set(client.index)


def test_before_the_first_release_the_index_is_empty(tmp_path: Any) -> None:
    case = PastSite(tmp_path)
    case.build()
    index = json.loads((case.site / "api/v1/versjoner.json").read_text(encoding="utf-8"))
    assert index["gjeldende"] is None
    assert index["versjoner"] == []
