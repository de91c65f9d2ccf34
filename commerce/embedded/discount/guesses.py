"""Codes that are none are counted for checkout and network: a list of guesses may not be worked through."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from commerce.embedded.engine.errors import Refusal
from jkrlm.people.facade import Limit, TooManyAttempts, count_attempt, give_back

#: Wrong codes only: what was right is given back.
CODES_PER_CHECKOUT: Final = Limit("store-promo-codes-checkout", 10, timedelta(minutes=15))
#: Thousands of phones of one carrier come from one address.
CODES_PER_NETWORK: Final = Limit("store-promo-codes", 300, timedelta(minutes=15))
#: How a refusal says that there is no such code: on putting one on, and on taking one off.
_NONE: Final = frozenset({("INVALID", "promoCode"), ("NOT_FOUND", "promoCode")})


@contextmanager
def guessing(*, network: str, checkout: UUID, now: datetime) -> Iterator[None]:
    """
    Count a try with a code, unless it comes from this process (no ``network``).

    The contract has no code of its own for it: the one for what the same call may do later is taken.

    Raises:
        Refusal: GRAPHQL_ERROR for ``promoCode``, saying for how long.
    """
    if not network:
        yield
        return
    counted = ((CODES_PER_NETWORK, network), (CODES_PER_CHECKOUT, str(checkout)))
    try:
        for limit, subject in counted:
            count_attempt(limit, subject=subject, now=now)
    except TooManyAttempts as full:
        seconds = full.params["seconds"]
        raise Refusal(
            f"Too many wrong codes. Try again in {seconds} seconds.", code="GRAPHQL_ERROR", field="promoCode"
        ) from None
    try:
        yield
    except Refusal as refusal:
        if not any((entry["code"], entry["field"]) in _NONE for entry in refusal.entries):
            _give_back(counted)
        raise
    _give_back(counted)


def _give_back(counted: Iterable[tuple[Limit, str]]) -> None:
    for limit, subject in counted:
        give_back(limit, subject=subject)
