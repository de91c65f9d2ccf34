"""Sales channels: one currency, one set of rules, many listings."""

from typing import ClassVar, Final

from django.db import models

from commerce.embedded.engine.models import WithMetadata

TRANSACTION_FLOWS: Final = ("AUTHORIZATION", "CHARGE")


class Channel(WithMetadata):
    """One way to sell; every price and every listing belongs to exactly one channel."""

    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, unique=True)
    is_active = models.BooleanField(default=False)
    currency_code = models.CharField(max_length=3, help_text="ISO 4217")
    default_country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2")

    allow_unpaid_orders = models.BooleanField(default=False)
    automatically_confirm_all_new_orders = models.BooleanField(default=True)
    automatically_complete_fully_paid_checkouts = models.BooleanField(default=False)
    default_transaction_flow_strategy = models.CharField(max_length=16, default="CHARGE")
    expire_orders_after_minutes = models.PositiveIntegerField(null=True, blank=True)
    reserve_stock_minutes = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text="How long a line of a checkout holds its stock; none when empty.",
    )

    class Meta:
        app_label = "store_channel"
        ordering = ("slug",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(currency_code__regex=r"^[A-Z]{3}$"), name="channel_currency_iso4217"
            ),
            models.CheckConstraint(
                condition=models.Q(default_country__regex=r"^[A-Z]{2}$"), name="channel_country_iso3166"
            ),
            models.CheckConstraint(
                condition=models.Q(default_transaction_flow_strategy__in=TRANSACTION_FLOWS),
                name="channel_transaction_flow_known",
            ),
        ]

    def __str__(self) -> str:
        return self.slug
