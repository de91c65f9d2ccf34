"""Verifiers that are not ours: good ones accepted; tampered, expired, wrong key refused; status read true."""

import base64
import json
from copy import deepcopy
from datetime import timedelta
from uuid import uuid4

import pytest

from certification.certificates import facade
from certification.certificates.credentials.keys import mark_compromised, rotate_key
from jkrlm.kernel import clock
from tests.certification.certificates.verifiers import ask, contexts, did, fetched, node, status_lists
from tests.certification.certificates.world import certified, certified_lot, suspended, withdrawn

__all__ = ["node"]
JWT, VC = "application/vc+jwt", "application/vc"


def jwt(number: str, part: str = "") -> str:
    return fetched(f"/credentials/{number}/{part}", JWT).decode()


def proof(number: str, part: str = "") -> dict:
    return json.loads(fetched(f"/credentials/{number}/{part}", VC))


def changed(token: str) -> str:
    """Return the token with another grade in it, under the same signature."""
    header, payload, signature = token.split(".")
    said = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    said["credentialSubject"]["name"] = "Something finer"
    other = base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()
    return f"{header}.{other}.{signature}"


def refused(answer: dict, words: str) -> bool:
    return answer["verified"] is False and words in answer["error"].lower()


def test_jose_accepts_good_tokens_and_refuses_the_others(people, shawl, node):
    token, passport = jwt(shawl.number), jwt(shawl.number, "passport/")
    lists = status_lists(JWT)
    found = ask(
        node,
        {"good": ("jwt", token), "passport": ("jwt", passport), "tampered": ("jwt", changed(token))},
        documents=lists,
    )
    assert found["good"] == {"verified": True, "statuses": [{"purpose": "suspension", "status": False}]}
    assert found["passport"]["verified"] is True
    assert refused(found["tampered"], "signature verification failed")

    # Beyond its term: the list of that day is signed then, so only the credential is out of date.
    later = ask(node, {"late": ("jwt", token)}, documents={}, now=clock.now() + timedelta(days=4000))
    assert refused(later["late"], "expired")

    rotate_key(now=clock.now())
    wrong = did()
    for method in wrong["verificationMethod"]:
        if (
            method["id"].split("#")[1]
            == json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))["kid"].split("#")[1]
        ):
            newest = wrong["verificationMethod"][0]["publicKeyJwk"]
            method["publicKeyJwk"] = {**newest}
    assert refused(
        ask(node, {"wrong": ("jwt", token)}, documents=lists, issuer=wrong)["wrong"],
        "signature verification failed",
    )


def test_status_is_read_as_suspended_then_good_then_revoked(people, shawl, node):
    before = jwt(shawl.number)
    suspended(people, shawl.number)
    found = ask(
        node, {"held": ("jwt", before), "now": ("jwt", jwt(shawl.number))}, documents=status_lists(JWT)
    )
    assert (
        found["held"]["statuses"] == found["now"]["statuses"] == [{"purpose": "suspension", "status": True}]
    )

    facade.reinstate(shawl.number, "cleared", people.second, uuid4().hex)
    found = ask(node, {"held": ("jwt", before)}, documents=status_lists(JWT))
    assert found["held"]["statuses"] == [{"purpose": "suspension", "status": False}]

    withdrawn(people, shawl.number)
    found = ask(
        node, {"held": ("jwt", before), "now": ("jwt", jwt(shawl.number))}, documents=status_lists(JWT)
    )
    assert found["now"]["statuses"] == [{"purpose": "revocation", "status": True}]
    assert found["held"]["statuses"] == [{"purpose": "suspension", "status": True}]


def test_digital_bazaar_verifies_the_proof_and_both_lists(people, node):
    held = certified_lot(people)
    other = certified(people)
    good, passport = proof(held.number), proof(held.number, "passport/")
    tampered = deepcopy(good)
    tampered["credentialSubject"]["name"] = "Something finer"
    documents = {**contexts(), **status_lists(VC)}
    found = ask(
        node,
        {"good": ("proof", good), "passport": ("proof", passport), "tampered": ("proof", tampered)},
        documents=documents,
    )
    assert found["good"] == {
        "verified": True,
        "statuses": [
            {"purpose": "revocation", "status": False},
            {"purpose": "suspension", "status": False},
        ],
    }, found["good"]
    assert found["passport"]["verified"] is True, found["passport"]
    assert refused(found["tampered"], "signature")

    # The status lists of that day would be signed then; here only the credential's own term is asked for.
    late = {**documents}
    answer = ask(node, {"late": ("proof", good)}, documents=late, now=clock.now() + timedelta(days=4000))
    assert refused(answer["late"], 'is after "validuntil"')

    suspended(people, held.number)
    withdrawn(people, other.number)
    documents = {**contexts(), **status_lists(VC)}
    found = ask(
        node,
        {"suspended": ("proof", good), "revoked": ("proof", proof(other.number))},
        documents=documents,
    )
    assert [each["status"] for each in found["suspended"]["statuses"]] == [False, True]
    assert [each["status"] for each in found["revoked"]["statuses"]] == [True, True]


def test_after_a_rotation_old_and_new_verify_and_a_compromised_key_does_not(people, shawl, node):
    old = jwt(shawl.number)
    used = rotate_key(now=clock.now()).kid
    new = certified(people)
    token = jwt(new.number)
    assert used in base64.urlsafe_b64decode(token.split(".")[0] + "==").decode()
    assert used not in base64.urlsafe_b64decode(old.split(".")[0] + "==").decode()
    found = ask(node, {"old": ("jwt", old), "new": ("jwt", token)}, documents=status_lists(JWT))
    assert [found["old"]["verified"], found["new"]["verified"]] == [True, True]

    kid = json.loads(base64.urlsafe_b64decode(old.split(".")[0] + "=="))["kid"].split("#")[1]
    mark_compromised(kid, now=clock.now())
    found = ask(node, {"old": ("jwt", old), "new": ("jwt", token)}, documents=status_lists(JWT))
    assert refused(found["old"], "does not name the key") and found["new"]["verified"] is True


@pytest.mark.parametrize("name", ["verify.mjs", "package.json"])
def test_versions_are_pinned(name):
    from tests.certification.certificates.verifiers import HERE

    text = (HERE / name).read_text()
    assert "^" not in text.replace("/^", "") and "latest" not in text
