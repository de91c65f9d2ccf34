from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import OrderErrorCode


class FulfillmentUpdateTracking(BaseModel):
    order_fulfillment_update_tracking: Optional[
        "FulfillmentUpdateTrackingOrderFulfillmentUpdateTracking"
    ] = Field(alias="orderFulfillmentUpdateTracking")


class FulfillmentUpdateTrackingOrderFulfillmentUpdateTracking(BaseModel):
    fulfillment: Optional[
        "FulfillmentUpdateTrackingOrderFulfillmentUpdateTrackingFulfillment"
    ]
    errors: list["FulfillmentUpdateTrackingOrderFulfillmentUpdateTrackingErrors"]


class FulfillmentUpdateTrackingOrderFulfillmentUpdateTrackingFulfillment(BaseModel):
    id: str
    tracking_number: str = Field(alias="trackingNumber")


class FulfillmentUpdateTrackingOrderFulfillmentUpdateTrackingErrors(BaseModel):
    field: Optional[str]
    message: Optional[str]
    code: OrderErrorCode
