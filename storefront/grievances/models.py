"""Grievances and what was said about them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from jkrlm.kernel.ids import StoreIdField, new_token
from jkrlm.people.facade import User
from storefront.grievances.states import Author, GrievanceState, Kind
from storefront.models import URL_SAFE, OrderAccess


class GrievanceCounter(models.Model):
    """The last number of a year's series; its row is locked while a number is given, so there is no hole."""

    series = models.CharField(max_length=8, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.series}-{self.last:06d}"


class Grievance(models.Model):
    """
    One grievance. Whoever holds the token may read and answer it, as with an order's page.

    ``complaint_number`` is certification's, where it looks into it as well. ``in_time`` is about the first
    time that it was resolved: a reopening does not mend it.
    """

    number = models.CharField(max_length=20, unique=True)
    token = models.CharField(
        max_length=32, unique=True, default=new_token, help_text="pii: opens a grievance"
    )
    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=GrievanceState.choices, default=GrievanceState.NEW)
    access = models.ForeignKey(OrderAccess, on_delete=models.PROTECT, null=True, related_name="+")
    reference = models.CharField(max_length=200, blank=True, help_text="what it is about, as typed or found")
    product_id = StoreIdField(blank=True)
    label_code = models.CharField(max_length=64, blank=True)
    complaint_number = models.CharField(max_length=20, blank=True)
    group_code = models.CharField(max_length=16, blank=True)
    person_id = models.BigIntegerField(null=True, help_text="pii: the seller, in the registry")
    name = models.CharField(max_length=120, blank=True, help_text="pii: name")
    email = models.EmailField(blank=True, help_text="pii: contact")
    phone = models.CharField(max_length=16, blank=True, help_text="pii: contact (E.164)")
    language = models.CharField(max_length=2)
    assignee = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    acknowledge_by = models.DateTimeField()
    close_by = models.DateTimeField(help_text="a month after it came, or was opened again")
    acknowledged_at = models.DateTimeField(null=True, help_text="by a person; the machine did so at once")
    resolved_at = models.DateTimeField(null=True)
    resolution = models.TextField(blank=True, help_text="pii: what was done, may name people")
    in_time = models.BooleanField(null=True)
    reopened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True, help_text="personal data was wiped")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=GrievanceState.values), name="grievance_state"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="grievance_kind"),
            models.CheckConstraint(condition=Q(language__in=("en", "hi", "ur")), name="grievance_language"),
            models.CheckConstraint(condition=Q(number__regex=r"^UG-\d\d-\d{6}$"), name="grievance_number"),
            models.CheckConstraint(condition=Q(token__regex=URL_SAFE), name="grievance_token"),
            models.CheckConstraint(
                condition=Q(state="new", acknowledged_at=None) | ~Q(state="new"), name="grievance_new"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("resolved", "closed"))
                | (
                    Q(resolved_at__isnull=False, in_time__isnull=False)
                    & (~Q(resolution="") | Q(forgotten_at__isnull=False))
                ),
                name="grievance_resolved",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at=None)),
                name="grievance_closed",
            ),
            models.UniqueConstraint(
                fields=("complaint_number",), condition=~Q(complaint_number=""), name="grievance_complaint"
            ),
        )
        indexes = (
            models.Index(fields=("state", "close_by"), name="grievance_queue"),
            models.Index(fields=("opened_at",), name="grievance_opened"),
            models.Index(fields=("person_id", "-id"), name="grievance_seller"),
        )

    def __str__(self) -> str:
        return self.number


class GrievanceMessage(models.Model):
    """
    What was said, in order. Only added to; when personal data is wiped, words and photographs alone go.

    ``is_internal`` is for the desk's eyes; ``state`` is where this message moved the grievance to.
    """

    grievance = models.ForeignKey(Grievance, on_delete=models.PROTECT, related_name="messages")
    key = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()
    author = models.CharField(max_length=12, choices=Author.choices)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True, help_text="pii: somebody's own words, may name people")
    photos = ArrayField(
        models.CharField(max_length=64), default=list, blank=True, help_text="pii: may show people"
    )
    is_internal = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=GrievanceState.choices, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(author__in=Author.values), name="grievance_author"),
            models.CheckConstraint(
                condition=Q(author="staff", user__isnull=False) | (~Q(author="staff") & Q(user=None)),
                name="grievance_staff",
            ),
            models.CheckConstraint(
                condition=Q(is_internal=False) | Q(author__in=("staff", "system")), name="grievance_internal"
            ),
            models.CheckConstraint(condition=Q(photos__len__lte=4), name="grievance_photos"),
        )
        indexes = (models.Index(fields=("grievance", "id"), name="grievance_thread"),)

    def __str__(self) -> str:
        return f"{self.grievance_id}: {self.author}"
