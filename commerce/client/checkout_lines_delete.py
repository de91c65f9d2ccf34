from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import CheckoutErrorParts


class CheckoutLinesDelete(BaseModel):
    checkout_lines_delete: Optional["CheckoutLinesDeleteCheckoutLinesDelete"] = Field(
        alias="checkoutLinesDelete"
    )


class CheckoutLinesDeleteCheckoutLinesDelete(BaseModel):
    checkout: Optional["CheckoutLinesDeleteCheckoutLinesDeleteCheckout"]
    errors: list["CheckoutLinesDeleteCheckoutLinesDeleteErrors"]


class CheckoutLinesDeleteCheckoutLinesDeleteCheckout(BaseModel):
    id: str
    quantity: int


CheckoutLinesDeleteCheckoutLinesDeleteErrors = CheckoutErrorParts
