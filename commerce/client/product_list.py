from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ProductCard


class ProductList(BaseModel):
    products: Optional["ProductListProducts"]


class ProductListProducts(BaseModel):
    total_count: Optional[int] = Field(alias="totalCount")
    page_info: "ProductListProductsPageInfo" = Field(alias="pageInfo")
    edges: list["ProductListProductsEdges"]


class ProductListProductsPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class ProductListProductsEdges(BaseModel):
    node: "ProductListProductsEdgesNode"


ProductListProductsEdgesNode = ProductCard
