"""The wishlist: of a buyer in the database, of a guest in her browser, merged when she signs in."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.ids import parse_global_id
from jkrlm.people.facade import User
from storefront.accounts.models import Wish
from storefront.accounts.rules import WISHES_MAX


def is_product(product_id: str) -> bool:
    """Return whether it can be a product's id in the store at all."""
    try:
        kind, _pk = parse_global_id(product_id[:128])
    except DomainError:
        return False
    return kind == "Product"


def wish(*, user: User, product_id: str, now: datetime) -> None:
    """Put a piece on the list; twice changes nothing, and the oldest goes where the list is full."""
    Wish.objects.get_or_create(user=user, product_id=product_id, defaults={"added_at": now})
    kept = (
        Wish.objects.filter(user=user).order_by("-added_at", "-pk").values_list("pk", flat=True)[:WISHES_MAX]
    )
    Wish.objects.filter(user=user).exclude(pk__in=list(kept)).delete()


def unwish(*, user: User, product_id: str) -> None:
    Wish.objects.filter(user=user, product_id=product_id).delete()


def merge_wishes(*, user: User, product_ids: Iterable[str], now: datetime) -> None:
    """Add what a guest's browser kept, newest first, to the list of the account."""
    wanted = [each for each in product_ids if is_product(each)]
    for place, product_id in enumerate(reversed(wanted)):
        wish(user=user, product_id=product_id, now=now + timedelta(microseconds=place))


def wishes_of(user: User) -> list[str]:
    """Return product ids, newest first."""
    hers = Wish.objects.filter(user=user).order_by("-added_at", "-pk")
    return list(hers.values_list("product_id", flat=True))
