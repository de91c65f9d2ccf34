"""A signed-in buyer's bag becomes her customer's in the store, and its order hers."""

from datetime import datetime

from jkrlm.people.facade import User
from storefront.accounts import store
from storefront.accounts.models import AdoptedOrder, BagOwner
from storefront.accounts.services.adopt import adopt
from storefront.models import OrderAccess


def own_bag(*, user: User, checkout_id: str, now: datetime) -> bool:
    """Take a bag to the checkout as this buyer's; return False where it is another buyer's."""
    owner, _made = BagOwner.objects.get_or_create(
        checkout_id=checkout_id, defaults={"user": user, "owned_at": now}
    )
    if owner.user_id != user.pk:
        return False
    if owner.attached_at is None and user.customer_id:
        attached = store.attach_bag(checkout_id=checkout_id, customer_id=user.customer_id)
        BagOwner.objects.filter(pk=owner.pk).update(attached_at=now if attached else None)
    return True


def owner_of_bag(checkout_id: str) -> int | None:
    """Return whose bag it is; None for a guest's."""
    return BagOwner.objects.filter(checkout_id=checkout_id).values_list("user_id", flat=True).first()


def adopt_owned(*, access: OrderAccess, now: datetime) -> None:
    """Put the order of an owned bag into its owner's account."""
    owner = BagOwner.objects.select_related("user").filter(checkout_id=access.checkout_id).first()
    if owner is not None and not AdoptedOrder.objects.filter(access=access).exists():
        adopt(user=owner.user, access=access, how=AdoptedOrder.How.SIGNED_IN, now=now)
