"""Keep what a phone sends ahead of its goods."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from media.facade import store_paper, store_picture, store_voice
from sellers.portal.errors import TooManyFiles
from sellers.portal.models import KeptFile
from sellers.portal.rules import FILES_MOST


def keep_file(
    *, draft: UUID, name: UUID, kind: str, data: bytes, group_code: str, person_id: int, now: datetime
) -> KeptFile:
    """
    Keep a photograph, a voice note or a PDF privately; the same draft and name again change nothing.

    Raises:
        TooManyFiles: more than goods have, or another's draft has this id; no difference is told.
        PictureRefused, VoiceRefused, PaperRefused: it is none that we can show or play.
        QuotaReached: the group has no space left.
    """
    known = KeptFile.objects.filter(draft=draft)
    if any((each.group_code, each.person_id) != (group_code, person_id) for each in known):
        raise TooManyFiles
    found = next((each for each in known if each.name == name), None)
    if found is not None:
        return found
    if len(known) >= FILES_MOST:
        raise TooManyFiles
    if kind == "photo":
        stored = store_picture(data, private=True, owner=group_code).key
    elif kind == "paper":
        stored = store_paper(data, owner=group_code).key
    else:
        stored = store_voice(data, owner=group_code).key
    with transaction.atomic():
        kept, _made = KeptFile.objects.get_or_create(
            draft=draft,
            name=name,
            defaults={
                "kind": kind,
                "stored_key": stored,
                "group_code": group_code,
                "person_id": person_id,
                "kept_at": now,
            },
        )
    if (kept.group_code, kept.person_id) != (group_code, person_id):
        raise TooManyFiles
    return kept


def drop_old_files(*, before: datetime) -> int:
    """Forget which files came ahead of goods that were never sent; return how many."""
    return KeptFile.objects.filter(kept_at__lt=before).delete()[0]
