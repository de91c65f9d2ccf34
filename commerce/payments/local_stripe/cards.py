"""The test cards and what each of them does."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final


@dataclass(frozen=True, slots=True)
class TestCard:
    """``outcome``: paid, declined or asks (3-D Secure). ``afterwards``: what happens later."""

    number: str
    explained: str
    outcome: str = "paid"
    decline_code: str = ""
    message: str = ""
    afterwards: str = ""

    @property
    def spaced(self) -> str:
        return " ".join(self.number[start : start + 4] for start in range(0, len(self.number), 4))

    @property
    def last4(self) -> str:
        return self.number[-4:]


CARDS: Final = {
    card.number: card
    for card in (
        TestCard("4242424242424242", "is paid"),
        TestCard(
            "4000000000000002",
            "is declined",
            outcome="declined",
            decline_code="generic_decline",
            message="Your card was declined.",
        ),
        TestCard(
            "4000000000009995",
            "is declined for insufficient funds",
            outcome="declined",
            decline_code="insufficient_funds",
            message="Your card has insufficient funds.",
        ),
        TestCard("4000002500003155", "asks the bank first (3-D Secure)", outcome="asks"),
        TestCard("4000000000000259", "is paid and disputed later", afterwards="dispute"),
        TestCard("4000000000007726", "is paid; its refund is pending first", afterwards="refund-slow"),
        TestCard("4000000000005126", "is paid; its refund fails later", afterwards="refund-fails"),
    )
}


@dataclass(frozen=True, slots=True)
class TypedCard:
    """What the buyer typed, digits only."""

    number: str
    expiry: str
    cvc: str


def faults(typed: TypedCard, *, at: float) -> dict[str, str]:
    """Return a sentence for each field that is wrong; empty when the card may be tried."""
    found: dict[str, str] = {}
    if not re.fullmatch(r"[0-9]{12,19}", typed.number) or not luhn(typed.number):
        found["number"] = "This is not a card number. Check the digits."
    elif typed.number not in CARDS:
        found["number"] = (
            "This is a demonstration and takes its test cards only. Never type a real card here."
        )
    expiry = re.fullmatch(r"(0?[1-9]|1[0-2])\s*/?\s*(?:20)?([0-9]{2})", typed.expiry)
    if expiry is None:
        found["expiry"] = "Write month and year, such as 12 / 34."
    else:
        today = datetime.fromtimestamp(at, UTC)
        if (2000 + int(expiry[2]), int(expiry[1])) < (today.year, today.month):
            found["expiry"] = "This date has passed."
    if not re.fullmatch(r"[0-9]{3,4}", typed.cvc):
        found["cvc"] = "Write the three digits, such as 123."
    return found


def luhn(number: str) -> bool:
    """Say whether the check digit (ISO/IEC 7812) is right."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
