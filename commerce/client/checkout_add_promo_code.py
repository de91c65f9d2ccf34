from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import CheckoutErrorParts


class CheckoutAddPromoCode(BaseModel):
    checkout_add_promo_code: Optional["CheckoutAddPromoCodeCheckoutAddPromoCode"] = (
        Field(alias="checkoutAddPromoCode")
    )


class CheckoutAddPromoCodeCheckoutAddPromoCode(BaseModel):
    checkout: Optional["CheckoutAddPromoCodeCheckoutAddPromoCodeCheckout"]
    errors: list["CheckoutAddPromoCodeCheckoutAddPromoCodeErrors"]


class CheckoutAddPromoCodeCheckoutAddPromoCodeCheckout(BaseModel):
    id: str
    voucher_code: Optional[str] = Field(alias="voucherCode")


CheckoutAddPromoCodeCheckoutAddPromoCodeErrors = CheckoutErrorParts
