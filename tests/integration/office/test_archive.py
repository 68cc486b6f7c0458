"""Archive files: complete, numbered, packed with checksums, and verified (Art. 63)."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest

from app.domain.office_records import ArchiveFile, RegisterRow
from app.domain.queries.office import VerifyArchive
from app.worker_sdk import Refused
from tests.support.office_desk import OfficeDesk, at


def test_a_session_s_file_names_what_is_missing_until_it_is_there_or_explained(desk: OfficeDesk) -> None:
    meeting, _ = _held(desk)

    before = _collect(desk, meeting)
    explained = _collect(desk, meeting, missing_reason="会议未印发纪要")

    assert before["missing"] == ["会议通知与签到", "议题申报材料", "会议纪要", "区委常委会审定结果"]
    assert explained["missing_count"] == 0
    assert {each["item"]: each["present"] for each in explained["manifest"]}["会议记录"] is True


def test_what_the_collector_adds_and_the_referral_s_result_are_in_it(desk: OfficeDesk) -> None:
    meeting, topic = _held(desk)
    result = {
        "meeting_no": meeting,
        "topic_no": topic,
        "result": "approved",
        "document": [desk.file("批复.pdf", b"yes")],
    }
    desk.work("registry.register", kind="party_referral", key=topic, row=result)

    manifest = _collect(desk, meeting, added_documents=[desk.file("照片.jpg", b"photo")])["manifest"]

    documents = {each["item"]: [file["name"] for file in each["documents"]] for each in manifest}
    assert documents["区委常委会审定结果"] == ["批复.pdf"] and documents["补充材料"] == ["照片.jpg"]


def test_the_package_holds_every_file_with_its_checksum_under_its_number(desk: OfficeDesk) -> None:
    meeting, _ = _held(desk)
    _collect(desk, meeting, missing_reason="无")

    packed = desk.work("archive.package", kind="executive_meeting", file_id=meeting, retention="permanent")

    assert packed["archive_no"] == "攀东档〔2026〕1号"
    content = desk.house.store.files.get(packed["package"][0]["sha256"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        index = json.loads(archive.read("index.json"))
        sums = archive.read("SHA256SUMS").decode()
        assert archive.testzip() is None and archive.read("02-议题申报材料/01-正文.docx") == b"content"
    assert index["archive_no"] == packed["archive_no"] and index["records"]
    assert "02-议题申报材料/01-正文.docx" in sums
    assert desk.ask(VerifyArchive("executive_meeting", meeting)) == ()


def test_a_file_that_was_tampered_with_is_found(desk: OfficeDesk) -> None:
    meeting, _ = _held(desk)
    _collect(desk, meeting, missing_reason="无")
    desk.work("archive.package", kind="executive_meeting", file_id=meeting, retention="30y")
    sha256 = desk.file("正文.docx")["sha256"]
    path = desk.house.settings.home / "files" / sha256[:2] / sha256[2:4] / sha256

    path.write_bytes(b"changed")
    assert desk.ask(VerifyArchive("executive_meeting", meeting)) == ("正文.docx：校验值不符",)
    path.unlink()
    assert desk.ask(VerifyArchive("executive_meeting", meeting)) == ("正文.docx：文件不存在",)


def test_what_is_archived_is_neither_collected_nor_packed_again(desk: OfficeDesk) -> None:
    meeting, _ = _held(desk)
    _collect(desk, meeting, missing_reason="无")
    desk.work("archive.package", kind="executive_meeting", file_id=meeting, retention="10y")

    with pytest.raises(Refused):
        _collect(desk, meeting)
    with pytest.raises(Refused):
        desk.work("archive.package", kind="executive_meeting", file_id=meeting, retention="10y")
    assert [file.state for file in desk.records(ArchiveFile)] == ["archived"]


def test_a_topic_hands_its_papers_over_to_the_session(desk: OfficeDesk) -> None:
    meeting, topic = _held(desk)

    desk.work("archive.manifest", kind="executive_topic", file_id=topic, hand_over_to=meeting)

    (row,) = desk.records(RegisterRow, kind="hand_over")
    assert (row.key, row.owner) == (f"{meeting}/{topic}", meeting)
    assert [each["item"] for each in row.row["manifest"]] == ["议题申报表", "征求意见材料", "上会材料", "审议结果"]


def _held(desk: OfficeDesk) -> tuple[str, str]:
    """A session that decided one topic and referred it."""
    meeting, topic = desk.meeting(), desk.topic()
    desk.ready(topic, meeting)
    desk.open(meeting)
    record = {"meeting_no": meeting, "topic_no": topic, "points": "……", "resolution": "同意"}
    desk.work("registry.register", kind="meeting_record", key=f"{meeting}/{topic}", row=record)
    desk.resolve(topic, meeting, refer_to="party_standing_committee")
    desk.work("resolution.register", mode="close", meeting_no=meeting, meeting_end=at("2026-09-24 11:30"))
    return meeting, topic


def _collect(desk: OfficeDesk, meeting: str, **more: Any) -> Mapping[str, Any]:
    return desk.work("archive.manifest", kind="executive_meeting", file_id=meeting, **more)
