from typing import Optional

from .base_model import BaseModel


class CategoryTree(BaseModel):
    categories: Optional["CategoryTreeCategories"]


class CategoryTreeCategories(BaseModel):
    edges: list["CategoryTreeCategoriesEdges"]


class CategoryTreeCategoriesEdges(BaseModel):
    node: "CategoryTreeCategoriesEdgesNode"


class CategoryTreeCategoriesEdgesNode(BaseModel):
    id: str
    slug: str
    name: str
    children: Optional["CategoryTreeCategoriesEdgesNodeChildren"]


class CategoryTreeCategoriesEdgesNodeChildren(BaseModel):
    edges: list["CategoryTreeCategoriesEdgesNodeChildrenEdges"]


class CategoryTreeCategoriesEdgesNodeChildrenEdges(BaseModel):
    node: "CategoryTreeCategoriesEdgesNodeChildrenEdgesNode"


class CategoryTreeCategoriesEdgesNodeChildrenEdgesNode(BaseModel):
    id: str
    slug: str
    name: str
