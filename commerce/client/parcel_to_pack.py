from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import OrderStatus
from .fragments import AddressParts


class ParcelToPack(BaseModel):
    order: Optional["ParcelToPackOrder"]


class ParcelToPackOrder(BaseModel):
    id: str
    status: OrderStatus
    metadata: list["ParcelToPackOrderMetadata"]
    shipping_address: Optional["ParcelToPackOrderShippingAddress"] = Field(
        alias="shippingAddress"
    )
    lines: list["ParcelToPackOrderLines"]


class ParcelToPackOrderMetadata(BaseModel):
    key: str
    value: str


ParcelToPackOrderShippingAddress = AddressParts


class ParcelToPackOrderLines(BaseModel):
    product_sku: Optional[str] = Field(alias="productSku")
    thumbnail: Optional["ParcelToPackOrderLinesThumbnail"]
    variant: Optional["ParcelToPackOrderLinesVariant"]


class ParcelToPackOrderLinesThumbnail(BaseModel):
    url: str


class ParcelToPackOrderLinesVariant(BaseModel):
    product: "ParcelToPackOrderLinesVariantProduct"


class ParcelToPackOrderLinesVariantProduct(BaseModel):
    hi: Optional["ParcelToPackOrderLinesVariantProductHi"]
    ur: Optional["ParcelToPackOrderLinesVariantProductUr"]


class ParcelToPackOrderLinesVariantProductHi(BaseModel):
    name: Optional[str]


class ParcelToPackOrderLinesVariantProductUr(BaseModel):
    name: Optional[str]
