import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from commerce.embedded.engine.models import WithMetadata
from commerce.embedded.page.models import Page
from jkrlm.kernel.clock import now


class TransactionEventType(models.TextChoices):
    AUTHORIZATION_SUCCESS = "AUTHORIZATION_SUCCESS"
    AUTHORIZATION_FAILURE = "AUTHORIZATION_FAILURE"
    AUTHORIZATION_ADJUSTMENT = "AUTHORIZATION_ADJUSTMENT"
    AUTHORIZATION_REQUEST = "AUTHORIZATION_REQUEST"
    AUTHORIZATION_ACTION_REQUIRED = "AUTHORIZATION_ACTION_REQUIRED"
    CHARGE_ACTION_REQUIRED = "CHARGE_ACTION_REQUIRED"
    CHARGE_SUCCESS = "CHARGE_SUCCESS"
    CHARGE_FAILURE = "CHARGE_FAILURE"
    CHARGE_BACK = "CHARGE_BACK"
    CHARGE_REQUEST = "CHARGE_REQUEST"
    REFUND_SUCCESS = "REFUND_SUCCESS"
    REFUND_FAILURE = "REFUND_FAILURE"
    REFUND_REVERSE = "REFUND_REVERSE"
    REFUND_REQUEST = "REFUND_REQUEST"
    CANCEL_SUCCESS = "CANCEL_SUCCESS"
    CANCEL_FAILURE = "CANCEL_FAILURE"
    CANCEL_REQUEST = "CANCEL_REQUEST"
    INFO = "INFO"


#: The amounts of a transaction, all recomputed from its events and never set by hand.
AMOUNT_FIELDS = (
    "authorized",
    "authorize_pending",
    "charged",
    "charge_pending",
    "refunded",
    "refund_pending",
    "canceled",
    "cancel_pending",
)


class TransactionItem(WithMetadata):
    """Money that one payment app handles for one checkout, which later is one order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    checkout = models.ForeignKey(
        "store_checkout.Checkout",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="transactions",
    )
    order = models.ForeignKey(
        "store_order.Order", on_delete=models.PROTECT, null=True, blank=True, related_name="transactions"
    )
    app_identifier = models.CharField(max_length=256, blank=True)
    idempotency_key = models.CharField(max_length=512, blank=True)
    name = models.CharField(max_length=512, blank=True)
    message = models.CharField(max_length=512, blank=True)
    psp_reference = models.CharField(max_length=512, blank=True)
    external_url = models.URLField(blank=True)
    available_actions = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    currency = models.CharField(max_length=3)
    authorized = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    authorize_pending = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    charged = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    charge_pending = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    refunded = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    refund_pending = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    canceled = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    cancel_pending = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    created_at = models.DateTimeField(default=now, editable=False)
    modified_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("created_at", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(checkout__isnull=True) | Q(order__isnull=True),
                name="store_transaction_one_source",
            ),
            models.UniqueConstraint(
                fields=("app_identifier", "idempotency_key"),
                condition=~Q(idempotency_key=""),
                name="store_transaction_idempotent",
            ),
            models.CheckConstraint(
                condition=Q(**{f"{name}__gte": 0 for name in AMOUNT_FIELDS}),
                name="store_transaction_amounts_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.psp_reference or str(self.id)


class GrantedRefundStatus(models.TextChoices):
    NONE = "NONE"
    PENDING = "PENDING"
    SUCCESS = "SUCCESS"
    FAILURE = "FAILURE"


class OrderGrantedRefund(models.Model):
    """Money that staff agreed to give back; the refund itself is a transaction event."""

    order = models.ForeignKey("store_order.Order", on_delete=models.CASCADE, related_name="granted_refunds")
    transaction = models.ForeignKey(TransactionItem, on_delete=models.PROTECT, related_name="+")
    amount_value = models.DecimalField(max_digits=14, decimal_places=3)
    currency = models.CharField(max_length=3)
    reason = models.TextField(blank=True)
    reason_reference = models.ForeignKey(
        Page, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    status = models.CharField(
        max_length=16, choices=GrantedRefundStatus.choices, default=GrantedRefundStatus.NONE
    )
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("created_at", "id")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_value__gt=0), name="store_granted_refund_positive"),
            models.CheckConstraint(
                condition=Q(status__in=GrantedRefundStatus.values), name="store_granted_refund_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_value} {self.currency}"


class OrderGrantedRefundLine(models.Model):
    granted_refund = models.ForeignKey(OrderGrantedRefund, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey("store_order.OrderLine", on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="store_granted_refund_line_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.order_line_id}"


class TransactionEvent(models.Model):
    """One thing that happened to the money. Rows are added; only a request gets its reference later."""

    transaction = models.ForeignKey(TransactionItem, on_delete=models.PROTECT, related_name="events")
    type = models.CharField(max_length=32, choices=TransactionEventType.choices)
    psp_reference = models.CharField(max_length=512, blank=True)
    amount_value = models.DecimalField(max_digits=14, decimal_places=3)
    currency = models.CharField(max_length=3)
    message = models.CharField(max_length=512, blank=True)
    external_url = models.URLField(blank=True)
    app_identifier = models.CharField(max_length=256, blank=True)
    include_in_calculations = models.BooleanField(default=True)
    granted_refund = models.ForeignKey(
        OrderGrantedRefund,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="transaction_events",
    )
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("-created_at", "-id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("transaction", "psp_reference", "type"),
                condition=~Q(psp_reference="") & ~Q(type=TransactionEventType.INFO),
                name="store_transaction_event_once",
            ),
            models.CheckConstraint(
                condition=Q(type__in=TransactionEventType.values), name="store_transaction_event_type_known"
            ),
            models.CheckConstraint(
                condition=Q(amount_value__gte=0), name="store_transaction_event_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.amount_value} {self.currency}"
