"""GraphQL: whose checkout it is, and the checkouts of a user."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from commerce.embedded.account.models import User
from commerce.embedded.checkout.models import Checkout
from commerce.embedded.checkout.selectors import checkout_pk
from commerce.embedded.checkout.services.customer import attach_customer, detach_customer
from commerce.embedded.engine.peers import load
from commerce.embedded.engine.resolvers import Info, mutation, resolver
from jkrlm.kernel.clock import now
from jkrlm.kernel.ids import global_id


@mutation("checkoutCustomerAttach", errors="CheckoutError", permission="AUTHENTICATED_APP|AUTHENTICATED_USER")
def checkout_customer_attach(
    info: Info, id: str | None = None, customer_id: str | None = None
) -> dict[str, Any]:
    checkout = attach_customer(
        checkout_id=checkout_pk(id), customer_gid=customer_id, caller=info.context, now=now()
    )
    return {"checkout": checkout}


@mutation("checkoutCustomerDetach", errors="CheckoutError", permission="AUTHENTICATED_APP|AUTHENTICATED_USER")
def checkout_customer_detach(info: Info, id: str | None = None) -> dict[str, Any]:
    return {"checkout": detach_customer(checkout_id=checkout_pk(id), caller=info.context, now=now())}


def _pks_of(users: Iterable[User]) -> dict[int, list[tuple[uuid.UUID, str]]]:
    """Return id and channel slug of each user's checkouts, newest first. One query."""
    found: dict[int, list[tuple[uuid.UUID, str]]] = defaultdict(list)
    rows = Checkout.objects.filter(user__in=[user.pk for user in users], channel__is_active=True)
    for user_pk, pk, slug in rows.order_by("-updated_at", "id").values_list("user_id", "pk", "channel__slug"):
        found[user_pk].append((pk, slug))
    return dict(found)


def _own(source: User, channel: str | None) -> list[uuid.UUID]:
    pairs = load(source, "checkouts", _pks_of) if source.pk is not None else None
    return [pk for pk, slug in pairs or () if channel in (None, slug)]


@resolver("User", "checkoutIds")
def checkout_ids(source: User, info: Info, channel: str | None = None) -> list[str]:
    return [global_id("Checkout", pk) for pk in _own(source, channel)]


@resolver("User", "checkoutTokens")
def checkout_tokens(source: User, info: Info, channel: str | None = None) -> list[uuid.UUID]:
    return _own(source, channel)
