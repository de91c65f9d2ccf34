"""An editor writes what goods that are in the shop are called in Hindi and Urdu."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.errors import ListingMoved
from catalogue.models import Listing, Stage
from catalogue.services.decide import Staff
from catalogue.services.listing_common import changed, locked_listing, require
from jkrlm.kernel import outbox
from jkrlm.people.facade import User, audit

NAMES: Final = ("title_hi", "title_ur", "description_hi", "description_ur")


@transaction.atomic
def translate(
    *, listing_id: int, version: int, changes: Mapping[str, str], actor: User, now: datetime
) -> bool:
    """
    Write what she changed (by NAMES) and nothing else; the store gets its languages by ``ListingTranslated``.

    An empty text takes a translation back: the shop then shows the English one, and says so. Returns False
    where all of it stands there already.

    Raises:
        ListingUnknown; ListingClosed: it is not approved yet; ListingMoved: somebody else changed it.
    """
    row = locked_listing(listing_id, group_codes=None, staff=True)
    require(row, Stage.APPROVED)
    texts = {name: changes[name].strip() for name in NAMES if name in changes}
    after = {name: text for name, text in texts.items() if text != getattr(row, name)}
    if not after:
        return False
    before = {name: getattr(row, name) for name in after}
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
    languages = sorted({name.rpartition("_")[2] for name in after})
    outbox.record(
        "ListingTranslated", {"listing_id": row.pk, "group": row.group_code, "languages": languages}
    )
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
