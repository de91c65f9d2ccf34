"""What is signed: UNTP's schemas, the W3C's vectors, the keys and where they are."""

import json
import os
import subprocess
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import jsonschema
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from certification.certificates.credentials.encoding import (
    b58btc,
    b64url,
    canonical,
    encoded_list,
    from_b64url,
    multikey,
)
from certification.certificates.credentials.signing import jwt_holds, payload_of, proof_value
from certification.certificates.credentials.status_lists import bit, next_index, set_bits
from certification.certificates.errors import KeyMissing
from certification.certificates.invariants import invariants
from certification.certificates.models import LIST_BITS, Credential, SigningKey, StatusList
from certification.certificates.services.sign import signer_now
from jkrlm.kernel import clock
from jkrlm.supervisor.binaries import find_binaries
from tests.certification.certificates.verifiers import SHARED
from tests.certification.certificates.world import certified, certified_lot, withdrawn

SCHEMAS = SHARED / "untp-0.7.0" / "schemas"
VECTORS = SHARED / "vc-di-eddsa-test-vectors"


def schema(name: str) -> dict:
    if not SCHEMAS.is_dir():
        pytest.skip("UNTP's schemas are not at hand (../shared/standards).")
    return json.loads((SCHEMAS / f"{name}.json").read_text())


def token(number: str, part: str = "") -> str:
    answer = Client().get(f"/credentials/{number}/{part}", headers={"accept": "application/vc+jwt"})
    return answer.content.decode()


def check(document: dict, name: str) -> None:
    validator = jsonschema.Draft202012Validator(
        schema(name), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    assert [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(document)] == []


def test_conformity_credential_and_passport_pass_untps_schemas(people):
    unit, lot = certified(people), certified_lot(people, part=40)
    for held in (unit, lot):
        credential, passport = payload_of(token(held.number)), payload_of(token(held.number, "passport/"))
        check(credential, "ConformityCredential")
        check(credential["credentialSubject"], "ConformityAttestation")
        check(passport, "DigitalProductPassport")
        assert credential["issuer"]["id"] == "did:web:shop.example.org"
        assert type(credential["credentialStatus"]["statusListIndex"]) is int
        assert credential["id"] == f"https://shop.example.org/credentials/{held.number}/"
        for assessed in credential["credentialSubject"]["conformityAssessment"]:
            assert assessed.get("conformance") is not False
    assert passport["credentialSubject"]["idGranularity"] == "batch"
    assert passport["credentialSubject"]["batchNumber"] == lot.lot_number
    assert passport["validUntil"] <= payload_of(token(lot.number))["validUntil"]

    withdrawn(people, unit.number)
    gone = payload_of(token(unit.number))
    check(gone, "ConformityCredential")
    assert gone["credentialStatus"]["statusPurpose"] == "revocation"


def test_every_address_in_a_credential_answers(people, shawl):
    said = [payload_of(token(shawl.number)), payload_of(token(shawl.number, "passport/"))]
    found: set[str] = set()

    def look(value: object) -> None:
        if isinstance(value, dict):
            for each in value.values():
                look(each)
        elif isinstance(value, list):
            for each in value:
                look(each)
        elif isinstance(value, str) and value.startswith("https://shop.example.org/credentials/"):
            found.add(urlsplit(value).path)

    look(said)
    assert len(found) >= 5
    for path in found - {"/credentials/"}:
        assert Client().get(path).status_code == 200, path


def test_the_proof_is_the_one_of_the_w3cs_vectors():
    if not VECTORS.is_dir():
        pytest.skip("The W3C's test vectors are not at hand (../shared/standards).")
    signed = json.loads((VECTORS / "eddsa-jcs-2022" / "signedJCS.json").read_text())
    config = json.loads((VECTORS / "eddsa-jcs-2022" / "proofConfigJCS.json").read_text())
    document = {name: value for name, value in signed.items() if name != "proof"}
    assert canonical(document) == (VECTORS / "eddsa-jcs-2022" / "canonDocJCS.txt").read_text().strip()
    assert sha256(canonical(config).encode()).hexdigest() == (
        (VECTORS / "eddsa-jcs-2022" / "proofHashJCS.txt").read_text().strip()
    )
    pair = json.loads((VECTORS / "keyPair.json").read_text())
    seed = _from_b58(pair["privateKeyMultibase"][1:])[2:]
    private = Ed25519PrivateKey.from_private_bytes(seed)
    assert multikey(private.public_key().public_bytes_raw()) == pair["publicKeyMultibase"]
    assert proof_value(document, config, private) == signed["proof"]["proofValue"]


def _from_b58(text: str) -> bytes:
    alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    number = 0
    for letter in text:
        number = number * 58 + alphabet.index(letter)
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (13.8, "13.8"),
        (14.0, "14"),
        (0.002, "0.002"),
        ({"b": 1, "a": [True, None, "é\n"]}, '{"a":[true,null,"é\\n"],"b":1}'),
        ("€\u000f", '"€\\u000f"'),
    ],
)
def test_canonical_json(value, text):
    assert canonical(value) == text


@pytest.mark.parametrize("value", [1e-9, float("nan"), 1e300])
def test_numbers_that_need_an_exponent_are_refused(value):
    with pytest.raises(ValueError):
        canonical(value)


