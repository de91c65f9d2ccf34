from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import CollectionErrorCode


class CollectionAddProducts(BaseModel):
    collection_add_products: Optional["CollectionAddProductsCollectionAddProducts"] = (
        Field(alias="collectionAddProducts")
    )


class CollectionAddProductsCollectionAddProducts(BaseModel):
    collection: Optional["CollectionAddProductsCollectionAddProductsCollection"]
    errors: list["CollectionAddProductsCollectionAddProductsErrors"]


class CollectionAddProductsCollectionAddProductsCollection(BaseModel):
    id: str


class CollectionAddProductsCollectionAddProductsErrors(BaseModel):
    field: Optional[str]
    message: Optional[str]
    code: CollectionErrorCode
