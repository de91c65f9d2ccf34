"""How money is written for people, in pages, messages and documents; texts that go into a spreadsheet."""

from decimal import Decimal

from jkrlm.kernel.money import Money, fraction_digits

#: A spreadsheet takes what begins so for a formula.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
SYMBOLS = {"INR": "₹", "USD": "$"}


def indian_grouping(whole: int) -> str:
    """Group the digits of a whole number the Indian way: 12,34,567."""
    digits = str(abs(whole))
    head, groups = digits[:-3], [digits[-3:]]
    while head:
        head, group = head[:-2], head[-2:]
        groups.insert(0, group)
    return ("−" if whole < 0 else "") + ",".join(groups)


def rupees(amount: Money | Decimal | int, *, paise: bool = False) -> str:
    """
    Write an amount in Indian grouping: ₹1,25,000; paise only where there are any, or always if asked.

    A bare number is taken as rupees; other currencies carry their sign or ISO 4217 code. Rounded
    half-even to the smallest unit.
    """
    money = amount if isinstance(amount, Money) else Money(Decimal(amount), "INR")
    exact = money.quantized().amount
    whole, _, fraction = f"{abs(exact):.{fraction_digits(money.currency)}f}".partition(".")
    shown = f".{fraction}" if fraction and (paise or fraction.strip("0")) else ""
    sign = "−" if exact < 0 else ""
    return f"{sign}{SYMBOLS.get(money.currency, money.currency + ' ')}{indian_grouping(int(whole))}{shown}"


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