def test_encodings():
    assert (b58btc(b"\0\0a"), from_b64url(b64url(b"\xff\xfe"))) == ("112g", b"\xff\xfe")
    assert encoded_list(bytes(8)) == encoded_list(bytes(8)) and encoded_list(bytes(8))[0] == "u"


def test_bits_are_counted_as_the_w3c_does(db):
    moment = clock.now()
    number, index = next_index(now=moment)
    assert (number, index, next_index(now=moment)) == (1, 0, (1, 1))
    set_bits(list_number=1, index=9, state="suspended", now=moment)
    held = {row.purpose: row for row in StatusList.objects.all()}
    assert [bytes(held[purpose].bits)[:2] for purpose in ("revocation", "suspension")] == [b"\0\0", b"\0\x40"]
    assert (held["revocation"].edition, held["suspension"].edition) == (0, 1)
    assert bit(bytes(held["suspension"].bits), 9) and not bit(bytes(held["suspension"].bits), 8)
    set_bits(list_number=1, index=9, state="valid", now=moment)
    assert bytes(StatusList.objects.get(purpose="suspension").bits) == bytes(LIST_BITS // 8)

    StatusList.objects.filter(purpose="revocation").update(used=LIST_BITS)
    assert next_index(now=moment) == (2, 0)
    assert StatusList.objects.count() == 4


def test_rotation_keeps_old_signatures_and_signs_new_ones_with_the_new_key(people, shawl, capsys):
    first = SigningKey.objects.get()
    call_command("credential_keys", "--rotate")
    second = SigningKey.objects.get(retired_at__isnull=True)
    other = certified(people)
    assert {row.key_id for row in Credential.objects.filter(certificate__number=other.number)} == {second.kid}
    assert jwt_holds(token(shawl.number), first.public_jwk)
    assert not jwt_holds(token(shawl.number), second.public_jwk)
    document = Client().get("/.well-known/did.json").json()
    assert len(document["verificationMethod"]) == len(document["assertionMethod"]) == 4
    assert [problem for _sentence, look in invariants() for problem in look()] == []

    with pytest.raises(CommandError, match="no retired key"):
        call_command("credential_keys", "--compromised", second.kid)
    call_command("credential_keys", "--compromised", first.kid)
    assert "1 certificates were signed anew." in capsys.readouterr().out
    assert jwt_holds(token(shawl.number), second.public_jwk)
    assert len(Client().get("/.well-known/did.json").json()["verificationMethod"]) == 2
    assert [problem for _sentence, look in invariants() for problem in look()] == []


def test_private_keys_are_files_of_their_owner_and_in_no_row(people, shawl, settings):
    kept = list(Path(settings.CERT_KEYS_DIR).iterdir())
    assert [path.name for path in kept] == [f"{SigningKey.objects.get().kid}.json"]
    assert kept[0].stat().st_mode & 0o777 == 0o600
    secret = json.loads(kept[0].read_text())["d"]
    raw = from_b64url(secret)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s OR t::text LIKE %s',
                [f"%{secret}%", f"%{raw.hex()}%"],
            )
            assert cursor.fetchone()[0] == 0, table
    assert Credential.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_dump_of_the_database_holds_no_private_key(settings, tmp_path):
    settings.CERT_KEYS_DIR = tmp_path / "keys"
    key = signer_now(now=clock.now())
    given = settings.DATABASES["default"]
    program = str(find_binaries() / "pg_dump")
    reached = ["-h", given["HOST"], "-p", str(given["PORT"]), "-U", given["USER"]]
    made = subprocess.run(
        [program, *reached, given["NAME"]],
        capture_output=True,
        env={**os.environ, "PGPASSWORD": str(given["PASSWORD"])},
    )
    assert made.returncode == 0, made.stderr.decode()[-500:]
    kept = json.loads((tmp_path / "keys" / f"{key.kid}.json").read_text())
    assert key.kid.encode() in made.stdout and kept["x"].encode() in made.stdout
    assert kept["d"].encode() not in made.stdout
    assert from_b64url(kept["d"]).hex().encode() not in made.stdout


def test_keys_may_come_from_the_environment(db, settings, tmp_path):
    from certification.certificates.credentials.keys import rotate_key

    private = Ed25519PrivateKey.generate()
    public = b64url(private.public_key().public_bytes_raw())
    settings.CERT_KEYS_DIR = tmp_path / "none"
    settings.CERT_SIGNING_KEYS = [b64url(private.private_bytes_raw())]
    assert SigningKey.objects.get(kid=signer_now(now=clock.now()).kid).public_jwk["x"] == public
    assert not (tmp_path / "none").exists()
    with pytest.raises(KeyMissing, match="has no new key"):
        rotate_key(now=clock.now())
    assert SigningKey.objects.filter(retired_at__isnull=True).count() == 1
    settings.CERT_SIGNING_KEYS = []
    with pytest.raises(KeyMissing, match="private half"):
        signer_now(now=clock.now())
    assert Client().get("/credentials/status/suspension/1/").status_code == 404
    StatusList.objects.create(purpose="suspension", number=1, changed_at=clock.now())
    away = Client().get("/credentials/status/suspension/1/")
    assert (away.status_code, away["Retry-After"]) == (503, "60")
    settings.CERT_SIGNING_KEYS = ["nonsense"]
    with pytest.raises(KeyMissing, match="no Ed25519 key"):
        signer_now(now=clock.now())
