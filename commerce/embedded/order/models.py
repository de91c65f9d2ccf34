import uuid
from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func, Q, Value

from commerce.embedded.account.models import User
from commerce.embedded.channel.models import Channel
from commerce.embedded.discount.models import DiscountValueType, Voucher
from commerce.embedded.engine.models import WithMetadata
from commerce.embedded.order.searching import searched_text
from commerce.embedded.product.models import ProductVariant
from jkrlm.kernel.clock import now
from jkrlm.kernel.money import Money


class OrderStatus(models.TextChoices):
    DRAFT = "DRAFT"
    UNCONFIRMED = "UNCONFIRMED"
    UNFULFILLED = "UNFULFILLED"
    PARTIALLY_FULFILLED = "PARTIALLY_FULFILLED"
    PARTIALLY_RETURNED = "PARTIALLY_RETURNED"
    RETURNED = "RETURNED"
    FULFILLED = "FULFILLED"
    CANCELED = "CANCELED"
    EXPIRED = "EXPIRED"


class FulfillmentStatus(models.TextChoices):
    FULFILLED = "FULFILLED"
    REFUNDED = "REFUNDED"
    RETURNED = "RETURNED"
    REPLACED = "REPLACED"
    REFUNDED_AND_RETURNED = "REFUNDED_AND_RETURNED"
    CANCELED = "CANCELED"
    WAITING_FOR_APPROVAL = "WAITING_FOR_APPROVAL"


