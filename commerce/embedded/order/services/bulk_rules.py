"""What an order made elsewhere must say, and what is wrong with one that does not."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from commerce.embedded.account.models import User
from commerce.embedded.channel.models import Channel
from commerce.embedded.checkout.addresses import address_data
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.ids import pk_of, uuid_of
from commerce.embedded.order.models import Order, OrderStatus
from commerce.embedded.order.rules import Quantities, order_status
from commerce.embedded.product.models import ProductVariant
from commerce.embedded.warehouse.models import Warehouse
from jkrlm.kernel.money import quantize

LINES_MAX: Final = 100
_QUANTITY_MAX: Final = 1_000_000
_NOTE_MAX: Final = 255


class Faulty(Exception):
    """One order cannot be taken over; ``entry`` is its error in the contract's shape."""

    def __init__(self, path: str, message: str, code: str) -> None:
        super().__init__(message)
        self.entry = {"path": path, "message": message, "code": code}


@dataclass(frozen=True)
class WishedLine:
    variant: ProductVariant
    warehouse_id: uuid.UUID
    quantity: int
    net: Decimal
    gross: Decimal
    tax_rate: Decimal
    product_name: str
    variant_name: str
    is_shipping_required: bool
    metadata: dict[str, str]
    private_metadata: dict[str, str]


@dataclass(frozen=True)
class SentLine:
    """So many units of the order's line at this place."""

    line: int
    quantity: int


@dataclass(frozen=True)
class WishedFulfillment:
    lines: tuple[SentLine, ...]
    tracking_number: str


@dataclass
class Wish:
    channel: Channel
    created_at: datetime
    billing_address: dict[str, Any]
    external_reference: str | None = None
    status: str = OrderStatus.UNFULFILLED
    user: User | None = None
    email: str = ""
    language_code: str = "EN"
    shipping_address: dict[str, Any] | None = None
    delivery_name: str = ""
    delivery_net: Decimal = Decimal(0)
    delivery_gross: Decimal = Decimal(0)
    delivery_tax_rate: Decimal = Decimal(0)
    lines: list[WishedLine] = field(default_factory=list)
    fulfillments: list[WishedFulfillment] = field(default_factory=list)
    notes: list[tuple[str, datetime | None]] = field(default_factory=list)
    transactions: list[dict[str, Any]] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    private_metadata: dict[str, str] = field(default_factory=dict)

    def gone(self) -> Counter[int]:
        """Return how much of each line has left already."""
        sent: Counter[int] = Counter()
        for each in self.fulfillments:
            for line in each.lines:
                sent[line.line] += line.quantity
        return sent


def judged(
    given: Sequence[Mapping[str, Any]], *, now: datetime
) -> tuple[dict[int, Wish], list[dict[str, Any]]]:
    """Return the sound ones by their place, and a result for each: its errors where it is faulty."""
    wishes: dict[int, Wish] = {}
    results: list[dict[str, Any]] = []
    references = [entry.get("external_reference") for entry in given]
    taken = set(
        Order.objects.filter(external_reference__in=[name for name in references if name]).values_list(
            "external_reference", flat=True
        )
    )
    for at, entry in enumerate(given):
        result: dict[str, Any] = {"order": None, "errors": None}
        results.append(result)
        try:
            reference = references[at]
            if reference and (reference in taken or references.index(reference) < at):
                raise Faulty("externalReference", "Order with this reference exists already.", "UNIQUE")
            wishes[at] = _wish(entry, now)
        except Faulty as fault:
            result["errors"] = [fault.entry]
    return wishes, results


