"""
Files that nobody is to have any more: who was in them, or wrote them, asked to be forgotten.

Private files are kept under the hash of what they are, so two rows of two rooms may name one: a file goes
only when no row names it. Which fields name files is a literal table of the wiring's (``set_naming``).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.apps import apps
from django.db import transaction
from django.db.models import CharField, TextField
from django.db.models.functions import Cast

from jkrlm.kernel import outbox
from media import files
from media.models import Keeping, PictureEdit, StoredDocument, StoredPicture, StoredVoice
from media.papers import stored_paper_name
from media.rules import KEY, PAGE_SIZES, SIZES, stored_name
from media.voice import stored_voice_name

_FORMATS: Final = ("JPEG", "PNG", "WEBP", "AVIF")
#: A file that no row names has been given up after so long.
UNNAMED: Final = timedelta(days=30)
_LOOKED_AT: Final = timedelta(days=5)
_AT_ONCE: Final = 200
_naming: list[tuple[str, str]] = []


def set_naming(fields: Sequence[tuple[str, str]]) -> None:
    """Take the fields that hold keys of files: (app label.Model, field); replaces those before."""
    _naming[:] = fields


def let_files_go(keys: Iterable[str], *, shown: Iterable[str] = ()) -> None:
    """
    Say in the caller's transaction that its rows name these files no more; what no row names goes.

    ``shown``: copies of ``keys`` that a page showed to everybody; they go with all their sizes.
    """
    gone, public = (sorted({key for key in each if KEY.fullmatch(key)}) for each in (keys, shown))
    if gone or public:
        outbox.record("FilesLetGo", {"keys": gone, "shown": public})


def on_files_let_go(event: outbox.Event) -> None:
    """
    React to FilesLetGo: delete the private ones that no row names, and their shown copies; once or again.

    A picture as it came stays while a row names one that was made of it; else those go with it, and first.
    A shown copy stays while somebody else has an equal picture: it may be hers that the shop shows.

    The row goes first: cut off in between, a file without a row is left, which the next try deletes. What
    somebody sends anew in the same second is lost to her form, which says so.

    Raises:
        FilesUnavailable: the storage does not answer; the rest is done when the relay comes again.
    """
    asked = {str(key) for key in event.payload["keys"]}
    for key in sorted(_shown_by_nobody_else({str(key) for key in event.payload.get("shown", ())}, asked)):
        _delete(key, shown=True)
    made = dict(PictureEdit.objects.filter(original__in=asked).values_list("picture_id", "original_id"))
    named = _named(sorted(asked | set(made)))
    needed = {original for edit, original in made.items() if edit in named}
    going = asked - named - needed
    going |= {edit for edit, original in made.items() if original in going}
    for key in sorted(going, key=lambda each: (each not in made, each)):
        _delete(key)


def let_unnamed_go(*, now: datetime) -> int:
    """
    Let private files go that came with a form which was never sent, or refused for good; return how many.

    A form may keep a file between two tries under a signed word: until it is UNNAMED old it waits. Of what
    is older only the last few days are looked at, each file some nights: the rest is named by somebody.
    """
    young, old = now - UNNAMED, now - UNNAMED - _LOOKED_AT
    count = 0
    for model in (StoredPicture, StoredVoice, StoredDocument):
        rows = model._default_manager.filter(created_at__gte=old, created_at__lt=young)
        keys = sorted(rows.values_list("key", flat=True))
        for at in range(0, len(keys), _AT_ONCE):
            some = keys[at : at + _AT_ONCE]
            with transaction.atomic():
                unnamed = set(some) - _named(some)
                let_files_go(unnamed)
            count += len(unnamed)
    return count


def _shown_by_nobody_else(shown: set[str], asked: set[str]) -> set[str]:
    others = StoredPicture.objects.filter(file_hash__in=shown).exclude(key__in=shown | asked)
    return shown - _named_by_rooms(sorted(shown)) - set(others.values_list("file_hash", flat=True))


def _named(keys: Sequence[str]) -> set[str]:
    public = StoredPicture.objects.filter(key__in=keys, is_private=False)
    return _named_by_rooms(keys) | set(public.values_list("key", flat=True))


def _named_by_rooms(keys: Sequence[str]) -> set[str]:
    found = set(Keeping.objects.filter(key__in=keys).values_list("key", flat=True))
    for label, name in _naming:
        rows = apps.get_model(label)._default_manager
        if isinstance(apps.get_model(label)._meta.get_field(name), CharField):
            found |= set(rows.filter(**{f"{name}__in": keys}).values_list(name, flat=True))
            continue
        texts = rows.annotate(naming_text=Cast(name, TextField()))
        found |= {
            key for key in keys if key not in found and texts.filter(naming_text__contains=key).exists()
        }
    return found


def _delete(key: str, *, shown: bool = False) -> None:
    pictures = StoredPicture.objects.filter(key=key)
    (pictures if shown else pictures.filter(is_private=True)).delete()
    StoredVoice.objects.filter(key=key).delete()
    StoredDocument.objects.filter(key=key).delete()
    stems = ["original", *map(str, (*SIZES, *PAGE_SIZES))]
    names = [
        stored_name(key, stem, each, private=private)
        for private in ((True, False) if shown else (True,))
        for stem in stems
        for each in _FORMATS
    ]
    former = files.former()
    for name in (*names, stored_voice_name(key), stored_paper_name(key)):
        for storage in (files.storage_of(name), *((former,) if former is not None else ())):
            storage.delete(name)
