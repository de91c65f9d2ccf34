"""What a standard asks a seller for, as fields of one form; files are kept before all else."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

import certification.lots.facade as lots
import certification.standards.facade as standards
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from media.facade import FILE_MAX_BYTES, is_pdf
from sellers.portal.access import SellerRequest
from sellers.portal.selectors import kept_files
from sellers.portal.services.keep_file import keep_file
from sellers.portal.web.goods.wish import whole

#: So many photographs of one thing.
_EACH: Final = 4
NEW_LOT: Final = "new"


@dataclass(frozen=True, slots=True)
class Shot:
    """A photograph that has arrived: under which name the form sends it again, and where it is shown."""

    ref: str
    url: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is asked for. ``kind`` is photo, document, statement, yes-no, choice or number."""

    code: str
    label: str
    kind: str
    required: bool
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    value: str = ""
    shots: tuple[Shot, ...] = ()
    error: str = ""
    is_missing: bool = False


@dataclass(slots=True)
class Sent:
    """What a form sent, as typed. ``files`` are names of kept files by code."""

    words: dict[str, str] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
    quantity: str = ""
    lot: str = ""
    made_on: str = ""
    expires_on: str = ""


def read(data: QueryDict, version: standards.Version) -> Sent:
    said = [each.code for each in version.evidence if each.kind == "statement"]
    said += [each.code for each in version.parameters_from("declared")]
    return Sent(
        words={code: data.get(f"say-{code}", "")[:2000].replace("\x00", "") for code in said},
        files={
            each.code: [ref for ref in data.getlist(f"kept-{each.code}") if _is_uuid(ref)][:_EACH]
            for each in version.evidence
            if each.kind != "statement"
        },
        quantity=data.get("quantity", "")[:12],
        lot=data.get("lot", "")[:20],
        made_on=data.get("made_on", "")[:10],
        expires_on=data.get("expires_on", "")[:10],
    )


def keep_uploads(
    request: SellerRequest,
    version: standards.Version,
    sent: Sent,
    *,
    draft: UUID,
    group_code: str,
    person_id: int,
) -> dict[str, str]:
    """Keep the files of a form and add them to ``sent``; return sentences by field for what is refused."""
    errors: dict[str, str] = {}
    for asked in version.evidence:
        if asked.kind == "statement":
            continue
        for upload in request.FILES.getlist(f"file-{asked.code}"):
            if not upload.size:
                continue
            data = _bytes(upload)
            try:
                kept = keep_file(
                    draft=draft,
                    name=_name_of(draft, asked.code, upload),
                    kind="paper" if asked.kind == "document" and is_pdf(data) else "photo",
                    data=data,
                    group_code=group_code,
                    person_id=person_id,
                    now=clock.now(),
                )
            except DomainError as refusal:
                errors[f"file-{asked.code}"] = refusal.message
                continue
            refs = sent.files.setdefault(asked.code, [])
            if str(kept.name) not in refs and len(refs) < _EACH:
                refs.append(str(kept.name))
    return errors


def keys_of(
    version: standards.Version, sent: Sent, *, draft: UUID, group_code: str, person_id: int, kind: str
) -> dict[str, tuple[str, ...]]:
    """Return media's keys by code, of this member's own files alone."""
    kept = {
        str(each.name): each.stored_key
        for each in kept_files(draft, group_code=group_code, person_id=person_id)
    }
    found = {}
    for asked in version.evidence:
        keys = tuple(kept[ref] for ref in sent.files.get(asked.code, ()) if ref in kept)
        if asked.kind == kind and keys:
            found[asked.code] = keys
    return found


def asked_of(
    version: standards.Version,
    sent: Sent,
    *,
    draft: UUID,
    errors: Mapping[str, str],
    only: Sequence[str] | None = None,
    missing: Sequence[str] = (),
) -> tuple[Asked, ...]:
    """Return the fields, those of ``only`` where it is given; labels in the reader's language."""
    told: list[Asked] = []
    for each in version.evidence:
        told.append(
            Asked(
                code=each.code,
                label=_(each.label),
                kind=each.kind,
                required=each.required,
                value=sent.words.get(each.code, ""),
                shots=tuple(
                    Shot(ref, reverse("portal:goods_file", args=[str(draft), ref]))
                    for ref in sent.files.get(each.code, ())
                ),
                error=errors.get(f"file-{each.code}", "") or errors.get(f"say-{each.code}", ""),
                is_missing=each.code in missing,
            )
        )
    for parameter in version.parameters_from("declared"):
        told.append(
            Asked(
                code=parameter.code,
                label=_(parameter.name),
                kind={"boolean": "yes-no", "enumeration": "choice"}.get(parameter.kind, "number"),
                required=True,
                unit=_(parameter.unit) if parameter.unit else "",
                choices=tuple((each.code, _(each.label)) for each in parameter.choices),
                value=sent.words.get(parameter.code, ""),
                error=errors.get(f"say-{parameter.code}", ""),
                is_missing=parameter.code in missing,
            )
        )
    return tuple(each for each in told if only is None or each.code in only)


def lot_of(
    request: SellerRequest,
    sent: Sent,
    *,
    key: str,
    group_code: str,
    product_id: str,
    title: str,
    expires: bool,
) -> tuple[str, int]:
    """
    Return the batch chosen, or a new one made of what was typed, and how many pieces it has.

    Raises:
        LotUnknown, BadLot: ``field`` says what to mend; LotChoice: nothing chosen, or a day that is none.
    """
    if sent.lot and sent.lot != NEW_LOT:
        found = lots.lot(sent.lot)
        return found.number, number_of(sent, found.quantity)
    quantity = number_of(sent, 0)
    try:
        made_on = date.fromisoformat(sent.made_on)
        expires_on = date.fromisoformat(sent.expires_on) if sent.expires_on else None
    except ValueError as wrong:
        raise LotChoice(_("Write the day on which it was made."), field="made_on") from wrong
    if expires and expires_on is None:
        raise LotChoice(_("Write the last day on which it is good."), field="expires_on")
    if quantity < 1:
        raise LotChoice(_("Write how many there are."), field="quantity")
    made = lots.open_lot(
        f"case:{key}"[:64], group_code, product_id, title, made_on, expires_on, quantity, request.acting.by()
    )
    return made.number, quantity


def number_of(sent: Sent, otherwise: int) -> int:
    """Return how many there are. Raises LotChoice."""
    try:
        return whole(sent.quantity, otherwise)
    except ValueError as wrong:
        raise LotChoice(_("Write it as a number."), field="quantity") from wrong


class LotChoice(DomainError):
    code = "LOT_CHOICE"


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _name_of(draft: UUID, code: str, upload: UploadedFile) -> UUID:
    """The same file for the same thing in the same form has the same name: sent twice, it is kept once."""
    digest = hashlib.sha256(draft.bytes + code.encode() + _bytes(upload)).digest()
    return UUID(bytes=digest[:16], version=4)


def _bytes(upload: UploadedFile) -> bytes:
    upload.seek(0)
    data: bytes = upload.read(FILE_MAX_BYTES + 1)
    return data