def _wish(entry: Mapping[str, Any], now: datetime) -> Wish:
    if entry["created_at"] > now:
        raise Faulty("createdAt", "Date input cannot be from the future.", "FUTURE_DATE")
    channel = Channel.objects.filter(slug=entry["channel"]).first()
    if channel is None:
        raise Faulty("channel", "Channel is not known.", "NOT_FOUND")
    if entry["currency"] != channel.currency_code:
        raise Faulty("currency", "Currency is not the channel's.", "INCORRECT_CURRENCY")
    wish = Wish(
        channel=channel,
        created_at=entry["created_at"],
        billing_address=_address(entry["billing_address"], "billingAddress", "BILLING"),
        external_reference=(entry.get("external_reference") or None),
        language_code=entry.get("language_code") or "EN",
        metadata=_metadata(entry.get("metadata"), "metadata"),
        private_metadata=_metadata(entry.get("private_metadata"), "privateMetadata"),
    )
    if len(wish.external_reference or "") > 250:
        raise Faulty("externalReference", "The reference is longer than 250 characters.", "INVALID")
    if entry.get("shipping_address"):
        wish.shipping_address = _address(entry["shipping_address"], "shippingAddress", "SHIPPING")
    _set_user(wish, entry["user"])
    _set_delivery(wish, entry.get("delivery_method"))
    if not 0 < len(entry["lines"]) <= LINES_MAX:
        raise Faulty("lines", f"An order has 1 to {LINES_MAX} lines.", "REQUIRED")
    wish.lines = [_line(wish, line, f"lines.{at}") for at, line in enumerate(entry["lines"])]
    wish.fulfillments = [
        _fulfillment(wish, each, f"fulfillments.{at}")
        for at, each in enumerate(entry.get("fulfillments") or ())
    ]
    wish.status = _status(wish, entry.get("status"))
    wish.notes = [_note(each, at, now) for at, each in enumerate(entry.get("notes") or ())]
    if entry.get("customer_note"):
        wish.metadata["customer_note"] = entry["customer_note"][:_NOTE_MAX]
    wish.transactions = [_transaction(wish, each) for each in entry.get("transactions") or ()]
    return wish


def _address(given: Mapping[str, Any], path: str, kind: str) -> dict[str, Any]:
    try:
        return address_data(given, address_type=kind)
    except Refusal as refusal:
        first = refusal.entries[0]
        raise Faulty(f"{path}.{first['field']}", first["message"], "INVALID") from None


def _metadata(entries: Any, path: str) -> dict[str, str]:
    if any(not entry["key"].strip() for entry in entries or ()):
        raise Faulty(path, "Metadata key cannot be empty.", "METADATA_KEY_REQUIRED")
    return {entry["key"]: entry["value"] for entry in entries or ()}


def _only(given: Mapping[str, Any], names: Sequence[str], path: str) -> tuple[str, str]:
    """Return the one identifier that is given, with its value."""
    present = [name for name in names if given.get(name)]
    if len(present) != 1:
        code = "TOO_MANY_IDENTIFIERS" if present else "REQUIRED"
        raise Faulty(path, f"Exactly one of {', '.join(names)} is required.", code)
    return present[0], given[present[0]]


def _set_user(wish: Wish, given: Mapping[str, Any]) -> None:
    name, value = _only(given, ("id", "email", "external_reference"), "user")
    if name == "email":
        wish.email = value[:254].lower()
        wish.user = User.objects.filter(email__iexact=value).first()
        return
    known = {"pk": pk_of(value, "User")} if name == "id" else {"external_reference": value}
    wish.user = User.objects.filter(**known).first()
    if wish.user is None:
        raise Faulty("user", "User is not known.", "NOT_FOUND")
    wish.email = wish.user.email


def _set_delivery(wish: Wish, given: Mapping[str, Any] | None) -> None:
    if not given:
        return
    wish.delivery_name = given.get("shipping_method_name") or ""
    price = given.get("shipping_price")
    if price:
        wish.delivery_net, wish.delivery_gross = _price(wish, price, "deliveryMethod.shippingPrice")
    wish.delivery_tax_rate = _rate(given.get("shipping_tax_rate"), "deliveryMethod.shippingTaxRate")


def _rate(given: Decimal | None, path: str) -> Decimal:
    """A rate is a part of one: 0.12 is twelve per cent."""
    if given is None:
        return Decimal(0)
    if given > 1:
        raise Faulty(path, "The rate is a part of one: 0.12 for 12 %.", "INVALID")
    return given


def _price(wish: Wish, given: Mapping[str, Any], path: str) -> tuple[Decimal, Decimal]:
    currency = wish.channel.currency_code
    net, gross = quantize(given["net"], currency), quantize(given["gross"], currency)
    if net > gross or gross >= Decimal(10) ** 11:
        raise Faulty(path, "Net price can't be greater than gross price.", "PRICE_ERROR")
    return net, gross


