from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import (
    FulfillmentStatus,
    OrderAuthorizeStatusEnum,
    OrderChargeStatusEnum,
    OrderStatus,
)


class OrderToFulfil(BaseModel):
    order: Optional["OrderToFulfilOrder"]


class OrderToFulfilOrder(BaseModel):
    id: str
    status: OrderStatus
    charge_status: OrderChargeStatusEnum = Field(alias="chargeStatus")
    authorize_status: OrderAuthorizeStatusEnum = Field(alias="authorizeStatus")
    lines: list["OrderToFulfilOrderLines"]
    fulfillments: list["OrderToFulfilOrderFulfillments"]


class OrderToFulfilOrderLines(BaseModel):
    id: str
    quantity: int
    quantity_fulfilled: int = Field(alias="quantityFulfilled")
    allocations: Optional[list["OrderToFulfilOrderLinesAllocations"]]


class OrderToFulfilOrderLinesAllocations(BaseModel):
    quantity: int
    warehouse: "OrderToFulfilOrderLinesAllocationsWarehouse"


class OrderToFulfilOrderLinesAllocationsWarehouse(BaseModel):
    id: str


class OrderToFulfilOrderFulfillments(BaseModel):
    id: str
    status: FulfillmentStatus
    tracking_number: str = Field(alias="trackingNumber")
    lines: Optional[list["OrderToFulfilOrderFulfillmentsLines"]]


class OrderToFulfilOrderFulfillmentsLines(BaseModel):
    quantity: int
    order_line: Optional["OrderToFulfilOrderFulfillmentsLinesOrderLine"] = Field(
        alias="orderLine"
    )


class OrderToFulfilOrderFulfillmentsLinesOrderLine(BaseModel):
    id: str
