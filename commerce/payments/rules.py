"""Pure policy: minor units, where a buyer may be sent back to, which refusals are final."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.http.request import validate_host
from django.utils.translation import gettext

from commerce.payments.errors import PaymentNotPossible

CURRENCY: Final = "INR"
#: Stripe takes eight digits of minor units.
CARD_MAXIMUM: Final = Decimal("999999.99")

#: ``checkoutComplete`` may succeed a moment later; every other code is final and the money goes back.
PASSING: Final = frozenset(
    {"TAX_ERROR", "GRAPHQL_ERROR", "CHECKOUT_COMPLETION_IN_PROGRESS", "InternalServerError"}
)


def to_paise(amount: Decimal, currency: str) -> int:
    """
    Return the amount in paise, exactly; nothing is rounded.

    Raises:
        PaymentNotPossible: not rupees, not above zero, a fraction of a paisa, or more than a card takes.
    """
    if currency != CURRENCY:
        raise PaymentNotPossible(gettext("This shop takes Indian rupees only."), code="CURRENCY")
    if not amount.is_finite() or amount <= 0:
        raise PaymentNotPossible(gettext("There is nothing to pay."), code="AMOUNT")
    paise = amount.scaleb(2)
    if paise != paise.to_integral_value():
        raise PaymentNotPossible(gettext("This amount is not a whole number of paise."), code="AMOUNT")
    if amount > CARD_MAXIMUM:
        raise PaymentNotPossible(gettext("This amount is more than a card payment may be."), code="AMOUNT")
    return int(paise)


def from_paise(paise: int) -> Decimal:
    """Return rupees with two digits, exactly."""
    return Decimal(paise).scaleb(-2).quantize(Decimal("0.01"))


def may_return_to(url: str, *, public_url: str, hosts: Sequence[str]) -> bool:
    """
    Say whether a buyer may be sent here after paying: our own public address, or a host that we serve.

    Never a wildcard, never another scheme, and only https where the public address is https.
    """
    if len(url) > 2000 or any(ord(character) <= 32 or character == "\\" for character in url):
        return False
    try:
        parts, public = urlsplit(url), urlsplit(public_url)
        own = (parts.scheme, parts.hostname, parts.port) == (public.scheme, public.hostname, public.port)
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None or not parts.hostname:
        return False
    allowed = {"https"} if public.scheme == "https" else {"http", "https"}
    if parts.scheme not in allowed:
        return False
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return own or validate_host(host, [name for name in hosts if name != "*"])


def with_query(url: str, **extra: str) -> str:
    """Return the address with parameters added behind those that it has."""
    parts = urlsplit(url)
    pairs = [*parse_qsl(parts.query, keep_blank_values=True), *extra.items()]
    return urlunsplit(parts._replace(query=urlencode(pairs)))


def refusal_is_final(code: str) -> bool:
    """Say whether a paid checkout that is refused with this code will never become an order."""
    return code not in PASSING
