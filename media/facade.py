"""The door of media."""

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from media import files, rules, uploads
from media.addresses import key_of, public_path
from media.answers import away, not_changed, private_file_answer
from media.better import (
    Recipe,
    Seen,
    Trouble,
    copy_for_shop,
    edit,
    made_of,
    make_recipe,
    originals_of,
    press,
    preview_answer,
    read_recipe,
    same_pictures,
    seen_of,
    trouble_of,
    withdraw,
)
from media.cards import card_answer, has_card, make_card
from media.documents.pdf import page_png, pdf
from media.documents.qr import QrFill, qr_fills, qr_svg
from media.errors import (
    DocumentRefused,
    FilesUnavailable,
    PaperRefused,
    PaperUnknown,
    PicturePrivate,
    PictureRefused,
    PictureUnknown,
    QuotaReached,
    RecipeRefused,
    UploadRefused,
    VoiceRefused,
    VoiceUnknown,
)
from media.files import signed_origins
from media.forgetting import let_files_go, on_files_let_go, set_naming
from media.invariants import invariants
from media.keeping import Space, kept_before, let_go, space_of
from media.ladder import Ladder, ladders
from media.looks import LookAlike, look_alikes
from media.models import StoredPicture
from media.papers import Paper, is_pdf, paper, paper_answer, paper_sign, store_paper
from media.rules import ACCEPTED_EVIDENCE, ACCEPTED_PICTURES, SIZES, Format, nearest_size
from media.rules import MAX_BYTES as FILE_MAX_BYTES
from media.services.make_rendition import as_jpeg as _as_jpeg
from media.services.make_rendition import make_rendition as _make_rendition
from media.services.make_rendition import make_renditions as _make_renditions
from media.services.store_picture import store_picture as _store_picture
from media.voice import Voice, store_voice, voice, voice_answer

__all__ = [
    "ACCEPTED_EVIDENCE",
    "ACCEPTED_PICTURES",
    "FILE_MAX_BYTES",
    "SIZES",
    "DocumentRefused",
    "FilesUnavailable",
    "Format",
    "Ladder",
    "LookAlike",
    "Paper",
    "PaperRefused",
    "PaperUnknown",
    "Picture",
    "PictureRefused",
    "PictureUnknown",
    "QrFill",
    "QuotaReached",
    "Recipe",
    "RecipeRefused",
    "Rendition",
    "Seen",
    "Space",
    "Trouble",
    "UploadRefused",
    "Voice",
    "VoiceRefused",
    "VoiceUnknown",
    "card_answer",
    "copy_for_shop",
    "edit",
    "evidence",
    "evidence_answer",
    "has_card",
    "invariants",
    "is_pdf",
    "kept_before",
    "key_of",
    "ladders",
    "let_files_go",
    "let_go",
    "look_alikes",
    "made_of",
    "make_card",
    "make_recipe",
    "make_renditions",
    "nearest_size",
    "on_files_let_go",
    "originals_of",
    "page_png",
    "paper",
    "paper_answer",
    "pdf",
    "picture",
    "picture_answer",
    "picture_bytes",
    "press",
    "preview_answer",
    "qr_fills",
    "qr_svg",
    "read_recipe",
    "rendition",
    "rendition_bytes",
    "rendition_url",
    "same_pictures",
    "seen_of",
    "set_naming",
    "signed_origins",
    "space_of",
    "store_evidence",
    "store_paper",
    "store_picture",
    "store_voice",
    "trouble_of",
    "uploads",
    "voice",
    "voice_answer",
    "withdraw",
]


@dataclass(frozen=True, slots=True)
class Picture:
    """
    A kept picture. ``key`` is what others remember; width and height in pixels, upright.

    ``light`` is its mean brightness (0–255), ``sharp`` the variance of its edges; None of old ones.
    """

    key: str
    width: int
    height: int
    content_type: str
    alt: str
    url: str
    light: int | None = None
    sharp: int | None = None


@dataclass(frozen=True, slots=True)
class Rendition:
    """One size and format of a picture: its immutable address, its name in storage, its pixels."""

    url: str
    storage_name: str
    content_type: str
    width: int
    height: int
    is_private: bool = False


def store_picture(data: bytes, *, alt: str = "", private: bool = False, owner: str = "") -> Picture:
    """
    Check, clean and keep an uploaded picture; ``private``: only views that know who asks hand it out.

    ``owner`` (a group's code) is whose it is: it counts against her space, and look-alikes name her.

    Raises:
        PictureRefused: not a JPEG, PNG, WebP, HEIC or AVIF picture, broken, or too large.
        QuotaReached: the owner has no space left.
    """
    return _contract(_store_picture(data=data, alt=alt, private=private, owner=owner))


def picture(key: str) -> Picture:
    """
    Return a kept picture.

    Raises:
        PictureUnknown: nothing is kept under this key.
    """
    return _contract(_row(key))


