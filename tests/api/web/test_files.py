"""Files up and down."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.api.web.test_tasks import first_task

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = b"%PDF-1.7\n%..."


def upload(desk, content, name):
    data = {"file": (io.BytesIO(content), name)}
    return desk.post("/files", data=data, content_type="multipart/form-data")


def package(*names):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("通知.pdf", PDF, "application/pdf"),
        ("a.png", b"\x89PNG\r\n\x1a\n....", "image/png"),
        ("a.docx", package("word/document.xml"), DOCX),
        ("公文.ofd", package("OFD.xml"), "application/ofd"),
        ("a.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..", "application/x-ole-storage"),
        ("a.zip", package("b.txt"), "application/zip"),
        ("说明.txt", "正文".encode(), "text/plain"),
    ],
)
def test_office_files_are_taken(office, name, content, media_type):
    answer = upload(office.desk("secretary.qian"), content, name)
    assert answer.status_code == 200, answer.json
    assert answer.json["media_type"] == media_type
    assert answer.json["name"] == name
    assert answer.json["size"] == len(content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", b"<html>"),
        ("a.svg", b"<svg onload='x'>"),
        ("a.exe", b"MZ..."),
        ("a.txt", b"<script>alert(1)</script>"),
        ("a.pdf", b"<html>"),
        ("a.png", PDF),
        ("a.docx", package("xl/workbook.xml")),
        ("a.txt", b"a\x00b"),
        ("empty.pdf", b""),
        ("noname", PDF),
    ],
)
def test_other_files_are_refused_whatever_their_name(office, name, content):
    answer = upload(office.desk("secretary.qian"), content, name)
    assert (answer.status_code, answer.json["code"]) == (400, "invalid_input")


def test_a_path_in_the_name_is_cut_off(office):
    answer = upload(office.desk("secretary.qian"), PDF, "../../etc/..\\通知.pdf")
    assert answer.json["name"] == "通知.pdf"


def test_an_upload_is_opened_by_its_owner_until_a_case_refers_to_it(office):
    office.start()
    qian, zhao, mayor = office.desk("secretary.qian"), office.desk("chief.zhao"), office.desk("mayor.liu")
    file = upload(qian, PDF, "请示.pdf").json
    path = f"/files/{file['sha256']}"
    assert qian.get(path).data == PDF
    assert (zhao.get(path).status_code, mayor.get(path).status_code) == (404, 404)

    task_id = first_task(qian)
    instance_id = qian.get(f"/tasks/{task_id}").json["instance_id"]
    done = qian.post(f"/tasks/{task_id}/complete", {"variables": {"text": "正文", "files": [file]}})
    assert done.status_code == 200, done.json
    assert mayor.get(path).status_code == 200, "a task of the case waits for the mayor"
    assert mayor.get(f"{path}?instance={instance_id}").status_code == 200
    assert office.desk("supervision.jiang").get(f"{path}?instance={instance_id}").status_code == 200
    assert office.desk("finance.clerk").get(f"{path}?instance={instance_id}").status_code == 404
    assert office.desk("finance.clerk").get(path).status_code == 404
    assert office.stranger().get(path).status_code == 401
    (paper,) = mayor.get(f"/instances/{instance_id}/papers").json["rows"]
    assert (paper["name"], paper["sha256"], paper["size"]) == ("请示.pdf", file["sha256"], len(PDF))


def test_a_download_is_an_attachment_that_runs_nothing(office):
    desk = office.desk("secretary.qian")
    file = upload(desk, PDF, "请示.pdf").json
    answer = desk.get(f"/files/{file['sha256']}?name=改名.pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "%E6%94%B9%E5%90%8D.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.mimetype == "application/pdf"


def test_one_file_at_a_time_in_its_field(office):
    desk = office.desk("secretary.qian")
    wrong = {"data": {"paper": (io.BytesIO(PDF), "a.pdf")}, "content_type": "multipart/form-data"}
    assert desk.post("/files", **wrong).status_code == 400
    assert desk.post("/files", {"file": "x"}).status_code == 400
    assert desk.get("/files/" + "0" * 64).status_code == 404
    assert desk.get("/files/..%2f..%2fsecret").status_code == 404
