from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import OrderStatus
from .fragments import MoneyParts


class CustomerOrders(BaseModel):
    user: Optional["CustomerOrdersUser"]


class CustomerOrdersUser(BaseModel):
    orders: Optional["CustomerOrdersUserOrders"]


class CustomerOrdersUserOrders(BaseModel):
    total_count: Optional[int] = Field(alias="totalCount")
    page_info: "CustomerOrdersUserOrdersPageInfo" = Field(alias="pageInfo")
    edges: list["CustomerOrdersUserOrdersEdges"]


class CustomerOrdersUserOrdersPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class CustomerOrdersUserOrdersEdges(BaseModel):
    node: "CustomerOrdersUserOrdersEdgesNode"


class CustomerOrdersUserOrdersEdgesNode(BaseModel):
    id: str
    number: str
    created: datetime
    status: OrderStatus
    user_email: Optional[str] = Field(alias="userEmail")
    total: "CustomerOrdersUserOrdersEdgesNodeTotal"


class CustomerOrdersUserOrdersEdgesNodeTotal(BaseModel):
    gross: "CustomerOrdersUserOrdersEdgesNodeTotalGross"


CustomerOrdersUserOrdersEdgesNodeTotalGross = MoneyParts
