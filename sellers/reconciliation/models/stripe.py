"""What the card company booked, day by day."""

from django.db import models
from django.db.models import F, Q

from jkrlm.kernel.clock import now
from sellers.reconciliation.states import FetchState


class StripeDay(models.Model):
    """A day (Asia/Kolkata) of the card company's, and how far its comparison is."""

    day = models.DateField(unique=True)
    state = models.CharField(max_length=10, choices=FetchState.choices, default=FetchState.WAITING)
    tries = models.PositiveIntegerField(default=0)
    refusal = models.CharField(max_length=300, blank=True, help_text="why the last try failed")
    tried_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    transactions = models.PositiveIntegerField(default=0)
    differences = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=FetchState.values), name="reconciliation_stripe_day_state"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_at__isnull=False), name="reconciliation_stripe_day_done"
            ),
        )


class StripePayout(models.Model):
    """A settlement: ``gross`` less fee and GST is ``amount``, once its parts are known (``is_summed``)."""

    payout_id = models.CharField(max_length=120, unique=True)
    amount_minor = models.BigIntegerField()
    arrives_on = models.DateField()
    trace = models.CharField(max_length=64, blank=True, help_text="the bank's reference, if known")
    status = models.CharField(max_length=20)
    is_summed = models.BooleanField(default=False)
    gross_minor = models.BigIntegerField(default=0)
    fee_minor = models.BigIntegerField(default=0)
    fee_gst_minor = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(is_summed=False)
                | Q(amount_minor=F("gross_minor") - F("fee_minor") - F("fee_gst_minor")),
                name="reconciliation_payout_sum",
            ),
            models.CheckConstraint(
                condition=Q(fee_minor__gte=0, fee_gst_minor__gte=0), name="reconciliation_payout_fees"
            ),
        )


class StripeTransaction(models.Model):
    """A transaction of the balance, in paise; below nought where money left."""

    transaction_id = models.CharField(max_length=120, unique=True)
    day = models.DateField(db_index=True)
    kind = models.CharField(max_length=40)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    fee_gst_minor = models.BigIntegerField()
    net_minor = models.BigIntegerField()
    source_id = models.CharField(max_length=120, blank=True)
    intent_id = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(net_minor=F("amount_minor") - F("fee_minor") - F("fee_gst_minor")),
                name="reconciliation_transaction_sum",
            ),
        )
