"""A buyer's order as staff see it: the store's order, our parcels, the books, notes and mails."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sellers.ledger.facade as ledger
from commerce.client import AddressParts, OrderForDeskOrdersEdgesNode, OrderForDeskOrdersEdgesNodeEvents
from commerce.facade import app_store
from jkrlm.kernel.clock import local_date, start_of
from jkrlm.kernel.money import Money
from sellers.orders.facade import BuyerPart, Gift, gift_of, parts_of_order, stalls_of_orders
from sellers.registry.facade import groups_by_code
from storefront.desk.finding import NUMBER_MAX, in_words, paid_words
from storefront.desk.models import MailSending, OrderNote
from storefront.desk.services.note_order import NOTE_TYPES
from storefront.desk.services.send_again import MOST_A_DAY
from storefront.models import MailMessage
from storefront.store_values import entries, money


@dataclass(frozen=True, slots=True)
class Piece:
    name: str
    sku: str
    quantity: int
    left: int
    total: Money | None


@dataclass(frozen=True, slots=True)
class Parcel:
    """``part`` is None for pieces that are in no parcel of ours: the order is not split."""

    part: BuyerPart | None
    group: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A note; ``who`` wrote it, as far as it is known."""

    at: datetime
    who: str
    text: str
    is_underway: bool


@dataclass(frozen=True, slots=True)
class Mail:
    id: int
    kind: str
    to: str
    subject: str
    at: datetime
    state: str
    again: int
    again_last: datetime | None
    may_again: bool


@dataclass(frozen=True, slots=True)
class Payment:
    name: str
    reference: str
    charged: Money
    authorized: Money


@dataclass(frozen=True, slots=True)
class DeskOrder:
    """
    ``outstanding`` is what the store still waits for; ``refunds_due`` what our books owe the buyer.
    ``exhibition`` is where it was sold at a stall, which no desk of the shop puts right.
    """

    id: str
    number: str
    placed: datetime
    status: str
    paid: str
    delivery: Money
    total: Money
    charged: Money
    authorized: Money
    refunded: Money
    outstanding: Money
    refunds_due: Money
    voucher: str
    email: str
    to: tuple[str, ...]
    payer: tuple[str, ...]
    gift: Gift | None
    payments: tuple[Payment, ...]
    parcels: tuple[Parcel, ...]
    notes: tuple[Said, ...]
    events: tuple[tuple[datetime, str, str], ...]
    mails: tuple[Mail, ...]
    exhibition: str

    @property
    def unpacked(self) -> tuple[Parcel, ...]:
        return tuple(each for each in self.parcels if each.part and each.part.may_cancel)


def store_order(number: int) -> OrderForDeskOrdersEdgesNode | None:
    """Return the store's order of this number."""
    if number > NUMBER_MAX:
        return None
    found = app_store().order_for_desk(number=number).orders
    return found.edges[0].node if found and found.edges else None


def desk_order(number: int, *, now: datetime) -> DeskOrder | None:
    """Return all of one order; None where the store has none of this number."""
    order = store_order(number)
    if order is None:
        return None
    nothing = Money.zero("INR")
    balance = money(order.total_balance)
    books = ledger.orders_in_books([order.number]).get(order.number)
    return DeskOrder(
        id=order.id,
        number=order.number,
        placed=order.created,
        status=in_words(order.status.value),
        paid=paid_words(order.charge_status.value, order.authorize_status.value),
        delivery=money(order.shipping_price.gross),
        total=money(order.total.gross),
        charged=money(order.total_charged),
        authorized=money(order.total_authorized),
        refunded=money(order.total_refunded),
        outstanding=nothing - balance if balance < nothing else nothing,
        refunds_due=books.refunds_due if books else nothing,
        voucher=order.voucher_code or "",
        email=order.user_email or "",
        to=_lines(order.shipping_address),
        payer=_lines(order.billing_address),
        gift=gift_of(entries(order.metadata)),
        payments=tuple(
            Payment(
                each.name or "", each.psp_reference, money(each.charged_amount), money(each.authorized_amount)
            )
            for each in order.transactions
        ),
        parcels=_parcels(order, parts_of_order(order.id)),
        notes=_notes(order.id, order.events),
        events=tuple(
            (each.date, in_words(each.type_.value), each.message or "")
            for each in reversed(order.events)
            if each.date and each.type_ and each.type_.value not in NOTE_TYPES
        ),
        mails=_mails(order.id, now=now),
        exhibition=stalls_of_orders([order.number]).get(order.number, ""),
    )


