"""Another round of a case: what is looked at again counts anew."""

from collections.abc import Collection
from datetime import datetime

import certification.standards.facade as standards
from certification.cases.models import Case, Retraction
from certification.cases.selectors.findings import live_rows
from certification.cases.services import clocks
from certification.cases.states import StepName, StepState
from jkrlm.kernel.clock import local_date

#: Whose parameters a step answers.
_SOURCES = {StepName.INSPECTION: "inspection", StepName.LABORATORY: "laboratory"}


def begin_round(case: Case, *, anew: Collection[StepName], user_id: int | None, now: datetime) -> None:
    """
    Begin another round of a locked case, in which these steps are done again; the caller saves the case.

    What was found in them counts no more; the findings stay readable.
    """
    case.round += 1
    case.inspector = None
    for step in anew:
        need_again(case, step)
    take_back_values(case, anew, reason="looked at again", user_id=user_id, now=now)
    clocks.begin_again(case, local_date(now))


def need_again(case: Case, step: StepName) -> None:
    """Let a step be done again, unless the standard never asks for it."""
    if getattr(case, step.value) != StepState.NOT_NEEDED:
        setattr(case, step.value, StepState.NEEDED)


def take_back_values(
    case: Case, steps: Collection[StepName], *, reason: str, user_id: int | None, now: datetime
) -> None:
    version = standards.version(case.version_id)
    codes = {each.code for step in steps for each in version.parameters_from(_SOURCES[step])}  # type: ignore[arg-type]
    last: dict[str, int] = {}
    for row in live_rows(case.pk):
        if row.code in codes and row.source != "declared":
            last[row.source] = max(last.get(row.source, 0), row.pk)
    Retraction.objects.bulk_create(
        Retraction(case=case, source=source, last_id=last_id, reason=reason, by_id=user_id, at=now)
        for source, last_id in sorted(last.items())
    )
