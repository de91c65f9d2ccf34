from typing import Optional

from .base_model import BaseModel


class CollectionBySlug(BaseModel):
    collection: Optional["CollectionBySlugCollection"]


class CollectionBySlugCollection(BaseModel):
    id: str
    slug: str
    name: str
