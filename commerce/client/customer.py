from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import (  # noqa: F401
    CustomerParts,
    CustomerPartsAddresses,
    CustomerPartsDefaultBillingAddress,
    CustomerPartsDefaultShippingAddress,
    CustomerPartsMetadata,
)


class Customer(BaseModel):
    user: Optional["CustomerUser"]


class CustomerUser(CustomerParts):
    checkout_ids: Optional[list[str]] = Field(alias="checkoutIds")
