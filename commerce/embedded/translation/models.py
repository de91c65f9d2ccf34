"""One row for each object and language; it goes with its object."""

from typing import ClassVar, Final

from django.db import models
from django.db.models import Q

from commerce.embedded.attribute.models import Attribute, AttributeValue
from commerce.embedded.menu.models import MenuItem
from commerce.embedded.page.models import Page
from commerce.embedded.product.models import Category, Collection, Product, ProductVariant

#: The column that says what is translated -> the contract's name of it.
OWNERS: Final = {
    "attribute": "Attribute",
    "attribute_value": "AttributeValue",
    "category": "Category",
    "collection": "Collection",
    "menu_item": "MenuItem",
    "page": "Page",
    "product": "Product",
    "variant": "ProductVariant",
}
#: What can be found by its address in another language.
WITH_SLUG: Final = ("category", "collection", "page", "product")


def _one_of() -> Q:
    """Exactly one column names what is translated."""
    choices = Q()
    for chosen in OWNERS:
        choices |= Q(**{f"{name}__isnull": name != chosen for name in OWNERS})
    return choices


def _owner(model: type[models.Model]) -> "models.ForeignKey[models.Model | None, models.Model | None]":
    return models.ForeignKey(model, on_delete=models.CASCADE, null=True, blank=True, related_name="+")


class Translation(models.Model):
    """``name`` is a page's title; ``content`` an EditorJS document: description, content, rich text."""

    attribute = _owner(Attribute)
    attribute_value = _owner(AttributeValue)
    category = _owner(Category)
    collection = _owner(Collection)
    menu_item = _owner(MenuItem)
    page = _owner(Page)
    product = _owner(Product)
    variant = _owner(ProductVariant)
    language_code = models.CharField(max_length=10)
    name = models.CharField(max_length=255, blank=True)
    slug = models.SlugField(  # noqa: DJ001 (null: most have none, and the value is unique)
        max_length=255, null=True, blank=True, allow_unicode=True
    )
    seo_title = models.CharField(max_length=70, blank=True)
    seo_description = models.CharField(max_length=300, blank=True)
    content = models.JSONField(null=True, blank=True)
    plain_text = models.TextField(blank=True)

    class Meta:
        app_label = "store_translation"
        constraints: ClassVar = [
            models.CheckConstraint(condition=_one_of(), name="store_translation_of_one_thing"),
            *(
                models.UniqueConstraint(
                    fields=(name, "language_code"),
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"store_translation_once_{name}",
                )
                for name in OWNERS
            ),
            *(
                models.UniqueConstraint(
                    fields=("language_code", "slug"),
                    condition=Q(**{f"{name}__isnull": False, "slug__isnull": False}),
                    name=f"store_translation_slug_{name}",
                )
                for name in WITH_SLUG
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language_code} {self.name}"
