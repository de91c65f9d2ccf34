from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import FulfillmentStatus, OrderStatus
from .fragments import MoneyParts, TransactionBooks


class OrdersToCompare(BaseModel):
    orders: Optional["OrdersToCompareOrders"]


class OrdersToCompareOrders(BaseModel):
    page_info: "OrdersToCompareOrdersPageInfo" = Field(alias="pageInfo")
    edges: list["OrdersToCompareOrdersEdges"]


class OrdersToCompareOrdersPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class OrdersToCompareOrdersEdges(BaseModel):
    node: "OrdersToCompareOrdersEdgesNode"


class OrdersToCompareOrdersEdgesNode(BaseModel):
    id: str
    number: str
    status: OrderStatus
    created: datetime
    updated_at: datetime = Field(alias="updatedAt")
    checkout_id: Optional[str] = Field(alias="checkoutId")
    channel: "OrdersToCompareOrdersEdgesNodeChannel"
    total: "OrdersToCompareOrdersEdgesNodeTotal"
    total_refunded: "OrdersToCompareOrdersEdgesNodeTotalRefunded" = Field(
        alias="totalRefunded"
    )
    shipping_address: Optional["OrdersToCompareOrdersEdgesNodeShippingAddress"] = Field(
        alias="shippingAddress"
    )
    fulfillments: list["OrdersToCompareOrdersEdgesNodeFulfillments"]
    transactions: list["OrdersToCompareOrdersEdgesNodeTransactions"]


class OrdersToCompareOrdersEdgesNodeChannel(BaseModel):
    slug: str


class OrdersToCompareOrdersEdgesNodeTotal(BaseModel):
    gross: "OrdersToCompareOrdersEdgesNodeTotalGross"


OrdersToCompareOrdersEdgesNodeTotalGross = MoneyParts
OrdersToCompareOrdersEdgesNodeTotalRefunded = MoneyParts


class OrdersToCompareOrdersEdgesNodeShippingAddress(BaseModel):
    postal_code: str = Field(alias="postalCode")


class OrdersToCompareOrdersEdgesNodeFulfillments(BaseModel):
    id: str
    status: FulfillmentStatus
    created: datetime


OrdersToCompareOrdersEdgesNodeTransactions = TransactionBooks
