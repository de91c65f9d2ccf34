from django.conf import settings
from django.db import models
from django.db.models import Q

from jkrlm.kernel.dated import DatedRow


class ScanRule(DatedRow):
    """How often is too often (``rules.Often``); the row that began last is in force."""

    devices = models.PositiveIntegerField()
    days = models.PositiveIntegerField()
    window_days = models.PositiveIntegerField()

    class Meta(DatedRow.Meta):
        constraints = (
            *DatedRow.Meta.constraints,
            models.UniqueConstraint(fields=("valid_from",), name="scan_rule_once"),
            models.CheckConstraint(
                condition=Q(devices__gt=0, days__gt=0, window_days__gt=0), name="scan_rule_counts"
            ),
        )


class Seen(models.Model):
    """
    A device looked at a label for the first time on this day.

    ``mark`` is made of the label's code and a random number in the device's cookie, with our secret: it
    cannot be joined with the marks of other labels, and says neither who nor where. No address is kept.
    """

    code = models.CharField(max_length=20)
    mark = models.BinaryField(max_length=12)
    first_on = models.DateField(db_index=True)
    network = models.BinaryField(
        max_length=6, default=b"", help_text="of the first look, under a key of that day; empty the day after"
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("code", "mark"), name="seen_once"),)


class ScanReview(models.Model):
    """An officer looked into the scans of a label and found nothing: they are counted anew from this day."""

    key = models.UUIDField(unique=True)
    code = models.CharField(max_length=20)
    from_day = models.DateField()
    words = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(words=""), name="scan_review_words"),)
        indexes = (models.Index(fields=("code", "from_day"), name="scan_review_of_label"),)
