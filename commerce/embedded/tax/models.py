from typing import ClassVar

from django.db import models

from commerce.embedded.channel.models import Channel
from commerce.embedded.engine.models import WithMetadata


class TaxCalculationStrategy(models.TextChoices):
    FLAT_RATES = "FLAT_RATES"
    TAX_APP = "TAX_APP"


class TaxConfiguration(WithMetadata):
    """
    How one channel's prices are taxed.

    A channel without a row has the defaults: flat rates of nought, prices entered with tax.
    The key is the channel's own, so ``TaxConfiguration:1`` belongs to ``Channel:1``.
    """

    channel = models.OneToOneField(Channel, on_delete=models.CASCADE, primary_key=True, related_name="+")
    charge_taxes = models.BooleanField(default=True)
    tax_calculation_strategy = models.CharField(
        max_length=16, choices=TaxCalculationStrategy.choices, default=TaxCalculationStrategy.FLAT_RATES
    )
    tax_app_id = models.CharField(max_length=256, blank=True)
    display_gross_prices = models.BooleanField(default=True)
    prices_entered_with_tax = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(tax_calculation_strategy__in=TaxCalculationStrategy.values),
                name="store_tax_strategy_known",
            ),
        ]

    def __str__(self) -> str:
        return f"taxes of channel {self.channel_id}"

    @property
    def asks_an_app(self) -> bool:
        return self.charge_taxes and self.tax_calculation_strategy == TaxCalculationStrategy.TAX_APP
