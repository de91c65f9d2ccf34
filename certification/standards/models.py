from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from certification.standards.states import VersionState
from jkrlm.people.facade import User


def days(since: str, until: str) -> Func:
    """Return the days from one column until, not including, another; None is for ever."""
    return Func(since, until, Value("[)"), function="daterange", output_field=DateRangeField())


class Standard(models.Model):
    """What versions are versions of. Its code begins the number of each."""

    code = models.CharField(max_length=16, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$"), name="cert_standards_code"
            ),
        )


class StandardVersion(models.Model):
    """
    One version, its content one JSON document (content.py).

    Triggers: content, number and first day never change once in force; states move as states.py says; nothing
    that left the draft is deleted; the kinds of goods of what was approved are kept in KindInForce.
    """

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="versions")
    ordinal = models.PositiveSmallIntegerField(help_text="1 is the first of its standard")
    number = models.CharField(max_length=32, unique=True, help_text="JK-PASH-1:2026")
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, help_text="first day on which it is no longer in force")
    content = models.JSONField()
    note = models.CharField(max_length=500, blank=True, help_text="what is new in it, and why")
    revision = models.PositiveIntegerField(default=1, help_text="counts how often the draft was saved")
    seeded = models.BooleanField(default=False, help_text="came with the software")
    key = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    writers = ArrayField(models.BigIntegerField(), default=list, help_text="who wrote or proposed it")
    proposed_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("standard", "ordinal"), name="cert_standards_ordinal"),
            models.CheckConstraint(condition=Q(state__in=VersionState.values), name="cert_standards_state"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="cert_standards_period",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("pilot", "adopted")) | Q(approved_at__isnull=False),
                name="cert_standards_in_force_was_approved",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | Q(approved_by__isnull=False) | Q(seeded=True),
                name="cert_standards_approved_by_somebody",
            ),
            ExclusionConstraint(
                name="cert_standards_one_in_force",
                expressions=[
                    ("standard", RangeOperators.EQUAL),
                    (days("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(approved_at__isnull=False),
            ),
        )
        indexes = (models.Index(fields=("state", "valid_from"), name="cert_standards_by_state"),)


class KindInForce(models.Model):
    """
    Which version counts for a kind of goods, and when. Written by a trigger only, so that no two standards
    ever claim the same goods on one day.
    """

    kind = models.CharField(max_length=60)
    version = models.ForeignKey(StandardVersion, on_delete=models.CASCADE, related_name="+")
    period = DateRangeField()

    class Meta:
        constraints = (
            ExclusionConstraint(
                name="cert_standards_kind_once",
                expressions=[("kind", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
            ),
        )


class VersionChange(models.Model):
    """The history of a version: only added to."""

    version = models.ForeignKey(StandardVersion, on_delete=models.PROTECT, related_name="changes")
    state = models.CharField(max_length=10, choices=VersionState.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    words = models.CharField(max_length=500, blank=True)
    key = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = (models.Index(fields=("version", "id"), name="cert_standards_history"),)


class BrandUse(models.Model):
    """A group's licence to use the brand. It ends early by ``valid_until`` coming nearer, with a reason."""

    number = models.CharField(max_length=20, unique=True, help_text="JKRLM-BL-0001")
    group_code = models.CharField(max_length=16)
    valid_from = models.DateField()
    valid_until = models.DateField(help_text="first day on which it is no longer in force")
    key = models.CharField(max_length=64, unique=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="cert_standards_licence_days"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(end_reason=""), name="cert_standards_licence_reason"
            ),
            ExclusionConstraint(
                name="cert_standards_licence_once",
                expressions=[
                    ("group_code", RangeOperators.EQUAL),
                    (days("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
            ),
        )
        indexes = (models.Index(fields=("group_code", "valid_from"), name="cert_standards_licences"),)
