"""Every field of Query and Mutation: who may use it, and how it is asked. A new field without a row fails."""

from collections.abc import Callable
from typing import Any

from tests.api.fair_rights import FAIR_MUTATIONS, FAIR_QUERIES
from tests.api.rows import (
    ANYBODY,
    DESK,
    IMPARTIAL,
    INSPECTORS,
    LAB,
    OFFICERS,
    ON_LOOKERS,
    SELLERS,
    Row,
)
from tests.api.world import Enum, Things

#: Field of Query -> (arguments and selection, who may).
QUERIES: dict[str, tuple[Callable[[Things], str], set[str] | str]] = {
    "me": (lambda it: "{ id name roles groups }", ANYBODY),
    "standards": (lambda it: "(first: 2) { edges { node { number } } }", ANYBODY),
    "standard": (lambda it: '(number: "JK-SAFF-1:2026") { number }', ANYBODY),
    "standardisationBoard": (lambda it: "{ kind stage }", ANYBODY),
    "certificates": (lambda it: "(first: 2) { edges { node { number } } }", ANYBODY),
    "certificate": (lambda it: f'(number: "{it.certificate}") {{ number }}', ANYBODY),
    "productCertificates": (lambda it: '(ids: ["UHJvZHVjdDox"]) { certified }', ANYBODY),
    "verify": (lambda it: f'(code: "{it.codes[0]}") {{ word }}', ANYBODY),
    "cases": (lambda it: "(first: 2) { edges { node { number } } }", DESK),
    "myCases": (lambda it: "(first: 2) { edges { node { number } } }", SELLERS),
    "case": (lambda it: f'(number: "{it.submitted}") {{ number }}', ON_LOOKERS | SELLERS),
    "caseFile": (lambda it: f'(number: "{it.submitted}") {{ case {{ number }} }}', ON_LOOKERS),
    "candidates": (lambda it: f'(case: "{it.submitted}") {{ openCases }}', DESK),
    "appeals": (lambda it: "(first: 2) { edges { node { id } } }", DESK),
    "complaints": (lambda it: "(first: 2) { edges { node { number } } }", DESK),
    "interests": (lambda it: "{ id }", IMPARTIAL | {"admin"}),
    "visits": (lambda it: "(first: 2) { edges { node { id } } }", INSPECTORS),
    "visit": (lambda it: f"(number: {it.visit}) {{ id }}", INSPECTORS),
    "visitChecklist": (lambda it: f"(visit: {it.visit}) {{ code }}", INSPECTORS),
    "samples": (lambda it: "(first: 2) { edges { node { code } } }", ON_LOOKERS | LAB),
    "sample": (lambda it: f'(code: "{it.sample}") {{ code }}', ON_LOOKERS | LAB),
    "lots": (lambda it: "(first: 2) { edges { node { number } } }", ON_LOOKERS),
    "lot": (lambda it: f'(number: "{it.lot}") {{ number }}', ON_LOOKERS),
    "labelBatches": (lambda it: "(first: 2) { edges { node { number } } }", ON_LOOKERS),
    "labelBatch": (lambda it: f"(number: {it.batch}) {{ number }}", ON_LOOKERS),
    "label": (lambda it: f'(code: "{it.codes[0]}") {{ code }}', ON_LOOKERS),
    **FAIR_QUERIES,
}


def _case(**more: Any) -> Callable[[Things], dict[str, Any]]:
    return lambda it: {"case": it.submitted, **more}


def _sample(**more: Any) -> Callable[[Things], dict[str, Any]]:
    return lambda it: {"sample": it.sample, **more}


def _certificate(reason: str, **more: Any) -> Callable[[Things], dict[str, Any]]:
    return lambda it: {"number": it.certificate, "reason": Enum(reason), **more}


def _report(it: Things) -> dict[str, Any]:
    report = {
        "outcome": Enum("NOT_POSSIBLE"),
        "startedAt": "2026-11-20T10:00:00+05:30",
        "endedAt": "2026-11-20T11:00:00+05:30",
        "note": "Snow on the road",
    }
    return {"visit": it.visit, "report": report}


