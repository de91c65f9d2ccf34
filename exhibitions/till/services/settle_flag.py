"""Settle a flag: a person of the staff says what it was, and money moves where that means so."""

from datetime import datetime
from typing import Final

from django.db import transaction

import sellers.orders.facade as orders
from exhibitions.till.errors import FlagRefused
from exhibitions.till.models import Bill, Flag
from exhibitions.till.payload import Voided, read
from exhibitions.till.services.match_upi import close, settle
from exhibitions.till.services.two_people import ALONE_UPI, propose_settling
from exhibitions.till.states import MOVES_MONEY, BillState, FlagCode, Outcome, ProposalState
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.money import Money
from jkrlm.people.facade import Role, User, audit, has_role

#: Money moves by finance's word alone.
FINANCE: Final = (Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.ADMINISTRATOR)


def outcomes_of(flag: Flag) -> tuple[Outcome, ...]:
    """Return how this flag may be settled."""
    code = FlagCode(flag.code)
    if code in MOVES_MONEY:
        return (MOVES_MONEY[code],)
    if code == FlagCode.OVERSOLD:
        return (Outcome.COUNTED, Outcome.ACCEPTED)
    if code in (FlagCode.DISCOUNT, FlagCode.PRICE_CHANGED):
        return (Outcome.GROUP_BEARS, Outcome.ACCEPTED)
    return (Outcome.ACCEPTED,)


def settle_flag(*, flag_id: int, outcome: str, reason: str, reference: str, by: User, now: datetime) -> Flag:
    """
    Settle it once; ``reference`` is the bank's number of money that was sent back. Above a limit money is
    only proposed: the flag stays open until another person of finance approves it.

    Raises:
        FlagRefused: none such, settled or proposed otherwise, no reason, no number, or money is not hers to
        move.
    """
    with transaction.atomic():
        flag = Flag.objects.select_for_update().filter(pk=flag_id).first()
        if flag is None:
            raise FlagRefused("There is no such flag.")
        words = " ".join(reason.split())[:300]
        if flag.settled_at is not None:
            if flag.settled_by_id == by.pk and flag.outcome == outcome:
                return flag
            raise FlagRefused("Somebody has settled it meanwhile.")
        if outcome not in outcomes_of(flag):
            raise FlagRefused("It cannot be settled so.", field="outcome")
        if len(words) < 5:
            raise FlagRefused("Say in a few words what it was.", field="reason")
        number = reference.strip()
        if FlagCode(flag.code) in MOVES_MONEY:
            if not has_role(by, *FINANCE):
                raise FlagRefused("Money moves by finance's word: ask them to settle it.")
            _check_money(flag, number)
            if flag.amount > ALONE_UPI or flag.proposals.filter(state=ProposalState.PROPOSED).exists():
                propose_settling(flag=flag, outcome=outcome, reason=words, reference=number, by=by, now=now)
                return flag
        write_settled(flag=flag, outcome=outcome, reason=words, reference=number, by=by, now=now)
    return flag


def write_settled(*, flag: Flag, outcome: str, reason: str, reference: str, by: User, now: datetime) -> None:
    """
    Move what is to move and mark it settled, in the caller's transaction, which holds the flag.

    Raises:
        FlagRefused: the money cannot go as was said.
    """
    if FlagCode(flag.code) in MOVES_MONEY:
        _check_money(flag, reference)
        _move(flag, reason, reference, now)
    flag.settled_at, flag.settled_by, flag.outcome, flag.reason = now, by, outcome, reason
    flag.save(update_fields=["settled_at", "settled_by", "outcome", "reason"])
    audit(
        actor=by,
        verb="till.flag",
        target=f"bill:{flag.entry.entry_id}",
        after={flag.code: outcome, "reason": reason},
    )


def _check_money(flag: Flag, reference: str) -> None:
    """
    Raises:
        FlagRefused: money is to go back, and there is no number of it, or the buyer's own never came.
    """
    if flag.code not in (FlagCode.UPI_OUT, FlagCode.CARD_OUT):
        return
    if not 6 <= len(reference) <= 40:
        raise FlagRefused("Say the bank's number of the transfer.", field="reference")
    of = _paid_back_of(flag)
    if of.upi and not of.upi_seen:
        raise FlagRefused("The bank has not shown the buyer's own payment: nothing goes back before it does.")
    if of.card and of.state == BillState.WAITING:
        raise FlagRefused("The card company has not shown the buyer's own payment: settle that first.")


def _move(flag: Flag, reason: str, reference: str, now: datetime) -> None:
    day = local_date(now)
    bill = Bill.objects.select_for_update().filter(entry=flag.entry).first()
    if flag.code in (FlagCode.UPI_MISSING, FlagCode.CARD_UNKNOWN):
        if bill is None or bill.state != BillState.WAITING:
            return  # the bank has shown it, or the bill is void: nothing is missing any more
        back = _not_sent_back(bill, now)
        orders.bear_stall_upi(bill_id=bill.bill_id, reason=reason, given_back=back, occurred_on=day)
        settle(bill, seen="", now=now)
        return
    of = _paid_back_of(flag)
    orders.send_stall_refund(
        bill_id=of.bill_id, utr=reference, amount=Money(flag.amount, "INR"), occurred_on=day
    )


def _not_sent_back(bill: Bill, now: datetime) -> Money:
    """
    What of a bill's UPI returns were to send back never came: that is settled with it. Returns how much it
    was.
    """
    rows = Flag.objects.select_for_update().filter(
        entry__bill__of=bill, code__in=(FlagCode.UPI_OUT, FlagCode.CARD_OUT), settled_at=None
    )
    left = whole = bill.upi + bill.card
    for flag in rows.order_by("pk"):
        part = min(flag.amount, left)
        left -= part
        if part == flag.amount:
            close(flag, "The buyer's own payment never came.", now)
        elif part:
            flag.amount -= part
            flag.save(update_fields=["amount"])
    return Money(whole - left, "INR")


def _paid_back_of(flag: Flag) -> Bill:
    """Return the sale whose UPI goes back: of a return, or void."""
    bill = Bill.objects.select_related("of").filter(entry=flag.entry).first()
    if bill is not None and bill.of is not None:
        return bill.of
    said = read(flag.entry.payload)
    assert isinstance(said, Voided)
    assert said.of is not None
    return Bill.objects.get(bill_id=said.of)
