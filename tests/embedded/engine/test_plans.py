"""Compiled documents answer as graphql-core answers, faults included."""

from typing import Any

import pytest
from graphql import build_schema, execute_sync, parse

from commerce.embedded.engine.plans import NotCompiled, choosing_variables, chosen, compile_operation

SDL = """
type Query {
  animals: [Animal!]!  shelf: [Book]!  strict: [Book!]  book(title: String = "Default", pages: Int): Book
  nothing: Book  promised: Book!  echo(given: Given!): String  fails: String  counts(of: [Int!]): [Int]
}
type Mutation { add(number: Int!): Int! }
interface Animal { name: String }
type Cat implements Animal { name: String purrs: Boolean! }
type Dog implements Animal { name: String barks: Boolean! }
type Book { title: String! pages: Int author: Author }
type Author { name: String! books: [Book!]! }
input Given { word: String! times: Int = 2 }
"""

ANN: dict[str, Any] = {"name": "Ann"}
ANN["books"] = [{"title": "One", "pages": 1, "author": ANN}, {"title": "Two", "pages": 2}]
ROOT = {
    "animals": [
        {"__typename": "Cat", "name": "Tom", "purrs": True},
        {"__typename": "Dog", "name": None, "barks": False},
    ],
    "shelf": [{"title": "One", "author": ANN}, None, {"title": None}],
    "strict": [{"title": "One"}, {"title": None}],
    "nothing": None,
    "promised": None,
    "counts": [1, "two", 3],
}


@pytest.fixture(scope="module")
def schema() -> Any:
    built = build_schema(SDL)
    query = built.query_type.fields
    query["echo"].resolve = lambda _root, _info, given: given["word"] * given["times"]
    query["book"].resolve = lambda _root, _info, **given: {"title": f"{sorted(given.items())}"}

    def fail(_root: Any, _info: Any) -> None:
        raise ValueError("it broke")

    query["fails"].resolve = fail
    built.mutation_type.fields["add"].resolve = lambda _root, _info, number: number + 1
    built.type_map["Animal"].resolve_type = lambda value, _info, _kind: value["__typename"]
    for kind in built.type_map.values():
        for name, field in getattr(kind, "fields", {}).items():
            if not kind.name.startswith("__") and getattr(field, "resolve", True) is None:
                field.resolve = lambda source, _info, name=name, **_: (source or ROOT).get(name)
    return built


DOCUMENTS = [
    "{ animals { __typename name ... on Cat { purrs } ... on Dog { barks } } }",
    "{ shelf { title } }",
    "{ shelf { title author { name books { title author { name } } } } }",
    "{ strict { title } nothing { title } }",
    "{ promised { title } }",
    "{ fails nothing { title } again: fails }",
    "{ counts }",
    '{ a: book { title } b: book(title: "B") { title } c: book(title: null, pages: 3) { title } }',
    'query($t: String = "T", $p: Int) { book(title: $t, pages: $p) { title } }',
    'query($w: String!) { echo(given: {word: $w}) other: echo(given: {word: "x", times: 3}) }',
    "query($g: Given!) { echo(given: $g) }",
    "query($of: [Int!]) { counts(of: $of) }",
    "mutation($n: Int!) { one: add(number: $n) two: add(number: 5) }",
    "{ ...Shelf animals { ...Named } } fragment Shelf on Query { shelf { title } shelf { pages } }"
    " fragment Named on Animal { name }",
    "{ shelf { title @include(if: true) pages @skip(if: true) } }",
    "query($y: Boolean = true, $n: Int) { shelf { title @include(if: $y) pages @skip(if: $y) } counts }",
    "query($must: Boolean!) { shelf { title @include(if: $must) pages } }",
    "{ __typename __schema { queryType { name } } }",
    "query One { nothing { title } } query Two { counts }",
]
VARIABLES = [
    {},
    {"y": False, "must": True},
    {"y": None, "must": "x"},
    {"n": 1, "w": "ha", "p": 4, "g": {"word": "ho"}, "of": [1]},
    {"n": "x", "g": {"times": 1}},
]


@pytest.mark.parametrize("text", DOCUMENTS)
@pytest.mark.parametrize("variables", VARIABLES)
def test_both_executors_say_the_same(schema: Any, text: str, variables: dict[str, Any]) -> None:
    document = parse(text)
    expected = execute_sync(schema, document, ROOT, None, variables)
    try:
        flags = chosen(document, None, choosing_variables(document), variables)
        plan = compile_operation(schema, document, None, flags)
    except NotCompiled:
        assert "__schema" in text or "One" in text or "$must" in text or "$y" in text
        return
    data, errors = plan.run(context=None, root=ROOT, variables=variables)
    assert data == expected.data
    assert _told(errors) == _told(expected.errors)


def _told(errors: Any) -> list[Any]:
    return [(error.message, error.path, error.locations) for error in errors or ()]


def test_one_of_several_operations_is_chosen_by_name(schema: Any) -> None:
    document = parse("query One { nothing { title } } query Two { counts }")
    plan = compile_operation(schema, document, "One")
    assert plan.run(context=None, root=ROOT) == ({"nothing": None}, [])
    with pytest.raises(NotCompiled):
        compile_operation(schema, document, "Three")
