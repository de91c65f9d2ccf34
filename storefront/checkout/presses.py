"""How often the button that places an order may be pressed: strangers' cards are tried out otherwise."""

from datetime import datetime, timedelta
from typing import Final

from jkrlm.people.facade import Limit, count_attempt, give_back

#: Of one bag, orders or not: nobody corrects an address so often.
PRESSES_PER_BAG: Final = Limit("checkout-bag", 30, timedelta(hours=1))
#: Of one network, presses that made no order; thousands of phones of one carrier come from one address.
PRESSES_PER_NETWORK: Final = Limit("checkout-network", 300, timedelta(minutes=15))


def press(*, checkout_id: str, network: str, now: datetime) -> None:
    """
    Count a press before anything is asked of the store or of a bank.

    Raises:
        TooManyAttempts.
    """
    count_attempt(PRESSES_PER_BAG, subject=checkout_id, now=now)
    count_attempt(PRESSES_PER_NETWORK, subject=network, now=now)


def forget_press(*, network: str) -> None:
    """An order was made: it does not count."""
    give_back(PRESSES_PER_NETWORK, subject=network)
