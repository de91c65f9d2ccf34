"""
Money that came by UPI: kept once, whoever tells of it first, and matched once with a claim.

Our reference in the bank's words decides; where they name none, the number that a buyer typed, for exactly
its amount. What is not certain waits for a person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import Q

from commerce.payments.models import UpiClaim, UpiCredit, UpiRefund
from commerce.payments.services.move import move
from commerce.payments.services.upi_claims import locked_claim, move_claim
from commerce.payments.services.upi_refunds import write_credit_refund
from commerce.payments.states import (
    LIVE_CLAIMS,
    AttemptState,
    ClaimState,
    CreditReason,
    CreditState,
    RefundStep,
)
from commerce.payments.upi_rules import (
    CLAIM_PREFIX,
    REFUND_PREFIX,
    STALL_PREFIX,
    looks_like_upi,
    payer_in,
    references_in,
    rrn_in,
)
from jkrlm.kernel import outbox
from jkrlm.kernel.statements import Statement

#: Feed and statement may differ by a day or two about when money came.
DAYS_APART: Final = timedelta(days=3)
#: Credits that found no claim are looked at again this long: a number may be typed later.
LOOK_AGAIN: Final = timedelta(days=14)


_IN_TURN: Final = Statement("SELECT pg_advisory_xact_lock(hashtext('payments.upi-credit'))::text")


@dataclass(frozen=True, slots=True)
class BankCredit:
    """
    Money in, as a bank tells it. ``code`` names a line of a statement, ``feed_id`` an entry of a feed: one of
    both. ``payer`` is a UPI address, where it is told.
    """

    amount: Decimal
    day: date
    reference: str = ""
    narration: str = ""
    code: str = ""
    feed_id: str = ""
    payer: str = ""


def see_credits(*, credits: Iterable[BankCredit], now: datetime) -> int:
    """
    Keep what is new and by UPI, and match it; returns how many were new. Repeating it changes nothing.

    A credit that is neither called UPI by the bank nor names a claim is not ours to keep.
    """
    told = list(credits)
    known = set(
        UpiCredit.objects.filter(
            Q(code__in=[each.code for each in told if each.code])
            | Q(feed_id__in=[each.feed_id for each in told if each.feed_id])
        ).values_list("code", "feed_id")
    )
    codes, feeds = {code for code, _ in known if code}, {feed for _, feed in known if feed}
    new = 0
    for each in told:
        if (each.code and each.code in codes) or (each.feed_id and each.feed_id in feeds):
            continue
        if not _is_ours(each):
            continue
        credit, is_new = _keep(each, now)
        new += is_new
        if credit.state == CreditState.OPEN:
            settle_credit(credit_id=credit.pk, now=now)
    return new


def _is_ours(told: BankCredit) -> bool:
    words = f"{told.reference} {told.narration}"
    if told.feed_id or looks_like_upi(told.reference, told.narration):
        return True
    if any(references_in(words, prefix) for prefix in (CLAIM_PREFIX, REFUND_PREFIX, STALL_PREFIX)):
        return True
    rrn = rrn_in(told.reference, told.narration)
    return bool(rrn) and UpiClaim.objects.filter(rrn=rrn).exists()


def _keep(told: BankCredit, now: datetime) -> tuple[UpiCredit, bool]:
    """
    Return the credit, and whether it is told of for the first time. One after the other: feed and statement
    that tell of it at once find one credit, not two of which one would be sent back.
    """
    rrn = rrn_in(told.reference, told.narration)
    with transaction.atomic():
        _IN_TURN.rows()
        held = _same(told, rrn)
        taken = UpiCredit.objects.filter(rrn=rrn).exists()  # by another amount: not the same money
        if held is not None:
            held.code, held.feed_id = held.code or told.code, held.feed_id or told.feed_id
            held.rrn = held.rrn or ("" if taken else rrn)
            held.payer = held.payer or told.payer or payer_in(told.narration)
            held.save()
            return held, False
        made = UpiCredit.objects.create(
            code=told.code,
            feed_id=told.feed_id,
            rrn="" if taken else rrn,
            amount=told.amount,
            day=told.day,
            narration=f"{told.reference} {told.narration}".strip()[:300],
            payer=told.payer[:120] or payer_in(told.narration),
            seen_at=now,
            changed_at=now,
        )
        for reference in references_in(made.narration, STALL_PREFIX):
            outbox.record("StallCreditSeen", {"reference": reference})
    return made, True


def _same(told: BankCredit, rrn: str) -> UpiCredit | None:
    """
    Return the credit of which the other source, feed or statement, has told: the bank's number and the amount
    name it; where one of both says no number, our reference, amount and day do.
    """
    known = Q(code=told.code) if told.code else Q(feed_id=told.feed_id)
    held = UpiCredit.objects.select_for_update().filter(known).first()
    if held is not None:
        return held
    other = UpiCredit.objects.select_for_update().filter(amount=told.amount)
    other = other.filter(code="") if told.code else other.filter(feed_id="")
    if rrn:
        held = other.filter(rrn=rrn).first()
        if held is not None:
            return held
    names = references_in(f"{told.reference} {told.narration}", CLAIM_PREFIX)
    near = other.filter(day__range=(told.day - DAYS_APART, told.day + DAYS_APART)).order_by("day", "id")
    for each in near if names else ():
        if (not rrn or not each.rrn) and set(names) & set(references_in(each.narration, CLAIM_PREFIX)):
            return each
    return None


def settle_credit(*, credit_id: int, now: datetime) -> CreditState:
    """Match an open credit, or note why it is not; returns its state then."""
    credit = UpiCredit.objects.get(pk=credit_id)
    if credit.state != CreditState.OPEN:
        return CreditState(credit.state)
    claim, reason = _claim_of(credit)
    if claim is not None and not reason:
        return match_credit(credit_id=credit.pk, claim_id=claim.pk, now=now)
    UpiCredit.objects.filter(pk=credit.pk, state=CreditState.OPEN).exclude(reason=reason, about=claim).update(
        reason=reason, about=claim, changed_at=now
    )
    return CreditState.OPEN


def _claim_of(credit: UpiCredit) -> tuple[UpiClaim | None, CreditReason]:
    """Return what a credit is for, and why it does not simply pay that; no reason where it does."""
    if _came_back(credit):
        return None, CreditReason.CAME_BACK
    names = references_in(credit.narration, CLAIM_PREFIX)
    found = list(UpiClaim.objects.filter(reference__in=names).order_by("id")) if names else []
    if not found and credit.rrn:
        typed = list(UpiClaim.objects.filter(rrn=credit.rrn).order_by("id"))
        live = [each for each in typed if each.state in LIVE_CLAIMS]
        found = live or [each for each in typed if each.state != ClaimState.MATCHED] or typed
    if len(found) != 1:
        return None, CreditReason.UNNAMED
    (claim,) = found
    return claim, CreditReason.NONE if claim.amount == credit.amount else CreditReason.OTHER_AMOUNT


def _came_back(credit: UpiCredit) -> bool:
    sent = UpiRefund.objects.filter(reference__in=references_in(credit.narration, REFUND_PREFIX))
    return sent.filter(step=RefundStep.PAID).exists()


def match_credit(
    *, credit_id: int, claim_id: int, now: datetime, decided_by: int | None = None, words: str = ""
) -> CreditState:
    """
    Let a credit pay a claim, once: whoever is second finds it done, and a second credit goes back. What came
    above the amount, which only a person decides, goes back as well.
    """
    with transaction.atomic():
        attempt, claim = locked_claim(UpiClaim.objects.values_list("attempt_id", flat=True).get(pk=claim_id))
        credit = UpiCredit.objects.select_for_update().get(pk=credit_id)
        if credit.state != CreditState.OPEN:
            return CreditState(credit.state)
        credit.changed_at, credit.words, credit.decided_by_id = now, words[:300], decided_by
        if claim.state == ClaimState.MATCHED:
            credit.state, credit.reason, credit.about = CreditState.RETURNING, CreditReason.SECOND, claim
            credit.save()
            write_credit_refund(credit, amount=credit.amount, now=now)
            return CreditState.RETURNING
        late = claim.state not in LIVE_CLAIMS
        if late and _number_is_taken(claim):
            claim.rrn = ""  # somebody else's live claim says it; the credit keeps the bank's number
        credit.state, credit.claim, credit.about = CreditState.MATCHED, claim, claim
        credit.reason = CreditReason.BY_STAFF if decided_by else CreditReason.NONE
        credit.save()
        move_claim(claim, ClaimState.MATCHED, now=now, reason="seen in the bank" + (", late" if late else ""))
        move(
            attempt_id=attempt.pk,
            to=AttemptState.CHARGED,
            now=now,
            reason="seen in the bank",
            payment_intent_id=f"upi-{credit.named}",
        )
        if credit.amount > claim.amount:
            write_credit_refund(credit, amount=credit.amount - claim.amount, now=now)
    return CreditState.MATCHED


def _number_is_taken(claim: UpiClaim) -> bool:
    others = UpiClaim.objects.filter(rrn=claim.rrn, state__in=(*LIVE_CLAIMS, ClaimState.MATCHED))
    return bool(claim.rrn) and others.exclude(pk=claim.pk).exists()


def look_again(*, now: datetime) -> int:
    """Hold open credits against the claims once more; returns how many are not open any more."""
    since = now - LOOK_AGAIN
    found = UpiCredit.objects.filter(state=CreditState.OPEN, seen_at__gte=since).order_by("id")
    states = [settle_credit(credit_id=pk, now=now) for pk in list(found.values_list("pk", flat=True))]
    return sum(state != CreditState.OPEN for state in states)


def let_go_credit(*, code: str, now: datetime) -> bool:
    """
    Say that a line of the statement is something else, in the caller's transaction; returns False where its
    money has been taken for a payment by UPI.
    """
    credit = UpiCredit.objects.select_for_update().filter(code=code).first()
    if credit is None or credit.state == CreditState.EXPLAINED:
        return True
    if credit.state != CreditState.OPEN:
        return False
    credit.state, credit.changed_at = CreditState.EXPLAINED, now
    credit.save(update_fields=["state", "changed_at"])
    return True


def taken_credits(codes: Iterable[str]) -> Mapping[str, str]:
    """Return statement line -> what its money is, of lines that were taken for payments by UPI."""
    taken = UpiCredit.objects.filter(code__in=list(codes)).exclude(
        state__in=(CreditState.OPEN, CreditState.EXPLAINED)
    )
    return {
        each.code: f"UPI {each.claim.reference}" if each.claim else _without_claim(each)
        for each in taken.select_related("claim")
    }


def _without_claim(credit: UpiCredit) -> str:
    if credit.state == CreditState.STALL:
        return f"UPI, bill of a stall {credit.stall_bill}"
    return f"UPI, goes back {credit.named}"
