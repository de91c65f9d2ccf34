from typing import Any

from django.db import transaction

from commerce.embedded.account.models import User
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.webhook.services import emit


def delete_customer(*, user: User, caller: Any) -> User:
    """
    Forget a customer and his addresses; his orders and checkouts stay, and are nobody's.

    Raises:
        Refusal: DELETE_OWN_ACCOUNT, DELETE_STAFF_ACCOUNT.
    """
    if caller.user is not None and caller.user.pk == user.pk:
        raise Refusal("You cannot delete your own account.", code="DELETE_OWN_ACCOUNT", field="id")
    if user.is_staff:
        raise Refusal("Cannot delete a staff account.", code="DELETE_STAFF_ACCOUNT", field="id")
    return remove_user(user, event="CUSTOMER_DELETED")


def remove_user(user: User, *, event: str, **fields: Any) -> User:
    """Delete the row with all that is his alone, and say so; the object keeps its number for the answer."""
    pk = user.pk
    with transaction.atomic():
        emit(event, user=user, **fields)
        user.default_shipping_address = None
        user.default_billing_address = None
        user.delete()
    user.pk = pk
    user.__dict__.pop("_peers", None)
    return user
