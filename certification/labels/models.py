from django.conf import settings
from django.db import models
from django.db.models import F, Q

from certification.labels.states import BatchState, LabelStateName
from jkrlm.kernel.ids import StoreIdField


class TradeItem(models.Model):
    """The GTIN of a product, given once; it is never another product's, even when this one is gone."""

    product_id = StoreIdField(unique=True)
    reference = models.PositiveIntegerField(unique=True)
    gtin = models.CharField(max_length=14, unique=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(gtin__regex=r"^\d{14}$"), name="gtin_form"),)

    def __str__(self) -> str:
        return self.gtin


class Coverage(models.Model):
    """
    How many pieces a certificate covers (empty: any number, for products under surveillance), and how many
    labels of it are on pieces. Triggers count; a check refuses one too many.
    """

    certificate_number = models.CharField(max_length=40, unique=True)
    quantity = models.PositiveIntegerField(null=True)
    attached = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(attached__lte=F("quantity")), name="labels_covered"
            ),
        )


class Batch(models.Model):
    """
    Labels made together for one certificate. ``base_url`` is the site printed on them; what they show of the
    goods is kept as it was then: a label cannot follow a name that changes.
    """

    key = models.UUIDField(unique=True)
    state = models.CharField(max_length=8, choices=BatchState.choices, default=BatchState.MAKING)
    coverage = models.ForeignKey(Coverage, on_delete=models.PROTECT, related_name="batches")
    certificate_number = models.CharField(max_length=40)
    product_id = StoreIdField()
    group_code = models.CharField(max_length=16)
    lot_number = models.CharField(max_length=20, blank=True)
    gtin = models.CharField(max_length=14, blank=True)
    base_url = models.CharField(max_length=120)
    layout = models.CharField(max_length=12)
    count = models.PositiveIntegerField()
    made = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=250)
    title_hi = models.CharField(max_length=250, blank=True)
    title_ur = models.CharField(max_length=250, blank=True)
    grade_name = models.CharField(max_length=80, blank=True)
    slug = models.CharField(max_length=255, blank=True)
    picture_url = models.CharField(max_length=500, blank=True)
    is_illustration = models.BooleanField(default=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(count__gt=0, made__lte=F("count"), state__in=BatchState.values),
                name="batch_count",
            ),
            models.CheckConstraint(
                condition=Q(state=BatchState.MAKING) | Q(made=F("count")), name="batch_ready_is_whole"
            ),
        )
        indexes = (models.Index(fields=("certificate_number", "id"), name="batch_of_certificate"),)


class Label(models.Model):
    """
    One label. A change of state goes through the trigger, which knows what may become what, counts, and
    writes history with ``changed_by`` and ``reason``.
    """

    code = models.CharField(max_length=20, unique=True)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="labels")
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=LabelStateName.choices, default=LabelStateName.PRINTED)
    unit = models.CharField(max_length=60, blank=True, help_text="how the group tells the piece")
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=80, blank=True, help_text="person:7")
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=LabelStateName.values), name="label_state"),
            models.UniqueConstraint(fields=("batch", "position"), name="label_position_once"),
        )

    def __str__(self) -> str:
        return self.code


class LabelChange(models.Model):
    """What became of a label after printing; written by a trigger, refused UPDATE, DELETE and TRUNCATE."""

    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="changes")
    state = models.CharField(max_length=8, choices=LabelStateName.choices)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    reason = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=60, blank=True)
