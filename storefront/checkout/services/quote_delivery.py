"""Find plans for a bag to a PIN code and choose one."""

from collections.abc import Mapping

from django.utils.translation import gettext

from commerce.client import CheckoutParts
from commerce.facade import StoreRefused
from logistics.facade import Plan, place, plan
from storefront.checkout import store
from storefront.checkout.contracts import DeliveryChoice
from storefront.checkout.errors import NoDelivery


def quote_pincode(*, checkout: CheckoutParts, pincode: str) -> None:
    """
    Tell the store the PIN code and take the Economy plan, so that a whole price can be shown.

    A PIN code that the store knows already keeps what was chosen for it.

    Raises:
        PincodeUnknown: no such PIN code.
        NoDelivery: nobody carries or may sell this bag there.
    """
    where = place(pincode)
    address = checkout.shipping_address
    if address is None or address.postal_code != pincode:
        store.set_pincode(checkout.id, pincode=pincode, city=where.district, state=where.state)
    elif store.chosen_plan_id(checkout) and not delivery_is_stale(checkout):
        return
    take_plan(checkout=checkout, choices=None)


def choose_parcels(*, checkout: CheckoutParts, choices: Mapping[str, str]) -> None:
    """
    Take the plan in which every parcel goes the way the buyer chose.

    Raises:
        NoDelivery: there is no such plan (any more); the Economy plan is taken in its place.
    """
    store.set_parcel_choices(checkout.id, choices)
    take_plan(checkout=checkout, choices=choices)


def requote(*, checkout: CheckoutParts) -> None:
    """
    Ask for delivery again and keep what was chosen: the store wants it after a code, too.

    Raises:
        NoDelivery: what was chosen is not offered any more; the Economy plan is taken in its place.
    """
    plan_id = store.chosen_plan_id(checkout)
    if plan_id:
        take_plan(checkout=checkout, choices=parcel_choices(plan(plan_id)))


def take_plan(*, checkout: CheckoutParts, choices: Mapping[str, str] | None) -> None:
    """
    Ask for plans and select the one that matches ``choices``, Economy where None.

    Raises:
        NoDelivery: there is none, or none that matches; in the second case Economy is selected.
    """
    offered = _offered(checkout.id)
    wanted = next((each for each in offered if parcel_choices(each.plan) == choices), None)
    taken = wanted or next((each for each in offered if each.plan.kind == "economy"), offered[0])
    if checkout.delivery is None or checkout.delivery.id != taken.delivery_id:
        store.choose_delivery(checkout.id, taken)
    if choices is not None and wanted is None:
        raise NoDelivery(gettext("That way of sending is not offered any more. Look at the days again."))


def delivery_is_stale(checkout: CheckoutParts) -> bool:
    """Return whether the store says that the chosen delivery must be asked for again."""
    return any(
        problem.typename__ in {"CheckoutProblemDeliveryMethodStale", "CheckoutProblemDeliveryMethodInvalid"}
        for problem in checkout.problems or []
    )


def _offered(checkout_id: str) -> list[DeliveryChoice]:
    try:
        offered = store.delivery_choices(checkout_id)
    except StoreRefused as refusal:
        raise NoDelivery(_nowhere()) from refusal
    if not offered:
        raise NoDelivery(_nowhere(), field="pin")
    return offered


def _nowhere() -> str:
    return gettext(
        "This bag cannot be sent to this PIN code: no carrier takes it there, or its makers may not sell "
        "there. Try another PIN code, or remove a piece."
    )


def parcel_choices(plan: Plan) -> dict[str, str]:
    """Return parcel key → key of the option that the plan holds for it."""
    return {parcel.key: parcel.chosen.key for parcel in plan.parcels}
