"""Short ways to write a DMN file and to evaluate one of its decisions."""

from __future__ import annotations

from typing import Any

from app.definitions import read_dmn
from app.expressions import Decisions
from tests.unit.expressions.support import BEANS

HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="file" name="file" namespace="urn:file">'


def dmn(*parts: str) -> bytes:
    """A file of these parts, one per line."""
    return "\n".join((HEAD, *parts, "</definitions>")).encode()


def text(feel: str, type_ref: str = "") -> str:
    """A literal expression."""
    kind = f' typeRef="{type_ref}"' if type_ref else ""
    return f"<literalExpression{kind}><text>{escaped(feel)}</text></literalExpression>"


def escaped(feel: str) -> str:
    """FEEL inside of XML."""
    return feel.replace("&", "&amp;").replace("<", "&lt;")


def decision(id: str, logic: str, *needs: str, type_ref: str = "", name: str = "") -> str:
    """A decision; `needs` are ids with a sign in front: `d:` decision, `i:` input data, `k:` knowledge or service."""
    kind = f' typeRef="{type_ref}"' if type_ref else ""
    written = "".join(need(each) for each in needs)
    return f'<decision id="{id}" name="{name or id}"><variable name="{name or id}"{kind}/>{written}{logic}</decision>'


def need(reference: str) -> str:
    """One requirement."""
    sign, _, id = reference.partition(":")
    outer, inner = {
        "d": ("informationRequirement", "requiredDecision"),
        "i": ("informationRequirement", "requiredInput"),
        "k": ("knowledgeRequirement", "requiredKnowledge"),
    }[sign]
    return f'<{outer}><{inner} href="#{id}"/></{outer}>'


def entry(name: str | None, logic: str, type_ref: str = "") -> str:
    """An entry of a context."""
    kind = f' typeRef="{type_ref}"' if type_ref else ""
    variable = "" if name is None else f'<variable name="{name}"{kind}/>'
    return f"<contextEntry>{variable}{logic}</contextEntry>"


def knowledge(id: str, parameters: str, logic: str, *needs: str, result: str = "") -> str:
    """A knowledge model; `parameters` as in `a, b: number`."""
    formal = ""
    for each in filter(None, parameters.split(", ")):
        name, _, kind = each.partition(": ")
        formal += f'<formalParameter name="{name}"' + (f' typeRef="{kind}"' if kind else "") + "/>"
    kind = f' typeRef="{result}"' if result else ""
    return (
        f'<businessKnowledgeModel id="{id}" name="{id}"><variable name="{id}"/>'
        f"<encapsulatedLogic{kind}>{formal}{logic}</encapsulatedLogic>{''.join(need(each) for each in needs)}"
        "</businessKnowledgeModel>"
    )


def value(content: bytes, key: str, variables: dict[str, Any] | None = None) -> Any:
    """The value of a decision as the rest of the house sees it."""
    models = {model.id: model for model in read_dmn(content, "x.dmn")}
    return Decisions().decide(models, key, variables or {}, BEANS).single
