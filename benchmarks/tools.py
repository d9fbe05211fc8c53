"""What is measured: a tool, the commands that work it, and how it takes its content."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Protocol

from rettesnor.model.recommendation import Recommendation

from benchmarks.files import write_project, write_recommendation
from benchmarks.generator import Corpus


class Content(Protocol):
    """How a tool's content is put into its folder."""

    def write(self, corpus: Corpus, root: Path) -> None:
        """Write everything the tool needs to build the guideline in ``root``."""

    def revise(self, corpus: Corpus, recommendation: Recommendation, root: Path) -> None:
        """Write the changed recommendation over the old one."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A site generator, ready to run.

    Attributes:
        name: one word, the key in the raw figures.
        label: how tables and plots call it.
        version: the versions of what was run, for people.
        packages: name and version of everything installed with it.
        build: the command of a build, run in the tool's folder.
        content: how content gets there.
        leavings: what builds leave in the folder; removed before a cold build.
        remarks: what is unlike the other tools in the work it does, one sentence each.
        check: the command that only checks the content; empty when there is none.
        serve: the command of the development server, ``{port}`` standing for its port;
            empty when it is not measured.
    """

    name: str
    label: str
    version: str
    packages: tuple[str, ...]
    build: tuple[str, ...]
    content: Content
    leavings: tuple[str, ...]
    remarks: tuple[str, ...]
    check: tuple[str, ...] = ()
    serve: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DataFiles:
    """The project's own YAML files; ``configuration`` is the text of mkdocs.yml."""

    configuration: str

    def write(self, corpus: Corpus, root: Path) -> None:
        """Write the guideline and the configuration."""
        write_project(corpus, root, self.configuration)

    def revise(self, corpus: Corpus, recommendation: Recommendation, root: Path) -> None:
        """Write one YAML file again."""
        write_recommendation(recommendation, root)


def rettesnor(command: str, configuration: str) -> Tool:
    """Return this project as a tool; ``command`` is the path of its command line."""
    packages = sorted(
        f"{package.metadata['Name']}=={package.version}" for package in metadata.distributions()
    )
    shown = ("rettesnor", "mkdocs", "mkdocs-material")
    return Tool(
        name="rettesnor",
        label="Rettesnor",
        version=", ".join(f"{name} {_version(name)}" for name in shown),
        packages=tuple(packages),
        build=(command, "build"),
        content=DataFiles(configuration),
        leavings=("site", ".rettesnor"),
        remarks=(
            "reads YAML, checks every file against schema and rules, resolves every reference",
        ),
        check=(command, "check"),
        serve=(command, "serve", "--port", "{port}"),
    )


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "(not installed as a package)"
