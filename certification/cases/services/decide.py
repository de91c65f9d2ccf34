"""Decide a case: one by one, with reasons; the grade is worked out, never typed."""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

import certification.standards.facade as standards
from certification.cases import rules
from certification.cases.errors import AlreadyDecided, BadDecision, KeyTaken, NotImpartial
from certification.cases.models import Case, DecisionRow, PlannedRow
from certification.cases.reasons import REASONS
from certification.cases.reference import working_days
from certification.cases.selectors.findings import assessment
from certification.cases.selectors.impartial import may_decide
from certification.cases.services.apply import lock_key
from certification.cases.services.move import locked, move, person, require
from certification.cases.states import GRANTS, LEADS_TO, CaseState, Outcome, Subject
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.people.facade import User, audit


@transaction.atomic
def decide(
    *,
    number: str,
    outcome: Outcome,
    reasons: Collection[str],
    note: str,
    quantity: int | None,
    user: User,
    key: str,
    now: datetime,
) -> DecisionRow:
    """
    Decide a case; the same key again gives the same decision.

    Records ``CaseDecided``, and ``CaseReturned`` where the group may put it right.

    Raises:
        CaseUnknown, KeyTaken; AlreadyDecided: somebody was faster; WrongState: it does not wait for a
            decision; NotImpartial; BadDecision: ``field`` says what to mend.
    """
    if not key.strip() or len(key) > 64:
        raise BadDecision(_("Load the page again: it lost its key."), field="key")
    lock_key(key)
    known = DecisionRow.objects.filter(key=key).select_related("case").first()
    if known is not None:
        if (known.case.number, known.outcome, known.decided_by_id) != (number, outcome, user.pk):
            raise KeyTaken(_("This was sent before, with something else. Load the page again."), field="key")
        return known
    case = locked(number)
    _waits(case)
    refusal = may_decide(case, user)
    if refusal is not None:
        raise NotImpartial(refusal.sentence, params={"why": refusal.code})
    found = assessment(case.pk, case.version_id)
    certified = _quantity(case, outcome, quantity)
    chosen = _reasons(outcome, reasons, found)
    row = _signed(case, outcome, chosen, certified, found, note=note, user=user, key=key, now=now)

    def change(held: Case) -> None:
        held.paused_on = None

    move(
        case,
        to=LEADS_TO[outcome],
        actor=person(user.pk),
        now=now,
        what="decided",
        words=row.note,
        facts={
            "outcome": outcome.value,
            "reasons": ", ".join(chosen),
            "grade": row.grade_code,
            "quantity": str(certified),
        },
        change=change,
    )
    if outcome in GRANTS:
        _plan(case, standards.version(case.version_id), now)
    _tell(case, row)
    audit(
        actor=user,
        verb="cert.decide",
        target=f"case {number}",
        after={"outcome": outcome.value, "reasons": chosen, "grade": row.grade_code, "quantity": certified},
    )
    return row


def _signed(
    case: Case,
    outcome: Outcome,
    chosen: list[str],
    certified: int,
    found: standards.Assessment,
    *,
    note: str,
    user: User,
    key: str,
    now: datetime,
) -> DecisionRow:
    """Write the decision; raises NotImpartial where the database knows of a reason that the code missed."""
    row = DecisionRow(
        case=case,
        round=case.round,
        key=key,
        outcome=outcome,
        reasons=chosen,
        note=note.strip()[:2000],
        quantity=certified,
        grade_code=found.grade.code if found.grade and outcome in GRANTS else "",
        grade_name=found.grade.name if found.grade and outcome in GRANTS else "",
        assessed=_kept(found),
        working_days=_days_taken(case, now),
        decided_by=user,
        decided_at=now,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as refused:
        raise NotImpartial(
            _("The database refuses this decision: %(why)s") % {"why": _first_line(refused)}
        ) from refused
    return row


def _waits(case: Case) -> None:
    held = CaseState(case.state)
    if held in LEADS_TO.values():
        raise AlreadyDecided(
            _("Somebody has decided case %(number)s meanwhile: it is “%(held)s”.")
            % {"number": case.number, "held": held.label},
            params={"state": held.value},
        )
    require(case, CaseState.EVALUATED)


def _quantity(case: Case, outcome: Outcome, wanted: int | None) -> int:
    if outcome is Outcome.GRANT:
        return case.quantity
    if outcome is not Outcome.GRANT_PART:
        return 0
    if case.subject != Subject.LOT:
        raise BadDecision(_("Only of a batch can a part be granted."), field="outcome")
    if wanted is None or not 0 < wanted < case.quantity:
        raise BadDecision(
            _("Write how many of the %(count)s: at least one, and fewer than all.")
            % {"count": case.quantity},
            field="quantity",
        )
    return wanted


def _reasons(outcome: Outcome, reasons: Collection[str], found: standards.Assessment) -> list[str]:
    chosen = [code for code in REASONS if code in set(reasons)]
    if set(reasons) - set(REASONS):
        raise BadDecision(_("Choose a reason from the list."), field="reasons")
    if outcome not in GRANTS:
        if not chosen:
            raise BadDecision(_("Choose why: the group reads it."), field="reasons")
        return chosen
    if not found.passes or found.grade is None:
        raise BadDecision(_("It cannot be granted: %(why)s") % {"why": found.why}, field="outcome")
    return chosen


def _plan(case: Case, version: standards.Version, now: datetime) -> None:
    """Write into the calendar what the certificate has before it; an older calendar of these goods ends."""
    before = [case.pk, *([case.follows_id] if case.follows_id else [])]
    PlannedRow.objects.filter(case__in=before, done_by__isnull=True, dropped_at__isnull=True).update(
        dropped_at=now
    )
    days = rules.planned(
        granted_on=local_date(now),
        validity_months=version.validity_months,
        surveillance_months=version.surveillance_months,
    )
    PlannedRow.objects.bulk_create(
        (PlannedRow(case=case, purpose=purpose, due_on=due_on) for purpose, due_on in days),
        ignore_conflicts=True,
    )


def _tell(case: Case, row: DecisionRow) -> None:
    told = {
        "case": case.number,
        "outcome": row.outcome,
        "decision_id": row.pk,
        "round": row.round,
        "purpose": case.purpose,
        "follows": case.follows.number if case.follows else "",
        "group": case.group_code,
        "product": case.product_id,
        "lot": case.lot_number,
        "person_id": case.person_id,
        "title": case.title,
    }
    outbox.record("CaseDecided", told)
    if row.outcome == Outcome.RETURN:
        outbox.record("CaseReturned", {**told, "why": "decided"})


def _kept(found: standards.Assessment) -> dict[str, object]:
    return {
        "why": found.why,
        "passes": found.passes,
        "grade": found.grade.code if found.grade else "",
        "lines": [
            {
                "code": line.parameter.code,
                "value": line.value_text,
                "limit": line.limit_text,
                "grade": line.grade_code or "",
                "passes": line.passes,
            }
            for line in found.lines
        ],
    }


def _days_taken(case: Case, now: datetime) -> int:
    today = local_date(now)
    days = working_days(on=today)
    held = rules.clock_of(
        due_on=case.due_on, allowed=case.days_allowed, paused_on=case.paused_on, today=today, days=days
    )
    return held.used


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:200]
