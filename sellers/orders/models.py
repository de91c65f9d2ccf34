from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from jkrlm.kernel.ids import StoreIdField
from sellers.orders.call_back_models import CallBack as CallBack
from sellers.orders.commission_models import CommissionRule as CommissionRule
from sellers.orders.promise_models import PromiseChange as PromiseChange
from sellers.orders.return_models import ReturnCase as ReturnCase
from sellers.orders.return_models import ReturnChange as ReturnChange
from sellers.orders.return_models import ReturnLine as ReturnLine
from sellers.orders.return_models import ReturnPhoto as ReturnPhoto
from sellers.orders.stall_models import StallBill as StallBill
from sellers.orders.stall_models import StallReturnLine as StallReturnLine
from sellers.orders.states import (
    AdjustmentKind,
    Bearer,
    DecisionState,
    RefundState,
    ReturnReason,
    SellerOrderState,
)


def _rupees(**options: Any) -> "models.DecimalField[Any, Any]":
    """Return a field for an amount in INR."""
    return models.DecimalField(max_digits=12, decimal_places=2, **options)


class SellerOrder(models.Model):
    """
    One group's parcel of a buyer's order, with everything that decides about money frozen at confirmation.

    No name and no address of the buyer is kept here: who packs asks the store for it.
    """

    code = models.CharField(max_length=40, unique=True, help_text="1042-KZ09; named in the ledger")
    order_id = StoreIdField(help_text="the store's order")
    order_number = models.CharField(max_length=32)
    group_code = models.CharField(max_length=16)
    parcel_key = models.CharField(max_length=80)
    state = models.CharField(max_length=12, choices=SellerOrderState.choices, default=SellerOrderState.NEW)
    confirmed_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    pack_by = models.DateField()
    ship_on = models.DateField()
    earliest = models.DateField(help_text="promised to the buyer")
    latest = models.DateField(help_text="promised to the buyer")
    carrier = models.CharField(max_length=60)
    service = models.CharField(max_length=80)
    origin_pincode = models.CharField(max_length=6)
    destination_pincode = models.CharField(max_length=6)
    place_of_supply = models.CharField(max_length=60, help_text="a state, as the store names it")
    weight_grams = models.PositiveIntegerField()
    box_key = models.CharField(max_length=80, blank=True, help_text="the same for all shares of one box")
    via_hub = models.CharField(max_length=40, blank=True, help_text="the hub where the box is made")
    cash_to_collect = _rupees(default=0, help_text="the carrier collects it at the door")
    seller_kind = models.CharField(max_length=12, help_text="seller of record: group, federation or jktpo")
    seller_name = models.CharField(max_length=160)
    seller_gstin = models.CharField(max_length=15, blank=True)
    charges_tax = models.BooleanField()
    delivery_net = _rupees()
    delivery_gst = _rupees()
    voucher_code = models.CharField(max_length=255, blank=True)
    delivery_discount = _rupees(default=0, help_text="what a voucher took off the delivery")
    fulfilment_id = StoreIdField(blank=True)
    tracking_number = models.CharField(max_length=40, blank=True)
    delivered_on = models.DateField(null=True)
    unanswered_at = models.DateTimeField(null=True, help_text="when it was told that nobody has said yes")
    cash_remitted_on = models.DateField(null=True, help_text="the carrier handed the cash in")
    is_gift = models.BooleanField(default=False, help_text="for somebody else: no price goes with it")
    lots_wanting = models.PositiveIntegerField(
        default=0, help_text="pieces packed for which no lot was left that keeps long enough"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("order_id", "parcel_key"), name="orders_parcel_once"),
            models.CheckConstraint(condition=Q(state__in=SellerOrderState.values), name="orders_state"),
            models.CheckConstraint(
                condition=Q(ship_on__gte=F("pack_by"), latest__gte=F("earliest")), name="orders_dates"
            ),
            models.CheckConstraint(
                condition=Q(delivery_net__gte=0, delivery_gst__gte=0, cash_to_collect__gte=0),
                name="orders_amounts",
            ),
            models.CheckConstraint(
                condition=~Q(state=SellerOrderState.DELIVERED) | Q(delivered_on__isnull=False),
                name="orders_delivered_has_day",
            ),
        )
        indexes = (
            models.Index(fields=("group_code", "state", "pack_by"), name="orders_of_group"),
            models.Index(fields=("state", "changed_at"), name="orders_by_age"),
            models.Index(fields=("state", "id"), name="orders_by_state"),
            models.Index(fields=("group_code", "id"), name="orders_by_group"),
            models.Index(fields=("state", "pack_by"), name="orders_by_pack_day"),
            models.Index(fields=("order_number",), name="orders_by_number"),
            models.Index(fields=("tracking_number",), name="orders_by_tracking"),
            models.Index(
                fields=("carrier", "id"),
                condition=Q(cash_to_collect__gt=0, cash_remitted_on__isnull=True),
                name="orders_cash_out",
            ),
            models.Index(fields=("id",), condition=Q(lots_wanting__gt=0), name="orders_without_lot"),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def is_gone(self) -> bool:
        """
        It never reaches the buyer: cancelled, or refused at the door. What he paid or promised for it goes
        back.
        """
        refused = self.state == SellerOrderState.RETURNED and self.delivered_on is None
        return self.state == SellerOrderState.CANCELLED or refused


class SellerOrderLine(models.Model):
    """
    A piece of it. Amounts are for the whole line: ``net`` without GST, ``gross`` what it is sold for. Of that
    the operator pays ``voucher``, the buyer the rest (``paid``).

    ``commission`` is without its own GST. ``quantity_returned`` counts what was cancelled or came back.
    """

    seller_order = models.ForeignKey(SellerOrder, on_delete=models.PROTECT, related_name="lines")
    order_line_id = StoreIdField()
    product_id = StoreIdField(blank=True)
    variant_id = StoreIdField(blank=True)
    sku = models.CharField(max_length=255)
    name = models.CharField(max_length=250)
    hsn = models.CharField(max_length=8, blank=True)
    quantity = models.PositiveIntegerField()
    quantity_returned = models.PositiveIntegerField(default=0)
    return_days = models.PositiveSmallIntegerField(
        default=7, help_text="so many days after delivery it may come back at the buyer's wish; 0: it may not"
    )
    rate_percent = models.DecimalField(max_digits=5, decimal_places=2)
    net = _rupees()
    gst = _rupees()
    commission_percent = models.DecimalField(max_digits=5, decimal_places=2)
    commission = _rupees()
    commission_gst = _rupees()
    tcs = _rupees()
    tds = _rupees()
    voucher = _rupees(default=0)
    discount = _rupees(default=0, help_text="what a voucher of the group's own took off the list price")
    stall_position = models.PositiveSmallIntegerField(null=True, help_text="its place on a stall's bill")
    label_serial = models.CharField(max_length=40, blank=True, help_text="on one piece sold at a stall")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("order_line_id",), name="orders_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, quantity_returned__lte=F("quantity")), name="orders_line_quantity"
            ),
            models.CheckConstraint(
                condition=Q(
                    net__gt=0, gst__gte=0, commission__gte=0, commission_gst__gte=0, tcs__gte=0, tds__gte=0
                )
                & Q(net__gte=F("commission") + F("commission_gst") + F("tcs") + F("tds")),
                name="orders_line_amounts",
            ),
            models.CheckConstraint(
                condition=Q(voucher__gte=0, discount__gte=0, voucher__lte=F("net") + F("gst")),
                name="orders_line_voucher",
            ),
        )

    @property
    def paid(self) -> Decimal:
        """What the buyer pays for all of it."""
        paid: Decimal = self.net + self.gst - self.voucher
        return paid


