from typing import Any

from django.db import models
from django.db.models import F, Q

from jkrlm.people.facade import User
from sellers.earnings.states import Answer, Cost


def _rupees(**options: Any) -> "models.DecimalField[Any, Any]":
    """Return a field for an amount in INR."""
    return models.DecimalField(max_digits=12, decimal_places=2, **options)


class Attribution(models.Model):
    """
    One version of what the leader says of a sold line: who made it, and whose what of it is.

    The last one stands; those before stay as they were. Triggers: nothing is changed but ``superseded_at``,
    once; ``whole`` is what the group gets of the line as it was sold; the shares add up to it.
    """

    line = models.ForeignKey("seller_orders.SellerOrderLine", on_delete=models.PROTECT, related_name="+")
    group_code = models.CharField(max_length=16)
    version = models.PositiveIntegerField()
    whole = _rupees(help_text="what the group gets of the line, before refunds")
    earned_on = models.DateField(help_text="the day it reached the buyer: which year it counts in")
    key = models.CharField(max_length=64, unique=True, help_text="the form's own, so that it counts once")
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.CharField(max_length=160, blank=True)
    said_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("line", "version"), name="earnings_version_once"),
            models.UniqueConstraint(
                fields=("line",), name="earnings_one_stands", condition=Q(superseded_at__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(whole__gt=0, version__gt=0) & ~Q(key=""), name="earnings_whole"
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("said_at")),
                name="earnings_superseded_after",
            ),
        )
        indexes = (models.Index(fields=("group_code", "earned_on"), name="earnings_of_group"),)

    def __str__(self) -> str:
        return f"{self.line_id} v{self.version}"


class Share(models.Model):
    """A member's part of it and her word. Once confirmed, a trigger refuses any change."""

    attribution = models.ForeignKey(Attribution, on_delete=models.PROTECT, related_name="shares")
    person = models.ForeignKey("sellers_registry.Person", on_delete=models.PROTECT, related_name="+")
    amount = _rupees(help_text="of the whole, before refunds")
    state = models.CharField(max_length=10, choices=Answer.choices, default=Answer.WAITING)
    word = models.CharField(max_length=300, blank=True, help_text="pii: her own words, why it is not right")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("attribution", "person"), name="earnings_share_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="earnings_share_amount"),
            models.CheckConstraint(condition=Q(state__in=Answer.values), name="earnings_share_state"),
            models.CheckConstraint(
                condition=Q(state=Answer.WAITING, answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(state=Answer.WAITING) & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="earnings_share_answered",
            ),
            models.CheckConstraint(
                condition=~Q(state=Answer.OBJECTED) | ~Q(word=""), name="earnings_objection_has_word"
            ),
        )
        indexes = (models.Index(fields=("person", "state"), name="earnings_of_person"),)


class DeclaredCost(models.Model):
    """What making and selling cost a member in a month, as she says herself; withdrawn, never deleted."""

    person = models.ForeignKey("sellers_registry.Person", on_delete=models.PROTECT, related_name="+")
    group_code = models.CharField(max_length=16)
    month = models.DateField(help_text="its first day")
    kind = models.CharField(max_length=10, choices=Cost.choices)
    amount = _rupees()
    key = models.CharField(max_length=64, unique=True, help_text="the form's own, so that it counts once")
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.CharField(max_length=160, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0) & ~Q(key=""), name="earnings_cost_amount"),
            models.CheckConstraint(condition=Q(kind__in=Cost.values), name="earnings_cost_kind"),
            models.CheckConstraint(condition=Q(month__day=1), name="earnings_cost_month"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("declared_at")),
                name="earnings_cost_withdrawn",
            ),
        )
        indexes = (models.Index(fields=("person", "month"), name="earnings_cost_of_person"),)
