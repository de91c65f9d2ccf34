"""Who holds what about a buyer: the rooms that the wiring names, asked one after the other."""

from collections.abc import Mapping

from jkrlm.kernel.personal_data import Holder, Subject
from jkrlm.people.facade import User
from storefront.accounts.models import AdoptedOrder
from storefront.accounts.selectors import contacts_of

_holders: dict[str, Holder] = {}


def set_holders(table: Mapping[str, Holder]) -> None:
    """Take the wiring's table of room -> how it tells and forgets; replaces the one before."""
    _holders.clear()
    _holders.update(table)


def holders() -> Mapping[str, Holder]:
    return _holders


def subject_of(user: User) -> Subject:
    """Return what the rooms may know a buyer by; two queries."""
    emails, phones = contacts_of(user)
    held = AdoptedOrder.objects.filter(user=user).select_related("access").order_by("pk")
    accesses = [each.access for each in held]
    return Subject(
        user_id=user.pk,
        customer_id=user.customer_id,
        emails=emails,
        phones=phones,
        order_ids=tuple(str(each.order_id) for each in accesses if each.order_id),
        checkout_ids=tuple(each.checkout_id for each in accesses),
        access_ids=tuple(each.pk for each in accesses),
    )
