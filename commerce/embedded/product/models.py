"""
What is sold: categories, collections, types, products, variants, their pictures and their listings.

What a list of products sorts and filters by is kept where it is read: a product's prices on its
channel listing, its words in `search_vector`. The services that change a price or a text refresh both.
"""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from commerce.embedded.attribute.models import AssignedValue, Attribute
from commerce.embedded.engine.models import WithMetadata
from jkrlm.kernel.dated import ReferenceVersion


def price_field(*, null: bool = False) -> models.DecimalField:  # type: ignore[type-arg]
    """Return a column for an amount in the channel's currency, to a tenth of a paisa."""
    return models.DecimalField(max_digits=12, decimal_places=3, null=null, blank=null)


class SetupVersion(ReferenceVersion):
    """A token that changes with channels, categories, types and attributes; see ``engine.remembered``."""

    class Meta(ReferenceVersion.Meta):
        app_label = "store_product"
        abstract = False

    def __str__(self) -> str:
        return str(self.token)


class Category(WithMetadata):
    """A branch of the tree; `path` lists the ids from the root down to itself, as in ``3.17.``."""

    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)
    description = models.JSONField(null=True, blank=True, help_text="EditorJS document.")
    seo_title = models.CharField(max_length=70, blank=True)
    seo_description = models.CharField(max_length=300, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children_set"
    )
    level = models.PositiveSmallIntegerField(default=0)
    path = models.CharField(max_length=255, blank=True)
    background_image = models.CharField(max_length=128, blank=True, help_text="Key of the media room.")

    class Meta:
        app_label = "store_product"
        indexes: ClassVar = [
            models.Index(fields=["level", "id"], name="category_by_level"),
            models.Index(fields=["path"], name="category_by_path", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def ancestor_ids(self) -> list[int]:
        """Ids from the root down to the parent."""
        return [int(part) for part in self.path.split(".")[:-2]]


class ProductType(WithMetadata):
    """What a product is; decides which attributes it and its variants carry."""

    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)
    kind = models.CharField(max_length=16, default="NORMAL")
    has_variants = models.BooleanField(default=True)
    is_shipping_required = models.BooleanField(default=True)
    weight_grams = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "store_product"

    def __str__(self) -> str:
        return self.slug


class ProductTypeAttribute(models.Model):
    """This type's products, or their variants, carry this attribute."""

    product_type = models.ForeignKey(ProductType, on_delete=models.CASCADE, related_name="+")
    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE, related_name="+")
    of_variants = models.BooleanField(default=False)
    sort_order = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "store_product"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["product_type", "attribute"], name="product_type_attribute_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_type_id}:{self.attribute_id}"


