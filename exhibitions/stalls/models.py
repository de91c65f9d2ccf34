"""
Calls, applications, proposals and what follows of them. Money is INR.

What was published with a call does not change; what was decided, held and scanned is only added to: the
database refuses more (``triggers``). It refuses as well a stall held twice and a quota exceeded.
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from exhibitions.stalls.states import (
    AllowanceKind,
    AllowanceState,
    AppState,
    CameBy,
    Criterion,
    Ended,
    ProposalState,
    QuotaBy,
    Result,
)
from jkrlm.kernel.ids import StoreIdField, new_token
from jkrlm.people.facade import User

_HEX = r"^[0-9a-f]{64}$"


def _rupees(**options: Any) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=10, decimal_places=2, default=0, **options)


def _by(**options: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", **options)


class Call(models.Model):
    """
    The call to apply for stalls of one exhibition, with its rules. ``deadline`` is the last day on which
    one may apply. ``commitment`` is the SHA-256 of the draw's seed, which is sealed until it was used.
    """

    exhibition_code = models.CharField(max_length=24, unique=True)
    key = models.CharField(max_length=64, unique=True)
    deadline = models.DateField()
    message = models.CharField(max_length=500, blank=True)
    districts = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    crafts = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    far_districts = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    accept_days = models.PositiveSmallIntegerField(help_text="days to accept a stall from the waiting list")
    travellers_most = models.PositiveSmallIntegerField()
    daily_allowance = _rupees(help_text="for one person and one day")
    travel_most = _rupees(help_text="for one group")
    no_shows_most = models.PositiveSmallIntegerField()
    grievances_most = models.PositiveSmallIntegerField()
    late_percent_most = models.PositiveSmallIntegerField()
    commitment = models.CharField(max_length=64)
    seed_sealed = models.BinaryField()
    seed = models.CharField(max_length=64, blank=True, help_text="empty until stalls are allotted")
    revealed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField()
    sent_by = _by()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(commitment__regex=_HEX), name="stalls_call_commitment"),
            models.CheckConstraint(
                condition=Q(seed="", revealed_at=None) | (~Q(seed="") & Q(revealed_at__isnull=False)),
                name="stalls_call_revealed",
            ),
            models.CheckConstraint(
                condition=Q(travellers_most__gte=1, accept_days__gte=1, late_percent_most__lte=100),
                name="stalls_call_limits",
            ),
            models.CheckConstraint(
                condition=Q(daily_allowance__gte=0, travel_most__gte=0), name="stalls_call_money"
            ),
        )

    def __str__(self) -> str:
        return self.exhibition_code


class Weight(models.Model):
    """What a criterion is worth in a call."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="weights")
    criterion = models.CharField(max_length=10, choices=Criterion.choices)
    points = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("call", "criterion"), name="stalls_weight_once"),
            models.CheckConstraint(condition=Q(criterion__in=Criterion.values), name="stalls_weight_known"),
            models.CheckConstraint(condition=Q(points__lte=100), name="stalls_weight_points"),
        )


class Quota(models.Model):
    """At most so many stalls for one district, or one craft (a category of the catalogue)."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="quotas")
    by = models.CharField(max_length=8, choices=QuotaBy.choices)
    name = models.CharField(max_length=60)
    most = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("call", "by", "name"), name="stalls_quota_once"),
            models.CheckConstraint(condition=Q(by__in=QuotaBy.values), name="stalls_quota_by"),
        )


class Application(models.Model):
    """
    A group's application. ``district`` and ``craft`` are kept as they were when it was last changed.

    ``version`` counts changes, so that what a page showed is what is changed.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    number = models.CharField(max_length=32, unique=True)
    key = models.CharField(max_length=64, unique=True)
    group_code = models.CharField(max_length=16)
    district = models.CharField(max_length=60)
    craft = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, blank=True, help_text="the size asked for, empty for any")
    needs_lodging = models.BooleanField(default=False)
    needs_transport = models.BooleanField(default=False)
    needs_electricity = models.BooleanField(default=False)
    words = models.CharField(max_length=500, blank=True, help_text="pii: her own words, may name people")
    state = models.CharField(max_length=10, choices=AppState.choices, default=AppState.SENT)
    version = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("call", "group_code"), name="stalls_application_once"),
            models.CheckConstraint(condition=Q(state__in=AppState.values), name="stalls_application_state"),
        )
        indexes = (models.Index(fields=("group_code", "-id"), name="stalls_application_of_group"),)

    def __str__(self) -> str:
        return self.number


class WantedGoods(models.Model):
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="goods")
    listing_id = models.BigIntegerField()
    product_id = StoreIdField(blank=True)
    title = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("application", "listing_id"), name="stalls_goods_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=9999), name="stalls_goods_many"
            ),
        )


class TravellerRow(models.Model):
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="travellers")
    person_id = models.BigIntegerField(help_text="pii: who travels, in the registry")
    name = models.CharField(max_length=120, help_text="pii: name")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("application", "person_id"), name="stalls_traveller_once"),
        )


