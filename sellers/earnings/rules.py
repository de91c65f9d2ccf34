"""Shares, refunds, years and steps: values in, values out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeVar

from django.utils.translation import gettext as _

from jkrlm.kernel.money import Money
from sellers.earnings.errors import SharesDisagree

K = TypeVar("K")

#: What a woman earns in a financial year to be counted. Source: the mission's counts, by district.
LAKHPATI: Final = Money(Decimal("100000"), "INR")
MILLIONAIRE: Final = Money(Decimal("1000000"), "INR")
ZERO: Final = Money.zero("INR")
MEMBERS_MAX: Final = 30


def year_of(day: date) -> int:
    """Return the calendar year in which the Indian financial year of a day begins (April)."""
    return day.year if day.month >= 4 else day.year - 1


def year_span(year: int) -> tuple[date, date]:
    """Return the first day of a financial year, and the first that is no longer in it."""
    return date(year, 4, 1), date(year + 1, 4, 1)


def month_span(first: date) -> tuple[date, date]:
    """Return the first day of a month, and of the month after."""
    begin = first.replace(day=1)
    return begin, date(begin.year + begin.month // 12, begin.month % 12 + 1, 1)


def months_of_year(year: int) -> tuple[date, ...]:
    """Return the first days of a financial year's twelve months, April first."""
    return tuple(date(year + (month > 12), (month - 1) % 12 + 1, 1) for month in range(4, 16))


def in_proportion(total: Money, weights: Mapping[K, int | Decimal]) -> dict[K, Money]:
    """
    Split an amount in proportion; the parts sum to it exactly and none is below nought.

    Named rounding point: the running sums are rounded half-even to the paisa, in the order given, the
    largest weight (the first among equals) last, which takes what is left. So each part is within a paisa of
    the exact one, and where the amount is not more than the weights in paise, none exceeds its weight:
    giving the whole remainder to one party does not keep that.
    """
    ordered = _largest_last(weights)
    whole = sum((Fraction(weights[name]) for name in ordered), Fraction(0))
    if not whole:
        return dict.fromkeys(weights, Money.zero(total.currency))
    units, running, given = total.minor_units, Fraction(0), 0
    parts: dict[K, int] = {}
    for name in ordered:
        running += Fraction(weights[name])
        up_to = round(units * running / whole)
        parts[name], given = up_to - given, up_to
    return {name: Money.from_minor_units(parts[name], total.currency) for name in weights}


def _largest_last(weights: Mapping[K, int | Decimal]) -> list[K]:
    names = list(weights)
    if not names:
        return []
    largest = max(names, key=lambda name: weights[name])
    return [*(name for name in names if name != largest), largest]


def by_percent(whole: Money, percents: Mapping[int, Decimal]) -> dict[int, Money]:
    """
    Return whose what is, by percent; remainders as ``in_proportion``.

    Raises:
        SharesDisagree: not a hundred in all, or a share of nothing.
    """
    total = sum(percents.values(), Decimal(0))
    if total != 100:
        raise SharesDisagree(
            _("Together they make %(total)s percent. It must be 100.") % {"total": plain(total)},
            field="shares",
        )
    return checked(whole, in_proportion(whole, percents))


def checked(whole: Money, shares: Mapping[int, Money]) -> dict[int, Money]:
    """
    Return the shares as they are.

    Raises:
        SharesDisagree: they are not the whole, one is nothing, or there are too many.
    """
    if not shares or any(share.amount <= 0 for share in shares.values()):
        raise SharesDisagree(
            _("Write for each woman what is hers; it must be more than nothing."), field="shares"
        )
    if len(shares) > MEMBERS_MAX:
        raise SharesDisagree(_("These are too many names for one piece."), field="shares")
    total = sum(shares.values(), Money.zero(whole.currency))
    if any(share != share.quantized() for share in shares.values()) or total != whole:
        raise SharesDisagree(
            _("Together they make ₹%(total)s. The piece brings ₹%(whole)s.")
            % {"total": plain(total.amount), "whole": plain(whole.amount)},
            field="shares",
        )
    return dict(shares)


def plain(number: Decimal) -> str:
    """Return a number without superfluous noughts."""
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def left_of_lines(left: Money, gets: Mapping[int, Money], kept: Mapping[int, Fraction]) -> dict[int, Money]:
    """
    Return what refunds left of each line of a share, summing to ``left``.

    ``gets`` is what each was sold for, ``kept`` the part of its pieces that did not come back. First the
    lines whose pieces were kept have what they were sold for; what is left beyond that stays with the rest.
    None has more than it was sold for.
    """
    full = {line: gets[line].minor_units for line in gets}
    first = {line: int(full[line] * kept[line]) for line in gets}
    whole = min(left.minor_units, sum(full.values()))
    to_kept = min(whole, sum(first.values()))
    room = {line: full[line] - first[line] for line in gets}
    currency = left.currency
    parts = in_proportion(Money.from_minor_units(to_kept, currency), first)
    rest = in_proportion(Money.from_minor_units(whole - to_kept, currency), room)
    return {line: parts[line] + rest[line] for line in gets}


def left_of_shares(left: Money, shares: Mapping[int, Money]) -> dict[int, Money]:
    """Return what refunds left of each member's share of a line: in proportion to the shares."""
    return in_proportion(left, {person: share.minor_units for person, share in shares.items()})


@dataclass(frozen=True, slots=True)
class Year:
    """
    A member's financial year: her confirmed shares of what was sold, after refunds, and what she declared
    that it cost. ``income`` is None while only sales are known.
    """

    year: int
    sales: Money
    costs: Money
    has_costs: bool

    @property
    def income(self) -> Money | None:
        return self.sales - self.costs if self.has_costs else None

    @property
    def counted(self) -> Money:
        """What the steps go by: income where it is known, else sales."""
        return self.sales if self.income is None else self.income


@dataclass(frozen=True, slots=True)
class Step:
    """``percent`` is whole, rounded down, from 0 to 100; ``to_go`` is nought where it is reached."""

    key: str
    goal: Money
    percent: int
    to_go: Money

    @property
    def is_reached(self) -> bool:
        return not self.to_go.amount


def steps(counted: Money) -> tuple[Step, ...]:
    """Return how far an amount of a year is on each step."""
    return tuple(
        Step(
            key=key,
            goal=goal,
            percent=max(0, min(100, int(counted.amount * 100 // goal.amount))),
            to_go=max(goal - counted, ZERO, key=lambda money: money.amount),
        )
        for key, goal in (("lakhpati", LAKHPATI), ("millionaire", MILLIONAIRE))
    )


def place_of(sales: Sequence[tuple[str, Money]]) -> str:
    """Return the group in which a woman is counted: where most of her sales were; of equals the first."""
    return min(sales, key=lambda each: (-each[1].amount, each[0]))[0]
