from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import AccountErrorParts


class AddressDelete(BaseModel):
    address_delete: Optional["AddressDeleteAddressDelete"] = Field(
        alias="addressDelete"
    )


class AddressDeleteAddressDelete(BaseModel):
    address: Optional["AddressDeleteAddressDeleteAddress"]
    errors: list["AddressDeleteAddressDeleteErrors"]


class AddressDeleteAddressDeleteAddress(BaseModel):
    id: str


AddressDeleteAddressDeleteErrors = AccountErrorParts
