"""
The store's checkout, in our words.

Buyers' calls go out as the public; only giving up a payment needs the app's own token.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from commerce.client import (
    AddressInput,
    CheckoutAddressValidationRules,
    CheckoutParts,
    CountryCode,
    MetadataInput,
    PaymentGatewayToInitialize,
    TransactionActionEnum,
)
from commerce.facade import app_store, public_store, refuse_on
from logistics.facade import PlanUnknown, plan
from sellers.orders.facade import GIFT_KEY
from storefront.checkout.contracts import Contact, DeliveryChoice, Payment, PaymentMethod, PaymentOutcome
from storefront.store_values import entries

GATEWAY: Final = "umeed.payments"
#: Checkout metadata that logistics reads: the buyer's choice for each parcel.
DELIVERY_KEY: Final = "umeed.delivery"
PLAN_KEY: Final = "umeed.plan"

_OUTCOMES: Final = {
    "CHARGE_ACTION_REQUIRED": PaymentOutcome.REDIRECT,
    "AUTHORIZATION_ACTION_REQUIRED": PaymentOutcome.REDIRECT,
    "CHARGE_SUCCESS": PaymentOutcome.CHARGED,
    "AUTHORIZATION_SUCCESS": PaymentOutcome.PROMISED,
    "CHARGE_REQUEST": PaymentOutcome.PENDING,
    "AUTHORIZATION_REQUEST": PaymentOutcome.PENDING,
}


def set_email(checkout_id: str, email: str) -> None:
    answer = public_store().checkout_email_update(id=checkout_id, email=email).checkout_email_update
    assert answer is not None
    refuse_on(answer.errors)


def set_pincode(checkout_id: str, *, pincode: str, city: str, state: str) -> None:
    """Tell the store where to, before the rest of the address is known, so that it can ask for plans."""
    answer = (
        public_store()
        .checkout_shipping_address_update(
            id=checkout_id,
            address=AddressInput(country=CountryCode.IN, postal_code=pincode, city=city, country_area=state),
            validation_rules=CheckoutAddressValidationRules(check_required_fields=False),
        )
        .checkout_shipping_address_update
    )
    assert answer is not None
    refuse_on(answer.errors)


def set_addresses(checkout_id: str, contact: Contact) -> None:
    """
    Write who gets the parcels, and who pays: the same, but for a present or a bill outside India.

    Raises:
        StoreRefused: a field of the address is not valid; ``field`` is the store's name for it.
    """
    address = _delivery_address(contact, *contact.receiver)
    shipping = (
        public_store()
        .checkout_shipping_address_update(id=checkout_id, address=address)
        .checkout_shipping_address_update
    )
    assert shipping is not None
    refuse_on(shipping.errors)
    billing = (
        public_store()
        .checkout_billing_address_update(id=checkout_id, address=_billing_address(contact))
        .checkout_billing_address_update
    )
    assert billing is not None
    refuse_on(billing.errors)


def _delivery_address(contact: Contact, name: str, phone: str) -> AddressInput:
    first, last = split_name(name)
    return AddressInput(
        first_name=first,
        last_name=last,
        street_address_1=contact.line1,
        street_address_2=contact.line2,
        city=contact.city,
        postal_code=contact.pincode,
        country=CountryCode.IN,
        country_area=contact.state,
        phone=phone,
    )


def _billing_address(contact: Contact) -> AddressInput:
    if contact.billing is None:
        return _delivery_address(contact, contact.name, contact.phone)
    first, last = split_name(contact.name)
    return AddressInput(
        first_name=first,
        last_name=last,
        street_address_1=contact.billing.line1,
        street_address_2="",
        city=contact.billing.city,
        postal_code=contact.billing.postal_code,
        country=CountryCode(contact.billing.country),
        country_area=contact.billing.area,
        phone=contact.phone,
    )


def split_name(name: str) -> tuple[str, str]:
    """Return (first, last) as the store keeps them; one name alone is the first."""
    first, _, last = name.rpartition(" ")
    return (first, last) if first else (last, "")


def set_gift(checkout_id: str, text: str) -> None:
    """Write the wish for a present where it travels into the order; "" takes an earlier one back."""
    answer = (
        public_store()
        .metadata_update(id=checkout_id, input=[MetadataInput(key=GIFT_KEY, value=text)])
        .update_metadata
    )
    assert answer is not None
    refuse_on(answer.errors)


def set_parcel_choices(checkout_id: str, choices: Mapping[str, str]) -> None:
    """Write parcel key → option key where logistics looks for it."""
    answer = (
        public_store()
        .metadata_update(
            id=checkout_id,
            input=[MetadataInput(key=DELIVERY_KEY, value=json.dumps(choices, sort_keys=True))],
        )
        .update_metadata
    )
    assert answer is not None
    refuse_on(answer.errors)


def delivery_choices(checkout_id: str) -> list[DeliveryChoice]:
    """Ask logistics, through the store, for the plans of this bag to this address."""
    answer = public_store().delivery_options_calculate(id=checkout_id).delivery_options_calculate
    assert answer is not None
    refuse_on(answer.errors)
    found = []
    for delivery in answer.deliveries:
        method = delivery.shipping_method
        plan_id = entries(method.metadata).get(PLAN_KEY, "") if method and method.active else ""
        if plan_id:
            found.append(DeliveryChoice(delivery.id, plan(plan_id)))
    return found


def choose_delivery(checkout_id: str, choice: DeliveryChoice) -> None:
    answer = (
        public_store()
        .checkout_delivery_method_update(id=checkout_id, delivery_method_id=choice.delivery_id)
        .checkout_delivery_method_update
    )
    assert answer is not None
    refuse_on(answer.errors)


def chosen_plan_id(checkout: CheckoutParts) -> str:
    """Return our id of the delivery plan that the checkout holds; empty where none is chosen yet."""
    method = checkout.delivery.shipping_method if checkout.delivery else None
    plan_id = entries(method.metadata).get(PLAN_KEY, "") if method else ""
    if not plan_id:
        return ""
    try:
        return plan(plan_id).method_id
    except PlanUnknown:
        return ""


def payment_methods(checkout_id: str) -> tuple[PaymentMethod, ...]:
    """Return the ways to pay for this checkout as it now is, allowed or not."""
    answer = public_store().payment_gateway_initialize(id=checkout_id).payment_gateway_initialize
    assert answer is not None
    refuse_on(answer.errors)
    for config in answer.gateway_configs or []:
        if config.id == GATEWAY:
            offered: list[dict[str, Any]] = (config.data or {}).get("methods", [])
            return tuple(
                PaymentMethod(str(row["id"]), bool(row["allowed"]), str(row.get("reason") or ""))
                for row in offered
            )
    return ()


def start_payment(checkout_id: str, *, method: str, return_url: str, idempotency_key: str) -> Payment:
    """Start paying what is left to pay. The same key gives the same payment, however often it is asked."""
    answer = (
        public_store()
        .transaction_initialize(
            id=checkout_id,
            payment_gateway=PaymentGatewayToInitialize(
                id=GATEWAY, data={"method": method, "returnUrl": return_url}
            ),
            idempotency_key=idempotency_key,
        )
        .transaction_initialize
    )
    assert answer is not None
    refuse_on(answer.errors)
    return _payment(answer)


def ask_payment(transaction_id: str) -> Payment:
    """Ask the payment app, through the store, how a payment stands."""
    answer = public_store().transaction_process(id=transaction_id).transaction_process
    assert answer is not None
    if any(error.code.value == "TRANSACTION_ALREADY_PROCESSED" for error in answer.errors):
        return Payment(PaymentOutcome.SETTLED, transaction_id, "", "")
    refuse_on(answer.errors)
    return _payment(answer)


def _payment(answer: Any) -> Payment:
    event = answer.transaction_event
    kind = event.type_.value if event and event.type_ else ""
    data = answer.data if isinstance(answer.data, dict) else {}
    outcome = _OUTCOMES.get(kind, PaymentOutcome.FAILED)
    if outcome is PaymentOutcome.REDIRECT and data.get("upi"):
        outcome = PaymentOutcome.UPI
    elif outcome is PaymentOutcome.REDIRECT and not data.get("redirectUrl"):
        outcome = PaymentOutcome.PENDING  # nothing is left for the buyer to do: the bank is at work
    return Payment(
        outcome=outcome,
        transaction_id=answer.transaction.id if answer.transaction else "",
        redirect_url=str(data.get("redirectUrl") or ""),
        message=event.message if event else "",
    )


def give_up_payment(transaction_id: str) -> bool:
    """Ask that a payment never goes through any more; return whether the store took the request."""
    answer = (
        app_store()
        .transaction_request_action(id=transaction_id, action_type=TransactionActionEnum.CANCEL)
        .transaction_request_action
    )
    return answer is not None and not answer.errors


def complete(checkout_id: str) -> str:
    """
    Make the order and return its id; a checkout that was completed before gives the same order.

    Raises:
        StoreRefused: not covered, out of stock, no longer deliverable.
    """
    answer = public_store().checkout_complete(id=checkout_id).checkout_complete
    assert answer is not None
    refuse_on(answer.errors)
    assert answer.order is not None
    return answer.order.id
