from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from exhibitions.till.states import BillState, FlagCode, Outcome
from jkrlm.kernel.ids import StoreIdField


def rupees(**options: Any) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=12, decimal_places=2, **options)


class Placed(models.Model):
    """A sale that the store knows as an order; ``lines`` are the ids of its lines by place on the bill."""

    entry = models.OneToOneField("exhibitions_till.Entry", on_delete=models.PROTECT, related_name="placed")
    order_id = StoreIdField(blank=True, help_text="empty: the store knows none of its goods")
    order_number = models.CharField(max_length=32)
    lines = models.JSONField(default=dict)


class Bill(models.Model):
    """
    A sale or a return as it was booked. ``sold_on`` is the day on its documents; ``of`` is what a return is
    about.

    ``cash``, ``upi`` and ``card`` sum to ``total``; a return's are money out. ``paper`` is the number of a
    paper bill typed in.
    """

    entry = models.OneToOneField("exhibitions_till.Entry", on_delete=models.PROTECT, related_name="bill")
    bill_id = models.UUIDField(unique=True)
    till = models.ForeignKey("exhibitions_till.Till", on_delete=models.PROTECT, related_name="bills")
    exhibition = models.CharField(max_length=40)
    is_return = models.BooleanField(default=False)
    of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="given_back")
    number = models.CharField(max_length=16, blank=True, help_text="of its first document")
    state = models.CharField(max_length=8, choices=BillState.choices)
    sold_at = models.DateTimeField(help_text="by the tablet's clock, put right where that was impossible")
    sold_on = models.DateField()
    booked_at = models.DateTimeField()
    cashier_id = models.CharField(max_length=20)
    total = rupees()
    cash = rupees()
    upi = rupees()
    card = rupees(default=0)
    card_reference = models.CharField(max_length=80, blank=True, help_text="Stripe's payment intent")
    upi_reference = models.CharField(max_length=40, blank=True)
    upi_seen = models.CharField(max_length=120, blank=True, help_text="the bank's name of the credit")
    looked_at = models.DateTimeField(null=True, help_text="when the bank was last looked through for its UPI")
    discount_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    discount_reason = models.CharField(max_length=200, blank=True)
    order_id = StoreIdField(blank=True)
    order_number = models.CharField(max_length=32)
    paper = models.CharField(max_length=40, blank=True)
    phone = models.CharField(
        max_length=20, blank=True, help_text="pii: where the receipt was sent; erased 30 days after the sale"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=BillState.values), name="till_bill_state"),
            models.CheckConstraint(
                condition=Q(
                    total=F("cash") + F("upi") + F("card"), total__gt=0, cash__gte=0, upi__gte=0, card__gte=0
                ),
                name="till_bill_sum",
            ),
            models.CheckConstraint(
                condition=Q(is_return=False, of__isnull=True) | Q(is_return=True, of__isnull=False),
                name="till_bill_of",
            ),
            models.UniqueConstraint(
                fields=("exhibition", "paper"), condition=~Q(paper=""), name="till_bill_paper_once"
            ),
            models.UniqueConstraint(
                fields=("order_number",), condition=Q(is_return=False), name="till_bill_order_once"
            ),
        )
        indexes = (
            models.Index(fields=("exhibition", "sold_on"), name="till_bill_by_day"),
            models.Index(fields=("till", "sold_at"), name="till_bill_of_till"),
            models.Index(fields=("looked_at",), condition=Q(state="waiting"), name="till_bill_waits"),
            models.Index(fields=("sold_at",), condition=~Q(phone=""), name="till_bill_phone"),
            models.Index(fields=("upi_reference",), condition=~Q(upi_reference=""), name="till_bill_upi"),
        )

    def __str__(self) -> str:
        return self.number or str(self.bill_id)


class BillLine(models.Model):
    """
    A line of it, sums for all of it. ``position`` is its place on the sale, also for what came back of it.
    """

    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    variant_id = StoreIdField()
    product_id = StoreIdField(blank=True)
    sku = models.CharField(max_length=255)
    name = models.CharField(max_length=250)
    serial = models.CharField(max_length=40, blank=True)
    group_code = models.CharField(max_length=16)
    seller_key = models.CharField(max_length=24)
    hsn = models.CharField(max_length=8, blank=True)
    quantity = models.PositiveIntegerField()
    unit_price = rupees()
    discount = rupees()
    gross = rupees()
    net = rupees()
    rate_percent = models.DecimalField(max_digits=5, decimal_places=2)
    returned = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("bill", "position"), name="till_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, gross__gt=0, net__gte=0, net__lte=F("gross"), discount__gte=0)
                & Q(returned__lte=F("quantity")),
                name="till_line_amounts",
            ),
        )


class Flag(models.Model):
    """Something about an entry that staff settle with a reason. ``about`` tells several of one kind apart."""

    entry = models.ForeignKey("exhibitions_till.Entry", on_delete=models.PROTECT, related_name="flags")
    exhibition = models.CharField(max_length=40)
    code = models.CharField(max_length=24, choices=FlagCode.choices)
    about = models.CharField(max_length=128, blank=True)
    message = models.CharField(max_length=300)
    amount = rupees(default=0, help_text="of money that is to move when it is settled")
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("entry", "code", "about"), name="till_flag_once"),
            models.CheckConstraint(condition=Q(code__in=FlagCode.values), name="till_flag_code"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, outcome="")
                | (Q(settled_at__isnull=False, outcome__in=Outcome.values) & ~Q(reason="")),
                name="till_flag_settled",
            ),
        )
        indexes = (
            models.Index(
                fields=("exhibition", "made_at"), condition=Q(settled_at__isnull=True), name="till_flag_open"
            ),
        )
