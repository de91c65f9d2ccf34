"""An order as its page and its mails show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext, ngettext

from commerce.client import AddressParts, OrderParts
from commerce.facade import app_store
from jkrlm.kernel.money import Money
from logistics.facade import Plan, PlanUnknown, plan
from logistics.parcels.facade import steps_of
from sellers.orders.facade import BuyerPart, Gift, gift_of, parts_of_order
from sellers.registry.facade import groups_by_code
from storefront.checkout.gst import GstRow, gst_rows
from storefront.checkout.parcels import number_word, price_or_free
from storefront.checkout.selectors import SumRow
from storefront.checkout.store import PLAN_KEY
from storefront.formats import days, moment, rupees
from storefront.models import OrderAccess
from storefront.orders.parcels import ParcelCard, parcel_cards
from storefront.orders.tracking import TrackCard, told_later, track_cards
from storefront.spoken import asked
from storefront.store_values import entries, money, taxed


@dataclass(frozen=True, slots=True)
class OrderPage:
    """``paid_label`` says how the total was or will be paid; ``returned`` is zero where nothing was."""

    number: str
    placed: str
    title: str
    lead: str
    cancelled: bool
    parcels: tuple[ParcelCard, ...]
    address: tuple[str, ...]
    sums: tuple[SumRow, ...]
    gst: tuple[GstRow, ...]
    total: Money
    paid_label: str
    returned: Money
    email: str
    payer: str
    gift: Gift | None
    tracks: Mapping[str, TrackCard]

    @property
    def total_text(self) -> str:
        return rupees(self.total)

    @property
    def returned_text(self) -> str:
        return rupees(self.returned)


def order_page(*, access: OrderAccess, today: date, parts: Sequence[BuyerPart] | None = None) -> OrderPage:
    """
    Read the order with the app's token: whoever holds the address may see it. ``parts`` are its parcels,
    where they were read already.
    """
    assert access.order_id is not None
    order = app_store().order_details(id=access.order_id, **asked()).order
    assert order is not None
    held = _plan(order, access)
    cancelled = order.status.value in {"CANCELED", "EXPIRED"}
    codes = [code for line in order.lines if (code := line_maker(line))]
    tracks = steps_of(order.id)
    known = told_later(parts_of_order(order.id) if parts is None else parts, tracks)
    groups = groups_by_code(codes)
    travels = track_cards(tracks, {code: each.name for code, each in groups.items()})
    cards = parcel_cards(
        order=order,
        plan=held,
        groups=groups,
        cancelled=cancelled,
        parts={part.parcel_key: part for part in known},
    )
    return OrderPage(
        number=order.number,
        placed=moment(order.created),
        title=_title(cards, held, cancelled, today),
        lead=_lead(cards, cancelled),
        cancelled=cancelled,
        parcels=cards,
        address=_address(order),
        sums=_sums(order, cards),
        gst=_gst(order),
        total=money(order.total.gross),
        paid_label=paid_label(order, access.method, cancelled=cancelled),
        returned=money(order.total_refunded),
        email=order.user_email or "",
        payer=_name(order.billing_address or order.shipping_address),
        gift=gift_of(entries(order.metadata)),
        tracks={part.parcel_key: travels[part.code] for part in known if part.code in travels},
    )


def line_maker(line: object) -> str:
    """Return the maker's code of an order line; empty where the product is gone or says nothing."""
    variant = getattr(line, "variant", None)
    fields: Mapping[str, str] = (variant.product.metafields or {}) if variant else {}
    return str(fields.get("umeed.maker", ""))


def _plan(order: OrderParts, access: OrderAccess) -> Plan | None:
    method = order.delivery_method
    told = ""
    if method is not None and method.typename__ == "ShippingMethod":
        told = entries(method.metadata).get(PLAN_KEY, "")
    for plan_id in (told, access.plan_id):
        if plan_id:
            try:
                return plan(plan_id)
            except PlanUnknown:
                continue
    return None


def _title(cards: tuple[ParcelCard, ...], held: Plan | None, cancelled: bool, today: date) -> str:
    if cancelled:
        return gettext("This order is cancelled")
    if held is None:
        return gettext("Your order is being packed")
    coming = [card.coming for card in cards if not card.is_over and card.coming]
    if not coming:
        return gettext("Everything has come")
    earliest, latest = min(coming, key=lambda days_of_one: (days_of_one[1], days_of_one[0]))
    if latest < today:
        return gettext("Your parcel was due %(days)s") % {"days": days(latest, latest)}
    if latest == today:
        return gettext("First parcel comes today") if len(cards) > 1 else gettext("Your parcel comes today")
    said = {"days": days(max(earliest, today), latest)}
    if len(cards) == 1:
        return gettext("Your parcel comes %(days)s") % said
    if all(each == (earliest, latest) for each in coming):
        return gettext("Your parcels come %(days)s") % said
    return gettext("First parcel comes %(days)s") % said


def _lead(cards: tuple[ParcelCard, ...], cancelled: bool) -> str:
    if cancelled or len(cards) < 2:
        return ""
    count = number_word(len(cards))
    return gettext("%(count)s groups made your pieces, so %(parcels)s parcels travel.") % {
        "count": count,
        "parcels": count.lower(),
    }


def _name(address: AddressParts | None) -> str:
    return f"{address.first_name} {address.last_name}".strip() if address else ""


def _address(order: OrderParts) -> tuple[str, ...]:
    address = order.shipping_address
    if address is None:
        return ()
    lines = (
        _name(address),
        address.street_address_1,
        address.street_address_2,
        f"{address.city.title()} {address.postal_code}",
        address.country_area,
    )
    return tuple(line for line in lines if line)


def _sums(order: OrderParts, cards: tuple[ParcelCard, ...]) -> tuple[SumRow, ...]:
    pieces = sum(line.quantity for line in order.lines)
    goods = ngettext("%(count)d piece", "%(count)d pieces", pieces) % {"count": pieces}
    count = len(cards)
    carried = ngettext("Delivery, %(count)d parcel", "Delivery, %(count)d parcels", count) % {"count": count}
    before = sum((money(line.undiscounted_total_price.gross) for line in order.lines), Money.zero("INR"))
    delivery = money(order.undiscounted_shipping_price)
    rows = [SumRow(goods, rupees(before)), SumRow(carried, price_or_free(delivery))]
    off = before + delivery - money(order.total.gross)
    if order.voucher_code and off.amount > 0:
        label = gettext("Code %(code)s") % {"code": order.voucher_code}
        rows.append(SumRow(label, f"−{rupees(off)}"))
    return tuple(rows)


def _gst(order: OrderParts) -> tuple[GstRow, ...]:
    delivery = taxed(order.shipping_price)
    return gst_rows(
        [(_percent(line.tax_rate), taxed(line.total_price).tax) for line in order.lines],
        (_percent(order.shipping_tax_rate), delivery.tax),
        state=order.shipping_address.country_area if order.shipping_address else "",
    )


def _percent(fraction: float) -> Decimal:
    """The store writes a rate as a fraction, 0.05 for 5 %."""
    return (Decimal(repr(fraction)) * 100).normalize()


def paid_label(order: OrderParts, method: str, *, cancelled: bool) -> str:
    """Say how the total was paid, or will be."""
    if cancelled:
        return gettext("Total")
    if money(order.total_charged).amount:
        return gettext("Paid by UPI") if method == "upi" else gettext("Paid by card")
    if money(order.total_authorized).amount:
        return gettext("To pay in cash at the door")
    return gettext("To pay")
