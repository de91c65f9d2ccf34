from django.db import models

from jkrlm.kernel.clock import now


class DeliveryState(models.TextChoices):
    PENDING = "PENDING", "Waiting"
    DONE = "DONE", "Done"
    DEAD = "DEAD", "Dead letter"


class OutboxMessage(models.Model):
    """An event. It commits with the change that caused it; what reacts to it are its deliveries."""

    name = models.CharField(max_length=80)
    payload = models.JSONField()
    issued_at = models.DateTimeField(default=now)
    digest = models.CharField(  # noqa: DJ001 (null: many events have none, and the value is unique)
        max_length=64,
        null=True,
        help_text="identity of an event that came from outside: sha256 of issuer, name and raw body",
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("digest",), name="kernel_outbox_digest_once"),)
        indexes = (models.Index(fields=("name", "issued_at"), name="kernel_outbox_name_issued"),)

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class OutboxDelivery(models.Model):
    """
    One reaction's turn at one message; repeated with back-off until done or a dead letter.

    ``attempts`` counts the tries that failed; those that were put off (``put_off_since``) do not count.
    """

    message = models.ForeignKey(OutboxMessage, on_delete=models.CASCADE, related_name="deliveries")
    reaction = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=DeliveryState.choices, default=DeliveryState.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True)
    put_off_since = models.DateTimeField(
        null=True, help_text="since when who must answer it does not (TryLater); null otherwise"
    )
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("message", "reaction"), name="kernel_delivery_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=DeliveryState.values), name="kernel_delivery_state"
            ),
        )
        indexes = (
            models.Index(
                fields=("next_at", "id"),
                name="kernel_delivery_waiting",
                condition=models.Q(state=DeliveryState.PENDING),
            ),
            models.Index(
                fields=("id",),
                name="kernel_delivery_dead",
                condition=models.Q(state=DeliveryState.DEAD),
            ),
        )