class Order(WithMetadata):
    """What was bought: copies of names, prices, addresses and delivery as they were on that day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(
        unique=True,
        editable=False,
        db_default=Func(Value("store_order_number"), function="nextval", output_field=models.IntegerField()),
    )
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    user_email = models.EmailField(blank=True, help_text="pii: contact")
    status = models.CharField(max_length=32, choices=OrderStatus.choices)
    checkout_token = models.UUIDField(null=True, blank=True, unique=True)
    external_reference = models.CharField(max_length=250, null=True, blank=True, unique=True)
    language_code = models.CharField(max_length=10, default="EN")
    currency = models.CharField(max_length=3)
    shipping_address_data = models.JSONField(null=True, blank=True, help_text="pii: address")
    billing_address_data = models.JSONField(null=True, blank=True, help_text="pii: address")
    searched = models.GeneratedField(
        expression=searched_text(),
        output_field=models.TextField(),
        db_persist=True,
        help_text="pii: contact, names and places of both addresses, as a search reads them",
    )
    delivery_data = models.JSONField(
        null=True,
        blank=True,
        help_text="The chosen delivery option as it was: see shipping.methods.MethodView.",
    )
    shipping_method_name = models.CharField(max_length=255, blank=True)
    shipping_net = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    shipping_gross = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    shipping_tax_rate = models.DecimalField(max_digits=6, decimal_places=5, default=0)
    subtotal_net = models.DecimalField(max_digits=14, decimal_places=3)
    subtotal_gross = models.DecimalField(max_digits=14, decimal_places=3)
    total_net = models.DecimalField(max_digits=14, decimal_places=3)
    total_gross = models.DecimalField(max_digits=14, decimal_places=3)
    voucher = models.ForeignKey(Voucher, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    voucher_code = models.CharField(max_length=255, null=True, blank=True)  # noqa: DJ001 - null in the contract
    undiscounted_shipping_amount = models.DecimalField(
        max_digits=14,
        decimal_places=3,
        null=True,
        blank=True,
        help_text="Null: nothing was taken off delivery.",
    )
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=("-number",), name="store_order_newest"),
            models.Index(fields=("user", "-number"), name="store_order_of_user"),
            GinIndex(fields=("searched",), opclasses=("gin_trgm_ops",), name="store_order_searched"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=OrderStatus.values), name="store_order_status_known"
            ),
            models.CheckConstraint(
                condition=Q(total_gross=models.F("subtotal_gross") + models.F("shipping_gross"))
                & Q(total_net=models.F("subtotal_net") + models.F("shipping_net")),
                name="store_order_total_is_sum",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number}"


class OrderLine(WithMetadata):
    """A line as it was bought; the variant may be gone since."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey(
        ProductVariant, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    product_name = models.CharField(max_length=386)
    variant_name = models.CharField(max_length=255, blank=True)
    product_sku = models.CharField(max_length=255, blank=True)
    is_shipping_required = models.BooleanField()
    quantity = models.PositiveIntegerField()
    quantity_fulfilled = models.PositiveIntegerField(default=0)
    currency = models.CharField(max_length=3)
    unit_net = models.DecimalField(max_digits=14, decimal_places=3)
    unit_gross = models.DecimalField(max_digits=14, decimal_places=3)
    total_net = models.DecimalField(max_digits=14, decimal_places=3)
    total_gross = models.DecimalField(max_digits=14, decimal_places=3)
    tax_rate = models.DecimalField(max_digits=6, decimal_places=5, default=0)
    undiscounted_total_net = models.DecimalField(
        max_digits=14, decimal_places=3, null=True, blank=True, help_text="Null: nothing was taken off."
    )
    undiscounted_total_gross = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    unit_discount_amount = models.DecimalField(
        max_digits=14, decimal_places=3, default=0, help_text="Of the line by itself, not of the whole order."
    )
    unit_discount_reason = models.CharField(max_length=512, blank=True)
    voucher_code = models.CharField(max_length=255, null=True, blank=True)  # noqa: DJ001 - null in the contract
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="store_order_line_quantity_positive"),
            models.CheckConstraint(
                condition=Q(quantity_fulfilled__lte=models.F("quantity")),
                name="store_order_line_not_overfulfilled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.product_name}"


class AnyDiscount(models.Model):
    """What made something cheaper, as it was on that day. ``value`` is of ``value_type``."""

    type = models.CharField(max_length=32, default="VOUCHER")
    value_type = models.CharField(max_length=10, choices=DiscountValueType.choices)
    value = models.DecimalField(max_digits=14, decimal_places=3)
    amount_value = models.DecimalField(max_digits=14, decimal_places=3)
    name = models.CharField(max_length=255, blank=True)
    reason = models.CharField(max_length=512, blank=True)
    voucher_code = models.CharField(max_length=255, null=True, blank=True)  # noqa: DJ001 - null in the contract

    translated_name = ""

    class Meta:
        abstract = True


class OrderDiscount(AnyDiscount):
    """Of a whole order, or of its delivery."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="discounts")
    currency = models.CharField(max_length=3)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.amount_value} off order {self.order_id}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_value, self.currency)

    total = amount


class OrderLineDiscount(AnyDiscount):
    """Of one line; ``amount_value`` for all of it."""

    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="discounts")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.amount_value} off line {self.line_id}"

    @property
    def total(self) -> Money:
        return Money(self.amount_value, self.line.currency)

    @property
    def unit(self) -> Money:
        return (self.total * (Decimal(1) / self.line.quantity)).quantized()


class Fulfillment(WithMetadata):
    """Goods of one order that left one warehouse together."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="fulfillments")
    # A plain id: allocations point from warehouse to order, a key back would be a ring of migrations.
    warehouse_id = models.UUIDField()
    status = models.CharField(max_length=32, choices=FulfillmentStatus.choices)
    tracking_number = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=FulfillmentStatus.values), name="store_fulfillment_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"fulfilment {self.pk}"


class FulfillmentLine(models.Model):
    fulfillment = models.ForeignKey(Fulfillment, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="fulfillment_lines")
    quantity = models.PositiveIntegerField()

    class Meta:
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("fulfillment", "order_line"), name="store_fulfillment_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="store_fulfillment_line_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.order_line_id}"


class OrderEvent(models.Model):
    """The order's diary. Rows are added, never changed."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="events")
    type = models.CharField(max_length=64)
    date = models.DateTimeField(default=now)
    app_identifier = models.CharField(max_length=256, blank=True)
    parameters = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("date", "id")

    def __str__(self) -> str:
        return self.type

    @property
    def message(self) -> str | None:
        message = self.parameters.get("message")
        return None if message is None else str(message)
