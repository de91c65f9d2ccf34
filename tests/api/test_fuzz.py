"""Documents and variables at random, over the whole schema: an answer each time, and never a bug of ours."""

import json
import logging
import random
import string
from typing import Any

import pytest
from django.test import Client
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
)

from jkrlm.api.schema import schema
from tests.api.world import AT, Things, World, things

pytestmark = pytest.mark.django_db
EXAMPLES = 400
ODD = ("", "\x00", "😀", "' OR 1=1 --", "%", "x" * 5000, "٣", "-1", "9" * 40, "\u202e", "null", "{{7*7}}")


class Dice:
    def __init__(self, seed: int, made: Things) -> None:
        self.random = random.Random(seed)
        self.known = [
            made.submitted,
            made.certificate,
            made.lot,
            made.sample,
            made.product,
            "KZ09",
            made.fair,
            "A1",
            *made.codes,
        ]

    def text(self) -> str:
        if self.random.random() < 0.5:
            return self.random.choice(self.known)
        if self.random.random() < 0.5:
            return self.random.choice(ODD)
        return "".join(self.random.choices(string.printable, k=self.random.randrange(30)))

    def value(self, kind: Any, depth: int = 0) -> Any:
        if isinstance(kind, GraphQLNonNull):
            return self.value(kind.of_type, depth)
        if self.random.random() < 0.03:
            return self.random.choice([None, 1.5, [], {}, True, "x"])
        if isinstance(kind, GraphQLList):
            return [self.value(kind.of_type, depth + 1) for _each in range(self.random.randrange(3))]
        if isinstance(kind, GraphQLEnumType):
            return self.random.choice(list(kind.values))
        if isinstance(kind, GraphQLInputObjectType):
            return {
                name: self.value(each.type, depth + 1)
                for name, each in kind.fields.items()
                if isinstance(each.type, GraphQLNonNull) or self.random.random() < 0.6
            }
        return self.scalar(kind.name)

    def scalar(self, name: str) -> Any:
        pick = self.random.choice
        match name:
            case "Int":
                return pick([0, 1, 2, 20, -1, 2**31 - 1, -(2**31), 2**40, 51, 7])
            case "Boolean":
                return pick([True, False])
            case "UUID":
                return pick([f"{self.random.getrandbits(128):032x}", "no", ""])
            case "Date":
                return pick(["2026-11-20", "0001-01-01", "9999-12-31", "2026-02-30", "x"])
            case "DateTime":
                return pick(
                    [
                        "2026-11-20T10:00:00+05:30",
                        "9999-12-31T23:59:59+00:00",
                        "0001-01-01T00:00:00+14:00",
                        "2026-11-20T10:00:00",
                    ]
                )
            case "Decimal":
                return pick(["1", "0.000001", "-5", "1e5", "NaN", "9" * 25, "Infinity", "1e999999"])
            case "Base64":
                return pick(["", "AAAA", "!!", "/9j/4AAQ"])
        return self.text()

    def selection(self, kind: Any, depth: int = 0) -> str:
        named = get_named_type(kind)
        if not isinstance(named, GraphQLObjectType):
            return ""
        chosen = [
            name
            for name, each in named.fields.items()
            if (depth < 4 or not isinstance(get_named_type(each.type), GraphQLObjectType))
            and self.random.random() < 0.7
        ] or ["__typename"]
        parts = [
            name if name == "__typename" else name + self.selection(named.fields[name].type, depth + 1)
            for name in chosen
        ]
        return " { " + " ".join(parts) + " }"

    def document(self) -> tuple[str, dict[str, Any]]:
        built = schema()
        kind = self.random.choice(["query", "mutation"])
        root = built.query_type if kind == "query" else built.mutation_type
        name = self.random.choice(sorted(root.fields))
        field = root.fields[name]
        given = {
            each: argument
            for each, argument in field.args.items()
            if isinstance(argument.type, GraphQLNonNull) or self.random.random() < 0.7
        }
        heads = ", ".join(f"${each}: {argument.type}" for each, argument in given.items())
        calls = ", ".join(f"{each}: ${each}" for each in given)
        text = (
            f"{kind}{f' ({heads})' if heads else ''} {{ {name}{f'({calls})' if calls else ''}"
            f"{self.selection(field.type)} }}"
        )
        if self.random.random() < 0.1:
            at = self.random.randrange(len(text))
            text = text[:at] + self.random.choice('{}()$:!"\\#é😀') + text[at + 1 :]
        return text, {each: self.value(argument.type) for each, argument in given.items()}


def test_no_document_finds_a_bug(world: World, caplog: pytest.LogCaptureFixture) -> None:
    dice = Dice(20261122, things(world))
    people = ["", *world.tokens]
    client = Client(raise_request_exception=False)
    answered = 0
    with caplog.at_level(logging.ERROR, logger="jkrlm.api"):
        for example in range(EXAMPLES):
            text, variables = dice.document()
            who = dice.random.choice(people)
            headers = {"Authorization": f"Bearer {world.tokens[who]}"} if who else {}
            answer = client.post(
                AT,
                json.dumps({"query": text, "variables": variables}),
                content_type="application/json",
                headers=headers,
            )
            assert answer.status_code in (200, 400, 429), (example, text, variables, answer.content[:300])
            codes = [each["extensions"]["exception"]["code"] for each in answer.json().get("errors", [])]
            assert "InternalServerError" not in codes, (example, who, text, variables, caplog.text[-3000:])
            answered += answer.status_code == 200
    assert answered > EXAMPLES // 2