class Product(WithMetadata):
    """Something that is offered; what can be bought is one of its variants."""

    product_type = models.ForeignKey(ProductType, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(
        Category, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)
    description = models.JSONField(null=True, blank=True, help_text="EditorJS document.")
    seo_title = models.CharField(max_length=70, blank=True)
    seo_description = models.CharField(max_length=300, blank=True)
    weight_grams = models.PositiveIntegerField(null=True, blank=True)
    charge_taxes = models.BooleanField(default=True)
    external_reference = models.CharField(max_length=250, null=True, blank=True, unique=True)
    search_vector = SearchVectorField(null=True, editable=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        app_label = "store_product"
        indexes: ClassVar = [
            models.Index(fields=["category", "slug"], name="product_by_category"),
            models.Index(fields=["name", "slug"], name="product_by_name"),
            models.Index(fields=["created_at"], name="product_by_creation"),
            models.Index(fields=["updated_at"], name="product_by_change"),
            GinIndex(fields=["search_vector"], name="product_words", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.slug


class ProductVariant(WithMetadata):
    """The thing that goes into a bag; stock and price are its own."""

    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="variants_set", db_index=False
    )
    sku = models.CharField(max_length=255, null=True, blank=True, unique=True)
    name = models.CharField(max_length=255, blank=True)
    sort_order = models.PositiveIntegerField(default=0)
    track_inventory = models.BooleanField(default=True)
    quantity_limit_per_customer = models.PositiveIntegerField(null=True, blank=True)
    weight_grams = models.PositiveIntegerField(null=True, blank=True)
    external_reference = models.CharField(max_length=250, null=True, blank=True, unique=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        app_label = "store_product"
        indexes: ClassVar = [
            models.Index(fields=["product", "sort_order", "id"], name="variant_by_product"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(quantity_limit_per_customer__isnull=True)
                | models.Q(quantity_limit_per_customer__gte=1),
                name="variant_limit_at_least_one",
            ),
        ]

    def __str__(self) -> str:
        return self.sku or f"variant {self.pk}"


class ProductMedia(WithMetadata):
    """A picture of a product; the bytes belong to the media room."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="media_set", db_index=False)
    key = models.CharField(max_length=128, help_text="Key of the media room.")
    alt = models.CharField(max_length=250, blank=True)
    type = models.CharField(max_length=8, default="IMAGE")
    sort_order = models.PositiveIntegerField(default=0)
    variants = models.ManyToManyField(ProductVariant, blank=True, related_name="media_set")

    class Meta:
        app_label = "store_product"
        indexes: ClassVar = [
            models.Index(fields=["product", "sort_order", "id"], name="media_by_product"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}/{self.sort_order}"


class Collection(WithMetadata):
    """A hand-picked group of products."""

    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)
    description = models.JSONField(null=True, blank=True, help_text="EditorJS document.")
    seo_title = models.CharField(max_length=70, blank=True)
    seo_description = models.CharField(max_length=300, blank=True)
    products = models.ManyToManyField(Product, through="CollectionProduct", related_name="+")

    class Meta:
        app_label = "store_product"

    def __str__(self) -> str:
        return self.slug


class CollectionProduct(models.Model):
    """A product's place in a collection."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="+", db_index=False)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    sort_order = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "store_product"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collection", "product"], name="collection_product_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.collection_id}/{self.product_id}"


class CollectionChannelListing(models.Model):
    """Where a collection is shown."""

    collection = models.ForeignKey(
        Collection, on_delete=models.CASCADE, related_name="listings", db_index=False
    )
    channel = models.ForeignKey("store_channel.Channel", on_delete=models.CASCADE, related_name="+")
    is_published = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "store_product"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collection", "channel"], name="collection_listing_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.collection_id}@{self.channel_id}"


class ProductChannelListing(models.Model):
    """
    A product in a channel: whether it is shown, whether it may be bought, and from what price on.

    The four prices are the least and greatest over its variants' listings; all empty when no
    variant has a price, and then the public does not see the product.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="listings", db_index=False)
    channel = models.ForeignKey(
        "store_channel.Channel", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    is_published = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    visible_in_listings = models.BooleanField(default=False)
    available_for_purchase_at = models.DateTimeField(null=True, blank=True)
    price_min = price_field(null=True)
    price_max = price_field(null=True)
    undiscounted_price_min = price_field(null=True)
    undiscounted_price_max = price_field(null=True)

    class Meta:
        app_label = "store_product"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "channel"], name="product_listing_unique"),
            models.CheckConstraint(
                condition=models.Q(is_published=False) | models.Q(published_at__isnull=False),
                name="product_listing_published_since",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["channel", "published_at"],
                name="product_listings_shown",
                condition=models.Q(
                    is_published=True, visible_in_listings=True, undiscounted_price_min__isnull=False
                ),
            ),
            models.Index(fields=["channel", "undiscounted_price_min"], name="product_listings_by_price"),
            models.Index(fields=["channel", "price_min"], name="product_listings_by_min_price"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}@{self.channel_id}"


class ProductVariantChannelListing(models.Model):
    """What a variant costs in a channel; `discounted_price` is what is asked for today."""

    variant = models.ForeignKey(
        ProductVariant, on_delete=models.CASCADE, related_name="listings", db_index=False
    )
    channel = models.ForeignKey("store_channel.Channel", on_delete=models.CASCADE, related_name="+")
    price_amount = price_field()
    discounted_price_amount = price_field()
    cost_price_amount = price_field(null=True)
    prior_price_amount = price_field(null=True)

    class Meta:
        app_label = "store_product"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["variant", "channel"], name="variant_listing_unique"),
            models.CheckConstraint(
                condition=models.Q(discounted_price_amount__gte=0)
                & models.Q(discounted_price_amount__lte=models.F("price_amount")),
                name="variant_listing_price_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant_id}@{self.channel_id}"


class AssignedProductValue(AssignedValue):
    """A product's answer to one attribute."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        app_label = "store_product"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "value"], name="assigned_product_value_unique"),
        ]
        indexes: ClassVar = [models.Index(fields=["value", "product"], name="assigned_products_by_value")]

    def __str__(self) -> str:
        return f"{self.product_id}:{self.value_id}"


class AssignedVariantValue(AssignedValue):
    """A variant's answer to one attribute."""

    variant = models.ForeignKey(ProductVariant, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        app_label = "store_product"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["variant", "value"], name="assigned_variant_value_unique"),
        ]
        indexes: ClassVar = [models.Index(fields=["value", "variant"], name="assigned_variants_by_value")]

    def __str__(self) -> str:
        return f"{self.variant_id}:{self.value_id}"
