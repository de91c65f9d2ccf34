from typing import Optional

from .base_model import BaseModel
from .fragments import BilledOrder


class OrderOfBill(BaseModel):
    order: Optional["OrderOfBillOrder"]


OrderOfBillOrder = BilledOrder
