"""A sample, and what the laboratory does with it through the web."""

import uuid
from datetime import timedelta

from django.test import Client

from certification.cases.facade import Case
from certification.laboratory.models import CustodyStep, Sample
from jkrlm.kernel import clock
from jkrlm.people.facade import User
from tests.certification.cases.world import People, good_value, version_of
from tests.certification.inspection.world import signed_in, visited

LAB = "/staff/certification/laboratory/"


def sampled(people: People, kind: str = "saffron") -> tuple[Case, Sample]:
    """A visited case, and its sample still with the inspector."""
    case = visited(people, kind)
    return case, Sample.objects.get(case_number=case.number)


def act(client: Client, sample: Sample, what: str, body: dict[str, object] | None = None):
    return client.post(f"{LAB}samples/{sample.code}/{what}/", body or {})


def hand_over(client: Client, sample: Sample, **changes: object):
    last = CustodyStep.objects.filter(sample=sample).order_by("-position").first()
    assert last is not None
    local = (max(last.at, clock.now() - timedelta(minutes=50)) + timedelta(minutes=1)).astimezone(clock.INDIA)
    body = {
        "key": str(uuid.uuid4()),
        "giver": last.holder,
        "holder": "courier",
        "at": local.strftime("%Y-%m-%dT%H:%M"),
        "place": "Magam, by the Kanihama road",
        "note": "India Post EK123456789IN",
        **changes,
    }
    return act(client, sample, "hand-over", body)


def receive(client: Client, sample: Sample, **changes: object):
    last = CustodyStep.objects.filter(sample=sample).order_by("-position").first()
    assert last is not None
    body = {
        "key": str(uuid.uuid4()),
        "giver": last.holder,
        "seal": sample.seal.lower(),
        "intact": "on",
        **changes,
    }
    return act(client, sample, "receive", body)


def measured(case: Case, *, grade: int = 0, **changes: str) -> dict[str, str]:
    version = version_of(case.kind)
    found = {
        f"value-{each.code}": good_value(version, each, grade)
        for each in version.parameters_from("laboratory")
    }
    return {**found, **{f"value-{code}": value for code, value in changes.items()}}


def a_failure(case: Case) -> dict[str, str]:
    """Return a critical parameter of the laboratory with a value that no grade allows."""
    for each in version_of(case.kind).parameters_from("laboratory"):
        limits = [
            limit for limit in each.limits.values() if limit.minimum is not None or limit.maximum is not None
        ]
        if each.critical and limits:
            return {each.code: "99999" if limits[0].maximum is not None else "0"}
    raise AssertionError("the standard asks for nothing that must be right")


def entered(people: People, case: Case, sample: Sample, **changes: str) -> Sample:
    lab = signed_in(people.lab)
    for answer in (
        receive(lab, sample),
        act(lab, sample, "take"),
        act(lab, sample, "results", measured(case, **changes)),
    ):
        assert answer.status_code == 302, answer.content.decode()[-2000:]
    sample.refresh_from_db()
    return sample


def released(people: People, case: Case, sample: Sample, **changes: str) -> Sample:
    entered(people, case, sample, **changes)
    return verify(people.verifier, sample)


def verify(user: User, sample: Sample) -> Sample:
    client = signed_in(user)
    assert act(client, sample, "verify").status_code == 302
    page = client.get(f"{LAB}samples/{sample.code}/")
    assert act(client, sample, "release", {"seen": page.context["seen"]}).status_code == 302
    sample.refresh_from_db()
    assert sample.state == "released"
    return sample
