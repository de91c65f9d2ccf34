from typing import Optional

from .base_model import BaseModel
from .fragments import CheckoutParts


class CheckoutDetails(BaseModel):
    checkout: Optional["CheckoutDetailsCheckout"]


CheckoutDetailsCheckout = CheckoutParts
