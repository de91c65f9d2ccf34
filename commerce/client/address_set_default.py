from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import AccountErrorParts, CustomerParts


class AddressSetDefault(BaseModel):
    address_set_default: Optional["AddressSetDefaultAddressSetDefault"] = Field(
        alias="addressSetDefault"
    )


class AddressSetDefaultAddressSetDefault(BaseModel):
    user: Optional["AddressSetDefaultAddressSetDefaultUser"]
    errors: list["AddressSetDefaultAddressSetDefaultErrors"]


AddressSetDefaultAddressSetDefaultUser = CustomerParts
AddressSetDefaultAddressSetDefaultErrors = AccountErrorParts
