"""
Vehicles, plans, rounds and stops. Minutes are minutes of the day in India, metres are by road.

What drivers did at a stop is only added to: the database refuses more. A round keeps what its vehicle could
carry and
do on its day, so that a later change of the vehicle leaves it true.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from logistics.rounds.states import IN_THE_MAKING, Outcome, PlanState, Reason, RoundState, Via

_DAY: int = 24 * 60


class Vehicle(models.Model):
    """A vehicle of a hub, its shift and who usually drives it."""

    code = models.CharField(max_length=20, unique=True, help_text="registration, such as JK01AB1234")
    name = models.CharField(max_length=80)
    hub_code = models.CharField(max_length=40, db_index=True)
    capacity_grams = models.PositiveIntegerField()
    starts = models.PositiveSmallIntegerField(help_text="minute of the day")
    ends = models.PositiveSmallIntegerField(help_text="minute of the day")
    speed_kmh = models.PositiveSmallIntegerField(default=28, help_text="on the roads of its hub, on average")
    driver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    is_active = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(capacity_grams__gte=1000), name="rounds_vehicle_capacity"),
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts"), ends__lte=_DAY), name="rounds_vehicle_shift"
            ),
            models.CheckConstraint(
                condition=Q(speed_kmh__gte=5, speed_kmh__lte=90), name="rounds_vehicle_speed"
            ),
        )


class Plan(models.Model):
    """The rounds of a day, planned at once; planned again, another plan takes its place."""

    key = models.UUIDField(unique=True)
    day = models.DateField()
    state = models.CharField(max_length=8, choices=PlanState.choices, default=PlanState.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    asked_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    hubs = models.PositiveSmallIntegerField(default=0)
    hubs_done = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=PlanState.values), name="rounds_plan_state"),
            models.CheckConstraint(condition=Q(hubs_done__lte=F("hubs")), name="rounds_plan_hubs"),
            models.UniqueConstraint(
                fields=("day",), condition=Q(state=PlanState.ACCEPTED), name="rounds_plan_accepted_once"
            ),
            models.UniqueConstraint(
                fields=("day",), condition=Q(state__in=IN_THE_MAKING), name="rounds_plan_made_once"
            ),
        )
        indexes = (models.Index(fields=("day", "-id"), name="rounds_plan_of_day"),)


class HubFigures(models.Model):
    """
    What the rounds of a hub come to when planned, and what two other ways of driving to the same stops would:
    always on to the nearest, and the stops in the order in which they were driven last.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="figures")
    hub_code = models.CharField(max_length=40)
    stops = models.PositiveIntegerField()
    metres = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()
    nearest_metres = models.PositiveIntegerField()
    nearest_minutes = models.PositiveIntegerField()
    usual_metres = models.PositiveIntegerField()
    usual_minutes = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("plan", "hub_code"), name="rounds_figures_once"),)


class Round(models.Model):
    """One vehicle's way on one day; ``leaves`` and ``back`` are at the hub."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="rounds")
    code = models.CharField(max_length=20, unique=True)
    hub_code = models.CharField(max_length=40)
    vehicle = models.ForeignKey(Vehicle, on_delete=models.PROTECT, related_name="+")
    driver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    state = models.CharField(max_length=8, choices=RoundState.choices, default=RoundState.PROPOSED)
    capacity_grams = models.PositiveIntegerField()
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()
    speed_kmh = models.PositiveSmallIntegerField()
    grams = models.PositiveIntegerField()
    metres = models.PositiveIntegerField()
    leaves = models.PositiveSmallIntegerField()
    back = models.PositiveSmallIntegerField()
    is_by_hand = models.BooleanField(default=False, help_text="a stop was moved by hand")
    taken_along_at = models.DateTimeField(null=True, help_text="when it was last put on a phone")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=RoundState.values), name="rounds_round_state"),
            models.CheckConstraint(
                condition=Q(grams__lte=F("capacity_grams")), name="rounds_round_never_over_capacity"
            ),
            models.CheckConstraint(
                condition=Q(leaves__gte=F("starts"), back__lte=F("ends"), back__gte=F("leaves")),
                name="rounds_round_within_shift",
            ),
            models.UniqueConstraint(
                fields=("plan", "vehicle"),
                name="rounds_round_of_vehicle",
                condition=~Q(state=RoundState.REPLACED),
            ),
        )
        indexes = (models.Index(fields=("driver", "state"), name="rounds_round_of_driver"),)


class Stop(models.Model):
    """A call of a round: when loading begins (``arrives``), and the place's open hours as they were known."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="stops")
    position = models.PositiveSmallIntegerField()
    place_code = models.CharField(max_length=40)
    arrives = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    opens = models.PositiveSmallIntegerField()
    closes = models.PositiveSmallIntegerField()
    grams = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("round", "position"),
                name="rounds_stop_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(arrives__gte=F("opens"), closes__gte=F("arrives") + F("minutes")),
                name="rounds_stop_within_hours",
            ),
        )


class StopParcel(models.Model):
    """A parcel that waits at a stop; live in one accepted round at most."""

    stop = models.ForeignKey(Stop, on_delete=models.CASCADE, related_name="parcels")
    parcel_code = models.CharField(max_length=40)
    grams = models.PositiveIntegerField()
    is_live = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("stop", "parcel_code"), name="rounds_parcel_of_stop"),
            models.UniqueConstraint(
                fields=("parcel_code",), condition=Q(is_live=True), name="rounds_parcel_live_once"
            ),
        )


class LeftOut(models.Model):
    """A place where parcels wait that no round of the plan calls at, and why."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="left_out")
    hub_code = models.CharField(max_length=40, blank=True)
    place_code = models.CharField(max_length=40)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    grams = models.PositiveIntegerField()
    parcels = ArrayField(models.CharField(max_length=40))

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="rounds_left_out_reason"),
        )


class Visit(models.Model):
    """
    What a driver did at a stop, once. ``key`` was made on the phone; ``refused`` holds parcels that could
    not be
    booked, each with why. Triggers refuse UPDATE, DELETE and TRUNCATE.
    """

    stop = models.OneToOneField(Stop, on_delete=models.PROTECT, related_name="visit")
    key = models.UUIDField(unique=True)
    digest = models.CharField(max_length=64)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    via = models.CharField(max_length=6, choices=Via.choices)
    note = models.CharField(max_length=300, blank=True)
    taken = ArrayField(models.CharField(max_length=40), default=list)
    missing = ArrayField(models.CharField(max_length=40), default=list)
    refused = models.JSONField(default=dict)
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values, via__in=Via.values), name="rounds_visit_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.COLLECTED) | Q(taken__len=0), name="rounds_visit_taken"
            ),
        )
