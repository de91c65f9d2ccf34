from django.db import models
from django.db.models import F, Q

from jkrlm.kernel.ids import StoreIdField
from logistics.parcels.states import (
    AskKind,
    AskState,
    Bearer,
    ClaimState,
    Direction,
    ParcelState,
    Step,
    TroubleKind,
)

#: P, eight digits, a check digit (the one of S10): read aloud over a bad line, typed with one thumb.
CODE = r"^P[0-9]{9}$"
PHOTOS_MOST = 6
#: As long as codes of ``logistics.places`` may be.
PLACE_CODE = 40


class Parcel(models.Model):
    """
    One thing with one label. Without ``seller_order`` it is a box, packed at a hub of the parcels whose
    ``box`` it is; those have the same ``box_key`` of an order's plan, ``box_size`` of them.

    No name and no address is kept: what prints a label, or asks a carrier, asks the store first. Amounts
    are in INR.
    """

    code = models.CharField(max_length=10, unique=True)
    direction = models.CharField(max_length=4, choices=Direction.choices, default=Direction.OUT)
    order_id = StoreIdField(help_text="the store's order")
    order_number = models.CharField(max_length=32)
    seller_order = models.CharField(max_length=40, blank=True, help_text="code; empty: a box")
    return_number = models.PositiveBigIntegerField(null=True, help_text="of the return that brings it back")
    group_code = models.CharField(max_length=16, blank=True)
    box_key = models.CharField(max_length=80)
    box_size = models.PositiveSmallIntegerField(default=1)
    box = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="inside")
    from_place = models.CharField(max_length=PLACE_CODE, blank=True)
    hub_code = models.CharField(max_length=PLACE_CODE, blank=True)
    at_place = models.CharField(max_length=PLACE_CODE, blank=True, help_text="where it was scanned last")
    origin_pincode = models.CharField(max_length=6)
    destination_pincode = models.CharField(max_length=6)
    carrier = models.CharField(max_length=60)
    service = models.CharField(max_length=80)
    tracking_number = models.CharField(max_length=40, blank=True)
    weight_grams = models.PositiveIntegerField()
    dims_cm = models.CharField(max_length=20, blank=True)
    declared_value = models.DecimalField(max_digits=12, decimal_places=2)
    cash_to_collect = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    is_gift = models.BooleanField(default=False, help_text="no price goes with it")
    seal = models.CharField(max_length=40, blank=True)
    ship_on = models.DateField()
    earliest = models.DateField(help_text="promised when it was ordered")
    latest = models.DateField(help_text="promised when it was ordered")
    expected = models.DateField(help_text="the last promise: what was promised first, until it is late")
    state = models.CharField(max_length=12, choices=ParcelState.choices, default=ParcelState.PACKING)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(code__regex=CODE), name="parcel_code_form"),
            models.CheckConstraint(
                condition=Q(state__in=ParcelState.values, direction__in=Direction.values),
                name="parcel_values",
            ),
            models.CheckConstraint(
                condition=Q(declared_value__gte=0, cash_to_collect__gte=0, box_size__gte=1),
                name="parcel_amounts",
            ),
            models.CheckConstraint(
                condition=Q(latest__gte=F("earliest"), expected__gte=F("latest")), name="parcel_dates"
            ),
            models.CheckConstraint(
                condition=Q(direction=Direction.OUT, return_number__isnull=True)
                | Q(direction=Direction.BACK, return_number__isnull=False),
                name="parcel_back_has_return",
            ),
            models.CheckConstraint(
                condition=~Q(seller_order="") | Q(box__isnull=True, direction=Direction.OUT),
                name="parcel_box_is_alone",
            ),
            models.UniqueConstraint(
                fields=("seller_order",),
                condition=Q(direction=Direction.OUT) & ~Q(seller_order=""),
                name="parcel_of_order_once",
            ),
            models.UniqueConstraint(
                fields=("order_id", "box_key"),
                condition=Q(seller_order="") & ~Q(state=ParcelState.CANCELLED),
                name="parcel_box_once",
            ),
            models.UniqueConstraint(
                fields=("return_number",),
                condition=~Q(state=ParcelState.CANCELLED),
                name="parcel_of_return_once",
            ),
            models.UniqueConstraint(
                fields=("carrier", "tracking_number"),
                condition=~Q(tracking_number="") & Q(box__isnull=True),
                name="parcel_tracking_once",
            ),
        )
        indexes = (
            models.Index(fields=("state", "id"), name="parcel_by_state"),
            models.Index(fields=("order_id",), name="parcel_of_order"),
            models.Index(fields=("order_number",), name="parcel_by_number"),
            models.Index(fields=("tracking_number",), name="parcel_by_tracking"),
            models.Index(fields=("seller_order",), name="parcel_by_seller_order"),
            models.Index(fields=("hub_code", "state", "id"), name="parcel_by_hub"),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def is_box(self) -> bool:
        return not self.seller_order

    def going(self) -> models.QuerySet["Parcel"]:
        """
        Return what of this box travels with it, in its order: not what was called off, or went wrong, while
        it lay at the hub.
        """
        return self.inside.filter(state=self.state).order_by("id")


class ParcelStep(models.Model):
    """
    What happened; triggers refuse UPDATE, DELETE and TRUNCATE. ``state`` is the one after it.

    ``at`` is when it happened (a phone without network, a carrier's clock), ``noted_at`` when we heard.
    """

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="steps")
    key = models.CharField(max_length=120, unique=True)
    step = models.CharField(max_length=16, choices=Step.choices)
    state = models.CharField(max_length=12, choices=ParcelState.choices)
    at = models.DateTimeField()
    noted_at = models.DateTimeField()
    place_code = models.CharField(max_length=PLACE_CODE, blank=True)
    where = models.CharField(max_length=80, blank=True, help_text="as a carrier names it")
    actor = models.CharField(max_length=80, help_text="person:7, store, clock, or the carrier")
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(step__in=Step.values, state__in=ParcelState.values), name="parcel_step_values"
            ),
        )
        indexes = (models.Index(fields=("parcel", "id"), name="parcel_history"),)


