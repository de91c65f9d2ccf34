from typing import Annotated, Any, Optional

from pydantic import BeforeValidator, Field

from commerce.scalars import json_in

from .base_model import BaseModel


class MakerPage(BaseModel):
    page: Optional["MakerPagePage"]


class MakerPagePage(BaseModel):
    id: str
    slug: str
    content: Optional[Annotated[Any, BeforeValidator(json_in)]]
    translation: Optional["MakerPagePageTranslation"] = None
    is_published: bool = Field(alias="isPublished")
    page_type: "MakerPagePagePageType" = Field(alias="pageType")
    metadata: list["MakerPagePageMetadata"]


class MakerPagePageTranslation(BaseModel):
    content: Optional[Annotated[Any, BeforeValidator(json_in)]]


class MakerPagePagePageType(BaseModel):
    slug: str


class MakerPagePageMetadata(BaseModel):
    key: str
    value: str
