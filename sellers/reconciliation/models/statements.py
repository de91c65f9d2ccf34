"""Bank statements as they were sent, and their lines, each kept once."""

from django.db import models
from django.db.models import F, Q

from jkrlm.kernel.clock import now
from jkrlm.people.facade import User
from sellers.reconciliation.states import FileState


class StatementAccount(models.Model):
    """An account at a bank whose statements are read. The ledger's ``bank`` is the sum of them, in rupees."""

    code = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    last_four = models.CharField(max_length=4, blank=True, help_text="of the account number")
    template = models.SlugField(max_length=40, help_text="the format in which its bank sends statements")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(last_four="") | Q(last_four__regex=r"^[0-9]{4}$"), name="reconciliation_last_four"
            ),
        )

    def __str__(self) -> str:
        return self.title


class StatementFile(models.Model):
    """One file and what became of it: all of it was imported, or nothing."""

    account = models.ForeignKey(StatementAccount, on_delete=models.PROTECT, related_name="+")
    template = models.SlugField(max_length=40)
    name = models.CharField(max_length=200, help_text="of the file, as it was sent")
    digest = models.CharField(max_length=64, help_text="sha256 of the file")
    size_bytes = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=FileState.choices)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(default=now)
    rows_read = models.PositiveIntegerField(default=0)
    lines_new = models.PositiveIntegerField(default=0)
    lines_known = models.PositiveIntegerField(default=0)
    faults = models.PositiveIntegerField(default=0)
    since = models.DateField(null=True)
    until = models.DateField(null=True, help_text="its last day")
    refusal = models.CharField(max_length=300, blank=True, help_text="why the whole file cannot be read")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account", "digest"), condition=Q(state="imported"), name="reconciliation_file_once"
            ),
            models.CheckConstraint(condition=Q(state__in=FileState.values), name="reconciliation_file_state"),
            models.CheckConstraint(
                condition=~Q(state="imported")
                | Q(faults=0, refusal="", since__isnull=False, until__gte=F("since")),
                name="reconciliation_file_whole",
            ),
        )


class StatementFault(models.Model):
    """What is wrong with one cell; sentence and remedy are made from the rule when it is shown."""

    file = models.ForeignKey(StatementFile, on_delete=models.CASCADE, related_name="+")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=80, blank=True)
    value = models.CharField(max_length=200, blank=True, help_text="pii: what the cell holds")
    rule = models.CharField(max_length=32)
    detail = models.CharField(max_length=200, blank=True)


class BankLine(models.Model):
    """
    A line of a statement: above nought money in, below out, in paise; ``balance_minor`` is after it.

    Identity is what the bank says of it, so that statements may overlap. ``code`` names it in the books, made
    from its identity. ``is_unclaimed``: it stands in the books as money that nobody has claimed.
    """

    account = models.ForeignKey(StatementAccount, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    amount_minor = models.BigIntegerField()
    reference = models.CharField(max_length=64, blank=True)
    narration = models.CharField(max_length=300, blank=True, help_text="pii: may name who paid")
    balance_minor = models.BigIntegerField()
    nth = models.PositiveSmallIntegerField(
        default=1, help_text="counts lines of one file that the bank tells apart in nothing"
    )
    code = models.CharField(max_length=80, unique=True)
    file = models.ForeignKey(StatementFile, on_delete=models.PROTECT, related_name="+")
    row = models.PositiveIntegerField()
    is_unclaimed = models.BooleanField(default=False)
    taken_apart = models.PositiveSmallIntegerField(
        default=0, help_text="matches that two people took apart; after one only people match it"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account", "day", "amount_minor", "reference", "balance_minor", "nth"),
                name="reconciliation_line_once",
            ),
            models.CheckConstraint(condition=~Q(amount_minor=0), name="reconciliation_line_amount"),
            models.CheckConstraint(
                condition=Q(is_unclaimed=False) | Q(amount_minor__gt=0), name="reconciliation_unclaimed_in"
            ),
        )
        indexes = (
            models.Index(fields=("day", "id"), name="reconciliation_line_day"),
            models.Index(fields=("reference",), name="reconciliation_line_ref", condition=~Q(reference="")),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def booked_as(self) -> str:
        """Its name in the books as money in: another each time, for what was reversed keeps its own."""
        return f"{self.code}~{self.taken_apart}" if self.taken_apart else self.code
