"""``release.yml``: a release described for people, as YAML that the strict loader reads."""

from __future__ import annotations

import dataclasses
from typing import Any

import yaml

from rettesnor.model.change import Endring, Utgave
from rettesnor.model.convert import to_data

_HEAD = "# Skrevet av «rettesnor release». Endres aldri: en rettelse er en ny utgave.\n"
_WIDTH = 100


class _Dumper(yaml.SafeDumper):
    """Writes values out in full, and lists indented below their field."""

    def ignore_aliases(self, data: Any) -> bool:
        """Say that nothing is written as a reference to something else."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent lists, too."""
        super().increase_indent(flow, False)


def dump(utgave: Utgave) -> bytes:
    """Return the file that tells of ``utgave``."""
    data = to_data(utgave)
    if utgave.endringer:
        data["endringer"] = [_told(change) for change in utgave.endringer]
    return _HEAD.encode() + dump_data(data)


def dump_data(data: Any) -> bytes:
    """Return ``data`` as YAML that the strict loader reads."""
    text: str = yaml.dump(
        data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH,
        default_flow_style=False,
    )
    return text.encode()


def _told(change: Endring) -> dict[str, Any]:
    """Return a fragment as it was written: it always says whether it is substantive."""
    said = to_data(change)
    return {
        field.name: getattr(change, field.name) if field.name == "vesentlig" else said[field.name]
        for field in dataclasses.fields(change)
        if field.name in said or field.name == "vesentlig"
    }
