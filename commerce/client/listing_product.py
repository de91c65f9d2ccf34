from typing import Optional

from .base_model import BaseModel
from .fragments import ListingProductParts


class ListingProduct(BaseModel):
    product: Optional["ListingProductProduct"]


ListingProductProduct = ListingProductParts
