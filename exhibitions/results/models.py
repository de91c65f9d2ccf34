"""Leads, and settlements with their lines. Money is INR, tax included where nothing else is said."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from exhibitions.results.states import LeadKind, SettlementState
from jkrlm.people.facade import User


def _rupees(**options: Any) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=12, decimal_places=2, default=0, **options)


def _by(**options: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", **options)


class Lead(models.Model):
    """
    Somebody at a stall wants something and agreed that we write to her. ``consent_words`` is what she agreed
    to.

    ``worth`` is what an order for later is expected to come to.
    """

    key = models.CharField(max_length=64, unique=True)
    exhibition = models.CharField(max_length=24)
    kind = models.CharField(max_length=8, choices=LeadKind.choices)
    name = models.CharField(max_length=120, blank=True, help_text="pii: name")
    phone = models.CharField(max_length=20, blank=True, help_text="pii: contact")
    email = models.EmailField(blank=True, help_text="pii: contact")
    wants = models.CharField(
        max_length=500, blank=True, help_text="pii: what the person asked for, in her words"
    )
    quantity = models.PositiveIntegerField(null=True)
    worth = _rupees()
    stall_code = models.CharField(max_length=12, blank=True)
    group_code = models.CharField(max_length=16, blank=True)
    language = models.CharField(max_length=8, default="en")
    consent_words = models.CharField(max_length=300)
    consent_at = models.DateTimeField()
    taken_on = models.DateField()
    taken_by = _by()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=LeadKind.values), name="results_lead_kind"),
            models.CheckConstraint(condition=~Q(consent_words=""), name="results_lead_consent"),
            models.CheckConstraint(
                condition=(Q(erased_at=None) & ~Q(name="") & (~Q(phone="") | ~Q(email="")))
                | Q(erased_at__isnull=False, name="", phone="", email="", wants=""),
                name="results_lead_contact",
            ),
            models.CheckConstraint(
                condition=Q(worth=0) | Q(kind=LeadKind.ORDER, worth__gt=0), name="results_lead_worth"
            ),
        )
        indexes = (
            models.Index(fields=("exhibition", "taken_on"), name="results_lead_by_day"),
            models.Index(fields=("taken_on",), condition=Q(erased_at=None), name="results_lead_kept"),
        )

    @property
    def number(self) -> str:
        """What people call it: the exhibition's code and a number that no other lead has."""
        return f"{self.exhibition}-L{self.pk}"

    def __str__(self) -> str:
        return self.number


class Settlement(models.Model):
    """
    What an exhibition came to, as it was proposed; who proposed does not approve. ``digest`` is of its lines
    and tills: where the books say something else by the time it is decided, it is not approved.
    """

    exhibition = models.CharField(max_length=24)
    key = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=9, choices=SettlementState.choices, default=SettlementState.PROPOSED)
    digest = models.CharField(max_length=64)
    note = models.CharField(max_length=300, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = _by()
    decided_at = models.DateTimeField(null=True)
    decided_by = _by(null=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=SettlementState.values), name="results_settlement_state"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="results_settlement_two"
            ),
            models.CheckConstraint(
                condition=Q(state=SettlementState.PROPOSED, decided_by=None, decided_at=None)
                | (
                    ~Q(state=SettlementState.PROPOSED) & Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="results_settlement_decided",
            ),
            models.UniqueConstraint(
                fields=("exhibition",),
                condition=~Q(state=SettlementState.SENT_BACK),
                name="results_settlement_one",
            ),
        )

    def __str__(self) -> str:
        return self.exhibition


class SettlementLine(models.Model):
    """
    One group's: what it sold less what came back is the sum of ``gst``, ``commission``, ``commission_gst``,
    ``other`` and ``share``. ``gst_hers`` is what of the GST it files itself and is handed. ``charge`` is its
    stall's price, of which ``charge_gst`` is the operator's tax. ``held`` is what of share and GST waits for
    the end of the return window, as it was when this was proposed.
    """

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="lines")
    group_code = models.CharField(max_length=16)
    stall_code = models.CharField(max_length=12, blank=True)
    bills = models.PositiveIntegerField(default=0)
    pieces = models.IntegerField(default=0)
    sold = _rupees()
    returned = _rupees()
    discount = _rupees(help_text="given at the till; not in sold")
    gst = _rupees()
    gst_hers = _rupees()
    commission = _rupees()
    commission_gst = _rupees()
    other = _rupees()
    share = _rupees()
    charge = _rupees()
    charge_gst = _rupees()
    allowances = _rupees()
    held = _rupees()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("settlement", "group_code"), name="results_line_once"),
            models.CheckConstraint(
                condition=Q(
                    sold=F("returned")
                    + F("gst")
                    + F("commission")
                    + F("commission_gst")
                    + F("other")
                    + F("share")
                ),
                name="results_line_sum",
            ),
            models.CheckConstraint(
                condition=Q(charge__gte=0, charge_gst__gte=0, charge_gst__lte=F("charge"), allowances__gte=0),
                name="results_line_charge",
            ),
        )


class SettlementTill(models.Model):
    """A till's money: cash less what was counted and deposited is ``left``; nought when it was proposed."""

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="tills")
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=60)
    bills = models.PositiveIntegerField(default=0)
    cash = _rupees(help_text="sold less given back")
    upi = _rupees(help_text="seen in the bank, or borne by the operator")
    card = _rupees(help_text="with the card company, or borne by the operator")
    difference = _rupees(help_text="found when counting at the till")
    reasons = models.TextField(blank=True, help_text="of differences, a line each")
    deposited = _rupees()
    short = _rupees(help_text="what the bank counted less than was sent, below nought: more")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("settlement", "number"), name="results_till_once"),
            models.CheckConstraint(
                condition=Q(deposited=F("cash") + F("difference") - F("short")), name="results_till_sum"
            ),
        )
