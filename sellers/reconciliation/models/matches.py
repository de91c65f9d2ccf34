"""What a line of the bank was matched with: entries of the ledger whose effect on the bank is its amount."""

from django.db import models
from django.db.models import F, Q

from jkrlm.kernel.clock import now
from jkrlm.people.facade import User
from sellers.reconciliation.models.items import Proposal
from sellers.reconciliation.models.statements import BankLine


class Match(models.Model):
    """A line is matched once. ``matcher`` is a rule of the table, or "by-hand": a person gave a reason."""

    line = models.OneToOneField(BankLine, on_delete=models.PROTECT, related_name="match")
    matcher = models.SlugField(max_length=40)
    reference = models.CharField(max_length=120, help_text="what the other side calls it")
    reason = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)
    pair = models.OneToOneField(
        BankLine,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="the other half of a payment that left and came back",
    )
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(matcher="by-hand") | (Q(made_by__isnull=False) & ~Q(reason="")),
                name="reconciliation_by_hand_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(pair__isnull=True) | ~Q(pair=F("line")), name="reconciliation_pair_of_two"
            ),
        )


class MatchEntry(models.Model):
    """An entry of the ledger and what it did to the bank. An entry is matched once."""

    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="entries")
    entry_key = models.CharField(max_length=200, unique=True)
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(amount_minor=0), name="reconciliation_entry_amount"),
        )
