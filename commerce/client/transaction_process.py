from typing import Any, Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import TransactionEventTypeEnum, TransactionProcessErrorCode
from .fragments import MoneyParts


class TransactionProcess(BaseModel):
    transaction_process: Optional["TransactionProcessTransactionProcess"] = Field(
        alias="transactionProcess"
    )


class TransactionProcessTransactionProcess(BaseModel):
    transaction: Optional["TransactionProcessTransactionProcessTransaction"]
    transaction_event: Optional[
        "TransactionProcessTransactionProcessTransactionEvent"
    ] = Field(alias="transactionEvent")
    data: Optional[Any]
    errors: list["TransactionProcessTransactionProcessErrors"]


class TransactionProcessTransactionProcessTransaction(BaseModel):
    id: str


class TransactionProcessTransactionProcessTransactionEvent(BaseModel):
    type_: Optional[TransactionEventTypeEnum] = Field(alias="type")
    message: str
    psp_reference: str = Field(alias="pspReference")
    amount: "TransactionProcessTransactionProcessTransactionEventAmount"


TransactionProcessTransactionProcessTransactionEventAmount = MoneyParts


class TransactionProcessTransactionProcessErrors(BaseModel):
    field: Optional[str]
    message: Optional[str]
    code: TransactionProcessErrorCode
