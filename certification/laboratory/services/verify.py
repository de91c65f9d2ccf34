"""A second person verifies what the first measured, and releases it: the case has its findings."""

from datetime import datetime

from django.db import transaction

import certification.cases.facade as cases
import certification.standards.facade as standards
from certification.laboratory.errors import NotForHer
from certification.laboratory.models import Result, Sample
from certification.laboratory.selectors import live_results, locked, values_of
from certification.laboratory.services.measure import refuse_stranger
from certification.laboratory.services.move import move, require, why
from certification.laboratory.states import SampleState
from jkrlm.people.facade import User, audit


@transaction.atomic
def take_to_verify(*, code: str, by: User) -> Sample:
    """
    Take a measured sample to verify it: from now on its results are hers to read, and nobody else's.

    Raises:
        SampleUnknown, WrongState; NotForHer: she measured it, another person verifies it, or she may not.
    """
    sample = locked(code)
    if sample.verifier_id == by.pk:
        return sample
    _refuse_first(sample, by)
    if sample.verifier_id is not None:
        raise NotForHer("Somebody else verifies this sample already.")
    refuse_stranger(sample, by)
    require(sample, SampleState.ENTERED)
    sample.verifier = by
    sample.save(update_fields=("verifier",))
    audit(actor=by, verb="cert.sample.verify", target=f"sample {sample.number}")
    return sample


@transaction.atomic
def release(*, code: str, seen: str, by: User, now: datetime) -> Sample:
    """
    Release the results to the case. ``seen`` names what she looked at: what changed since is looked at again.

    Released by her before, nothing changes.

    Raises:
        SampleUnknown, WrongState; NotForHer: she measured it, or did not take it to verify.
        DomainError: the case takes no findings now.
    """
    sample = locked(code)
    _refuse_first(sample, by)
    if sample.verifier_id != by.pk:
        raise NotForHer("Take the sample to verify it first.")
    if sample.state == SampleState.RELEASED:
        return sample
    require(sample, SampleState.ENTERED)
    rows = live_results(sample)
    if seen != mark_of(rows):
        raise NotForHer("The results have changed since you looked at them. Look at them again.")
    version = standards.version(sample.version_id)
    move(sample, to=SampleState.RELEASED, by=by, now=now)
    number = sample.case_number
    if sample.analyst_id is not None:
        cases.note_evaluator(number, sample.analyst_id, f"Measured {sample.number}")
    cases.record_findings(number, values_of(version, rows), f"sample:{sample.number}", by, now)
    cases.step_done(number, cases.StepName.LABORATORY, by)
    return sample


@transaction.atomic
def send_back(*, code: str, reason: str, by: User, now: datetime) -> Sample:
    """
    Send measured results back to whoever measured; the reason stays, and so do the values.

    Raises:
        SampleUnknown, ReasonNeeded, WrongState; NotForHer: she did not take it to verify.
    """
    sample = locked(code)
    if sample.verifier_id != by.pk:
        raise NotForHer("Take the sample to verify it first.")
    if sample.state == SampleState.IN_WORK:
        return sample
    move(sample, to=SampleState.IN_WORK, by=by, now=now, reason=why(reason))
    return sample


def mark_of(rows: list[Result]) -> str:
    """Name exactly these values: the newest row and how many there are."""
    return f"{max((row.pk for row in rows), default=0)}-{len(rows)}"


def _refuse_first(sample: Sample, by: User) -> None:
    if sample.analyst_id == by.pk:
        raise NotForHer("You measured this sample: somebody else verifies it.")
