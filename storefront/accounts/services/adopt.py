"""Orders come into an account: placed signed in, proven by their contact, or brought by their link."""

from datetime import datetime

from django.db import transaction

from commerce.client import OrderParts
from commerce.facade import app_store
from jkrlm.kernel.secrets import fingerprint
from jkrlm.people.facade import User
from storefront.accounts.errors import OrderTaken, OrderUnknown
from storefront.accounts.models import AdoptedOrder, Contact, ContactKind, OrderContact
from storefront.models import OrderAccess

How = AdoptedOrder.How


def adopt(*, user: User, access: OrderAccess, how: AdoptedOrder.How, now: datetime) -> None:
    """
    Put an order into a buyer's account; saying it twice changes nothing.

    Raises:
        OrderTaken: it is another buyer's; of two at the same moment one has it.
    """
    held, _made = AdoptedOrder.objects.get_or_create(
        access=access, defaults={"user": user, "how": how, "adopted_at": now}
    )
    if held.user_id != user.pk:
        raise OrderTaken


def adopt_by_link(*, user: User, link: str, now: datetime) -> OrderAccess:
    """
    Take the order of a link, or of its token alone. Whoever holds the link may see the order.

    Raises:
        OrderUnknown, OrderTaken.
    """
    token = link.strip().partition("?")[0].rstrip("/").rpartition("/")[2]
    access = OrderAccess.objects.filter(token=token[:64], order_id__isnull=False).first()
    if access is None:
        raise OrderUnknown
    adopt(user=user, access=access, how=How.LINK, now=now)
    return access


def adopt_proven(*, user: User, now: datetime) -> int:
    """
    Take every order whose contact this buyer has proven; return how many were taken now.

    The store is asked once more for each: what was written down when it was placed may have been put right.
    """
    taken = 0
    for access in offered(user):
        order = app_store().order_details(id=str(access.order_id)).order
        if order is None or not _is_hers(order, user):
            continue
        try:
            adopt(user=user, access=access, how=How.PROVEN, now=now)
        except OrderTaken:
            continue
        taken += 1
    return taken


def offered(user: User) -> list[OrderAccess]:
    """Return guests' orders that carry a contact which this buyer has proven; two queries."""
    prints: dict[str, list[str]] = {"email": [], "phone": []}
    for contact in Contact.objects.filter(user=user):
        prints[contact.kind].append(contact_print(contact.kind, contact.value))
    if not any(prints.values()):
        return []
    found = OrderContact.objects.filter(email_print__in=prints["email"]) | OrderContact.objects.filter(
        phone_print__in=prints["phone"]
    )
    taken = AdoptedOrder.objects.values("access")
    return list(
        OrderAccess.objects.filter(pk__in=found.values("access"), order_id__isnull=False)
        .exclude(pk__in=taken)
        .order_by("-created_at")[:50]
    )


@transaction.atomic
def note_contacts(*, access: OrderAccess, order: OrderParts) -> None:
    """Write down by which contacts a guest may prove that an order is hers; as keyed hashes."""
    email, phone = contacts_of_order(order)
    OrderContact.objects.update_or_create(
        access=access,
        defaults={
            "email_print": contact_print("email", email),
            "phone_print": contact_print("phone", phone),
        },
    )


def contacts_of_order(order: OrderParts) -> tuple[str, str]:
    """Return e-mail and phone of who pays: the one of a gift's recipient proves nothing."""
    payer = order.billing_address
    return (order.user_email or "").strip().lower(), (payer.phone or "") if payer else ""


def contact_print(kind: str, value: str) -> str:
    return fingerprint(f"order-contact:{kind}:{value}") if value else ""


def _is_hers(order: OrderParts, user: User) -> bool:
    email, phone = contacts_of_order(order)
    hers = Contact.objects.filter(user=user)
    return (
        hers.filter(kind=ContactKind.EMAIL, value=email or "-").exists()
        or hers.filter(kind=ContactKind.PHONE, value=phone or "-").exists()
    )
