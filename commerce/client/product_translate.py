from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import TranslationErrorCode


class ProductTranslate(BaseModel):
    product_translate: Optional["ProductTranslateProductTranslate"] = Field(
        alias="productTranslate"
    )


class ProductTranslateProductTranslate(BaseModel):
    product: Optional["ProductTranslateProductTranslateProduct"]
    errors: list["ProductTranslateProductTranslateErrors"]


class ProductTranslateProductTranslateProduct(BaseModel):
    id: str


class ProductTranslateProductTranslateErrors(BaseModel):
    field: Optional[str]
    message: Optional[str]
    code: TranslationErrorCode
