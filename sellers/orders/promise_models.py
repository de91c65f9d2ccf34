"""Later days than promised, and why."""

from django.db import models
from django.db.models import F, Q


class PromiseChange(models.Model):
    """
    A promise that a closed road made later; the first row holds what was promised at confirmation. Triggers
    refuse UPDATE, DELETE and TRUNCATE.
    """

    seller_order = models.ForeignKey(
        "seller_orders.SellerOrder", on_delete=models.PROTECT, related_name="promise_changes"
    )
    closure_id = models.PositiveBigIntegerField(help_text="of logistics: the closed road")
    reason = models.CharField(max_length=160)
    earliest_before = models.DateField()
    latest_before = models.DateField()
    earliest = models.DateField()
    latest = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("seller_order", "closure_id"), name="orders_promise_moved_once"),
            models.CheckConstraint(
                condition=Q(latest__gt=F("latest_before"), earliest__gte=F("earliest_before")),
                name="orders_promise_only_later",
            ),
        )
