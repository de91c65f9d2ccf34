from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from exhibitions.stock.states import (
    ADDING,
    Bearer,
    ConsignmentState,
    DifferenceKind,
    Direction,
    EntryKind,
    Hand,
    Outcome,
    Whereabouts,
)
from jkrlm.kernel.ids import StoreIdField

#: As long as codes of exhibitions and places may be.
CODE = 40
SERIAL = 20


def serials_field() -> ArrayField:
    """Codes of labels, as printed without hyphens."""
    return ArrayField(models.CharField(max_length=SERIAL), default=list, blank=True)


class EventWarehouse(models.Model):
    """The store's warehouse of an exhibition, for its days."""

    exhibition_code = models.CharField(max_length=CODE, unique=True)
    slug = models.CharField(max_length=80, unique=True)
    warehouse_id = StoreIdField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.slug


class YearCounter(models.Model):
    """The last number of a year's consignments; the row is locked while the next is taken."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


class Consignment(models.Model):
    """
    Goods of one group on their way to an exhibition, or back. ``packed_at`` is the place (a hub) where it was
    packed, empty at the group's. ``transport`` says who carries it, ``carrier`` whose vehicle or post it is,
    ``docket`` the number of the parcel or the receipt there.
    ``is_rest`` is a consignment back after which nothing of the group should be left.
    """

    number = models.CharField(max_length=16, unique=True)
    key = models.CharField(max_length=64, unique=True, help_text="the form's own: sent twice, it is one")
    exhibition_code = models.CharField(max_length=CODE)
    group_code = models.CharField(max_length=16)
    direction = models.CharField(max_length=4, choices=Direction.choices)
    state = models.CharField(max_length=10, choices=ConsignmentState.choices, default=ConsignmentState.PACKED)
    packed_at = models.CharField(max_length=CODE, blank=True)
    hub_code = models.CharField(max_length=CODE, blank=True, help_text="through which it goes, if any")
    transport = models.CharField(max_length=120, blank=True)
    carrier = models.CharField(max_length=60, blank=True)
    vehicle = models.CharField(max_length=20, blank=True)
    docket = models.CharField(max_length=40, blank=True)
    is_rest = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(number__regex=r"^CN-\d{4}-\d{3,}$"), name="consignment_number"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ConsignmentState.values, direction__in=Direction.values),
                name="consignment_values",
            ),
            models.CheckConstraint(
                condition=Q(is_rest=False) | Q(direction=Direction.BACK), name="consignment_rest_goes_back"
            ),
        )
        indexes = (
            models.Index(fields=("exhibition_code", "state", "id"), name="consignment_of_event"),
            models.Index(fields=("group_code", "id"), name="consignment_of_group"),
        )

    def __str__(self) -> str:
        return self.number


class Line(models.Model):
    """
    One variant of a consignment. ``held_back`` were packed, but were sold in the shop before the store let
    them go: they stay with the group. ``in_transit`` is how many of it the store counts as on the way.
    ``is_new`` goods are made to order: the shop has no number of them.
    """

    consignment = models.ForeignKey(Consignment, on_delete=models.PROTECT, related_name="lines")
    variant_id = StoreIdField()
    product_id = StoreIdField()
    sku = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    title_hi = models.CharField(max_length=200, blank=True)
    title_ur = models.CharField(max_length=200, blank=True)
    variant_name = models.CharField(max_length=120, blank=True)
    picture_key = models.CharField(max_length=64, blank=True)
    is_new = models.BooleanField(default=False)
    packed = models.PositiveIntegerField()
    held_back = models.PositiveIntegerField(default=0)
    in_transit = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("consignment", "variant_id"), name="consignment_line_once"),
            models.CheckConstraint(
                condition=Q(held_back__lte=F("packed")), name="consignment_line_held_back"
            ),
        )
        indexes = (
            models.Index(
                fields=("variant_id",), condition=Q(in_transit__gt=0), name="consignment_on_the_way"
            ),
        )

    @property
    def expected_first(self) -> int:
        """How many left the group, as far as it was counted there."""
        return self.packed - self.held_back


class Count(models.Model):
    """Somebody counted; triggers refuse UPDATE, DELETE and TRUNCATE."""

    consignment = models.ForeignKey(Consignment, on_delete=models.PROTECT, related_name="counts")
    hand = models.CharField(max_length=8, choices=Hand.choices)
    key = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80, help_text="person:7")
    on_behalf_of = models.CharField(max_length=80, blank=True)
    place_code = models.CharField(max_length=CODE, blank=True)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("consignment", "hand"), name="consignment_counted_once_a_hand"),
            models.CheckConstraint(condition=Q(hand__in=Hand.values), name="consignment_count_hand"),
        )


class CountLine(models.Model):
    """What was found of a line; triggers refuse UPDATE, DELETE and TRUNCATE."""

    count = models.ForeignKey(Count, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="counted")
    expected = models.PositiveIntegerField()
    good = models.PositiveIntegerField()
    damaged = models.PositiveIntegerField(default=0)
    serials = serials_field()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("count", "line"), name="consignment_count_line_once"),)


class Difference(models.Model):
    """
    What a hand found otherwise than the one before. ``stands_in`` is the slug of the store's warehouse that
    counts the pieces until somebody says what became of them; empty for what was too many.
    """

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="differences")
    hand = models.CharField(max_length=8, choices=Hand.choices)
    kind = models.CharField(max_length=8, choices=DifferenceKind.choices)
    quantity = models.PositiveIntegerField()
    serials = serials_field()
    stands_in = models.CharField(max_length=80, blank=True)
    found_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    bearer = models.CharField(max_length=10, choices=Bearer.choices, blank=True)
    words = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("line", "hand", "kind", "stands_in"), name="stock_difference_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=DifferenceKind.values, hand__in=Hand.values, quantity__gt=0),
                name="stock_difference_values",
            ),
            models.CheckConstraint(
                condition=Q(serials__len__lte=F("quantity")), name="stock_difference_labels_fit"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, outcome="", bearer="")
                | (
                    Q(settled_at__isnull=False, outcome__in=Outcome.values, bearer__in=Bearer.values)
                    & ~Q(words="")
                    & ~Q(settled_by="")
                ),
                name="stock_difference_settled_whole",
            ),
        )
        indexes = (
            models.Index(fields=("id",), condition=Q(settled_at__isnull=True), name="stock_differences_open"),
        )


class Entry(models.Model):
    """
    What changed the stock of an exhibition; ``quantity`` is signed as its kind says. A trigger adds it to
    ``Shelf``; others refuse UPDATE, DELETE and TRUNCATE.
    """

    reference = models.CharField(
        max_length=120, unique=True, help_text="what it is of: told twice, it is one"
    )
    exhibition_code = models.CharField(max_length=CODE)
    variant_id = StoreIdField()
    kind = models.CharField(max_length=8, choices=EntryKind.choices)
    quantity = models.IntegerField()
    serials = serials_field()
    bill_id = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=ADDING, quantity__gt=0)
                | Q(kind__in=(EntryKind.SOLD, EntryKind.BACK, EntryKind.LOST), quantity__lt=0),
                name="stock_entry_sign",
            ),
            models.CheckConstraint(
                condition=Q(bill_id="") ^ Q(kind__in=(EntryKind.SOLD, EntryKind.RETURNED)),
                name="stock_entry_of_bill",
            ),
        )
        indexes = (
            models.Index(fields=("exhibition_code", "variant_id"), name="stock_entries_of_goods"),
            models.Index(fields=("bill_id",), condition=~Q(bill_id=""), name="stock_entries_of_bill"),
        )


class Shelf(models.Model):
    """
    What of a variant stands at an exhibition: the sums of its entries, kept by a trigger, whose row lock puts
    the sales of one variant into an order. ``quantity`` may fall below nought: sold without network.
    """

    exhibition_code = models.CharField(max_length=CODE)
    variant_id = StoreIdField()
    product_id = StoreIdField(blank=True)
    group_code = models.CharField(max_length=16, blank=True)
    sku = models.CharField(max_length=60, blank=True)
    counted_in = models.IntegerField(default=0)
    sold = models.IntegerField(default=0, help_text="less what buyers brought back")
    back = models.IntegerField(default=0)
    lost = models.IntegerField(default=0)
    quantity = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("exhibition_code", "variant_id"), name="stock_shelf_once"),
            models.CheckConstraint(
                condition=Q(quantity=F("counted_in") - F("sold") - F("back") - F("lost")),
                name="stock_shelf_sum",
            ),
        )
        indexes = (models.Index(fields=("exhibition_code", "group_code"), name="stock_shelf_of_group"),)


class Piece(models.Model):
    """A labelled piece that was ever packed for an exhibition: one row, so that it is in one place."""

    serial = models.CharField(max_length=SERIAL, primary_key=True)
    variant_id = StoreIdField()
    group_code = models.CharField(max_length=16)
    exhibition_code = models.CharField(max_length=CODE)
    consignment = models.ForeignKey(Consignment, on_delete=models.PROTECT, null=True, related_name="pieces")
    at = models.CharField(max_length=10, choices=Whereabouts.choices)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(at__in=Whereabouts.values), name="stock_piece_at"),)
        indexes = (models.Index(fields=("exhibition_code", "at", "variant_id"), name="stock_pieces_at"),)

    def __str__(self) -> str:
        return self.serial


class FairPrice(models.Model):
    """
    What a group asks for a thing at fairs, where that is not its price online; rupees with tax, in paise. The
    store has one channel for all stalls: it holds at every fair.
    """

    variant_id = StoreIdField(unique=True)
    group_code = models.CharField(max_length=16)
    paise = models.PositiveIntegerField()
    named_at = models.DateTimeField()
    actor = models.CharField(max_length=80, help_text="person:7")
    on_behalf_of = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(paise__gt=0), name="stock_fair_price_positive"),)


class BillNote(models.Model):
    """A bill that changed the stock here; ``imported_at`` is when the store had it as an order."""

    bill_id = models.CharField(max_length=64, unique=True)
    exhibition_code = models.CharField(max_length=CODE)
    noted_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True)
    shorts = models.JSONField(default=list, help_text="(variant, quantity, serial) that were not there")

    class Meta:
        indexes = (
            models.Index(
                fields=("exhibition_code",), condition=Q(imported_at__isnull=True), name="stock_bills_open"
            ),
        )
