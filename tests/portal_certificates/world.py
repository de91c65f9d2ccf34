"""Goods of Kanihama in the shop, that wait for their certificate."""

from uuid import uuid4

from catalogue.facade import BlockReason, block
from catalogue.models import Listing
from tests.certification.cases.world import photo
from tests.common.listings import published
from tests.portal_goods.world import Women, photograph, upload

AT = "/sell/certificates/"


def goods(
    women: Women, kind: str = "kani", *, code: str = "KZ09", who: str = "Haseena Begum", blocked: bool = True
) -> Listing:
    row = published(
        code=code,
        kind=kind,
        quantity=40,
        person_id=women.id_of(who),
        price_paise=345000,
        photo_keys=[photo()],
        title=f"Stole {uuid4().hex[:6]}",
    )
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
