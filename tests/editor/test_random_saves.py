"""Forms of every kind, saved at random: only what is edited changes, and it reads back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rettesnor_editor.documents import Document

from tests.editor import random_saves


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    """Everything that has a form, but for what stands in the largest files."""
    place: Path = tmp_path_factory.mktemp("g")
    found = random_saves.documents(random_saves.folder_of_everything(place))
    return [one for one in found if len(one.before) < 60_000]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**9))
def test_a_save_changes_what_was_edited_and_nothing_else(
    everything: list[Document], seed: int
) -> None:
    random_saves.one(everything, seed)
