"""How often a payment of one checkout may be started from outside: nobody tries strangers' cards on it."""

from datetime import datetime, timedelta
from typing import Final

from commerce.embedded.engine.errors import Refusal
from jkrlm.people.facade import Limit, TooManyAttempts, count_attempt

#: Not of a network: a shop in front of ours asks for all its buyers from one address.
STARTS_PER_CHECKOUT: Final = Limit("store-payments", 30, timedelta(hours=1))


def count_start(*, source_gid: str, now: datetime) -> None:
    """
    Raises:
        Refusal: GRAPHQL_ERROR for ``id``, saying for how long.
    """
    try:
        count_attempt(STARTS_PER_CHECKOUT, subject=source_gid[:200], now=now)
    except TooManyAttempts as full:
        seconds = full.params["seconds"]
        raise Refusal(
            f"Too many payments were started for it. Try again in {seconds} seconds.",
            code="GRAPHQL_ERROR",
            field="id",
        ) from None
