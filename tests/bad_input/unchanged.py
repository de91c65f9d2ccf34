"""Proof that a refused request changed nothing: the content of every table, before and after."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

#: What stands for a converter's value in a sample address.
SAMPLE_UUID = "00000000-0000-4000-8000-000000000003"
SAMPLES = {
    "slug": "kz09-kani-shawl",
    "token": "A" * 22,
    "token_id": 1,
    "verb": "withdraw",
    "paper": "letter",
    "pass_code": "A" * 22,
    "proposal_id": 1,
    "settlement_id": 1,
    "allowance_id": 1,
    "message_id": 1,
    "delivery_id": 1,
    "person_id": 1,
    "mandate_id": 1,
    "recovery_id": 1,
    "user_id": 1,
    "flag_id": 1,
    "day_id": 1,
    "row_id": 1,
    "closure_id": 1,
    "table": "transit",
    "document": 1,
    "leave_id": 1,
    "key": "0" * 64,
    "draft": "00000000-0000-4000-8000-000000000000",
    "file": "00000000-0000-4000-8000-000000000001",
    "listing_id": 1,
    "place": 0,
    "stem": "64",
    "ending": "webp",
    "code": "KZ09",
    "act": "transfer",
    "number": 1,
    "day": "2026-11-20",
    "planned_id": 1,
    "appeal_id": 1,
    "interest_id": 1,
    "kind": "photo",
    "name": "whole",
    "part": 1,
    "size": 512,
    "gtin": "08901234567894",
    "lot": "KZ09-26-001",
    "serial": "ABCDEFGHJKLM",
    "purpose": "revocation",
    "address": 1,
    "export": "00000000-0000-4000-8000-000000000002",
    "line": 1,
    "photo": "x",
    "review_id": 1,
    "what": "review",
    "plan_id": 1,
    "stop_id": 1,
    "vehicle_id": 1,
    "zone_code": "A",
    "stall_code": "A1",
    "area_id": 1,
    "member_id": 1,
    "task_id": 1,
    "item_id": 1,
    "ticket": "UG-26-000001",
    "which": "shown",
    "side": 128,
    "difference_id": 1,
    "group_code": "KZ09",
    "seq": 1,
}


#: What a request of a stranger could change; the rest is Django's and the queue's.
_TABLES = (
    "^(api_|cert_|store_|payments_|storefront_|kernel_|people_|media_|commerce_|sellers_"
    "|seller_orders_|logistics_|shop_|payouts_|reconciliation_|earnings_|collection_|exhibitions_|catalogue_listing)"
)

#: A table at a time: one statement over all of them takes the planner six times as long as the work does.
_DIGESTS = """
CREATE OR REPLACE FUNCTION pg_temp.digests(pattern text) RETURNS TABLE (name text, digest text)
LANGUAGE plpgsql AS $$
DECLARE
    it record;
BEGIN
    FOR it IN SELECT oid, relname FROM pg_class
               WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname ~ pattern
                 AND pg_relation_size(oid) > 0
    LOOP
        name := it.relname;
        EXECUTE format('SELECT md5(string_agg(t::text, '''' ORDER BY t::text)) FROM %I AS t', it.relname)
           INTO digest;
        IF digest IS NOT NULL THEN
            RETURN NEXT;
        END IF;
    END LOOP;
END $$
"""


def contents() -> dict[str, str]:
    """Return table → digest of its rows, of tables that have any."""
    with connection.cursor() as cursor:
        cursor.execute(_DIGESTS)
        cursor.execute("SELECT name, digest FROM pg_temp.digests(%s)", [_TABLES])
        return dict(cursor.fetchall())


def changed_tables(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """Return the tables whose rows differ; one that was empty on either side is not in that one."""
    return {name for name, _digest in before.items() ^ after.items()}


@contextmanager
def nothing_changes(*, but: frozenset[str] = frozenset()) -> Iterator[None]:
    before = contents()
    yield
    changed = changed_tables(before, contents()) - but
    assert changed == set(), changed


def addresses() -> list[str]:
    """Return a sample address of every page, taken from the table of addresses itself."""
    found: list[str] = []

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> None:
        for pattern in patterns:
            route = prefix + _sample(pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, route)
            else:
                found.append("/" + route)

    walk(get_resolver().url_patterns, "")
    return found


def _sample(pattern: URLPattern | URLResolver) -> str:
    route = str(pattern.pattern)
    if route.startswith("^media/"):
        return f"media/{SAMPLES['key']}/64.webp"
    return re.sub(r"<(?:(\w+):)?(\w+)>", _value, route)


def _value(found: re.Match[str]) -> str:
    """A key is of 64 signs, but where the address wants a UUID."""
    converter, name = found.groups()
    return SAMPLE_UUID if (converter, name) == ("uuid", "key") else str(SAMPLES.get(name, found[0]))
