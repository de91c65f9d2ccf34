from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from certification.lots.contracts import Bearer, LotState
from jkrlm.kernel.dated import DatedRow
from jkrlm.kernel.ids import StoreIdField

#: What a number may be: safe in a GS1 Digital Link without escapes, at most 20 characters.
NUMBER = r"^[A-Z0-9-]{3,20}$"


class MinimumLife(DatedRow):
    """
    How many days goods of a kind keep when they reach the buyer; no kind: all that have no rule of
    their own.
    """

    kind = models.SlugField(max_length=40, blank=True)
    days = models.PositiveSmallIntegerField()
    on_the_way = models.PositiveSmallIntegerField(help_text="days reckoned with while none is promised")

    class Meta(DatedRow.Meta):
        constraints = (
            *DatedRow.Meta.constraints,
            models.UniqueConstraint(fields=("kind", "valid_from"), name="lot_life_once"),
            models.CheckConstraint(condition=Q(days__lte=1500, on_the_way__lte=90), name="lot_life_days"),
        )


class Lot(models.Model):
    """
    What was made together.

    ``assigned`` is kept by triggers from the assignments; a check holds it below what there is, so that two
    orders at once never get the same piece.
    """

    key = models.CharField(max_length=64, unique=True)
    number = models.CharField(max_length=20, unique=True)
    group_code = models.CharField(max_length=16)
    product_id = StoreIdField()
    variant_id = StoreIdField(blank=True)
    name = models.CharField(max_length=250)
    made_on = models.DateField()
    expires_on = models.DateField(null=True, help_text="the last day on which it may be sold")
    quantity = models.PositiveIntegerField()
    certified_quantity = models.PositiveIntegerField(null=True, help_text="empty until it was decided on")
    assigned = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=LotState.choices, default=LotState.OPEN)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(number__regex=NUMBER), name="lot_number_form"),
            models.CheckConstraint(condition=Q(state__in=LotState.values), name="lot_state"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, assigned__lte=F("quantity")), name="lot_not_oversold"
            ),
            models.CheckConstraint(
                condition=Q(certified_quantity__isnull=True) | Q(certified_quantity__lte=F("quantity")),
                name="lot_certified_part",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("made_on")), name="lot_days"
            ),
        )
        indexes = (
            models.Index(fields=("product_id", "expires_on", "made_on"), name="lot_first_expired"),
            models.Index(fields=("group_code", "id"), name="lot_of_group"),
        )

    def __str__(self) -> str:
        return self.number


class LotChange(models.Model):
    """What happened to a lot; triggers refuse UPDATE, DELETE and TRUNCATE."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="changes")
    what = models.CharField(max_length=16)
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80, help_text="person:7, store, or the clock")
    on_behalf_of = models.CharField(max_length=80, blank=True)


class Assignment(models.Model):
    """Pieces of a lot in an order's line; triggers count them and refuse what may not be sold."""

    key = models.CharField(max_length=120, unique=True)
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="assignments")
    order_code = models.CharField(max_length=40)
    line_ref = models.CharField(max_length=128)
    product_id = StoreIdField()
    quantity = models.PositiveIntegerField()
    released = models.PositiveIntegerField(default=0)
    serials = ArrayField(models.CharField(max_length=20), default=list, help_text="label codes, as given")
    assigned_at = models.DateTimeField()
    arrives_on = models.DateField(null=True, help_text="promised to the buyer, as it was known then")
    keeps_days = models.PositiveSmallIntegerField(default=0, help_text="asked for by the rule of its day")
    actor = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(quantity__gt=0, released__lte=F("quantity")), name="assignment_quantity"
            ),
            models.CheckConstraint(
                condition=Q(serials__len=0) | Q(serials__len__lte=F("quantity")), name="assignment_serials"
            ),
        )
        indexes = (models.Index(fields=("order_code", "line_ref"), name="assignment_of_order"),)


class Release(models.Model):
    """Pieces that came back to the lot; ``key`` is the act's own."""

    key = models.CharField(max_length=120, unique=True)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="releases")
    quantity = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(quantity__gt=0), name="release_quantity"),)


class SoldUnit(models.Model):
    """A labelled piece in an order; the same piece is in one order at a time."""

    serial = models.CharField(max_length=20)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="units")
    sold_on = models.DateField()
    is_back = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("serial",), condition=Q(is_back=False), name="unit_sold_once"),
        )


class Recall(models.Model):
    """A lot is called back once; ``orders`` held pieces of it then."""

    key = models.CharField(max_length=64, unique=True)
    lot = models.OneToOneField(Lot, on_delete=models.PROTECT, related_name="recall")
    reason = models.CharField(max_length=500)
    bearer = models.CharField(max_length=8, choices=Bearer.choices)
    orders = ArrayField(models.CharField(max_length=40), default=list)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(bearer__in=Bearer.values), name="recall_bearer"),
            models.CheckConstraint(condition=~Q(reason=""), name="recall_reason"),
        )
