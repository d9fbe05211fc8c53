"""LIX, held to texts that were counted by hand."""

from __future__ import annotations

import pytest
from rettesnor.model.readability import Readability, readability


@pytest.mark.parametrize(("texts", "words", "sentences", "long_words", "lix"), [
    # 4 words in 1 sentence, none long: 4 + 0
    (["Du er med her."], 4, 1, 0, 4),
    # 10 words in 2 sentences, «skolen» has 6 letters, «læreren» 7: 5 + 100 * 1 / 10
    (["Du kan gå til skolen. Der er læreren i dag."], 10, 2, 1, 15),
    # each text ends a sentence, with a full stop or without: 3 + 0
    (["Du er her", "Vi er der."], 6, 2, 0, 3),
    # «bl.a.» and «f.eks.» end none; 11 words, «hjelpen» is long: 11 + 100 * 1 / 11 = 20.09
    (["Du får hjelpen bl.a. av en voksen, f.eks. en du liker."], 11, 1, 1, 20),
    # a colon ends a sentence, as Björnsson counts: 2 sentences, 6 words, «spørsmål» is long
    (["Du har ett spørsmål: Hva nå?"], 6, 2, 1, 20),
    # a hyphen joins one word of more than six letters: 1 + 100
    (["PP-tjenesten."], 1, 1, 1, 101),
    # a number is a word; a lone sign is none
    (["Fra 15 år – og ikke før."], 6, 1, 0, 6),
    (["", "«…»"], 0, 0, 0, 0),
])
def test_lix(texts: list[str], words: int, sentences: int, long_words: int, lix: int) -> None:
    found = readability(texts)
    assert found == Readability(words, sentences, long_words)
    assert found.lix == lix
