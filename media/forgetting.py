"""
Files that nobody is to have any more: who was in them, or wrote them, asked to be forgotten.

Private files are kept under the hash of what they are, so two rows of two rooms may name one: a file goes
only when no row names it. Which fields name files is a literal table of the wiring's (``set_naming``).
"""

from collections.abc import Iterable, Sequence
from typing import Final

from django.apps import apps
from django.db.models import CharField, TextField
from django.db.models.functions import Cast

from jkrlm.kernel import outbox
from media import files
from media.models import Keeping, PictureEdit, StoredDocument, StoredPicture, StoredVoice
from media.papers import stored_paper_name
from media.rules import KEY, PAGE_SIZES, SIZES, stored_name
from media.voice import stored_voice_name

_FORMATS: Final = ("JPEG", "PNG", "WEBP", "AVIF")
_naming: list[tuple[str, str]] = []


def set_naming(fields: Sequence[tuple[str, str]]) -> None:
    """Take the fields that hold keys of files: (app label.Model, field); replaces those before."""
    _naming[:] = fields


def let_files_go(keys: Iterable[str]) -> None:
    """Say in the caller's transaction that its rows name these files no more; what no row names goes."""
    gone = sorted({key for key in keys if KEY.fullmatch(key)})
    if gone:
        outbox.record("FilesLetGo", {"keys": gone})


def on_files_let_go(event: outbox.Event) -> None:
    """
    React to FilesLetGo: delete the private ones that no row names; once or again.

    A picture as it came stays while a row names one that was made of it; else those go with it, and first.

    The row goes first: cut off in between, a file without a row is left, which the next try deletes. What
    somebody sends anew in the same second is lost to her form, which says so.

    Raises:
        FilesUnavailable: the storage does not answer; the rest is done when the relay comes again.
    """
    asked = {str(key) for key in event.payload["keys"]}
    made = dict(PictureEdit.objects.filter(original__in=asked).values_list("picture_id", "original_id"))
    named = _named(sorted(asked | set(made)))
    needed = {original for edit, original in made.items() if edit in named}
    going = asked - named - needed
    going |= {edit for edit, original in made.items() if original in going}
    for key in sorted(going, key=lambda each: (each not in made, each)):
        _delete(key)


def _named(keys: Sequence[str]) -> set[str]:
    found = set(Keeping.objects.filter(key__in=keys).values_list("key", flat=True))
    found |= set(StoredPicture.objects.filter(key__in=keys, is_private=False).values_list("key", flat=True))
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


def _delete(key: str) -> None:
    StoredPicture.objects.filter(key=key, is_private=True).delete()
    StoredVoice.objects.filter(key=key).delete()
    StoredDocument.objects.filter(key=key).delete()
    stems = ["original", *map(str, (*SIZES, *PAGE_SIZES))]
    names = [stored_name(key, stem, each, private=True) for stem in stems for each in _FORMATS]
    former = files.former()
    for name in (*names, stored_voice_name(key), stored_paper_name(key)):
        for storage in (files.storage_of(name), *((former,) if former is not None else ())):
            storage.delete(name)
