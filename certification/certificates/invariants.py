"""What must be true of certificates at any moment; ``manage.py check_invariants`` asks."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from certification.certificates.credentials.documents import conformity_credential, product_passport
from certification.certificates.credentials.signing import jwt_holds, payload_of
from certification.certificates.credentials.status_lists import bit
from certification.certificates.models import (
    Certificate,
    CertificateChange,
    Credential,
    NumberSeries,
    SigningKey,
    StatusList,
)
from certification.certificates.states import bits_of

LISTED_MAX: Final = 100
_BATCH: Final = 500
_DOCUMENTS: Final = {"dcc": conformity_credential, "dpp": product_passport}


def _batches() -> Iterator[list[Certificate]]:
    rows = Certificate.objects.order_by("id").iterator(chunk_size=_BATCH)
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _signatures_and_bits() -> list[str]:
    """The newest credential of each kind verifies, says what its certificate says, and the bits are true."""
    keys = {row.kid: row for row in SigningKey.objects.all()}
    bits = {(row.purpose, row.number): bytes(row.bits) for row in StatusList.objects.all()}
    faults: list[str] = []
    for batch in _batches():
        newest = {
            (each.certificate_id, each.kind): each
            for each in Credential.objects.filter(certificate__in=batch).order_by("id")
        }
        for row in batch:
            for kind in _DOCUMENTS:
                faults += _of_credential(row, newest.get((row.pk, kind)), kind, keys)
            for purpose, is_set in bits_of(row.state).items():
                held = bits.get((purpose, row.list_number))
                if held is None or bit(held, row.list_index) != is_set:
                    faults.append(f"{row.number}: {row.state}, and its bit of {purpose} says otherwise")
        if len(faults) >= LISTED_MAX:
            break
    return faults[:LISTED_MAX]


def _of_credential(
    row: Certificate, held: Credential | None, kind: str, keys: dict[str, SigningKey]
) -> list[str]:
    if held is None:
        return [f"{row.number}: no {kind} was signed"]
    key = keys[held.key_id]
    if key.compromised_at is not None:
        return [f"{row.number}: its {kind} is signed with a key that others may have"]
    if not jwt_holds(held.token, key.public_jwk):
        return [f"{row.number}: the signature of its {kind} does not verify"]
    said, true = payload_of(held.token), _DOCUMENTS[kind](row)
    if said.get("credentialSubject", {}).get("name") != true["credentialSubject"]["name"]:
        return [f"{row.number}: its {kind} speaks of something else"]
    if said["credentialStatus"]["statusPurpose"] != true["credentialStatus"]["statusPurpose"]:
        return [f"{row.number}: its {kind} names the wrong status list"]
    return []


def _history() -> list[str]:
    changes = CertificateChange.objects.filter(certificate=OuterRef("pk")).order_by("-id")
    newest = Coalesce(Subquery(changes.values("state")[:1]), Value("none"))
    apart = Certificate.objects.annotate(newest=newest).exclude(newest=F("state"))
    return [f"{each.number}: its history does not end with {each.state}" for each in apart[:LISTED_MAX]]


def _numbers() -> list[str]:
    faults = []
    for series in NumberSeries.objects.all():
        held = Certificate.objects.filter(series=series).count()
        if held != series.last_serial:
            faults.append(f"{series}: {series.last_serial} numbers were given, {held} certificates are there")
    return faults


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (
        ("every certificate's signature verifies, and its status bits equal its state", _signatures_and_bits),
        ("every certificate's state is the last of its history", _history),
        ("numbers of certificates have no holes", _numbers),
    )
