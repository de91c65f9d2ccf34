"""The parcels of an order: where each one is, told by what the store knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from commerce.client import OrderParts, OrderPartsFulfillments, OrderPartsLines
from jkrlm.kernel.money import Money
from logistics.facade import LossTerms, ParcelQuote, Plan, loss_terms
from sellers.orders.facade import BuyerLine, BuyerPart, SellerOrderState
from sellers.registry.facade import Group
from storefront.delivery_words import loss_sentence, service_words, shift_sentence
from storefront.formats import day, days, moment
from storefront.spoken import by_quantity, district_name, group_name, name_in_line
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
    lang: str = ""


@dataclass(frozen=True, slots=True)
class ParcelCard:
    """``key`` is the parcel's of the plan; ``is_over``: it arrived, or never will."""

    number: int
    key: str
    title: str
    badge: str
    badge_kind: str
    badge_icon: str
    steps: tuple[Step, ...]
    pieces: tuple[Piece, ...]
    carrier: str
    tracking: str
    fulfilment: str
    is_over: bool = False
    shift: str = ""
    loss: str = ""
    coming: tuple[date, date] | None = None


def parcel_cards(
    *,
    order: OrderParts,
    plan: Plan | None,
    groups: Mapping[str, Group],
    cancelled: bool,
    parts: Mapping[str, BuyerPart] | None = None,
) -> tuple[ParcelCard, ...]:
    """
    Return one card for each parcel of the plan; one without dates where the plan is not known.

    ``parts`` are the parcels as the groups have them, by key.
    """
    if plan is None:
        return (_card(1, 1, None, list(order.lines), order, groups, cancelled, None, None),)
    by_sku = {line.product_sku or "": line for line in order.lines}
    count = len(plan.parcels)
    terms = loss_terms(plan, {parcel.key: _goods(parcel, by_sku) for parcel in plan.parcels})
    return tuple(
        _card(
            number,
            count,
            parcel,
            [by_sku[sku] for sku, _quantity in parcel.lines if sku in by_sku],
            order,
            groups,
            cancelled,
            (parts or {}).get(parcel.key),
            terms.get(parcel.key),
        )
        for number, parcel in enumerate(plan.parcels, start=1)
    )


def _goods(parcel: ParcelQuote, by_sku: Mapping[str, OrderPartsLines]) -> Money:
    lines = (by_sku[sku] for sku, _quantity in parcel.lines if sku in by_sku)
    return sum((money(line.total_price.gross) for line in lines), Money.zero("INR"))


def _coming(parcel: ParcelQuote | None, part: BuyerPart | None) -> tuple[date, date] | None:
    """Return when it comes: as last told to the buyer, else as promised."""
    if part is not None and part.shift is not None:
        return part.earliest, part.latest
    return (parcel.chosen.earliest, parcel.chosen.latest) if parcel else None


def _card(
    number: int,
    count: int,
    parcel: ParcelQuote | None,
    lines: list[OrderPartsLines],
    order: OrderParts,
    groups: Mapping[str, Group],
    cancelled: bool,
    part: BuyerPart | None,
    terms: LossTerms | None,
) -> ParcelCard:
    mine = {line.order_line_id: line for line in part.lines} if part else {}
    sent = _sent(order, lines, mine)
    state = part.state if part else None
    gone = cancelled or state is SellerOrderState.CANCELLED
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
    coming = _coming(parcel, part)
    if coming and not gone:
        title = f"{title} · {days(*coming)}"
    badge, kind, icon = _badge(sent is not None, gone, state)
    return ParcelCard(
        number=number,
        key=parcel.key if parcel else "",
        title=title,
        badge=badge,
        badge_kind=kind,
        badge_icon=icon,
        steps=() if gone else _steps(order, parcel, sent, part),
        pieces=tuple(_piece(line, group, mine.get(line.id)) for line in lines),
        carrier=f"{parcel.chosen.carrier}, {service_words(parcel.chosen)}" if parcel else "",
        tracking=sent.tracking_number if sent else "",
        fulfilment=sent.id if sent else "",
        is_over=gone or (part is not None and part.delivered_on is not None),
        shift="" if gone else shift_sentence(part),
        loss="" if gone else loss_sentence(terms),
        coming=coming,
    )


def _sent(
    order: OrderParts, lines: list[OrderPartsLines], mine: Mapping[str, BuyerLine]
) -> OrderPartsFulfillments | None:
    """
    Return the fulfilment that carries the parcel's last piece; None while one is still to be packed.

    What was cancelled of it is not waited for.
    """
    to_come = {line.id: mine[line.id].left if line.id in mine else line.quantity for line in lines}
    fulfilled = sum(line.quantity_fulfilled for line in lines)
    if not fulfilled or any(line.quantity_fulfilled < to_come[line.id] for line in lines):
        return None
    wanted = {line.id for line in lines}
    carrying = [
        fulfilment
        for fulfilment in order.fulfillments
        if fulfilment.status.value == "FULFILLED"
        and wanted & {each.order_line.id for each in fulfilment.lines or [] if each.order_line}
    ]
    return carrying[-1] if carrying else None


def _badge(sent: bool, gone: bool, state: SellerOrderState | None) -> tuple[str, str, str]:
    if gone:
        return gettext("Cancelled"), "err", "close"
    if state is SellerOrderState.DELIVERED:
        return gettext("Delivered"), "ok", "check"
    if state is SellerOrderState.RETURNED:
        return gettext("Came back to us"), "off", "return"
    if sent:
        return gettext("On the way"), "", "truck"
    return gettext("Being packed"), "wait", "parcel"


def _steps(
    order: OrderParts,
    parcel: ParcelQuote | None,
    sent: OrderPartsFulfillments | None,
    part: BuyerPart | None,
) -> tuple[Step, ...]:
    coming = _coming(parcel, part)
    arrival = days(*coming) if coming else ""
    place = district_name(parcel.origin_district) if parcel else ""
    packed = gettext("by %(day)s, %(place)s") % {"day": day(parcel.pack_by), "place": place} if parcel else ""
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
    was_packed = Step("done", "check", gettext("Packed"), place)
    since = gettext("since %(at)s") % {"at": moment(sent.created)}
    if part is not None and part.delivered_on is not None:
        left = Step("done", "check", gettext("Sent"), since)
        return ordered, was_packed, left, Step("done", "home", gettext("Delivered"), day(part.delivered_on))
    return (
        ordered,
        was_packed,
        Step("now", "truck", gettext("On the way"), since),
        home,
    )


def _piece(line: OrderPartsLines, group: Group | None, mine: BuyerLine | None) -> Piece:
    place = ", ".join(part for part in (group_name(group), group.village) if part) if group else ""
    gone = mine.quantity - mine.left if mine else 0
    if gone:
        taken = ngettext("%(n)d cancelled or sent back", "%(n)d cancelled or sent back", gone) % {"n": gone}
        place = f"{place} · {taken}" if place else taken
    name = name_in_line(line)
    return Piece(
        name=by_quantity(name.text, line.quantity),
        picture=line.thumbnail.url if line.thumbnail else "",
        detail=place,
        price=money(line.undiscounted_total_price.gross),
        lang=name.lang,
    )
