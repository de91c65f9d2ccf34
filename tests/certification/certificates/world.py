"""Granted cases with their certificates, as the relay would issue them."""

from uuid import uuid4

from certification.cases.facade import Case, Decision, decide
from certification.certificates import facade
from certification.certificates.facade import Certificate, certificates_of_case, on_case_decided
from jkrlm.kernel import clock
from jkrlm.kernel.outbox import Event
from tests.certification.cases.world import People, evaluated, lot_evaluated


def decided(people: People, case: Case, outcome: str = "grant", quantity: int | None = None) -> Decision:
    return decide(
        case.number,
        outcome,
        [] if outcome.startswith("grant") else ["document"],
        "Looked at piece by piece.",
        quantity,
        people.officer,
        uuid4().hex,
    )


def event(name: str, number: int = 1, **payload: object) -> Event:
    return Event(number, name, payload, clock.now())


def issued(people: People, case: Case, *, quantity: int | None = None) -> Certificate:
    """Decide an evaluated case, and let the reaction run twice: the second time changes nothing."""
    outcome = "grant-part" if quantity else "grant"
    decision = decided(people, case, outcome, quantity)
    for _delivery in range(2):
        on_case_decided(event("CaseDecided", case=case.number, outcome=outcome, decision_id=decision.id))
    return certificates_of_case(case.number)[0]


def certified(people: People, kind: str = "kani", **changes: object) -> Certificate:
    return issued(people, evaluated(people, kind, **changes))


def certified_lot(people: People, *, quantity: int = 50, part: int | None = None) -> Certificate:
    return issued(people, lot_evaluated(people, quantity=quantity), quantity=part)


def suspended(people: People, number: str, key: str = "") -> Certificate:
    return facade.suspend(number, "complaint", people.second, key or uuid4().hex)


def withdrawn(people: People, number: str, bearer: str = "group", key: str = "") -> Certificate:
    return facade.withdraw(number, "nonconformity", bearer, people.second, key or uuid4().hex)
