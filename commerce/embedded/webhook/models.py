"""Who of third parties wants to hear what, and what became of telling them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from commerce.embedded.account.models import App


class Webhook(models.Model):
    """An address of an app, the events it is told of, and the document that says what of each."""

    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="webhooks")
    name = models.CharField(max_length=255, blank=True)
    identifier = models.CharField(max_length=255, null=True, blank=True)  # noqa: DJ001 - null in the contract
    target_url = models.CharField(max_length=255)
    is_active = models.BooleanField(default=True)
    secret_key = models.CharField(
        max_length=255,
        blank=True,
        help_text="Signs with HMAC instead of our key; given by the app, never shown.",
    )
    subscription_query = models.TextField(null=True, blank=True)  # noqa: DJ001 - null in the contract
    custom_headers = models.JSONField(default=dict, blank=True)
    async_events = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    sync_events = ArrayField(
        models.CharField(max_length=64), default=list, blank=True, help_text="Listed, and never asked."
    )

    class Meta:
        app_label = "store_webhook"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("app", "identifier"),
                condition=Q(identifier__isnull=False),
                name="store_webhook_identifier_of_app",
            ),
            models.CheckConstraint(condition=~Q(target_url=""), name="store_webhook_has_target"),
        ]

    def __str__(self) -> str:
        return self.name or self.target_url


class DeliveryStatus(models.TextChoices):
    PENDING = "PENDING"
    SUCCESS = "SUCCESS"
    FAILED = "FAILED"


class EventDelivery(models.Model):
    """
    One event on its way to one webhook. What arrived is removed at once, as Saleor does; the rest stays
    for thirty days, so that it can be sent again.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event_type = models.CharField(max_length=64)
    status = models.CharField(
        max_length=8, choices=DeliveryStatus.choices, default=DeliveryStatus.PENDING.value
    )
    payload = models.TextField(help_text="pii: whatever the subscription selects, as it is sent")
    created_at = models.DateTimeField()

    class Meta:
        app_label = "store_webhook"
        indexes: ClassVar = [models.Index(fields=("created_at",), name="store_delivery_age")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=DeliveryStatus.values), name="store_delivery_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_type} to webhook {self.webhook_id}"


class EventDeliveryAttempt(models.Model):
    """One try, and what was answered."""

    delivery = models.ForeignKey(EventDelivery, on_delete=models.CASCADE, related_name="attempts")
    task_id = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=8, choices=DeliveryStatus.choices)
    duration = models.FloatField(null=True, blank=True, help_text="seconds")
    response = models.TextField(blank=True, help_text="The answer's beginning, or why there was none.")
    response_headers = models.TextField(blank=True)
    response_status_code = models.PositiveSmallIntegerField(null=True, blank=True)
    request_headers = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        app_label = "store_webhook"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=DeliveryStatus.values), name="store_attempt_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.response_status_code or ''}"
