from django.conf import settings
from django.db import models
from django.db.models import F, Q

from exhibitions.till.bill_models import rupees
from exhibitions.till.states import Outcome, ProposalState


class TillDay(models.Model):
    """
    A day of a till, from its opening to its closing. ``expected`` is float + cash sold − cash given back, as
    booked; ``said_expected`` is what the tablet made of it. ``counted`` less ``expected`` is booked as a cash
    difference. Without ``closed`` but with ``closed_at`` staff counted it for an ended tablet.
    """

    till = models.ForeignKey("exhibitions_till.Till", on_delete=models.PROTECT, related_name="days")
    opened = models.OneToOneField("exhibitions_till.Entry", on_delete=models.PROTECT, related_name="+")
    closed = models.OneToOneField(
        "exhibitions_till.Entry", on_delete=models.PROTECT, null=True, related_name="+"
    )
    day = models.DateField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=20)
    closed_by = models.CharField(max_length=20, blank=True)
    till_float = rupees()
    opening_count = models.JSONField(default=dict)
    closing_count = models.JSONField(default=dict)
    cash_in = rupees(default=0)
    cash_out = rupees(default=0)
    expected = rupees(default=0)
    said_expected = rupees(default=0)
    counted = rupees(default=0)
    difference = rupees(default=0)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("till",), condition=Q(closed_at__isnull=True), name="till_day_one_open"
            ),
            models.CheckConstraint(condition=Q(difference=F("counted") - F("expected")), name="till_day_sum"),
            models.CheckConstraint(condition=Q(difference=0) | ~Q(reason=""), name="till_day_reason"),
            models.CheckConstraint(condition=Q(till_float__gte=0, counted__gte=0), name="till_day_counted"),
        )
        indexes = (models.Index(fields=("day",), name="till_day_by_day"),)


class Deposit(models.Model):
    """
    A till's cash paid into the bank. ``expected`` is what the ledger has of it, ``deposited`` what the bank
    took.
    """

    key = models.CharField(max_length=64, unique=True)
    till = models.ForeignKey("exhibitions_till.Till", on_delete=models.PROTECT, related_name="deposits")
    reference = models.CharField(max_length=40, help_text="the bank's; a slip may be of several tills")
    expected = rupees()
    deposited = rupees()
    day = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(expected__gte=0, deposited__gte=0), name="till_deposit_amounts"
            ),
            models.UniqueConstraint(fields=("till", "reference"), name="till_deposit_slip_once"),
        )


class TopUp(models.Model):
    """Money of the bank for a till whose drawer gave back more than it had sold for cash."""

    key = models.CharField(max_length=64, unique=True)
    till = models.ForeignKey("exhibitions_till.Till", on_delete=models.PROTECT, related_name="top_ups")
    reference = models.CharField(max_length=40, help_text="the bank's, of what was taken out")
    amount = rupees()
    day = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="till_top_up_amount"),
            models.UniqueConstraint(fields=("till", "reference"), name="till_top_up_once"),
        )


class MoneyProposal(models.Model):
    """
    Money that moves by two people's word: a flag that is settled, or a deposit (``till``) that differs from
    what the till counted. Triggers let it be decided once and change nothing else.

    ``amount`` is what moves, or what a deposit differs by; ``expected`` and ``deposited`` are a deposit's.
    """

    key = models.CharField(max_length=64, unique=True)
    flag = models.ForeignKey(
        "exhibitions_till.Flag", on_delete=models.PROTECT, null=True, related_name="proposals"
    )
    till = models.ForeignKey(
        "exhibitions_till.Till", on_delete=models.PROTECT, null=True, related_name="proposals"
    )
    exhibition = models.CharField(max_length=40)
    amount = rupees()
    expected = rupees(default=0)
    deposited = rupees(default=0)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=8, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(flag__isnull=False, till=None, outcome__in=Outcome.values)
                | Q(flag=None, till__isnull=False, expected__gt=0, deposited__gte=0),
                name="till_proposal_of",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ProposalState.values, amount__gt=0), name="till_proposal_known"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="till_proposal_two"
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.PROPOSED, decided_by=None, decided_at=None)
                | (~Q(state=ProposalState.PROPOSED) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="till_proposal_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.REFUSED) | ~Q(why=""), name="till_proposal_why"
            ),
            models.UniqueConstraint(
                fields=("flag",), condition=Q(state=ProposalState.PROPOSED), name="till_proposal_flag_once"
            ),
            models.UniqueConstraint(
                fields=("till",), condition=Q(state=ProposalState.PROPOSED), name="till_proposal_till_once"
            ),
        )
        indexes = (
            models.Index(
                fields=("exhibition", "proposed_at"),
                condition=Q(state="proposed"),
                name="till_proposal_open",
            ),
        )

    @property
    def what(self) -> str:
        """Say what would be done, in a few words."""
        if self.flag is None:
            assert self.till is not None
            return (
                f"{self.till.label}: ₹{self.deposited:,.2f} at the bank, ₹{self.expected:,.2f} in the books"
            )
        return self.flag.message
