"""Imported recommendations as YAML files, and what a check finds wrong with them."""

from __future__ import annotations

from typing import Any

import yaml

from rettesnor.model.problem import Problem
from rettesnor.reading.checks.rules.strengths import lacks_verb
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.schema import validate as schema
from rettesnor.reading.yaml import loader

_WIDTH = 100


class _Dumper(yaml.SafeDumper):
    """Writes long text as literal blocks, indented lists, and no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        """Say that every value is written out in full."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent lists, too."""
        super().increase_indent(flow, False)


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def to_yaml(data: dict[str, Any]) -> str:
    """Return ``data`` as YAML that the strict loader accepts."""
    return yaml.dump(
        data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH,
        default_flow_style=False,
    )


def problems_of(path: str, text: str) -> list[Problem]:
    """Return the problems of a written recommendation, except its missing fields."""
    if not path.startswith("recommendations/"):
        return []
    data, problems = loader.load(text, path)
    document = Document(path, text, data)
    problems += [
        one for one in schema.validate(document, "recommendation") if one.code != "felt-mangler"
    ]
    if "kort_anbefaling" in data and lacks_verb(data["kort_anbefaling"]):
        problems.append(document.problem(
            "verb-mangler", ("kort_anbefaling",),
            "Setningen har verken «skal», «bør» eller «kan».", "Skriv den med verbet for styrken.",
        ))
    return problems
