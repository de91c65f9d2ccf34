from typing import Optional

from .base_model import BaseModel
from .fragments import ProductForIndexParts


class ProductForIndex(BaseModel):
    product: Optional["ProductForIndexProduct"]


ProductForIndexProduct = ProductForIndexParts
