from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jkrlm.kernel.dated import ReferenceVersion, Standing
from jkrlm.people.facade import User
from logistics.places.contracts import CLOSES, OPENS
from logistics.places.states import PlaceKind, PointSource


def six_days() -> list[bool]:
    return [True, True, True, True, True, True, False]


class PlacesVersion(ReferenceVersion):
    """Changes with every change of the tables below (by trigger)."""

    class Meta(ReferenceVersion.Meta):
        pass


class Place(models.Model):
    """
    A place of ours. A group has a row only where something is known that the registry does not keep; without
    one its place follows from its village and PIN code (``network.Network.place``).
    """

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=12, choices=PlaceKind.choices)
    name = models.CharField(max_length=160)
    district = models.CharField(max_length=40)
    village = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=300, blank=True)
    pincode = models.CharField(max_length=6)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    point = models.CharField(max_length=12, choices=PointSource.choices, default=PointSource.UNKNOWN)
    hub = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.CharField(max_length=160, blank=True, help_text="VO or CLF that runs it")
    warehouse = models.CharField(max_length=64, blank=True, help_text="a hub's in the store, by reference")
    capacity_grams = models.PositiveBigIntegerField(null=True, blank=True)
    weekdays = ArrayField(models.BooleanField(), size=7, default=six_days, help_text="from Monday")
    opens = models.TimeField(default=OPENS)
    closes = models.TimeField(default=CLOSES)
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    closed_from = models.DateField(null=True, blank=True, help_text="first day on which it is no more")
    is_sample = models.BooleanField(default=False, help_text="invented for the demo")
    status = models.CharField(max_length=12, choices=Standing.choices, default=Standing.UNCONFIRMED)
    source = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="counts changes: who edits an old one is told")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(code__regex=r"^[A-Za-z0-9-]{2,40}$"), name="place_code_form"),
            models.CheckConstraint(condition=Q(kind__in=PlaceKind.values), name="place_kind"),
            models.CheckConstraint(condition=Q(status__in=Standing.values), name="place_status"),
            models.CheckConstraint(  # a fair may stand anywhere in India, the rest is at home
                condition=Q(pincode__regex=r"^1[89][0-9]{4}$")
                | Q(kind=PlaceKind.EXHIBITION, pincode__regex=r"^[1-9][0-9]{5}$"),
                name="place_pincode",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True, point=PointSource.UNKNOWN)
                | Q(latitude__range=(32, 38), longitude__range=(72, 81)) & ~Q(point=PointSource.UNKNOWN),
                name="place_point",
            ),
            models.CheckConstraint(condition=Q(weekdays__len=7), name="place_weekdays"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="place_hours"),
            models.CheckConstraint(
                condition=Q(capacity_grams__isnull=True) | Q(capacity_grams__gt=0), name="place_capacity"
            ),
            models.CheckConstraint(
                condition=~Q(kind=PlaceKind.EXHIBITION)
                | Q(begins__isnull=False, ends__isnull=False, ends__gte=F("begins")),
                name="place_exhibition_days",
            ),
            models.CheckConstraint(
                condition=~Q(kind=PlaceKind.HUB) | Q(hub__isnull=True), name="place_hub_has_none"
            ),
            models.CheckConstraint(
                condition=~Q(is_sample=True) | Q(name__endswith="(sample)"), name="place_sample"
            ),
        )
        indexes = (models.Index(fields=("kind", "district", "code"), name="place_by_kind"),)

    def __str__(self) -> str:
        return self.code

    def said(self) -> dict[str, Any]:
        """Return it as history and audit write it down."""
        fields = {field.attname: getattr(self, field.attname) for field in self._meta.concrete_fields}
        return {
            name: value if isinstance(value, (int, list)) else str(value or "")
            for name, value in fields.items()
        }


class ServedGroup(models.Model):
    """A group brings its parcels to this place, and to no other."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="served_groups")
    group_code = models.CharField(max_length=16, unique=True)


class ServedPrefix(models.Model):
    """PIN codes that begin so belong to this hub; the longest prefix decides, then the district."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="served_prefixes")
    prefix = models.CharField(max_length=6, unique=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(prefix__regex=r"^1[89][0-9]{0,4}$"), name="place_prefix_form"),
        )


class ClosedDay(models.Model):
    """A day on which this one place is closed; the holidays of all are kept with the rates."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="closed_days")
    day = models.DateField()
    reason = models.CharField(max_length=160)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("place", "day"), name="place_closed_once"),)


class Task(models.TextChoices):
    KEEPER = "keeper", "Keeps the place"
    HELPER = "helper", "Helps there"
    DRIVER = "driver", "Drives from there"


class PlaceStaff(models.Model):
    """Who works at a place. ``until`` is the first day on which she no longer does."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="staff")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    task = models.CharField(max_length=8, choices=Task.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("place", "person"), condition=Q(until__isnull=True), name="place_staff_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="place_staff_days"
            ),
            models.CheckConstraint(condition=Q(task__in=Task.values), name="place_staff_task"),
        )


class PlaceChange(models.Model):
    """What was done to a place; triggers refuse UPDATE, DELETE and TRUNCATE."""

    key = models.CharField(
        max_length=64, unique=True, help_text="the form's own: sent twice, it is done once"
    )
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="changes")
    what = models.CharField(max_length=16)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80, help_text="person:7, or the clock")

    class Meta:
        indexes = (models.Index(fields=("place", "id"), name="place_history"),)
