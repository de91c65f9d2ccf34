"""Each clause of certificates finds what it is there to find, and is silent on sound ones."""

import pytest
from django.db import connection

from certification.certificates.invariants import invariants
from tests.certification.certificates.world import certified, suspended

SIGNED, HISTORY, NUMBERS = (sentence for sentence, _check in invariants())

BREAKS = (
    (SIGNED, "UPDATE cert_certificates_credential SET token = replace(token, 'e', 'f')", "does not verify"),
    (
        SIGNED,
        "UPDATE cert_certificates_statuslist SET bits = set_bit(bits, 7, 1) WHERE purpose = 'revocation'",
        "bit of revocation",
    ),
    (
        SIGNED,
        "UPDATE cert_certificates_statuslist SET bits = set_bit(bits, 6, 0) WHERE purpose = 'suspension'",
        "bit of suspension",
    ),
    (
        SIGNED,
        "UPDATE cert_certificates_signingkey SET compromised_at = now(), retired_at = now()",
        "others may have",
    ),
    (SIGNED, "DELETE FROM cert_certificates_credential WHERE kind = 'dpp'", "no dpp was signed"),
    (SIGNED, "UPDATE cert_certificates_certificate SET title = 'Finer'", "something else"),
    (HISTORY, "UPDATE cert_certificates_certificatechange SET state = 'expired'", "does not end with"),
    (
        NUMBERS,
        "UPDATE cert_certificates_numberseries SET last_serial = last_serial + 1",
        "3 numbers were given, 2 certificates are there",
    ),
)


def broken() -> dict[str, list[str]]:
    return {sentence: faults for sentence, check in invariants() if (faults := check())}


@pytest.mark.usefixtures("shawl")
def test_sound_certificates_contradict_no_clause_and_each_broken_one_is_reported(people):
    second = certified(people)
    suspended(people, second.number)
    assert broken() == {}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("certificate", "certificatechange", "credential", "numberseries", "signingkey"):
            cursor.execute(f"ALTER TABLE cert_certificates_{table} DISABLE TRIGGER USER")
        for sentence, statement, words in BREAKS:
            cursor.execute("SAVEPOINT sound")
            cursor.execute(statement)
            assert cursor.rowcount > 0, statement
            found = broken()
            assert list(found) == [sentence] and any(words in fault for fault in found[sentence]), statement
            cursor.execute("ROLLBACK TO SAVEPOINT sound")
    assert broken() == {}


def test_every_clause_is_broken():
    assert {sentence for sentence, _statement, _words in BREAKS} == {sentence for sentence, _ in invariants()}
