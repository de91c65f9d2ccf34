from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import AttributeInputTypeEnum
from .fragments import PageParts


class CatalogueSetup(BaseModel):
    categories: Optional["CatalogueSetupCategories"]
    product_types: Optional["CatalogueSetupProductTypes"] = Field(alias="productTypes")
    page_types: Optional["CatalogueSetupPageTypes"] = Field(alias="pageTypes")
    warehouses: Optional["CatalogueSetupWarehouses"]
    attributes: Optional["CatalogueSetupAttributes"]


class CatalogueSetupCategories(BaseModel):
    page_info: "CatalogueSetupCategoriesPageInfo" = Field(alias="pageInfo")
    edges: list["CatalogueSetupCategoriesEdges"]


CatalogueSetupCategoriesPageInfo = PageParts


class CatalogueSetupCategoriesEdges(BaseModel):
    node: "CatalogueSetupCategoriesEdgesNode"


class CatalogueSetupCategoriesEdgesNode(BaseModel):
    id: str
    slug: str


class CatalogueSetupProductTypes(BaseModel):
    page_info: "CatalogueSetupProductTypesPageInfo" = Field(alias="pageInfo")
    edges: list["CatalogueSetupProductTypesEdges"]


CatalogueSetupProductTypesPageInfo = PageParts


class CatalogueSetupProductTypesEdges(BaseModel):
    node: "CatalogueSetupProductTypesEdgesNode"


class CatalogueSetupProductTypesEdgesNode(BaseModel):
    id: str
    slug: str


class CatalogueSetupPageTypes(BaseModel):
    page_info: "CatalogueSetupPageTypesPageInfo" = Field(alias="pageInfo")
    edges: list["CatalogueSetupPageTypesEdges"]


CatalogueSetupPageTypesPageInfo = PageParts


class CatalogueSetupPageTypesEdges(BaseModel):
    node: "CatalogueSetupPageTypesEdgesNode"


class CatalogueSetupPageTypesEdgesNode(BaseModel):
    id: str
    slug: str


class CatalogueSetupWarehouses(BaseModel):
    page_info: "CatalogueSetupWarehousesPageInfo" = Field(alias="pageInfo")
    edges: list["CatalogueSetupWarehousesEdges"]


CatalogueSetupWarehousesPageInfo = PageParts


class CatalogueSetupWarehousesEdges(BaseModel):
    node: "CatalogueSetupWarehousesEdgesNode"


class CatalogueSetupWarehousesEdgesNode(BaseModel):
    id: str
    slug: str
    external_reference: Optional[str] = Field(alias="externalReference")


class CatalogueSetupAttributes(BaseModel):
    page_info: "CatalogueSetupAttributesPageInfo" = Field(alias="pageInfo")
    edges: list["CatalogueSetupAttributesEdges"]


CatalogueSetupAttributesPageInfo = PageParts


class CatalogueSetupAttributesEdges(BaseModel):
    node: "CatalogueSetupAttributesEdgesNode"


class CatalogueSetupAttributesEdgesNode(BaseModel):
    id: str
    slug: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")
