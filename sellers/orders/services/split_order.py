"""Split a confirmed order into one seller order for each parcel, and book the sale, at once."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

import sellers.ledger.facade as ledger
from catalogue.facade import marks_of
from commerce.client import OrderParts, OrderPartsLines
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.money import Money, split
from logistics.facade import HOME_STATE, ParcelQuote, Plan, plan
from sellers.orders import selectors
from sellers.orders.contracts import Earning
from sellers.orders.errors import SplitDisagrees
from sellers.orders.gift import gift_of
from sellers.orders.models import SellerOrder, SellerOrderChange, SellerOrderLine, UnsplitOrder
from sellers.orders.rules import commission_rule, earning, heads, return_days, with_sale_terms
from sellers.orders.states import SellerOrderState
from sellers.tax.facade import SellerOfRecord, TaxBreakdown, TaxedPart, breakdown, withholding_on

PLAN_KEY: Final = "umeed.plan"
ZERO: Final = Money.zero("INR")
REASON_MAX: Final = 500


def split_order(*, order: OrderParts, now: datetime) -> tuple[str, ...]:
    """
    Return the codes of the order's seller orders; called again, it makes none.

    The parts must add up to the order's total to the paisa.

    Raises:
        SplitDisagrees: they do not, or plan or tax of the order are not known. Nothing is split.
    """
    known = tuple(
        SellerOrder.objects.filter(order_id=order.id).order_by("code").values_list("code", flat=True)
    )
    if known:
        return known
    drafts = _drafts(order, now)
    with transaction.atomic():
        made = [_save(draft, now) for draft in drafts]
        ledger.recognise_sale(_sale(order, drafts, now))
        for draft in drafts:
            if draft.cash.amount:
                ledger.promise_cash(_promise(draft, now))
        UnsplitOrder.objects.filter(order_id=order.id, settled_at=None).update(settled_at=now)
        for each in made:
            products = sorted(each.lines.values_list("product_id", flat=True))
            payload = {"code": each.code, "group": each.group_code, "products": products}
            outbox.record("SellerOrderPlaced", payload)
    return tuple(each.code for each in made)


def note_unsplit(*, order: OrderParts, reason: str, now: datetime) -> None:
    """Put the order on the list that staff work through; what they have settled is not brought back."""
    if UnsplitOrder.objects.filter(order_id=order.id, reason=reason[:REASON_MAX]).exists():
        return
    UnsplitOrder.objects.update_or_create(
        order_id=order.id,
        defaults={
            "order_number": order.number,
            "reason": reason[:REASON_MAX],
            "seen_at": now,
            "settled_at": None,
        },
    )


class _Draft:
    """A parcel with everything frozen about it, before it is written."""

    def __init__(
        self, *, order: OrderParts, parcel: ParcelQuote, delivery: TaxedPart | None, whole: Plan
    ) -> None:
        self.code = f"{order.number}-{parcel.group_code}"
        self.order, self.parcel, self.whole, self.delivery = order, parcel, whole, delivery
        self.seller: SellerOfRecord | None = None
        self.lines: list[tuple[OrderPartsLines, TaxedPart, Earning]] = []
        self.cash = ZERO

    def add(self, line: OrderPartsLines, part: TaxedPart, earned: Earning) -> None:
        self.seller = part.seller
        self.lines.append((line, part, earned))

    @property
    def gross(self) -> Money:
        """What the buyer pays for it."""
        goods = sum((part.paid for _line, part, _earned in self.lines), ZERO)
        return goods + (self.delivery.gross if self.delivery else ZERO)


def _drafts(order: OrderParts, now: datetime) -> list[_Draft]:
    whole, taxed = _plan_of(order), breakdown(order.checkout_id or "")
    drafts = _priced(order, whole, taxed, now)
    total = Money(Decimal(str(order.total.gross.amount)), order.total.gross.currency).quantized()
    parts = sum((draft.gross for draft in drafts), ZERO)
    if parts != total:
        raise SplitDisagrees(
            f"Order {order.number} costs {total.amount}, its parts add up to {parts.amount}.",
            params={"order": str(total.amount), "parts": str(parts.amount)},
        )
    promised = Money(Decimal(str(order.total_authorized.amount)), "INR").quantized()
    if promised.amount:
        for draft, cash in zip(
            drafts, split(promised, [each.gross.minor_units for each in drafts]), strict=True
        ):
            draft.cash = cash
    return drafts


def _priced(order: OrderParts, whole: Plan, taxed: TaxBreakdown, now: datetime) -> list[_Draft]:
    lines = {line.product_sku or "": line for line in order.lines}
    parts = {part.key: part for part in taxed.lines}
    delivery = {part.key: part for part in taxed.delivery}
    products = {line.product_sku or "": line.variant.product.id for line in order.lines if line.variant}
    marks = marks_of(products.values())
    day = local_date(now)
    rules = selectors.commission_rules({parcel.group_code for parcel in whole.parcels})
    withheld = withholding_on(day, has_pan=True)  # whoever may sell has handed in a PAN (34/2023)
    drafts = []
    for parcel in whole.parcels:
        draft = _Draft(order=order, parcel=parcel, delivery=delivery.get(parcel.key), whole=whole)
        for sku, _quantity in parcel.lines:
            line, part = lines.pop(sku, None), parts.get(sku)
            if line is None or part is None or part.seller is None:
                raise SplitDisagrees(f"Order {order.number}: {sku} has no line, no tax or no seller.")
            category, craft = marks.get(products.get(sku, ""), ("", ""))
            earned = earning(
                gross=part.gross,
                net=part.net,
                commission=commission_rule(
                    rules, group_code=parcel.group_code, craft=craft, category=category, on=day
                ),
                withholding=withheld,
                group_sells=part.seller.kind == "group",
                charges_tax=part.seller.charges_tax,
            )
            draft.add(line, part, earned)
        drafts.append(draft)
    if lines:
        raise SplitDisagrees(f"Order {order.number}: no parcel holds {', '.join(sorted(lines))}.")
    return drafts


def _plan_of(order: OrderParts) -> Plan:
    method = order.delivery_method
    facts: Mapping[str, Any] = {}
    if method is not None and method.typename__ == "ShippingMethod":
        facts = {entry.key: entry.value for entry in method.metadata}
    if not facts.get(PLAN_KEY):
        raise SplitDisagrees(f"Order {order.number} was not made with a delivery plan of ours.")
    return plan(facts[PLAN_KEY])


def _save(draft: _Draft, now: datetime) -> SellerOrder:
    parcel, seller = draft.parcel, draft.seller
    assert seller is not None
    made = SellerOrder.objects.create(
        code=draft.code,
        order_id=draft.order.id,
        order_number=draft.order.number,
        group_code=parcel.group_code,
        parcel_key=parcel.key,
        confirmed_at=now,
        changed_at=now,
        pack_by=parcel.pack_by,
        ship_on=parcel.chosen.ship_on,
        earliest=parcel.chosen.earliest,
        latest=parcel.chosen.latest,
        carrier=parcel.chosen.carrier,
        service=parcel.chosen.service,
        origin_pincode=parcel.origin_pincode,
        destination_pincode=draft.whole.destination.pincode,
        place_of_supply=draft.whole.destination.state,
        weight_grams=parcel.weight_grams,
        box_key=parcel.box_key,
        via_hub=parcel.via_hub,
        cash_to_collect=draft.cash.amount,
        is_gift=_is_gift(draft.order),
        seller_kind=seller.kind,
        seller_name=seller.name,
        seller_gstin=seller.gstin,
        charges_tax=seller.charges_tax,
        delivery_net=draft.delivery.net.amount if draft.delivery else Decimal(0),
        delivery_gst=(draft.delivery.gross - draft.delivery.net).amount if draft.delivery else Decimal(0),
        voucher_code=draft.order.voucher_code or "",
        delivery_discount=_off_delivery(draft),
    )
    SellerOrderLine.objects.bulk_create([_line(made, *entry) for entry in draft.lines])
    SellerOrderChange.objects.create(seller_order=made, state=SellerOrderState.NEW, at=now, actor="store")
    return made


def _line(made: SellerOrder, line: OrderPartsLines, part: TaxedPart, earned: Earning) -> SellerOrderLine:
    return SellerOrderLine(
        seller_order=made,
        order_line_id=line.id,
        product_id=line.variant.product.id if line.variant else "",
        variant_id=line.variant.id if line.variant else "",
        sku=line.product_sku or "",
        name=line.product_name[:250],
        hsn=part.hsn[:8],
        return_days=_return_days(line, part.hsn),
        quantity=line.quantity,
        rate_percent=part.rate_percent,
        net=part.net.amount,
        gst=earned.gst.amount,
        commission_percent=earned.commission_percent,
        commission=earned.commission.amount,
        commission_gst=earned.commission_gst.amount,
        tcs=earned.tcs.amount,
        tds=earned.tds.amount,
        voucher=part.voucher.amount,
        discount=part.discount.amount,
    )


def _off_delivery(draft: _Draft) -> Decimal:
    """Return what a voucher took off the parcel's delivery, tax included; the plan has the price before."""
    if draft.delivery is None or not draft.order.voucher_code:
        return Decimal(0)
    return max(draft.parcel.chosen.price.amount - draft.delivery.gross.amount, Decimal(0))


