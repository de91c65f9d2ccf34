"""What sellers wish to sell, and why something may not be bought. No workflow here."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from catalogue.contracts_listings import BlockReason, ListingState, StockKind
from jkrlm.kernel.ids import StoreIdField


class Stage(models.TextChoices):
    """How far a listing's text has come; whether it is on sale follows from the store and the blocks."""

    DRAFT = ListingState.DRAFT.value, ListingState.DRAFT.label
    CHECKING = ListingState.CHECKING.value, ListingState.CHECKING.label
    SENT_BACK = ListingState.SENT_BACK.value, ListingState.SENT_BACK.label
    APPROVED = ListingState.APPROVED.value, ListingState.APPROVED.label


_WITH_PRODUCT = ~Q(product_id="")


class Listing(models.Model):
    """
    Goods of a group as their seller described them, and what staff made of it.

    ``wanted`` is false while the group itself keeps it off sale. ``vouched`` is true where staff brought the
    goods into the store without the desk: its papers were looked at then. ``version`` counts changes, so
    that two people do not decide on different things.
    """

    key = models.CharField(max_length=64, unique=True, help_text="made on the phone, once for a listing")
    group_code = models.CharField(max_length=16)
    person_id = models.BigIntegerField(null=True, help_text="pii: whose it is, in the registry")
    kind = models.SlugField(max_length=60)
    stage = models.CharField(max_length=10, choices=Stage.choices)
    wanted = models.BooleanField(default=True)
    vouched = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    price_paise = models.BigIntegerField(null=True, help_text="for one, with tax")
    stock_kind = models.CharField(max_length=14, choices=StockKind.choices)
    lead_days = models.PositiveSmallIntegerField(help_text="days from order to hand-over")
    words = models.TextField(blank=True, help_text="pii: the seller's own words, may name people")
    photo_keys = ArrayField(models.CharField(max_length=64), default=list)
    this_piece = models.BooleanField(
        default=False, db_default=False, help_text="the seller says: the photographs show this very piece"
    )
    voice_key = models.CharField(max_length=64, blank=True)
    answers = models.JSONField(default=dict)

    title = models.CharField(max_length=200, blank=True)
    title_hi = models.CharField(max_length=200, blank=True)
    title_ur = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    description_hi = models.TextField(blank=True)
    description_ur = models.TextField(blank=True)
    hsn = models.CharField(max_length=8, blank=True)
    weight_grams = models.PositiveIntegerField(null=True)
    dims_cm = models.CharField(max_length=20, blank=True, help_text="length x width x height, packed")
    facts = models.JSONField(default=dict, help_text="attributes of the store by slug, from the desk")

    reasons = ArrayField(models.CharField(max_length=30), default=list, help_text="why it was sent back")
    reason_words = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    sku = models.CharField(max_length=60, blank=True, help_text="also the store's external reference")
    product_id = StoreIdField(blank=True)
    slug = models.CharField(max_length=255, blank=True)
    published_at = models.DateTimeField(null=True, help_text="when nothing was missing of it in the store")
    on_sale_at = models.DateTimeField(null=True, help_text="when it could first be bought")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="catalogue_listing_stage"),
            models.CheckConstraint(
                condition=Q(stock_kind__in=StockKind.values), name="catalogue_listing_stock_kind"
            ),
            models.CheckConstraint(
                condition=Q(price_paise__isnull=True) | Q(price_paise__gt=0), name="catalogue_listing_price"
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.DRAFT)
                | Q(price_paise__isnull=False, photo_keys__len__gt=0, sent_at__isnull=False),
                name="catalogue_listing_sent_whole",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.APPROVED)
                | ~Q(title="") & ~Q(sku="") & ~Q(hsn="") & Q(weight_grams__gt=0),
                name="catalogue_listing_approved_whole",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.SENT_BACK) | Q(reasons__len__gt=0),
                name="catalogue_listing_sent_back_why",
            ),
            models.CheckConstraint(
                condition=~_WITH_PRODUCT | Q(stage=Stage.APPROVED), name="catalogue_listing_product_approved"
            ),
            models.UniqueConstraint(
                fields=["product_id"], condition=_WITH_PRODUCT, name="catalogue_listing_product_once"
            ),
            models.UniqueConstraint(fields=["sku"], condition=~Q(sku=""), name="catalogue_listing_sku_once"),
        ]
        indexes = [
            models.Index(fields=["group_code", "-changed_at"], name="catalogue_listing_of_group"),
            models.Index(
                fields=["sent_at", "id"], condition=Q(stage=Stage.CHECKING), name="catalogue_listing_queue"
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.kind} of {self.group_code}"


class ListingVariant(models.Model):
    """
    What can be bought of a listing; one without a name where it comes in one form only.

    ``quantity`` is how many can be bought now: the seller's last wish, then what the store was last seen to
    have. Wishes are numbered: ``stock_wish`` is the last one made, ``stock_done`` the last one the store has;
    ``stock_before`` and ``stock_target`` say what a write that is under way changes. ``stock_wished_at`` is
    when the last one was made: moves of stock that were asked for before it come first, the others after it.
    """

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="variants")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=120, blank=True)
    sku = models.CharField(max_length=60, blank=True)
    variant_id = StoreIdField(blank=True)
    price_paise = models.BigIntegerField(null=True, help_text="null: the listing's")
    quantity = models.PositiveIntegerField()
    stock_wish = models.PositiveIntegerField(default=0)
    stock_done = models.PositiveIntegerField(default=0)
    stock_wished_at = models.DateTimeField(null=True)
    stock_before = models.PositiveIntegerField(null=True)
    stock_target = models.PositiveIntegerField(null=True)
    price_wish = models.PositiveIntegerField(default=0)
    price_done = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(price_paise__isnull=True) | Q(price_paise__gt=0), name="catalogue_variant_price"
            ),
            models.CheckConstraint(
                condition=Q(stock_done__lte=F("stock_wish"), price_done__lte=F("price_wish")),
                name="catalogue_variant_wishes_in_order",
            ),
            models.UniqueConstraint(fields=["listing", "position"], name="catalogue_variant_position"),
            models.UniqueConstraint(fields=["sku"], condition=~Q(sku=""), name="catalogue_variant_sku_once"),
            models.UniqueConstraint(
                fields=["variant_id"], condition=~Q(variant_id=""), name="catalogue_variant_id_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.name}".strip()


class ListingAct(models.Model):
    """An act that carried a key: the same key again does nothing. ``digest`` is of what was asked."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    verb = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["listing", "key"], name="catalogue_act_once")]

    def __str__(self) -> str:
        return f"{self.verb} {self.key}"


class ListingStep(models.Model):
    """The history of a listing; only added to."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    actor = models.CharField(max_length=60, help_text="pii: person:<user id>, or a program's name")
    on_behalf_of = models.CharField(max_length=120, blank=True, help_text="pii: a member's name")
    what = models.CharField(max_length=30)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.what} {self.listing_id}"


