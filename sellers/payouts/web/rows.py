"""What the pages show, made ready, so that no query and no sum hides in a template."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

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
    """Return ₹12,34,567.50: grouped as in India, always with paise."""
    whole, paise = f"{abs(amount):.2f}".split(".")
    head, tail = whole[:-3], whole[-3:]
    groups: list[str] = []
    while head:
        groups.insert(0, head[-2:])
        head = head[:-2]
    return f"{'−' if amount < 0 else ''}₹{','.join([*groups, tail])}.{paise}"


def bars(sums: Sequence[Sum]) -> list[Bar]:
    longest = max((each.total for each in sums), default=Decimal(0))
    return [
        Bar(each.label, each.count, rupees(each.total), int(each.total * 100 / longest) if longest else 0)
        for each in sums
    ]
