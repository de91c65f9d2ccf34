"""Take somebody's wish at a stall, with her consent to be written to; it becomes an enquiry of the shop."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import exhibitions.plan.facade as plan
import exhibitions.stalls.facade as stalls
from exhibitions.results.contracts import LeadWish
from exhibitions.results.errors import BadLead
from exhibitions.results.models import Lead
from exhibitions.results.states import LeadKind
from jkrlm.kernel import outbox
from jkrlm.people.facade import BadPhone, Limit, User, audit, count_attempt, mobile_number

PER_PERSON: Final = Limit("lead-taker", 120, timedelta(hours=1))
PER_CONTACT: Final = Limit("lead-contact", 5, timedelta(days=1))
_OPEN: Final = (plan.ExhibitionState.RUNNING, plan.ExhibitionState.CLOSED)
WORTH_MAX: Final = Decimal(10_000_000)
#: What she agrees to, read out or shown; kept with the lead as it was said.
CONSENT: Final = gettext_lazy(
    "Umeed may keep my name and contact for a year and write to me about this, and pass it to the group."
)


def take_lead(*, exhibition: str, wish: LeadWish, key: str, by: User, now: datetime, today: date) -> Lead:
    """
    Keep it once for its key; ``LeadTaken`` tells the shop.

    Raises:
        ExhibitionUnknown; TooManyAttempts: this cashier, or this contact, too often.
        BadLead: no consent, no contact that can be written to, no such stall, or the fair is not on.
    """
    known = Lead.objects.filter(key=key).first()
    if known is not None:
        return known
    fair = plan.exhibition(exhibition)
    if fair.state not in _OPEN:
        raise BadLead(_("This exhibition is not on: nobody is at its stalls."))
    phone, email = _contact(wish.contact)
    group = _group(exhibition, wish.stall_code)
    _check(wish)
    count_attempt(PER_PERSON, subject=str(by.pk), now=now)
    count_attempt(PER_CONTACT, subject=phone or email, now=now)
    with transaction.atomic():
        made, is_new = Lead.objects.get_or_create(
            key=key,
            defaults={
                "exhibition": exhibition,
                "kind": wish.kind,
                "name": " ".join(wish.name.split())[:120],
                "phone": phone,
                "email": email,
                "wants": wish.wants.strip()[:500],
                "quantity": wish.quantity,
                "worth": wish.worth if wish.kind == LeadKind.ORDER else Decimal(0),
                "stall_code": wish.stall_code,
                "group_code": group,
                "language": wish.language,
                "consent_words": wish.consent_words[:300],
                "consent_at": now,
                "taken_on": today,
                "taken_by": by,
            },
        )
        if is_new:
            audit(actor=by, verb="results.take-lead", target=f"lead {made.number}", after={"kind": made.kind})
            outbox.record("LeadTaken", {"lead": made.pk, "exhibition": exhibition})
    return made


def _check(wish: LeadWish) -> None:
    if not wish.consent:
        raise BadLead(_("Without her consent nothing is written down. Ask, and tick it."), field="consent")
    if wish.kind not in LeadKind.values:
        raise BadLead(_("Say whether she asks, or orders for later."), field="kind")
    if not wish.name.strip() or not wish.wants.strip():
        field = "name" if not wish.name.strip() else "wants"
        raise BadLead(_("Write who she is and what she wants."), field=field)
    if not 0 <= wish.worth <= WORTH_MAX:
        raise BadLead(_("That cannot be what it is worth."), field="worth")
    if wish.kind == LeadKind.ORDER and not wish.worth:
        raise BadLead(_("Write what the order comes to, about."), field="worth")


def _contact(said: str) -> tuple[str, str]:
    """Return (phone, e-mail), one of them empty. Raises BadLead."""
    text = said.strip()
    if "@" in text:
        try:
            validate_email(text)
        except ValidationError:
            raise BadLead(_("Write the e-mail address as in name@example.in."), field="contact") from None
        return "", text.lower()
    try:
        return mobile_number(text), ""
    except BadPhone:
        said = _("Write a mobile number of ten digits, or an e-mail address: we answer there.")
        raise BadLead(said, field="contact") from None


def _group(exhibition: str, stall_code: str) -> str:
    """Return who stands there; empty for the fair's own desk. Raises BadLead."""
    if not stall_code:
        return ""
    for each in stalls.allotted(exhibition):
        if each.stall_code == stall_code:
            return each.group_code
    raise BadLead(_("Nobody stands at this stall."), field="stall_code")