MUTATIONS: dict[str, Row] = {
    "keepEvidence": Row(
        lambda it: {"draft": it.draft, "group": "KZ09", "data": it.photo}, SELLERS, "stranger", "NOT_FOUND"
    ),
    "applyForCertificate": Row(
        lambda it: {"input": {"product": it.product}}, SELLERS, "stranger", "GOODS_UNKNOWN"
    ),
    "completeApplication": Row(_case(input={}), SELLERS, "stranger", "CASE_UNKNOWN"),
    "withdrawApplication": Row(_case(), SELLERS, "stranger", "CASE_UNKNOWN"),
    "askAppeal": Row(_case(words="It was weighed wet."), SELLERS, "stranger", "CASE_UNKNOWN"),
    "takeCase": Row(_case(), OFFICERS),
    "markComplete": Row(_case(), OFFICERS),
    "returnIncomplete": Row(_case(words="The reverse is missing"), OFFICERS),
    "assignCase": Row(_case(), OFFICERS),
    "takeBackCase": Row(_case(words="She is on leave"), OFFICERS),
    "orderVisit": Row(_case(words="The lot was not seen"), OFFICERS),
    "decideCase": Row(_case(outcome=Enum("REFUSE"), reasons=["document"], note="x"), OFFICERS),
    "decideAppeal": Row(_case(appeal=1, upheld=True, answer="Looked at again"), OFFICERS),
    "complain": Row(
        lambda it: {"input": {"words": "The weave came apart after a week", "certificate": it.certificate}},
        OFFICERS,
    ),
    "answerComplaint": Row(lambda it: {"number": "C-1", "founded": False, "answer": "Looked at"}, OFFICERS),
    "declareInterest": Row(lambda it: {"group": "KZ09", "words": "My aunt leads it"}, IMPARTIAL),
    "endInterest": Row(lambda it: {"id": 10**6}, IMPARTIAL),
    "suspendCertificate": Row(_certificate("COMPLAINT"), OFFICERS),
    "reinstateCertificate": Row(_certificate("CLEARED"), OFFICERS),
    "withdrawCertificate": Row(_certificate("NONCONFORMITY", bearer=Enum("GROUP")), OFFICERS),
    "planVisit": Row(
        lambda it: {"visit": it.visit, "plannedFor": it.soon}, INSPECTORS, "other", "VISIT_UNKNOWN"
    ),
    "keepVisitPhoto": Row(
        lambda it: {"visit": it.visit, "file": it.draft, "data": it.photo},
        INSPECTORS,
        "other",
        "VISIT_UNKNOWN",
    ),
    "sendVisitReport": Row(_report, INSPECTORS, "other", "VISIT_UNKNOWN"),
    "handOverSample": Row(
        _sample(giver=Enum("INSPECTOR"), holder=Enum("COURIER"), at="2026-11-20T10:00:00+05:30"),
        INSPECTORS,
        "other",
        "SAMPLE_UNKNOWN",
    ),
    "receiveSample": Row(_sample(giver=Enum("INSPECTOR"), seal="JK-1", sealIntact=True), LAB),
    "takeSample": Row(_sample(), LAB),
    "enterResults": Row(_sample(results=[]), LAB, "verifier", "NOT_FOR_HER"),
    "rejectSample": Row(_sample(reason="The seal is broken"), LAB),
    "verifySample": Row(_sample(), LAB),
    "releaseResults": Row(_sample(mark="0-0"), LAB, "verifier", "NOT_FOR_HER"),
    "sendBackResults": Row(_sample(reason="Look at moisture again"), LAB, "verifier", "NOT_FOR_HER"),
    "retractResults": Row(_sample(reason="The balance was off"), LAB | OFFICERS, "lab", "NOT_FOR_HER"),
    "orderRetest": Row(_sample(material=Enum("KEPT"), reason="Too near the limit"), OFFICERS),
    "recallLot": Row(
        lambda it: {"lot": it.lot, "reason": "Mould was found in it", "bearer": Enum("GROUP")}, OFFICERS
    ),
    "closeLot": Row(lambda it: {"lot": it.lot}, OFFICERS),
    "orderLabels": Row(lambda it: {"certificate": it.certificate, "count": 2, "layout": "a4-24"}, OFFICERS),
    "attachBatch": Row(lambda it: {"batch": it.batch}, OFFICERS | INSPECTORS),
    "attachLabels": Row(lambda it: {"codes": it.codes[:1]}, OFFICERS | INSPECTORS),
    "takeOutLabels": Row(
        lambda it: {"codes": it.codes[:1], "state": Enum("VOID"), "reason": "Lost on the road"},
        OFFICERS | INSPECTORS,
    ),
    "reviewScans": Row(lambda it: {"code": it.codes[0], "words": "A shop window, seen by many"}, OFFICERS),
    **FAIR_MUTATIONS,
}
