"""Vouchers: what a code takes off, of what, for whom and how often."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from commerce.embedded.channel.models import Channel
from commerce.embedded.engine.models import WithMetadata
from commerce.embedded.product.models import Category, Collection, Product, ProductVariant
from jkrlm.kernel.clock import now


class VoucherType(models.TextChoices):
    SHIPPING = "SHIPPING"
    ENTIRE_ORDER = "ENTIRE_ORDER"
    SPECIFIC_PRODUCT = "SPECIFIC_PRODUCT"


class DiscountValueType(models.TextChoices):
    FIXED = "FIXED"
    PERCENTAGE = "PERCENTAGE"


class Voucher(WithMetadata):
    """
    ``usage_limit`` counts the orders of all its codes together; ``single_use`` ends each code with its first.
    What is in ``products``, ``variants``, ``collections`` and ``categories`` is what SPECIFIC_PRODUCT is for;
    where all are empty, it is for everything.
    """

    type = models.CharField(max_length=20, choices=VoucherType.choices, default=VoucherType.ENTIRE_ORDER)
    name = models.CharField(max_length=255, null=True, blank=True)  # noqa: DJ001 - as in Saleor
    usage_limit = models.PositiveIntegerField(null=True, blank=True)
    start_date = models.DateTimeField(default=now)
    end_date = models.DateTimeField(null=True, blank=True)
    apply_once_per_order = models.BooleanField(default=False, help_text="One unit of the cheapest line only.")
    apply_once_per_customer = models.BooleanField(default=False)
    single_use = models.BooleanField(default=False)
    only_for_staff = models.BooleanField(default=False)
    discount_value_type = models.CharField(
        max_length=10, choices=DiscountValueType.choices, default=DiscountValueType.FIXED
    )
    countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    min_checkout_items_quantity = models.PositiveIntegerField(null=True, blank=True)
    products = models.ManyToManyField(Product, related_name="+", blank=True)
    variants = models.ManyToManyField(ProductVariant, related_name="+", blank=True)
    collections = models.ManyToManyField(Collection, related_name="+", blank=True)
    categories = models.ManyToManyField(Category, related_name="+", blank=True)

    class Meta:
        ordering = ("name", "id")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(type__in=VoucherType.values), name="store_voucher_type_known"),
            models.CheckConstraint(
                condition=Q(discount_value_type__in=DiscountValueType.values),
                name="store_voucher_value_type_known",
            ),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="store_voucher_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"voucher {self.pk}"

    @property
    def is_order_level(self) -> bool:
        """It is spread over all lines, beside their own prices."""
        return self.type == VoucherType.ENTIRE_ORDER and not self.apply_once_per_order

    @property
    def is_line_level(self) -> bool:
        """It makes some lines cheaper by themselves."""
        return self.type == VoucherType.SPECIFIC_PRODUCT or (
            self.type == VoucherType.ENTIRE_ORDER and self.apply_once_per_order
        )


class VoucherCode(models.Model):
    """``used`` counts orders, as in Saleor only where the voucher has a limit."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    voucher = models.ForeignKey(Voucher, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(max_length=255, unique=True)
    used = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("-created_at", "code")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(code=""), name="store_voucher_code_not_empty")
        ]

    def __str__(self) -> str:
        return self.code


class VoucherChannelListing(models.Model):
    """What it takes off in one channel: an amount of its currency, or a percentage."""

    voucher = models.ForeignKey(Voucher, on_delete=models.CASCADE, related_name="channel_listings")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+")
    discount_value = models.DecimalField(max_digits=12, decimal_places=3)
    currency = models.CharField(max_length=3)
    min_spent_amount = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("voucher", "channel"), name="store_voucher_listing_once"),
            models.CheckConstraint(
                condition=Q(discount_value__gte=0)
                & (Q(min_spent_amount__isnull=True) | Q(min_spent_amount__gte=0)),
                name="store_voucher_listing_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.discount_value} in channel {self.channel_id}"


class VoucherCustomer(models.Model):
    """Who has used a voucher that is once per customer: once for all its codes."""

    voucher = models.ForeignKey(Voucher, on_delete=models.CASCADE, related_name="+")
    voucher_code = models.ForeignKey(VoucherCode, on_delete=models.CASCADE, related_name="customers")
    customer_email = models.EmailField(help_text="pii: contact")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("voucher", "customer_email"), name="store_voucher_once_a_customer"
            )
        ]

    def __str__(self) -> str:
        return f"customer of voucher {self.voucher_id}"