class Change(models.Model):
    """What happened to an application, oldest first; only added to."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=AppState.choices)
    what = models.CharField(max_length=20)
    facts = models.JSONField(default=dict)
    by = _by(null=True)
    on_behalf_of = models.CharField(max_length=160, blank=True, help_text="pii: names whom a helper acts for")


class Proposal(models.Model):
    """An allotment as it was worked out: all that went in, but the seed. Who proposed does not approve."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="proposals")
    key = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    given = models.TextField(help_text="what the engine was given, as canonical JSON")
    digest = models.CharField(max_length=64)
    proposed_at = models.DateTimeField()
    proposed_by = _by()
    decided_at = models.DateTimeField(null=True)
    decided_by = _by(null=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ProposalState.values), name="stalls_proposal_state"),
            models.CheckConstraint(condition=Q(digest__regex=_HEX), name="stalls_proposal_digest"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="stalls_proposal_two"
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.PROPOSED, decided_by=None, decided_at=None)
                | (~Q(state=ProposalState.PROPOSED) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="stalls_proposal_decided",
            ),
            models.UniqueConstraint(
                fields=("call",),
                condition=Q(state__in=(ProposalState.PROPOSED, ProposalState.APPROVED)),
                name="stalls_proposal_one",
            ),
        )


class Verdict(models.Model):
    """What a proposal says of one application, with every reason; only added to."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="verdicts")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="verdicts")
    result = models.CharField(max_length=8, choices=Result.choices)
    score = models.PositiveSmallIntegerField()
    points = models.JSONField(default=dict, help_text="by criterion: points, most, and the facts behind")
    stall_code = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=20)
    facts = models.JSONField(default=dict)
    place = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    rank = models.PositiveIntegerField(default=0, help_text="among all crafts; 0: not written then")
    among = models.PositiveIntegerField(default=0)
    line = models.PositiveIntegerField(default=0)
    equals = models.PositiveIntegerField(default=0)
    drawn = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("proposal", "application"), name="stalls_verdict_once"),
            models.UniqueConstraint(
                fields=("proposal", "stall_code"),
                condition=~Q(stall_code=""),
                name="stalls_verdict_stall_once",
            ),
            models.CheckConstraint(
                condition=Q(result=Result.STALL, line=0) & ~Q(stall_code="")
                | Q(result=Result.WAITING, stall_code="", line__gte=1)
                | Q(result=Result.REFUSED, stall_code="", line=0),
                name="stalls_verdict_result",
            ),
        )
        indexes = (models.Index(fields=("application", "-id"), name="stalls_verdict_of"),)


class Holding(models.Model):
    """Who holds a stall, from when until when; the last row of an application says how it ended."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="holdings")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="holdings")
    stall_code = models.CharField(max_length=12)
    district = models.CharField(max_length=60)
    craft = models.CharField(max_length=60)
    came_by = models.CharField(max_length=10, choices=CameBy.choices)
    since = models.DateTimeField()
    accept_by = models.DateField(null=True, help_text="the last day to accept an offer")
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=10, choices=Ended.choices, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("call", "stall_code"), condition=Q(ended_at=None), name="stalls_holding_stall_once"
            ),
            models.UniqueConstraint(
                fields=("application",), condition=Q(ended_at=None), name="stalls_holding_group_once"
            ),
            models.CheckConstraint(
                condition=Q(came_by__in=CameBy.values) & ~Q(stall_code=""), name="stalls_holding_came"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended="")
                | (Q(ended_at__isnull=False) & Q(ended__in=Ended.values)),
                name="stalls_holding_ended",
            ),
        )


class Pass(models.Model):
    """A traveller's pass; whoever shows ``code`` is let in once a day at each gate."""

    traveller = models.OneToOneField(TravellerRow, on_delete=models.PROTECT, related_name="gate_pass")
    code = models.CharField(max_length=32, unique=True, default=new_token, help_text="pii: opens the gate")
    made_at = models.DateTimeField()
    void_at = models.DateTimeField(null=True)


class GateEntry(models.Model):
    """A pass was let in; only added to."""

    gate_pass = models.ForeignKey(Pass, on_delete=models.PROTECT, related_name="entries")
    gate = models.CharField(max_length=20)
    day = models.DateField()
    at = models.DateTimeField()
    by = _by()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("gate_pass", "gate", "day"), name="stalls_entry_once_a_day"),
        )


class Allowance(models.Model):
    """
    Travel or daily allowance of a group, credited through the ledger when somebody else approves it.

    ``people`` and ``days`` are 0 for travel.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="allowances")
    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=8, choices=AllowanceKind.choices)
    people = models.PositiveSmallIntegerField(default=0)
    days = models.PositiveSmallIntegerField(default=0)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    state = models.CharField(max_length=8, choices=AllowanceState.choices, default=AllowanceState.PROPOSED)
    proposed_at = models.DateTimeField()
    proposed_by = _by()
    decided_at = models.DateTimeField(null=True)
    decided_by = _by(null=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=AllowanceKind.values, state__in=AllowanceState.values),
                name="stalls_allowance_known",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="stalls_allowance_amount"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="stalls_allowance_two"
            ),
            models.CheckConstraint(
                condition=Q(state=AllowanceState.PROPOSED, decided_by=None)
                | (~Q(state=AllowanceState.PROPOSED) & Q(decided_by__isnull=False)),
                name="stalls_allowance_decided",
            ),
            models.UniqueConstraint(
                fields=("application", "kind"),
                condition=~Q(state=AllowanceState.REFUSED),
                name="stalls_allowance_once",
            ),
        )

    @property
    def reference(self) -> str:
        """Under which it stands in the ledger."""
        return f"allowance {self.kind} {self.application.number}"
