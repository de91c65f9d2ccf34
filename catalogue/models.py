"""The search index beside the store, and what remembers that the demo's goods are loaded.

What sellers wish to sell, and the blocks, are in ``listing_models``; their photographs in ``photo_models``.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from catalogue.listing_models import (
    Block,
    GroupCounter,
    GroupHoliday,
    Listing,
    ListingAct,
    ListingStep,
    ListingVariant,
    Stage,
)
from catalogue.photo_models import ListingPhoto, PhotoConsent
from jkrlm.kernel.ids import StoreIdField

__all__ = [
    "LISTED",
    "Block",
    "Cell",
    "DemoLoad",
    "GroupCounter",
    "GroupHoliday",
    "IndexedProduct",
    "Label",
    "Listing",
    "ListingAct",
    "ListingPhoto",
    "ListingStep",
    "ListingVariant",
    "PhotoConsent",
    "Stage",
    "Term",
]

LISTED = Q(listed=True)


class Label(models.Model):
    """A category, craft or district by which goods are counted: a small number stands for it in the index."""

    class Kind(models.TextChoices):
        CATEGORY = "category"
        CRAFT = "craft"
        DISTRICT = "district"

    id = models.SmallAutoField(primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    slug = models.CharField(max_length=255)
    name = models.CharField(max_length=250)
    name_hi = models.CharField(max_length=250, blank=True)
    name_ur = models.CharField(max_length=250, blank=True)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="catalogue_label_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["category", "craft", "district"]), name="catalogue_label_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"


class IndexedProduct(models.Model):
    """
    What a product of the store is found by. The row is narrow on purpose: counting reads thousands of them.

    ``terms`` holds Term ids: ``title_terms`` of the names first, then those of craft, category, district and
    maker up to ``label_terms``; relevance is judged by where a word stands. A product that is not listed
    keeps its row, so that news older than its going is known to be old.
    Numbers in category, craft and district are Label ids; 0 is none.
    """

    class Availability(models.IntegerChoices):
        SOLD_OUT = 0
        MADE_TO_ORDER = 1
        READY = 2

    product_id = StoreIdField(unique=True)
    listed = models.BooleanField()
    category = models.SmallIntegerField()
    craft = models.SmallIntegerField()
    district = models.SmallIntegerField()
    certified = models.BooleanField()
    gi = models.BooleanField()
    availability = models.SmallIntegerField(choices=Availability.choices)
    price_paise = models.BigIntegerField(help_text="lowest price with tax, in paise")
    created_at = models.DateTimeField(help_text="when the store made the product")
    store_updated_at = models.DateTimeField(help_text="the store's updatedAt of what was indexed")
    name = models.CharField(max_length=250)
    title_terms = models.SmallIntegerField()
    label_terms = models.SmallIntegerField()
    terms = ArrayField(models.IntegerField())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(price_paise__gte=0), name="catalogue_price_not_negative"),
            models.CheckConstraint(
                condition=Q(availability__in=[0, 1, 2]), name="catalogue_known_availability"
            ),
        ]
        indexes = [
            GinIndex(fields=["terms"], name="catalogue_words", condition=LISTED),
            models.Index(fields=["-created_at", "-id"], condition=LISTED, name="catalogue_newest"),
            models.Index(
                fields=["price_paise", "id"],
                include=["category", "craft", "district", "certified", "gi", "availability"],
                condition=LISTED,
                name="catalogue_price",
            ),
            models.Index(fields=["name", "id"], condition=LISTED, name="catalogue_name"),
            models.Index(
                fields=["category", "-created_at", "-id"], condition=LISTED, name="catalogue_by_category"
            ),
            models.Index(
                fields=["category", "price_paise", "id"], condition=LISTED, name="catalogue_category_price"
            ),
            models.Index(fields=["craft", "-created_at", "-id"], condition=LISTED, name="catalogue_by_craft"),
            models.Index(
                fields=["district", "-created_at", "-id"], condition=LISTED, name="catalogue_by_district"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Cell(models.Model):
    """
    How many listed products share all facets. Kept exact by a trigger on IndexedProduct, whoever writes.

    ``band`` is the place of the price among ``catalogue.rules.PRICE_EDGES``.
    """

    category = models.SmallIntegerField()
    craft = models.SmallIntegerField()
    district = models.SmallIntegerField()
    certified = models.BooleanField()
    gi = models.BooleanField()
    availability = models.SmallIntegerField()
    band = models.SmallIntegerField()
    products = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["category", "craft", "district", "certified", "gi", "availability", "band"],
                name="catalogue_cell_once",
            ),
            models.CheckConstraint(condition=Q(products__gte=0), name="catalogue_cell_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.products} in cell {self.pk}"


class Term(models.Model):
    """
    A word that some product is found by; typing errors are put right against these.

    A spelling that stands for another word (``stands_in``) is not found itself, but a typing error may be
    nearest to it.
    """

    # Collation "C": the words that begin alike lie together, whatever the server's language is.
    word = models.CharField(max_length=64, unique=True, db_collation="C")
    products = models.IntegerField(default=0, help_text="how many products had it when last counted")
    stands_in = models.BooleanField(default=False)

    class Meta:
        indexes = [GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="catalogue_term_trigrams")]

    def __str__(self) -> str:
        return self.word


class DemoLoad(models.Model):
    """The demo's goods are in the store, as the seed with this fingerprint describes them."""

    fingerprint = models.CharField(max_length=64, unique=True, help_text="SHA-256, hex")
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.fingerprint[:12]
