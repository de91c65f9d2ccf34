from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import OrderBulkCreateErrorCode
from .fragments import BilledOrder


class OrderBulkCreate(BaseModel):
    order_bulk_create: Optional["OrderBulkCreateOrderBulkCreate"] = Field(
        alias="orderBulkCreate"
    )


class OrderBulkCreateOrderBulkCreate(BaseModel):
    count: int
    results: list["OrderBulkCreateOrderBulkCreateResults"]
    errors: list["OrderBulkCreateOrderBulkCreateErrors"]


class OrderBulkCreateOrderBulkCreateResults(BaseModel):
    order: Optional["OrderBulkCreateOrderBulkCreateResultsOrder"]
    errors: Optional[list["OrderBulkCreateOrderBulkCreateResultsErrors"]]


OrderBulkCreateOrderBulkCreateResultsOrder = BilledOrder


class OrderBulkCreateOrderBulkCreateResultsErrors(BaseModel):
    path: Optional[str]
    message: Optional[str]
    code: Optional[OrderBulkCreateErrorCode]


class OrderBulkCreateOrderBulkCreateErrors(BaseModel):
    path: Optional[str]
    message: Optional[str]
    code: Optional[OrderBulkCreateErrorCode]
