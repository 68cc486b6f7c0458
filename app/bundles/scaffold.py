"""`make new-process KEY=invoice`: a diagram with one task and one worker, its form and the worker's module."""

from __future__ import annotations

import json
import re
from pathlib import Path

from app.domain.errors import InvalidInput

_KEY = re.compile(r"[a-z][a-z0-9_]{1,60}")


def new_process(root: Path, key: str) -> tuple[Path, ...]:
    """Write `bpmn/<key>/<key>.bpmn`, `forms/<key>/<key>_form.form` and `workers/<key>.py`; returns their paths.

    Raises `InvalidInput` for a bad key, or where one of the files is there already.
    """
    if not _KEY.fullmatch(key):
        raise InvalidInput(f"流程键无效：{key}", f"{key} is no process key: lower case, digits and underscores", "key")
    files = {
        root / "bpmn" / key / f"{key}.bpmn": _DIAGRAM.replace("KEY", key),
        root / "forms" / key / f"{key}_form.form": _form(f"{key}_form"),
        root / "workers" / f"{key}.py": _WORKER.replace("KEY", key),
    }
    existing = [path for path in files if path.exists()]
    if existing:
        raise InvalidInput(f"文件已存在：{existing[0]}", f"{existing[0]} exists already", "key")
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return tuple(files)


def _form(form_id: str) -> str:
    decision = {
        "type": "select",
        "key": "decision",
        "label": "意见",
        "values": [{"label": "同意", "value": "agree"}, {"label": "退回", "value": "return"}],
        "validate": {"required": True},
    }
    opinion = {"type": "textarea", "key": "opinion", "label": "说明", "validate": {"maxLength": 2000}}
    schema = {
        "components": [decision, opinion],
        "type": "default",
        "id": form_id,
        "executionPlatform": "Camunda Platform",
        "executionPlatformVersion": "7.24.0",
        "schemaVersion": 18,
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


_WORKER = '''"""Workers of the process KEY."""

from __future__ import annotations

from app.worker_sdk import Task, worker


@worker("KEY.record")
def record(task: Task) -> dict[str, object]:
    """Record the decision. Delivered at least once: a repeat for the same task must change nothing."""
    return {"recorded": task.variables["decision"]}
'''

_DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" \
xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" \
id="Definitions_KEY" targetNamespace="https://banli.example/bpmn">
  <bpmn:process id="KEY" name="KEY" isExecutable="true" camunda:historyTimeToLive="P3650D" camunda:versionTag="1.0">
    <bpmn:startEvent id="start" name="开始"><bpmn:outgoing>F_start_S01</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="S01_decide" name="办理" camunda:assignee="${execution.startedBy}" \
camunda:formRef="KEY_form" camunda:formRefBinding="deployment">
      <bpmn:incoming>F_start_S01</bpmn:incoming><bpmn:outgoing>F_S01_S02</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:serviceTask id="S02_record" name="登记" camunda:type="external" camunda:topic="KEY.record">
      <bpmn:incoming>F_S01_S02</bpmn:incoming><bpmn:outgoing>F_S02_end</bpmn:outgoing>
    </bpmn:serviceTask>
    <bpmn:endEvent id="end" name="结束"><bpmn:incoming>F_S02_end</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="F_start_S01" sourceRef="start" targetRef="S01_decide"/>
    <bpmn:sequenceFlow id="F_S01_S02" sourceRef="S01_decide" targetRef="S02_record"/>
    <bpmn:sequenceFlow id="F_S02_end" sourceRef="S02_record" targetRef="end"/>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="Diagram_KEY">
    <bpmndi:BPMNPlane id="Plane_KEY" bpmnElement="KEY">
      <bpmndi:BPMNShape id="start_di" bpmnElement="start"><dc:Bounds x="160" y="102" width="36" height="36"/>\
</bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="S01_di" bpmnElement="S01_decide"><dc:Bounds x="250" y="80" width="100" height="80"/>\
</bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="S02_di" bpmnElement="S02_record"><dc:Bounds x="410" y="80" width="100" height="80"/>\
</bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="end_di" bpmnElement="end"><dc:Bounds x="570" y="102" width="36" height="36"/>\
</bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="F1_di" bpmnElement="F_start_S01"><di:waypoint x="196" y="120"/>\
<di:waypoint x="250" y="120"/></bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="F2_di" bpmnElement="F_S01_S02"><di:waypoint x="350" y="120"/>\
<di:waypoint x="410" y="120"/></bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="F3_di" bpmnElement="F_S02_end"><di:waypoint x="510" y="120"/>\
<di:waypoint x="570" y="120"/></bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""
