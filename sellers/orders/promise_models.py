"""Later days than promised, and why."""

from django.db import models
from django.db.models import F, Q


class PromiseChange(models.Model):
    """
    A promise that a closed road or a day off made later; the first row holds what was promised at
    confirmation. A parcel loses a day once, whoever else rests on it, too. Triggers refuse UPDATE, DELETE and
    TRUNCATE.
    """

    seller_order = models.ForeignKey(
        "seller_orders.SellerOrder", on_delete=models.PROTECT, related_name="promise_changes"
    )
    closure_id = models.PositiveBigIntegerField(null=True, help_text="of logistics: the closed road")
    day = models.DateField(null=True, help_text="the holiday, or the day on which its place was closed")
    reason = models.CharField(max_length=160)
    earliest_before = models.DateField()
    latest_before = models.DateField()
    earliest = models.DateField()
    latest = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("seller_order", "closure_id"), name="orders_promise_moved_once"),
            models.UniqueConstraint(fields=("seller_order", "day"), name="orders_promise_day_once"),
            models.CheckConstraint(
                condition=Q(closure_id__isnull=True, day__isnull=False)
                | Q(closure_id__isnull=False, day__isnull=True),
                name="orders_promise_one_cause",
            ),
            models.CheckConstraint(
                condition=Q(latest__gt=F("latest_before"), earliest__gte=F("earliest_before")),
                name="orders_promise_only_later",
            ),
        )
