from typing import Any

from django.db import models
from django.db.models import F, Q

from jkrlm.kernel.dated import DatedRow
from jkrlm.kernel.ids import StoreIdField
from sellers.orders.states import SellerOrderState


def _rupees(**options: Any) -> "models.DecimalField[Any, Any]":
    """Return a field for an amount in INR."""
    return models.DecimalField(max_digits=12, decimal_places=2, **options)


class CommissionRule(DatedRow):
    """
    The operator's commission, in percent of the goods' value without tax.

    An empty ``group_code``, ``craft`` or ``category`` means any. The most specific rule wins: a group before
    a craft before a category before none; among equals the one that began later (``rules.commission_rule``).
    """

    group_code = models.CharField(max_length=16, blank=True)
    craft = models.CharField(max_length=60, blank=True)
    category = models.CharField(max_length=60, blank=True)
    rate_percent = models.DecimalField(max_digits=5, decimal_places=2)
    gst_percent = models.DecimalField(max_digits=5, decimal_places=2, help_text="the operator's GST on it")

    class Meta(DatedRow.Meta):
        constraints = (
            *DatedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("group_code", "craft", "category", "valid_from"), name="orders_commission_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    rate_percent__gte=0, rate_percent__lte=100, gst_percent__gte=0, gst_percent__lte=100
                ),
                name="orders_commission_percent",
            ),
        )


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
    cash_to_collect = _rupees(default=0, help_text="the carrier collects it at the door")
    seller_kind = models.CharField(max_length=12, help_text="seller of record: group, federation or jktpo")
    seller_name = models.CharField(max_length=160)
    seller_gstin = models.CharField(max_length=15, blank=True)
    charges_tax = models.BooleanField()
    delivery_net = _rupees()
    delivery_gst = _rupees()
    fulfilment_id = StoreIdField(blank=True)
    tracking_number = models.CharField(max_length=40, blank=True)
    delivered_on = models.DateField(null=True)
    unanswered_at = models.DateTimeField(null=True, help_text="when it was told that nobody has said yes")

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
    A piece of it. Amounts are for the whole line: ``net`` without GST, ``gross`` what the buyer pays.

    ``commission`` is without its own GST. ``quantity_returned`` counts what was cancelled or came back.
    """

    seller_order = models.ForeignKey(SellerOrder, on_delete=models.PROTECT, related_name="lines")
    order_line_id = StoreIdField()
    product_id = StoreIdField(blank=True)
    sku = models.CharField(max_length=255)
    name = models.CharField(max_length=250)
    hsn = models.CharField(max_length=8, blank=True)
    quantity = models.PositiveIntegerField()
    quantity_returned = models.PositiveIntegerField(default=0)
    rate_percent = models.DecimalField(max_digits=5, decimal_places=2)
    net = _rupees()
    gst = _rupees()
    commission_percent = models.DecimalField(max_digits=5, decimal_places=2)
    commission = _rupees()
    commission_gst = _rupees()
    tcs = _rupees()
    tds = _rupees()

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
        )


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
