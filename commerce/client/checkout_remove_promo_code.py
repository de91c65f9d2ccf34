from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import CheckoutErrorParts


class CheckoutRemovePromoCode(BaseModel):
    checkout_remove_promo_code: Optional[
        "CheckoutRemovePromoCodeCheckoutRemovePromoCode"
    ] = Field(alias="checkoutRemovePromoCode")


class CheckoutRemovePromoCodeCheckoutRemovePromoCode(BaseModel):
    checkout: Optional["CheckoutRemovePromoCodeCheckoutRemovePromoCodeCheckout"]
    errors: list["CheckoutRemovePromoCodeCheckoutRemovePromoCodeErrors"]


class CheckoutRemovePromoCodeCheckoutRemovePromoCodeCheckout(BaseModel):
    id: str
    voucher_code: Optional[str] = Field(alias="voucherCode")


CheckoutRemovePromoCodeCheckoutRemovePromoCodeErrors = CheckoutErrorParts
