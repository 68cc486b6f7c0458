"""One long day at the desks on PostgreSQL."""

from __future__ import annotations

import io

import pytest

from tests.api.web.test_files import PDF
from tests.api.web.test_tasks import first_task, rows
from tests.support.web_office import furnish, open_web_office

pytestmark = pytest.mark.postgres


@pytest.fixture
def office(tmp_path, postgres_url):
    opened = open_web_office(tmp_path, postgres_url)
    furnish(opened)
    yield opened
    opened.house.close()


def test_a_case_from_the_clerk_to_the_stand_in_of_the_mayor(office):
    instance_id = office.start()
    qian = office.desk("secretary.qian")
    file = qian.post("/files", data={"file": (io.BytesIO(PDF), "请示.pdf")}, content_type="multipart/form-data").json
    task_id = first_task(qian)
    assert qian.post(f"/tasks/{task_id}/draft", {"values": {"text": "半句"}}).status_code == 204
    assert qian.get(f"/tasks/{task_id}").json["form"]["draft"] == {"text": "半句"}
    assert qian.post(f"/tasks/{task_id}/claim").status_code == 204
    body, key = {"variables": {"text": "正文", "files": [file]}}, {"Idempotency-Key": "0123456789abcdef"}
    assert qian.post(f"/tasks/{task_id}/complete", body, headers=key).status_code == 200
    assert qian.post(f"/tasks/{task_id}/complete", body, headers=key).status_code == 200

    away = {"user_id": "mayor.liu", "from": "2026-09-16T08:00:00+08:00", "to": "2026-09-17T08:00:00+08:00"}
    assert office.desk("mayor.liu").post("/absences", {**away, "kind": "travel"}).status_code == 200
    edm = office.desk("edm.chen")
    (row,) = rows(edm, "groups")
    assert row["stand_in_for"]["id"] == "mayor.liu"
    assert edm.get(f"/files/{file['sha256']}").data == PDF
    done = edm.post(f"/tasks/{row['id']}/complete", {"variables": {"text": "同意", "decision": "agree"}})
    assert done.status_code == 200, done.json

    supervisor = office.desk("supervision.jiang")
    page = supervisor.get(f"/instances/{instance_id}").json
    assert [each["element_id"] for each in page["waiting"]] == ["S03_number"]
    assert [row["title"] for row in supervisor.get("/instances?q=校舍&state=running").json["rows"]] == [page["title"]]
    assert supervisor.get(f"/instances/{instance_id}/papers").json["rows"][0]["name"] == "请示.pdf"
    assert office.desk("finance.head").get(f"/instances/{instance_id}").status_code == 404
    admin = office.desk("admin.lin")
    assert admin.put("/calendar/2026-09-17", {"kind": "holiday", "name": "防汛"}).status_code == 200
    assert admin.put("/settings/materials.copies", {"value": 25, "reason": "无纸化"}).status_code == 204
    assert admin.get("/settings/materials.copies/history").json[0]["after"] == 25
