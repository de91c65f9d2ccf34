from django.conf import settings
from django.db import models
from django.db.models import F, Q

from exhibitions.till.bill_models import rupees
from exhibitions.till.states import AsideState, EntryKind


class Entry(models.Model):
    """
    What a tablet has signed, exactly as it came; triggers refuse UPDATE, DELETE and TRUNCATE.

    ``at`` is the tablet's clock, ``received_at`` ours, ``clock_off_seconds`` ours less the tablet's as it was
    sent. ``digest`` is the SHA-256 of ``payload``, ``prev`` that of the entry before it. One that is
    ``UNREAD`` is signed and keeps its place; what it says is not booked.
    """

    till = models.ForeignKey("exhibitions_till.Till", on_delete=models.PROTECT, related_name="entries")
    entry_id = models.UUIDField(unique=True)
    seq = models.PositiveIntegerField()
    prev = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    payload = models.TextField(help_text="pii: may hold a buyer's telephone number")
    signature = models.CharField(max_length=88)
    kind = models.CharField(max_length=8, choices=EntryKind.choices)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    clock_off_seconds = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("till", "seq"), name="till_entry_seq_once"),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="till_entry_kind"),
            models.CheckConstraint(
                condition=Q(seq__gt=0)
                & (Q(kind=EntryKind.UNREAD) | Q(seq=1, prev="") | Q(seq__gt=1, prev__regex="^[0-9a-f]{64}$")),
                name="till_entry_chain",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.seq}"


class OddEntry(models.Model):
    """
    A signed entry whose id or seq came before with other words: kept apart, never booked, shown to staff.
    """

    till = models.ForeignKey("exhibitions_till.Till", on_delete=models.PROTECT, related_name="odd")
    entry_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    payload = models.TextField(help_text="pii: may hold a buyer's telephone number")
    signature = models.CharField(max_length=88)
    why = models.CharField(max_length=200)
    received_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("till", "digest"), name="till_odd_once"),)


class Skipped(models.Model):
    """A place in a till's chain of which nothing came, and without which the manager let the till go on."""

    till = models.ForeignKey("exhibitions_till.Till", on_delete=models.PROTECT, related_name="skipped")
    seq = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("till", "seq"), name="till_skipped_once"),
            models.CheckConstraint(condition=Q(seq__gt=0) & ~Q(reason=""), name="till_skipped_why"),
        )


class SetAside(models.Model):
    """
    A sale or a return that the books refused and a manager set aside, so that its till goes on; triggers let
    it end once and change nothing else.

    ``cash`` stands in its till's purse as a difference, below nought for a return. ``numbers`` are those on
    its paper. ``ended_with`` is the sale that was typed in from the paper, or the void; ``ended_cash`` is
    what that took off the difference again, out of the purse of its till.
    """

    entry = models.OneToOneField("exhibitions_till.Entry", on_delete=models.PROTECT, related_name="aside")
    state = models.CharField(max_length=8, choices=AsideState.choices, default=AsideState.ASIDE)
    why = models.CharField(max_length=300, help_text="what the books said")
    reason = models.CharField(max_length=200)
    numbers = models.JSONField(default=list)
    total = rupees()
    cash = rupees()
    took_stock = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_with = models.ForeignKey(
        "exhibitions_till.Entry", on_delete=models.PROTECT, null=True, related_name="ended"
    )
    ended_cash = rupees(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=AsideState.values, total__gt=0)
                & ~Q(reason="")
                & Q(cash__gte=-F("total"), cash__lte=F("total")),
                name="till_aside_known",
            ),
            models.CheckConstraint(
                condition=Q(state=AsideState.ASIDE, ended_at=None, ended_by=None, ended_with=None)
                | Q(
                    state=AsideState.BOOKED,
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                    ended_with=None,
                )
                | Q(
                    state__in=(AsideState.TYPED, AsideState.VOID),
                    ended_at__isnull=False,
                    ended_with__isnull=False,
                ),
                name="till_aside_ended",
            ),
        )
        indexes = (models.Index(fields=("state",), condition=Q(state="aside"), name="till_aside_open"),)