class ParcelPhoto(models.Model):
    """A private picture, taken where it changed hands."""

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="photos")
    place = models.PositiveSmallIntegerField()
    picture_key = models.CharField(max_length=64)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("parcel", "place"), name="parcel_photo_place"),
            models.CheckConstraint(
                condition=Q(place__lt=PHOTOS_MOST, picture_key__regex=r"^[0-9a-f]{64}$"),
                name="parcel_photo_most",
            ),
        )


class CarrierLabel(models.Model):
    """
    The carrier's own label of the number that a parcel has: a private PDF, fetched once. It names the buyer,
    so it is forgotten when the carrier has the parcel, or the parcel has another number.
    """

    parcel = models.OneToOneField(Parcel, on_delete=models.PROTECT, related_name="carriers_label")
    number = models.CharField(max_length=40)
    paper_key = models.CharField(max_length=64)
    fetched_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(paper_key__regex=r"^[0-9a-f]{64}$") & ~Q(number=""), name="parcel_carriers_label"
            ),
        )


class Promise(models.Model):
    """A later day that the buyer was told; triggers refuse UPDATE, DELETE and TRUNCATE."""

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="promises")
    was = models.DateField()
    expected = models.DateField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("parcel", "was"), name="parcel_promise_once"),
            models.CheckConstraint(condition=Q(expected__gt=F("was")), name="parcel_promise_later"),
        )


class Trouble(models.Model):
    """Something went wrong, and who bears it. ``claimed`` is what the carrier is asked for, INR."""

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="troubles")
    key = models.CharField(max_length=80, unique=True, help_text="the form's own: sent twice, it is one")
    kind = models.CharField(max_length=10, choices=TroubleKind.choices)
    bearer = models.CharField(max_length=10, choices=Bearer.choices)
    words = models.CharField(max_length=200)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    claim_state = models.CharField(max_length=8, choices=ClaimState.choices, default=ClaimState.NONE)
    claimed = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    claim_reference = models.CharField(max_length=40, blank=True)
    claim_paid = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    claim_settled_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("parcel", "kind"), name="parcel_trouble_once"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=TroubleKind.values,
                    bearer__in=Bearer.values,
                    claim_state__in=ClaimState.values,
                    claimed__gte=0,
                    claim_paid__gte=0,
                    claim_paid__lte=F("claimed"),
                )
                & ~Q(words=""),
                name="parcel_trouble_values",
            ),
            models.CheckConstraint(
                condition=Q(bearer=Bearer.CARRIER) | Q(claim_state=ClaimState.NONE),
                name="parcel_claim_of_carrier",
            ),
            models.CheckConstraint(
                condition=Q(
                    claim_state__in=(ClaimState.NONE, ClaimState.OPEN),
                    claim_settled_on__isnull=True,
                    claim_paid=0,
                )
                | (
                    Q(claim_state__in=(ClaimState.PAID, ClaimState.REFUSED), claim_settled_on__isnull=False)
                    & ~Q(claim_reference="")
                ),
                name="parcel_claim_settled",
            ),
        )
        indexes = (
            models.Index(fields=("id",), condition=Q(claim_state=ClaimState.OPEN), name="parcel_claims_open"),
        )


class CarrierAsk(models.Model):
    """
    Something that a carrier is asked, once, however often it has to be said: ``key`` goes along each time.
    """

    key = models.CharField(max_length=80, unique=True)
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="asks")
    kind = models.CharField(max_length=8, choices=AskKind.choices)
    day = models.DateField(null=True, help_text="of a pickup")
    said = models.JSONField(
        null=True,
        help_text="as first said under this key: weight, size, sums (INR), and of the address a fingerprint",
    )
    number = models.CharField(
        max_length=40, blank=True, help_text="to be fetched, or let go, if not the parcel's"
    )
    books_anew = models.BooleanField(default=False, help_text="let go so that it is booked as it is now")
    state = models.CharField(max_length=8, choices=AskState.choices, default=AskState.WAITING)
    tries = models.PositiveIntegerField(default=0)
    answer = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=AskKind.values, state__in=AskState.values), name="parcel_ask_values"
            ),
            models.CheckConstraint(
                condition=~Q(kind=AskKind.PICKUP) | Q(day__isnull=False), name="parcel_ask_pickup_day"
            ),
            models.CheckConstraint(
                condition=Q(books_anew=False) | Q(kind=AskKind.CANCEL) & ~Q(number=""),
                name="parcel_ask_books_anew",
            ),
        )
        indexes = (models.Index(fields=("state", "id"), name="parcel_asks_waiting"),)

    @property
    def is_not_used(self) -> bool:
        """Of a number that is to be let go: the parcel travels, and not under it."""
        goes = self.parcel.state != ParcelState.CANCELLED
        return self.kind == AskKind.CANCEL and goes and self.number not in ("", self.parcel.tracking_number)

    @property
    def is_for_a_call(self) -> bool:
        """It was refused, and a call settles it; what is to be booked is booked, or gets a number by hand."""
        return self.state == AskState.FAILED and self.kind != AskKind.CREATE
