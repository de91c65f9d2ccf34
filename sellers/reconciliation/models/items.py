"""What is open, whose it is; and what one person proposes for a line and another decides."""

from django.db import models
from django.db.models import F, Q

from jkrlm.kernel.clock import now
from jkrlm.people.facade import User
from sellers.reconciliation.models.statements import BankLine
from sellers.reconciliation.states import LINE_KINDS, ItemKind, ProposalState


class OpenItem(models.Model):
    """
    A difference until it is settled. ``key`` names what it is about, so that it is never listed twice.

    ``amount_minor`` in paise, with the sign of what the other side says; ``since`` is the day it began.
    """

    kind = models.CharField(max_length=20, choices=ItemKind.choices)
    key = models.CharField(max_length=160, unique=True)
    line = models.OneToOneField(BankLine, on_delete=models.PROTECT, null=True, related_name="item")
    amount_minor = models.BigIntegerField()
    since = models.DateField()
    about = models.CharField(max_length=300, help_text="in words: what was found where")
    reference = models.CharField(max_length=120, blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    opened_at = models.DateTimeField(default=now)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    settlement = models.CharField(max_length=300, blank=True, help_text="how it came to an end")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=ItemKind.values), name="reconciliation_item_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=LINE_KINDS, line__isnull=False)
                | (~Q(kind__in=LINE_KINDS) & Q(line__isnull=True)),
                name="reconciliation_item_line",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settlement="", settled_by__isnull=True)
                | (Q(settled_at__isnull=False) & ~Q(settlement="")),
                name="reconciliation_item_settled",
            ),
        )
        indexes = (
            models.Index(
                fields=("since", "id"), name="reconciliation_item_open", condition=Q(settled_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return self.key


class Proposal(models.Model):
    """
    A match by hand that moves money: made by one person with a reason, decided by another.

    The line is the effect of ``entries`` that stand in the books, and the difference is booked against
    ``account_code``; or, with ``order``, the line is that order's payment; or, with ``pair``, the two are a
    payment that left and came back; or, with ``undoes``, its match was wrong and is taken apart. ``key`` is
    the form's.
    """

    key = models.UUIDField(unique=True)
    line = models.ForeignKey(BankLine, on_delete=models.PROTECT, related_name="proposals")
    entries = models.JSONField(default=list, help_text="keys in the ledger")
    account_code = models.CharField(max_length=40, blank=True)
    account_owner = models.CharField(max_length=120, blank=True)
    order = models.CharField(max_length=40, blank=True)
    pair = models.ForeignKey(BankLine, on_delete=models.PROTECT, null=True, related_name="+")
    difference_minor = models.BigIntegerField(default=0)
    undoes = models.BooleanField(default=False)
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.WAITING)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("line",), condition=Q(state="waiting"), name="reconciliation_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ProposalState.values), name="reconciliation_proposal_state"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="reconciliation_proposal_reason"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="reconciliation_proposal_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "refused")) | ~Q(decided_by=F("made_by")),
                name="reconciliation_two_people",
            ),
            models.CheckConstraint(
                condition=Q(difference_minor=0) | ~Q(account_code=""),
                name="reconciliation_difference_booked",
            ),
            models.CheckConstraint(
                condition=Q(undoes=False) | Q(entries=[], account_code="", order="", difference_minor=0),
                name="reconciliation_undoes_alone",
            ),
            models.CheckConstraint(
                condition=Q(pair__isnull=True)
                | Q(entries=[], account_code="", order="", difference_minor=0, undoes=False),
                name="reconciliation_pair_alone",
            ),
        )
