"""Drafting a release: what it will say, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rettesnor.model.change import EndretAnbefaling, Endring, Utgave
from rettesnor.model.diff import diff
from rettesnor.model.edition import Edition
from rettesnor.model.problem import Problem
from rettesnor.releases.dates import after_release
from rettesnor.releases.manifest import Manifest
from rettesnor.releases.notes import changed_guideline, changed_recommendations, tombstones
from rettesnor.releases.requirements import Documented
from rettesnor.releases.version import Version, least_after, read_version, step_between


@dataclass(frozen=True)
class Last:
    """The release before: its manifest, the manifest's bytes, and what it said."""

    manifest: Manifest
    manifest_bytes: bytes
    edition: Edition


@dataclass(frozen=True)
class ReleasePlan:
    """A release that may be made.

    Attributes:
        edition: what it will say, with its version and the dates it sets.
        withdrawn: ids that stop applying with it.
    """

    utgave: Utgave
    edition: Edition
    withdrawn: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """Why a release cannot be made: problems in files, and what is wrong with the order itself."""

    problems: tuple[Problem, ...] = ()
    says: tuple[str, ...] = ()


def comparable(now: Edition, last: Edition) -> Edition:
    """Return ``now`` with the last release's version: that number is the release's to set."""
    guideline = replace(now.guideline, versjon=last.guideline.versjon)
    return replace(now, guideline=guideline)


def plan_release(
    now: Edition, last: Last | None, fragments: Sequence[Endring], version: Version, day: str,
    account: Documented | None = None,
) -> ReleasePlan | Refusal:
    """Return the release of ``now`` as ``version`` on ``day``, or what stands in its way.

    Args:
        account: what differs from ``last``, where that is known already.
    """
    if last is None:
        return _first(now, fragments, version, day)
    if account is None:
        comparison = diff(last.edition, comparable(now, last.edition))
        account = Documented(last.edition, now, comparison, fragments)
    problems = account.problems()
    if problems:
        return Refusal(tuple(problems))
    objections = _objections(account, last, version, day)
    if objections:
        return Refusal(says=tuple(objections))
    substantive = {id_ for f in fragments if f.vesentlig for id_ in f.ids}
    moved = {f.til[0]: f.fra[0] for f in fragments if f.slag == "flyttet"}
    old = last.edition.recommendations
    recommendations = dict(now.recommendations)
    for id_, difference in account.differing.items():
        if difference.kind == "removed":
            continue
        recommendation = now.recommendations[id_]
        before = old.get(id_) or old.get(moved.get(id_, ""))
        dates = after_release(
            recommendation.datoer, before.datoer if before else None, day,
            substantive=id_ in substantive, published=before.datoer.publisert if before else "",
            years=now.guideline.gjennomgang.aar or 0,
        )
        recommendations[id_] = replace(recommendation, datoer=dates)
    whole = after_release(
        now.guideline.datoer, last.edition.guideline.datoer, day, substantive=bool(substantive),
        years=now.guideline.gjennomgang.aar or 0,
    )
    guideline = replace(now.guideline, versjon=str(version), datoer=whole)
    utgave = Utgave(
        str(version), day, last.manifest.versjon, account.step, tuple(fragments),
        changed_recommendations(account), changed_guideline(account), tombstones(account, day),
    )
    return ReleasePlan(utgave, replace(now, guideline=guideline, recommendations=recommendations),
                 account.withdrawn)


def _first(
    now: Edition, fragments: Sequence[Endring], version: Version, day: str
) -> ReleasePlan:
    """Return the release that everything is new in; no fragments are asked for."""
    years = now.guideline.gjennomgang.aar or 0
    recommendations = {
        id_: replace(r, datoer=after_release(r.datoer, None, day, substantive=True, years=years))
        for id_, r in now.recommendations.items()
    }
    dates = after_release(now.guideline.datoer, None, day, substantive=True, years=years)
    guideline = replace(now.guideline, versjon=str(version), datoer=dates)
    told = tuple(
        EndretAnbefaling(id_, "ny", endringer=tuple(f.fil for f in fragments if id_ in f.ids))
        for id_ in sorted(now.recommendations)
    )
    utgave = Utgave(str(version), day, endringer=tuple(fragments), anbefalinger=told)
    return ReleasePlan(utgave, replace(now, guideline=guideline, recommendations=recommendations))


def _objections(account: Documented, last: Last, version: Version, day: str) -> list[str]:
    """Return what is wrong with the version and the day."""
    before = read_version(last.manifest.versjon)
    assert before is not None
    if not account.comparison:
        return [f"Ingenting er endret siden utgave {before}."]
    objections = []
    if day < last.manifest.dato:
        objections.append(
            f"Datoen {day} er før forrige utgave, {before} fra {last.manifest.dato}."
        )
    least = least_after(before, account.step)
    if version < least:
        objections.append(
            f"{version} er et for lite steg fra {before}. Endringene krever en "
            f"{step_between(before, least)}: "
            f"skriv {least} eller høyere."
        )
    return objections
