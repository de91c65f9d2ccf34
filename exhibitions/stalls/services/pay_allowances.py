"""Travel and daily allowances: one proposes, another approves, the ledger credits the group once."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

import exhibitions.plan.facade as plan
from exhibitions.stalls.errors import ApplicationUnknown, BadAllowance, SamePerson, WrongState
from exhibitions.stalls.models import Allowance, Application, Call, Holding
from exhibitions.stalls.services.common import about
from exhibitions.stalls.states import AllowanceKind, AllowanceState, AppState, Ended
from jkrlm.kernel import outbox
from jkrlm.kernel.money import Money
from jkrlm.people.facade import User, audit
from sellers.ledger.facade import Credit, credit_seller

#: Why an allowance is refused, by whether the fair was cancelled.
_NOT: Final = {
    False: "Only groups that hold a stall have allowances.",
    True: "The fair is cancelled: only travel is paid, to who had taken a stall.",
}


def propose_allowance(
    *,
    number: str,
    kind: str,
    people: int,
    days: int,
    amount: Decimal,
    key: str,
    by: User,
    now: datetime,
) -> Allowance:
    """
    Propose an allowance; ``amount`` is for travel, daily allowances follow from people and days.

    Raises:
        ApplicationUnknown; BadAllowance: no stall, beyond what the call says, or proposed before.
    """
    known = Allowance.objects.filter(key=key).first()
    if known is not None:
        return known
    row = Application.objects.filter(number=number).select_related("call").first()
    if row is None:
        raise ApplicationUnknown("There is no such application.")
    if not _may_have(row, kind):
        raise BadAllowance(_NOT[_is_off(row)], field="number")
    wish = Allowance(application=row, key=key, kind=kind, proposed_at=now, proposed_by=by)
    if kind == AllowanceKind.DAILY:
        _daily(wish, row, people, days)
    else:
        if not 0 < amount <= row.call.travel_most:
            raise BadAllowance(
                f"Travel is paid up to ₹{row.call.travel_most:,.0f} for one group.", field="amount"
            )
        wish.amount = amount
    try:
        with transaction.atomic():
            wish.save()
            audit(
                actor=by,
                verb="stalls.propose-allowance",
                target=f"application {row.number}",
                after={"kind": kind, "amount": str(wish.amount)},
            )
    except IntegrityError as twice:
        raise BadAllowance("This allowance was proposed for the group already.", field="number") from twice
    return wish


def decide_allowance(
    *, allowance_id: int, pay: bool, why: str, by: User, now: datetime, today: date
) -> Allowance:
    """
    Approve an allowance, which credits the group in the ledger, or refuse it.

    Raises:
        ApplicationUnknown; SamePerson; WrongState: decided already, or to be paid to a group that holds no
        stall any more.
    """
    with transaction.atomic():
        row = (
            Allowance.objects.select_for_update(of=("self", "application"))
            .select_related("application__call")
            .filter(pk=allowance_id)
            .first()
        )
        if row is None:
            raise ApplicationUnknown("There is no such allowance.")
        if row.state != AllowanceState.PROPOSED:
            raise WrongState("This allowance was decided already.")
        if row.proposed_by_id == by.pk:
            raise SamePerson("Somebody else decides on what you proposed.")
        if pay and not _may_have(row.application, row.kind):
            raise WrongState(
                _NOT[True]
                if _is_off(row.application)
                else "This group gave its stall up or did not come: refuse its allowance."
            )
        row.state = AllowanceState.PAID if pay else AllowanceState.REFUSED
        row.decided_by, row.decided_at, row.why = by, now, why[:300]
        row.save(update_fields=("state", "decided_by", "decided_at", "why"))
        application = row.application
        if pay:
            exhibition = plan.exhibition(application.call.exhibition_code)
            amount = Money(row.amount, "INR")
            credit_seller(
                Credit(
                    reference=row.reference,
                    seller=application.group_code,
                    amount=amount,
                    reason=f"{AllowanceKind(row.kind).label}, {exhibition.name}"[:200],
                    occurred_on=today,
                    is_allowance=True,
                )
            )
            outbox.record(
                "AllowanceCredited",
                about(application.call, application, kind=row.kind, amount=str(row.amount)),
            )
        audit(
            actor=by,
            verb="stalls.pay-allowance" if pay else "stalls.refuse-allowance",
            target=f"application {application.number}",
            after={"kind": row.kind, "amount": str(row.amount), "why": why[:300]},
        )
    return row


def with_allowance(call: Call | None) -> QuerySet[Application]:
    """
    Return the applications that may have an allowance: who holds a stall, or took one and lost it because the
    fair was cancelled.
    """
    rows = Application.objects.filter(call=call)
    lost = Holding.objects.filter(ended=Ended.CANCELLED, accepted_at__isnull=False).values("application")
    return rows.filter(Q(state=AppState.ALLOTTED) | Q(state=AppState.CANCELLED, pk__in=lost))


def _may_have(row: Application, kind: str) -> bool:
    """
    Of a cancelled fair only travel is paid: tickets may be bought, but nobody stood there a day. An
    application may still read as allotted then, until the cancellation has reached it.
    """
    if _is_off(row) and kind != AllowanceKind.TRAVEL:
        return False
    return with_allowance(row.call).filter(pk=row.pk).exists()


def _is_off(row: Application) -> bool:
    return plan.exhibition(row.call.exhibition_code).state == plan.ExhibitionState.CANCELLED


def _daily(wish: Allowance, row: Application, people: int, days: int) -> None:
    exhibition = plan.exhibition(row.call.exhibition_code)
    travel = row.travellers.count()
    if not 1 <= people <= travel:
        raise BadAllowance(f"{travel} of this group travel.", field="people")
    if not 1 <= days <= exhibition.days + 2:
        raise BadAllowance(
            f"The fair has {exhibition.days} days, with two for the way {exhibition.days + 2}.", field="days"
        )
    if not row.call.daily_allowance:
        raise BadAllowance("The call promised no daily allowance.", field="days")
    wish.people, wish.days = people, days
    wish.amount = row.call.daily_allowance * people * days
