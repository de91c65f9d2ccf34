"""Money: an exact decimal amount with its currency."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Self

#: Digits after the point, ISO 4217. Currencies that are not listed have two.
FRACTION_DIGITS: dict[str, int] = {"INR": 2, "USD": 2, "EUR": 2, "JPY": 0, "KWD": 3}


class CurrencyMismatch(ValueError):
    """Two currencies met in one sum."""


def fraction_digits(currency: str) -> int:
    """Return the number of minor-unit digits of a currency (ISO 4217)."""
    return FRACTION_DIGITS.get(currency, 2)


def quantize(amount: Decimal, currency: str) -> Decimal:
    """Round half-even to the currency's smallest unit. Rounding happens here and nowhere else."""
    return amount.quantize(Decimal(1).scaleb(-fraction_digits(currency)), rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency; arithmetic across currencies raises CurrencyMismatch."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError(f"Money wants a Decimal, not {type(self.amount).__name__}")

    @classmethod
    def zero(cls, currency: str) -> Self:
        return cls(Decimal(0), currency)

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: int | Decimal) -> "Money":
        return Money(self.amount * factor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.amount < other.amount

    def __le__(self, other: "Money") -> bool:
        self._same(other)
        return self.amount <= other.amount

    def quantized(self) -> "Money":
        return Money(quantize(self.amount, self.currency), self.currency)

    @property
    def minor_units(self) -> int:
        """The amount as a whole number of the smallest unit (paise for INR)."""
        return int(quantize(self.amount, self.currency).scaleb(fraction_digits(self.currency)))

    @classmethod
    def from_minor_units(cls, units: int, currency: str) -> Self:
        return cls(Decimal(units).scaleb(-fraction_digits(currency)), currency)


@dataclass(frozen=True, slots=True)
class TaxedMoney:
    """A net and a gross amount; the tax is their difference."""

    net: Money
    gross: Money

    @property
    def tax(self) -> Money:
        return self.gross - self.net

    @property
    def currency(self) -> str:
        return self.gross.currency

    def __add__(self, other: "TaxedMoney") -> "TaxedMoney":
        return TaxedMoney(self.net + other.net, self.gross + other.gross)

    @classmethod
    def untaxed(cls, money: Money) -> Self:
        return cls(money, money)

    @classmethod
    def zero(cls, currency: str) -> Self:
        return cls.untaxed(Money.zero(currency))


def split(total: Money, weights: Sequence[int | Decimal]) -> list[Money]:
    """
    Split ``total`` in proportion to ``weights``; the parts always sum to the whole.

    Parts are rounded down to the smallest unit; what remains goes to the first part.

    Raises:
        ValueError: no weights, a negative one, or all zero.
    """
    whole = sum((Decimal(weight) for weight in weights), Decimal(0))
    if whole <= 0 or any(weight < 0 for weight in weights):
        raise ValueError("split wants weights that are not negative and not all zero")
    units = total.minor_units
    parts = [int(units * Decimal(weight) // whole) for weight in weights]
    parts[0] += units - sum(parts)
    return [Money.from_minor_units(part, total.currency) for part in parts]


def spread_discount(discount: Decimal, prices: Sequence[Decimal], currency: str) -> list[Decimal]:
    """
    Spread a discount over lines in proportion to their prices, as Saleor does: each part is rounded
    half-even, the last line takes what remains. What it cannot bear (parts are between nought and their
    price) goes to the lines before it, so that the parts sum to the discount, or to all prices where that
    is less.
    """
    whole = sum(prices, Decimal(0))
    if whole <= 0:
        return [Decimal(0) for _ in prices]
    wanted = quantize(min(discount, whole), currency)
    parts = [min(quantize(wanted * price / whole, currency), price) for price in prices]
    over = wanted - sum(parts, Decimal(0))
    for index in reversed(range(len(parts))):
        part = min(max(parts[index] + over, Decimal(0)), prices[index])
        over -= part - parts[index]
        parts[index] = part
    return parts
