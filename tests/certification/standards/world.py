"""People at the desk of standards, and what its form sends."""

import re
from html import unescape

from django.test import Client

from jkrlm.kernel.clock import today
from jkrlm.people.backends import DEMO_BACKEND
from jkrlm.people.facade import Role, User
from tests.registry.world import somebody

DESK = "/staff/certification/standards/"

# A standard is approved before its first day: next year, whenever the tests run.
YEAR = today().year + 1

NAMDA = {
    "standard_code": "JK-NAMDA",
    "title": "Namda",
    "valid_from": f"{YEAR}-01-01",
    "note": "First proposal",
    "scheme": "5",
    "subject": "product",
    "validity_months": "24",
    "surveillance_months": "12",
    "kinds": ["namda"],
    "sampling_kind": "iso2859",
    "level": "S-2",
    "aql": "2.5",
    "g_rows": "0,1",
    "p_rows": "0,3",
    "e_rows": "0",
    "g0_code": "fine",
    "g0_name": "Fine",
    "g1_code": "plain",
    "g1_name": "Plain",
    "p0_code": "felted",
    "p0_name": "Felted by hand",
    "p0_kind": "boolean",
    "p0_source": "inspection",
    "p0_critical": "1",
    "p0_origin": "Proposal (sample)",
    "p0_l0_expected": "yes",
    "p0_l1_expected": "yes",
    "p3_code": "thickness",
    "p3_name": "Thickness",
    "p3_kind": "range",
    "p3_unit": "mm",
    "p3_source": "inspection",
    "p3_origin": "Proposal (sample)",
    "p3_l0_min": "8",
    "p3_l1_min": "5",
    "e0_code": "whole",
    "e0_label": "The whole piece",
    "e0_kind": "photo",
    "e0_required": "1",
    "key": "namda-1",
    "revision": "0",
}


def signed_in(name: str, *roles: Role) -> Client:
    client = Client()
    client.user = somebody(name, *roles)
    client.force_login(client.user, backend=DEMO_BACKEND)
    return client


def user_of(client: Client) -> User:
    return client.user


def drawn_fields(html: str) -> dict[str, str]:
    """What stands in the text fields and the chosen options of the page's form."""
    found = {
        name: unescape(value)
        for name, value in re.findall(
            r'<input[^>]*name="([\w-]+)"[^>]*value="([^"]*)"',
            re.sub(r'<input type="checkbox"[^>]*"1">', "", html),
        )
    }
    for name, inner in re.findall(r'<select[^>]*name="([\w-]+)"[^>]*>(.*?)</select>', html, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        found[name] = chosen[1] if chosen else ""
    found |= {
        name: unescape(value)
        for name, value in re.findall(r'<textarea[^>]*name="([\w-]+)"[^>]*>(.*?)</textarea>', html, re.S)
    }
    return found
