"""
Operations compiled once.

graphql-core's executor decides everything anew for each field of each object: which fields a
selection means, how arguments are coerced, what kind of type is completed. None of that changes
between objects, so here it is decided once for a document, and what remains for each field is a
call and a store. A list of 24 products has some fifteen hundred fields; this was most of what it
cost. Semantics are those of the specification's section 6 for synchronous resolvers; a test runs
both executors over the same documents. What @skip and @include leave in is a plan of its own for each
choice of their variables. What is not compiled (introspection) is left to graphql-core.
"""

from collections.abc import Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLBoolean,
    GraphQLError,
    GraphQLField,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    TypeNameMetaFieldDef,
    is_abstract_type,
    is_leaf_type,
    value_from_ast,
)
from graphql.execution.collect_fields import collect_fields, collect_sub_fields
from graphql.execution.values import get_argument_values, get_variable_values
from graphql.language import Node, VariableNode, Visitor, visit

from commerce.embedded.engine.completion import DONE, Complete, Fault, completer


class NotCompiled(Exception):
    """The document uses what only graphql-core runs."""


class Run:
    """One execution: what resolvers get as ``info``, arguments by field, the path, the errors."""

    __slots__ = ("arguments", "context", "errors", "path", "variables")

    def __init__(self, context: Any, variables: dict[str, Any]) -> None:
        self.context = context
        self.variables = variables
        self.arguments: dict[int, dict[str, Any]] = {}
        self.path: list[str | int] = []
        self.errors: list[GraphQLError] = []


class Field:
    """A field of a selection on one concrete type."""

    __slots__ = (
        "arguments",
        "attribute",
        "complete",
        "definition",
        "done",
        "key",
        "leaf",
        "nodes",
        "nullable",
        "resolve",
    )

    def __init__(
        self, key: str, nodes: list[FieldNode], definition: GraphQLField, complete: Complete
    ) -> None:
        self.key = key
        self.nodes = nodes
        self.definition = definition
        self.resolve: Any = definition.resolve
        self.nullable = not isinstance(definition.type, GraphQLNonNull)
        self.complete = complete
        kind: Any = definition.type
        if isinstance(kind, GraphQLNonNull):
            kind = kind.of_type
        self.leaf = is_leaf_type(kind)
        #: The name to read where the resolver does nothing else.
        self.attribute: str | None = getattr(definition.resolve, "attribute", None)
        #: Values of just this type are shown as they are.
        self.done: type | None = DONE.get(kind.name) if self.leaf else None
        #: None where they depend on variables.
        self.arguments: dict[str, Any] | None = {}
        if definition.args:
            varying = any(_holds(argument, "variable") for argument in nodes[0].arguments)
            self.arguments = None if varying else _constant_arguments(definition, nodes[0])

    def given(self, run: Run) -> dict[str, Any]:
        """Return the arguments for this execution; coerced once, not once for each object."""
        found = run.arguments.get(id(self))
        if found is None:
            found = get_argument_values(self.definition, self.nodes[0], run.variables)
            run.arguments[id(self)] = found
        return found


def _constant_arguments(definition: GraphQLField, node: FieldNode) -> dict[str, Any] | None:
    """Return the arguments, None where they are at fault: execution then says so, in its place."""
    try:
        return get_argument_values(definition, node, {})
    except GraphQLError:
        return None


def _holds(node: Node, kind: str) -> bool:
    """Return whether a node of this kind stands in or under the node."""
    found: list[Node] = []

    class Search(Visitor):
        def enter(self, inner: Any, *_: Any) -> None:
            if inner.kind == kind:
                found.append(inner)

    visit(node, Search())
    return bool(found)


