"""Write down what was found; take it back with a reason; say that a step is done, or wanted again."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

import certification.standards.facade as standards
from certification.cases.contracts import Value
from certification.cases.errors import BadFinding, NotImpartial
from certification.cases.models import Case, Evaluator, FindingRow, Retraction
from certification.cases.selectors.findings import live_rows
from certification.cases.selectors.impartial import may_evaluate
from certification.cases.services import clocks
from certification.cases.services.move import locked, move, note, person, require
from certification.cases.services.rounds import need_again
from certification.cases.states import CaseState, StepName, StepState
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.people.facade import User, audit


@transaction.atomic
def record_findings(
    *, number: str, values: Mapping[str, Value], source: str, user: User, at: datetime, now: datetime
) -> None:
    """
    Write down what was found, by parameter; who did is an evaluator from now on.

    The same values from the same source again add nothing.

    Raises:
        CaseUnknown, NotImpartial; WrongState: it is not being looked at; BadFinding: ``field`` is the
            parameter that the standard does not ask for, or whose value cannot be read.
    """
    case = locked(number)
    require(case, CaseState.ASSIGNED)
    _impartial(case, user)
    version = standards.version(case.version_id)
    known = {(row.code, row.value) for row in live_rows(case.pk) if row.source == source}
    told: dict[str, str] = {}
    for code, value in values.items():
        parameter = version.parameter(code)
        if parameter is None or parameter.kind == "formula":
            raise BadFinding(
                _("%(standard)s does not ask for “%(code)s”.") % {"standard": version.number, "code": code},
                field=code,
            )
        try:
            row = row_of(case, parameter, value, source=source, user_id=user.pk, now=at)
        except standards.BadValue as bad:
            raise BadFinding(f"{parameter.name}: {bad.message}", field=code) from bad
        if (row.code, row.value) not in known:
            row.save(force_insert=True)
            told[code] = row.value
    note_evaluator_of(case, user.pk, source, now=now)
    if told:
        note(case, actor=person(user.pk), now=now, what="found", words=source, facts=told)
        audit(actor=user, verb="cert.findings", target=f"case {number}", after={"source": source, **told})


@transaction.atomic
def retract_findings(*, number: str, source: str, user: User, reason: str, now: datetime) -> None:
    """
    Take back all that a source found so far; it stays readable. Nothing there, nothing happens.

    Raises:
        CaseUnknown; BadFinding: no reason; WrongState: it is decided.
    """
    case = locked(number)
    if not reason.strip():
        raise BadFinding(_("Say why it is taken back."), field="reason")
    rows = [row for row in live_rows(case.pk) if row.source == source]
    if not rows:
        return
    require(case, CaseState.ASSIGNED, CaseState.EVALUATED)
    Retraction.objects.create(
        case=case,
        source=source,
        last_id=max(row.pk for row in rows),
        reason=reason.strip(),
        by=user,
        at=now,
    )
    note_evaluator_of(case, user.pk, source, now=now)
    words = f"{source}: {reason.strip()}"
    note(
        case,
        actor=person(user.pk),
        now=now,
        what="taken-back",
        words=words,
        facts={row.code: row.value for row in rows},
    )
    audit(actor=user, verb="cert.retract", target=f"case {number}", after={"source": source, "why": reason})


@transaction.atomic
def step_done(*, number: str, step: StepName, user: User, now: datetime) -> Case:
    """
    Say that the visit, or the laboratory, is done with; after the last step the case waits for a decision.

    Done already, nothing happens.

    Raises:
        CaseUnknown, NotImpartial; WrongState: it is not being looked at.
    """
    case = locked(number)
    if getattr(case, step.value) != StepState.NEEDED:
        return case
    require(case, CaseState.ASSIGNED)
    _impartial(case, user)
    note_evaluator_of(case, user.pk, step.value, now=now)
    setattr(case, step.value, StepState.DONE)
    today = local_date(now)
    if StepState.NEEDED not in (case.inspection, case.laboratory):
        clocks.go_on(case, today)
        move(case, to=CaseState.EVALUATED, actor=person(user.pk), now=now, what=f"{step.value}-done")
        outbox.record("CaseEvaluated", {"case": case.number, "group": case.group_code})
    else:
        if case.laboratory == StepState.NEEDED:
            clocks.stop(case, today)
        case.changed_at = now
        case.save()
        note(case, actor=person(user.pk), now=now, what=f"{step.value}-done")
    audit(actor=user, verb="cert.step-done", target=f"case {number}", after={"step": step.value})
    return case


@transaction.atomic
def step_again(*, number: str, step: StepName, user: User | None, reason: str, now: datetime) -> Case:
    """
    Let a step be done again before anything is decided: another visit, or a retest.

    Raises:
        CaseUnknown; WrongState: it is decided, or nobody looks at it; BadFinding: the standard never asks
            for this step.
    """
    case = locked(number)
    require(case, CaseState.ASSIGNED, CaseState.EVALUATED)
    held = getattr(case, step.value)
    if held == StepState.NOT_NEEDED:
        raise BadFinding(_("This standard does not ask for it."), field="step")
    if held == StepState.NEEDED:
        return case
    need_again(case, step)
    if step is StepName.INSPECTION and case.inspector_id is not None:
        outbox.record(
            "CaseAssigned",
            {"case": case.number, "inspector": case.inspector_id, "group": case.group_code},
        )
    if step is StepName.LABORATORY and case.inspection != StepState.NEEDED:
        clocks.stop(case, local_date(now))
    actor = person(user.pk if user else None)
    if case.state == CaseState.EVALUATED:
        move(case, to=CaseState.ASSIGNED, actor=actor, now=now, what=f"{step.value}-again", words=reason)
    else:
        case.changed_at = now
        case.save()
        note(case, actor=actor, now=now, what=f"{step.value}-again", words=reason)
    audit(
        actor=user, verb="cert.step-again", target=f"case {number}", after={"step": step.value, "why": reason}
    )
    return case


@transaction.atomic
def note_evaluator(*, number: str, user_id: int, what: str, now: datetime) -> None:
    """Write down that somebody evaluated, so that she never decides the case. Raises CaseUnknown."""
    note_evaluator_of(locked(number), user_id, what, now=now)


def note_evaluator_of(case: Case, user_id: int, what: str, *, now: datetime) -> None:
    Evaluator.objects.get_or_create(case=case, user_id=user_id, what=what[:60], defaults={"at": now})


def row_of(
    case: Case,
    parameter: standards.Parameter,
    value: Value,
    *,
    source: str,
    user_id: int | None,
    now: datetime,
) -> FindingRow:
    """
    Return the row that keeps a value; text is read as the parameter reads it.

    Raises:
        BadValue: it cannot be read.
    """
    read = standards.parse_value(parameter, value)
    if isinstance(read, bool):
        kind, text = "yes-no", "yes" if read else "no"
    elif isinstance(read, Decimal):
        kind, text = "number", f"{read:f}"
    else:
        kind, text = "text", read
    return FindingRow(
        case=case,
        round=case.round,
        code=parameter.code,
        kind=kind,
        value=text[:300],
        unit=parameter.unit,
        source=source,
        by_id=user_id,
        at=now,
    )


def _impartial(case: Case, user: User) -> None:
    refusal = may_evaluate(case, user)
    if refusal is not None:
        raise NotImpartial(refusal.sentence, params={"why": refusal.code})
