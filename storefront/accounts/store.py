"""The store's customer and her addresses, in our words; always with the app's token."""

from typing import Any, Final

from commerce.client import (
    AddressInput,
    AddressTypeEnum,
    CountryCode,
    CustomerInput,
    LanguageCodeEnum,
    UserCreateInput,
)
from commerce.facade import StoreRefused, app_store, refuse_on
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.ids import global_id, parse_global_id
from storefront.accounts.contracts import AddressRow
from storefront.accounts.errors import AddressUnknown
from storefront.checkout.contracts import Contact

_LANGUAGES: Final = {
    "en": LanguageCodeEnum.EN,
    "hi": LanguageCodeEnum.HI,
    "ur": LanguageCodeEnum.UR,
}


def make_customer(*, email: str, name: str, language: str) -> str:
    """Return the id of the customer with this proven address, made where there is none."""
    first, last = _split(name)
    answer = (
        app_store()
        .customer_create(
            input=UserCreateInput(
                email=email,
                first_name=first,
                last_name=last,
                is_active=True,
                language_code=_LANGUAGES.get(language, LanguageCodeEnum.EN),
            )
        )
        .customer_create
    )
    assert answer is not None
    try:
        refuse_on(answer.errors)
    except StoreRefused as refusal:
        if refusal.code != "UNIQUE":
            raise
        known = app_store().customer(email=email).user
        if known is None:
            raise
        return str(known.id)
    assert answer.user is not None
    return str(answer.user.id)


def rename_customer(*, customer_id: str, email: str, name: str) -> None:
    """Tell the store a proven address, and a name."""
    first, last = _split(name)
    given = CustomerInput(email=email, first_name=first, last_name=last)
    answer = app_store().customer_update(id=customer_id, input=given).customer_update
    assert answer is not None
    refuse_on(answer.errors)


def delete_customer(customer_id: str) -> None:
    """Delete the customer and all her addresses; one that is gone already is no fault."""
    answer = app_store().customer_delete(id=customer_id).customer_delete
    assert answer is not None
    try:
        refuse_on(answer.errors)
    except StoreRefused as refusal:
        if refusal.code not in {"NOT_FOUND", "GRAPHQL_ERROR"}:
            raise


def addresses_of(customer_id: str) -> tuple[AddressRow, ...]:
    """Return a customer's addresses, the default first; one call."""
    if not customer_id:
        return ()
    customer = app_store().customer(id=customer_id).user
    if customer is None:
        return ()
    default = customer.default_shipping_address.id if customer.default_shipping_address else ""
    rows = [_row(each, is_default=each.id == default) for each in customer.addresses]
    return tuple(sorted(rows, key=lambda row: (not row.is_default, row.number)))


def add_address(*, customer_id: str, contact: Contact) -> int:
    answer = app_store().address_create(user_id=customer_id, input=_input(contact)).address_create
    assert answer is not None
    refuse_on(answer.errors)
    assert answer.address is not None
    return _number(answer.address.id)


def change_address(*, number: int, contact: Contact) -> None:
    answer = app_store().address_update(id=_gid(number), input=_input(contact)).address_update
    assert answer is not None
    _refuse(answer.errors)


def remove_address(number: int) -> None:
    answer = app_store().address_delete(id=_gid(number)).address_delete
    assert answer is not None
    _refuse(answer.errors)


def set_default_address(*, customer_id: str, number: int) -> None:
    """Make it the default for parcels and for bills alike."""
    for kind in (AddressTypeEnum.SHIPPING, AddressTypeEnum.BILLING):
        answer = (
            app_store()
            .address_set_default(address_id=_gid(number), user_id=customer_id, type_=kind)
            .address_set_default
        )
        assert answer is not None
        _refuse(answer.errors)


def attach_bag(*, checkout_id: str, customer_id: str) -> bool:
    """Make the bag the customer's; return False where the store will not: gone, or another's."""
    answer = (
        app_store().checkout_customer_attach(id=checkout_id, customer_id=customer_id).checkout_customer_attach
    )
    return answer is not None and not answer.errors


def _refuse(errors: Any) -> None:
    try:
        refuse_on(errors)
    except StoreRefused as refusal:
        if refusal.code in {"NOT_FOUND", "GRAPHQL_ERROR"}:
            raise AddressUnknown from refusal
        raise


def _input(contact: Contact) -> AddressInput:
    first, last = _split(contact.name)
    return AddressInput(
        first_name=first,
        last_name=last,
        street_address_1=contact.line1,
        street_address_2=contact.line2,
        city=contact.city,
        postal_code=contact.pincode,
        country=CountryCode.IN,
        country_area=contact.state,
        phone=contact.phone,
    )


def _split(name: str) -> tuple[str, str]:
    first, _, last = name.strip().rpartition(" ")
    return (first or last)[:256], (last if first else "")[:256]


def _row(address: Any, *, is_default: bool) -> AddressRow:
    return AddressRow(
        number=_number(address.id),
        name=f"{address.first_name} {address.last_name}".strip(),
        line1=address.street_address_1,
        line2=address.street_address_2,
        city=address.city.title(),
        pincode=address.postal_code,
        state=address.country_area,
        phone=address.phone or "",
        is_default=is_default,
    )


def _number(gid: str) -> int:
    try:
        return int(parse_global_id(gid)[1])
    except (DomainError, ValueError):
        return 0


def _gid(number: int) -> str:
    return global_id("Address", number)
