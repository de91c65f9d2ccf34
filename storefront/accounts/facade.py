"""The door of buyers' accounts."""

from jkrlm.kernel import clock
from jkrlm.people.facade import User
from storefront.accounts.contracts import AddressRow
from storefront.accounts.errors import OrderTaken
from storefront.accounts.models import AdoptedOrder
from storefront.accounts.own_data import PERSONAL_DATA
from storefront.accounts.personal_data import set_holders
from storefront.accounts.reactions import on_buyer_joined, on_order_confirmed
from storefront.accounts.selectors import contacts_of, orders_of
from storefront.accounts.services.addresses import add_address, addresses_of
from storefront.accounts.services.adopt import adopt as _adopt
from storefront.accounts.services.bag_owner import own_bag, owner_of_bag
from storefront.accounts.services.customer import keep_customer, mailbox_of, phone_of, store_email
from storefront.accounts.services.sign_in import prove_contact
from storefront.accounts.services.wish import wish
from storefront.accounts.sessions import begin_session, end_session, signed_in_buyer
from storefront.models import OrderAccess

__all__ = [
    "PERSONAL_DATA",
    "AddressRow",
    "OrderTaken",
    "add_address",
    "addresses_of",
    "adopt",
    "adopt_placed",
    "begin_session",
    "buyer_of",
    "contacts_of",
    "end_session",
    "keep_customer",
    "mailbox_of",
    "on_buyer_joined",
    "on_order_confirmed",
    "orders_of",
    "own_bag",
    "owner_of_bag",
    "phone_of",
    "prove_contact",
    "set_holders",
    "signed_in_buyer",
    "store_email",
    "wish",
]


def adopt(user: User, access: OrderAccess) -> None:
    """
    Put an order into a buyer's account, whose link she holds; twice changes nothing.

    Raises:
        OrderTaken: it is in another buyer's account.
    """
    _adopt(user=user, access=access, how=AdoptedOrder.How.LINK, now=clock.now())


def adopt_placed(*, user: User, token: str) -> None:
    """Put an order into the account of who has just placed it; one that is taken stays where it is."""
    access = OrderAccess.objects.filter(token=token).first()
    if access is None:
        return
    try:
        _adopt(user=user, access=access, how=AdoptedOrder.How.SIGNED_IN, now=clock.now())
    except OrderTaken:
        return


def buyer_of(access: OrderAccess) -> User | None:
    """Return in whose account an order is; None for a guest's."""
    held = AdoptedOrder.objects.select_related("user").filter(access=access).first()
    return held.user if held is not None else None
