"""A designer adds a step to a deployed diagram; a broken diagram is marked on the canvas and refused."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.desks import SignIn
from tests.browser.person import WAIT_MS, Person

pytestmark = pytest.mark.browser


SMALL = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
  xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  targetNamespace="http://banli/leave_note" id="definitions_leave_note">
  <bpmn:process id="leave_note" name="外出报备" isExecutable="true" camunda:historyTimeToLive="P3650D">
    <bpmn:startEvent id="start" name="开始"><bpmn:outgoing>to_task</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="accept" name="受理" camunda:assignee="designer.xu">
      <bpmn:incoming>to_task</bpmn:incoming>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="to_task" sourceRef="start" targetRef="accept" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="leave_note">
    <bpmndi:BPMNShape id="start_di" bpmnElement="start">
      <dc:Bounds x="180" y="142" width="36" height="36" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="accept_di" bpmnElement="accept">
      <dc:Bounds x="280" y="120" width="100" height="80" /></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id="to_task_di" bpmnElement="to_task">
      <di:waypoint x="216" y="160" /><di:waypoint x="280" y="160" />
    </bpmndi:BPMNEdge>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>"""
BROKEN = (
    SMALL.replace("leave_note", "leave_broken")
    .replace("外出报备", "外出登记")
    .replace(
        'targetRef="accept" />',
        'targetRef="accept" /><bpmn:sequenceFlow id="nowhere" sourceRef="accept" targetRef="gone" />',
    )
)
"""Another process, with a flow that leads nowhere."""


def test_a_step_added_in_the_modeler_is_in_the_next_instance(sign_in: SignIn) -> None:
    designer = sign_in("designer.xu")
    deploy_the_small_process(designer)
    designer.page.get_by_role("link", name="返回").click()
    designer.row("外出报备").get_by_role("link").click()

    append_user_task(designer, after="受理", name="复核")
    deploy(designer, "受理后增加复核")

    start(designer, "外出报备")
    complete(designer, "受理")
    designer.go("我的待办")
    expect(designer.row("复核")).to_be_visible(timeout=WAIT_MS)
    designer.go("流程设计")
    expect(designer.row("外出报备", "受理后增加复核")).to_be_visible(timeout=WAIT_MS)
    assert deployed_versions(designer, "leave_note") == ["受理后增加复核", "第一版"]


def test_a_broken_diagram_is_marked_and_refused(sign_in: SignIn) -> None:
    designer = sign_in("designer.xu")
    designer.go("流程设计")
    designer.page.get_by_role("button", name="新建流程").click()

    open_file(designer, BROKEN)

    findings = designer.page.get_by_role("region", name="检查结果")
    expect(findings.get_by_role("button", name="错误").first).to_be_visible(timeout=WAIT_MS)
    expect(canvas(designer).get_by_text("✕").first).to_be_visible()
    ask_to_deploy(designer, "不应成功")
    expect(designer.page.get_by_role("alert").filter(has_text="部署被拒绝")).to_be_visible(timeout=WAIT_MS)
    assert deployed_versions(designer, "leave_broken") == []
    designer.go("流程设计")
    expect(designer.row("常务会议议题")).to_be_visible(timeout=WAIT_MS)
    expect(designer.row("外出登记")).to_have_count(0)


def deploy_the_small_process(designer: Person) -> None:
    """A new process from a file, deployed as version 1."""
    designer.go("流程设计")
    designer.page.get_by_role("button", name="新建流程").click()
    open_file(designer, SMALL)
    expect(canvas(designer).get_by_text("受理")).to_be_visible(timeout=WAIT_MS)
    deploy(designer, "第一版")


def deployed_versions(designer: Person, key: str) -> list[str]:
    """The notes of every version of a process that the server has, newest first."""
    answer = designer.page.request.get(f"/api/models/process/{key}/versions")
    return [] if answer.status == 404 else [version["note"] for version in answer.json()]


def open_file(designer: Person, content: str) -> None:
    """From a file on the designer's machine."""
    expect(canvas(designer).get_by_text("办理")).to_be_visible(timeout=WAIT_MS)
    with designer.page.expect_file_chooser() as chooser:
        designer.page.get_by_role("button", name="从文件打开").click()
    chooser.value.set_files({"name": "small.bpmn", "mimeType": "application/xml", "buffer": content.encode()})


def canvas(designer: Person) -> Locator:
    """The drawing."""
    return designer.page.get_by_role("application", name="流程图画布")


def append_user_task(designer: Person, after: str, name: str) -> None:
    """Select, A for the append menu; then the properties panel for the name and for who does it."""
    expect(canvas(designer).get_by_text(after)).to_be_visible(timeout=WAIT_MS)
    canvas(designer).get_by_text(after).click(force=True)
    designer.page.keyboard.press("a")
    canvas(designer).get_by_text("用户任务", exact=True).click()
    panel = designer.page.get_by_role("complementary", name="属性")
    panel.get_by_text("常规").click()
    panel.get_by_label("名称").fill(name)
    panel.get_by_text("办理人分配").click()
    panel.get_by_label("办理人", exact=True).fill("designer.xu")
    expect(canvas(designer).get_by_text(name)).to_be_visible()


def ask_to_deploy(designer: Person, note: str) -> None:
    """The deploy dialog with its note."""
    designer.page.get_by_role("button", name="部署", exact=True).click()
    dialog = designer.page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill(note)
    dialog.get_by_role("button", name="部署").click()


def deploy(designer: Person, note: str) -> None:
    """Deploy, and see that it is done."""
    ask_to_deploy(designer, note)
    expect(designer.page.get_by_text("已部署，版本").first).to_be_visible(timeout=WAIT_MS)


def start(person: Person, process: str) -> None:
    """Start an instance of the newest version."""
    person.go("发起事项")
    person.page.get_by_role("link", name=process).click()
    person.page.get_by_role("button", name="提交", exact=True).click()
    expect(person.heading("我发起的")).to_be_visible(timeout=WAIT_MS)


def complete(person: Person, task: str) -> None:
    """Open a task without a form, and complete it."""
    person.go("我的待办")
    person.row(task).get_by_role("link", name=task).click()
    person.hand_in()
