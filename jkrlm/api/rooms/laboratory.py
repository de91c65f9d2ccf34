"""Samples: the laboratory is blind until it has released, and nobody reads a result before that."""

from datetime import datetime
from typing import Any
from uuid import UUID

import certification.laboratory.facade as laboratory
from jkrlm.api import paging
from jkrlm.api.binding import INSPECTORS, LABORATORY, OFFICERS, SAMPLES, Node, Whom, field, node, query
from jkrlm.api.caller import Caller
from jkrlm.api.writes import write
from jkrlm.people.facade import Role


@query("samples", SAMPLES)
def samples(caller: Caller, open: bool, first: int, after: str | None = None) -> dict[str, Any]:
    user = caller.person()
    rows = laboratory.queue_for(user) if open else laboratory.closed_for(user)
    return paging.sliced(rows, first, after)


@query("sample", SAMPLES)
def sample(caller: Caller, code: str) -> Node | None:
    try:
        return node(laboratory.sample(code, caller.person()))
    except laboratory.SampleUnknown:
        return None


@field("Sample", "case")
def sample_case(source: Node, _caller: Caller) -> str | None:
    return source.case_number or None


@field("Sample", "standardNumber")
def standard_number(source: Node, _caller: Caller) -> str:
    return str(source.version_number)


@field("Sample", "retestOrdered")
def retest_ordered(source: Node, _caller: Caller) -> bool:
    return bool(source.is_retest_ordered)


@field("Sample", "mark")
def mark(source: Node, _caller: Caller) -> str:
    """In lists results are not read, so this asks nothing there."""
    return laboratory.mark(source.value)


def _show(caller: Caller, code: str) -> Node:
    return node(laboratory.sample(code, caller.person()))


def _known(caller: Caller, code: str) -> str:
    """Return the code of a sample that she may know of. Raises SampleUnknown."""
    return laboratory.sample(code, caller.person()).code


@write("handOverSample", INSPECTORS, "sample", _show)
def hand_over(
    caller: Caller, key: UUID, sample: str, giver: str, holder: str, at: datetime, place: str, note: str
) -> str:
    code = _known(caller, sample)
    laboratory.hand_over(
        code, giver, holder, at, caller.person(), place=place[:120], note=note[:300], key=key
    )
    return code


@write("receiveSample", LABORATORY, "sample", _show)
def receive(caller: Caller, key: UUID, sample: str, giver: str, seal: str, seal_intact: bool) -> str:
    code = _known(caller, sample)
    laboratory.receive(code, giver, seal[:40], seal_intact, caller.person(), key=key)
    return code


@write("takeSample", LABORATORY, "sample", _show)
def take(caller: Caller, key: UUID, sample: str) -> str:
    code = _known(caller, sample)
    laboratory.take(code, caller.person())
    return code


@write("enterResults", LABORATORY, "sample", _show)
def enter(caller: Caller, key: UUID, sample: str, results: list[dict[str, str]]) -> str:
    code = _known(caller, sample)
    values = {each["code"]: each["value"][:300] for each in results[:200]}
    notes = {each["code"]: each["note"][:300] for each in results[:200]}
    laboratory.enter_results(code, values, notes, caller.person())
    return code


@write("rejectSample", LABORATORY, "sample", _show)
def reject(caller: Caller, key: UUID, sample: str, reason: str) -> str:
    code = _known(caller, sample)
    laboratory.reject(code, reason, caller.person())
    return code


@write("verifySample", LABORATORY, "sample", _show)
def verify(caller: Caller, key: UUID, sample: str) -> str:
    code = _known(caller, sample)
    laboratory.take_to_verify(code, caller.person())
    return code


@write("releaseResults", LABORATORY, "sample", _show)
def release(caller: Caller, key: UUID, sample: str, mark: str) -> str:
    code = _known(caller, sample)
    laboratory.release(code, mark, caller.person())
    return code


@write("sendBackResults", LABORATORY, "sample", _show)
def send_back(caller: Caller, key: UUID, sample: str, reason: str) -> str:
    code = _known(caller, sample)
    laboratory.send_back(code, reason, caller.person())
    return code


@write("retractResults", Whom(Role.LABORATORY, Role.OFFICER), "sample", _show)
def retract(caller: Caller, key: UUID, sample: str, reason: str) -> str:
    code = _known(caller, sample)
    laboratory.retract(code, reason, caller.person())
    return code


@write("orderRetest", OFFICERS, "sample", _show)
def order_retest(caller: Caller, key: UUID, sample: str, material: str, reason: str) -> str:
    code = _known(caller, sample)
    made = laboratory.order_retest(code, caller.person(), reason, key=key, new_material=material == "new")
    return made or code