class Block(models.Model):
    """
    Why a product may not be bought; lifted, not deleted. It is the only place where that is decided.

    ``until`` is when it is lifted by itself. ``source`` names whoever put it, so that nobody lifts another's.
    """

    product_id = StoreIdField()
    reason = models.CharField(max_length=12, choices=BlockReason.choices)
    source = models.CharField(max_length=60)
    note = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=BlockReason.values), name="catalogue_block_reason"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="catalogue_block_ends_later"
            ),
            models.UniqueConstraint(
                fields=["product_id", "reason", "source"],
                condition=Q(lifted_at__isnull=True),
                name="catalogue_block_once",
            ),
        ]
        indexes = [
            models.Index(fields=["product_id"], name="catalogue_block_of_product"),
            models.Index(
                fields=["until"],
                condition=Q(lifted_at__isnull=True, until__isnull=False),
                name="catalogue_block_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.product_id}"


class GroupHoliday(models.Model):
    """Days on which a group sends nothing, both included; one to a group, the past ones are kept."""

    group_code = models.CharField(max_length=16)
    since = models.DateField()
    until = models.DateField()
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=60, help_text="pii: person:<user id>")
    ended_at = models.DateTimeField(null=True, help_text="over, or taken back")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="catalogue_holiday_days"),
            models.UniqueConstraint(
                fields=["group_code"], condition=Q(ended_at__isnull=True), name="catalogue_holiday_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_code} {self.since} to {self.until}"


class GroupCounter(models.Model):
    """The last number given to a listing of a group: KZ09-0007."""

    group_code = models.CharField(max_length=16, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.group_code} {self.last}"
