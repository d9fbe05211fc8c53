"""What a preview shows of a recommendation file with errors that was never sound."""

from __future__ import annotations

import json

from rettesnor.model.edition import recommendation_data
from rettesnor.reading.content.from_snapshot import prose_of
from rettesnor.reading.content.partial_recommendation import UNREADABLE, salvage

from tests.reading.test_after_a_schema_fault import PATH, schema_faults, sound


def test_every_field_that_can_be_read_is_shown() -> None:
    whole = salvage(json.dumps(sound()).encode(), PATH, "kapittel", "tidlig-samtale")
    fields = recommendation_data(whole)
    assert {"tittel", "praktisk_gjennomforing", "juridiske_rammer"} <= fields.keys()
    count = 0
    for what, data in schema_faults(sound()):
        shown = salvage(json.dumps(data).encode(), PATH, "kapittel", "tidlig-samtale")
        assert prose_of(shown)
        assert shown.id == "tidlig-samtale" and shown.tittel and shown.styrke and shown.status
        field = what.split(" ", 1)[0].rstrip(":").split(".")[0]
        for name, value in fields.items():
            if name not in (field, "id", "styrke"):
                assert recommendation_data(shown)[name] == value, (what, name)
        count += 1
    assert count > 120


def test_a_file_that_is_no_yaml_is_shown_as_it_is() -> None:
    text = "tittel: Tidlig samtale\nstyrke: bør\n  kort_anbefaling: [\n"
    shown = salvage(text.encode(), PATH, "kapittel", "tidlig-samtale")
    assert (shown.tittel, shown.styrke) == ("Tidlig samtale", "bør")
    assert "kort_anbefaling: [" in shown.praktisk_gjennomforing.tekst
    assert shown.begrunnelse.tekst == UNREADABLE


def test_a_text_that_cannot_be_read_is_replaced_by_a_note() -> None:
    data = {**sound(), "begrunnelse": {"tekst": 17, "ressursbruk": "Lite."}}
    shown = salvage(json.dumps(data).encode(), PATH, "kapittel", "tidlig-samtale")
    assert (shown.begrunnelse.tekst, shown.begrunnelse.ressursbruk) == (UNREADABLE, "Lite.")
