"""A resource person acts with consent, and whatever she does says on whose behalf."""

import re
from dataclasses import replace

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from jkrlm.people.facade import User
from jkrlm.people.models import AuditEntry
from sellers.portal.facade import (
    Acting,
    ConsentMissing,
    NotYourGroup,
    act_for,
    audit_act,
    current_member,
    for_sellers,
)
from sellers.portal.models import Mandate
from tests.bad_input.unchanged import nothing_changes
from tests.common.buyer import text
from tests.portal.world import CRP, LONE, OFFICER, SHARED, Phone, Village, texts_to


def acting_of(phone: Phone) -> Acting:
    """Return what a view of the portal is told."""
    seen: list[Acting] = []

    @for_sellers
    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.acting)
        return HttpResponse()

    request = request_of(phone)
    assert view(request).status_code == 200
    return seen[0]


def request_of(phone: Phone) -> HttpRequest:
    from django.contrib.auth import get_user

    request = RequestFactory().get("/sell/")
    request.session = phone.client.session
    request.user = get_user(request)
    return request


def strip_of(phone: Phone) -> str:
    """Return what stands under the bar while somebody is acted for."""
    found = re.search(
        r'<form class="strip".*?</form>', phone.client.get("/sell/").content.decode(), re.DOTALL
    )
    return found[0] if found else ""


def agreed(
    crp: Phone, village: Village, name: str = "Haseena Begum", code: str = "KZ09", **changes: str
) -> HttpResponse:
    form = {"member": str(village.people[name]), "means": "signed", **changes}
    return crp.client.post(f"/sell/for/{code}/", form)


def test_a_member_acts_for_herself(village: Village) -> None:
    phone = Phone(LONE).trust()
    acting = acting_of(phone)

    assert (acting.person.name, acting.member, acting.group_codes) == (
        "Dilshada Mir",
        acting.person,
        ("KZ11",),
    )
    assert (acting.on_behalf_of, acting.consent, acting.is_helper) == ("", None, False)
    assert act_for(acting, "KZ11").by().actor == f"person:{acting.user.pk}"
    with pytest.raises(NotYourGroup):
        act_for(acting, "KZ09")
    assert current_member(request_of(phone)) == acting.person


def test_a_helper_looks_over_all_her_groups_and_acts_for_none_without_consent(
    village: Village, crp: Phone
) -> None:
    acting = acting_of(crp)

    assert (acting.member, acting.group_codes, acting.is_helper) == (None, ("KZ09", "KZ11"), True)
    assert not acting.may_act
    for code in acting.group_codes:
        with pytest.raises(ConsentMissing):
            act_for(acting, code)
    assert current_member(request_of(crp)) is None


def test_a_view_that_acts_leads_to_asking_for_consent(village: Village, crp: Phone) -> None:
    done = []

    @for_sellers
    def pack(request: HttpRequest) -> HttpResponse:
        done.append(act_for(request.acting, "KZ09"))
        return HttpResponse()

    answer = pack(request_of(crp))

    assert (answer.status_code, done) == (302, [])
    assert answer["Location"] == "/sell/for/KZ09/?next=%2Fsell%2F"


def test_consent_is_written_down_and_every_act_carries_it(village: Village, crp: Phone) -> None:
    assert agreed(crp, village)["Location"] == "/sell/"

    mandate = Mandate.objects.get()
    assert (mandate.group_code, mandate.means, mandate.member.name) == ("KZ09", "signed", "Haseena Begum")
    assert mandate.words.startswith("I agree that Shazia Bano lists my goods")
    acting = act_for(acting_of(crp), "KZ09")
    assert (acting.member.name, acting.on_behalf_of) == ("Haseena Begum", "Haseena Begum (KZ09)")
    assert (acting.consent, acting.group_codes) == (mandate.pk, ("KZ09",))
    assert acting.by().on_behalf_of == "Haseena Begum (KZ09)"

    audit_act(acting, verb="order.pack", target="group KZ09", after={"order": "1001"})
    entry = AuditEntry.objects.get(verb="order.pack")
    assert (entry.actor.name, entry.on_behalf_of) == ("Shazia Bano", "Haseena Begum (KZ09)")
    assert entry.after == {"order": "1001", "consent": mandate.pk}
    given = AuditEntry.objects.get(verb="mandate.give")
    assert (given.actor.name, given.on_behalf_of) == ("Shazia Bano", "Haseena Begum")
    assert "Shazia Bano may now act for you on Umeed, for Kanihama Tuji SHG." in texts_to(SHARED)[0]


def test_acting_for_one_shows_it_and_can_be_stopped(village: Village, crp: Phone) -> None:
    agreed(crp, village)
    assert "You act for Haseena Begum" in strip_of(crp)
    with pytest.raises(NotYourGroup):
        act_for(acting_of(crp), "KZ11")

    crp.client.post("/sell/for/choose/")
    assert strip_of(crp) == ""
    acting = acting_of(crp)
    assert acting.group_codes == ("KZ09", "KZ11")
    assert act_for(acting, "KZ09").consent == Mandate.objects.get().pk, (
        "the leader's word holds for the group"
    )


