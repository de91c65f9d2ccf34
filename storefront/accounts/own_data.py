"""What this room holds about a buyer, with the store's customer, and how it forgets."""

from django.utils.translation import gettext as _

from jkrlm.kernel.personal_data import Holder, Subject, Told
from storefront.accounts import store
from storefront.accounts.models import AdoptedOrder, BuyerSession, Contact, Erasure, Wish
from storefront.shop.goods import cards_of


def _tell(subject: Subject) -> tuple[Told, ...]:
    mine = {"user_id": subject.user_id}
    contacts = Contact.objects.filter(**mine).order_by("pk")
    sessions = BuyerSession.objects.filter(**mine).order_by("began_at")
    adopted = AdoptedOrder.objects.filter(**mine).select_related("access").order_by("pk")
    erasures = Erasure.objects.filter(**mine).order_by("pk")
    return (
        Told(
            _("What signs you in"),
            tuple({_("Contact"): each.value, _("Proven"): each.proved_at.isoformat()} for each in contacts),
        ),
        Told(
            _("Browsers in which you are signed in"),
            tuple({_("Since"): str(each.began_at), _("Last seen"): str(each.seen_at)} for each in sessions),
        ),
        Told(
            _("Addresses"),
            tuple(
                {_("Address"): ", ".join(row.lines), _("Phone"): row.phone}
                for row in store.addresses_of(subject.customer_id)
            ),
        ),
        Told(_("Wishlist"), tuple({_("Piece"): name} for name in _wishes(subject))),
        Told(
            _("Orders in your account"),
            tuple(
                {_("Order"): each.access.order_id, _("How it came"): each.how, _("At"): str(each.adopted_at)}
                for each in adopted
            ),
        ),
        Told(
            _("Requests to erase the account"),
            tuple({_("At"): str(each.asked_at), _("State"): each.outcome} for each in erasures),
        ),
    )


def _forget(subject: Subject) -> None:
    """Delete the store's customer with her addresses; our own rows go with the account."""
    if subject.customer_id:
        store.delete_customer(subject.customer_id)


def _wishes(subject: Subject) -> list[str]:
    ids = list(
        Wish.objects.filter(user_id=subject.user_id).order_by("pk").values_list("product_id", flat=True)
    )
    names = {card.product_id: card.name for part in _parts(ids) for card in cards_of(part)}
    return [names.get(each, each) for each in ids]


def _parts(ids: list[str]) -> list[tuple[str, ...]]:
    return [tuple(ids[start : start + 48]) for start in range(0, len(ids), 48)]


PERSONAL_DATA = Holder(tell=_tell, forget=_forget)
