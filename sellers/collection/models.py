from typing import Any

from django.db import models
from django.db.models import Q

from jkrlm.people.facade import User
from sellers.collection.states import IntakeState, PurchaseKind


def _rupees(**options: Any) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=12, decimal_places=2, **options)


class Intake(models.Model):
    """One parcel at a federation's collection centre: taken in, looked at, sent on or given back."""

    code = models.CharField(max_length=40, unique=True, help_text="of the seller order")
    group_code = models.CharField(max_length=16)
    federation_id = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=IntakeState.choices, default=IntakeState.HERE)
    taken_in_at = models.DateTimeField()
    taken_in_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    weight_grams = models.PositiveIntegerField(null=True, help_text="as weighed here")
    times_back = models.PositiveSmallIntegerField(default=0, help_text="how often it went back to the group")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=IntakeState.values), name="collection_intake_state"),
            models.CheckConstraint(
                condition=Q(weight_grams__isnull=True) | Q(weight_grams__range=(1, 50_000)),
                name="collection_intake_weight",
            ),
        )
        indexes = (models.Index(fields=("federation_id", "state", "changed_at"), name="collection_intakes"),)


class Check(models.Model):
    """One look at a parcel. What failed is named by keys of ``rules.CHECKLIST``; rows are added only."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="checks")
    passed = models.BooleanField()
    failed = models.JSONField(default=list)
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(passed=True, failed=[]) | (Q(passed=False) & ~Q(failed=[])),
                name="collection_check_says_why",
            ),
        )


class Purchase(models.Model):
    """
    What a federation bought from a group, because it sold the piece itself; or gave back of that.

    ``voucher`` counts per federation and financial year without a gap, at most 16 characters. ``amount`` is
    what the group gets, in INR: an unregistered group's supply bears no tax line (Rule 49).
    """

    kind = models.CharField(max_length=8, choices=PurchaseKind.choices)
    code = models.CharField(max_length=40, help_text="of the seller order")
    seller_key = models.CharField(max_length=160, help_text="GSTIN, or name, of the federation that sold")
    seller_name = models.CharField(max_length=160)
    federation_id = models.BigIntegerField()
    group_code = models.CharField(max_length=16)
    voucher = models.CharField(max_length=16)
    bought_on = models.DateField()
    pieces = models.CharField(max_length=500)
    goods_value = _rupees(help_text="that the buyer pays, without GST")
    amount = _rupees()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("seller_key", "voucher"), name="collection_voucher_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, goods_value__gte=0), name="collection_purchase_amount"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PurchaseKind.values), name="collection_purchase_kind"
            ),
        )
        indexes = (
            models.Index(fields=("federation_id", "bought_on", "id"), name="collection_purchases"),
            models.Index(fields=("code",), name="collection_purchases_of"),
        )


class Series(models.Model):
    """The counter behind a federation's vouchers: locked, so that none is given twice or left out."""

    seller_key = models.CharField(max_length=160)
    year = models.CharField(max_length=5, help_text="financial year: 26-27")
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("seller_key", "year"), name="collection_series_once"),)
