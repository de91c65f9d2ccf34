"""Bank branches, and the accounts to which groups are paid."""

from django.db import models
from django.db.models import F, Q

from jkrlm.kernel.clock import now
from jkrlm.people.facade import User
from sellers.registry.models.groups import Group
from sellers.registry.states import BankState


class BankBranch(models.Model):
    """One row of the Reserve Bank's list. Branches of the territory come with the code."""

    ifsc = models.CharField(max_length=11, primary_key=True)
    bank = models.CharField(max_length=120)
    branch = models.CharField(max_length=160)
    district = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ifsc__regex=r"^[A-Z]{4}0[A-Z0-9]{6}$"), name="registry_branch_ifsc"
            ),
        )


class BankAccount(models.Model):
    """
    An account that a group was, is or may be paid to. Rows are never rewritten, only moved on.

    The number is sealed; its fingerprint finds the same account elsewhere without opening it.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="bank_accounts")
    branch = models.ForeignKey(BankBranch, on_delete=models.PROTECT, related_name="+")
    number_sealed = models.BinaryField(help_text="pii: bank account number, sealed")
    number_fingerprint = models.CharField(max_length=64, help_text="pii: keyed hash of bank and number")
    last_four = models.CharField(max_length=4, help_text="pii: end of the bank account number")
    holder_name = models.CharField(max_length=120, help_text="pii: name")
    state = models.CharField(max_length=10, choices=BankState.choices, default=BankState.PROPOSED)
    why = models.CharField(max_length=300, help_text="why the group is to be paid there")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=now)
    checked_at = models.DateTimeField(null=True)
    registered_name = models.CharField(
        max_length=120, blank=True, help_text="pii: name, as the bank told it to the penny drop"
    )
    match_percent = models.PositiveSmallIntegerField(null=True)
    check_reference = models.CharField(max_length=40, blank=True, help_text="the bank's UTR")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    current_from = models.DateTimeField(null=True, help_text="when the waiting period after approval ends")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=BankState.values), name="registry_account_state_known"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="registry_account_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "current", "replaced"))
                | Q(approved_by__isnull=False, approved_at__isnull=False, current_from__isnull=False),
                name="registry_account_approved_whole",
            ),
            models.CheckConstraint(
                condition=Q(current_from__isnull=True) | Q(current_from__gte=F("approved_at")),
                name="registry_account_waits",
            ),
            models.CheckConstraint(condition=Q(last_four__regex=r"^[0-9]{4}$"), name="registry_account_last"),
            models.CheckConstraint(
                condition=Q(match_percent__isnull=True) | Q(match_percent__lte=100),
                name="registry_account_match",
            ),
            models.UniqueConstraint(
                fields=("group",), name="registry_account_one_current", condition=Q(state=BankState.CURRENT)
            ),
            models.UniqueConstraint(
                fields=("group",),
                name="registry_account_one_change",
                condition=Q(state__in=("proposed", "checked", "suspect", "approved")),
            ),
            models.UniqueConstraint(
                fields=("number_fingerprint",),
                name="registry_account_one_owner",
                condition=Q(state__in=("proposed", "checked", "suspect", "approved", "current")),
            ),
        )
        indexes = (
            models.Index(
                fields=("current_from",),
                name="registry_account_waiting",
                condition=Q(state=BankState.APPROVED),
            ),
            models.Index(
                fields=("id",),
                name="registry_account_to_decide",
                condition=Q(state__in=("proposed", "checked", "suspect")),
            ),
        )


class BankAccountStep(models.Model):
    """One move of an account from state to state. Rows are added, never changed."""

    account = models.ForeignKey(BankAccount, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    was = models.CharField(max_length=10, blank=True)
    now = models.CharField(max_length=10)
    words = models.CharField(max_length=300, blank=True)
