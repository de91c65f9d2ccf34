"""What docs/api.md shows is run as it stands there; the committed schema is the one that is served."""

import base64
import json
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from jkrlm.api.limits import COST_MAX, DEPTH_MAX, TEXT_MAX, TOKENS_MAX
from jkrlm.api.schema import printed_schema
from tests.api.world import AT, World, things
from tests.certification.inspection.world import photograph

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
GUIDE = (DOCS / "api.md").read_text()
EXAMPLES = re.findall(r"<!-- as: ([\w-]+) -->\n```graphql\n(.*?)```", GUIDE, re.DOTALL)


def test_the_committed_schema_is_the_served_one() -> None:
    assert (DOCS / "api.graphql").read_text() == printed_schema(), "manage.py print_api > docs/api.graphql"


def test_the_limits_that_are_told_hold() -> None:
    assert f"{TEXT_MAX:,} characters, {TOKENS_MAX:,} tokens, {DEPTH_MAX} levels" in GUIDE
    assert f"| cost | {COST_MAX:,}:" in GUIDE


@pytest.mark.django_db
def test_every_example_does_what_it_says(world: World) -> None:
    made = things(world)
    assert len(EXAMPLES) == GUIDE.count("```graphql") == 12
    given: dict[str, Any] = {
        "code": made.codes[0],
        "ids": [made.product],
        "after": None,
        "certificate": made.certificate,
        "draft": str(uuid.uuid4()),
        "data": base64.b64encode(photograph()).decode(),
        "product": made.product,
        "fair": made.fair,
        "deadline": made.soon[:10],
        **{
            f"{name}Key": str(uuid.uuid4())
            for name in ("suspend", "reinstate", "keep", "apply", "zone", "call")
        },
    }
    for who, text in EXAMPLES:
        heads = re.findall(r"\$(\w+):", text.partition("{")[0])
        answer = world.ask("" if who == "nobody" else who, text, {name: given[name] for name in heads})
        assert "errors" not in answer, (text, answer)
        (payload,) = answer["data"].values()
        assert not isinstance(payload, dict) or payload.get("errors", []) == [], (text, payload)
        if "file" in payload:
            given["files"] = [payload["file"]]


@pytest.mark.django_db
def test_the_command_line_works_as_written() -> None:
    found = re.search(r"-d '(\{.*?\})'", GUIDE)
    assert found
    answer = Client().post(AT, found[1], content_type="application/json")
    assert answer.status_code == 200 and "errors" not in json.loads(answer.content)
