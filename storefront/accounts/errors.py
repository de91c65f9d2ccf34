"""
DomainError
├── BadContact          neither an e-mail address nor an Indian mobile number
├── ContactTaken        proven, and already another account's
├── AccountClosed       proven, and its account may not be opened any more
├── OrderTaken          the order is in another buyer's account
├── OrderUnknown        no order at this link
├── AddressUnknown      not an address of this buyer
├── AddressesFull       as many as the store keeps for one buyer
├── ErasureBlocked      params["orders"]: numbers of the orders that are not finished
└── AskedAlready        erasure was asked for, and its day has not come
"""

from django.utils.translation import gettext

from jkrlm.kernel.errors import DomainError


class BadContact(DomainError):
    code = "BAD_CONTACT"

    def __init__(self) -> None:
        super().__init__(
            gettext("Write an e-mail address, as in name@example.in, or an Indian mobile number."),
            field="contact",
        )


class ContactTaken(DomainError):
    code = "CONTACT_TAKEN"

    def __init__(self) -> None:
        super().__init__(
            gettext("This one opens another account already. Sign in with it, or add a different one."),
            field="otp",
        )


class AccountClosed(DomainError):
    code = "ACCOUNT_CLOSED"

    def __init__(self) -> None:
        super().__init__(
            gettext("This account is closed. You can buy without one; or write to us."), field="otp"
        )


class OrderTaken(DomainError):
    code = "ORDER_TAKEN"

    def __init__(self) -> None:
        super().__init__(gettext("This order is in another account already."), field="link")


class OrderUnknown(DomainError):
    code = "NOT_FOUND"

    def __init__(self) -> None:
        super().__init__(
            gettext("There is no order at this link. Copy it whole from the mail about your order."),
            field="link",
        )


class AddressUnknown(DomainError):
    code = "NOT_FOUND"

    def __init__(self) -> None:
        super().__init__(gettext("This address is not among yours any more."))


class AddressesFull(DomainError):
    code = "ADDRESSES_FULL"

    def __init__(self) -> None:
        super().__init__(gettext("You keep as many addresses as we can hold. Remove one first."))


class ErasureBlocked(DomainError):
    code = "ERASURE_BLOCKED"

    def __init__(self, orders: tuple[str, ...]) -> None:
        sentence = gettext(
            "These orders are still under way, or can still be returned: %(orders)s. Your account can be "
            "erased when they are finished."
        )
        super().__init__(sentence % {"orders": ", ".join(orders)}, params={"orders": orders})


class AskedAlready(DomainError):
    code = "ASKED_ALREADY"

    def __init__(self) -> None:
        super().__init__(gettext("You have asked for this already."))
