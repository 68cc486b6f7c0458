"""Reads which version of a form, decision or process a reference means."""

from __future__ import annotations

from app.definitions.bpmn_context import Context
from app.definitions.xml_intake import XmlElement


def read_binding(element: XmlElement, name: str, id: str, context: Context) -> tuple[str, str | None]:
    """Binding of the reference `name` with its version or version tag."""
    binding = element.camunda.get(f"{name}Binding") or "latest"
    wanted = {"version": f"{name}Version", "versionTag": f"{name}VersionTag"}.get(binding)
    version = element.camunda.get(wanted) if wanted else None
    if wanted and not version:
        context.report.error(
            "binding_without_version",
            f"绑定方式为 {binding},但没有填写 {wanted}。请填写,或改用 latest。",
            f"The binding is {binding}, but {wanted} is missing. Fill it in or use latest.",
            id,
            element.line,
        )
    return binding, version or None