class Plan:
    """A compiled operation."""

    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        flags: Mapping[str, bool],
    ) -> None:
        root = schema.get_root_type(operation.operation)
        if root is None:
            raise NotCompiled
        self._schema = schema
        self._operation = operation
        self._flags = dict(flags)
        self._fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        grouped = collect_fields(schema, self._fragments, self._flags, root, operation.selection_set)
        self._fields = self._compiled(root, grouped)

    def run(
        self, *, context: Any, variables: dict[str, Any] | None = None, root: Any = None
    ) -> tuple[dict[str, Any] | None, list[GraphQLError]]:
        """Return data and errors, as graphql-core would."""
        definitions = self._operation.variable_definitions or ()
        coerced = get_variable_values(self._schema, definitions, variables or {}, max_errors=50)
        if isinstance(coerced, list):
            return None, coerced
        run = Run(context, coerced)
        try:
            return execute_fields(self._fields, root, run), run.errors
        except Fault as fault:
            return None, [*run.errors, fault.located()]

    def _compiled(self, kind: GraphQLObjectType, grouped: dict[str, list[FieldNode]]) -> list[Field]:
        fields = []
        for key, nodes in grouped.items():
            name = nodes[0].name.value
            if name == "__typename":
                definition = GraphQLField(TypeNameMetaFieldDef.type, resolve=_always(kind.name))
            elif name.startswith("__"):
                raise NotCompiled
            else:
                definition = kind.fields[name]
            complete = completer(definition.type, f"{kind.name}.{name}", nodes, self._composite(nodes))
            fields.append(Field(key, nodes, definition, complete))
        return fields

    def _composite(self, nodes: list[FieldNode]) -> Any:
        """Return the maker of completers for the objects that these nodes select from."""
        return lambda kind: self._one_of(kind, nodes) if is_abstract_type(kind) else self._object(kind, nodes)

    def _object(self, kind: GraphQLObjectType, nodes: list[FieldNode]) -> Complete:
        grouped = collect_sub_fields(self._schema, self._fragments, self._flags, kind, nodes)
        fields = self._compiled(kind, grouped)
        return lambda value, run: None if value is None else execute_fields(fields, value, run)

    def _one_of(self, kind: Any, nodes: list[FieldNode]) -> Complete:
        members = {
            member.name: self._object(member, nodes) for member in self._schema.get_possible_types(kind)
        }

        def complete(value: Any, run: Any) -> Any:
            if value is None:
                return None
            name = kind.resolve_type(value, run, kind)
            member = members.get(name)
            if member is None:
                raise TypeError(f"{name} is no possible type of {kind.name}.")
            return member(value, run)

        return complete


def _always(name: str) -> Any:
    return lambda _source, _info: name


def choosing_variables(document: DocumentNode) -> tuple[str, ...]:
    """Return the variables on which @skip and @include decide."""
    found: set[str] = set()

    class Search(Visitor):
        def enter_directive(self, node: Any, *_: Any) -> None:
            found.update(
                argument.value.name.value
                for argument in node.arguments
                if isinstance(argument.value, VariableNode)
            )

    visit(document, Search())
    return tuple(sorted(found))


def chosen(
    document: DocumentNode,
    operation_name: str | None,
    names: tuple[str, ...],
    variables: Mapping[str, Any] | None,
) -> dict[str, bool]:
    """
    Return the values of choosing variables, defaults included.

    Raises:
        NotCompiled: one is missing or no Boolean; graphql-core says so.
    """
    flags = {name: (variables or {}).get(name) for name in names}
    for operation in _operations(document, operation_name):
        for each in operation.variable_definitions or ():
            name = each.variable.name.value
            if name in names and name not in (variables or {}) and each.default_value is not None:
                flags[name] = value_from_ast(each.default_value, GraphQLBoolean)
    if any(not isinstance(value, bool) for value in flags.values()):
        raise NotCompiled
    return {name: bool(value) for name, value in flags.items()}


def _operations(document: DocumentNode, operation_name: str | None) -> list[OperationDefinitionNode]:
    return [
        node
        for node in document.definitions
        if isinstance(node, OperationDefinitionNode)
        and (operation_name is None or (node.name and node.name.value == operation_name))
    ]


def compile_operation(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation_name: str | None,
    flags: Mapping[str, bool] | None = None,
) -> Plan:
    """
    Return the compiled operation of a validated document; ``flags`` are the choosing variables.

    Raises:
        NotCompiled: graphql-core has to run it, or to say that there is no such operation.
    """
    operations = _operations(document, operation_name)
    if len(operations) != 1:
        raise NotCompiled
    return Plan(schema, document, operations[0], flags or {})


def execute_fields(fields: list[Field], source: Any, run: Run) -> dict[str, Any]:
    """Return the answer of a selection; a fault in a nullable field leaves null there and is noted."""
    shown: dict[str, Any] = {}
    path = run.path
    depth = len(path)
    mapping = isinstance(source, dict)
    for field in fields:
        key = field.key
        try:
            name = field.attribute
            if name is not None:
                value = source.get(name) if mapping else getattr(source, name, None)
                if type(value) is field.done:
                    shown[key] = value
                    continue
            else:
                arguments = field.arguments
                if arguments is None:
                    arguments = field.given(run)
                value = field.resolve(source, run, **arguments) if arguments else field.resolve(source, run)
            if field.leaf:
                shown[key] = field.complete(value, run)
            else:
                path.append(key)
                shown[key] = field.complete(value, run)
                path.pop()
        except Exception as error:
            fault = error if isinstance(error, Fault) else Fault(error, field.nodes, [*path[:depth], key])
            del path[depth:]
            if not field.nullable:
                if fault is error:
                    raise
                raise fault from error
            run.errors.append(fault.located())
            shown[key] = None
    return shown
