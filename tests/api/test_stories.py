"""From an application to a label that says SUSPENDED and GENUINE again, by the API alone; and what nobody can do."""

import base64
import uuid
from datetime import timedelta
from typing import Any

import pytest

import certification.verification.facade as verification
from certification.labels.facade import codes_of_batch
from certification.labels.services.make_batch import make_batch
from certification.laboratory.models import Sample
from jkrlm.kernel import clock, relay
from jkrlm.people.facade import Role, grant_role
from jkrlm.people.models import AuditEntry
from sellers.portal.models import Mandate
from tests.api.world import Enum, World, things
from tests.bad_input.unchanged import nothing_changes
from tests.certification.cases.world import good_value, version_of
from tests.certification.inspection.world import photograph
from tests.portal_certificates.world import goods
from tests.portal_goods.world import agree

pytestmark = pytest.mark.django_db
#: That somebody asked is written down; it is not what was asked for.
COUNTED = frozenset({"people_attempts", "people_apitoken"})
GRADE_II = 1


def b64(colour: str) -> str:
    return base64.b64encode(photograph(colour)).decode()


class Story:
    def __init__(self, world: World) -> None:
        self.world = world
        self.version = version_of("saffron")
        self.product = goods(world.women, "saffron").product_id
        self.case = ""

    def kept(self, draft: str, colour: str) -> str:
        payload = self.world.done(
            "member", "keepEvidence", "file", draft=draft, group="KZ09", data=b64(colour)
        )
        return str(payload["file"])

    def evidence(self, *, without: str = "") -> dict[str, Any]:
        draft = str(uuid.uuid4())
        asked = [each for each in self.version.evidence if each.code != without]

        def files(kind: str) -> list[dict[str, Any]]:
            return [
                {"code": each.code, "files": [self.kept(draft, "teal")]}
                for each in asked
                if each.kind == kind
            ]

        said = [
            {"code": each.code, "words": "From our own fields"} for each in asked if each.kind == "statement"
        ]
        said += [
            {"code": each.code, "words": good_value(self.version, each)}
            for each in self.version.parameters_from("declared")
        ]
        return {"draft": draft, "statements": said, "photos": files("photo"), "documents": files("document")}

    def apply(self) -> None:
        """Something that the standard asks for is missing at first."""
        left_out = next(
            each.code for each in self.version.evidence if each.required and each.kind != "statement"
        )
        made_on, last = clock.today() - timedelta(days=20), clock.today() + timedelta(days=500)
        wish = {
            "product": self.product,
            "quantity": 50,
            "newLot": {"madeOn": made_on.isoformat(), "expiresOn": last.isoformat()},
            **self.evidence(without=left_out),
        }
        key = str(uuid.uuid4())
        first = self.world.done(
            "member", "applyForCertificate", "case { number state missing }", key=key, input=wish
        )
        again = self.world.done("member", "applyForCertificate", "case { number }", key=key, input=wish)
        assert again["case"]["number"] == first["case"]["number"]
        assert first["case"]["missing"] == [left_out]
        self.case = first["case"]["number"]
        other = self.world.do("member", "applyForCertificate", "", key=key, input={**wish, "quantity": 49})
        assert other["errors"] == [
            {"code": "KEY_TAKEN", "field": "key", "message": "This key was sent before, with something else."}
        ]

        back = {"case": self.case, "missing": [left_out], "words": "The paper, please"}
        assert self.state("officer", "returnIncomplete", **back) == "INCOMPLETE"
        whole = self.evidence()
        assert self.state("member", "completeApplication", case=self.case, input=whole) == "SUBMITTED"
        assert self.state("officer", "markComplete", case=self.case) == "COMPLETE"
        inspector = self.world.users["inspector"].pk
        assert self.state("officer", "assignCase", case=self.case, inspector=inspector) == "ASSIGNED"
        relay.drain()

    def state(self, who: str, name: str, **given: Any) -> str:
        return str(self.world.done(who, name, "case { state }", **given)["case"]["state"])

    def visit(self) -> str:
        (edge,) = self.world.data("inspector", "{ visits { edges { node { id case } } } }")["edges"]
        assert edge["node"]["case"] == self.case
        number = edge["node"]["id"]
        photos = []
        for each in self.version.evidence:
            if each.kind == "photo":
                file = str(uuid.uuid4())
                self.world.done(
                    "inspector", "keepVisitPhoto", visit=number, file=file, code=each.code, data=b64("navy")
                )
                photos.append({"file": file, "code": each.code})
        asked = self.world.data("inspector", f"{{ visitChecklist(visit: {number}) {{ code }} }}")
        answers = [
            {
                "code": line["code"],
                "value": good_value(self.version, self.version.parameter(line["code"]), GRADE_II),
            }
            for line in asked
        ]
        began = clock.now() - timedelta(hours=2)
        report = {
            "outcome": Enum("SEEN"),
            "startedAt": began.isoformat(),
            "endedAt": (began + timedelta(hours=1)).isoformat(),
            "answers": answers,
            "photos": photos,
            "nonconforming": 0,
            "seal": "jk 70011223",
            "sampleQuantity": "25",
            "sampleUnit": Enum("G"),
        }
        empty = self.world.do("inspector", "sendVisitReport", visit=number, report={**report, "answers": []})
        assert {each["code"] for each in empty["errors"]} == {"BAD_REPORT"} and len(empty["errors"]) >= len(
            asked
        )
        done = self.world.done("inspector", "sendVisitReport", "visit { state }", visit=number, report=report)
        assert done["visit"]["state"] == "DONE"
        relay.drain()
        return Sample.objects.get(case_number=self.case).code

    def receive(self, sample: str) -> None:
        at = clock.now().isoformat()
        given = {"giver": Enum("INSPECTOR"), "holder": Enum("COURIER"), "at": at, "note": "EK123456789IN"}
        self.world.done("inspector", "handOverSample", sample=sample, **given)
        wrong = {"giver": Enum("COURIER"), "seal": "JK1", "sealIntact": True}
        assert self.world.code("lab", "receiveSample", sample=sample, **wrong) == "CHAIN_BROKEN"
        self.world.done("lab", "receiveSample", sample=sample, **{**wrong, "seal": "JK70011223"})

    def measure(self, sample: str, **changes: str) -> None:
        self.world.done("lab", "takeSample", sample=sample)
        results = [
            {"code": each.code, "value": changes.get(each.code, good_value(self.version, each, GRADE_II))}
            for each in self.version.parameters_from("laboratory")
        ]
        self.world.done("lab", "enterResults", sample=sample, results=results)
        self.world.done("verifier", "verifySample", sample=sample)
        one = f'{{ sample(code: "{sample}") {{ mark results {{ code value }} }} }}'
        mark = self.world.data("verifier", one)["mark"]
        released = self.world.done("verifier", "releaseResults", "sample { state }", sample=sample, mark=mark)
        assert released["sample"]["state"] == "RELEASED"
        relay.drain()

    def a_failure(self) -> dict[str, str]:
        for each in self.version.parameters_from("laboratory"):
            limits = [
                limit
                for limit in each.limits.values()
                if limit.maximum is not None or limit.minimum is not None
            ]
            if each.critical and limits:
                return {each.code: "99999" if limits[0].maximum is not None else "0"}
        raise AssertionError

    def decide(self, outcome: str, **more: Any) -> dict[str, Any]:
        given = {"case": self.case, "outcome": Enum(outcome), "note": "Looked at", **more}
        payload = self.world.do(
            "second",
            "decideCase",
            "case { state decisions { outcome grade { code } } certificates { number } }",
            **given,
        )
        relay.drain()
        return payload


