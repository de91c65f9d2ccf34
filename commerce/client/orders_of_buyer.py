from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import FulfillmentStatus, OrderStatus
from .fragments import MoneyParts


class OrdersOfBuyer(BaseModel):
    orders: Optional["OrdersOfBuyerOrders"]


class OrdersOfBuyerOrders(BaseModel):
    edges: list["OrdersOfBuyerOrdersEdges"]


class OrdersOfBuyerOrdersEdges(BaseModel):
    node: "OrdersOfBuyerOrdersEdgesNode"


class OrdersOfBuyerOrdersEdgesNode(BaseModel):
    id: str
    number: str
    created: datetime
    status: OrderStatus
    total: "OrdersOfBuyerOrdersEdgesNodeTotal"
    lines: list["OrdersOfBuyerOrdersEdgesNodeLines"]
    fulfillments: list["OrdersOfBuyerOrdersEdgesNodeFulfillments"]


class OrdersOfBuyerOrdersEdgesNodeTotal(BaseModel):
    gross: "OrdersOfBuyerOrdersEdgesNodeTotalGross"


OrdersOfBuyerOrdersEdgesNodeTotalGross = MoneyParts


class OrdersOfBuyerOrdersEdgesNodeLines(BaseModel):
    product_name: str = Field(alias="productName")
    quantity: int
    thumbnail: Optional["OrdersOfBuyerOrdersEdgesNodeLinesThumbnail"]
    variant: Optional["OrdersOfBuyerOrdersEdgesNodeLinesVariant"]


class OrdersOfBuyerOrdersEdgesNodeLinesThumbnail(BaseModel):
    url: str


class OrdersOfBuyerOrdersEdgesNodeLinesVariant(BaseModel):
    product: "OrdersOfBuyerOrdersEdgesNodeLinesVariantProduct"


class OrdersOfBuyerOrdersEdgesNodeLinesVariantProduct(BaseModel):
    translation: Optional[
        "OrdersOfBuyerOrdersEdgesNodeLinesVariantProductTranslation"
    ] = None


class OrdersOfBuyerOrdersEdgesNodeLinesVariantProductTranslation(BaseModel):
    name: Optional[str]


class OrdersOfBuyerOrdersEdgesNodeFulfillments(BaseModel):
    id: str
    status: FulfillmentStatus
