"""Every district and every craft may have a quota: typed in on the page, kept as typed."""

import re

import pytest

from catalogue.facade import crafts, districts
from tests.exhibitions.stalls.world import a_mela, call, call_form

pytestmark = pytest.mark.django_db


def test_every_district_and_craft_may_have_a_quota() -> None:
    mela = a_mela(1)
    at = f"{mela.desk}applications/"
    page = mela.fair.desk().get(at).content.decode()
    named = re.findall(r'name="(quota_[^"]+)"', page)
    assert len(named) == len(set(named)) == len(districts()) + len(crafts())
    refused = mela.fair.desk().post(f"{at}call/", call_form(**{named[0]: "-1", named[-1]: "2"}))
    assert refused.status_code == 422
    assert len(re.findall(r"<details open><summary>Quotas", refused.content.decode())) == 2, (
        "nothing is hidden"
    )

    made = call(mela, **{name: str(most) for most, name in enumerate(named)})
    kept = {f"quota_{each.by}_{each.name}": each.most for each in made.quotas.all()}
    assert kept == {name: most for most, name in enumerate(named)}
