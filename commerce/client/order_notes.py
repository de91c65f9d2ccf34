from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import OrderEventsEnum


class OrderNotes(BaseModel):
    order: Optional["OrderNotesOrder"]


class OrderNotesOrder(BaseModel):
    id: str
    events: list["OrderNotesOrderEvents"]


class OrderNotesOrderEvents(BaseModel):
    id: str
    type_: Optional[OrderEventsEnum] = Field(alias="type")
    date: Optional[datetime]
    message: Optional[str]
