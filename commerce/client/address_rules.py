from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class AddressRules(BaseModel):
    address_validation_rules: Optional["AddressRulesAddressValidationRules"] = Field(
        alias="addressValidationRules"
    )


class AddressRulesAddressValidationRules(BaseModel):
    required_fields: list[str] = Field(alias="requiredFields")
    allowed_fields: list[str] = Field(alias="allowedFields")
    country_area_choices: list[
        "AddressRulesAddressValidationRulesCountryAreaChoices"
    ] = Field(alias="countryAreaChoices")
    postal_code_matchers: list[str] = Field(alias="postalCodeMatchers")
    postal_code_examples: list[str] = Field(alias="postalCodeExamples")


class AddressRulesAddressValidationRulesCountryAreaChoices(BaseModel):
    raw: Optional[str]
    verbose: Optional[str]
