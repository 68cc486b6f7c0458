"""What the process catalogue says, as data: worker names, group ids, deadlines of steps."""

from __future__ import annotations

WORKERS = frozenset(
    [
        "work_calendar.compute_deadline",
        "work_calendar.next_due",
        "org.resolve",
        "numbering.allocate",
        "registry.register",
        "consult.scope",
        "consult.fanout",
        "consult.collate",
        "material.check",
        "agenda.build",
        "notice.generate",
        "notify.send",
        "attendance.tally",
        "quorum.check",
        "resolution.register",
        "minutes.draft_from_resolutions",
        "document.render",
        "urge.dispatch",
        "archive.manifest",
        "archive.package",
        "stats.compile",
    ]
)
"""Catalogue 4.4, the workers of today's processes."""

GROUPS = frozenset(
    [
        "mayor",
        "executive_deputy_mayor",
        "deputy_mayor",
        "office",
        "office_director",
        "office_deputy_director",
        "office_deputy_director_docs",
        "secretariat_chief",
        "office_secretary",
        "confidential_secretary",
        "confidential_room",
        "archives_room",
        "duty_room",
        "supervision_section",
        "info_section",
        "info_instruction_handler",
        "dev_reform_bureau",
        "finance_bureau",
        "hr_bureau",
        "legal_office",
        "policy_research_office",
        "staffing_office",
        "supervision_bureau",
        "audit_bureau",
        "target_office",
        "efficiency_office",
        "reception_office",
        "petition_office",
        "gov_component_dept",
        "district_dept",
        "affiliated_unit",
        "dual_led_agency",
        "park_committee",
        "street_office",
        "yinjiang_town",
        "special_committee_office",
        "lead_unit",
        "party_committee",
        "party_standing_committee",
        "party_office",
        "party_org_dept",
        "party_propaganda_dept",
        "party_departments",
        "district_congress",
        "npc_standing_committee",
        "cppcc",
        "armed_forces_dept",
        "court",
        "procuratorate",
        "trade_union",
        "mass_orgs",
        "democratic_parties",
        "industry_commerce_fed",
        "resident_units",
        "city_gov",
        "city_gov_office",
        "city_org_dept",
        "media",
        "public",
        "system_admin",
        "process_designer",
        "viewer_supervisor",
    ]
)
"""Catalogue 1.1."""

UNIT_ROLES = (
    "_head",
    "_deputy",
    "_leader_in_charge",
    "_liaison_supervision",
    "_liaison_info",
    "_clerk",
    "_scene_staff",
)
"""Suffixes that make a unit's own post of a group id (catalogue 1.1)."""

DEADLINES = {
    "executive_topic": {
        "S03_portfolio_review": "DL-27",
        "S06_consult": "DL-08",
        "S08_rework": "DL-10",
        "S09_secretary_review": "D-REVIEW",
        "S10_deputy_director_review": "D-REVIEW",
        "S11_director_review": "D-REVIEW",
        "S12_edm_review": "DL-27",
        "S13_mayor_approve": "DL-27",
        "S14_pre_exam": "DL-11",
        "S15_revise": "DL-11",
        "S16_materials": "DL-11",
    },
    "executive_meeting": {
        "S01_convene": "DL-14",
        "S06_deliver": "DL-13",
        "S07_prepare": "D-START",
        "S17_minutes": "DL-05",
        "S20_archive": "DL-18",
    },
    "item_report": {"S11_report": "DL-15"},
    "consultation_reply": {"S02_draft": "DL-34", "S03_sign": "DL-34"},
    "meeting_attendance": {"S03_reply": "DL-02", "S06_report": "DL-03"},
    "minutes": {
        "S02_write": "D-MINUTES-DRAFT",
        "S03_deputy_director": "D-MINUTES-REVIEW",
        "S04_director": "D-MINUTES-REVIEW",
        "S05_edm": "D-MINUTES-REVIEW",
        "S06_chair": "D-MINUTES-ISSUE",
        "S07_portfolio": "D-MINUTES-ISSUE",
        "S08_mayor": "D-MINUTES-ISSUE",
    },
    "archiving": {"S02_collect": "DL-18", "S03_accept": "DL-18"},
    "party_referral": {"S16_send": "DL-17"},
}
"""Process -> element -> deadline, where the catalogue gives the step one."""

STEPS = {
    "executive_topic": {f"S{n:02}" for n in range(1, 21)} | {f"G{n:02}" for n in range(1, 11)},
    "executive_meeting": ({f"S{n:02}" for n in range(1, 21)} | {f"G{n:02}" for n in range(1, 10)})
    - {"G04", "G06", "S12"},
    "item_report": {"S11", "S12", "G06"},
    "consultation": {"S01", "S02", "S04", "S05", "S06", "G01"},
    "consultation_reply": {"S02", "S03"},
    "meeting_attendance": {f"S{n:02}" for n in range(1, 7)} | {"G01"},
    "minutes": {f"S{n:02}" for n in range(1, 10)} | {"G01", "G02"},
    "archiving": {"S01", "S02", "S03", "S04", "G01"},
}
"""Process -> steps and gateways of the catalogue. G04 of P03 is a guard of the office's commands, not a node;
its S11, G06 and S12 are a called process, so that a reporter sees one item only (INV-14)."""

PLACEHOLDERS = {
    "plenary_meeting": {"MSG_TOPIC_REFER_PLENARY"},
    "outgoing_document": {"MSG_DRAFT_REQUEST", "MSG_SIGNED_ISSUE"},
    "supervision_case": {"MSG_RESOLUTION", "MSG_LEADER_INSTRUCTION"},
    "normative_document": {"MSG_NORMATIVE_REQUEST"},
    "major_decision": {"MSG_DECISION_REQUEST"},
    "info_disclosure": {"MSG_PUBLISH_REQUEST"},
}
"""Neighbour processes that are one human task for now -> the messages that start them."""
