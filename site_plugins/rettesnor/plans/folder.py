"""A plan's folder as a whole: the plan, the national release it builds on, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rettesnor.model.edition import Edition, in_language
from rettesnor.model.local_plan import SNAPSHOT, LocalPlan
from rettesnor.model.problem import Problem, Severity
from rettesnor.plans.national import National, NationalError, sha256, snapshot_of
from rettesnor.reading.content.local_plan import built_on_problem, plan_problems, read_plan
from rettesnor.reading.files.folder import Folder


@dataclass(frozen=True)
class OpenedPlan:
    """What a plan's folder holds.

    Attributes:
        plan: None when ``plan.yml`` cannot be read or breaks its schema.
        data: what the file says; empty when it cannot be read.
        base: the national release; None when it is missing or not as it was published.
        conflicts: what ``konflikter.yml`` says; empty without one.
        problems: everything that is wrong, in the order of the files.
    """

    plan: LocalPlan | None
    data: Mapping[str, Any]
    base: National | None
    conflicts: Mapping[str, Any]
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        """Whether it can be published: there are warnings at most."""
        return all(problem.severity is Severity.WARNING for problem in self.problems)

    @property
    def national(self) -> Edition:
        """The national release in the plan's language.

        Raises:
            ValueError: the plan or the release could not be read.
        """
        if self.plan is None or self.base is None:
            raise ValueError("a plan with errors has no national text")
        return in_language(self.base.edition, self.plan.sprak)


def open_plan(folder: Folder, as_of: date) -> OpenedPlan:
    """Return the plan in ``folder``, judged on the day ``as_of``."""
    reading = read_plan(folder)
    document, problems = reading.document, [*reading.problems]
    data: Mapping[str, Any] = document.data if document is not None else {}
    base = None
    if document is not None and isinstance(data.get("bygger_paa"), Mapping):
        said = data["bygger_paa"]
        if reading.snapshot is None:
            problems.append(built_on_problem(document, f"Fila {SNAPSHOT} mangler."))
        elif sha256(reading.snapshot) != said.get("sha256"):
            problems.append(built_on_problem(
                document, f"{SNAPSHOT} er ikke den utgaven som planen bygger på: kontrollsummen "
                "stemmer ikke.",
            ))
        else:
            try:
                edition = snapshot_of(reading.snapshot)
                base = National(reading.snapshot, edition, {}, str(said.get("nettsted", "")))
            except NationalError as error:
                problems.append(built_on_problem(document, str(error)))
    if reading.plan is not None and document is not None and base is not None:
        problems += plan_problems(document, in_language(base.edition, reading.plan.sprak), as_of)
    return OpenedPlan(reading.plan, data, base, reading.conflicts, tuple(sorted(problems)))
