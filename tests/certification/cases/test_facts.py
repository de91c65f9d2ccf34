"""Edits of certified facts reopen a case; others do not. The shop's events are only hints."""

from uuid import uuid4

import pytest

from certification.cases.facade import (
    CERTIFIED_FACTS,
    CaseState,
    assign,
    calendar,
    case,
    decide,
    findings,
    history,
    may_decide,
    media_keys_of_cases,
    on_case_applied,
    on_product_changed,
    record_findings,
    reopen,
    step_done,
)
from certification.cases.models import FactsRow
from certification.cases.rules import changed_facts
from certification.cases.services.reopen import compare_facts, keep_facts
from jkrlm.kernel import clock
from jkrlm.kernel.outbox import Event
from tests.certification.cases.world import applied, assigned, evaluated, values
from tests.common.shop_world import open_shop

FREE = ("name", "description", "colour", "price", "making-days", "picture", "finish", "pattern", "weight")


@pytest.mark.parametrize("name", FREE)
def test_a_free_fact_never_counts(name):
    assert name not in CERTIFIED_FACTS
    assert changed_facts({name: "red"}, {name: "blue"}) == ()


@pytest.mark.parametrize("name", ["maker", "fibre", "weave", "net-g", "knots-per-sq-inch", "district"])
def test_a_certified_fact_counts_whatever_its_spaces(name):
    assert changed_facts({name: "Pashm "}, {name: "pashm"}) == ()
    assert changed_facts({name: "pashm"}, {name: "wool"}) == (name,)
    assert changed_facts({name: "pashm"}, {}) == (name,)


def granted(people, kind="walnut-carving"):
    found = evaluated(people, kind, quantity=20)
    decide(found.number, "grant", [], "", None, people.second, str(uuid4()))
    return case(found.number)


def test_a_changed_fibre_reopens_and_all_is_looked_at_anew(people):
    found = granted(people, "kani")
    keep_facts(number=found.number, facts={"fibre": "pashm", "colour": "red"}, now=clock.now())
    same = {"fibre": "pashm", "colour": "blue", "name": "A shawl"}
    assert compare_facts(number=found.number, facts=same, now=clock.now()) == ()
    assert case(found.number).state == CaseState.GRANTED
    for _delivery in range(2):
        compare_facts(number=found.number, facts={"fibre": "wool"}, now=clock.now())
    again = case(found.number)
    assert (again.state, again.round, again.inspector_id) == (CaseState.COMPLETE, 2, None)
    assert [each.code for each in findings(found.number) if not each.replaced] == ["weaving_days"]
    assert history(found.number)[0].facts == {"fibre": "pashm → wool"}
    assert [line.what for line in history(found.number)].count("reopened") == 1
    assign(found.number, people.inspector.pk, people.officer)
    record_findings(found.number, values("kani", "inspection"), "visit:2", people.inspector)
    step_done(found.number, "inspection", people.inspector)
    record_findings(found.number, {"fibre": "wool"}, "sample:2", people.lab)
    step_done(found.number, "laboratory", people.lab)
    assert may_decide(found.number, people.second) is None
    assert decide(found.number, "grant", [], "", None, people.second, "again").round == 2


def test_reopen_by_name_and_what_it_ends(people):
    found = granted(people)
    assert len(calendar(found.number)) == 3
    assert reopen(found.product_id, {"description": "new words", "price": "900"}) == ()
    assert reopen("another", {"wood": "x"}) == ()
    assert reopen(found.product_id, {"wood": "walnut → willow", "price": "9"}) == (found.number,)
    assert reopen(found.product_id, {"wood": "walnut → willow"}) == ()
    assert calendar(found.number) == ()
    assert history(found.number)[0].facts == {"wood": "walnut → willow"}


def test_an_open_case_only_gets_a_line(people):
    found = assigned(people)
    keep_facts(number=found.number, facts={"fibre": "pashm"}, now=clock.now())
    compare_facts(number=found.number, facts={"fibre": "wool"}, now=clock.now())
    assert case(found.number).state == CaseState.ASSIGNED
    assert history(found.number)[0].what == "facts-changed"


def test_the_shop_says_what_changed(people):
    shop = open_shop()
    product = shop.products[shop.piece("Kani Wool Stole", price="3450")]
    found = applied(people, "kani", product_id=product)
    event = Event(1, "CaseApplied", {"case": found.number}, clock.now())
    on_case_applied(event)
    on_case_applied(event)
    kept = FactsRow.objects.get(case=found.id).facts
    assert kept["maker"] == "KZ09"
    assert set(kept) <= CERTIFIED_FACTS
    on_product_changed(Event(2, "PRODUCT_UPDATED", {"product": {"id": product}}, clock.now()))
    on_product_changed(Event(3, "PRODUCT_UPDATED", {"product": {"id": "nobody"}}, clock.now()))
    on_product_changed(Event(4, "PRODUCT_UPDATED", {}, clock.now()))
    assert history(found.number)[0].what == "applied"
    FactsRow.objects.filter(case=found.id).update(facts={**kept, "maker": "KZ11"})
    on_product_changed(Event(5, "PRODUCT_UPDATED", {"product": {"id": product}}, clock.now()))
    assert history(found.number)[0].facts == {"maker": "KZ11 → KZ09"}


def test_what_an_application_came_with_is_named_by_its_group_alone(people):
    found = applied(people, "kani")
    keys = {
        key for named in (found.photo_keys, found.document_keys) for each in named.values() for key in each
    }
    assert media_keys_of_cases(found.group_code) == keys != set()
    assert media_keys_of_cases("KZ99") == frozenset()
