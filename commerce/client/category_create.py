from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import ProductErrorParts


class CategoryCreate(BaseModel):
    category_create: Optional["CategoryCreateCategoryCreate"] = Field(
        alias="categoryCreate"
    )


class CategoryCreateCategoryCreate(BaseModel):
    category: Optional["CategoryCreateCategoryCreateCategory"]
    errors: list["CategoryCreateCategoryCreateErrors"]


class CategoryCreateCategoryCreateCategory(BaseModel):
    id: str
    slug: str


CategoryCreateCategoryCreateErrors = ProductErrorParts
