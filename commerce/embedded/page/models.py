"""Pages (Saleor also calls them models): a maker's page is one."""

from typing import ClassVar

from django.db import models

from commerce.embedded.engine.models import WithMetadata


class PageType(WithMetadata):
    """What a page is about; decides which attributes it carries."""

    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)

    class Meta:
        app_label = "store_page"

    def __str__(self) -> str:
        return self.slug


class Page(WithMetadata):
    """A page with a title, EditorJS content and attributes."""

    page_type = models.ForeignKey(PageType, on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)
    title = models.CharField(max_length=250)
    content = models.JSONField(null=True, blank=True, help_text="EditorJS document.")
    seo_title = models.CharField(max_length=70, blank=True)
    seo_description = models.CharField(max_length=300, blank=True)
    is_published = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        app_label = "store_page"
        indexes: ClassVar = [models.Index(fields=["page_type", "slug"], name="page_by_type")]

    def __str__(self) -> str:
        return self.slug