class SellerOrderChange(models.Model):
    """What happened to it; triggers refuse UPDATE, DELETE and TRUNCATE."""

    seller_order = models.ForeignKey(SellerOrder, on_delete=models.PROTECT, related_name="changes")
    state = models.CharField(max_length=12, choices=SellerOrderState.choices)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80, help_text="person:7, store, or the clock")
    on_behalf_of = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=("seller_order", "at"), name="orders_history"),)


class UnsplitOrder(models.Model):
    """
    An order that staff must look at: its parts do not add up, or money moved that the rules do not explain.
    """

    order_id = StoreIdField(unique=True)
    order_number = models.CharField(max_length=32)
    reason = models.CharField(max_length=500)
    seen_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)


class TwoPeople(models.Model):
    """
    What one person proposes and another decides; people are named as in histories ("person:7").

    ``key`` is the form's own: sent twice, it is one proposal.
    """

    key = models.CharField(max_length=64, unique=True)
    state = models.CharField(
        max_length=10, choices=DecisionState.choices, default=DecisionState.PROPOSED, db_index=True
    )
    reason = models.CharField(max_length=200)
    proposed_by = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision_note = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(condition=Q(state__in=DecisionState.values), name="%(class)s_state"),
            models.CheckConstraint(
                condition=Q(state=DecisionState.PROPOSED, decided_at__isnull=True)
                | (~Q(state=DecisionState.PROPOSED) & Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="%(class)s_decided",
            ),
        )


_ANOTHER = ~Q(state=DecisionState.APPROVED) | ~Q(decided_by=F("proposed_by"))


