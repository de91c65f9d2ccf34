"""What must be true of samples at any moment; ``manage.py check_invariants`` asks."""

from collections.abc import Callable
from typing import Final

import certification.cases.facade as cases
import certification.standards.facade as standards
from certification.laboratory.models import Sample
from certification.laboratory.selectors import live_results, values_of
from certification.laboratory.states import OPENED

LISTED_MAX: Final = 100


def _in_the_case() -> list[str]:
    """What two people signed is, value by value, what the case was told under the sample's number."""
    faults: list[str] = []
    for sample in Sample.objects.filter(state__in=OPENED).order_by("pk").iterator(500):
        signed = values_of(standards.version(sample.version_id), live_results(sample))
        source = f"sample:{sample.number}"
        told = {each.code: each.value for each in cases.findings(sample.case_number) if each.source == source}
        for code, value in signed.items():
            if told.get(code) != value:
                faults.append(
                    f"{sample.number}: {code} is {value} in the laboratory, {told.get(code)} in the case"
                )
        if len(faults) >= LISTED_MAX:
            break
    return faults[:LISTED_MAX]


def _two_people() -> list[str]:
    """Nobody who entered a value, or took the sample, verified it."""
    return [
        f"{sample.number} was verified by somebody who measured or took it"
        for sample in Sample.objects.filter(state__in=OPENED).order_by("pk").iterator(500)
        if sample.verifier_id == sample.taken_by_id
        or sample.results.filter(entered_by=sample.verifier_id).exists()
    ][:LISTED_MAX]


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (
        ("what a case knows from the laboratory is what two people signed", _in_the_case),
        ("every released sample was verified by somebody who neither measured nor took it", _two_people),
    )
