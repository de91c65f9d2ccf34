"""The page on which goods are added or mended: its fields as rows for the template, its POST as a wish."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.facade import Kind, Listing, ListingWish, StockKind, kinds
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from media.facade import FILE_MAX_BYTES, seen_of, signed_origins, space_of
from sellers.portal.access import SellerRequest
from sellers.portal.models import KeptFile
from sellers.portal.selectors import kept_files
from sellers.portal.services.keep_file import keep_file
from sellers.portal.web.goods.earning import shown
from sellers.portal.web.goods.photos import Files, Photo, made_better, photo_of
from sellers.portal.web.goods.wish import Faults, Sent, kind_of, read_wish

PHOTOS_MOST: Final = 8
VARIANT_ROWS: Final = 4
#: So many pictograms stand open; the others behind one press.
KINDS_FIRST: Final = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """A kind's question as a field."""

    name: str
    label: str
    choices: tuple[tuple[str, str, bool], ...]
    value: str
    required: bool
    error: str


@dataclass(frozen=True, slots=True)
class Asks:
    """What the kinds of one category ask."""

    category: str
    needed: tuple[Asked, ...]
    more: tuple[Asked, ...]


def kinds_in_order(chosen: str, recent: Sequence[str]) -> tuple[tuple[Kind, ...], tuple[Kind, ...]]:
    """Return the kinds that stand open (the chosen one, those of the group's goods, others), and the rest."""
    known = {kind.slug: kind for kind in kinds()}
    first = list(dict.fromkeys(slug for slug in (chosen, *recent) if slug in known))[:KINDS_FIRST]
    first += [slug for slug in _spread(known.values()) if slug not in first][: KINDS_FIRST - len(first)]
    shown_first = [slug for slug in known if slug in first]
    return (
        tuple(known[slug] for slug in shown_first),
        tuple(kind for slug, kind in known.items() if slug not in first),
    )


def _spread(every: Any) -> list[str]:
    """Return one kind of each category, in order: as different as they can be."""
    seen: dict[str, str] = {}
    for kind in every:
        seen.setdefault(kind.category, kind.slug)
    return list(seen.values())


def asks(sent: Sent, errors: Mapping[str, str]) -> tuple[Asks, ...]:
    """Return the questions of every category once: those of the kind that is chosen are shown."""
    by_category: dict[str, Asks] = {}
    for kind in kinds():
        if kind.category in by_category:
            continue
        fields = []
        for question in kind.questions:
            name = f"{kind.category}.{question.slug}"
            value = sent.answers.get(name, "")
            fields.append(
                Asked(
                    name=name,
                    label=question.label,
                    choices=tuple((each.slug, each.label, each.slug == value) for each in question.choices),
                    value=value,
                    required=question.required,
                    error=errors.get(f"answer-{name}", ""),
                )
            )
        by_category[kind.category] = Asks(
            kind.category,
            tuple(each for each in fields if each.required),
            tuple(each for each in fields if not each.required),
        )
    return tuple(each for each in by_category.values() if each.needed or each.more)


def variant_rows(sent: Sent) -> list[dict[str, str]]:
    blank = {"key": "", "name": "", "price": "", "quantity": ""}
    return [*sent.variants, *(dict(blank) for _row in range(max(1, VARIANT_ROWS - len(sent.variants))))]


def sent_of(listing: Listing) -> Sent:
    """Return what a listing holds, as the form shows it."""
    kind = kind_of(listing.kind)
    several = any(each.name for each in listing.variants)
    return Sent(
        kind=listing.kind,
        price=_plain(listing.price),
        quantity=str(listing.quantity),
        stock_kind=listing.stock_kind,
        lead_days=str(listing.lead_days),
        words=listing.words,
        answers={f"{kind.category}.{name}": value for name, value in listing.answers.items()} if kind else {},
        variants=[
            {
                "key": each.key,
                "name": each.name,
                "price": _plain(each.price) if each.price != listing.price else "",
                "quantity": str(each.quantity),
            }
            for each in listing.variants
        ]
        if several
        else [],
        photos=list(listing.photo_keys),
        this_piece=listing.this_piece,
        voice=listing.voice_key,
    )


def _plain(price: Any) -> str:
    return "" if price is None else format(price.amount.normalize(), "f")


def keep_uploads(
    request: SellerRequest, *, draft: UUID, group_code: str, person_id: int, sent: Sent
) -> dict[str, str]:
    """
    Keep the files of a plain form before anything else is looked at, so that no fault loses them.

    Adds them to ``sent``; returns sentences by field for those that are refused.
    """
    errors: dict[str, str] = {}
    files = [("photo", each) for each in request.FILES.getlist("photo")]
    files += [("voice", each) for each in request.FILES.getlist("voice_note")]
    for kind, upload in files:
        place = "photos" if kind == "photo" else "voice"
        if not upload.size:
            continue
        try:
            kept = keep_file(
                draft=draft,
                name=_name_of(draft, upload),
                kind=kind,
                data=_bytes(upload),
                group_code=group_code,
                person_id=person_id,
                now=clock.now(),
            )
        except DomainError as refusal:
            errors[place] = refusal.message
            continue
        if kind == "voice":
            sent.voice = str(kept.name)
        elif str(kept.name) not in sent.photos and len(sent.photos) < PHOTOS_MOST:
            sent.photos.append(str(kept.name))
    return errors


