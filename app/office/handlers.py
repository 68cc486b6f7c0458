"""The commands and queries of this package with their handlers and rights; `app.bootstrap` gives them to the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.commands import Command
from app.domain.commands import office as general
from app.domain.commands import office_cases as cases
from app.domain.commands import office_meeting as meetings
from app.domain.context import Handler
from app.domain.queries.office import VerifyArchive
from app.domain.values import Right
from app.office.commands.archive.collect_archive import collect_archive
from app.office.commands.archive.pack_archive import close_archive, number_archive
from app.office.commands.consultation.collate_consultation import collate_consultation
from app.office.commands.consultation.send_consultation import send_consultation
from app.office.commands.meeting.build_agenda import build_agenda, cancel_meeting
from app.office.commands.meeting.check_quorum import check_quorum
from app.office.commands.meeting.close_meeting import begin_minutes, close_meeting
from app.office.commands.meeting.invite_attendees import invite_attendees
from app.office.commands.meeting.register_resolution import register_resolution
from app.office.commands.meeting.tally_attendance import tally_attendance
from app.office.commands.notice.dispatch_urge import dispatch_urge
from app.office.commands.notice.send_notices import read_notice, send_notices
from app.office.commands.register.allocate_number import allocate_number
from app.office.commands.register.keep_paper import keep_paper
from app.office.commands.register.register_record import register_record
from app.office.commands.setting.change_setting import change_setting, seed_settings
from app.office.commands.topic.admit_topic import admit_topic, release_topic
from app.office.commands.topic.bind_topic import add_agenda_item, bind_topic
from app.office.commands.topic.submit_materials import submit_materials
from app.office.queries import verify_archive

WORKER_HANDLERS: Mapping[type[Command], Handler] = {
    general.AllocateNumber: allocate_number,
    general.RegisterRecord: register_record,
    general.KeepPaper: keep_paper,
    general.SendNotices: send_notices,
    general.DispatchUrge: dispatch_urge,
    cases.SendConsultation: send_consultation,
    cases.CollateConsultation: collate_consultation,
    cases.SubmitMaterials: submit_materials,
    cases.CollectArchive: collect_archive,
    cases.NumberArchive: number_archive,
    cases.CloseArchive: close_archive,
    meetings.BindTopic: bind_topic,
    meetings.AdmitTopic: admit_topic,
    meetings.ReleaseTopic: release_topic,
    meetings.BuildAgenda: build_agenda,
    meetings.CancelMeeting: cancel_meeting,
    meetings.InviteAttendees: invite_attendees,
    meetings.TallyAttendance: tally_attendance,
    meetings.CheckQuorum: check_quorum,
    meetings.RegisterResolution: register_resolution,
    meetings.CloseMeeting: close_meeting,
    meetings.BeginMinutes: begin_minutes,
}
"""What the office client of the worker SDK may call."""

HANDLERS: Mapping[type[Command], Handler] = {
    **WORKER_HANDLERS,
    general.SeedSettings: seed_settings,
    general.ChangeSetting: change_setting,
    general.ReadNotice: read_notice,
    meetings.AddAgendaItem: add_agenda_item,
}

_WORKERS = frozenset({Right.WORKER})
_PEOPLE = frozenset(Right) - {Right.WORKER, Right.ANY_TASK}

RIGHTS: Mapping[type[Command], frozenset[Right]] = {
    **dict.fromkeys(WORKER_HANDLERS, _WORKERS),
    general.RegisterRecord: _WORKERS | {Right.OPERATOR},
    general.SeedSettings: frozenset(),
    general.ChangeSetting: frozenset({Right.ADMINISTRATOR}),
    general.ReadNotice: _PEOPLE,
    meetings.AddAgendaItem: _PEOPLE,
}
"""Any one of the rights is enough; an empty set is for the house itself."""

QUERIES: Mapping[type[Any], Handler] = {VerifyArchive: verify_archive}
