"""An editor writes what goods that are in the shop are called in Hindi and Urdu."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.errors import ListingMoved
from catalogue.models import Listing, Stage
from catalogue.services.decide import Staff
from catalogue.services.listing_common import changed, locked_listing, require
from jkrlm.kernel import outbox
from jkrlm.people.facade import User, audit


@dataclass(frozen=True, slots=True)
class Translated:
    """An empty text takes a translation back: the shop then shows the English one, and says so."""

    title_hi: str
    title_ur: str
    description_hi: str
    description_ur: str


NAMES = tuple(Translated.__slots__)


@transaction.atomic
def translate(*, listing_id: int, version: int, texts: Translated, actor: User, now: datetime) -> bool:
    """
    Write the texts; the store gets them by ``ListingTranslated``. False where they stand there already.

    Raises:
        ListingUnknown; ListingClosed: it is not approved yet; ListingMoved: somebody else changed it.
    """
    row = locked_listing(listing_id, group_codes=None, staff=True)
    require(row, Stage.APPROVED)
    before = {name: getattr(row, name) for name in NAMES}
    after = {name: getattr(texts, name).strip() for name in NAMES}
    if before == after:
        return False
    if row.version != version:
        raise ListingMoved(
            _(
                "Somebody else changed this while you were writing. What you wrote is still here: compare, "
                "then press again."
            ),
            params={"version": row.version},
        )
    for name, text in after.items():
        setattr(row, name, text)
    changed(row, what="translated", by=Staff(actor), at=now)
    outbox.record("ListingTranslated", {"listing_id": row.pk, "group": row.group_code})
    audit(
        actor=actor,
        verb="listing.translate",
        target=f"listing {row.pk}",
        before={"group": row.group_code, **before},
        after={"group": row.group_code, **after},
    )
    return True


def is_whole(row: Listing, language: str) -> bool:
    """Return whether the shop can show the goods in a language: what has no English text needs none."""
    title, text = getattr(row, f"title_{language}"), getattr(row, f"description_{language}")
    return bool(title) and bool(text or not row.description)
