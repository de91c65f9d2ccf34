from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import OrderEventsEnum
from .fragments import (  # noqa: F401
    OrderParts,
    OrderPartsBillingAddress,
    OrderPartsChannel,
    OrderPartsDeliveryMethodShippingMethod,
    OrderPartsDeliveryMethodWarehouse,
    OrderPartsFulfillments,
    OrderPartsLines,
    OrderPartsMetadata,
    OrderPartsShippingAddress,
    OrderPartsShippingPrice,
    OrderPartsSubtotal,
    OrderPartsTotal,
    OrderPartsTotalAuthorized,
    OrderPartsTotalBalance,
    OrderPartsTotalCharged,
    OrderPartsTotalRefunded,
    OrderPartsTransactions,
    OrderPartsUndiscountedShippingPrice,
)


class OrderForDesk(BaseModel):
    orders: Optional["OrderForDeskOrders"]


class OrderForDeskOrders(BaseModel):
    edges: list["OrderForDeskOrdersEdges"]


class OrderForDeskOrdersEdges(BaseModel):
    node: "OrderForDeskOrdersEdgesNode"


class OrderForDeskOrdersEdgesNode(OrderParts):
    events: list["OrderForDeskOrdersEdgesNodeEvents"]


class OrderForDeskOrdersEdgesNodeEvents(BaseModel):
    id: str
    type_: Optional[OrderEventsEnum] = Field(alias="type")
    date: Optional[datetime]
    message: Optional[str]
    app: Optional["OrderForDeskOrdersEdgesNodeEventsApp"]
    user: Optional["OrderForDeskOrdersEdgesNodeEventsUser"]


class OrderForDeskOrdersEdgesNodeEventsApp(BaseModel):
    name: Optional[str]


class OrderForDeskOrdersEdgesNodeEventsUser(BaseModel):
    email: str
