"""The checkout as its page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext, ngettext

from commerce.client import CheckoutParts, CheckoutPartsLines
from jkrlm.kernel.money import Money
from logistics.facade import PincodeUnknown, Place, Plan, place, plan
from sellers.registry.facade import Group, groups_by_code
from sellers.tax.facade import spread
from storefront.aftercare.words import wraps
from storefront.bag.selectors import facts_of, line_problems, maker_code, return_words
from storefront.checkout import store
from storefront.checkout.contracts import PaymentMethod, total_as_shown
from storefront.checkout.forms import METHODS
from storefront.checkout.gst import GstRow, applied_rate, gst_rows
from storefront.checkout.parcels import (
    ItemRow,
    ParcelRow,
    item_row,
    parcel_rows,
    parcels_sentence,
    price_or_free,
)
from storefront.formats import rupees
from storefront.store_values import money, taxed
from storefront.vouchers.rows import CodeRow, code_row, goods_before


@dataclass(frozen=True, slots=True)
class MethodRow:
    id: str
    title: str
    detail: str
    icon: str
    allowed: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class SumRow:
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class CheckoutPage:
    """Everything on the page that is not typed; ``total`` is what is to pay once delivery is known."""

    place: str
    city: str
    items: tuple[ItemRow, ...]
    parcels: tuple[ParcelRow, ...]
    parcels_bold: str
    parcels_rest: str
    methods: tuple[MethodRow, ...]
    sums: tuple[SumRow, ...]
    gst: tuple[GstRow, ...]
    total: Money
    total_shown: str
    pieces: int
    problems: tuple[str, ...]
    next_step: str
    may_wrap: bool
    code: CodeRow | None

    @property
    def ready(self) -> bool:
        """Whether delivery is settled, so that there is a whole price to pay."""
        return bool(self.parcels)


_ICONS: Final = {"stripe": "card", "upi": "rupee", "cash-on-delivery": "cash"}


def checkout_page(
    *, checkout: CheckoutParts, methods: tuple[PaymentMethod, ...], chosen_method: str, today: date
) -> CheckoutPage:
    """Prepare the page's rows; one query for the makers, one for the plan."""
    plan_id = store.chosen_plan_id(checkout)
    held = plan(plan_id) if plan_id else None
    groups = groups_by_code(maker_code(line) for line in checkout.lines)
    parcels = parcel_rows(held, checkout.lines, groups, today) if held else ()
    bold, rest = parcels_sentence(held) if held else ("", "")
    where = _place(checkout)
    total = money(checkout.total_price.gross)
    at_the_door = _at_the_door(checkout, parcels)
    return CheckoutPage(
        place=_place_name(where),
        city=where.district if where else "",
        items=_items(checkout, parcels, held, groups),
        parcels=parcels,
        parcels_bold=bold,
        parcels_rest=rest,
        methods=tuple(_method(each, at_the_door, chosen_method) for each in methods) if held else (),
        sums=_sums(checkout, parcels),
        gst=_gst(checkout, held) if held else (),
        total=total,
        total_shown=total_as_shown(total),
        pieces=checkout.quantity,
        problems=tuple(line_problems(checkout).values()),
        next_step=_next_step(chosen_method, total) if held else "",
        may_wrap=all(_wraps(line) for line in checkout.lines),
        code=code_row(checkout),
    )


def _wraps(line: CheckoutPartsLines) -> bool:
    """Every group wraps, but for pieces of which it says that it cannot: carpets, furniture."""
    return wraps(facts_of(line))


def _place(checkout: CheckoutParts) -> Place | None:
    if checkout.shipping_address is None:
        return None
    try:
        return place(checkout.shipping_address.postal_code)
    except PincodeUnknown:
        return None


def _place_name(where: Place | None) -> str:
    return ", ".join(part for part in (where.district, where.state) if part) if where else ""


