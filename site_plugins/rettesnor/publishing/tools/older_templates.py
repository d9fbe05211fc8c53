"""Templates that are older than what they serve: what an editor should look at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from rettesnor.model.form_template import NOT_SERVED, Mal, newer
from rettesnor.model.problem import Problem, Severity
from rettesnor.reading.checks.phrases import both
from rettesnor.reading.content.change_fragments import read_release
from rettesnor.reading.content.guideline_paths import part_path
from rettesnor.releases.timeline import read

PART = "maler"
"""The part of the frame that holds the templates."""


def versions_of(changelog: Path, released: Iterable[str]) -> Mapping[str, str]:
    """Return the release that last changed each template, by id.

    Args:
        released: the templates that the last release has.

    Raises:
        ManifestError: a release was tampered with.
    """
    return read(changelog, read_release).post_versions(PART, released)


def served_versions(changelog: Path) -> Mapping[str, str]:
    """Return the release that last changed what templates are made from, by recommendation.

    Raises:
        ManifestError: a release was tampered with.
    """
    return read(changelog, read_release).versions_besides(NOT_SERVED)


def older(
    templates: Collection[Mal], own: Mapping[str, str], recommendations: Mapping[str, str],
    changed: Collection[str] = (), touched: Collection[str] = (),
) -> Iterator[Problem]:
    """Yield a warning for each template that somebody should look at.

    Args:
        own: the release that last changed each template.
        recommendations: the release that last changed each recommendation.
        changed: the recommendations that differ from the last release.
        touched: the templates that do.
    """
    for template in templates:
        if template.id in touched or template.id not in own:
            continue
        late = dict(newer(template, own[template.id], recommendations))
        now = [id_ for id_ in template.anbefalinger if id_ in changed]
        said = [f"«{id_}» i {version}" for id_, version in late.items() if id_ not in now]
        said += [f"«{id_}» i arbeidsutgaven" for id_ in now]
        if said:
            yield Problem(
                part_path("template", template.id), 1, 1, "mal-eldre",
                f"Malen er sist endret i {own[template.id]}. Etter det er {both(said)} endret.",
                "Se om malen må endres. Må den ikke det, skriver du i «gjennomgatt» hvilken utgave "
                "du har holdt den mot.", Severity.WARNING, field="anbefalinger",
            )
