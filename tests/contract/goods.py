"""A catalogue like the recorded one in its proportions: 32 products in three branches, one branch empty."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count

from django.utils.text import slugify

from commerce.embedded.attribute.models import Attribute, AttributeValue
from commerce.embedded.channel.models import Channel
from commerce.embedded.page.models import Page, PageType
from commerce.embedded.product.models import (
    AssignedProductValue,
    AssignedVariantValue,
    Category,
    Collection,
    CollectionChannelListing,
    CollectionProduct,
    Product,
    ProductChannelListing,
    ProductMedia,
    ProductType,
    ProductTypeAttribute,
    ProductVariant,
    ProductVariantChannelListing,
)
from commerce.embedded.product.services.refresh import refresh_prices, refresh_words
from commerce.embedded.warehouse.models import Stock, Warehouse
from jkrlm.kernel.clock import now

#: The values that recorded request 11 filters by, and what a shirt comes in besides.
SIZES = ("S", "M", "L", "XL", "XXL")


@dataclass
class Goods:
    """``picture`` is a kept picture's key; all goods show it."""

    channel: Channel
    warehouse: Warehouse
    picture: str
    unsorted: Category = field(init=False)
    maker: AttributeValue = field(init=False)
    _attributes: dict[str, Attribute] = field(default_factory=dict)
    _sku: count = field(default_factory=lambda: count(1))  # type: ignore[type-arg]

    def __post_init__(self) -> None:
        self.unsorted = self.category("Unsorted")
        maker = self.attribute("Maker", input_type="SINGLE_REFERENCE", entity_type="PAGE")
        kind = PageType.objects.create(name="Maker", slug="maker")
        page = Page.objects.create(
            page_type=kind, slug="tailors", title="Tailors", is_published=True, created_at=now()
        )
        self.maker = AttributeValue.objects.create(
            attribute=maker, name=page.title, slug=page.slug, reference_page=page
        )
        self.attribute("Fibre", "Nettle", "Hemp", "Wool")
        self.attribute("Size", *SIZES)

    def attribute(self, name: str, *choices: str, **given: str) -> Attribute:
        made = Attribute.objects.create(slug=slugify(name), name=name, type="PRODUCT_TYPE", **given)
        for place, choice in enumerate(choices):
            AttributeValue.objects.create(attribute=made, name=choice, slug=slugify(choice), sort_order=place)
        self._attributes[made.slug] = made
        return made

    def category(self, name: str, parent: Category | None = None) -> Category:
        made = Category.objects.create(
            name=name, slug=slugify(name), parent=parent, level=parent.level + 1 if parent else 0
        )
        made.path = f"{parent.path if parent else ''}{made.pk}."
        made.save()
        return made

    def product_type(self, name: str, *attributes: str, of_variants: Sequence[str] = ()) -> ProductType:
        made = ProductType.objects.create(name=name, slug=slugify(name))
        for place, slug in enumerate((*attributes, *of_variants)):
            ProductTypeAttribute.objects.create(
                product_type=made,
                attribute=self._attributes[slug],
                of_variants=slug in of_variants,
                sort_order=place,
            )
        return made

    def product(
        self,
        name: str,
        *,
        kind: ProductType,
        category: Category,
        slug: str = "",
        values: Sequence[AttributeValue] = (),
        variants: Sequence[str] = ("",),
        price: str = "35",
        asked: str | None = None,
        dearest: str | None = None,
    ) -> Product:
        """Return a product on sale; ``asked`` is a price after discount, ``dearest`` the last variant's."""
        moment = now()
        made = Product.objects.create(
            product_type=kind,
            category=category,
            name=name,
            slug=slug or slugify(name),
            description={"blocks": [{"type": "paragraph", "data": {"text": f"{name}, made to last."}}]},
            created_at=moment,
            updated_at=moment,
        )
        ProductChannelListing.objects.create(
            product=made,
            channel=self.channel,
            is_published=True,
            published_at=moment,
            visible_in_listings=True,
            available_for_purchase_at=moment,
        )
        for place, value in enumerate(values):
            AssignedProductValue.objects.create(
                product=made, attribute=value.attribute, value=value, sort_order=place
            )
        for place, size in enumerate(variants):
            full = dearest if dearest and place == len(variants) - 1 else price
            self._variant(made, size, place=place, price=full, asked=asked or full)
        pictures = [
            ProductMedia.objects.create(product=made, key=self.picture, sort_order=place) for place in (0, 1)
        ]
        pictures[0].variants.set(ProductVariant.objects.filter(product=made))
        refresh_prices(product_pk=made.pk, channel_pks=[self.channel.pk])
        return made

    def _variant(self, product: Product, size: str, *, place: int, price: str, asked: str) -> None:
        made = ProductVariant.objects.create(
            product=product,
            sku=f"SKU-{next(self._sku)}",
            name=size or product.name,
            sort_order=place,
            weight_grams=0,
            created_at=product.created_at,
            updated_at=product.updated_at,
        )
        ProductVariantChannelListing.objects.create(
            variant=made,
            channel=self.channel,
            price_amount=Decimal(price),
            discounted_price_amount=Decimal(asked),
        )
        Stock.objects.create(variant=made, warehouse=self.warehouse, quantity=100)
        if size:
            value = AttributeValue.objects.get(attribute=self._attributes["size"], name=size)
            AssignedVariantValue.objects.create(variant=made, attribute=value.attribute, value=value)

    def tee(self, *, name: str) -> ProductVariant:
        """Return the smallest of the tee that the recorded requests buy, and name by its slug."""
        clothes = self.category("Clothes")
        tops = self.category("Tops", self.category("Light", clothes))
        kind = self.product_type("Garment", "fibre", "maker", of_variants=["size"])
        fibre = AttributeValue.objects.get(attribute=self._attributes["fibre"], slug="hemp")
        made = self.product(
            name,
            slug="ascii-tee",
            kind=kind,
            category=tops,
            values=[fibre, self.maker],
            variants=SIZES,
            price="20",
        )
        shown = Collection.objects.create(name="New", slug="new")
        CollectionChannelListing.objects.create(
            collection=shown, channel=self.channel, is_published=True, published_at=made.created_at
        )
        CollectionProduct.objects.create(collection=shown, product=made)
        refresh_words([made.pk])
        return ProductVariant.objects.filter(product=made).order_by("sort_order")[0]

    def fill(self) -> None:
        """
        Add 31 products: 17 clothes, ten things of four kinds, four preserves.

        Fifteen of all cost one to twenty dollars, four are tees; one is on sale, some are dearer in
        a larger size, some types have no attributes, one product leaves its fibre open.
        """
        clothes = Category.objects.get(slug="clothes")
        garment = ProductType.objects.get(slug="garment")
        fibres = list(AttributeValue.objects.filter(attribute=self._attributes["fibre"]).order_by("pk"))
        for name in ("Warm", "Outer", "Worn"):
            self.category(name, clothes)
        light = Category.objects.get(slug="tops")
        colours = ("Amber", "Basalt", "Cedar", "Dusk", "Ember", "Fern", "Granite", "Heath", "Indigo")
        for place, colour in enumerate(colours):
            for cut in ("Tee", "Vest") if place < 3 else ("Coat", "Cloak") if place < 8 else ("Shawl",):
                self.product(
                    f"{colour} {cut}",
                    kind=garment,
                    category=light,
                    values=[self.maker] if colour == "Cedar" else [fibres[place % 3], self.maker],
                    variants=("M", "L"),
                    price="18" if cut == "Vest" else "45",
                    asked="40" if colour == "Basalt" and cut == "Tee" else None,
                    dearest="21" if cut == "Vest" else None,
                )
        self._things()
        refresh_words(Product.objects.values_list("pk", flat=True))

    def _things(self) -> None:
        house = self.category("House")
        parts = [self.category(name, house) for name in ("Table", "Hearth", "Wall")]
        plain, made_by = self.product_type("Voucher"), self.product_type("Vessel", "maker")
        wares = ("Bowl", "Cup", "Dish", "Ewer", "Flask", "Goblet", "Jug", "Ladle")
        for place, ware in enumerate(wares):
            self.product(
                f"Walnut {ware}",
                kind=made_by,
                category=parts[place % 3],
                values=[self.maker],
                price="12.5",
            )
        for worth in ("50", "500"):
            self.product(f"Promise of {worth}", kind=plain, category=house, price=worth)
        pantry = self.category("Pantry")
        jars = self.category("Jars", pantry)
        for fruit in ("Apricot", "Cherry", "Mulberry"):
            self.product(f"{fruit} jam", kind=made_by, category=jars, values=[self.maker], price="1.99")
        self.product("Quince jam", kind=made_by, category=jars, values=[self.maker], price="0.5")

    def curio(self) -> Product:
        """Return a product with an answer of every kind that attributes take."""
        fibre, maker = self._attributes["fibre"], self.maker
        weave = self.attribute("Weave", "Plain", "Twill", input_type="MULTISELECT")
        twill, plain = AttributeValue.objects.filter(attribute=weave).order_by("-sort_order")
        answers = {
            "Length": {"input_type": "NUMERIC", "numeric": Decimal("12.5")},
            "Certified": {"input_type": "BOOLEAN", "boolean": False},
            "Story": {"input_type": "PLAIN_TEXT", "plain_text": "Found in an attic."},
            "Helpers": {
                "input_type": "REFERENCE",
                "entity_type": "PAGE",
                "reference_page": maker.reference_page,
            },
        }
        values = [AttributeValue.objects.get(attribute=fibre, slug="hemp"), twill, plain, maker]
        for name, answer in answers.items():
            kind = {key: answer.pop(key) for key in ("input_type", "entity_type") if key in answer}
            asked = self.attribute(name, **kind)
            values.append(
                AttributeValue.objects.create(attribute=asked, name=name, slug=slugify(name), **answer)
            )
        curios = self.product_type(
            "Curio", "fibre", "weave", "length", "certified", "story", "maker", "helpers"
        )
        return self.product("Curio", kind=curios, category=self.unsorted, values=values)
