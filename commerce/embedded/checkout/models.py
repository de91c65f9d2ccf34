import uuid
from datetime import timedelta
from decimal import Decimal
from typing import ClassVar, Final

from django.db import models

from commerce.embedded.account.models import User
from commerce.embedded.channel.models import Channel
from commerce.embedded.engine.models import WithMetadata
from commerce.embedded.product.models import ProductVariant
from jkrlm.kernel.clock import now

#: How long computed prices, and answers about delivery, are trusted.
PRICES_LIVE_FOR: Final = timedelta(hours=1)
#: A tax app that failed is asked again after this: a buyer who has paid must not wait longer.
PRICES_WITHOUT_TAX_LIVE_FOR: Final = timedelta(seconds=5)


class Checkout(WithMetadata):
    """
    A bag on its way to become an order; the row is gone once it has.

    Every change of lines, address, delivery or metadata raises ``revision``; what was computed
    or asked for an older revision is thrown away instead of saved.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    email = models.EmailField(blank=True, help_text="pii: contact")
    currency = models.CharField(max_length=3)
    language_code = models.CharField(max_length=10, default="EN")
    shipping_address_data = models.JSONField(null=True, blank=True, help_text="pii: address")
    billing_address_data = models.JSONField(null=True, blank=True, help_text="pii: address")
    save_shipping_address = models.BooleanField(
        default=True, help_text="Into the buyer's book, with the order."
    )
    save_billing_address = models.BooleanField(
        default=True, help_text="Into the buyer's book, with the order."
    )
    delivery = models.ForeignKey(
        "store_checkout.CheckoutDelivery", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    deliveries_stale = models.BooleanField(
        default=True, help_text="Something that decides the delivery options changed since they were asked."
    )
    revision = models.PositiveIntegerField(default=1)

    prices_expire_at = models.DateTimeField(
        null=True, blank=True, help_text="Null: the amounts below are out of date."
    )
    tax_failed = models.BooleanField(default=False)
    subtotal_net = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    subtotal_gross = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    shipping_net = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    shipping_gross = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    shipping_tax_rate = models.DecimalField(max_digits=6, decimal_places=5, default=0)
    total_net = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    total_gross = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    voucher_code = models.CharField(max_length=255, null=True, blank=True)  # noqa: DJ001 - null in the contract
    discount_amount = models.DecimalField(
        max_digits=14,
        decimal_places=3,
        default=0,
        help_text="What the voucher takes off, of lines or of delivery; of the last pricing.",
    )
    discount_name = models.CharField(max_length=255, null=True, blank=True)  # noqa: DJ001

    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=("updated_at",), name="store_checkout_idle")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(total_gross=models.F("subtotal_gross") + models.F("shipping_gross"))
                & models.Q(total_net=models.F("subtotal_net") + models.F("shipping_net")),
                name="store_checkout_total_is_sum",
            ),
            models.CheckConstraint(
                condition=models.Q(discount_amount__gte=0), name="store_checkout_discount_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class CheckoutLine(WithMetadata):
    """So many of one variant; the amounts are those of the checkout's last pricing."""

    #: What the price list says, while it is being priced: who is asked for the tax may read it.
    listed_amount: Decimal | None = None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    checkout = models.ForeignKey(Checkout, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey(ProductVariant, on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()
    separate = models.BooleanField(
        default=False, help_text="Made with forceNewLine: stands beside a like line."
    )
    currency = models.CharField(max_length=3)
    undiscounted_unit_amount = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    total_net = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    total_gross = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    tax_rate = models.DecimalField(max_digits=6, decimal_places=5, default=0)
    discount_amount = models.DecimalField(
        max_digits=14,
        decimal_places=3,
        default=0,
        help_text="What the voucher takes off this line by itself, before tax.",
    )
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("created_at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("checkout", "variant"),
                condition=models.Q(separate=False),
                name="store_checkout_line_variant_once",
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0), name="store_checkout_line_quantity_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of variant {self.variant_id}"


class CheckoutDelivery(models.Model):
    """A delivery option as it was answered for one checkout, of the store's own or of an app."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    checkout = models.ForeignKey(Checkout, on_delete=models.CASCADE, related_name="deliveries")
    method_id = models.CharField(
        max_length=512, help_text="Global id: ShippingMethod:<pk>, or app:<identifier>:<id of the app>."
    )
    is_external = models.BooleanField()
    name = models.CharField(max_length=255)
    description = models.JSONField(null=True, blank=True)
    price_amount = models.DecimalField(max_digits=12, decimal_places=3)
    currency = models.CharField(max_length=3)
    minimum_delivery_days = models.PositiveIntegerField(null=True, blank=True)
    maximum_delivery_days = models.PositiveIntegerField(null=True, blank=True)
    metadata = models.JSONField(default=dict, blank=True)
    active = models.BooleanField(default=True)
    message = models.TextField(blank=True)
    is_valid = models.BooleanField(default=True, help_text="Present in the latest answer.")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("checkout", "method_id"), name="store_checkout_delivery_once"),
            models.CheckConstraint(
                condition=models.Q(price_amount__gte=0), name="store_checkout_delivery_price_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.name
