from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import OrderAuthorizeStatusEnum, OrderChargeStatusEnum, OrderStatus
from .fragments import MoneyParts


class OrdersToFind(BaseModel):
    orders: Optional["OrdersToFindOrders"]


class OrdersToFindOrders(BaseModel):
    page_info: "OrdersToFindOrdersPageInfo" = Field(alias="pageInfo")
    edges: list["OrdersToFindOrdersEdges"]


class OrdersToFindOrdersPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class OrdersToFindOrdersEdges(BaseModel):
    node: "OrdersToFindOrdersEdgesNode"


class OrdersToFindOrdersEdgesNode(BaseModel):
    id: str
    number: str
    created: datetime
    status: OrderStatus
    charge_status: OrderChargeStatusEnum = Field(alias="chargeStatus")
    authorize_status: OrderAuthorizeStatusEnum = Field(alias="authorizeStatus")
    total: "OrdersToFindOrdersEdgesNodeTotal"
    billing_address: Optional["OrdersToFindOrdersEdgesNodeBillingAddress"] = Field(
        alias="billingAddress"
    )
    shipping_address: Optional["OrdersToFindOrdersEdgesNodeShippingAddress"] = Field(
        alias="shippingAddress"
    )


class OrdersToFindOrdersEdgesNodeTotal(BaseModel):
    gross: "OrdersToFindOrdersEdgesNodeTotalGross"


OrdersToFindOrdersEdgesNodeTotalGross = MoneyParts


class OrdersToFindOrdersEdgesNodeBillingAddress(BaseModel):
    first_name: str = Field(alias="firstName")
    last_name: str = Field(alias="lastName")


class OrdersToFindOrdersEdgesNodeShippingAddress(BaseModel):
    first_name: str = Field(alias="firstName")
    last_name: str = Field(alias="lastName")
    city: str
