from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import CheckoutErrorParts


class CheckoutCustomerDetach(BaseModel):
    checkout_customer_detach: Optional[
        "CheckoutCustomerDetachCheckoutCustomerDetach"
    ] = Field(alias="checkoutCustomerDetach")


class CheckoutCustomerDetachCheckoutCustomerDetach(BaseModel):
    checkout: Optional["CheckoutCustomerDetachCheckoutCustomerDetachCheckout"]
    errors: list["CheckoutCustomerDetachCheckoutCustomerDetachErrors"]


class CheckoutCustomerDetachCheckoutCustomerDetachCheckout(BaseModel):
    id: str
    email: Optional[str]


CheckoutCustomerDetachCheckoutCustomerDetachErrors = CheckoutErrorParts
