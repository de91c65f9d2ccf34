"""One person measures: she takes the sample, enters every value, and hands it in."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

import certification.cases.facade as cases
import certification.standards.facade as standards
from certification.laboratory.errors import BadResults, NotForHer
from certification.laboratory.models import Result, Sample
from certification.laboratory.selectors import live_results, locked, text_of
from certification.laboratory.services.move import move, require, why
from certification.laboratory.states import SampleState
from jkrlm.people.facade import Role, User, has_role


def refuse_stranger(sample: Sample, by: User) -> None:
    """
    Raises NotForHer where she may not measure or verify the sample.

    Why is not said: that she is too near to the maker would tell her who it is.
    """
    is_hers = has_role(by, Role.LABORATORY) and by.pk != sample.taken_by_id
    if not is_hers or cases.may_evaluate(sample.case_number, by) is not None:
        raise NotForHer("This sample is for somebody else of the laboratory. Leave it to a colleague.")


@transaction.atomic
def take(*, code: str, by: User, now: datetime) -> Sample:
    """
    Take a received sample to measure it; hers already, nothing changes.

    Raises:
        SampleUnknown, WrongState; NotForHer: another person has it, or she may not.
    """
    sample = locked(code)
    if sample.analyst_id == by.pk and sample.state == SampleState.IN_WORK:
        return sample
    if sample.analyst_id is not None and sample.analyst_id != by.pk:
        raise NotForHer("Somebody else measures this sample already.")
    refuse_stranger(sample, by)
    require(sample, SampleState.RECEIVED)
    sample.analyst = by
    move(sample, to=SampleState.IN_WORK, by=by, now=now)
    return sample


@transaction.atomic
def enter_results(
    *, code: str, values: Mapping[str, str], notes: Mapping[str, str], by: User, now: datetime
) -> Sample:
    """
    Enter what was measured, and hand it in for verification. What differs from before is a new revision.

    Handed in before with the same values, nothing changes.

    Raises:
        SampleUnknown; NotForHer: another person measures it; WrongState: it is not being measured.
        BadResults: what is missing or cannot be read; nothing was kept.
    """
    sample = locked(code)
    if sample.analyst_id != by.pk:
        raise NotForHer("Somebody else measures this sample.")
    version = standards.version(sample.version_id)
    read = _read(version, values)
    before = {row.code: row for row in live_results(sample)}
    if sample.state == SampleState.ENTERED and _is_same(read, notes, before):
        return sample
    require(sample, SampleState.IN_WORK)
    for parameter in version.parameters_from("laboratory"):
        text = text_of(read[parameter.code])
        note = notes.get(parameter.code, "").strip()[:300]
        old = before.get(parameter.code)
        if old is not None and (old.value, old.note) == (text, note):
            continue
        Result.objects.create(
            sample=sample,
            code=parameter.code,
            revision=old.revision + 1 if old else 1,
            name=parameter.name[:200],
            value=text[:120],
            unit=parameter.unit[:40],
            method=parameter.method[:200],
            note=note,
            entered_by=by,
            entered_at=now,
        )
    move(sample, to=SampleState.ENTERED, by=by, now=now)
    return sample


@transaction.atomic
def reject(*, code: str, reason: str, by: User, now: datetime) -> Sample:
    """
    Do not accept a sample, or give it up: a broken seal, too little, spoiled. A new one can be ordered.

    Raises:
        SampleUnknown, ReasonNeeded, WrongState; NotForHer: another person measures it, or she may not.
    """
    sample = locked(code)
    if sample.state == SampleState.REJECTED:
        return sample
    if not has_role(by, Role.LABORATORY) or by.pk == sample.taken_by_id:
        raise NotForHer("The laboratory decides whether it accepts a sample.")
    if sample.state == SampleState.IN_WORK and sample.analyst_id != by.pk:
        raise NotForHer("Somebody else measures this sample.")
    move(sample, to=SampleState.REJECTED, by=by, now=now, reason=why(reason))
    return sample


def _read(version: standards.Version, values: Mapping[str, str]) -> dict[str, standards.Value]:
    read: dict[str, standards.Value] = {}
    errors: dict[str, str] = {}
    for parameter in version.parameters_from("laboratory"):
        text = values.get(parameter.code, "").strip()
        if not text:
            errors[parameter.code] = f"Not entered yet: {parameter.name}."
            continue
        try:
            read[parameter.code] = standards.parse_value(parameter, text)
        except standards.BadValue as bad:
            errors[parameter.code] = bad.message
    if errors:
        raise BadResults(errors)
    return read


def _is_same(
    read: Mapping[str, standards.Value], notes: Mapping[str, str], before: Mapping[str, Result]
) -> bool:
    return set(read) == set(before) and all(
        (before[code].value, before[code].note) == (text_of(value)[:120], notes.get(code, "").strip()[:300])
        for code, value in read.items()
    )
