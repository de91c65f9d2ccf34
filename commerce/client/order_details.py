from typing import Optional

from .base_model import BaseModel
from .fragments import OrderParts


class OrderDetails(BaseModel):
    order: Optional["OrderDetailsOrder"]


OrderDetailsOrder = OrderParts
