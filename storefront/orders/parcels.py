"""The parcels of an order: where each one is, told by what the store knows."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from commerce.client import OrderParts, OrderPartsFulfillments, OrderPartsLines
from jkrlm.kernel.money import Money
from logistics.facade import ParcelQuote, Plan
from sellers.registry.facade import Group
from storefront.formats import day, days, moment
from storefront.store_values import money


@dataclass(frozen=True, slots=True)
class Step:
    """``state`` is done, now or todo."""

    state: str
    icon: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Piece:
    name: str
    picture: str
    detail: str
    price: Money


@dataclass(frozen=True, slots=True)
class ParcelCard:
    number: int
    title: str
    badge: str
    badge_kind: str
    badge_icon: str
    steps: tuple[Step, ...]
    pieces: tuple[Piece, ...]
    carrier: str
    tracking: str
    fulfilment: str


def parcel_cards(
    *, order: OrderParts, plan: Plan | None, groups: Mapping[str, Group], cancelled: bool
) -> tuple[ParcelCard, ...]:
    """Return one card for each parcel of the plan; one without dates where the plan is not known."""
    if plan is None:
        return (_card(1, 1, None, list(order.lines), order, groups, cancelled),)
    by_sku = {line.product_sku or "": line for line in order.lines}
    count = len(plan.parcels)
    return tuple(
        _card(
            number,
            count,
            parcel,
            [by_sku[sku] for sku, _quantity in parcel.lines if sku in by_sku],
            order,
            groups,
            cancelled,
        )
        for number, parcel in enumerate(plan.parcels, start=1)
    )


def _card(
    number: int,
    count: int,
    parcel: ParcelQuote | None,
    lines: list[OrderPartsLines],
    order: OrderParts,
    groups: Mapping[str, Group],
    cancelled: bool,
) -> ParcelCard:
    sent = _sent(order, lines)
    group = groups.get(parcel.group_code) if parcel else None
    title = (
        gettext("Your parcel")
        if count == 1
        else gettext("Parcel %(number)d of %(count)d")
        % {
            "number": number,
            "count": count,
        }
    )
    if parcel:
        title = f"{title} · {days(parcel.chosen.earliest, parcel.chosen.latest)}"
    badge, kind, icon = _badge(sent is not None, cancelled)
    return ParcelCard(
        number=number,
        title=title,
        badge=badge,
        badge_kind=kind,
        badge_icon=icon,
        steps=() if cancelled else _steps(order, parcel, sent),
        pieces=tuple(_piece(line, group) for line in lines),
        carrier=f"{parcel.chosen.carrier}, {parcel.chosen.service}" if parcel else "",
        tracking=sent.tracking_number if sent else "",
        fulfilment=sent.id if sent else "",
    )


def _sent(order: OrderParts, lines: list[OrderPartsLines]) -> OrderPartsFulfillments | None:
    """Return the fulfilment that carries the parcel's last piece; None while one is still to be packed."""
    if not lines or any(line.quantity_fulfilled < line.quantity for line in lines):
        return None
    wanted = {line.id for line in lines}
    carrying = [
        fulfilment
        for fulfilment in order.fulfillments
        if fulfilment.status.value == "FULFILLED"
        and wanted & {each.order_line.id for each in fulfilment.lines or [] if each.order_line}
    ]
    return carrying[-1] if carrying else None


def _badge(sent: bool, cancelled: bool) -> tuple[str, str, str]:
    if cancelled:
        return gettext("Cancelled"), "err", "close"
    if sent:
        return gettext("On the way"), "", "truck"
    return gettext("Being packed"), "wait", "parcel"


def _steps(
    order: OrderParts, parcel: ParcelQuote | None, sent: OrderPartsFulfillments | None
) -> tuple[Step, ...]:
    arrival = days(parcel.chosen.earliest, parcel.chosen.latest) if parcel else ""
    packed = (
        gettext("by %(day)s, %(place)s") % {"day": day(parcel.pack_by), "place": parcel.origin_district}
        if parcel
        else ""
    )
    ordered = Step("done", "check", gettext("Ordered"), moment(order.created))
    home = Step("todo", "home", gettext("At your door"), arrival)
    if sent is None:
        ship = day(parcel.chosen.ship_on) if parcel else ""
        return (
            ordered,
            Step("now", "parcel", gettext("Being packed"), packed),
            Step("todo", "sent", gettext("Sent"), ship),
            home,
        )
    return (
        ordered,
        Step("done", "check", gettext("Packed"), parcel.origin_district if parcel else ""),
        Step("now", "truck", gettext("On the way"), gettext("since %(at)s") % {"at": moment(sent.created)}),
        home,
    )


def _piece(line: OrderPartsLines, group: Group | None) -> Piece:
    place = ", ".join(part for part in (group.name, group.village) if part) if group else ""
    return Piece(
        name=line.product_name if line.quantity == 1 else f"{line.quantity} × {line.product_name}",
        picture=line.thumbnail.url if line.thumbnail else "",
        detail=place,
        price=money(line.total_price.gross),
    )
