from typing import Any

from django.db import models
from django.db.models import F, Q

from jkrlm.kernel.ids import StoreIdField


def _rupees(**options: Any) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=12, decimal_places=2, **options)


class StallBill(models.Model):
    """
    A bill of a till at an exhibition, which became seller orders; ``purse`` owns its cash in the ledger.

    While something of it is ``unpaid`` (by UPI, and the bank has not shown it) none of its shares clears.
    """

    bill_id = models.UUIDField(unique=True, help_text="made by the till")
    order_id = StoreIdField(blank=True, help_text="empty where the store knows none of its goods")
    order_number = models.CharField(max_length=32, unique=True)
    exhibition = models.CharField(max_length=40)
    purse = models.CharField(max_length=60)
    sold_on = models.DateField()
    total = _rupees()
    unpaid = _rupees(default=0)
    is_void = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(total__gt=0, unpaid__gte=0, unpaid__lte=F("total")), name="stall_bill_amounts"
            ),
        )
        indexes = (
            models.Index(fields=("exhibition", "sold_on"), name="stall_bill_by_day"),
            models.Index(fields=("order_number",), condition=Q(unpaid__gt=0), name="stall_bill_unpaid"),
        )

    def __str__(self) -> str:
        return f"{self.order_number} of {self.purse}"


class StallReturnLine(models.Model):
    """Pieces of a line that came back to a till, with what the credit note says of them; kept for good."""

    line = models.ForeignKey("seller_orders.SellerOrderLine", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=80, help_text="the till's entry")
    quantity = models.PositiveIntegerField()
    net = _rupees()
    tax = _rupees()
    cgst = _rupees(help_text="of the tax; the rest is SGST, or all of it IGST across states")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("line", "reference"), name="stall_return_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, net__gte=0, tax__gte=0, cgst__gte=0, cgst__lte=F("tax")),
                name="stall_return_amounts",
            ),
        )
