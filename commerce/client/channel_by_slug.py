from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import TaxCalculationStrategy


class ChannelBySlug(BaseModel):
    channel: Optional["ChannelBySlugChannel"]


class ChannelBySlugChannel(BaseModel):
    id: str
    slug: str
    currency_code: str = Field(alias="currencyCode")
    tax_configuration: "ChannelBySlugChannelTaxConfiguration" = Field(
        alias="taxConfiguration"
    )


class ChannelBySlugChannelTaxConfiguration(BaseModel):
    id: str
    tax_calculation_strategy: Optional[TaxCalculationStrategy] = Field(
        alias="taxCalculationStrategy"
    )
    tax_app_id: Optional[str] = Field(alias="taxAppId")
    prices_entered_with_tax: bool = Field(alias="pricesEnteredWithTax")
