"""Whose checkout it is."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from commerce.embedded.account.models import User
from commerce.embedded.checkout.models import Checkout
from commerce.embedded.checkout.selectors import locked_checkout
from commerce.embedded.checkout.services.touch import touch
from commerce.embedded.engine.errors import PermissionDenied, Refusal
from commerce.embedded.engine.ids import found
from jkrlm.kernel.ids import global_id


def attach_customer(
    *, checkout_id: uuid.UUID, customer_gid: str | None, caller: Any, now: datetime
) -> Checkout:
    """
    Make a checkout that is nobody's the customer's, e-mail address included.

    Without a customer it is the caller's own; another's needs IMPERSONATE_USER.

    Raises:
        PermissionDenied: it belongs to somebody, or the customer is another.
        Refusal: NOT_FOUND; REQUIRED, where an app names no customer.
    """
    with transaction.atomic():
        checkout = _locked(checkout_id)
        if checkout.user_id is not None:
            raise PermissionDenied([], "You cannot reassign a checkout that is already attached to a user.")
        customer = _customer(customer_gid, caller)
        checkout.user = customer
        checkout.email = customer.email
        touch(checkout, now=now, deliveries=False, fields=("user", "email"))
    return checkout


def _customer(gid: str | None, caller: Any) -> User:
    own = caller.user
    if gid and (own is None or gid != global_id("User", own.pk)):
        caller.require("IMPERSONATE_USER")
        customer: User = found(User, gid)
        return customer
    if own is None:
        raise Refusal(
            "The customerId value must be provided when running mutation as app.",
            code="REQUIRED",
            field="customerId",
        )
    return own  # type: ignore[no-any-return]


def detach_customer(*, checkout_id: uuid.UUID, caller: Any, now: datetime) -> Checkout:
    """
    Make a checkout nobody's; the e-mail address stays.

    Raises:
        PermissionDenied: it is another's.
        Refusal: NOT_FOUND.
    """
    with transaction.atomic():
        checkout = _locked(checkout_id)
        own = caller.user is not None and caller.user.pk == checkout.user_id
        if checkout.user_id is not None and not own:
            caller.require("IMPERSONATE_USER")
        checkout.user = None
        touch(checkout, now=now, deliveries=False, fields=("user",))
    return checkout


def _locked(pk: uuid.UUID) -> Checkout:
    checkout = locked_checkout(pk)
    if checkout is None:
        gid = global_id("Checkout", pk)
        raise Refusal(f"Couldn't resolve to a node: {gid}", code="NOT_FOUND", field="id")
    return checkout
