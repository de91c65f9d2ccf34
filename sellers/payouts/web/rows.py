"""What the pages show, made ready, so that no query and no sum hides in a template."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from jkrlm.kernel import formats
from sellers.payouts.selectors.desk import Sum

_BADGES: Final = {
    "building": "wait",
    "ready": "warn",
    "approved": "ok",
    "sent-back": "err",
    "empty": "off",
    "planned": "off",
    "dropped": "off",
    "sent": "wait",
    "paid": "ok",
    "failed": "err",
    "returned": "err",
    "faulty": "err",
    "applied": "ok",
    "discarded": "off",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """``share`` is of the longest bar, 0 to 100."""

    label: str
    count: int
    total: str
    share: int


def badge(state: str) -> str:
    return _BADGES.get(state, "off")


def rupees(amount: Decimal) -> str:
    """Return ₹12,34,567.50: always with paise."""
    return formats.rupees(amount, paise=True)


def bars(sums: Sequence[Sum]) -> list[Bar]:
    longest = max((each.total for each in sums), default=Decimal(0))
    return [
        Bar(each.label, each.count, rupees(each.total), int(each.total * 100 / longest) if longest else 0)
        for each in sums
    ]
