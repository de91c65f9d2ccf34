"""Goods of Kanihama in the shop, that wait for their certificate."""

from uuid import uuid4

from catalogue.facade import BlockReason, block
from catalogue.models import Listing, ListingVariant, Stage
from jkrlm.kernel import clock
from tests.certification.cases.world import photo
from tests.portal_goods.world import Women, photograph, upload

AT = "/sell/certificates/"


def goods(
    women: Women, kind: str = "kani", *, code: str = "KZ09", who: str = "Haseena Begum", blocked: bool = True
) -> Listing:
    now = clock.now()
    sku = f"{code}-{uuid4().hex[:6]}"
    row = Listing.objects.create(
        key=str(uuid4()),
        group_code=code,
        person_id=women.id_of(who),
        kind=kind,
        stage=Stage.APPROVED,
        price_paise=345000,
        stock_kind="batch",
        lead_days=3,
        photo_keys=[photo()],
        title=f"Stole {sku}",
        hsn="62142010",
        weight_grams=200,
        sku=sku,
        product_id=f"p-{sku}",
        slug=sku.lower(),
        created_at=now,
        sent_at=now,
        changed_at=now,
        published_at=now,
    )
    ListingVariant.objects.create(listing=row, position=0, quantity=40, sku=sku, variant_id=f"v-{sku}")
    if blocked:
        block([row.product_id], BlockReason.CERTIFICATE, "certification")
    return row


def form(**changes: object) -> dict[str, object]:
    """What a browser without JavaScript sends for a kani shawl; files are made anew each time."""
    return {
        "key": str(uuid4()),
        "say-weaving_days": "40",
        "file-whole": upload(photograph("teal"), "whole.jpg"),
        "file-reverse": upload(photograph("maroon"), "reverse.jpg"),
        **changes,
    }
