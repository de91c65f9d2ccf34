from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import MetadataErrorCode


class MetadataUpdate(BaseModel):
    update_metadata: Optional["MetadataUpdateUpdateMetadata"] = Field(
        alias="updateMetadata"
    )


class MetadataUpdateUpdateMetadata(BaseModel):
    errors: list["MetadataUpdateUpdateMetadataErrors"]


class MetadataUpdateUpdateMetadataErrors(BaseModel):
    field: Optional[str]
    message: Optional[str]
    code: MetadataErrorCode
