"""What is read of samples, by whom."""

from collections.abc import Iterable
from decimal import Decimal

import certification.standards.facade as standards
from certification.laboratory.contracts import ChangeLine, CustodyLine, Level, ResultLine
from certification.laboratory.contracts import Sample as SampleShown
from certification.laboratory.errors import SampleUnknown
from certification.laboratory.models import CustodyStep, Result, Sample
from certification.laboratory.rules import Reader, level_of
from certification.laboratory.states import OPENED, UNDERWAY, Holder, SampleState
from jkrlm.people.facade import Role, User, has_role


def reader_of(user: User) -> Reader:
    return Reader(
        id=user.pk,
        is_laboratory=has_role(user, Role.LABORATORY),
        is_office=has_role(user, Role.OFFICER, Role.ADMINISTRATOR),
        is_inspector=has_role(user, Role.INSPECTOR),
    )


def level_for(sample: Sample, reader: Reader) -> Level:
    return level_of(
        reader,
        state=SampleState(sample.state),
        taken_by=sample.taken_by_id,
        analyst=sample.analyst_id,
        verifier=sample.verifier_id,
    )


def locked(code: str) -> Sample:
    """
    Return a sample under its lock, in the caller's transaction.

    Raises:
        SampleUnknown: there is none with this code or number.
    """
    found = Sample.objects.select_for_update().filter(code=code.removeprefix("S-")).first()
    if found is None:
        raise SampleUnknown("There is no sample with this code. Look at the bag once more.", field="code")
    return found


def sample_for(code: str, user: User) -> SampleShown:
    """
    Return a sample as the reader may see it.

    Raises:
        SampleUnknown: there is none, or she may not know of it; no difference is told.
    """
    sample = (
        Sample.objects.select_related("analyst", "verifier", "retest_of", "taken_by")
        .filter(code=code.removeprefix("S-"))
        .first()
    )
    level = level_for(sample, reader_of(user)) if sample is not None else Level.NOTHING
    if sample is None or level == Level.NOTHING:
        raise SampleUnknown("There is no sample with this code.", field="code")
    return shown(sample, level)


def queue_for(user: User, *, most: int = 200) -> tuple[SampleShown, ...]:
    """Return the samples that are underway and that she may know of, without results, oldest first."""
    reader = reader_of(user)
    samples = Sample.objects.select_related("analyst", "verifier", "retest_of").filter(state__in=UNDERWAY)
    if not (reader.is_laboratory or reader.is_office):
        samples = samples.filter(taken_by=user)
    return _rows(samples.order_by("changed_at", "pk")[:most], reader)


def closed_for(user: User, *, most: int = 30) -> tuple[SampleShown, ...]:
    reader = reader_of(user)
    samples = Sample.objects.select_related("analyst", "verifier", "retest_of").exclude(state__in=UNDERWAY)
    if not (reader.is_laboratory or reader.is_office):
        samples = samples.filter(taken_by=user)
    return _rows(samples.order_by("-changed_at", "-pk")[:most], reader)


def _rows(samples: Iterable[Sample], reader: Reader) -> tuple[SampleShown, ...]:
    found = [(each, level_for(each, reader)) for each in samples]
    return tuple(shown(each, level, brief=True) for each, level in found if level > Level.NOTHING)


def samples_of(case_number: str, *, released_only: bool = True) -> tuple[SampleShown, ...]:
    """
    Return a case's samples, oldest first; results of those alone that are released or taken back.

    For the desk and the case file: whoever reads them knows the case.
    """
    samples = Sample.objects.select_related("analyst", "verifier", "retest_of", "taken_by").filter(
        case_number=case_number
    )
    if released_only:
        samples = samples.filter(state__in=OPENED)
    return tuple(
        shown(each, Level.FULL if each.state in OPENED else Level.CUSTODY) for each in samples.order_by("pk")
    )


