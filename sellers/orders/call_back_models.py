"""Parcels whose goods are called back."""

from django.db import models
from django.db.models import Q

from sellers.orders.states import Bearer


class CallBack(models.Model):
    """
    Goods of a parcel that must come back, or never leave: their lot was recalled, or their certificate was
    withdrawn. ``units`` maps lines to pieces; ``settled_at`` is empty while the parcel is with the carrier.
    """

    seller_order = models.ForeignKey(
        "seller_orders.SellerOrder", on_delete=models.PROTECT, related_name="call_backs"
    )
    source = models.CharField(max_length=80, help_text="recall:7 or withdrawn:JKTPO-26-000123")
    reason = models.CharField(max_length=200)
    bearer = models.CharField(max_length=10, choices=Bearer.choices)
    units = models.JSONField()
    called_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("seller_order", "source"), name="orders_called_back_once"),
            models.CheckConstraint(condition=Q(bearer__in=Bearer.values), name="orders_call_back_bearer"),
        )
        indexes = (
            models.Index(
                fields=("seller_order",), condition=Q(settled_at__isnull=True), name="orders_call_back_due"
            ),
        )
