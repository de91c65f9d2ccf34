"""What a buyer wants to send back, step by step."""

from django.db import models
from django.db.models import Q

from jkrlm.kernel.ids import StoreIdField
from sellers.orders.return_states import UNDER_WAY, Carriage, ReturnState, ReturnWish
from sellers.orders.states import ReturnReason

PHOTOS_MOST = 4


class ReturnCase(models.Model):
    """
    Pieces of one delivered parcel that their buyer wants to send back. ``answer`` is the last word of the
    staff, told to the buyer; ``adjustment`` is the money, once the pieces were looked at.
    """

    seller_order = models.ForeignKey(
        "seller_orders.SellerOrder", on_delete=models.PROTECT, related_name="return_cases"
    )
    key = models.CharField(max_length=64, unique=True, help_text="the form's own: sent twice, it is one")
    wish = models.CharField(max_length=8, choices=ReturnWish.choices, default=ReturnWish.REFUND)
    wanted = StoreIdField(blank=True, help_text="the store's variant that is wanted instead")
    why = models.CharField(max_length=20, choices=ReturnReason.choices)
    words = models.CharField(max_length=500, blank=True, help_text="pii: the buyer's own words")
    carriage = models.CharField(max_length=8, choices=Carriage.choices)
    state = models.CharField(max_length=10, choices=ReturnState.choices, default=ReturnState.ASKED)
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    pickup_on = models.DateField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    adjustment = models.OneToOneField(
        "seller_orders.Adjustment", on_delete=models.PROTECT, null=True, related_name="return_case"
    )
    exchange_number = models.CharField(max_length=32, blank=True, help_text="the order of the other piece")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    state__in=ReturnState.values,
                    why__in=ReturnReason.values,
                    wish__in=ReturnWish.values,
                    carriage__in=Carriage.values,
                ),
                name="orders_return_values",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReturnState.BOOKED) | Q(pickup_on__isnull=False),
                name="orders_return_pickup",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(ReturnState.REFUSED, ReturnState.REJECTED)) | ~Q(answer=""),
                name="orders_return_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(ReturnState.ACCEPTED, ReturnState.REFUNDED))
                | Q(adjustment__isnull=False),
                name="orders_return_money",
            ),
            models.UniqueConstraint(
                fields=("exchange_number",),
                condition=~Q(exchange_number=""),
                name="orders_return_exchange_once",
            ),
        )
        indexes = (
            models.Index(fields=("state", "changed_at"), name="orders_return_age"),
            models.Index(
                fields=("seller_order",), condition=Q(state__in=UNDER_WAY), name="orders_return_open"
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """As people say it: R17."""
        return f"R{self.pk}"


class ReturnLine(models.Model):
    """Units of a line; ``accepted`` is empty until somebody has looked at them."""

    case = models.ForeignKey(ReturnCase, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(
        "seller_orders.SellerOrderLine", on_delete=models.PROTECT, related_name="return_lines"
    )
    quantity = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "line"), name="orders_return_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0)
                & (Q(accepted__isnull=True) | Q(accepted__lte=models.F("quantity"))),
                name="orders_return_line_units",
            ),
        )


class ReturnPhoto(models.Model):
    """A private picture: the buyer's, or of who looked at the pieces."""

    case = models.ForeignKey(ReturnCase, on_delete=models.PROTECT, related_name="photos")
    place = models.PositiveSmallIntegerField()
    picture_key = models.CharField(max_length=64, help_text="pii: names a picture that may show people")
    by_staff = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "place"), name="orders_return_photo_place"),
            models.CheckConstraint(
                condition=Q(place__lt=2 * PHOTOS_MOST, picture_key__regex=r"^[0-9a-f]{64}$"),
                name="orders_return_photo_most",
            ),
        )


class ReturnChange(models.Model):
    """What happened to it; triggers refuse UPDATE, DELETE and TRUNCATE."""

    case = models.ForeignKey(ReturnCase, on_delete=models.PROTECT, related_name="changes")
    state = models.CharField(max_length=10, choices=ReturnState.choices)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80, help_text="person:7, buyer, or the store")
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=("case", "at"), name="orders_return_history"),)
