from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from commerce.embedded.channel.models import Channel
from commerce.embedded.engine.models import WithMetadata
from commerce.embedded.warehouse.models import Warehouse


class ShippingZone(WithMetadata):
    """Countries that warehouses can send to, in some channels."""

    name = models.CharField(max_length=100)
    description = models.TextField(blank=True)
    countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    default = models.BooleanField(default=False)
    channels = models.ManyToManyField(Channel, related_name="+", blank=True)
    warehouses = models.ManyToManyField(Warehouse, related_name="+", blank=True)

    def __str__(self) -> str:
        return self.name


class ShippingMethodType(models.TextChoices):
    PRICE = "PRICE"
    WEIGHT = "WEIGHT"


class ShippingMethod(WithMetadata):
    """A method of the store's own, with a flat price per channel."""

    zone = models.ForeignKey(ShippingZone, on_delete=models.CASCADE, related_name="methods")
    name = models.CharField(max_length=100)
    description = models.JSONField(null=True, blank=True)
    type = models.CharField(
        max_length=16, choices=ShippingMethodType.choices, default=ShippingMethodType.PRICE
    )
    minimum_delivery_days = models.PositiveIntegerField(null=True, blank=True)
    maximum_delivery_days = models.PositiveIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class ShippingMethodChannelListing(models.Model):
    """What a method costs in one channel, and for which order values it is offered."""

    method = models.ForeignKey(ShippingMethod, on_delete=models.CASCADE, related_name="listings")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+")
    price_amount = models.DecimalField(max_digits=12, decimal_places=3)
    minimum_order_amount = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    maximum_order_amount = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("method", "channel"), name="store_shipping_listing_once"),
            models.CheckConstraint(
                condition=models.Q(price_amount__gte=0), name="store_shipping_price_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method_id} in channel {self.channel_id}"
