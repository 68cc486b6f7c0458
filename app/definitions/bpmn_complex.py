"""Complex gateways: a join needs its condition, and a designer must know what late tokens do."""

from __future__ import annotations

from app.definitions.report import Report
from app.domain.model.process import Node, NodeKind, ProcessModel

_ASKS_STATE = "waitingForStart"


def check_complex_gateway(node: Node, model: ProcessModel, report: Report) -> None:
    """Report a complex join without condition; warn of conditions that are never asked, or asked twice."""
    if node.kind is not NodeKind.COMPLEX_GATEWAY:
        return
    joins = len(node.incoming) > 1
    if joins and node.activation_condition is None:
        report.error(
            "complex_without_condition",
            "汇合的复杂网关没有激活条件。请填写,例如 ${activationCount >= 2},或改用包容网关。",
            "The complex gateway joins flows and has no activation condition. Give one, such as "
            "${activationCount >= 2}, or use an inclusive gateway.",
            node.id,
            node.line,
        )
    if not joins and node.activation_condition is not None:
        report.warning(
            "activation_never_asked",
            "只有一条流入,激活条件不起作用。请删除它。",
            "One flow leads here, so the activation condition is never asked. Delete it.",
            node.id,
            node.line,
        )
    if joins:
        _check_flows(node, model, report)


def _check_flows(node: Node, model: ProcessModel, report: Report) -> None:
    for flow_id in node.outgoing:
        flow = model.flows[flow_id]
        if flow.condition is not None and _ASKS_STATE not in flow.condition.text:
            report.warning(
                "complex_flow_at_reset",
                f"迟到的令牌到齐时条件会再判断一次,成立就再走一次。如只需走一次,请在条件中加上 {_ASKS_STATE}。",
                "The condition is asked again when the late tokens are there, and the flow is taken again where it is "
                f"true. Add {_ASKS_STATE} to it where once is meant.",
                flow.id,
                flow.line,
            )
