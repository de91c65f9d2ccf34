"""What the services of listings share: the locked row, its history, acts that carry a key."""

import hashlib
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from catalogue.contracts_listings import By
from catalogue.errors import KeyTaken, ListingClosed, ListingUnknown
from catalogue.kinds import kind_of
from catalogue.listing_selectors import seen_by
from catalogue.models import Listing, ListingAct, ListingStep


def locked_listing(
    listing_id: int, *, group_codes: Collection[str] | None, person_id: int | None = None, staff: bool = False
) -> Listing:
    """
    Lock a listing for the caller's transaction.

    ``group_codes`` None means that the caller has looked whose it is. Staff see no drafts.

    Raises:
        ListingUnknown: none, another group's, or another member's draft.
    """
    rows = Listing.objects.select_for_update().filter(pk=listing_id)
    if staff or group_codes is not None:
        rows = rows.filter(seen_by(None if staff else group_codes, person_id))
    found = rows.first()
    if found is None:
        raise ListingUnknown(_("There are no such goods."), field="id")
    return found


def first_time(row: Listing, *, key: str, verb: str, asked: Any, at: datetime) -> bool:
    """
    Note an act on a locked listing; return whether it is the first with this key.

    Raises:
        KeyTaken: the key came before with something else.
    """
    digest = hashlib.sha256(f"{verb} {asked!r}".encode()).hexdigest()
    act, made = ListingAct.objects.get_or_create(
        listing=row, key=key[:64], defaults={"verb": verb, "digest": digest, "at": at}
    )
    if not made and act.digest != digest:
        raise KeyTaken(_("This was sent before, with something else. Load the page again."), field="key")
    return made


def name_of(row: Listing) -> str:
    """Return what goods are called in news: their title, or their kind while they have none."""
    kind = kind_of(row.kind)
    return row.title or (kind.name if kind is not None else "")


def changed(row: Listing, *, what: str, by: By | None, at: datetime, words: str = "") -> None:
    """Save a changed listing under a new version and write the step into its history."""
    row.version += 1
    row.changed_at = at
    row.save()
    step(row, what=what, by=by, at=at, words=words)


def step(row: Listing, *, what: str, by: By | None, at: datetime, words: str = "") -> None:
    ListingStep.objects.create(
        listing=row,
        at=at,
        actor=by.actor if by else f"member:{row.person_id}",
        on_behalf_of=by.on_behalf_of if by else "",
        what=what,
        words=words,
    )


def require(row: Listing, *stages: str) -> None:
    """
    Raises:
        ListingClosed: the listing is at none of the stages.
    """
    if row.stage not in stages:
        raise ListingClosed(
            _("This cannot be changed any more. Make a copy of it instead."), params={"stage": row.stage}
        )


def lock_key(key: str) -> None:
    """Let two requests that carry the same key wait for each other, to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"catalogue.key:{key}"])
