"""Status lists: the bits of certificates, and the signed credential that publishes them."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from certification.certificates.credentials.addresses import status_url
from certification.certificates.credentials.did import issuer_did
from certification.certificates.credentials.documents import CONTEXTS
from certification.certificates.credentials.encoding import encoded_list
from certification.certificates.credentials.signing import stamp
from certification.certificates.models import LIST_BITS, StatusList
from certification.certificates.states import Purpose, bits_of

#: How long a reader may keep a list.
KEPT_SECONDS: Final = 4
#: A list that is kept from its readers longer than this reads as expired, not as good.
HOLDS: Final = timedelta(hours=24)


def next_index(*, now: datetime) -> tuple[int, int]:
    """Return (number of the pair of lists, free index), and use it up; a new pair where the last is full."""
    newest = (
        StatusList.objects.select_for_update().filter(purpose=Purpose.REVOCATION).order_by("-number").first()
    )
    if newest is None or newest.used >= LIST_BITS:
        number = newest.number + 1 if newest is not None else 1
        StatusList.objects.bulk_create(
            [StatusList(purpose=purpose, number=number, changed_at=now) for purpose in Purpose],
            ignore_conflicts=True,
        )
        newest = StatusList.objects.select_for_update().get(purpose=Purpose.REVOCATION, number=number)
    index = newest.used
    newest.used += 1
    newest.save(update_fields=["used"])
    return newest.number, index


def set_bits(*, list_number: int, index: int, state: str, now: datetime) -> None:
    """Bring both lists in line with a certificate's state, in the caller's transaction."""
    with connection.cursor() as cursor:
        for purpose, is_set in sorted(bits_of(state).items()):
            # PostgreSQL counts a byte's bits from its least significant one, the W3C from the other end.
            place = index // 8 * 8 + 7 - index % 8
            cursor.execute(
                "UPDATE cert_certificates_statuslist SET bits = set_bit(bits, %s, %s), edition = edition + 1,"
                " changed_at = %s WHERE purpose = %s AND number = %s AND get_bit(bits, %s) <> %s",
                [place, int(is_set), now, purpose.value, list_number, place, int(is_set)],
            )


def bit(bits: bytes, index: int) -> bool:
    """Return a bit, counted as the W3C does: index 0 is the most significant one of the first byte."""
    return bool(bits[index // 8] >> (7 - index % 8) & 1)


def list_credential(row: StatusList, *, issuer_name: str, now: datetime) -> dict[str, Any]:
    """Return a list as a BitstringStatusListCredential, unsigned."""
    address = status_url(row.purpose, row.number)
    return {
        "@context": [CONTEXTS[0]],
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "id": address,
        "issuer": {"id": issuer_did(), "name": issuer_name},
        "validFrom": stamp(row.changed_at),
        "validUntil": stamp(now.replace(minute=0, second=0, microsecond=0) + HOLDS),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": row.purpose,
            "ttl": KEPT_SECONDS * 1000,
            "encodedList": encoded_list(bytes(row.bits)),
        },
    }
