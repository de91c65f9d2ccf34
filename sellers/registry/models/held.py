"""Facts that hold from one day to another, and never two of a kind at once."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from jkrlm.kernel.clock import now
from jkrlm.people.facade import User


class HeldRow(models.Model):
    """
    What holds from ``held_from`` until, not including, ``held_to``; days are Indian.

    A row is ended, not overwritten, so that the past can be asked. Without ``held_to`` it holds on.
    """

    held_from = models.DateField()
    held_to = models.DateField(null=True, blank=True, help_text="first day on which it holds no more")
    note = models.CharField(max_length=300, blank=True, help_text="why it began or ended; hand-over")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(held_to__isnull=True) | Q(held_to__gt=F("held_from")),
                name="registry_%(class)s_period",
            ),
        )


class DaysHeld(models.Func):
    function = "daterange"
    output_field = DateRangeField()


def one_at_a_time(name: str, *columns: str, condition: Q | None = None) -> ExclusionConstraint:
    """Return the constraint that rows with equal columns never hold on the same day."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((column, RangeOperators.EQUAL) for column in columns),
            (DaysHeld("held_from", "held_to"), RangeOperators.OVERLAPS),
        ],
        condition=condition,
    )
