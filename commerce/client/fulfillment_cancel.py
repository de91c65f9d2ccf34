from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import FulfillmentStatus, OrderErrorCode, OrderStatus


class FulfillmentCancel(BaseModel):
    order_fulfillment_cancel: Optional["FulfillmentCancelOrderFulfillmentCancel"] = (
        Field(alias="orderFulfillmentCancel")
    )


class FulfillmentCancelOrderFulfillmentCancel(BaseModel):
    fulfillment: Optional["FulfillmentCancelOrderFulfillmentCancelFulfillment"]
    order: Optional["FulfillmentCancelOrderFulfillmentCancelOrder"]
    errors: list["FulfillmentCancelOrderFulfillmentCancelErrors"]


class FulfillmentCancelOrderFulfillmentCancelFulfillment(BaseModel):
    id: str
    status: FulfillmentStatus


class FulfillmentCancelOrderFulfillmentCancelOrder(BaseModel):
    id: str
    status: OrderStatus


class FulfillmentCancelOrderFulfillmentCancelErrors(BaseModel):
    field: Optional[str]
    message: Optional[str]
    code: OrderErrorCode