def _items(
    checkout: CheckoutParts, parcels: tuple[ParcelRow, ...], held: Plan | None, groups: Mapping[str, Group]
) -> tuple[ItemRow, ...]:
    """The pieces of the summary, each with its maker, and its parcel once there are parcels."""
    travels = {
        sku: row
        for parcel, row in zip(held.parcels if held else (), parcels, strict=True)
        for sku, _quantity in parcel.lines
    }
    rows = []
    for line in checkout.lines:
        row, group = travels.get(line.variant.sku or ""), groups.get(maker_code(line))
        detail = group.name if group else ""
        if row is not None:
            detail = gettext("%(group)s · parcel %(parcel)d") % {"group": row.group, "parcel": row.number}
        detail = f"{detail} · {return_words(line)}" if detail else return_words(line)
        rows.append(item_row(line, detail=detail, price=money(line.undiscounted_total_price)))
    return tuple(rows)


def _sums(checkout: CheckoutParts, parcels: tuple[ParcelRow, ...]) -> tuple[SumRow, ...]:
    pieces = ngettext("%(count)d piece", "%(count)d pieces", checkout.quantity) % {"count": checkout.quantity}
    rows = [SumRow(pieces, rupees(goods_before(checkout)))]
    for parcel in parcels:
        said = {"number": parcel.number, "service": parcel.service}
        label = gettext("Parcel %(number)d, %(service)s") % said
        rows.append(SumRow(label, price_or_free(parcel.delivery)))
    code = code_row(checkout)
    if code is not None and code.applies:
        rows.append(SumRow(gettext("Code %(code)s") % {"code": code.code}, f"−{rupees(code.amount)}"))
    return tuple(rows)


def _at_the_door(checkout: CheckoutParts, parcels: tuple[ParcelRow, ...]) -> list[Money]:
    """Return what each parcel costs the buyer: goods as priced, delivery less its part of a code."""
    carried = spread(
        money(checkout.shipping_price.gross).amount, [parcel.delivery.amount for parcel in parcels]
    )
    return [
        parcel.goods + Money(part, parcel.goods.currency)
        for parcel, part in zip(parcels, carried, strict=True)
    ]


def _gst(checkout: CheckoutParts, held: Plan) -> tuple[GstRow, ...]:
    lines = [taxed(line.total_price) for line in checkout.lines]
    delivery = taxed(checkout.shipping_price)
    return gst_rows(
        [(applied_rate(amount), amount.tax) for amount in lines],
        (applied_rate(delivery), delivery.tax),
        state=held.destination.state,
    )


def _method(method: PaymentMethod, at_the_door: list[Money], chosen: str) -> MethodRow:
    title = str(dict(METHODS).get(method.id, method.id))
    if not method.allowed:
        detail = method.reason
    elif method.id == "cash-on-delivery":
        detail = cash_sentence(at_the_door)
    elif method.id == "upi":
        detail = gettext("You pay in your UPI app, by a link or a QR code.")
    else:
        detail = gettext("You pay on Stripe’s secure page, then come back here.")
    return MethodRow(
        id=method.id,
        title=title,
        detail=detail,
        icon=_ICONS.get(method.id, "rupee"),
        allowed=method.allowed,
        chosen=method.allowed and method.id == chosen,
    )


def cash_sentence(parcels: list[Money]) -> str:
    """Say what is to be paid at the door, parcel by parcel."""
    if len(parcels) < 2:
        return gettext("Pay %(amount)s at the door.") % {"amount": rupees(parcels[0])} if parcels else ""
    amounts = gettext(", then ").join(rupees(amount) for amount in parcels)
    return gettext("Pay each parcel at the door: %(amounts)s.") % {"amounts": amounts}


def _next_step(method: str, total: Money) -> str:
    if method == "cash-on-delivery":
        return gettext("You pay %(total)s in cash when it comes.") % {"total": rupees(total)}
    if method == "upi":
        return gettext("Next: a QR code to pay %(total)s by UPI.") % {"total": rupees(total)}
    if method == "stripe":
        return gettext("Next: Stripe’s page to pay %(total)s.") % {"total": rupees(total)}
    return ""