def live_results(sample: Sample) -> list[Result]:
    """Return the newest revision of every value, in the order of the standard as far as it was kept."""
    rows = Result.objects.select_related("entered_by").filter(sample=sample).order_by("code", "-revision")
    return sorted(rows.distinct("code"), key=lambda row: row.pk)


def values_of(version: standards.Version, rows: Iterable[Result]) -> dict[str, standards.Value]:
    """Return the results as the standard compares them."""
    found: dict[str, standards.Value] = {}
    for row in rows:
        parameter = version.parameter(row.code)
        if parameter is not None:
            found[row.code] = standards.parse_value(parameter, row.value)
    return found


def shown(sample: Sample, level: Level, *, brief: bool = False) -> SampleShown:
    version = standards.version(sample.version_id)
    sees_results = level in (Level.WORK, Level.FULL) and not brief
    results = _results(sample, version) if sees_results else ()
    knows_case = level in (Level.CUSTODY, Level.FULL)
    retest = sample.retests.order_by("pk").first() if not brief else None
    return SampleShown(
        id=sample.pk,
        number=sample.number,
        code=sample.code,
        state=sample.state,
        level=level,
        case_number=sample.case_number if knows_case else "",
        version_number=version.number,
        title=version.title,
        seal=sample.seal if knows_case or sample.state != SampleState.SEALED else "",
        quantity=sample.quantity,
        unit=sample.unit,
        taken_at=sample.taken_at,
        analyst_id=sample.analyst_id,
        analyst=sample.analyst.name if sample.analyst else "",
        verifier_id=sample.verifier_id,
        verifier=sample.verifier.name if sample.verifier else "",
        changed_at=sample.changed_at,
        reason=sample.reason,
        retest_of=sample.retest_of.number if sample.retest_of else "",
        retested_by=retest.number if retest else "",
        results=results,
        custody=_custody(sample, opened=knows_case) if not brief else (),
        changes=_changes(sample) if knows_case and not brief else (),
        critical_failed=tuple(each.name for each in results if each.critical and each.passes is False),
        is_retest_ordered=sample.orders.exists() if not brief else False,
    )


def _results(sample: Sample, version: standards.Version) -> tuple[ResultLine, ...]:
    rows = live_results(sample)
    lines = {line.parameter.code: line for line in standards.assess(version, values_of(version, rows)).lines}
    found = []
    for row in rows:
        line = lines.get(row.code)
        found.append(
            ResultLine(
                code=row.code,
                name=row.name,
                value=row.value,
                value_text=line.value_text if line else row.value,
                unit=row.unit,
                method=row.method,
                limit_text=line.limit_text if line else "",
                passes=line.passes if line else None,
                critical=line.parameter.critical if line else False,
                note=row.note,
                revision=row.revision,
                entered_by=row.entered_by.name,
                entered_at=row.entered_at,
            )
        )
    return tuple(found)


def _custody(sample: Sample, *, opened: bool) -> tuple[CustodyLine, ...]:
    rows = CustodyStep.objects.select_related("by").filter(sample=sample).order_by("position")
    return tuple(
        CustodyLine(
            position=row.position,
            giver=Holder(row.giver).label if row.giver else "",
            holder=Holder(row.holder).label,
            at=row.at,
            by=row.by.name if opened or row.holder == Holder.LABORATORY else "",
            seal_intact=row.seal_intact,
            place=row.place if opened else "",
            note=row.note if opened else "",
        )
        for row in rows
    )


def _changes(sample: Sample) -> tuple[ChangeLine, ...]:
    rows = sample.changes.select_related("by").order_by("pk")
    return tuple(
        ChangeLine(SampleState(row.state).label, row.at, row.by.name if row.by else "", row.reason)
        for row in rows
    )


def holder_of(sample_id: int) -> Holder | None:
    """Return with whom the custody chain ends."""
    last = CustodyStep.objects.filter(sample=sample_id).order_by("-position").first()
    return Holder(last.holder) if last else None


def text_of(value: Decimal | bool | str) -> str:
    """Return a value as it is kept."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return format(value, "f") if isinstance(value, Decimal) else value