def _name_of(draft: UUID, upload: UploadedFile) -> UUID:
    """The same file in the same draft has the same name, so that a form sent twice keeps it once."""
    digest = hashlib.sha256(draft.bytes + _bytes(upload)).digest()
    return UUID(bytes=digest[:16], version=4)


def _bytes(upload: UploadedFile) -> bytes:
    upload.seek(0)
    data: bytes = upload.read(FILE_MAX_BYTES + 1)
    return data


def files_named(
    sent: Sent, *, draft: UUID | None, group_code: str, person_id: int, own: Sequence[str] = ()
) -> Files:
    """Return media's keys of what is named; ``own`` are keys that the listing has already."""
    kept = {
        str(each.name): each
        for each in (kept_files(draft, group_code=group_code, person_id=person_id) if draft else ())
    }
    photos: dict[str, str] = {}
    missing: list[str] = []
    edited = seen_of([*(ref for ref in sent.photos if ref not in kept), *own]) if own else {}
    by_original = {edited[key].original: key for key in own if key in edited}
    for ref in dict.fromkeys(sent.photos):
        if ref in kept and kept[ref].kind == "photo":
            photos[ref] = kept[ref].stored_key
        elif ref in own:
            photos[ref] = ref
        elif ref in edited and edited[ref].original in by_original:
            # Staff made it better since the form was drawn: theirs counts, unless she pressed something.
            photos[ref] = by_original[edited[ref].original]
            if sent.recipes.get(ref) == edited[ref].recipe.words:
                del sent.recipes[ref]
        else:
            missing.append(ref)
    voice = ""
    if sent.voice in kept and kept[sent.voice].kind == "voice":
        voice = kept[sent.voice].stored_key
    elif sent.voice in own:
        voice = sent.voice
    elif sent.voice:
        missing.append(sent.voice)
    return Files(tuple(photos.values()), voice, tuple(missing), photos)


def wish_of(
    sent: Sent,
    *,
    key: str,
    draft: UUID | None,
    group_code: str,
    person_id: int,
    keep_only: bool,
    own: Sequence[str] = (),
) -> ListingWish:
    """
    Raises:
        Faults: what is typed makes no sense, or a file has not arrived.
    """
    files = files_named(sent, draft=draft, group_code=group_code, person_id=person_id, own=own)
    errors: dict[str, str] = {}
    if files.missing:
        errors["photos"] = _("A photo did not arrive. Take it once more.")
    try:
        files = made_better(files, sent)
    except DomainError as refusal:
        errors["photos"] = refusal.message
    try:
        wish = read_wish(
            sent,
            key=key,
            group_code=group_code,
            person_id=person_id,
            photo_keys=files.photo_keys,
            voice_key=files.voice_key,
            draft=keep_only,
        )
    except Faults as faults:
        raise Faults({**errors, **faults.errors}) from faults
    if errors:
        raise Faults(errors)
    return wish


def context_of(
    *,
    sent: Sent,
    key: str,
    group_code: str,
    group_codes: Sequence[tuple[str, str]] = (),
    recent: Sequence[str] = (),
    photos: Sequence[Photo] = (),
    voice_url: str = "",
    errors: Mapping[str, str] | None = None,
    is_bound: bool = False,
) -> dict[str, Any]:
    """Return what ``portal/goods/form.html`` shows."""
    errors = errors or {}
    kind = kind_of(sent.kind)
    first, others = kinds_in_order(sent.kind, recent)
    return {
        "sent": sent,
        "key": key,
        "group_code": group_code,
        "groups": group_codes,
        "kinds": first,
        "other_kinds": others,
        "asks": asks(sent, errors),
        "variants": variant_rows(sent),
        "photos": photos,
        "voice_url": voice_url,
        "errors": errors,
        "form_error": errors.get("", ""),
        "space": space_of(group_code) if group_code else None,
        "earning": shown(group_code=group_code, kind=kind, typed=sent.price) if group_code else None,
        "stock_kinds": [
            (value, label, value == sent.stock_kind)
            for value, label in (
                (StockKind.BATCH.value, _("Several alike")),
                (StockKind.ONE_OF_A_KIND.value, _("One of a kind")),
                (StockKind.MADE_TO_ORDER.value, _("Made to order")),
            )
        ],
        "more_open": any(name not in ("photos", "kind", "price", "quantity", "") for name in errors),
        "is_bound": is_bound,
    }


def kept_photos(draft: UUID, sent: Sent, *, group_code: str, person_id: int) -> tuple[list[Photo], str]:
    """Return the photographs that arrived for a draft and the address of its voice note."""
    kept: list[KeptFile] = kept_files(draft, group_code=group_code, person_id=person_id)
    by_name = {str(each.name): each for each in kept}

    def address(name: str) -> str:
        return reverse("portal:goods_file", args=[str(draft), name])

    photos = [
        photo_of(ref, address(ref), by_name[ref].stored_key, sent) for ref in sent.photos if ref in by_name
    ]
    return photos, address(sent.voice) if sent.voice in by_name else ""


def allow_devices(response: HttpResponse) -> HttpResponse:
    """Let this page, and no other, use microphone and camera, and show what is on the phone only."""
    response["Permissions-Policy"] = "geolocation=(), microphone=(self), camera=(self)"
    bucket = "".join(f" {origin}" for origin in signed_origins())
    response["Content-Security-Policy"] = (
        f"default-src 'self'; img-src 'self' data: blob:{bucket}; media-src 'self' blob:{bucket}; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    return response
