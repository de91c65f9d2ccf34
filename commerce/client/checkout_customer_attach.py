from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import CheckoutErrorParts


class CheckoutCustomerAttach(BaseModel):
    checkout_customer_attach: Optional[
        "CheckoutCustomerAttachCheckoutCustomerAttach"
    ] = Field(alias="checkoutCustomerAttach")


class CheckoutCustomerAttachCheckoutCustomerAttach(BaseModel):
    checkout: Optional["CheckoutCustomerAttachCheckoutCustomerAttachCheckout"]
    errors: list["CheckoutCustomerAttachCheckoutCustomerAttachErrors"]


class CheckoutCustomerAttachCheckoutCustomerAttachCheckout(BaseModel):
    id: str
    email: Optional[str]
    user: Optional["CheckoutCustomerAttachCheckoutCustomerAttachCheckoutUser"]


class CheckoutCustomerAttachCheckoutCustomerAttachCheckoutUser(BaseModel):
    id: str


CheckoutCustomerAttachCheckoutCustomerAttachErrors = CheckoutErrorParts
