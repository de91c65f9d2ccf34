"""The store's answers in our own types."""

from collections.abc import Iterable
from typing import Protocol

from jkrlm.kernel.money import Money, TaxedMoney


class _StoreMoney(Protocol):
    fractional_amount: int
    currency: str


class _StoreTaxedMoney(Protocol):
    @property
    def gross(self) -> _StoreMoney: ...

    @property
    def net(self) -> _StoreMoney: ...


class _StoreEntry(Protocol):
    key: str
    value: str


def money(amount: _StoreMoney) -> Money:
    """Return the exact amount (the store's ``amount`` is a float; ``fractionalAmount`` is not)."""
    return Money.from_minor_units(amount.fractional_amount, amount.currency)


def entries(metadata: Iterable[_StoreEntry]) -> dict[str, str]:
    """Return the store's metadata as a dict."""
    return {entry.key: entry.value for entry in metadata}


def taxed(amount: _StoreTaxedMoney) -> TaxedMoney:
    """Return the exact net and gross amounts."""
    return TaxedMoney(net=money(amount.net), gross=money(amount.gross))
