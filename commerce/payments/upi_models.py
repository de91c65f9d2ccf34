"""Payments by UPI: what buyers claim, what the bank shows, and what goes back."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from commerce.payments.states import LIVE_CLAIMS, ClaimState, CreditReason, CreditState, RefundStep
from jkrlm.kernel.clock import now

RRN = r"^[0-9]{12}$"


class UpiClaim(models.Model):
    """
    One payment by UPI, asked for under ``reference``. What its buyer types (``rrn``) is a claim: only a
    credit in the bank makes it a payment, and one credit at most (``UpiCredit.claim``).
    """

    attempt = models.OneToOneField("payments.PaymentAttempt", on_delete=models.PROTECT, related_name="upi")
    reference = models.CharField(max_length=20, unique=True, help_text="ours, in the link and the QR code")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    state = models.CharField(max_length=10, choices=ClaimState.choices, default=ClaimState.WAITING)
    rrn = models.CharField(
        max_length=12, blank=True, help_text="pii: the bank's number, as the buyer typed it"
    )
    expires_at = models.DateTimeField(help_text="until then the goods are kept")
    claimed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("rrn",),
                condition=~Q(rrn="") & Q(state__in=(*LIVE_CLAIMS, ClaimState.MATCHED)),
                name="payments_rrn_one_live_claim",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_claim_amount"),
            models.CheckConstraint(condition=Q(state__in=ClaimState.values), name="payments_claim_state"),
            models.CheckConstraint(condition=Q(rrn="") | Q(rrn__regex=RRN), name="payments_claim_rrn"),
            models.CheckConstraint(
                condition=~Q(state=ClaimState.CLAIMED) | (~Q(rrn="") & Q(claimed_at__isnull=False)),
                name="payments_claim_says_what",
            ),
        )
        indexes = (
            models.Index(
                fields=("expires_at",), name="payments_claims_live", condition=Q(state__in=LIVE_CLAIMS)
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.amount} {self.state}"


class UpiClaimChange(models.Model):
    """The history of a claim; triggers refuse UPDATE, DELETE and TRUNCATE."""

    claim = models.ForeignKey(UpiClaim, on_delete=models.PROTECT, related_name="changes")
    before = models.CharField(max_length=10, choices=ClaimState.choices)
    after = models.CharField(max_length=10, choices=ClaimState.choices)
    reason = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(before=F("after")), name="payments_claim_changes"),
        )


class UpiCredit(models.Model):
    """
    Money that came by UPI, once: the bank's feed and its statement tell of the same credit.

    ``code`` is the statement line's name, ``feed_id`` the feed's; at least one is known. Where the bank says
    its number (``rrn``) that is its identity.
    """

    code = models.CharField(max_length=80, blank=True)
    feed_id = models.CharField(max_length=120, blank=True)
    rrn = models.CharField(max_length=12, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    day = models.DateField()
    narration = models.CharField(max_length=300, blank=True, help_text="pii: may name who paid")
    payer = models.CharField(
        max_length=120, blank=True, help_text="pii: the payer's address, where it is told"
    )
    state = models.CharField(max_length=10, choices=CreditState.choices, default=CreditState.OPEN)
    reason = models.CharField(max_length=14, choices=CreditReason.choices, blank=True)
    claim = models.OneToOneField(
        UpiClaim, on_delete=models.PROTECT, null=True, related_name="credit", help_text="what it pays"
    )
    about = models.ForeignKey(
        UpiClaim,
        on_delete=models.PROTECT,
        null=True,
        related_name="others",
        help_text="what it seems to be for",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    words = models.CharField(max_length=300, blank=True, help_text="why finance decided so")
    stall_bill = models.CharField(max_length=64, blank=True, help_text="the till's bill that it pays")
    seen_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("code",), condition=~Q(code=""), name="payments_credit_line_once"
            ),
            models.UniqueConstraint(
                fields=("feed_id",), condition=~Q(feed_id=""), name="payments_credit_feed_once"
            ),
            models.UniqueConstraint(fields=("rrn",), condition=~Q(rrn=""), name="payments_credit_rrn_once"),
            models.UniqueConstraint(
                fields=("stall_bill",), condition=~Q(stall_bill=""), name="payments_credit_bill_once"
            ),
            models.CheckConstraint(
                condition=Q(state=CreditState.STALL) & ~Q(stall_bill="")
                | ~Q(state=CreditState.STALL) & Q(stall_bill=""),
                name="payments_credit_stall",
            ),
            models.CheckConstraint(condition=Q(rrn="") | Q(rrn__regex=RRN), name="payments_credit_rrn"),
            models.CheckConstraint(condition=~Q(code="") | ~Q(feed_id=""), name="payments_credit_from"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_credit_amount"),
            models.CheckConstraint(condition=Q(state__in=CreditState.values), name="payments_credit_state"),
            models.CheckConstraint(
                condition=Q(state=CreditState.MATCHED, claim__isnull=False)
                | (~Q(state=CreditState.MATCHED) & Q(claim__isnull=True)),
                name="payments_credit_pays",
            ),
        )
        indexes = (
            models.Index(fields=("seen_at",), name="payments_credits_open", condition=Q(state="open")),
        )

    def __str__(self) -> str:
        return f"{self.rrn or self.code or self.feed_id} {self.amount} {self.state}"

    @property
    def named(self) -> str:
        """What the store and the books call it: the bank's number, else its name in the statement or feed."""
        return self.rrn or self.code or self.feed_id


class UpiRefund(models.Model):
    """
    A transfer back to a buyer: of a payment (``action``, which the store asked for), or of money that pays
    nothing (``credit``). One person prepares it, another approves; a debit in the bank that says
    ``reference`` ends it.
    """

    reference = models.CharField(max_length=20, unique=True, help_text="to be said in the transfer")
    action = models.OneToOneField(
        "payments.PaymentAction", on_delete=models.PROTECT, null=True, related_name="transfer"
    )
    credit = models.OneToOneField(UpiCredit, on_delete=models.PROTECT, null=True, related_name="refund")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    step = models.CharField(max_length=10, choices=RefundStep.choices, default=RefundStep.DUE)
    payee = models.CharField(max_length=120, blank=True, help_text="pii: name, and UPI address or account")
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    prepared_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True, help_text="why it was not approved")
    code = models.CharField(max_length=80, blank=True, help_text="the statement line by which it left")
    paid_on = models.DateField(null=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("code",), condition=~Q(code=""), name="payments_refund_line_once"
            ),
            models.CheckConstraint(
                condition=Q(action__isnull=True, credit__isnull=False)
                | Q(action__isnull=False, credit__isnull=True),
                name="payments_refund_of_one",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_refund_amount"),
            models.CheckConstraint(condition=Q(step__in=RefundStep.values), name="payments_refund_step"),
            models.CheckConstraint(
                condition=Q(step=RefundStep.DUE) | (~Q(payee="") & Q(prepared_by__isnull=False)),
                name="payments_refund_prepared",
            ),
            models.CheckConstraint(
                condition=Q(step__in=(RefundStep.DUE, RefundStep.PREPARED)) | Q(approved_by__isnull=False),
                name="payments_refund_approved",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("prepared_by")),
                name="payments_refund_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(step=RefundStep.PAID) | (~Q(code="") & Q(paid_on__isnull=False)),
                name="payments_refund_paid",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.amount} {self.step}"


class BankFeedPlace(models.Model):
    """How far the bank's feed has been read: one row."""

    name = models.SlugField(max_length=40, unique=True)
    cursor = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True)
