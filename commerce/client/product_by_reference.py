from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ProductByReference(BaseModel):
    product: Optional["ProductByReferenceProduct"]


class ProductByReferenceProduct(BaseModel):
    id: str
    slug: str
    media: Optional[list["ProductByReferenceProductMedia"]]
    product_variants: Optional["ProductByReferenceProductProductVariants"] = Field(
        alias="productVariants"
    )


class ProductByReferenceProductMedia(BaseModel):
    id: str
    alt: str


class ProductByReferenceProductProductVariants(BaseModel):
    edges: list["ProductByReferenceProductProductVariantsEdges"]


class ProductByReferenceProductProductVariantsEdges(BaseModel):
    node: "ProductByReferenceProductProductVariantsEdgesNode"


class ProductByReferenceProductProductVariantsEdgesNode(BaseModel):
    id: str
    sku: Optional[str]
    stocks: Optional[list["ProductByReferenceProductProductVariantsEdgesNodeStocks"]]


class ProductByReferenceProductProductVariantsEdgesNodeStocks(BaseModel):
    quantity: int
    quantity_allocated: int = Field(alias="quantityAllocated")
    warehouse: "ProductByReferenceProductProductVariantsEdgesNodeStocksWarehouse"


class ProductByReferenceProductProductVariantsEdgesNodeStocksWarehouse(BaseModel):
    id: str
    slug: str