def _parcels(order: OrderForDeskOrdersEdgesNode, parts: tuple[BuyerPart, ...]) -> tuple[Parcel, ...]:
    lines = {line.id: line for line in order.lines}
    groups = groups_by_code({part.group_code for part in parts})
    found = []
    for part in parts:
        pieces = []
        for ours in part.lines:
            line = lines.pop(ours.order_line_id, None)
            pieces.append(
                Piece(
                    ours.name,
                    (line.product_sku or "") if line else "",
                    ours.quantity,
                    ours.left,
                    money(line.total_price.gross) if line else None,
                )
            )
        group = groups.get(part.group_code)
        found.append(Parcel(part, group.name if group else part.group_code, tuple(pieces)))
    if lines:
        rest = tuple(
            Piece(
                line.product_name,
                line.product_sku or "",
                line.quantity,
                line.quantity,
                money(line.total_price.gross),
            )
            for line in lines.values()
        )
        found.append(Parcel(None, "", rest))
    return tuple(found)


def _lines(address: AddressParts | None) -> tuple[str, ...]:
    if address is None:
        return ()
    lines = (
        f"{address.first_name} {address.last_name}".strip(),
        address.company_name,
        address.street_address_1,
        address.street_address_2,
        f"{address.city.title()} {address.postal_code}".strip(),
        address.country_area,
        "" if address.country.code == "IN" else address.country.country,
        address.phone or "",
    )
    return tuple(line for line in lines if line)


def _notes(order_id: str, events: Iterable[OrderForDeskOrdersEdgesNodeEvents]) -> tuple[Said, ...]:
    """The store's notes with their authors, and those of ours that are on their way; the newest first."""
    ours = list(OrderNote.objects.filter(order_id=order_id).select_related("author"))
    authors = {note.event_id: note.author.name for note in ours if note.event_id}
    said = [Said(note.at, note.author.name, note.text, True) for note in ours if not note.event_id]
    for each in events:
        if each.type_ and each.type_.value in NOTE_TYPES and each.date:
            other = each.user.email if each.user else (each.app.name if each.app else "") or ""
            said.append(Said(each.date, authors.get(each.id, other), each.message or "", False))
    return tuple(sorted(said, key=lambda one: one.at, reverse=True))


def _mails(order_id: str, *, now: datetime) -> tuple[Mail, ...]:
    rows = list(MailMessage.objects.filter(access__order_id=order_id).order_by("-created_at", "-pk"))
    sendings = list(MailSending.objects.filter(message__in=rows).order_by("asked_at"))
    day = start_of(local_date(now))
    many = Counter(each.message_id for each in sendings)
    today = Counter(each.message_id for each in sendings if day <= each.asked_at < day + timedelta(days=1))
    last = {each.message_id: each.asked_at for each in sendings}
    return tuple(
        Mail(
            id=row.pk,
            kind=str(row.get_kind_display()),
            to=row.to,
            subject=row.subject,
            at=row.sent_at or row.created_at,
            state=str(row.get_state_display()),
            again=many[row.pk],
            again_last=last.get(row.pk),
            may_again=row.state == MailMessage.State.SENT and bool(row.text) and today[row.pk] < MOST_A_DAY,
        )
        for row in rows
    )
