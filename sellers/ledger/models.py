"""
Accounts, entries, lines. Triggers (migration 0001) let nothing be changed or removed, and prove at commit
that every entry has two lines at least, that its debits and credits are equal in each currency, and that a
reversal mirrors what it reverses.
"""

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import ExtractYear

from sellers.ledger.states import AccountKind, Component, EntryKind


class Account(models.Model):
    """An account in one currency. ``code`` is its place in the chart; ``owner`` a key of our own."""

    code = models.CharField(max_length=40)
    owner = models.CharField(max_length=120, blank=True)
    currency = models.CharField(max_length=3)
    kind = models.CharField(max_length=9, choices=AccountKind.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("code", "owner", "currency"), name="ledger_account_once"),
            models.CheckConstraint(condition=Q(code__regex=r"^[a-z][a-z-]*$"), name="ledger_account_code"),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"), name="ledger_account_currency"
            ),
            models.CheckConstraint(condition=Q(kind__in=AccountKind.values), name="ledger_account_kind"),
        )
        indexes = (models.Index(fields=("owner",), name="ledger_account_owner", condition=~Q(owner="")),)

    def __str__(self) -> str:
        return f"{self.code}:{self.owner}" if self.owner else self.code


class JournalEntry(models.Model):
    """
    What happened, once: ``key`` says which event it is, ``digest`` what it said. ``source`` and ``item`` (an
    order and a seller's share of it, a payout) are the reference by which open items are matched.
    """

    key = models.CharField(max_length=200, unique=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the request: who, what and how much")
    kind = models.CharField(max_length=16, choices=EntryKind.choices)
    occurred_on = models.DateField(help_text="in Asia/Kolkata")
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=120, blank=True)
    item = models.CharField(max_length=120, blank=True)
    narration = models.CharField(max_length=300, blank=True, help_text="for people; never personal data")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    financial_year = models.GeneratedField(
        expression=ExtractYear(F("occurred_on"))
        - Case(When(Q(occurred_on__month__lt=4), then=Value(1)), default=Value(0)),
        output_field=models.SmallIntegerField(),
        db_persist=True,
        help_text="the year in which it begins, in April",
    )

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(key=""), name="ledger_entry_key"),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="ledger_entry_digest"),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="ledger_entry_kind"),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.REVERSAL, reverses__isnull=False)
                | (~Q(kind=EntryKind.REVERSAL) & Q(reverses__isnull=True)),
                name="ledger_entry_reverses",
            ),
        )
        indexes = (
            models.Index(fields=("source", "item"), name="ledger_entry_source"),
            models.Index(fields=("occurred_on",), name="ledger_entry_day"),
        )

    def __str__(self) -> str:
        return self.key


class Line(models.Model):
    """Above nought a debit, below a credit, in the account's minor units (paise)."""

    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    amount_minor = models.BigIntegerField()
    component = models.CharField(max_length=16, choices=Component.choices)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(amount_minor=0), name="ledger_line_not_nought"),
            models.CheckConstraint(condition=Q(component__in=Component.values), name="ledger_line_component"),
        )
        # A balance is a sum that the database reads from this index alone.
        indexes = (models.Index(fields=("account",), name="ledger_line_balance", include=("amount_minor",)),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount_minor}"
