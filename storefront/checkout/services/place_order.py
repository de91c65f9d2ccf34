"""Place an order: write who and where, make sure of the price, start the payment, complete."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import get_language, gettext

from commerce.client import AddressParts, CheckoutParts
from commerce.facade import StoreRefused
from commerce.payments.facade import ClaimState, hold_goods, refusal_is_final, turn_with, upi_standing
from jkrlm.kernel.money import Money
from logistics.facade import plan
from sellers.orders.facade import GIFT_KEY, Gift, gift_text
from storefront.bag.errors import BagGone
from storefront.bag.selectors import line_problems, open_checkout
from storefront.bag.sentences import bag_sentence
from storefront.checkout import store
from storefront.checkout.contracts import Contact, Payment, PaymentOutcome, Placement, total_as_shown
from storefront.checkout.errors import OrderRefused, PaymentRefused, TotalChanged
from storefront.checkout.sentences import order_sentence
from storefront.checkout.services.quote_delivery import (
    choose_parcels,
    delivery_is_stale,
    parcel_choices,
    take_plan,
)
from storefront.formats import rupees
from storefront.models import OrderAccess
from storefront.orders.return_address import upi_path
from storefront.orders.services.order_access import (
    end_payment,
    note_order,
    note_payment,
    note_refusal,
    open_access,
)
from storefront.store_values import entries, money

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the buyer asked for by pressing the button."""

    contact: Contact
    choices: Mapping[str, str]
    method: str
    shown_total: str


def place_order(*, checkout_id: str, wish: Wish, return_url: Callable[[OrderAccess], str]) -> Placement:
    """
    Go as far as the payment lets us: to the order, or to the payment page.

    Pressing twice, going back or loading again ends in the same payment and the same order: the payment's
    key is made of the checkout, the way to pay, the amount and the number of attempts that have ended.

    Raises:
        BagGone: the checkout was completed or has expired.
        StoreRefused: the address or the e-mail is not valid; ``field`` says which.
        NoDelivery, TotalChanged: what was shown is not what is offered now; show the page again.
        PaymentRefused: not paid; nothing was taken.
        OrderRefused: sold out or withdrawn meanwhile; cash was not taken.
    """
    with turn_with(checkout_id):
        return _placed(checkout_id, wish, return_url)


def _placed(checkout_id: str, wish: Wish, return_url: Callable[[OrderAccess], str]) -> Placement:
    checkout = _prepared(checkout_id, wish)
    total = money(checkout.total_price.gross)
    access = open_access(
        checkout_id=checkout.id,
        language=get_language() or "en",
        plan_id=store.chosen_plan_id(checkout),
    )
    _forget_ended_upi(access)
    settled = _settle_earlier_payment(access, _payment_key(access, wish.method, total))
    if settled is not None:
        return settled
    payment = _start(access, wish, _payment_key(access, wish.method, total), return_url)
    if payment.outcome is PaymentOutcome.UPI and not hold_goods(payment.transaction_id):
        end_payment(access=access)
        raise OrderRefused(bag_sentence("INSUFFICIENT_STOCK", ""), code="INSUFFICIENT_STOCK")
    return follow_payment(access=access, payment=payment)


def follow_payment(*, access: OrderAccess, payment: Payment) -> Placement:
    """
    Do what a payment's outcome asks for.

    Raises:
        PaymentRefused: it failed; the next attempt starts afresh.
        OrderRefused: the store made no order; a charge is returned by the payment app, a promise of cash
            is taken back here.
    """
    if payment.outcome is PaymentOutcome.FAILED:
        end_payment(access=access)
        raise PaymentRefused(payment.message or gettext("This payment was declined. Nothing was taken."))
    if payment.outcome is PaymentOutcome.REDIRECT:
        return Placement(access.token, redirect_url=payment.redirect_url)
    if payment.outcome is PaymentOutcome.UPI:
        return Placement(access.token, redirect_url=upi_path(access))
    if payment.outcome is not PaymentOutcome.PENDING:
        return Placement(access.token, ordered=_complete(access, payment))
    return Placement(access.token)


def _prepared(checkout_id: str, wish: Wish) -> CheckoutParts:
    """Write who, where and how into the store; return the checkout at exactly the price that was shown."""
    checkout = _again(checkout_id)
    if not checkout.lines:
        raise OrderRefused(gettext("Your bag is empty."), code="NO_LINES")
    moved = _write_contact(checkout, wish.contact)
    if _write_delivery(checkout, wish.choices, moved=moved) or moved:
        checkout = _again(checkout_id)
    if problems := line_problems(checkout):
        raise OrderRefused(next(iter(problems.values())), code="INSUFFICIENT_STOCK")
    total = money(checkout.total_price.gross)
    if not wish.shown_total:
        raise TotalChanged(gettext("Look at the days and the price of delivery, then place the order."))
    if total_as_shown(total) != wish.shown_total:
        raise TotalChanged(
            gettext("The price to pay is now %(total)s. Look at it again, then place the order.")
            % {"total": rupees(total)}
        )
    return checkout


def _write_delivery(checkout: CheckoutParts, choices: Mapping[str, str], *, moved: bool) -> bool:
    """
    Make the delivery what the buyer last chose, and fresh; return whether the store was told anything.

    It is asked for again before anything is paid: completion would ask too, when it is too late to choose.
    """
    plan_id = store.chosen_plan_id(checkout)
    held = parcel_choices(plan(plan_id)) if plan_id else {}
    if choices and held and choices != held:
        choose_parcels(checkout=checkout, choices=choices)
    elif moved or not held or delivery_is_stale(checkout):
        take_plan(checkout=checkout, choices=held or None)
    else:
        return False
    return True


