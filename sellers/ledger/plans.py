"""
What an entry is before it stands in the books: its key, and how its lines follow from what the books hold.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from jkrlm.kernel.money import Money
from sellers.ledger.chart import AccountRef, place
from sellers.ledger.contracts import units_of
from sellers.ledger.errors import BadAmount, BadReference, Unbalanced
from sellers.ledger.states import Component, EntryKind, Guard

if TYPE_CHECKING:
    from sellers.ledger.books import Books

#: When and in which words something was said does not change what was said: a repeat after midnight is a
#: repeat.
_NOT_CONTENT: Final = ("occurred_on", "narration")
#: What was not said before it could be said does not change what was said then.
_NOTHING_SAID: Final = ("voucher", "goods_gst", "is_allowance")
_KEY_MAX: Final = 200
_NAME_MAX: Final = 120
_NARRATION_MAX: Final = 300


@dataclass(frozen=True, slots=True)
class DraftLine:
    """``units`` are minor units: above nought a debit, below a credit."""

    account: AccountRef
    currency: str
    units: int
    component: Component


Lines = tuple[DraftLine, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """
    An entry to be. ``lines`` makes its lines from the books as they stand once what it depends on is locked:
    the open items of its source where it ``reads_source``, and what is payable to and due from ``owners``.
    """

    key: str
    digest: str
    kind: EntryKind
    occurred_on: date
    lines: Callable[["Books"], Lines]
    source: str = ""
    item: str = ""
    narration: str = ""
    reads_source: bool = False
    owners: tuple[tuple[str, str], ...] = ()
    reverses_id: int | None = None
    counts_as: EntryKind | None = None  # a reversal counts as what it reverses

    def __post_init__(self) -> None:
        if len(self.key) > _KEY_MAX or max(len(self.source), len(self.item)) > _NAME_MAX:
            raise BadReference(f"A reference in {self.key[:_KEY_MAX]} is too long.")
        if len(self.narration) > _NARRATION_MAX:
            raise BadReference(f"The narration of {self.key} is longer than {_NARRATION_MAX} characters.")


def named(kind: str, *names: str) -> str:
    """
    Return a key or a source: a kind and the names of our own that make it unique, told apart by slashes.

    Raises:
        BadReference: a name is empty.
    """
    if not all(name.strip() for name in names):
        raise BadReference(f"A {kind} wants a reference.")
    return "/".join((kind, *(quote(name, safe=" ") for name in names)))


def digest_of(*requests: object) -> str:
    """Return the SHA-256 of what requests say; amounts by their minor units, so that 5 is 5.00."""
    plain = [_plain(request) for request in requests]
    return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return [units_of(value), value.currency]
    if is_dataclass(value):
        said = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {
            name: each
            for name, each in said.items()
            if name not in _NOT_CONTENT and not (name in _NOTHING_SAID and _is_nothing(each))
        }
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.value if isinstance(value, Enum) else value


def _is_nothing(plain: Any) -> bool:
    return plain is None or plain is False or (isinstance(plain, list) and not plain[0])


def debit(account: AccountRef, amount: Money, component: Component) -> DraftLine:
    return DraftLine(account, amount.currency, units_of(amount), component)


def credit(account: AccountRef, amount: Money, component: Component) -> DraftLine:
    return DraftLine(account, amount.currency, -units_of(amount), component)


def positive(amount: Money) -> Money:
    """Return the amount. Raises BadAmount where it is not above nought."""
    if units_of(amount) <= 0:
        raise BadAmount(f"An amount above nought is wanted, not {amount.amount}.")
    return amount


def not_negative(amount: Money) -> Money:
    """Return the amount. Raises BadAmount where it is below nought."""
    if units_of(amount) < 0:
        raise BadAmount(f"An amount of nought or more is wanted, not {amount.amount}.")
    return amount


def fixed(
    lines: Iterable[DraftLine],
    *,
    key: str,
    digest: str,
    kind: EntryKind,
    occurred_on: date,
    source: str = "",
    item: str = "",
    narration: str = "",
    reverses_id: int | None = None,
    counts_as: EntryKind | None = None,
) -> Plan:
    """
    Return the plan of an entry whose lines do not depend on the books; guards look at them all the same.
    """
    known = tuple(lines)
    owners: set[tuple[str, str]] = set()
    moved: dict[AccountRef, int] = {}
    for line in known:
        chart = place(line.account)
        if chart.guard is Guard.WHOLE:
            owners.add((line.account.owner, line.currency))
        elif chart.guard is not Guard.NONE:
            moved[line.account] = moved.get(line.account, 0) + line.units * chart.sign
    if moved and not source:
        raise BadReference(f"{min(moved)} is kept by source; {key} has none.")
    return Plan(
        key=key,
        digest=digest,
        kind=kind,
        occurred_on=occurred_on,
        lines=lambda _: known,
        source=source,
        item=item,
        narration=narration,
        reads_source=any(units < 0 for units in moved.values()),
        owners=tuple(sorted(owners)),
        reverses_id=reverses_id,
        counts_as=counts_as,
    )


def checked(lines: Iterable[DraftLine], key: str) -> Lines:
    """
    Return the lines that say something.

    Raises:
        Unbalanced: debits and credits differ in a currency, or fewer than two lines are left.
    """
    kept = tuple(line for line in lines if line.units)
    sums: dict[str, int] = {}
    for line in kept:
        sums[line.currency] = sums.get(line.currency, 0) + line.units
    over = {currency: units for currency, units in sums.items() if units}
    if over or len(kept) < 2:
        raise Unbalanced(f"{key} does not balance: {over or 'it has fewer than two lines'}.", params=over)
    return kept