class Adjustment(TwoPeople):
    """
    Money put right about a parcel, a group or an order's refund; ``amount`` in INR as the buyer (or the
    group) sees it, tax included, ``delivery`` the part of it that is delivery.

    Lines that cannot be sent are decided by who cancels them, as whole parcels are; all else by two.
    """

    kind = models.CharField(max_length=16, choices=AdjustmentKind.choices)
    seller_order = models.ForeignKey(
        SellerOrder, on_delete=models.PROTECT, null=True, related_name="adjustments"
    )
    group_code = models.CharField(max_length=16, blank=True)
    order_number = models.CharField(max_length=32, blank=True)
    amount = _rupees()
    delivery = _rupees(default=Decimal(0))
    voucher = _rupees(default=Decimal(0), help_text="what the operator had paid of it, and gets back")
    bearer = models.CharField(max_length=10, choices=Bearer.choices, blank=True)
    why = models.CharField(max_length=20, choices=ReturnReason.choices, blank=True)
    utr = models.CharField(max_length=40, blank=True)

    class Meta(TwoPeople.Meta):
        constraints = (
            *TwoPeople.Meta.constraints,
            models.CheckConstraint(
                condition=_ANOTHER | Q(kind=AdjustmentKind.CANCELLED_LINES), name="adjustment_two_people"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=AdjustmentKind.values, amount__gte=0, voucher__gte=0)
                & (Q(amount__gt=0) | Q(voucher__gt=0))
                & Q(delivery__gte=0, delivery__lte=F("amount")),
                name="adjustment_amount",
            ),
            models.UniqueConstraint(
                fields=("utr",),
                condition=Q(state__in=(DecisionState.PROPOSED, DecisionState.APPROVED)) & ~Q(utr=""),
                name="adjustment_utr_once",
            ),
        )
        indexes = (
            models.Index(fields=("order_number",), name="adjustment_of_order"),
            models.Index(fields=("group_code", "id"), name="adjustment_of_group"),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """Its name in the ledger and before the reason of a granted refund."""
        return f"{self.seller_order.code}/{self.pk}" if self.seller_order else f"A{self.pk}"


class AdjustmentLine(models.Model):
    """
    Units of a line, or (``quantity`` nought) part of its price; ``goods`` with tax as the buyer paid them,
    ``voucher`` what the operator had paid of the same.
    """

    adjustment = models.ForeignKey(Adjustment, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(SellerOrderLine, on_delete=models.PROTECT, related_name="adjusted")
    quantity = models.PositiveIntegerField()
    goods = _rupees()
    voucher = _rupees(default=Decimal(0))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("adjustment", "line"), name="adjustment_line_once"),
            models.CheckConstraint(condition=Q(goods__gte=0, voucher__gte=0), name="adjustment_line_amount"),
        )


class RefundRequest(models.Model):
    """A refund that the store was asked for: by parcel, by adjustment, or for an order as a whole."""

    reference = models.CharField(max_length=80, unique=True)
    order_id = StoreIdField()
    order_number = models.CharField(max_length=32, db_index=True)
    amount = _rupees()
    state = models.CharField(max_length=8, choices=RefundState.choices)
    message = models.CharField(max_length=300, blank=True)
    tries = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=RefundState.values), name="orders_refund_state"),
        )
        indexes = (models.Index(fields=("state", "changed_at"), name="orders_refund_age"),)


class CommissionProposal(TwoPeople):
    """A commission rule from a day on; without a rate, the end of the one that is there."""

    group_code = models.CharField(max_length=16, blank=True)
    craft = models.CharField(max_length=60, blank=True)
    category = models.CharField(max_length=60, blank=True)
    rate_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    gst_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    valid_from = models.DateField()

    class Meta(TwoPeople.Meta):
        constraints = (
            *TwoPeople.Meta.constraints,
            models.CheckConstraint(condition=_ANOTHER, name="commissionproposal_two_people"),
            models.CheckConstraint(
                condition=Q(rate_percent__isnull=True, gst_percent__isnull=True)
                | Q(rate_percent__gte=0, rate_percent__lte=100, gst_percent__gte=0, gst_percent__lte=100),
                name="commissionproposal_percent",
            ),
        )


class Remittance(TwoPeople):
    """Cash that a carrier handed in for parcels, under the bank's ``reference`` (UTR) or the advice's."""

    carrier = models.CharField(max_length=60)
    reference = models.CharField(max_length=40)
    received_on = models.DateField()

    class Meta(TwoPeople.Meta):
        constraints = (
            *TwoPeople.Meta.constraints,
            models.CheckConstraint(condition=_ANOTHER, name="remittance_two_people"),
            models.UniqueConstraint(
                fields=("reference",),
                condition=Q(state__in=(DecisionState.PROPOSED, DecisionState.APPROVED)),
                name="remittance_reference_once",
            ),
        )


class RemittanceLine(models.Model):
    """
    A parcel of it. ``fee`` and its GST are what the carrier kept of ``amount``; ``stands`` until it is
    refused.
    """

    remittance = models.ForeignKey(Remittance, on_delete=models.PROTECT, related_name="lines")
    seller_order = models.ForeignKey(SellerOrder, on_delete=models.PROTECT, related_name="remittances")
    amount = _rupees()
    fee = _rupees(default=Decimal(0))
    fee_gst = _rupees(default=Decimal(0))
    stands = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("seller_order",), condition=Q(stands=True), name="remittance_parcel_once"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, fee__gte=0, fee_gst__gte=0)
                & Q(amount__gte=F("fee") + F("fee_gst")),
                name="remittance_line_amounts",
            ),
        )
