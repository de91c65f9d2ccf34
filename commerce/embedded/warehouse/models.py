"""Where goods lie, how many there are, and for whom they are kept."""

import uuid
from typing import ClassVar

from django.db import models

from commerce.embedded.engine.models import WithMetadata


class Warehouse(WithMetadata):
    """A place that holds stock and sells through its channels."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, unique=True)
    email = models.EmailField(blank=True)
    address = models.ForeignKey("store_account.Address", on_delete=models.PROTECT, related_name="+")
    external_reference = models.CharField(max_length=250, null=True, blank=True, unique=True)
    channels = models.ManyToManyField("store_channel.Channel", related_name="warehouses")

    class Meta:
        app_label = "store_warehouse"

    def __str__(self) -> str:
        return self.slug


class Stock(models.Model):
    """
    How many of a variant one warehouse has, and how many of them are already sold but not yet sent.

    Kept `quantity_allocated` is the sum of the allocations; a row is changed only under its lock.
    """

    warehouse = models.ForeignKey(Warehouse, on_delete=models.CASCADE, related_name="stocks")
    variant = models.ForeignKey(
        "store_product.ProductVariant", on_delete=models.CASCADE, related_name="stocks", db_index=False
    )
    quantity = models.IntegerField(
        default=0,
        help_text="Below nothing only where more was sold and handed over offline than was counted.",
    )
    quantity_allocated = models.PositiveIntegerField(default=0)
    shortage_accepted = models.BooleanField(
        default=False,
        help_text="Staff wrote a count below what is sold, or a till sold offline: a person must look.",
    )

    class Meta:
        app_label = "store_warehouse"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["variant", "warehouse"], name="stock_variant_warehouse_unique"),
            models.CheckConstraint(
                condition=models.Q(quantity_allocated__lte=models.F("quantity"))
                | models.Q(shortage_accepted=True),
                name="stock_never_oversold",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant_id}@{self.warehouse_id}"


class Allocation(models.Model):
    """Units of a stock that belong to an order line until they are sent or given back."""

    order_line = models.ForeignKey(
        "store_order.OrderLine", on_delete=models.CASCADE, related_name="allocations", db_index=False
    )
    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, related_name="allocations")
    quantity_allocated = models.PositiveIntegerField()

    class Meta:
        app_label = "store_warehouse"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order_line", "stock"], name="allocation_line_stock_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.order_line_id}: {self.quantity_allocated} of {self.stock_id}"


class Reservation(models.Model):
    """Units of a stock kept for a line of a checkout for some minutes."""

    checkout_line = models.ForeignKey(
        "store_checkout.CheckoutLine", on_delete=models.CASCADE, related_name="reservations", db_index=False
    )
    stock = models.ForeignKey(Stock, on_delete=models.CASCADE, related_name="reservations")
    quantity_reserved = models.PositiveIntegerField()
    reserved_until = models.DateTimeField()

    class Meta:
        app_label = "store_warehouse"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["checkout_line", "stock"], name="reservation_line_stock_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.checkout_line_id}: {self.quantity_reserved} of {self.stock_id}"
