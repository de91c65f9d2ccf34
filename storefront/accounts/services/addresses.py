"""A buyer's addresses: the store keeps them, we see to it that they are hers."""

from jkrlm.people.facade import User
from storefront.accounts import store
from storefront.accounts.contracts import AddressRow
from storefront.accounts.errors import AddressesFull, AddressUnknown
from storefront.accounts.rules import ADDRESSES_MAX
from storefront.accounts.services.customer import keep_customer
from storefront.checkout.contracts import Contact


def addresses_of(user: User) -> tuple[AddressRow, ...]:
    return store.addresses_of(user.customer_id)


def address_of(user: User, number: int) -> AddressRow:
    """
    Return one address.

    Raises:
        AddressUnknown: not one of hers.
    """
    for row in addresses_of(user):
        if row.number == number:
            return row
    raise AddressUnknown


def add_address(*, user: User, contact: Contact) -> int:
    """
    Keep an address; the first one is the default.

    Raises:
        AddressesFull. StoreRefused: a field is not valid; ``field`` is the store's name for it.
    """
    customer_id = user.customer_id or keep_customer(user_id=user.pk)
    held = store.addresses_of(customer_id)
    if len(held) >= ADDRESSES_MAX:
        raise AddressesFull
    number = store.add_address(customer_id=customer_id, contact=contact)
    if not held:
        store.set_default_address(customer_id=customer_id, number=number)
    return number


def change_address(*, user: User, number: int, contact: Contact) -> None:
    """
    Raises:
        AddressUnknown: not one of hers. StoreRefused: a field is not valid.
    """
    address_of(user, number)
    store.change_address(number=number, contact=contact)


def remove_address(*, user: User, number: int) -> None:
    """
    Raises:
        AddressUnknown: not one of hers.
    """
    address_of(user, number)
    store.remove_address(number)


def set_default_address(*, user: User, number: int) -> None:
    """
    Raises:
        AddressUnknown: not one of hers.
    """
    address_of(user, number)
    store.set_default_address(customer_id=user.customer_id, number=number)
