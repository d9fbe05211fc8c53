"""Caches and a site that came with the repository are not believed."""

from __future__ import annotations

import os
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from rettesnor.publishing.cache import store as store_module
from rettesnor.publishing.cache.store import Store
from rettesnor.publishing.incremental.reuse import PreviousBuild, previous_build, save_build_state
from rettesnor.publishing.options import STATE

from tests.support.guidelines import tree
from tests.support.past_site import PastSite, released_twice

EVIL = b"<script src=https://example.test/x.js></script>"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PastSite:
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    case = released_twice(tmp_path)
    case.build()
    return case


def change(path: Path) -> bytes:
    """Replace a file by another one, as a checkout does."""
    data = path.read_bytes() + EVIL
    path.unlink()
    path.write_bytes(data)
    return data


def test_a_page_vouched_for_by_another_machine_is_made_again(
    site: PastSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean = tree(site.site)
    data = change(site.site / "om/index.html")
    foreign = Store(site.root / STATE)
    before = previous_build(foreign, "")
    pages = dict(before.pages)
    pages["om/"] = replace(pages["om/"], digest=sha256(data).hexdigest())
    save_build_state(foreign, "", PreviousBuild(pages, before.files), before)
    monkeypatch.setattr(store_module, "machine_key", lambda: b"b" * 32)
    site.build()
    assert tree(site.site) == clean


@pytest.mark.parametrize("name", ["om/index.html", "index.html"])
def test_an_old_version_with_another_file_in_it_is_made_again(site: PastSite, name: str) -> None:
    clean = tree(site.site)
    change(site.site / "v/1.0.0" / name)
    change(site.root / STATE / "utgaver/1.0.0/sider" / name)
    (site.site / "v/1.0.0/ny.js").write_bytes(EVIL)
    (site.root / STATE / "utgaver/1.0.0/sider/ny.js").write_bytes(EVIL)
    site.build()
    assert tree(site.site) == clean


def test_data_of_an_old_version_is_looked_at_too(site: PastSite) -> None:
    clean = tree(site.site)
    change(site.site / "api/v1/versjoner/1.0.0/snapshot.json")
    change(site.root / STATE / "utgaver/1.0.0/data/snapshot.json")
    site.build()
    assert tree(site.site) == clean


def test_a_whole_state_from_elsewhere_costs_time_only(
    site: PastSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean = tree(site.site)
    monkeypatch.setattr(store_module, "machine_key", lambda: b"b" * 32)
    assert site.build().rendered > 0
    assert tree(site.site) == clean
    assert site.build().rendered < 5
