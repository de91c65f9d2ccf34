"""Visits and what came of them. Reports and answers are only added to: the database refuses more."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from certification.inspection.states import Outcome, Purpose, QuantityUnit, Via, VisitState

_LAID_DOWN = Q(latitude__isnull=True, longitude__isnull=True, accuracy_m__isnull=True) | Q(
    latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180, accuracy_m__isnull=False
)


def _degrees() -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=9, decimal_places=6, null=True, help_text="pii: where she stood")


class Visit(models.Model):
    """One journey to a group for one case; ``planned_for`` is empty until the inspector has set it."""

    case_number = models.CharField(max_length=32, db_index=True)
    purpose = models.CharField(max_length=12, choices=Purpose.choices, default=Purpose.INSPECTION)
    retest_of = models.CharField(max_length=24, blank=True, help_text="sample that a new one is taken for")
    inspector = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=VisitState.choices, default=VisitState.OPEN)
    planned_for = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField(default=90)
    taken_along_at = models.DateTimeField(null=True, help_text="when its pack was last put on a phone")
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case_number",), condition=Q(state=VisitState.OPEN), name="inspection_visit_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=VisitState.values, purpose__in=Purpose.values),
                name="inspection_visit_known",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=15, minutes__lte=600), name="inspection_visit_minutes"
            ),
        )
        indexes = (models.Index(fields=("inspector", "state", "planned_for"), name="inspection_visit_hers"),)

    def __str__(self) -> str:
        return f"visit {self.pk} for {self.case_number}"


class Report(models.Model):
    """
    What she found, as it came. ``key`` was made on the phone, so that the same report comes once.

    ``phone_ahead_seconds`` is how much the phone's clock was ahead of ours when it was sent: its times are
    kept as it had them.
    """

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="report")
    key = models.UUIDField(unique=True)
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    via = models.CharField(max_length=8, choices=Via.choices)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    note = models.CharField(max_length=1000, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    received_at = models.DateTimeField()
    phone_ahead_seconds = models.IntegerField(default=0)
    latitude = _degrees()
    longitude = _degrees()
    accuracy_m = models.PositiveIntegerField(null=True)
    lot_size = models.PositiveIntegerField(null=True)
    sample_letter = models.CharField(max_length=1, blank=True)
    sample_size = models.PositiveIntegerField(null=True)
    accept = models.PositiveIntegerField(null=True)
    reject = models.PositiveIntegerField(null=True)
    nonconforming = models.PositiveIntegerField(null=True)
    seal = models.CharField(max_length=20, blank=True, help_text="on the bag of the sample")
    sample_quantity = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    sample_unit = models.CharField(max_length=6, choices=QuantityUnit.choices, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values, via__in=Via.values), name="inspection_report_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__gte=F("started_at")), name="inspection_report_times"
            ),
            models.CheckConstraint(condition=_LAID_DOWN, name="inspection_report_place"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.SEEN) | ~Q(note=""), name="inspection_report_why_not"
            ),
            models.CheckConstraint(
                condition=Q(nonconforming__isnull=True) | Q(nonconforming__lte=F("sample_size")),
                name="inspection_report_counted",
            ),
            models.CheckConstraint(
                condition=Q(seal="", sample_quantity__isnull=True)
                | (~Q(seal="") & Q(sample_quantity__gt=0, sample_unit__in=QuantityUnit.values)),
                name="inspection_report_sample",
            ),
            models.UniqueConstraint(fields=("seal",), condition=~Q(seal=""), name="inspection_seal_once"),
        )

    def __str__(self) -> str:
        return f"report of {self.visit}"


class Answer(models.Model):
    """One line of the checklist, in the form in which the standard compares it."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="answers")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    value = models.CharField(max_length=120)
    unit = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("report", "code"), name="inspection_answer_once"),)


class Photo(models.Model):
    """A photograph of a visit. It comes ahead of the report, which says what it shows, when and where."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="photos")
    file = models.UUIDField(help_text="made on the phone: the same file comes once")
    code = models.CharField(max_length=60, blank=True, help_text="of the evidence asked for")
    picture_key = models.CharField(max_length=80)
    taken_at = models.DateTimeField(null=True)
    latitude = _degrees()
    longitude = _degrees()
    accuracy_m = models.PositiveIntegerField(null=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("visit", "file"), name="inspection_photo_once"),
            models.CheckConstraint(condition=_LAID_DOWN, name="inspection_photo_place"),
        )
