"""Where a group's money is: paid, on the way, held; and how the price of an order became pay."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.conf import settings

import sellers.ledger.facade as ledger
import sellers.payouts.facade as payouts
from jkrlm.kernel.money import Money
from sellers.earnings import rules
from sellers.earnings.rules import ZERO
from sellers.ledger.facade import Component
from sellers.orders.facade import SellerOrderState, SoldLine, being_given_back, sold_lines
from sellers.payouts.facade import Standing, TransferRow

#: A page on a phone shows so many orders that are on the way.
SHOWN: Final = 12
_HELD: Final = "held-for-seller"
_PAID: Final = "paid"


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """
    A share that is not payable yet. ``delivered_on`` is None while the piece is on its way, with ``latest``
    the day promised to the buyer; ``window_over`` is the day after the last on which he may return it.
    While somebody has to decide whether a part goes back (``is_being_given_back``) nothing of it clears.
    """

    code: str
    number: str
    pieces: str
    amount: Money
    state: SellerOrderState | None
    delivered_on: date | None
    latest: date | None
    window_over: date | None
    is_being_given_back: bool = False


@dataclass(frozen=True, slots=True)
class Purses:
    """
    A group's money. ``held`` is with orders that have not cleared, ``payable`` for the next payout (or kept
    back where ``standing.hold`` is set), ``sent`` on its way to the bank, ``due`` owed by the group.
    """

    group_code: str
    year: int
    paid: Money
    paid_count: int
    held: Money
    payable: Money
    sent: Money
    due: Money
    standing: Standing
    open_orders: tuple[OpenOrder, ...]
    open_count: int
    months: tuple[tuple[date, Money], ...]

    @property
    def is_on_hold(self) -> bool:
        return self.standing.hold is not None

    @property
    def on_the_way(self) -> Money:
        """What will come by itself: not what is kept back."""
        return self.held + self.sent + (ZERO if self.is_on_hold else self.payable)

    @property
    def kept_back(self) -> Money:
        return self.payable if self.is_on_hold else ZERO


@dataclass(frozen=True, slots=True)
class GroupSums:
    """One group in a list of several."""

    group_code: str
    on_the_way: Money
    kept_back: Money
    due: Money


@dataclass(frozen=True, slots=True)
class OrderMoney:
    """
    How an order's price became pay: ``price`` less ``taken`` (part of the price, amount) is ``gets``; less
    ``back``, what refunds took, it is ``left``. ``commission_percent`` is None where lines differ.
    """

    code: str
    number: str
    group_code: str
    state: SellerOrderState
    sold_on: date
    delivered_on: date | None
    window_over: date | None
    lines: tuple[SoldLine, ...]
    price: Money
    taken: tuple[tuple[str, Money], ...]
    commission_percent: str | None
    gets: Money
    back: Money
    left: Money


def purses(group_code: str, *, on: date) -> Purses:
    """Return where a group's money is on a day of its financial year. A fixed number of queries."""
    since, until = rules.year_span(rules.year_of(on))
    position = ledger.positions([group_code])[group_code]
    standing = payouts.standing([group_code])[group_code]
    transfers = [
        each for each in payouts.transfers(group_code, since=since, until=until) if each.state == _PAID
    ]
    waiting = ledger.open_items(code=_HELD, owner=group_code)
    shown = waiting[:SHOWN]
    codes = [item.item for item in shown]
    lines, going_back = _by_order(sold_lines(codes)), being_given_back(codes)
    return Purses(
        group_code=group_code,
        year=since.year,
        paid=sum((each.amount for each in transfers), ZERO),
        paid_count=len(transfers),
        held=position.held,
        payable=position.payable,
        sent=sum((each.amount for each in standing.on_the_way), ZERO),
        due=position.due,
        standing=standing,
        open_orders=tuple(
            _open(item.item, item.amount, lines.get(item.item, []), item.item in going_back) for item in shown
        ),
        open_count=len(waiting),
        months=_months(transfers, since.year, on),
    )