def _line(wish: Wish, given: Mapping[str, Any], path: str) -> WishedLine:
    name, value = _only(given, ("variant_id", "variant_sku", "variant_external_reference"), path)
    choices: dict[str, dict[str, Any]] = {
        "variant_id": {"pk": pk_of(value, "ProductVariant")},
        "variant_sku": {"sku": value},
        "variant_external_reference": {"external_reference": value},
    }
    variant = ProductVariant.objects.select_related("product").filter(**choices[name]).first()
    if variant is None:
        raise Faulty(f"{path}.{name}", "Variant is not known.", "NOT_FOUND")
    warehouse = uuid_of(given["warehouse"], "Warehouse")
    if not Warehouse.objects.filter(pk=warehouse).exists():
        raise Faulty(f"{path}.warehouse", "Warehouse is not known.", "NOT_FOUND")
    if not 0 < given["quantity"] <= _QUANTITY_MAX:
        raise Faulty(f"{path}.quantity", "Invalid quantity.", "INVALID_QUANTITY")
    if given["is_gift_card"]:
        raise Faulty(f"{path}.isGiftCard", "Gift cards are not sold here.", "INVALID")
    net, gross = _price(wish, given["total_price"], f"{path}.totalPrice")
    return WishedLine(
        variant=variant,
        warehouse_id=warehouse,
        quantity=given["quantity"],
        net=net,
        gross=gross,
        tax_rate=_rate(given.get("tax_rate"), f"{path}.taxRate"),
        product_name=given.get("product_name") or variant.product.name,
        variant_name=given.get("variant_name") or variant.name,
        is_shipping_required=given["is_shipping_required"],
        metadata=_metadata(given.get("metadata"), f"{path}.metadata"),
        private_metadata=_metadata(given.get("private_metadata"), f"{path}.privateMetadata"),
    )


def _fulfillment(wish: Wish, given: Mapping[str, Any], path: str) -> WishedFulfillment:
    """Each of its lines names the order's line by its place, and says its variant and warehouse again."""
    lines = []
    for number, each in enumerate(given.get("lines") or ()):
        where, at = f"{path}.lines.{number}", each["order_line_index"]
        if at < 0:
            raise Faulty(f"{where}.order_line_index", "Order line index can't be negative.", "NEGATIVE_INDEX")
        if at >= len(wish.lines):
            words = f"There is no order line with index: {at}."
            raise Faulty(f"{where}.order_line_index", words, "NO_RELATED_ORDER_LINE")
        if each["quantity"] < 1:
            raise Faulty(f"{where}.quantity", "Invalid quantity.", "INVALID_QUANTITY")
        line = wish.lines[at]
        name, value = _only(each, ("variant_id", "variant_sku", "variant_external_reference"), where)
        known = {
            "variant_id": str(line.variant.pk),
            "variant_sku": line.variant.sku,
            "variant_external_reference": line.variant.external_reference,
        }
        is_variant = (str(pk_of(value, "ProductVariant")) if name == "variant_id" else value) == known[name]
        if not is_variant or uuid_of(each["warehouse"], "Warehouse") != line.warehouse_id:
            words = "Fulfillment line's variant or warehouse is not the order line's."
            raise Faulty(where, words, "ORDER_LINE_FULFILLMENT_LINE_MISMATCH")
        lines.append(SentLine(at, each["quantity"]))
    return WishedFulfillment(tuple(lines), given.get("tracking_code") or "")


def _status(wish: Wish, given: str | None) -> str:
    """Return the status that quantities say; an order may also wait for its confirmation."""
    gone = wish.gone()
    for at, line in enumerate(wish.lines):
        if gone[at] > line.quantity:
            raise Faulty(
                f"lines.{at}", "There is more fulfillments, than ordered quantity.", "INVALID_QUANTITY"
            )
    facts = Quantities(sum(line.quantity for line in wish.lines), sum(gone.values()))
    said = order_status(OrderStatus.UNFULFILLED, facts)
    if given not in (None, said, OrderStatus.UNCONFIRMED):
        raise Faulty("status", "Invalid order status.", "INVALID")
    return given or said


def _note(given: Mapping[str, Any], at: int, now: datetime) -> tuple[str, datetime | None]:
    if not 0 < len(given["message"].strip()) <= _NOTE_MAX:
        raise Faulty(f"notes.[{at}].message", f"A note has 1 to {_NOTE_MAX} characters.", "NOTE_LENGTH")
    date: datetime | None = given.get("date")
    if date is not None and date > now:
        raise Faulty(f"notes.[{at}].date", "Date input cannot be from the future.", "FUTURE_DATE")
    return given["message"].strip().replace("\x00", ""), date


def _transaction(wish: Wish, given: Mapping[str, Any]) -> dict[str, Any]:
    amounts = {}
    for name, word in (("amount_charged", "charged"), ("amount_authorized", "authorized")):
        money = given.get(name)
        if money and money["currency"] != wish.channel.currency_code:
            raise Faulty("transactions", "Currency is not the channel's.", "INCORRECT_CURRENCY")
        amounts[word] = quantize(money["amount"], money["currency"]) if money else Decimal(0)
    return {
        **amounts,
        "name": given.get("name") or "",
        "reference": given.get("psp_reference") or "",
        "message": given.get("message") or "",
        "actions": given.get("available_actions") or (),
    }
