from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import MoneyParts


class StallGoods(BaseModel):
    products: Optional["StallGoodsProducts"]


class StallGoodsProducts(BaseModel):
    edges: list["StallGoodsProductsEdges"]


class StallGoodsProductsEdges(BaseModel):
    node: "StallGoodsProductsEdgesNode"


class StallGoodsProductsEdgesNode(BaseModel):
    id: str
    name: str
    hi: Optional["StallGoodsProductsEdgesNodeHi"]
    ur: Optional["StallGoodsProductsEdgesNodeUr"]
    category: Optional["StallGoodsProductsEdgesNodeCategory"]
    thumbnail: Optional["StallGoodsProductsEdgesNodeThumbnail"]
    metafields: Optional[dict[str, str]]
    product_variants: Optional["StallGoodsProductsEdgesNodeProductVariants"] = Field(
        alias="productVariants"
    )


class StallGoodsProductsEdgesNodeHi(BaseModel):
    name: Optional[str]


class StallGoodsProductsEdgesNodeUr(BaseModel):
    name: Optional[str]


class StallGoodsProductsEdgesNodeCategory(BaseModel):
    slug: str
    name: str


class StallGoodsProductsEdgesNodeThumbnail(BaseModel):
    url: str


class StallGoodsProductsEdgesNodeProductVariants(BaseModel):
    edges: list["StallGoodsProductsEdgesNodeProductVariantsEdges"]


class StallGoodsProductsEdgesNodeProductVariantsEdges(BaseModel):
    node: "StallGoodsProductsEdgesNodeProductVariantsEdgesNode"


class StallGoodsProductsEdgesNodeProductVariantsEdgesNode(BaseModel):
    id: str
    sku: Optional[str]
    name: str
    external_reference: Optional[str] = Field(alias="externalReference")
    channel_listings: Optional[
        list["StallGoodsProductsEdgesNodeProductVariantsEdgesNodeChannelListings"]
    ] = Field(alias="channelListings")


class StallGoodsProductsEdgesNodeProductVariantsEdgesNodeChannelListings(BaseModel):
    channel: "StallGoodsProductsEdgesNodeProductVariantsEdgesNodeChannelListingsChannel"
    price: Optional[
        "StallGoodsProductsEdgesNodeProductVariantsEdgesNodeChannelListingsPrice"
    ]


class StallGoodsProductsEdgesNodeProductVariantsEdgesNodeChannelListingsChannel(
    BaseModel
):
    slug: str


StallGoodsProductsEdgesNodeProductVariantsEdgesNodeChannelListingsPrice = MoneyParts