def sums_of(group_codes: Sequence[str]) -> tuple[GroupSums, ...]:
    """Return the sums of several groups, as of now. A fixed number of queries."""
    positions = ledger.positions(group_codes)
    standings = payouts.standing(group_codes)
    found = []
    for code in group_codes:
        at, standing = positions[code], standings[code]
        sent = sum((each.amount for each in standing.on_the_way), ZERO)
        is_kept = standing.hold is not None
        found.append(
            GroupSums(
                group_code=code,
                on_the_way=at.held + sent + (ZERO if is_kept else at.payable),
                kept_back=at.payable if is_kept else ZERO,
                due=at.due,
            )
        )
    return tuple(found)


def payments(group_code: str, *, year: int) -> tuple[TransferRow, ...]:
    """Return the transfers of a financial year, newest first."""
    since, until = rules.year_span(year)
    return tuple(reversed(payouts.transfers(group_code, since=since, until=until)))


def order_money(code: str, *, group_codes: Collection[str]) -> OrderMoney | None:
    """Return how one of these groups' orders became pay; None for any other. Two queries."""
    lines = sold_lines([code])
    if not lines or lines[0].group_code not in group_codes:
        return None
    first = lines[0]
    share = ledger.orders_in_books([first.order_number])[first.order_number].shares.get(code)
    fee = share.sold.get(Component.GATEWAY_FEE, ZERO) if share is not None else ZERO
    taken = _taken(lines, fee)
    gets = sum((line.gets for line in lines), ZERO) - fee
    left = share.group if share is not None else ZERO
    percents = {line.commission_percent for line in lines}
    return OrderMoney(
        code=code,
        number=first.order_number,
        group_code=first.group_code,
        state=first.state,
        sold_on=first.sold_on,
        delivered_on=first.delivered_on,
        window_over=_window_over(first),
        lines=lines,
        price=sum((line.price for line in lines), ZERO),
        taken=taken,
        commission_percent=rules.plain(percents.pop()) if len(percents) == 1 else None,
        gets=gets,
        back=gets - left,
        left=left,
    )


def _taken(lines: Sequence[SoldLine], fee: Money) -> tuple[tuple[str, Money], ...]:
    parts: Mapping[str, Money] = {
        "goods-gst": sum((line.gst for line in lines), ZERO),
        "commission": sum((line.commission for line in lines), ZERO),
        "commission-gst": sum((line.commission_gst for line in lines), ZERO),
        "gateway-fee": fee,
        "tcs": sum((line.tcs for line in lines), ZERO),
        "tds": sum((line.tds for line in lines), ZERO),
    }
    return tuple((part, amount) for part, amount in parts.items() if amount.amount)


def _by_order(lines: Sequence[SoldLine]) -> dict[str, list[SoldLine]]:
    found: dict[str, list[SoldLine]] = {}
    for line in lines:
        found.setdefault(line.order_code, []).append(line)
    return found


def _open(code: str, amount: Money, lines: Sequence[SoldLine], is_being_given_back: bool) -> OpenOrder:
    first = lines[0] if lines else None
    return OpenOrder(
        code=code if first else "",
        number=first.order_number if first else code,
        pieces=", ".join(f"{line.name} × {line.quantity}" for line in lines),
        amount=amount,
        state=first.state if first else None,
        delivered_on=first.delivered_on if first else None,
        latest=first.latest if first else None,
        window_over=_window_over(first) if first else None,
        is_being_given_back=is_being_given_back,
    )


def _window_over(line: SoldLine) -> date | None:
    if line.delivered_on is None:
        return None
    return line.delivered_on + timedelta(days=settings.RETURN_WINDOW_DAYS + 1)


def _months(transfers: Sequence[TransferRow], year: int, on: date) -> tuple[tuple[date, Money], ...]:
    return tuple(
        (month, sum((each.amount for each in transfers if each.day.replace(day=1) == month), ZERO))
        for month in rules.months_of_year(year)
        if month <= on
    )
