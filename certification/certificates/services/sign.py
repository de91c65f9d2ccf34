"""Sign what certificates say, and keep it: each credential as it went out."""

from datetime import datetime
from itertools import islice

from django.db import transaction

from certification.certificates.credentials.documents import conformity_credential, product_passport
from certification.certificates.credentials.keys import ensure_key, signing_key
from certification.certificates.credentials.signing import Signer, as_jwt
from certification.certificates.models import Certificate, Credential, SigningKey

_BATCH = 200


def signer_now(*, now: datetime) -> Signer:
    """
    Return the key in use; the first one of an installation is made here.

    Raises:
        KeyMissing: the private half of the key in use is not on this machine.
    """
    if not SigningKey.objects.exists():
        ensure_key(now=now)
    key, private = signing_key()
    return Signer(key.kid, private)


def sign_credentials(*, certificate: Certificate, now: datetime) -> None:
    """
    Sign conformity credential and product passport with the key in use; the newest of each is served.

    Raises:
        KeyMissing: there is no key here to sign with.
    """
    signer = signer_now(now=now)
    Credential.objects.bulk_create(
        Credential(
            certificate=certificate,
            kind=kind,
            key_id=signer.kid,
            token=as_jwt(document(certificate), signer),
            signed_at=now,
        )
        for kind, document in (
            (Credential.Kind.DCC, conformity_credential),
            (Credential.Kind.DPP, product_passport),
        )
    )


def sign_again(*, key: SigningKey, now: datetime) -> int:
    """Sign anew what only this key has signed, after it was compromised; return how many certificates."""
    numbers = (
        Certificate.objects.filter(credentials__key=key)
        .exclude(credentials__signed_at__gt=key.compromised_at or now)
        .order_by("id")
        .values_list("id", flat=True)
        .distinct()
    )
    rows, done = iter(list(numbers)), 0
    while batch := list(islice(rows, _BATCH)):
        with transaction.atomic():
            for certificate in Certificate.objects.select_for_update().filter(pk__in=batch).order_by("id"):
                sign_credentials(certificate=certificate, now=now)
                done += 1
    return done
