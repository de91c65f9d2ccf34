"""Card payments of stalls' bills: one hosted page at a time for a bill, and what went back of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from commerce.payments.states import ActionState, StallCardState


class StallCard(models.Model):
    """
    A page of Stripe's on which a stall's bill is paid. ``key`` names it to Stripe, ``amount`` never changes.

    ``bill_id`` is the tablet's and ``till`` the ledger's name of it; ``billed_as`` is the order that took the
    money, empty while no bill has. What nobody bills is sent back by two people: who asks, and who agrees.
    """

    key = models.UUIDField(unique=True)
    bill_id = models.UUIDField()
    till = models.CharField(max_length=60)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    state = models.CharField(max_length=10, choices=StallCardState.choices, default=StallCardState.CREATED)
    session_id = models.CharField(max_length=255, blank=True)
    session_url = models.CharField(max_length=2048, blank=True)
    payment_intent_id = models.CharField(max_length=255, blank=True)
    billed_as = models.CharField(max_length=32, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(help_text="when Stripe was last asked")
    return_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    return_reason = models.CharField(max_length=200, blank=True)
    return_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("bill_id",),
                condition=Q(state__in=("created", "open", "processing")),
                name="payments_stall_card_one_open",
            ),
            models.UniqueConstraint(
                fields=("session_id",), condition=~Q(session_id=""), name="payments_stall_card_session_once"
            ),
            models.UniqueConstraint(
                fields=("payment_intent_id",),
                condition=~Q(payment_intent_id=""),
                name="payments_stall_card_intent_once",
            ),
            models.UniqueConstraint(
                fields=("billed_as",), condition=~Q(billed_as=""), name="payments_stall_card_billed_once"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, state__in=StallCardState.values), name="payments_stall_card_sound"
            ),
            models.CheckConstraint(
                condition=~Q(state=StallCardState.PAID)
                | (~Q(session_id="") & ~Q(payment_intent_id="") & Q(paid_at__isnull=False)),
                name="payments_stall_card_paid_at_stripe",
            ),
            models.CheckConstraint(
                condition=Q(billed_as="", return_agreed_by__isnull=True)
                | Q(state=StallCardState.PAID, return_agreed_by__isnull=True)
                | Q(state=StallCardState.PAID, billed_as=""),
                name="payments_stall_card_billed_or_back",
            ),
            models.CheckConstraint(
                condition=Q(return_agreed_by__isnull=True)
                | (Q(return_asked_by__isnull=False) & ~Q(return_agreed_by=F("return_asked_by"))),
                name="payments_stall_card_two_people",
            ),
        )
        indexes = (
            models.Index(fields=("bill_id",), name="payments_stall_card_bill"),
            models.Index(
                fields=("looked_at",),
                condition=Q(state__in=("created", "open", "processing")),
                name="payments_stall_card_open",
            ),
            models.Index(
                fields=("till",), condition=Q(state="paid", billed_as=""), name="payments_stall_card_unbilled"
            ),
        )

    def __str__(self) -> str:
        return f"{self.amount} by card for bill {self.bill_id}: {self.state}"


class StallCardRefund(models.Model):
    """
    Money of a stall's card payment that goes back to the card. ``reference`` is whatever asked for it (a
    return, a void), once; the ledger knows it by it.
    """

    card = models.ForeignKey(StallCard, on_delete=models.PROTECT, related_name="refunds")
    reference = models.CharField(max_length=80, unique=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    state = models.CharField(max_length=10, choices=ActionState.choices, default=ActionState.CREATED)
    provider_id = models.CharField(max_length=255, blank=True, help_text="Stripe's refund")
    message = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("provider_id",), condition=~Q(provider_id=""), name="payments_stall_refund_once"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, state__in=ActionState.values), name="payments_stall_refund_sound"
            ),
        )
        indexes = (
            models.Index(
                fields=("changed_at",),
                condition=Q(state__in=("CREATED", "PENDING")),
                name="payments_stall_refund_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference}: {self.amount} {self.state}"