def _write_contact(checkout: CheckoutParts, contact: Contact) -> bool:
    """Write what differs; the store takes a changed address as a reason to ask for delivery again."""
    changed = False
    wish = gift_text(_gift(contact))
    if entries(checkout.metadata).get(GIFT_KEY, "") != wish:
        store.set_gift(checkout.id, wish)
    if checkout.email != contact.email:
        store.set_email(checkout.id, contact.email)
        changed = True
    if not (_same(checkout.shipping_address, contact) and _same_bill(checkout.billing_address, contact)):
        store.set_addresses(checkout.id, contact)
        changed = True
    return changed


def _same(address: AddressParts | None, contact: Contact, receiver: tuple[str, str] | None = None) -> bool:
    if address is None:
        return False
    held = (
        f"{address.first_name} {address.last_name}".strip(),
        address.street_address_1,
        address.street_address_2,
        address.city.casefold(),
        address.postal_code,
        address.country_area,
        address.phone,
    )
    name, phone = receiver or contact.receiver
    return held == (
        name,
        contact.line1,
        contact.line2,
        contact.city.casefold(),
        contact.pincode,
        contact.state,
        phone,
    )


def _same_bill(address: AddressParts | None, contact: Contact) -> bool:
    """A bill outside India is written each time: the store writes such addresses in its own way."""
    if contact.billing is not None:
        return False
    return _same(address, contact, (contact.name, contact.phone))


def _gift(contact: Contact) -> Gift | None:
    wish = contact.gift
    return Gift(message=wish.message, is_surprise=wish.is_surprise, wrap=wish.wrap) if wish else None


def _again(checkout_id: str) -> CheckoutParts:
    checkout = open_checkout(checkout_id)
    if checkout is None:
        raise BagGone(gettext("This bag is closed."))
    return checkout


def _payment_key(access: OrderAccess, method: str, total: Money) -> str:
    named = f"{access.checkout_id}|{method}|{total_as_shown(total)}|{access.attempts_ended}"
    return sha256(named.encode()).hexdigest()[:40]


def _start(access: OrderAccess, wish: Wish, key: str, return_url: Callable[[OrderAccess], str]) -> Payment:
    try:
        payment = store.start_payment(
            access.checkout_id,
            method=wish.method,
            return_url=return_url(access),
            idempotency_key=key,
        )
    except StoreRefused as refusal:
        if refusal.code == "NOT_FOUND":
            raise BagGone(refusal.message) from refusal
        logger.warning("payment not started: %s %s", refusal.code, refusal.message)
        raise PaymentRefused(
            gettext("The payment could not be started. Nothing was taken. Try again.")
        ) from refusal
    note_payment(access=access, transaction_id=payment.transaction_id, payment_key=key, method=wish.method)
    return payment


def _settle_earlier_payment(access: OrderAccess, key: str) -> Placement | None:
    """
    Return where to go if an earlier payment of this bag turns out to have succeeded after all.

    One that is still open is left behind: the payment app closes it before it starts another.
    """
    if not access.transaction_id or access.payment_key == key:
        return None
    earlier = store.ask_payment(access.transaction_id)
    if earlier.outcome is PaymentOutcome.UPI and _is_claimed(access):
        return follow_payment(access=access, payment=earlier)
    if earlier.outcome in (PaymentOutcome.REDIRECT, PaymentOutcome.UPI):
        end_payment(access=access)
        return None
    try:
        return follow_payment(access=access, payment=earlier)
    except PaymentRefused:
        return None


def _is_claimed(access: OrderAccess) -> bool:
    """A payment of which the buyer gave us the number is not left behind: his page says how to give it up."""
    standing = upi_standing(access.transaction_id)
    return standing is not None and standing.state is ClaimState.CLAIMED


def _forget_ended_upi(access: OrderAccess) -> None:
    """A payment by UPI whose time was over is not asked about: pressing the button starts another."""
    if access.method != "upi" or not access.transaction_id:
        return
    standing = upi_standing(access.transaction_id)
    if standing is not None and standing.state in (ClaimState.EXPIRED, ClaimState.REFUSED):
        end_payment(access=access)


def _complete(access: OrderAccess, payment: Payment) -> bool:
    """
    Return whether there is an order now. A charge waits where the store may yet make one: the payment
    app goes on trying, and the order's page says so.
    """
    try:
        order_id = store.complete(access.checkout_id)
    except StoreRefused as refusal:
        if payment.outcome is PaymentOutcome.SETTLED and refusal.code == "CHECKOUT_NOT_FULLY_PAID":
            end_payment(access=access)
            raise PaymentRefused(gettext("This payment did not go through. Nothing was taken.")) from refusal
        if payment.outcome is PaymentOutcome.PROMISED:
            store.give_up_payment(access.transaction_id)
            end_payment(access=access)
        elif not refusal_is_final(refusal.code):
            logger.warning("order of checkout %s waits: %s", access.checkout_id, refusal.code)
            return False
        else:
            note_refusal(access=access, code=refusal.code)
        raise OrderRefused(order_sentence(refusal.code, refusal.message), code=refusal.code) from refusal
    note_order(access=access, order_id=order_id)
    return True
