"""What a visit is about: its case, the standard it is held against, the group, the sample to draw."""

from dataclasses import dataclass
from typing import Final

import certification.cases.facade as cases
import certification.standards.facade as standards
import sellers.registry.facade as registry

#: ISO 2859-1, table 1: general inspection level II, where the standard names none.
_LEVEL: Final = "II"
_AQL: Final = "2.5"


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of the checklist. ``limit`` is what the standard asks, in words."""

    code: str
    name: str
    kind: str
    unit: str
    method: str
    critical: bool
    choices: tuple[tuple[str, str], ...]
    limit: str


@dataclass(frozen=True, slots=True)
class Facts:
    """``pieces`` is how many are looked at: by the plan, all, or as many as the standard says."""

    case: cases.Case
    version: standards.Version
    group: registry.Group
    asked: tuple[Asked, ...]
    photographs: tuple[tuple[str, str, bool], ...]
    plan: standards.SamplePlan | None
    pieces: int
    needs_sample: bool


def facts_of(case_number: str) -> Facts:
    """
    Return everything that a visit to a case needs to know.

    Raises:
        CaseUnknown, VersionUnknown, GroupUnknown: the case is broken or not there.
    """
    case = cases.case(case_number)
    version = standards.version(case.version_id)
    return Facts(
        case=case,
        version=version,
        group=registry.group(case.group_code),
        asked=tuple(
            Asked(
                code=each.code,
                name=each.name,
                kind=each.kind,
                unit=each.unit,
                method=each.method,
                critical=each.critical,
                choices=tuple((choice.code, choice.label) for choice in each.choices),
                limit=standards.limit_text(each, version.grades),
            )
            for each in version.parameters_from("inspection")
        ),
        photographs=tuple(
            (each.code, each.label, each.required) for each in version.evidence if each.kind == "photo"
        ),
        plan=_plan(case, version),
        pieces=_pieces(case, version),
        needs_sample=case.step(cases.StepName.LABORATORY) == cases.StepState.NEEDED,
    )


def _plan(case: cases.Case, version: standards.Version) -> standards.SamplePlan | None:
    if version.sampling.kind != "iso2859" or case.quantity < 2:
        return None
    return standards.sample_plan(
        case.quantity, level=version.sampling.level or _LEVEL, aql=version.sampling.aql or _AQL
    )


def _pieces(case: cases.Case, version: standards.Version) -> int:
    plan = _plan(case, version)
    if plan is not None:
        return plan.size
    return min(case.quantity, version.sampling.count) if version.sampling.kind == "fixed" else case.quantity
