"""Batches, their transfers, what banks said of them; amounts in INR. Who decides differs from who built."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from jkrlm.kernel.clock import local_date
from jkrlm.kernel.dated import DatedRow
from jkrlm.people.facade import User
from sellers.payouts.states import (
    BatchState,
    Direction,
    HoldKind,
    LeftOutReason,
    ProposalState,
    ResultState,
    TransferState,
)


def _rupees(**options: Any) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=14, decimal_places=2, **options)


def _person(**options: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", **options)


class PayoutRule(DatedRow):
    """When groups are paid, from how much on, and whom a group asks."""

    minimum = _rupees(help_text="less is carried to the next batch")
    weekday = models.PositiveSmallIntegerField(help_text="of the payout day; Monday is 0")
    rows_most = models.PositiveIntegerField(
        default=10_000, help_text="transfers in a batch; more go into the next"
    )
    whom_to_ask = models.CharField(max_length=200, help_text="told to a group on hold")

    class Meta(DatedRow.Meta):
        constraints = (
            *DatedRow.Meta.constraints,
            models.UniqueConstraint(fields=("valid_from",), name="payouts_rule_once"),
            models.CheckConstraint(
                condition=Q(minimum__gte=0, weekday__lte=6, rows_most__gt=0), name="payouts_rule_values"
            ),
        )


class BankFormat(DatedRow):
    """How a bank wants its file, or gives its answer: columns as data (docs/payouts.md)."""

    slug = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    direction = models.CharField(max_length=3, choices=Direction.choices)
    is_sample = models.BooleanField(default=False, help_text="modelled on a bank's, not confirmed by it")
    spec = models.JSONField()

    class Meta(DatedRow.Meta):
        constraints = (
            *DatedRow.Meta.constraints,
            models.UniqueConstraint(fields=("slug", "valid_from"), name="payouts_format_once"),
            models.CheckConstraint(
                condition=Q(direction__in=Direction.values), name="payouts_format_direction"
            ),
        )


class Batch(models.Model):
    """``rows_done`` of ``rows_total`` are written while it is built. ``total`` is of what is not dropped."""

    state = models.CharField(max_length=9, choices=BatchState.choices, default=BatchState.BUILDING)
    key = models.UUIDField(unique=True, help_text="of the form that asked for it")
    built_by = _person()
    asked_at = models.DateTimeField()
    built_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(help_text="when the builder was last heard of")
    minimum = _rupees(help_text="of the rule in force")
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    count = models.PositiveIntegerField(default=0)
    total = _rupees(default=0)
    left_out = models.PositiveIntegerField(default=0)
    decided_by = _person(null=True)
    decided_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=300, blank=True, help_text="why it was sent back")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="payouts_batch_state"),
            models.CheckConstraint(condition=~Q(decided_by=F("built_by")), name="payouts_batch_two_people"),
            models.CheckConstraint(
                condition=Q(
                    state__in=(BatchState.APPROVED, BatchState.SENT_BACK),
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                )
                | Q(
                    state__in=(BatchState.BUILDING, BatchState.READY, BatchState.EMPTY),
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                ),
                name="payouts_batch_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state=BatchState.SENT_BACK) | ~Q(why=""), name="payouts_batch_why"
            ),
            models.UniqueConstraint(
                models.Value(1),
                name="payouts_batch_one_undecided",
                condition=Q(state__in=(BatchState.BUILDING, BatchState.READY)),
            ),
        )

    def __str__(self) -> str:
        return f"batch {self.pk}"

    @property
    def value_date(self) -> date | None:
        """The day of the approval, in Asia/Kolkata: that of the ledger and of the bank's file."""
        return local_date(self.decided_at) if self.decided_at is not None else None


class Transfer(models.Model):
    """
    One group's payment, with the account as it was when the batch was built. The number itself is the
    registry's, sealed, and opened when the bank's file is made.
    """

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="transfers")
    row = models.PositiveIntegerField()
    reference = models.CharField(max_length=16, unique=True, help_text="ours, in the bank's file and ledger")
    group_code = models.CharField(max_length=16)
    group_name = models.CharField(max_length=120)
    district = models.CharField(max_length=40)
    amount = _rupees()
    account_id = models.BigIntegerField(help_text="the registry's")
    ifsc = models.CharField(max_length=11)
    bank = models.CharField(max_length=120)
    holder_name = models.CharField(max_length=120, help_text="pii: name (of the group's account)")
    last_four = models.CharField(max_length=4)
    state = models.CharField(max_length=8, choices=TransferState.choices, default=TransferState.PLANNED)
    utr = models.CharField(max_length=22, blank=True)
    settled_on = models.DateField(null=True, help_text="when it arrived, failed or came back")
    reason = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("batch", "row"), name="payouts_transfer_row"),
            models.UniqueConstraint(fields=("batch", "group_code"), name="payouts_transfer_once"),
            models.UniqueConstraint(fields=("utr",), name="payouts_utr_once", condition=~Q(utr="")),
            models.CheckConstraint(
                condition=Q(reference__regex=r"^[A-Z0-9]{4,16}$"), name="payouts_transfer_reference"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payouts_transfer_amount"),
            models.CheckConstraint(
                condition=Q(state__in=TransferState.values), name="payouts_transfer_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=TransferState.PAID) | (~Q(utr="") & Q(settled_on__isnull=False)),
                name="payouts_transfer_paid_with_utr",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(TransferState.FAILED, TransferState.RETURNED))
                | (~Q(reason="") & Q(settled_on__isnull=False)),
                name="payouts_transfer_back_with_reason",
            ),
        )
        indexes = (
            models.Index(fields=("group_code", "-id"), name="payouts_of_group"),
            models.Index(fields=("batch", "state", "row"), name="payouts_of_batch"),
            models.Index(fields=("state", "id"), name="payouts_by_state"),
        )

    def __str__(self) -> str:
        return self.reference