def _return_days(line: OrderPartsLines, hsn: str) -> int:
    if line.variant is None:
        return return_days(hsn=hsn, stock_kind="")
    product = line.variant.product
    facts = with_sale_terms(product.metafields or {}, product.product_type.metafields)
    return return_days(hsn=hsn, stock_kind=facts.get("umeed.stock_kind", ""), said=facts["umeed.return_days"])


def _is_gift(order: OrderParts) -> bool:
    return gift_of({entry.key: entry.value for entry in order.metadata}) is not None


def _sale(order: OrderParts, drafts: list[_Draft], now: datetime) -> ledger.Sale:
    total = sum((draft.gross for draft in drafts), ZERO)
    shares = tuple(_share(draft) for draft in drafts)
    return ledger.Sale(order=order.number, total=total, shares=shares, occurred_on=local_date(now))


def _promise(draft: _Draft, now: datetime) -> ledger.CashPromise:
    return ledger.CashPromise(
        order=draft.order.number,
        reference=draft.code,
        carrier=draft.parcel.chosen.carrier,
        amount=draft.cash,
        occurred_on=local_date(now),
    )


def _share(draft: _Draft) -> ledger.SaleShare:
    seller = draft.seller
    assert seller is not None
    within = draft.whole.destination.state == HOME_STATE

    def summed(amounts: list[Money]) -> Money:
        return sum(amounts, ZERO)

    earned = [each for _line, _part, each in draft.lines]
    return ledger.SaleShare(
        item=draft.code,
        group_code=draft.parcel.group_code,
        seller=ledger_seller(seller),
        goods_net=summed([part.net for _line, part, _earned in draft.lines]),
        goods_gst=heads(summed([each.gst for each in earned]), within_state=within),
        delivery_net=draft.delivery.net if draft.delivery else ZERO,
        delivery_gst=heads(
            draft.delivery.gross - draft.delivery.net if draft.delivery else ZERO, within_state=within
        ),
        commission=summed([each.commission for each in earned]),
        commission_gst=heads(summed([each.commission_gst for each in earned]), within_state=True),
        tcs=heads(summed([each.tcs for each in earned]), within_state=within),
        tds=summed([each.tds for each in earned]),
        voucher=summed([part.voucher for _line, part, _earned in draft.lines]),
    )


def ledger_seller(seller: SellerOfRecord) -> ledger.Seller:
    """Return who sells, as the books name her."""
    if seller.kind == "group":
        return ledger.Seller(ledger.SellerKind.GROUP)
    return ledger.Seller(ledger.SellerKind.INTERMEDIARY, key=seller.gstin or seller.name)
