"""Keep what a phone sends ahead of its goods."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from catalogue.facade import media_keys_of
from certification.cases.facade import media_keys_of_cases
from media.facade import (
    kept_before,
    let_files_go,
    let_go,
    store_paper,
    store_picture,
    store_voice,
    uploads,
)
from sellers.portal.errors import TooManyFiles
from sellers.portal.models import KeptFile
from sellers.portal.rules import FILES_MOST
from sellers.registry.facade import paper_keys_of_licences


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


def sender_of(person_id: int) -> str:
    """Name who sends, not of which draft: what is under way is limited for her, and phones invent drafts."""
    return f"goods {person_id}"


def drop_draft(*, draft: UUID, group_codes: Iterable[str], person_id: int) -> int:
    """
    Forget what came ahead of goods that a member will not send, and give its space back; say how many.

    What has come only in part goes too, and counts no more among what she has under way.
    """
    rows = KeptFile.objects.filter(draft=draft, group_code__in=list(group_codes), person_id=person_id)
    with transaction.atomic():
        uploads.forget_bundle(sender_of(person_id), draft)
        dropped = list(rows.select_for_update().order_by("pk").values_list("group_code", "stored_key"))
        rows.delete()
        for group_code in {code for code, _key in dropped}:
            _give_space_back(group_code, {key for code, key in dropped if code == group_code})
    return len(dropped)


def drop_old_files(*, before: datetime) -> int:
    """
    Forget which files came ahead of goods that were never sent; return how many.

    Space that a group's files took before then is free again where nothing names them any more: such a
    draft, or a photograph that was taken out of goods.
    """
    dropped = KeptFile.objects.filter(kept_at__lt=before).delete()[0]
    for group_code, keys in kept_before(before).items():
        with transaction.atomic():
            _give_space_back(group_code, keys)
    return dropped


def _give_space_back(group_code: str, keys: Iterable[str]) -> None:
    """Only what no other draft of the group names, nor its goods, cases, licences. Its files go, too."""
    named = set(KeptFile.objects.filter(group_code=group_code).values_list("stored_key", flat=True))
    named |= media_keys_of(group_code) | media_keys_of_cases(group_code) | paper_keys_of_licences(group_code)
    gone = set(keys) - named
    let_go(group_code, gone)
    let_files_go(gone)
