"""What our catalogue needs of a store, as the store's inputs."""

from typing import Final

from catalogue.reference import (
    AttributeSpec,
    CategorySpec,
    DistrictSpec,
    attribute_specs,
    crafts,
    district_specs,
)
from commerce.client import (
    AddressInput,
    AttributeCreateInput,
    AttributeEntityTypeEnum,
    AttributeInputTypeEnum,
    AttributeTypeEnum,
    AttributeValueCreateInput,
    CategoryInput,
    CountryCode,
    MeasurementUnitsEnum,
    MetadataInput,
    WarehouseCreateInput,
)

MAKER: Final = "maker"

#: Attributes of every product type, in the order in which a product page shows them.
COMMON: Final = ("craft", "district", "certified", "gi-tag", "maker")
#: Attributes of a maker's page. The store knows one attribute to a slug, so these bear the prefix.
MAKER_ATTRIBUTES: Final = (
    AttributeSpec("maker-district", "District", "DROPDOWN", None),
    AttributeSpec("maker-block", "Block", "PLAIN_TEXT", None),
    AttributeSpec("maker-members", "Members", "NUMERIC", None),
    AttributeSpec("maker-formed", "Formed in", "NUMERIC", None),
)


def warehouse_slug(district: str) -> str:
    """Return the slug of a district's warehouse, which is also its external reference."""
    return f"district-{district}"


def attribute_inputs() -> tuple[AttributeCreateInput, ...]:
    """Return every attribute that we need, each with its slug."""
    return (
        *_common_attributes(),
        *(_input_of(spec, "PRODUCT_TYPE") for spec in attribute_specs()),
        *(_input_of(spec, "PAGE_TYPE") for spec in MAKER_ATTRIBUTES),
    )


def _common_attributes() -> tuple[AttributeCreateInput, ...]:
    kind = AttributeTypeEnum.PRODUCT_TYPE
    dropdown, boolean = AttributeInputTypeEnum.DROPDOWN, AttributeInputTypeEnum.BOOLEAN
    return (
        AttributeCreateInput(
            type_=kind,
            slug="craft",
            name="Craft",
            input_type=dropdown,
            values=[AttributeValueCreateInput(name=craft.name) for craft in crafts()],
        ),
        AttributeCreateInput(
            type_=kind,
            slug="district",
            name="District",
            input_type=dropdown,
            values=[AttributeValueCreateInput(name=place.district.name) for place in district_specs()],
        ),
        AttributeCreateInput(type_=kind, slug="certified", name="Certified", input_type=boolean),
        AttributeCreateInput(type_=kind, slug="gi-tag", name="GI tag", input_type=boolean),
        AttributeCreateInput(
            type_=kind,
            slug=MAKER,
            name="Maker",
            input_type=AttributeInputTypeEnum.SINGLE_REFERENCE,
            entity_type=AttributeEntityTypeEnum.PAGE,
        ),
    )


def _input_of(spec: AttributeSpec, owner: str) -> AttributeCreateInput:
    made = AttributeCreateInput(
        type_=AttributeTypeEnum(owner),
        slug=spec.slug,
        name=spec.name,
        input_type=AttributeInputTypeEnum(spec.input_type),
    )
    if spec.unit:
        made.unit = MeasurementUnitsEnum(spec.unit)
    return made


def category_input(kind: CategorySpec) -> CategoryInput:
    category = kind.category
    return CategoryInput(
        name=category.name,
        slug=category.slug,
        metadata=[
            MetadataInput(key="umeed.name_hi", value=category.name_hi),
            MetadataInput(key="umeed.name_ur", value=category.name_ur),
        ],
    )


def warehouse_input(place: DistrictSpec) -> WarehouseCreateInput:
    slug = warehouse_slug(place.district.slug)
    return WarehouseCreateInput(
        name=f"District warehouse {place.district.name}",
        slug=slug,
        external_reference=slug,
        email="",
        address=AddressInput(
            company_name="Umeed",
            street_address_1=f"District warehouse, {place.district.name}",
            city=place.district.name,
            postal_code=place.pincode,
            country=CountryCode.IN,
            country_area="Jammu and Kashmir",
        ),
    )
