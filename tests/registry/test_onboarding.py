"""A group's way to selling, its page in the store, and who agreed to be shown there."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from catalogue.facade import provision
from commerce.facade import public_store
from jkrlm.kernel import outbox, relay
from jkrlm.people.facade import Role, audit_trail
from sellers.registry import facade as registry
from sellers.registry import models, rules
from sellers.registry.errors import (
    BadDay,
    HeldAlready,
    MakerTypeMissing,
    NotHere,
    NotReady,
    SamePerson,
)
from sellers.registry.facade import members, on_group_changed, publish_maker, readiness
from sellers.registry.services import bank, onboarding
from sellers.registry.services.consents import record_consent, withdraw_consent
from sellers.registry.services.write_story import write_story
from tests.bad_input.unchanged import nothing_changes
from tests.registry.test_bank_accounts import WAIT, ask_the_bank, propose
from tests.registry.world import NOW, STORY, TODAY, enrol, hand_in_tax_papers, open_registry, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    open_registry()
    return {
        "editor": somebody("Rukhsana Bano", Role.EDITOR),
        "second": somebody("Shabir Dar", Role.EDITOR),
        "maker": somebody("Maker Mir", Role.FINANCE_MAKER),
        "checker": somebody("Checker Lone", Role.FINANCE_CHECKER),
    }


def missing(step: str) -> list[str]:
    return [each.key for each in readiness("KZ09", on=TODAY).missing(step)]


def agree(staff, person_id: int, what: str = "name", **changes) -> int:
    return record_consent(
        **{
            "code": "KZ09",
            "person_id": person_id,
            "what": what,
            "words": "My name may stand on the page of our group.",
            "language": "ks",
            "means": "spoken",
            "given_at": NOW - timedelta(days=1),
            "actor": staff["editor"],
            "now": NOW,
            **changes,
        }
    )


def leader() -> int:
    return next(row.person_id for row in members("KZ09", on=TODAY) if row.role == "leader")


def tell(staff, requirement: str = "told", words: str = "Read the leaflet together") -> None:
    onboarding.attest(code="KZ09", requirement=requirement, words=words, actor=staff["editor"], now=NOW)


def write(staff, story: str = STORY) -> None:
    write_story(code="KZ09", story=story, story_hi="", story_ur="", actor=staff["editor"], now=NOW)


def make_submittable(staff) -> None:
    enrol()
    propose(staff["maker"])
    hand_in_tax_papers("KZ09", staff=staff["editor"])
    write(staff)
    agree(staff, leader())
    tell(staff)


def make_approvable(staff) -> None:
    make_submittable(staff)
    account = models.BankAccount.objects.get()
    ask_the_bank(account.pk)
    bank.approve_bank_account(code="KZ09", account_id=account.pk, words="", actor=staff["checker"], now=NOW)
    bank.make_current(now=NOW + WAIT)
    tell(staff, "visited", "Saw six looms at work")


def approve_group(staff) -> None:
    make_approvable(staff)
    onboarding.submit(code="KZ09", actor=staff["editor"], now=NOW)
    onboarding.approve(code="KZ09", actor=staff["second"], now=NOW)


def steps() -> list[tuple[str, str]]:
    return list(models.OnboardingStep.objects.order_by("id").values_list("was", "now"))


def test_each_requirement_is_met_by_what_it_asks_for(staff):
    everything = ["members", "leader", "account-given", "tax-papers-given", "story", "consent", "told"]
    assert missing("submit") == everything
    enrol(count=9)
    assert "members" in missing("submit")
    tell(staff, "difficult-area", "Tulail is cut off from November to May")
    assert "members" not in missing("submit")
    assert "leader" not in missing("submit")
    propose(staff["maker"])
    hand_in_tax_papers("KZ09", staff=staff["editor"])
    write(staff)
    assert missing("submit") == ["consent", "told"]
    agree(staff, leader())
    tell(staff)
    assert missing("submit") == []
    assert missing("approve") == ["account-current", "visited"]


def test_tax_papers_follow_the_tax_status(staff):
    hand_in_tax_papers("KZ09", staff=staff["editor"])
    assert "tax-papers" not in missing("approve")
    models.Group.objects.filter(code="KZ09").update(tax_status="registered", gstin="27AAPFU0939F1ZV")
    assert {"tax-papers", "tax-papers-given"} <= set(missing("approve"))
    models.Group.objects.filter(code="KZ09").update(tax_status="none", gstin="")
    assert "tax-papers-given" in missing("submit")


def test_a_group_is_submitted_sent_back_with_reasons_submitted_again_and_approved(staff):
    with nothing_changes(), pytest.raises(NotReady) as refusal:
        onboarding.submit(code="KZ09", actor=staff["editor"], now=NOW)
    assert refusal.value.params["missing"][0] == "members"
    make_approvable(staff)
    onboarding.submit(code="KZ09", actor=staff["editor"], now=NOW, on_behalf_of="Haseena Begum")
    with nothing_changes():
        with pytest.raises(NotReady):
            onboarding.send_back(code="KZ09", words=" ", reasons={}, actor=staff["second"], now=NOW)
        with pytest.raises(NotHere):
            onboarding.send_back(
                code="KZ09", words="", reasons={"shoe-size": "x"}, actor=staff["second"], now=NOW
            )
    onboarding.send_back(
        code="KZ09", words="", reasons={"story": "Whose looms?"}, actor=staff["second"], now=NOW
    )
    onboarding.submit(code="KZ09", actor=staff["editor"], now=NOW)
    with nothing_changes(), pytest.raises(SamePerson):
        onboarding.approve(code="KZ09", actor=staff["editor"], now=NOW)
    onboarding.approve(code="KZ09", actor=staff["second"], now=NOW)

    assert steps() == [
        ("begun", "submitted"),
        ("submitted", "sent-back"),
        ("sent-back", "submitted"),
        ("submitted", "approved"),
    ]
    back = models.OnboardingStep.objects.get(now="sent-back")
    assert (back.reasons, back.actor) == ({"story": "Whose looms?"}, staff["second"])
    first = models.OnboardingStep.objects.filter(now="submitted").earliest("id")
    assert first.on_behalf_of == "Haseena Begum"
    assert registry.approved_groups(["KZ09", "KZ11"]) == {"KZ09"}
    assert audit_trail("group KZ09", most=1)[0].verb == "onboarding.approve"


def test_what_was_right_at_submission_and_is_no_more_stands_in_the_way_of_approval(staff):
    make_approvable(staff)
    onboarding.submit(code="KZ09", actor=staff["editor"], now=NOW)
    withdraw_consent(code="KZ09", consent_id=models.Consent.objects.get().pk, actor=staff["editor"], now=NOW)
    with nothing_changes(), pytest.raises(NotReady) as refusal:
        onboarding.approve(code="KZ09", actor=staff["second"], now=NOW)
    assert refusal.value.params == {"missing": ["consent"]}


def test_two_people_stand_behind_an_approval_in_the_table_too(staff):
    approve_group(staff)
    with pytest.raises(IntegrityError, match="registry_onboarding_two_people"), transaction.atomic():
        models.Onboarding.objects.update(approved_by=staff["editor"])
    with pytest.raises(IntegrityError, match="registry_onboarding_approved_by"), transaction.atomic():
        models.Onboarding.objects.update(approved_by=None)


def test_an_attestation_is_somebodys_once_and_can_be_taken_back(staff):
    tell(staff)
    told = next(each for each in readiness("KZ09").requirements if each.key == "told")
    assert told.detail == "Read the leaflet together (Rukhsana Bano)"
    with nothing_changes():
        with pytest.raises(HeldAlready):
            tell(staff)
        with pytest.raises(NotHere):
            tell(staff, "members")
    onboarding.withdraw_attestation(code="KZ09", requirement="told", actor=staff["second"], now=NOW)
    assert "told" in missing("submit")
    with nothing_changes(), pytest.raises(NotHere):
        onboarding.withdraw_attestation(code="KZ09", requirement="told", actor=staff["second"], now=NOW)


def test_consent_is_one_persons_to_one_thing_in_words_and_may_be_taken_back_and_given_anew(staff):
    enrol(count=2)
    person = leader()
    consent = agree(staff, person)
    with nothing_changes():
        with pytest.raises(HeldAlready):
            agree(staff, person)
        with pytest.raises(BadDay):
            agree(staff, person, what="photo", given_at=NOW + timedelta(days=1))
        with pytest.raises(NotHere):
            agree(staff, person, what="photo", code="KZ11")
        with pytest.raises(NotHere):
            withdraw_consent(code="KZ11", consent_id=consent, actor=staff["editor"], now=NOW)
    agree(staff, person, what="photo")
    assert next(row for row in members("KZ09", on=TODAY) if row.person_id == person).shown == (
        "name",
        "photo",
    )
    withdraw_consent(code="KZ09", consent_id=consent, actor=staff["editor"], now=NOW)
    assert registry.may_show([person], "name") == frozenset()
    assert registry.may_show([person], "photo") == {person}
    agree(staff, person)
    assert models.Consent.objects.count() == 3


def page():
    found = public_store().maker_page(slug="kanihama-tuji-shg").page
    return found if found is not None and found.is_published else None


def texts(found) -> str:
    return " ".join(block["data"]["text"] for block in found.content["blocks"])


def test_an_approved_groups_page_is_in_the_store_and_follows_what_changes(staff):
    provision()
    assert publish_maker(code="KZ09") == ""
    approve_group(staff)
    page_id = publish_maker(code="KZ09")

    shown = page()
    assert shown.id == page_id
    assert "after a pattern that is sung" in texts(shown)
    assert "Led by Haseena Begum." in texts(shown)
    facts = {entry.key: entry.value for entry in shown.metadata}
    assert facts["umeed.code"] == "KZ09"

    withdraw_consent(code="KZ09", consent_id=models.Consent.objects.get().pk, actor=staff["editor"], now=NOW)
    write(staff, "We <b>weave</b> & sing.\nCome and see us, all of you who read this, in Kanihama.")
    assert publish_maker(code="KZ09") == page_id
    assert "Haseena" not in texts(page())
    assert texts(page()).startswith("We &lt;b&gt;weave&lt;/b&gt; &amp; sing.")

    onboarding.suspend(code="KZ09", words="Under inquiry", actor=staff["editor"], now=NOW)
    publish_maker(code="KZ09")
    assert page() is None
    onboarding.resume(code="KZ09", words="Cleared", actor=staff["editor"], now=NOW)
    publish_maker(code="KZ09")
    assert page() is not None


def test_what_has_not_changed_is_not_sent_again(staff, django_assert_max_num_queries):
    provision()
    approve_group(staff)
    page_id = publish_maker(code="KZ09")
    with django_assert_max_num_queries(8):
        assert publish_maker(code="KZ09") == page_id


def test_before_the_store_is_set_up_the_page_waits(staff):
    approve_group(staff)
    with pytest.raises(MakerTypeMissing):
        publish_maker(code="KZ09")
    assert not models.MakerStory.objects.get().page_id


def test_changes_of_shown_groups_are_told_and_of_others_are_not(staff):
    provision()
    told: list[str] = []

    def listen(event: outbox.Event) -> None:
        told.append(event.payload["code"])
        on_group_changed(event)

    table = {name: tuple(reactions.values()) for name, reactions in outbox._reactions.items()}
    outbox.set_reactions({**table, "GroupChanged": (listen,)})
    try:
        write_story(code="KZ11", story=STORY, story_hi="", story_ur="", actor=None, now=NOW)
        approve_group(staff)
        relay.drain()
        assert set(told) == {"KZ09"}
        assert page() is not None
        told.clear()
        from tests.registry.world import harwan, kanihama

        registry.upsert_groups([kanihama(name="Kanihama Tuj SHG"), harwan(members=9)])
        relay.drain()
        assert told == ["KZ09"]
        assert page().id
    finally:
        outbox.set_reactions(table)


def test_the_table_of_requirements_is_whole():
    keys = [each.key for each in rules.REQUIREMENTS]
    assert len(set(keys)) == len(keys)
    assert {each.kind for each in rules.REQUIREMENTS} == {"computed", "attested", "verified"}
    nothing = rules.Facts(
        members_on_roll=0,
        leaders=(),
        belongs_to="",
        account_state="",
        account_words="",
        tax_status="none",
        gstin="",
    )
    assert not any(each.is_met for each in rules.judge(nothing))


def test_a_period_ends_on_the_day_before_it_holds_no_more():
    assert rules.last_day(date(2027, 1, 1)) == date(2026, 12, 31)
    assert rules.day_after(date(2026, 12, 31)) == date(2027, 1, 1)
    assert rules.last_day(None) is None
    assert rules.day_after(None) is None
