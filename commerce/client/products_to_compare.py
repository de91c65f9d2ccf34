from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ProductForIndexParts


class ProductsToCompare(BaseModel):
    products: Optional["ProductsToCompareProducts"]


class ProductsToCompareProducts(BaseModel):
    page_info: "ProductsToCompareProductsPageInfo" = Field(alias="pageInfo")
    edges: list["ProductsToCompareProductsEdges"]


class ProductsToCompareProductsPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class ProductsToCompareProductsEdges(BaseModel):
    node: "ProductsToCompareProductsEdgesNode"


ProductsToCompareProductsEdgesNode = ProductForIndexParts
