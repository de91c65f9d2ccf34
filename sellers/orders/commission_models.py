"""What the operator takes, by group, craft and category."""

from django.db import models
from django.db.models import Q

from jkrlm.kernel.dated import DatedRow


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
