from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import ChannelErrorCode


class ChannelUpdate(BaseModel):
    channel_update: Optional["ChannelUpdateChannelUpdate"] = Field(
        alias="channelUpdate"
    )


class ChannelUpdateChannelUpdate(BaseModel):
    channel: Optional["ChannelUpdateChannelUpdateChannel"]
    errors: list["ChannelUpdateChannelUpdateErrors"]


class ChannelUpdateChannelUpdateChannel(BaseModel):
    id: str
    slug: str


class ChannelUpdateChannelUpdateErrors(BaseModel):
    field: Optional[str]
    message: Optional[str]
    code: ChannelErrorCode
