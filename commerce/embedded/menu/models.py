from typing import ClassVar

from django.db import models
from django.db.models import Q

from commerce.embedded.engine.models import WithMetadata
from commerce.embedded.page.models import Page
from commerce.embedded.product.models import Category, Collection


class Menu(WithMetadata):
    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)

    class Meta:
        app_label = "store_menu"

    def __str__(self) -> str:
        return self.slug


class MenuItem(WithMetadata):
    """One entry; it leads to one place at most: a category, a collection, a page, or an address."""

    menu = models.ForeignKey(Menu, on_delete=models.CASCADE, related_name="all_items")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=128)
    url = models.CharField(max_length=256, null=True, blank=True)  # noqa: DJ001 - null in the contract
    category = models.ForeignKey(Category, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    collection = models.ForeignKey(
        Collection, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    page = models.ForeignKey(Page, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    level = models.PositiveSmallIntegerField(default=0)
    sort_order = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "store_menu"
        ordering = ("sort_order", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(category__isnull=True, collection__isnull=True, page__isnull=True)
                | Q(url__isnull=True, collection__isnull=True, page__isnull=True)
                | Q(url__isnull=True, category__isnull=True, page__isnull=True)
                | Q(url__isnull=True, category__isnull=True, collection__isnull=True),
                name="store_menu_item_leads_to_one_place",
            ),
            models.CheckConstraint(condition=Q(level__lte=5), name="store_menu_item_not_too_deep"),
        ]

    def __str__(self) -> str:
        return self.name
