from typing import Optional

from .base_model import BaseModel


class CheckoutBag(BaseModel):
    checkout: Optional["CheckoutBagCheckout"]


class CheckoutBagCheckout(BaseModel):
    id: str
    quantity: int
