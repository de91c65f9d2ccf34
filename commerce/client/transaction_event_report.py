from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import TransactionEventReportErrorCode, TransactionEventTypeEnum


class TransactionEventReport(BaseModel):
    transaction_event_report: Optional[
        "TransactionEventReportTransactionEventReport"
    ] = Field(alias="transactionEventReport")


class TransactionEventReportTransactionEventReport(BaseModel):
    already_processed: Optional[bool] = Field(alias="alreadyProcessed")
    transaction: Optional["TransactionEventReportTransactionEventReportTransaction"]
    transaction_event: Optional[
        "TransactionEventReportTransactionEventReportTransactionEvent"
    ] = Field(alias="transactionEvent")
    errors: list["TransactionEventReportTransactionEventReportErrors"]


class TransactionEventReportTransactionEventReportTransaction(BaseModel):
    id: str


class TransactionEventReportTransactionEventReportTransactionEvent(BaseModel):
    type_: Optional[TransactionEventTypeEnum] = Field(alias="type")
    psp_reference: str = Field(alias="pspReference")


class TransactionEventReportTransactionEventReportErrors(BaseModel):
    field: Optional[str]
    message: Optional[str]
    code: TransactionEventReportErrorCode
