"""Keep what somebody abroad asks for."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

from jkrlm.people.facade import Limit, count_attempt
from storefront.aftercare.models import Enquiry

PER_NETWORK: Final = Limit("enquiry-network", 10, timedelta(hours=1))
PER_MAILBOX: Final = Limit("enquiry-mailbox", 5, timedelta(days=1))


@dataclass(frozen=True, slots=True)
class EnquiryAsk:
    key: str
    product_slug: str
    product_name: str
    name: str
    email: str
    country: str
    quantity: int
    words: str
    language: str


def ask_enquiry(*, ask: EnquiryAsk, network: str, now: datetime) -> Enquiry:
    """
    Keep it; the same key again finds the first.

    Raises:
        TooManyAttempts: this network or mailbox has asked too often.
    """
    known = Enquiry.objects.filter(key=ask.key).first()
    if known is not None:
        return known
    count_attempt(PER_NETWORK, subject=network, now=now)
    count_attempt(PER_MAILBOX, subject=ask.email.casefold(), now=now)
    facts = asdict(ask)
    key = facts.pop("key")
    facts["product_slug"], facts["product_name"] = ask.product_slug[:255], ask.product_name[:250]
    made, _is_new = Enquiry.objects.get_or_create(key=key, defaults={**facts, "asked_at": now})
    return made