def picture_bytes(key: str) -> bytes:
    """
    Return the whole clean picture, as it is kept.

    Raises:
        PictureUnknown: nothing is kept under this key, or its file is gone.
    """
    row = _row(key)
    try:
        return files.read(rules.stored_name(key, "original", row.image_format, private=row.is_private))
    except FileNotFoundError as error:
        raise PictureUnknown("The picture's file is missing.", field="key") from error


def rendition_url(key: str, size: int | None = None, image_format: Format = "WEBP") -> str:
    """
    Return the immutable path of a rendition, without looking whether it has been made yet.

    The size is the nearest that we make; None is the whole picture as it is kept. Costs no query and no
    look at the disk.
    """
    return public_path(key, size, image_format)


def is_for_everybody(key: str) -> bool:
    """Say whether a picture is kept under this key, and not private. One query."""
    return StoredPicture.objects.filter(pk=key, is_private=False).exists()


def rendition(
    key: str, size: int | None = None, image_format: Format = "WEBP", *, for_everybody: bool = False
) -> Rendition:
    """
    Return one rendition, made now if it is missing; never enlarged. Without a size: as it is kept.

    Raises:
        PictureUnknown: nothing is kept under this key.
        PicturePrivate: it is asked ``for_everybody``, and private; nothing was made.
        FilesUnavailable: too many are being made, or storage does not answer.
    """
    row = _row(key)
    if for_everybody and row.is_private:
        raise PicturePrivate("This picture is not for everybody.", field="key")
    real_format = row.image_format if size is None or image_format == "ORIGINAL" else image_format
    if size is None:
        name = rules.stored_name(key, "original", real_format, private=row.is_private)
        width, height = row.width, row.height
    else:
        side = size if size in rules.PAGE_SIZES else nearest_size(size)
        name = _make_rendition(picture=row, size=side, image_format=real_format)
        width, height = rules.fitted(row.width, row.height, side)
    return Rendition(
        url=public_path(key, size, image_format),
        storage_name=name,
        content_type=rules.CONTENT_TYPES[real_format],
        width=width,
        height=height,
        is_private=row.is_private,
    )


def rendition_bytes(address: str, side: int) -> bytes:
    """
    Return the picture of one of our own public addresses as a JPEG, ``side`` pixels on its longest side.

    Raises:
        PictureUnknown: it is none of ours, private, or its file is gone.
    """
    row = _row(key_of(address))
    if row.is_private:
        raise PictureUnknown("This picture is not for everybody.", field="key")
    return _as_jpeg(picture=row, side=side)


def picture_answer(request: HttpRequest, key: str, size: int) -> HttpResponseBase:
    """
    Answer with a picture to a reader whom the caller's view has let in.

    The browser may keep it, and asks each time whether it is still hers to see. Out of a bucket it comes by
    an address that shows this one file for a minute, and is not kept.

    Raises:
        PictureUnknown: nothing is kept under this key.
    """
    etag = f'"{key[:32]}-{size}-private"'
    try:
        response = not_changed(request, etag)
        if response is None:
            made = rendition(key, size)
            response = private_file_answer(made.storage_name, made.content_type, cache="private, no-cache")
    except FilesUnavailable as error:
        return away(error)
    if response.status_code != HTTPStatus.FOUND:
        response["ETag"] = etag
        response["Cache-Control"] = "private, no-cache"
    return response


def store_evidence(data: bytes, *, owner: str = "") -> str:
    """
    Keep a photograph or a PDF of a paper privately, whichever it is by its first bytes; return its key.

    Raises:
        PictureRefused, PaperRefused, QuotaReached, FilesUnavailable.
    """
    if is_pdf(data):
        return store_paper(data, owner=owner).key
    return store_picture(data, private=True, owner=owner).key


def evidence(key: str) -> Picture | Paper:
    """
    Return what is kept under a key where a photograph or a PDF may be.

    Raises:
        PictureUnknown: neither is.
    """
    try:
        return paper(key)
    except PaperUnknown:
        return picture(key)


def evidence_answer(request: HttpRequest, key: str, size: int, *, whole: bool = False) -> HttpResponseBase:
    """
    Answer with a photograph, or for a PDF with a sign that it is one; ``whole``: with the PDF itself.

    Raises:
        PictureUnknown: neither is kept under this key.
    """
    try:
        return paper_answer(key) if whole else paper_sign(key)
    except PaperUnknown:
        return picture_answer(request, key, size)


def make_renditions(key: str) -> int:
    """
    Make what pages ask for of a picture now instead of by the task; return how many were missing.

    Raises:
        PictureUnknown: nothing is kept under this key.
    """
    return _make_renditions(picture=_row(key))


def _row(key: str) -> StoredPicture:
    row = StoredPicture.objects.filter(key=key).first() if rules.KEY.fullmatch(key) else None
    if row is None:
        raise PictureUnknown(f"No picture has the key {key[:70]}.", field="key")
    return row


def _contract(row: StoredPicture) -> Picture:
    return Picture(
        key=row.key,
        width=row.width,
        height=row.height,
        content_type=rules.CONTENT_TYPES[row.image_format],
        alt=row.alt,
        url=public_path(row.key, None, "ORIGINAL"),
        light=row.light,
        sharp=row.sharp,
    )
