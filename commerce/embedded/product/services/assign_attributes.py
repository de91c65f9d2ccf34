"""What a product type's members are asked, added to."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from commerce.embedded.attribute.models import Attribute
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.product.models import ProductType, ProductTypeAttribute


@transaction.atomic
def assign_attributes(*, product_type: ProductType, given: Sequence[tuple[Attribute, bool]]) -> ProductType:
    """
    Add attributes after those that the type has; True beside one asks its variants, not its products.

    Raises:
        Refusal: INVALID attribute of pages, ATTRIBUTE_ALREADY_ASSIGNED.
    """
    if any(attribute.type != "PRODUCT_TYPE" for attribute, _ in given):
        raise Refusal("Only product attributes can be assigned.", code="INVALID", field="operations")
    links = ProductTypeAttribute.objects.filter(product_type=product_type)
    taken = links.filter(attribute__in=[attribute.pk for attribute, _ in given])
    if taken.exists():
        names = ", ".join(taken.values_list("attribute__name", flat=True))
        raise Refusal(
            f"{names} have already been assigned to this product type.",
            code="ATTRIBUTE_ALREADY_ASSIGNED",
            field="operations",
        )
    last = links.aggregate(last=Max("sort_order"))["last"]
    ProductTypeAttribute.objects.bulk_create(
        ProductTypeAttribute(
            product_type=product_type, attribute=attribute, of_variants=of_variants, sort_order=position
        )
        for position, (attribute, of_variants) in enumerate(given, start=0 if last is None else last + 1)
    )
    return product_type
