"""
Samples, whose hands they went through, and what was measured.

The database itself refuses: a state out of turn, a verifier who measured, a value changed after it was handed
in, a custody chain with a gap, and anything taken out of the history.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from certification.laboratory.states import Holder, SampleState


class Sample(models.Model):
    """
    A sample under a sealed ``code``: all that the laboratory knows of whose it is.

    ``origin`` says once what it was made for. ``changed_by`` and ``reason`` belong to the last change of
    state; the database copies both into the history.
    """

    code = models.CharField(max_length=12, unique=True)
    origin = models.CharField(max_length=60, unique=True)
    case_number = models.CharField(max_length=32, db_index=True, help_text="hidden before release")
    version_id = models.BigIntegerField(help_text="of the standard that it is held against")
    seal = models.CharField(max_length=20)
    quantity = models.DecimalField(max_digits=9, decimal_places=2)
    unit = models.CharField(max_length=6)
    retest_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="retests")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=SampleState.choices, default=SampleState.SEALED)
    analyst = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    verifier = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=SampleState.values), name="lab_sample_state"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="lab_sample_quantity"),
            models.CheckConstraint(
                condition=Q(verifier__isnull=True) | Q(analyst__isnull=True) | ~Q(verifier=F("analyst")),
                name="lab_sample_two_people",
            ),
            models.CheckConstraint(
                condition=(Q(analyst__isnull=True) | ~Q(analyst=F("taken_by")))
                & (Q(verifier__isnull=True) | ~Q(verifier=F("taken_by"))),
                name="lab_sample_not_hers",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(SampleState.SEALED, SampleState.RECEIVED, SampleState.REJECTED))
                | Q(analyst__isnull=False),
                name="lab_sample_measured_by",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(SampleState.RELEASED, SampleState.RETRACTED))
                | Q(verifier__isnull=False),
                name="lab_sample_verified_by",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(SampleState.REJECTED, SampleState.RETRACTED)) | ~Q(reason=""),
                name="lab_sample_why",
            ),
            models.UniqueConstraint(
                fields=("case_number",),
                condition=Q(
                    state__in=(
                        SampleState.SEALED,
                        SampleState.RECEIVED,
                        SampleState.IN_WORK,
                        SampleState.ENTERED,
                    )
                ),
                name="lab_sample_underway_once",
            ),
        )
        indexes = (models.Index(fields=("state", "changed_at"), name="lab_sample_queue"),)

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Its name outside the laboratory."""
        return f"S-{self.code}"


class SampleChange(models.Model):
    """The history of a sample's states, written by the database at every change."""

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="changes")
    state = models.CharField(max_length=10, choices=SampleState.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    reason = models.CharField(max_length=300, blank=True)


class CustodyStep(models.Model):
    """
    The sample changes hands: from whom the chain ends with, to ``holder``. The first step has no giver.

    ``place`` and ``note`` are the inspector's words: the laboratory does not read them before release.
    """

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="custody")
    position = models.PositiveSmallIntegerField()
    key = models.UUIDField(unique=True)
    giver = models.CharField(max_length=12, choices=Holder.choices, blank=True)
    holder = models.CharField(max_length=12, choices=Holder.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seal_intact = models.BooleanField()
    place = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=300, blank=True, help_text="such as the courier's number")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("sample", "position"), name="lab_custody_position_once"),
            models.CheckConstraint(condition=Q(holder__in=Holder.values), name="lab_custody_holder"),
        )


class Result(models.Model):
    """
    One value as it was entered. Never changed: what is entered again is another ``revision``.

    ``value`` is in the form in which the standard compares it.
    """

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="results")
    code = models.CharField(max_length=60)
    revision = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=200)
    value = models.CharField(max_length=120)
    unit = models.CharField(max_length=40, blank=True)
    method = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("sample", "code", "revision"), name="lab_result_revision_once"),
        )


class RetestOrder(models.Model):
    """An officer's order to measure again; the same ``key`` orders once."""

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="orders")
    key = models.UUIDField(unique=True)
    material = models.CharField(max_length=4)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="lab_retest_why"),
            models.UniqueConstraint(fields=("sample",), name="lab_retest_once"),
        )