def test_a_members_word_is_hers_and_the_leaders_is_the_groups(village: Village, crp: Phone) -> None:
    agreed(crp, village, "Rafiqa Jan")
    crp.client.post("/sell/for/choose/")
    assert act_for(acting_of(crp), "KZ09").member.name == "Rafiqa Jan"
    agreed(crp, village, "Haseena Begum")
    crp.client.post("/sell/for/choose/")
    assert act_for(acting_of(crp), "KZ09").member.name == "Haseena Begum"


def test_a_member_ends_it_on_her_own_phone(village: Village, crp: Phone) -> None:
    agreed(crp, village, "Dilshada Mir", "KZ11")
    hers = Phone(LONE).trust()
    assert "Shazia Bano for Dilshada Mir" in text(hers.client.get("/sell/help/"))

    hers.client.post(f"/sell/help/agreements/{Mandate.objects.get().pk}/end/")

    assert Mandate.objects.get().withdrawn_by.name == "Dilshada Mir"
    assert strip_of(crp) == ""
    with pytest.raises(ConsentMissing):
        act_for(acting_of(crp), "KZ11")
    assert agreed(crp, village, "Dilshada Mir", "KZ11").status_code == 302, "and may agree again"


def test_she_agrees_on_her_own_phone(village: Village, crp: Phone) -> None:
    hers = Phone(LONE).trust()
    helper = village.people["Shazia Bano"]
    answer = hers.client.post("/sell/help/agree/", {"helper": helper}, follow=True)

    assert "Shazia Bano may act for you now." in text(answer)
    assert Mandate.objects.get().means == "phone"
    assert act_for(acting_of(crp), "KZ11").member.name == "Dilshada Mir"


@pytest.mark.parametrize("helper", ["", "x", "0", "Haseena Begum", "Naseema Khan"])
def test_nobody_else_is_let_act(village: Village, helper: str) -> None:
    hers = Phone(LONE).trust()
    with nothing_changes():
        hers.client.post("/sell/help/agree/", {"helper": village.people.get(helper, helper)})


def test_who_leaves_the_roll_speaks_no_more(village: Village, crp: Phone) -> None:
    from sellers.registry.models import Membership

    agreed(crp, village)
    Membership.objects.filter(person=village.people["Haseena Begum"]).delete()
    assert strip_of(crp) == ""
    with pytest.raises(ConsentMissing):
        act_for(acting_of(crp), "KZ09")


@pytest.mark.parametrize(
    "changes",
    [
        {"member": "Dilshada Mir"},
        {"member": "Shazia Bano"},
        {"member": ""},
        {"means": ""},
        {"means": "phone"},
        {"means": "spoken"},
    ],
)
def test_what_is_no_consent(village: Village, crp: Phone, changes: dict[str, str]) -> None:
    form = {"member": "Haseena Begum", "means": "signed", **changes}
    form["member"] = str(village.people.get(form["member"], form["member"]))

    with nothing_changes():
        assert crp.client.post("/sell/for/KZ09/", form).status_code == 422
    assert Mandate.objects.count() == 0


def test_a_spoken_yes_names_who_heard_it(village: Village, crp: Phone) -> None:
    assert agreed(crp, village, means="spoken", witness="Mehbooba, neighbour").status_code == 302
    assert Mandate.objects.get().witness == "Mehbooba, neighbour"


def test_the_same_consent_twice_is_one(village: Village, crp: Phone) -> None:
    agreed(crp, village)
    assert agreed(crp, village).status_code == 422
    assert Mandate.objects.count() == 1


def test_a_group_that_she_does_not_help_is_not_there(village: Village) -> None:
    officer = Phone(OFFICER).trust()
    assert officer.client.get("/sell/for/KZ09/").status_code == 200
    assert officer.client.get("/sell/for/KZ11/").status_code == 404
    assert officer.client.get("/sell/for/NONE/").status_code == 404
    member = Phone(LONE).trust()
    assert member.client.get("/sell/for/KZ11/").status_code == 404
    with nothing_changes():
        assert agreed(officer, village, "Dilshada Mir", "KZ11").status_code == 404


def test_anothers_mandate_cannot_be_used_or_ended(village: Village, crp: Phone) -> None:
    agreed(crp, village)
    mandate = Mandate.objects.get().pk
    officer, stranger = Phone(OFFICER).trust(), Phone(LONE).trust()
    with nothing_changes():
        assert officer.client.post("/sell/for/choose/", {"mandate": mandate}).status_code == 404
        assert officer.client.post(f"/sell/help/agreements/{mandate}/end/").status_code == 404
        assert stranger.client.post(f"/sell/help/agreements/{mandate}/end/").status_code == 404
    assert acting_of(officer).consent is None


def test_acting_is_frozen(village: Village) -> None:
    acting = acting_of(Phone(LONE).trust())
    with pytest.raises(AttributeError):
        acting.group_codes = ("KZ09",)  # type: ignore[misc]
    assert replace(acting, consent=None) == acting


def test_a_helpers_own_group_is_hers(village: Village) -> None:
    from sellers.registry.models import Group, Membership
    from tests.registry.world import LONG_AGO

    Membership.objects.create(
        person_id=village.people["Shazia Bano"], group=Group.objects.get(code="KZ11"), held_from=LONG_AGO
    )
    acting = acting_of(Phone(CRP).trust())
    assert acting.member == acting.person
    assert act_for(acting, "KZ11").on_behalf_of == ""
    with pytest.raises(ConsentMissing):
        act_for(acting, "KZ09")
    assert User.objects.get(pk=acting.user.pk).name == "Shazia Bano"
