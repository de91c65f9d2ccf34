"""
Attributes: what a type of product or page says about its members.

As in Saleor every assigned fact is an AttributeValue; choices, numbers, booleans and references
are shared between owners, free text belongs to one. So a filter first finds the few values that
match, then their owners through one narrow index, whatever the size of the catalogue.
"""

from typing import ClassVar, Final

from django.db import models

from commerce.embedded.engine.models import WithMetadata

INPUT_TYPES: Final = (
    "DROPDOWN",
    "MULTISELECT",
    "NUMERIC",
    "BOOLEAN",
    "PLAIN_TEXT",
    "SINGLE_REFERENCE",
    "REFERENCE",
)
CHOICE_TYPES: Final = ("DROPDOWN", "MULTISELECT")
REFERENCE_TYPES: Final = ("SINGLE_REFERENCE", "REFERENCE")


class Attribute(WithMetadata):
    """A named question; its input type says what an answer looks like."""

    slug = models.SlugField(max_length=250, unique=True)
    name = models.CharField(max_length=255)
    type = models.CharField(max_length=16, help_text="PRODUCT_TYPE or PAGE_TYPE")
    input_type = models.CharField(max_length=16, default="DROPDOWN")
    entity_type = models.CharField(max_length=16, null=True, blank=True)  # noqa: DJ001
    unit = models.CharField(max_length=24, null=True, blank=True, help_text="Of a NUMERIC attribute.")  # noqa: DJ001
    value_required = models.BooleanField(default=False)
    is_variant_only = models.BooleanField(default=False)
    visible_in_storefront = models.BooleanField(default=True)
    filterable_in_storefront = models.BooleanField(default=False)
    available_in_grid = models.BooleanField(default=False)
    external_reference = models.CharField(max_length=250, null=True, blank=True, unique=True)

    class Meta:
        app_label = "store_attribute"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(type__in=("PRODUCT_TYPE", "PAGE_TYPE")), name="attribute_type_known"
            ),
            models.CheckConstraint(
                condition=models.Q(input_type__in=INPUT_TYPES), name="attribute_input_type_known"
            ),
            models.CheckConstraint(
                condition=models.Q(entity_type="PAGE", input_type__in=REFERENCE_TYPES)
                | (models.Q(entity_type__isnull=True) & ~models.Q(input_type__in=REFERENCE_TYPES)),
                name="attribute_references_pages",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class AttributeValue(models.Model):
    """One possible answer: a choice, a number, yes or no, a page, or somebody's own text."""

    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE, related_name="values")
    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, allow_unicode=True, db_index=False)
    sort_order = models.PositiveIntegerField(default=0)
    numeric = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    boolean = models.BooleanField(null=True, blank=True)
    plain_text = models.TextField(null=True, blank=True)  # noqa: DJ001
    reference_page = models.ForeignKey(
        "store_page.Page", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    external_reference = models.CharField(max_length=250, null=True, blank=True, unique=True)

    class Meta:
        app_label = "store_attribute"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attribute", "slug"], name="attribute_value_slug_unique"),
            models.UniqueConstraint(fields=["attribute", "numeric"], name="attribute_value_number_unique"),
            models.UniqueConstraint(
                fields=["attribute", "reference_page"], name="attribute_value_page_unique"
            ),
            models.UniqueConstraint(fields=["attribute", "boolean"], name="attribute_value_boolean_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.attribute_id}:{self.slug}"


class PageTypeAttribute(models.Model):
    """This type of page carries this attribute."""

    page_type = models.ForeignKey("store_page.PageType", on_delete=models.CASCADE, related_name="+")
    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE, related_name="+")
    sort_order = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "store_attribute"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page_type", "attribute"], name="page_type_attribute_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.page_type_id}:{self.attribute_id}"


class AssignedValue(models.Model):
    """An owner's answer; the subclass names the owner."""

    value = models.ForeignKey(AttributeValue, on_delete=models.CASCADE, related_name="+", db_index=False)
    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE, related_name="+", db_index=False)
    sort_order = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class AssignedPageValue(AssignedValue):
    """A page's answer to one attribute."""

    page = models.ForeignKey("store_page.Page", on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        app_label = "store_attribute"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "value"], name="assigned_page_value_unique"),
        ]
        indexes: ClassVar = [models.Index(fields=["value", "page"], name="assigned_pages_by_value")]

    def __str__(self) -> str:
        return f"{self.page_id}:{self.value_id}"
