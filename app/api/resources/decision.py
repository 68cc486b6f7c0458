"""Decision definitions: lists, the table's XML, evaluation."""

from __future__ import annotations

from typing import Any

from app.api.call import Call
from app.api.definitions import find_definition
from app.api.dto.definition import decision_definition
from app.api.errors import DECIDE
from app.api.filters import answer_count, answer_list, listing, many, one
from app.api.resources.process_definition import FILTERS, SORTS
from app.api.routes import DefinitionRef, Routes
from app.api.variables import inferred_type, plain_values, read_variables, write_variable
from app.domain.commands.decision import EvaluateDecision
from app.domain.ports.evaluation import DecisionResult
from app.domain.queries.definition import DefinitionContentQuery, DefinitionQuery
from app.domain.values import TypedValue
from app.domain.variables import typed_value

routes = Routes()

LISTING = listing(
    DefinitionQuery,
    FILTERS | {"decisionDefinitionId": one("ids"), "decisionDefinitionIdIn": many("ids")},
    SORTS,
    impossible=(
        "category", "categoryLike", "tenantIdIn", "decisionRequirementsDefinitionId",
        "decisionRequirementsDefinitionKey",
    ),
    certain=(
        "withoutTenantId", "includeDecisionDefinitionsWithoutTenantId", "withoutDecisionRequirementsDefinition",
    ),
    kind="decision",
)  # fmt: skip


@routes.get("/decision-definition")
def list_definitions(call: Call) -> list[Any]:
    """Decision definitions, by key and newest version."""
    return answer_list(call, LISTING, decision_definition)


@routes.get("/decision-definition/count")
def count_definitions(call: Call) -> dict[str, int]:
    """How many match."""
    return answer_count(call, LISTING)


@routes.get("/decision-definition/{D}")
def get_definition(call: Call, reference: DefinitionRef) -> dict[str, Any]:
    """One decision definition."""
    return decision_definition(find_definition(call, "decision", reference))


@routes.get("/decision-definition/{D}/xml")
def xml(call: Call, reference: DefinitionRef) -> dict[str, Any]:
    """Its file."""
    definition = find_definition(call, "decision", reference)
    content = call.ask(DefinitionContentQuery(definition.id))
    return {"id": definition.id, "dmnXml": content.content.decode("utf-8", "replace")}


@routes.post("/decision-definition/{D}/evaluate", DECIDE)
def evaluate(call: Call, reference: DefinitionRef) -> list[dict[str, Any]]:
    """The matched rules, each as outputs by name."""
    definition = find_definition(call, "decision", reference)
    variables = read_variables(call.body.mapping("variables"), call.house.files)
    result: DecisionResult = call.execute(EvaluateDecision(definition.id, plain_values(variables)))
    rows = ({definition.key: result.single},) if result.is_single else result.rows
    return [{name: write_variable(_typed(value)) for name, value in row.items()} for row in rows]


def _typed(value: Any) -> TypedValue:
    if isinstance(value, int) and not isinstance(value, bool):
        return TypedValue(inferred_type(value), value)
    return typed_value(value)
