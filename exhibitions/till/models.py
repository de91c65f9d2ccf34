"""Tablets and who may use them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from exhibitions.till.bill_models import Bill as Bill
from exhibitions.till.bill_models import BillLine as BillLine
from exhibitions.till.bill_models import Flag as Flag
from exhibitions.till.bill_models import Placed as Placed
from exhibitions.till.day_models import Deposit as Deposit
from exhibitions.till.day_models import MoneyProposal as MoneyProposal
from exhibitions.till.day_models import TillDay as TillDay
from exhibitions.till.day_models import TopUp as TopUp
from exhibitions.till.entry_models import Entry as Entry
from exhibitions.till.entry_models import OddEntry as OddEntry
from exhibitions.till.entry_models import SetAside as SetAside
from exhibitions.till.entry_models import Skipped as Skipped


class PairingCode(models.Model):
    """A code that pairs one tablet, once; only its SHA-256 is kept. ``key`` is the form's own."""

    key = models.CharField(max_length=64, unique=True)
    exhibition = models.CharField(max_length=40)
    label = models.CharField(max_length=60)
    stall_code = models.CharField(max_length=12, blank=True)
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="till_pairing_time"),
        )


class Till(models.Model):
    """
    A tablet with a till's number. Of its token only the SHA-256 is kept; ``public_key`` are x and y of a
    point of P-256, base64url. ``done_seq`` is how far its entries are booked, ``stuck`` why the next one is
    not.
    """

    device = models.UUIDField(unique=True)
    exhibition = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField(help_text="in numbers of documents; once in a financial year")
    year = models.PositiveSmallIntegerField(help_text="financial year of pairing")
    label = models.CharField(max_length=60)
    name = models.CharField(max_length=60, help_text="what the tablet calls itself")
    stall_code = models.CharField(max_length=12, blank=True)
    public_key = models.JSONField()
    token_hash = models.CharField(max_length=64, unique=True)
    pair_key = models.UUIDField()
    pairing = models.OneToOneField(PairingCode, on_delete=models.PROTECT, related_name="till")
    paired_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revoked_because = models.CharField(max_length=200, blank=True)
    done_seq = models.PositiveIntegerField(default=0)
    stuck = models.CharField(max_length=300, blank=True)
    seen_at = models.DateTimeField(null=True)
    bundle_version = models.CharField(max_length=64, blank=True)
    clock_off_seconds = models.IntegerField(default=0, help_text="ours less the tablet's, when it last sent")
    printer_ok_at = models.DateTimeField(null=True)
    upi_ok_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("year", "number"), name="till_number_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="till_number"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoked_because=""), name="till_revoked_why"
            ),
        )
        indexes = (models.Index(fields=("exhibition", "number"), name="till_of_exhibition"),)

    def __str__(self) -> str:
        return f"till {self.number} of {self.exhibition}"

    @property
    def purse(self) -> str:
        """Who owns its cash in the ledger."""
        return f"{self.exhibition}/{self.number}"


class CashierPin(models.Model):
    """A cashier's PIN at an exhibition: PBKDF2 with SHA-256, checked on the tablet. Base64url."""

    exhibition = models.CharField(max_length=40)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    salt = models.CharField(max_length=32)
    iterations = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("exhibition", "user"), name="till_pin_once"),
            models.CheckConstraint(condition=Q(iterations__gte=100_000), name="till_pin_slow"),
        )


class Bundle(models.Model):
    """
    What tablets of an exhibition were given to sell by: prices, bands, sellers. Kept for what they bill by
    it.
    """

    exhibition = models.CharField(max_length=40)
    version = models.CharField(max_length=64)
    content = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("exhibition", "version"), name="till_bundle_once"),)
        indexes = (models.Index(fields=("exhibition", "-made_at"), name="till_bundle_newest"),)
