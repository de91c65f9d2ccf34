from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class StocksOfVariants(BaseModel):
    product_variants: Optional["StocksOfVariantsProductVariants"] = Field(
        alias="productVariants"
    )


class StocksOfVariantsProductVariants(BaseModel):
    edges: list["StocksOfVariantsProductVariantsEdges"]


class StocksOfVariantsProductVariantsEdges(BaseModel):
    node: "StocksOfVariantsProductVariantsEdgesNode"


class StocksOfVariantsProductVariantsEdgesNode(BaseModel):
    id: str
    stocks: Optional[list["StocksOfVariantsProductVariantsEdgesNodeStocks"]]


class StocksOfVariantsProductVariantsEdgesNodeStocks(BaseModel):
    quantity: int
    quantity_allocated: int = Field(alias="quantityAllocated")
    warehouse: "StocksOfVariantsProductVariantsEdgesNodeStocksWarehouse"


class StocksOfVariantsProductVariantsEdgesNodeStocksWarehouse(BaseModel):
    id: str
    slug: str
