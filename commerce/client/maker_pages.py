from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class MakerPages(BaseModel):
    pages: Optional["MakerPagesPages"]


class MakerPagesPages(BaseModel):
    page_info: "MakerPagesPagesPageInfo" = Field(alias="pageInfo")
    edges: list["MakerPagesPagesEdges"]


class MakerPagesPagesPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class MakerPagesPagesEdges(BaseModel):
    node: "MakerPagesPagesEdgesNode"


class MakerPagesPagesEdgesNode(BaseModel):
    id: str
    slug: str
    metadata: list["MakerPagesPagesEdgesNodeMetadata"]


class MakerPagesPagesEdgesNodeMetadata(BaseModel):
    key: str
    value: str