class TransferChange(models.Model):
    """What happened to a transfer; triggers refuse UPDATE, DELETE and TRUNCATE."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="changes")
    state = models.CharField(max_length=8, choices=TransferState.choices)
    at = models.DateTimeField()
    actor = _person()
    words = models.CharField(max_length=300, blank=True)


class Proposal(models.Model):
    """
    By hand, what would make a transfer payable again, or no longer: one person says it, another decides.
    """

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="proposals")
    outcome = models.CharField(max_length=8, choices=TransferState.choices)
    utr = models.CharField(max_length=22, blank=True)
    settled_on = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    wrong_account = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=ProposalState.choices, default=ProposalState.OPEN)
    proposed_by = _person()
    proposed_at = models.DateTimeField()
    decided_by = _person(null=True)
    decided_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("transfer",), name="payouts_proposal_once", condition=Q(state=ProposalState.OPEN)
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("proposed_by")), name="payouts_proposal_two_people"
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.OPEN, decided_by__isnull=True, decided_at__isnull=True)
                | Q(
                    state__in=(ProposalState.ACCEPTED, ProposalState.REFUSED),
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="payouts_proposal_decided",
            ),
        )


class LeftOut(models.Model):
    """A seller with money or debts who is not in a batch, and why; ``amount`` is payable, or due from her."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="+")
    seller = models.CharField(max_length=120)
    name = models.CharField(max_length=120, blank=True)
    district = models.CharField(max_length=40, blank=True)
    amount = _rupees()
    reason = models.CharField(max_length=14, choices=LeftOutReason.choices)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("batch", "seller", "reason"), name="payouts_left_out_once"),
            models.CheckConstraint(condition=Q(reason__in=LeftOutReason.values), name="payouts_left_out_why"),
        )
        indexes = (models.Index(fields=("batch", "reason", "id"), name="payouts_left_out_of"),)


class BankFile(models.Model):
    """
    What was given to the bank for a batch: one format, as it was on that day, so that the file made again is
    the same bytes. The bytes hold account numbers and are not kept.
    """

    batch = models.OneToOneField(Batch, on_delete=models.PROTECT, related_name="bank_file")
    format_slug = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    spec = models.JSONField()
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    without = models.JSONField(
        default=list, help_text="references of rows that were settled before, and are not in it"
    )
    made_by = _person()
    made_at = models.DateTimeField()


class Hold(models.Model):
    """Payments of a group wait. Another person than who placed it releases it."""

    group_code = models.CharField(max_length=16)
    kind = models.CharField(max_length=7, choices=HoldKind.choices)
    reason = models.CharField(max_length=300, help_text="told to the group")
    whom_to_ask = models.CharField(max_length=200, help_text="told to the group")
    since = models.DateTimeField()
    placed_by = _person(null=True)
    account_id = models.BigIntegerField(null=True, help_text="the registry's account that was found wrong")
    released_at = models.DateTimeField(null=True)
    released_by = _person(null=True)
    released_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("group_code", "kind"), name="payouts_hold_once", condition=Q(released_at__isnull=True)
            ),
            models.CheckConstraint(condition=~Q(released_by=F("placed_by")), name="payouts_hold_two_people"),
            models.CheckConstraint(
                condition=Q(kind=HoldKind.STAFF, placed_by__isnull=False, account_id__isnull=True)
                | Q(kind=HoldKind.ACCOUNT, account_id__isnull=False),
                name="payouts_hold_kind",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="payouts_hold_reason"),
        )

    @property
    def is_open(self) -> bool:
        return self.released_at is None


class ResultFile(models.Model):
    """A bank's answer: looked at as a whole, then applied as a whole, once."""

    name = models.CharField(max_length=200, help_text="of the file, as it was sent")
    digest = models.CharField(max_length=64, help_text="sha256 of the file")
    format_slug = models.CharField(max_length=40)
    state = models.CharField(max_length=9, choices=ResultState.choices)
    taken_by = _person()
    taken_at = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)
    faults = models.PositiveIntegerField(default=0)
    applied_by = _person(null=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ResultState.values), name="payouts_result_state"),
            models.UniqueConstraint(
                fields=("digest",),
                name="payouts_result_once",
                condition=Q(state__in=(ResultState.READY, ResultState.APPLIED)),
            ),
            models.CheckConstraint(
                condition=Q(state=ResultState.APPLIED, applied_at__isnull=False, faults=0)
                | (~Q(state=ResultState.APPLIED) & Q(applied_at__isnull=True)),
                name="payouts_result_applied_whole",
            ),
        )


class ResultRow(models.Model):
    """What the file says of one transfer. The transfer is named, not linked: it may not exist."""

    result = models.ForeignKey(ResultFile, on_delete=models.CASCADE, related_name="lines")
    row = models.PositiveIntegerField()
    reference = models.CharField(max_length=40)
    outcome = models.CharField(max_length=8, choices=TransferState.choices)
    amount = _rupees()
    utr = models.CharField(max_length=40, blank=True)
    settled_on = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    wrong_account = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("result", "row"), name="payouts_result_row"),)


class ResultFault(models.Model):
    """What is wrong with one cell, in words, with what to do."""

    result = models.ForeignKey(ResultFile, on_delete=models.CASCADE, related_name="+")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=80, blank=True)
    value = models.CharField(max_length=200, blank=True)
    sentence = models.CharField(max_length=300)
    remedy = models.CharField(max_length=300)

    class Meta:
        indexes = (models.Index(fields=("result", "row", "id"), name="payouts_fault_of"),)
