"""The rule and the formats in force. Each function is one query."""

from datetime import date

from jkrlm.kernel.dated import in_force
from sellers.payouts.errors import FormatUnknown
from sellers.payouts.models import BankFormat, Batch, PayoutRule
from sellers.payouts.rules import next_day
from sellers.payouts.states import BatchState, Direction


def rule(on: date) -> PayoutRule:
    """
    Return the rule in force.

    Raises:
        FormatUnknown: there is none; nobody can be paid until staff add one.
    """
    held = in_force(PayoutRule.objects.filter(valid_from__lte=on), on)
    if not held:
        raise FormatUnknown("No payout rule (minimum, payout day) is in force.")
    return held[-1]


def formats(direction: Direction, on: date) -> tuple[BankFormat, ...]:
    """Return the formats in force, samples last; of one slug the one that began last."""
    held = in_force(BankFormat.objects.filter(direction=direction, valid_from__lte=on), on)
    return tuple(
        sorted({each.slug: each for each in held}.values(), key=lambda each: (each.is_sample, each.name))
    )


def bank_format(slug: str, direction: Direction, on: date) -> BankFormat:
    """
    Return a format in force.

    Raises:
        FormatUnknown.
    """
    found = next((each for each in formats(direction, on) if each.slug == slug), None)
    if found is None:
        raise FormatUnknown("Choose one of the formats in the list.", field="format")
    return found


def payout_day(today: date, weekday: int) -> date:
    """Return the next payout day."""
    approved = Batch.objects.filter(state=BatchState.APPROVED).order_by("-decided_at").first()
    paid_today = approved is not None and approved.value_date == today
    return next_day(today=today, weekday=weekday, paid_today=paid_today)
