from typing import Any, Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import PaymentGatewayConfigErrorCode, PaymentGatewayInitializeErrorCode


class PaymentGatewayInitialize(BaseModel):
    payment_gateway_initialize: Optional[
        "PaymentGatewayInitializePaymentGatewayInitialize"
    ] = Field(alias="paymentGatewayInitialize")


class PaymentGatewayInitializePaymentGatewayInitialize(BaseModel):
    gateway_configs: Optional[
        list["PaymentGatewayInitializePaymentGatewayInitializeGatewayConfigs"]
    ] = Field(alias="gatewayConfigs")
    errors: list["PaymentGatewayInitializePaymentGatewayInitializeErrors"]


class PaymentGatewayInitializePaymentGatewayInitializeGatewayConfigs(BaseModel):
    id: str
    data: Optional[Any]
    errors: Optional[
        list["PaymentGatewayInitializePaymentGatewayInitializeGatewayConfigsErrors"]
    ]


class PaymentGatewayInitializePaymentGatewayInitializeGatewayConfigsErrors(BaseModel):
    field: Optional[str]
    message: Optional[str]
    code: PaymentGatewayConfigErrorCode


class PaymentGatewayInitializePaymentGatewayInitializeErrors(BaseModel):
    field: Optional[str]
    message: Optional[str]
    code: PaymentGatewayInitializeErrorCode
