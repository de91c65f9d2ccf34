from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import PageParts


class Warehouses(BaseModel):
    warehouses: Optional["WarehousesWarehouses"]


class WarehousesWarehouses(BaseModel):
    page_info: "WarehousesWarehousesPageInfo" = Field(alias="pageInfo")
    edges: list["WarehousesWarehousesEdges"]


WarehousesWarehousesPageInfo = PageParts


class WarehousesWarehousesEdges(BaseModel):
    node: "WarehousesWarehousesEdgesNode"


class WarehousesWarehousesEdgesNode(BaseModel):
    id: str
    slug: str
    name: str
