"""Days that finance has closed."""

from django.db import models
from django.db.models import Q

from jkrlm.people.facade import User


class ReconciledDay(models.Model):
    """
    A day that was closed, with what it was closed on; reopened, it keeps the row and says why.

    A closed day takes no new lines of the bank.
    """

    day = models.DateField(unique=True)
    is_closed = models.BooleanField()
    lines = models.PositiveIntegerField(help_text="of the bank, when it was closed")
    outside_minor = models.BigIntegerField(help_text="what the bank says moved, in paise")
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True, help_text="why it was opened again")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(is_closed=True) | ~Q(reason=""), name="reconciliation_reopened_why"
            ),
        )
