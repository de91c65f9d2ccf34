from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import TranslationErrorCode


class PageTranslate(BaseModel):
    page_translate: Optional["PageTranslatePageTranslate"] = Field(
        alias="pageTranslate"
    )


class PageTranslatePageTranslate(BaseModel):
    page: Optional["PageTranslatePageTranslatePage"]
    errors: list["PageTranslatePageTranslateErrors"]


class PageTranslatePageTranslatePage(BaseModel):
    id: str


class PageTranslatePageTranslateErrors(BaseModel):
    field: Optional[str]
    message: Optional[str]
    code: TranslationErrorCode