def word(world: World, code: str) -> str:
    verification.forget()
    return str(world.data("", f'{{ verify(code: "{code}") {{ word sentence }} }}')["word"])


def test_a_mark_by_the_api_alone(world: World) -> None:
    story = Story(world)
    story.apply()
    sample = story.visit()
    story.receive(sample)
    story.measure(sample, **story.a_failure())
    refused = story.decide("GRANT")
    assert [each["code"] for each in refused["errors"]] == ["BAD_DECISION"]

    ordered = {"sample": sample, "material": Enum("KEPT"), "reason": "The balance was off"}
    retest = world.done("officer", "orderRetest", "sample { code retestOf }", **ordered)["sample"]
    assert retest["retestOf"] == f"S-{sample}" and retest["code"] != sample
    story.measure(retest["code"])
    granted = story.decide("GRANT")
    assert granted["errors"] == []
    (decision,) = granted["case"]["decisions"]
    assert decision == {"outcome": "GRANT", "grade": {"code": story.version.grades[GRADE_II].code}}

    hers = world.data(
        "member",
        f'{{ case(number: "{story.case}") {{ state decisions {{ note }} certificates {{ number state results {{ name }} }} }} }}',
    )
    assert hers["state"] == "GRANTED" and hers["decisions"] == [{"note": None}]
    (certificate,) = hers["certificates"]
    assert certificate["state"] == "VALID" and certificate["results"]
    number = certificate["number"]
    found = world.data(
        "",
        f'{{ productCertificates(ids: ["{story.product}", "other"]) {{ productId certified certificates {{ number }} }} }}',
    )
    assert found == [
        {"productId": story.product, "certified": True, "certificates": [{"number": number}]},
        {"productId": "other", "certified": False, "certificates": []},
    ]

    batch = world.done(
        "officer", "orderLabels", "batch { number count }", certificate=number, count=2, layout="a4-24"
    )["batch"]["number"]
    make_batch(batch_id=batch)
    first, second = codes_of_batch(batch)
    assert word(world, first) == "UNKNOWN"
    assert world.done("inspector", "attachLabels", "codes", codes=[first])["codes"] == [first]
    assert word(world, first) == "GENUINE"
    act = {"number": number, "reason": Enum("COMPLAINT")}
    assert world.done("officer", "suspendCertificate", "certificate { state stateReason }", **act)[
        "certificate"
    ] == {
        "state": "SUSPENDED",
        "stateReason": "A complaint is looked into",
    }
    relay.drain()
    assert word(world, first) == "SUSPENDED"
    assert world.code("inspector", "attachLabels", codes=[second]) == "CERTIFICATE_NOT_LIVE"
    cleared = {"number": number, "reason": Enum("CLEARED")}
    assert (
        world.done("second", "reinstateCertificate", "certificate { state }", **cleared)["certificate"][
            "state"
        ]
        == "VALID"
    )
    assert word(world, first) == "GENUINE"
    assert world.done(
        "officer", "takeOutLabels", "codes", codes=[second], state=Enum("SPOILED"), reason="Torn"
    )["codes"]
    lot = world.data("", f'{{ certificate(number: "{number}") {{ lotNumber }} }}')["lotNumber"]
    recall = {"lot": lot, "reason": "Mould was found in two packs", "bearer": Enum("GROUP")}
    assert world.done("officer", "recallLot", "lot { state }", **recall)["lot"]["state"] == "RECALLED"
    relay.drain()
    assert word(world, first) == "RECALLED"


