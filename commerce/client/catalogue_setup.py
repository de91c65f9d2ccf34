from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import AttributeInputTypeEnum


class CatalogueSetup(BaseModel):
    categories: Optional["CatalogueSetupCategories"]
    product_types: Optional["CatalogueSetupProductTypes"] = Field(alias="productTypes")
    page_types: Optional["CatalogueSetupPageTypes"] = Field(alias="pageTypes")
    warehouses: Optional["CatalogueSetupWarehouses"]
    shipping_zones: Optional["CatalogueSetupShippingZones"] = Field(
        alias="shippingZones"
    )
    attributes: Optional["CatalogueSetupAttributes"]


class CatalogueSetupCategories(BaseModel):
    edges: list["CatalogueSetupCategoriesEdges"]


class CatalogueSetupCategoriesEdges(BaseModel):
    node: "CatalogueSetupCategoriesEdgesNode"


class CatalogueSetupCategoriesEdgesNode(BaseModel):
    id: str
    slug: str


class CatalogueSetupProductTypes(BaseModel):
    edges: list["CatalogueSetupProductTypesEdges"]


class CatalogueSetupProductTypesEdges(BaseModel):
    node: "CatalogueSetupProductTypesEdgesNode"


class CatalogueSetupProductTypesEdgesNode(BaseModel):
    id: str
    slug: str


class CatalogueSetupPageTypes(BaseModel):
    edges: list["CatalogueSetupPageTypesEdges"]


class CatalogueSetupPageTypesEdges(BaseModel):
    node: "CatalogueSetupPageTypesEdgesNode"


class CatalogueSetupPageTypesEdgesNode(BaseModel):
    id: str
    slug: str


class CatalogueSetupWarehouses(BaseModel):
    edges: list["CatalogueSetupWarehousesEdges"]


class CatalogueSetupWarehousesEdges(BaseModel):
    node: "CatalogueSetupWarehousesEdgesNode"


class CatalogueSetupWarehousesEdgesNode(BaseModel):
    id: str
    slug: str
    external_reference: Optional[str] = Field(alias="externalReference")


class CatalogueSetupShippingZones(BaseModel):
    edges: list["CatalogueSetupShippingZonesEdges"]


class CatalogueSetupShippingZonesEdges(BaseModel):
    node: "CatalogueSetupShippingZonesEdgesNode"


class CatalogueSetupShippingZonesEdgesNode(BaseModel):
    id: str
    name: str


class CatalogueSetupAttributes(BaseModel):
    page_info: "CatalogueSetupAttributesPageInfo" = Field(alias="pageInfo")
    edges: list["CatalogueSetupAttributesEdges"]


class CatalogueSetupAttributesPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class CatalogueSetupAttributesEdges(BaseModel):
    node: "CatalogueSetupAttributesEdgesNode"


class CatalogueSetupAttributesEdgesNode(BaseModel):
    id: str
    slug: str
    input_type: Optional[AttributeInputTypeEnum] = Field(alias="inputType")


CatalogueSetup.model_rebuild()
CatalogueSetupCategories.model_rebuild()
CatalogueSetupCategoriesEdges.model_rebuild()
CatalogueSetupProductTypes.model_rebuild()
CatalogueSetupProductTypesEdges.model_rebuild()
CatalogueSetupPageTypes.model_rebuild()
CatalogueSetupPageTypesEdges.model_rebuild()
CatalogueSetupWarehouses.model_rebuild()
CatalogueSetupWarehousesEdges.model_rebuild()
CatalogueSetupShippingZones.model_rebuild()
CatalogueSetupShippingZonesEdges.model_rebuild()
CatalogueSetupAttributes.model_rebuild()
CatalogueSetupAttributesEdges.model_rebuild()
