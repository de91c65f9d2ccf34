"""What this room knows of money: attempts to pay, what was done with them, what Stripe told us."""

from django.db import models
from django.db.models import F, Q

from commerce.payments.stall_models import StallCard as StallCard
from commerce.payments.stall_models import StallCardRefund as StallCardRefund
from commerce.payments.states import PAYABLE, ActionKind, ActionState, AttemptState, Method
from commerce.payments.upi_models import BankFeedPlace as BankFeedPlace
from commerce.payments.upi_models import UpiClaim as UpiClaim
from commerce.payments.upi_models import UpiClaimChange as UpiClaimChange
from commerce.payments.upi_models import UpiCredit as UpiCredit
from commerce.payments.upi_models import UpiRefund as UpiRefund
from jkrlm.kernel.clock import now
from jkrlm.kernel.ids import StoreIdField


class PaymentAttempt(models.Model):
    """One transaction of the store, as the provider sees it. ``amount`` never changes."""

    class SourceKind(models.TextChoices):
        CHECKOUT = "Checkout"
        ORDER = "Order"

    transaction_id = StoreIdField(unique=True)
    source_id = StoreIdField(db_index=True)
    source_kind = models.CharField(max_length=8, choices=SourceKind.choices)
    method = models.CharField(max_length=20, choices=Method.choices)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=AttemptState.choices, default=AttemptState.CREATED)
    return_url = models.CharField(max_length=2048, blank=True, help_text="pii: may hold an order's token")
    cancel_url = models.CharField(max_length=2048, blank=True, help_text="pii: may hold an order's token")
    session_id = models.CharField(max_length=255, blank=True)
    session_url = models.CharField(max_length=2048, blank=True)
    payment_intent_id = models.CharField(max_length=255, blank=True)
    order_id = StoreIdField(blank=True, help_text="the order that this pays; empty until it is known")
    return_reason = models.CharField(
        max_length=64, blank=True, help_text="the store's code for making no order"
    )
    returned_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)
    next_look_at = models.DateTimeField(default=now, help_text="when the sweep may look at it again")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("source_id",), condition=Q(state__in=PAYABLE), name="payments_one_payable_attempt"
            ),
            models.UniqueConstraint(
                fields=("session_id",), condition=~Q(session_id=""), name="payments_session_once"
            ),
            models.UniqueConstraint(
                fields=("payment_intent_id",),
                condition=~Q(payment_intent_id=""),
                name="payments_intent_once",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_amount_positive"),
            models.CheckConstraint(condition=Q(currency="INR"), name="payments_currency"),
            models.CheckConstraint(condition=Q(state__in=AttemptState.values), name="payments_state"),
            models.CheckConstraint(condition=Q(method__in=Method.values), name="payments_method"),
            models.CheckConstraint(
                condition=~Q(method=Method.CASH) | Q(session_id="", payment_intent_id=""),
                name="payments_cash_has_no_session",
            ),
            models.CheckConstraint(
                condition=~Q(method=Method.STRIPE)
                | ~Q(state__in=("OPEN", "PROCESSING", "CHARGED", "REFUNDED"))
                | ~Q(session_id=""),
                name="payments_card_has_session",
            ),
        )
        indexes = (
            models.Index(
                fields=("next_look_at",),
                name="payments_unsettled",
                condition=Q(order_id="")
                & Q(state__in=("CREATED", "OPEN", "PROCESSING", "AUTHORIZED", "CHARGED", "RETURNING")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.method} {self.amount} {self.currency} {self.state}"


class AttemptChange(models.Model):
    """The history of an attempt's state; rows are only ever added."""

    attempt = models.ForeignKey(PaymentAttempt, on_delete=models.CASCADE, related_name="changes")
    before = models.CharField(max_length=10, choices=AttemptState.choices)
    after = models.CharField(max_length=10, choices=AttemptState.choices)
    reason = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(before=F("after")), name="payments_change_changes"),
        )


class PaymentAction(models.Model):
    """
    Part of an attempt's money charged (cash remitted), refunded or cancelled.

    ``held_before`` is what the store said was charged (authorised, for cash) when
    it asked: the same kind, amount and ``held_before`` again is the same request.
    ``reference`` is the pspReference that the store is told, always the same one.
    """

    attempt = models.ForeignKey(PaymentAttempt, on_delete=models.PROTECT, related_name="actions")
    kind = models.CharField(max_length=8, choices=ActionKind.choices)
    sequence = models.PositiveSmallIntegerField(help_text="counts an attempt's actions from 1")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    held_before = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    state = models.CharField(max_length=10, choices=ActionState.choices, default=ActionState.CREATED)
    reference = models.CharField(max_length=255, unique=True)
    provider_id = models.CharField(max_length=255, blank=True, help_text="Stripe's refund")
    message = models.CharField(max_length=500, blank=True)
    failure_told_at = models.DateTimeField(null=True, help_text="when our rooms were told that it failed")
    created_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("attempt", "sequence"), name="payments_action_sequence"),
            models.UniqueConstraint(
                fields=("provider_id",), condition=~Q(provider_id=""), name="payments_action_provider_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_action_amount_positive"),
            models.CheckConstraint(condition=Q(state__in=ActionState.values), name="payments_action_state"),
            models.CheckConstraint(condition=Q(kind__in=ActionKind.values), name="payments_action_kind"),
        )
        indexes = (
            models.Index(
                fields=("attempt",),
                name="payments_action_unfinished",
                condition=Q(state__in=("CREATED", "PENDING")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.state}"


class StripeEvent(models.Model):
    """A webhook of Stripe's, kept once. What it says is a hint: the reaction asks Stripe again."""

    event_id = models.CharField(max_length=255, unique=True)
    type = models.CharField(max_length=120)
    body = models.JSONField(help_text="pii: the buyer's e-mail address")
    received_at = models.DateTimeField(default=now)
    handled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"