def test_nobody_decides_what_she_evaluated_or_is_near_to(world: World) -> None:
    story = Story(world)
    story.apply()
    sample = story.visit()
    assert story.decide("REFUSE", reasons=["document"])["errors"][0]["code"] == "WRONG_STATE"
    story.receive(sample)
    story.measure(sample)
    for name in ("inspector", "lab", "verifier"):
        grant_role(world.users[name], Role.OFFICER)
    world.done("third", "declareInterest", group="KZ09", words="My aunt leads it")
    given = {"case": story.case, "outcome": Enum("GRANT"), "note": "x"}
    with nothing_changes(but=COUNTED):
        for name in ("inspector", "lab", "verifier", "third"):
            assert world.code(name, "decideCase", **given) == "NOT_IMPARTIAL", name
        assert world.code("admin", "decideCase", **given) == "PERMISSION_DENIED"
        assert (
            world.code("officer", "suspendCertificate", number="JKTPO-26-999999", reason=Enum("COMPLAINT"))
            == "NOT_FOUND"
        )
    assert story.decide("GRANT")["errors"] == []
    assert story.decide("REFUSE", reasons=["document"])["errors"][0]["code"] == "ALREADY_DECIDED"


def test_results_are_nobodys_before_release_and_the_maker_nobodys_in_the_laboratory(world: World) -> None:
    story = Story(world)
    story.apply()
    sample = story.visit()
    story.receive(sample)
    world.done("lab", "takeSample", sample=sample)
    results = [
        {"code": each.code, "value": good_value(story.version, each)}
        for each in story.version.parameters_from("laboratory")
    ]
    assert world.code("verifier", "enterResults", sample=sample, results=results) == "NOT_FOR_HER"
    world.done("lab", "enterResults", sample=sample, results=results)
    one = f'{{ sample(code: "{sample}") {{ case results {{ value }} custody {{ by place }} mark }} }}'
    sees = {
        who: world.data(who, one) for who in ("lab", "verifier", "officer", "admin", "inspector", "other")
    }
    assert sees["other"] is None
    assert sees["lab"]["results"] and sees["lab"]["case"] is None and sees["verifier"]["case"] is None
    for who in ("verifier", "officer", "admin", "inspector"):
        assert sees[who]["results"] == [] and sees[who]["mark"] == "", who
    assert sees["officer"]["case"] == story.case
    for who in ("lab", "verifier"):
        listed = world.data(who, "{ samples { edges { node { case } } } }")["edges"]
        assert listed and all(each["node"]["case"] is None for each in listed)
        answer = world.ask(who, f'{{ case(number: "{story.case}") {{ number }} }}')
        assert answer["data"]["case"] is None and answer["errors"]
    filed = world.data(
        "officer",
        f'{{ caseFile(number: "{story.case}") {{ samples {{ code results {{ value }} }} findings {{ source }} }} }}',
    )
    assert filed["samples"] == [{"code": sample, "results": []}]
    assert {each["source"].partition(":")[0] for each in filed["findings"]} <= {"visit", "declared"}

    assert world.code("lab", "verifySample", sample=sample) == "NOT_FOR_HER"
    world.done("verifier", "verifySample", sample=sample)
    assert world.code("verifier", "releaseResults", sample=sample, mark="1-1") == "NOT_FOR_HER"
    mark = world.data("verifier", one)["mark"]
    world.done("verifier", "releaseResults", sample=sample, mark=mark)
    with nothing_changes(but=COUNTED):
        assert world.code("lab", "enterResults", sample=sample, results=results[:-1]) == "BAD_RESULTS"
        changed = [{**each, "value": "1"} for each in results]
        assert world.code("lab", "enterResults", sample=sample, results=changed) in (
            "WRONG_STATE",
            "BAD_RESULTS",
        )
        assert (
            world.code("verifier", "sendBackResults", sample=sample, reason="Once more please")
            == "WRONG_STATE"
        )


def test_a_helper_acts_under_consent_alone_and_appeals_are_asked_once(world: World) -> None:
    made = things(world)
    given = {"case": made.submitted}
    Mandate.objects.all().delete()
    with nothing_changes(but=COUNTED):
        assert world.code("crp", "withdrawApplication", **given) == "CONSENT_MISSING"
        assert world.code("clf-officer", "withdrawApplication", **given) == "CONSENT_MISSING"
        assert world.code("member", "askAppeal", words="It was weighed wet", **given) == "NO_APPEAL"
    agree(world.women)
    assert world.done("crp", "withdrawApplication", "case { state }", **given)["case"]["state"] == "WITHDRAWN"
    (row,) = AuditEntry.objects.filter(verb="withdraw-certificate")
    assert row.on_behalf_of == "Haseena Begum (KZ09)" and row.after["consent"]
