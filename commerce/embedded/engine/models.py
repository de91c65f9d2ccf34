"""What several rooms' models have in common."""

from django.db import models


class WithMetadata(models.Model):
    """Public and private metadata, text to text, as Saleor keeps them."""

    metadata = models.JSONField(default=dict, blank=True)
    private_metadata = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True
