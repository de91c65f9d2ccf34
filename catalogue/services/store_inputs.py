"""What goods are, as the store's inputs want it."""

from collections.abc import Iterable, Mapping
from typing import Any

from catalogue.reference import district_specs
from catalogue.services.provision import StoreIds
from catalogue.services.provision_inputs import warehouse_slug
from commerce.client import AttributeValueInput, AttributeValueSelectableTypeInput, MetadataInput


def value(ids: StoreIds, slug: str, given: Any) -> AttributeValueInput:
    """Return a value as the attribute's input type wants it."""
    attribute = ids.attributes[slug]
    match ids.input_types[slug]:
        case "DROPDOWN":
            return choice(attribute, str(given))
        case "MULTISELECT":
            return AttributeValueInput(
                id=attribute,
                multiselect=[
                    AttributeValueSelectableTypeInput(value=part.strip())
                    for part in str(given).split(",")
                    if part.strip()
                ],
            )
        case "NUMERIC":
            return AttributeValueInput(id=attribute, numeric=str(given))
        case "BOOLEAN":
            return AttributeValueInput(id=attribute, boolean=bool(given))
        case _:
            return AttributeValueInput(id=attribute, plain_text=str(given))


def choice(attribute: str, name: str) -> AttributeValueInput:
    return AttributeValueInput(id=attribute, dropdown=AttributeValueSelectableTypeInput(value=name))


def metadata(facts: Mapping[str, str]) -> list[MetadataInput]:
    return [MetadataInput(key=key, value=text) for key, text in facts.items() if text]


def weight(grams: int) -> dict[str, Any]:
    """Return the weight with its unit: a bare number would be of the unit that the store's staff chose."""
    return {"unit": "g", "value": grams}


def paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def document(paragraphs: Iterable[str]) -> dict[str, Any]:
    """Return paragraphs as the store keeps rich text (EditorJS)."""
    return {
        "time": 0,
        "blocks": [{"type": "paragraph", "data": {"text": text}} for text in paragraphs],
        "version": "2.24.3",
    }


def warehouse_of(district: str) -> str:
    """Return the slug of the warehouse where goods from a district (by its English name) stand."""
    return warehouse_slug(
        next(spec.district.slug for spec in district_specs() if spec.district.name == district)
    )
