"""The report of a visit arrives: from the phone once, or from the form."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import IntegrityError, transaction

import certification.cases.facade as cases
import certification.standards.facade as standards
from certification.inspection.contracts import GivenPhoto, GivenReport, Place
from certification.inspection.errors import BadReport, PhotosMissing, SentBefore, VisitClosed
from certification.inspection.facts import Facts, facts_of
from certification.inspection.models import Answer, Photo, Report, Visit
from certification.inspection.rules import AHEAD_MAX, SEAL, missing_evidence
from certification.inspection.selectors import visit_of_hers
from certification.inspection.services.keep_visit import keep_visit
from certification.inspection.states import Outcome, Purpose, QuantityUnit, VisitState
from jkrlm.kernel import outbox
from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import User, audit


@dataclass(frozen=True, slots=True)
class _Read:
    """A report that holds what it must, in the form in which it is kept."""

    started_at: datetime
    ended_at: datetime
    values: Mapping[str, Decimal | bool | str]
    nonconforming: int | None
    quantity: Decimal | None


def send_report(*, number: int, given: GivenReport, by: User, now: datetime) -> Report:
    """
    Take the report of a visit; the same key with the same content again returns what was made.

    What was seen becomes the case's findings, a sample goes on its way to the laboratory, and a visit that
    could not be made stands in the inspector's list again.

    Raises:
        VisitUnknown: another inspector's, or none.
        SentBefore: another report has come for this visit.
        VisitClosed: the visit is not needed any more.
        PhotosMissing: photographs that it names have not come.
        BadReport: what is missing or wrong, field by field; nothing was kept.
        DomainError: the case does not take findings now.
    """
    digest = _digest(given)
    known = _known(number, given, digest, by)
    if known is not None:
        return known
    visit = visit_of_hers(number, by)
    facts = facts_of(visit.case_number)
    read = _read(visit, facts, given, now)
    try:
        with transaction.atomic():
            visit = visit_of_hers(number, by, lock=True)
            known = _known(number, given, digest, by)
            if known is not None:
                return known
            if visit.state != VisitState.OPEN:
                raise VisitClosed("This visit is not needed any more. Ask the office about its case.")
            _lay_photos(visit, given)
            report = _write(visit, facts, given, read, digest, by, now)
            _tell(visit, facts, report, read, by, now)
            return report
    except IntegrityError as taken:
        if "inspection_seal_once" in str(taken):
            raise BadReport({"seal": "This seal is on another bag already. Read it once more."}) from taken
        raise


def _known(number: int, given: GivenReport, digest: str, by: User) -> Report | None:
    visit = visit_of_hers(number, by)
    found = Report.objects.filter(visit=visit).first()
    if found is None:
        return None
    if (found.key, found.digest) == (given.key, digest):
        return found
    raise SentBefore(
        f"A report of this visit came on {found.received_at:%d %B at %H:%M} UTC already. "
        "What is on this phone was not added to it: call the office if something is missing."
    )


def _read(visit: Visit, facts: Facts, given: GivenReport, now: datetime) -> _Read:
    errors = dict(given.errors)
    if given.outcome not in Outcome.values:
        errors["outcome"] = "Say whether the goods could be seen."
    _check_times(given, errors, now)
    values: dict[str, Decimal | bool | str] = {}
    nonconforming: int | None = None
    quantity: Decimal | None = None
    if given.outcome == Outcome.NOT_POSSIBLE and len(given.note.strip()) < 3:
        errors["note"] = "Say why it could not be made, so that the office can plan."
    if given.outcome == Outcome.SEEN:
        if visit.purpose == Purpose.INSPECTION:
            values = _values(facts, given, errors)
            nonconforming = _counted(facts, given, errors)
            shown = [each.code for each in _photos(visit, given)]
            for label in missing_evidence(facts.photographs, shown):
                errors.setdefault("photos", f"A photograph is missing: {label}.")
        quantity = _sample(visit, facts, given, errors)
    if errors or given.started_at is None or given.ended_at is None:
        raise BadReport(errors)
    return _Read(given.started_at, given.ended_at, values, nonconforming, quantity)


def _check_times(given: GivenReport, errors: dict[str, str], now: datetime) -> None:
    if given.started_at is None or given.ended_at is None:
        errors["ended_at"] = "Give when the visit began and when it ended."
    elif given.ended_at < given.started_at:
        errors["ended_at"] = "The visit ends before it begins. Mend one of the two times."
    elif given.ended_at > now + AHEAD_MAX:
        errors["ended_at"] = "The visit ends in the future. Look whether the phone’s clock is right."


def _values(facts: Facts, given: GivenReport, errors: dict[str, str]) -> dict[str, Decimal | bool | str]:
    values: dict[str, Decimal | bool | str] = {}
    for parameter in facts.version.parameters_from("inspection"):
        answer = given.answers.get(parameter.code)
        if answer is None or not answer.value.strip():
            errors[f"answer-{parameter.code}"] = f"Not answered yet: {parameter.name}."
            continue
        try:
            values[parameter.code] = standards.parse_value(parameter, answer.value)
        except DomainError as bad:
            errors[f"answer-{parameter.code}"] = bad.message
    return values


def _counted(facts: Facts, given: GivenReport, errors: dict[str, str]) -> int | None:
    size = facts.plan.size if facts.plan else 0
    if not size:
        return None
    text = given.nonconforming.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 7 and int(text) <= size):
        errors["nonconforming"] = f"Count how many of the {size} pieces were not right: from 0 to {size}."
        return None
    return int(text)


def _sample(visit: Visit, facts: Facts, given: GivenReport, errors: dict[str, str]) -> Decimal | None:
    wanted = facts.needs_sample or visit.purpose == Purpose.SAMPLE
    if not given.seal and not wanted:
        return None
    if not SEAL.fullmatch(given.seal):
        errors["seal"] = "Give the number on the seal of the sample’s bag: capitals, figures, dashes."
    try:
        quantity = Decimal(given.sample_quantity.strip().replace(",", "."))
    except InvalidOperation:
        quantity = Decimal(0)
    if not (quantity.is_finite() and 0 < quantity < 1_000_000 and quantity == round(quantity, 2)):
        errors["sample_quantity"] = "Give how much is in the bag, as a number above 0."
        quantity = Decimal(0)
    if given.sample_unit not in QuantityUnit.values:
        errors["sample_unit"] = "Choose the unit of what is in the bag."
    return quantity


def _photos(visit: Visit, given: GivenReport) -> list[GivenPhoto]:
    """Return the photographs of the report: those it names, or all that came with the form."""
    if given.photos is not None:
        return list(given.photos)
    return [GivenPhoto(each.file, each.code, None, None) for each in visit.photos.all()]


def _lay_photos(visit: Visit, given: GivenReport) -> None:
    """Write what each photograph shows; what was sent and then left out is forgotten."""
    if given.photos is None:
        visit.photos.update(taken_at=given.ended_at)
        return
    kept = {each.file: each for each in visit.photos.all()}
    missing = [str(each.file) for each in given.photos if each.file not in kept]
    if missing:
        raise PhotosMissing(missing)
    named = {each.file for each in given.photos}
    Photo.objects.filter(visit=visit).exclude(file__in=named).delete()
    for each in given.photos:
        row = kept[each.file]
        row.code, row.taken_at = each.code[:60], each.taken_at
        for name, value in _place(each.place).items():
            setattr(row, name, value)
        row.save()


def _write(
    visit: Visit, facts: Facts, given: GivenReport, read: _Read, digest: str, by: User, now: datetime
) -> Report:
    seen = given.outcome == Outcome.SEEN
    counted: dict[str, Any] = {}
    if facts.plan and read.nonconforming is not None:
        counted = {
            "lot_size": facts.case.quantity,
            "sample_letter": facts.plan.code_letter[:1],
            "sample_size": facts.plan.size,
            "accept": facts.plan.accept,
            "reject": facts.plan.reject,
            "nonconforming": read.nonconforming,
        }
    report = Report.objects.create(
        visit=visit,
        key=given.key,
        digest=digest,
        by=by,
        via=given.via,
        outcome=given.outcome,
        note=given.note.strip()[:1000],
        started_at=read.started_at,
        ended_at=read.ended_at,
        received_at=now,
        phone_ahead_seconds=_ahead(given, now),
        seal=given.seal if seen and read.quantity else "",
        sample_quantity=read.quantity if seen else None,
        sample_unit=given.sample_unit if seen and read.quantity else "",
        **_place(given.place),
        **counted,
    )
    names = {each.code: each for each in facts.asked}
    Answer.objects.bulk_create(
        Answer(
            report=report,
            code=code,
            name=names[code].name,
            value=words_of(value),
            unit=names[code].unit,
            note=given.answers[code].note.strip()[:300],
        )
        for code, value in read.values.items()
    )
    visit.state = VisitState.DONE if seen else VisitState.FAILED
    visit.save(update_fields=("state",))
    audit(
        actor=by,
        verb="cert.visit.report",
        target=f"visit {visit.pk} of {visit.case_number}",
        after={"outcome": given.outcome, "via": given.via, "photos": visit.photos.count()},
    )
    return report


def _tell(visit: Visit, facts: Facts, report: Report, read: _Read, by: User, now: datetime) -> None:
    number = visit.case_number
    cases.note_evaluator(number, by.pk, f"Visit {visit.pk}")
    if report.outcome == Outcome.NOT_POSSIBLE:
        keep_visit(
            case_number=number,
            inspector_id=by.pk,
            now=now,
            purpose=Purpose(visit.purpose),
            retest_of=visit.retest_of,
        )
        return
    if visit.purpose == Purpose.INSPECTION:
        if read.values:
            cases.record_findings(number, read.values, f"visit:{visit.pk}", by, report.ended_at)
        cases.step_done(number, cases.StepName.INSPECTION, by)
    if report.seal:
        outbox.record(
            "SampleTaken",
            {
                "case": number,
                "version": facts.version.id,
                "visit": visit.pk,
                "seal": report.seal,
                "quantity": str(report.sample_quantity),
                "unit": report.sample_unit,
                "taken_by": by.pk,
                "taken_at": report.ended_at.isoformat(),
                "retest_of": visit.retest_of,
            },
        )


def words_of(value: Decimal | bool | str) -> str:
    """Return a value as it is kept and compared: yes, no, or the figures without needless noughts."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def _ahead(given: GivenReport, now: datetime) -> int:
    if given.sent_at is None:
        return 0
    return max(-(2**31), min(2**31 - 1, round((given.sent_at - now).total_seconds())))


def _place(place: Place | None) -> dict[str, Decimal | int | None]:
    return {
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "accuracy_m": place.accuracy_m if place else None,
    }


def _digest(given: GivenReport) -> str:
    """Name what a report says, but for when it was sent: it may be sent more than once."""
    said = {
        "outcome": given.outcome,
        "times": [str(given.started_at), str(given.ended_at)],
        "note": given.note,
        "place": str(given.place),
        "answers": {code: [each.value, each.note] for code, each in given.answers.items()},
        "photos": sorted(str(each) for each in given.photos) if given.photos is not None else None,
        "sample": [given.nonconforming, given.seal, given.sample_quantity, given.sample_unit],
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
