"""Stories of hostile and unreadable files: refused before anything of them is believed."""

from __future__ import annotations

import gzip
import time

import pytest

from app.definitions import read_bpmn
from app.domain.errors import DefinitionInvalid
from tests.unit.definitions.bpmn_text import OPEN, START, around, file, process

GOOD = file(process(START))
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
BOMB = b"".join(
    (
        b'<!DOCTYPE b [<!ENTITY a0 "ha">',
        *(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">'.encode() for n in range(1, 10)),
        b"]>\n",
    )
)
NAMED = GOOD.replace(b'id="s"', b'id="s" name="&x;"')

HOSTILE: dict[str, tuple[bytes, str, int | None]] = {
    "empty": (b"", "broken_xml", 1),
    "not XML": (b"hello", "broken_xml", 1),
    "cut off": (GOOD[:-10], "broken_xml", GOOD[:-10].count(b"\n") + 1),
    "wrong nesting": (GOOD.replace(b"</process>", b"</proces>"), "broken_xml", 4),
    "undeclared prefix": (GOOD.replace(b"<startEvent", b"<zzz:startEvent"), "broken_xml", 3),
    "undeclared entity": (NAMED, "broken_xml", 3),
    "attribute twice": (GOOD.replace(b'id="s"', b'id="s" id="s2"'), "broken_xml", 3),
    "DOCTYPE": (DECLARATION + b"<!DOCTYPE definitions>\n" + GOOD, "doctype", 2),
    "DOCTYPE in small letters": (b"<!doctype definitions>\n" + GOOD, "doctype", 1),
    "internal entity": (b'<!DOCTYPE d [<!ENTITY x "y">]>\n' + NAMED, "doctype", 1),
    "external entity": (b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n' + NAMED, "doctype", 1),
    "external DTD": (b'<!DOCTYPE d SYSTEM "http://127.0.0.1:1/x.dtd">\n' + GOOD, "doctype", 1),
    "entity bomb": (BOMB + NAMED.replace(b"&x;", b"&a9;"), "doctype", 1),
    "three megabytes": (GOOD + b" " * 3_000_000, "too_large", None),
    "gzip": (gzip.compress(GOOD), "compressed", None),
    "zip": (b"PK\x03\x04" + GOOD, "compressed", None),
    "UTF-16": (GOOD.decode().encode("utf-16"), "encoding", None),
    "UTF-16 without mark": (GOOD.decode().encode("utf-16-le"), "encoding", None),
    "GBK": ('<?xml version="1.0" encoding="GBK"?><a name="办理"/>'.encode("gbk"), "encoding", None),
    "GBK declared, ASCII written": (b'<?xml version="1.0" encoding="GBK"?>' + GOOD, "encoding", None),
    "UTF-7": (b'<?xml version="1.0" encoding="UTF-7"?>' + GOOD, "encoding", None),
    "broken UTF-8": (GOOD.replace(b'id="s"', b'id="s" name="\xff"'), "encoding", None),
    "a zero byte": (GOOD.replace(b"<startEvent", b"\0<startEvent"), "encoding", None),
    "deep": (OPEN.encode() + b"<a>" * 5000, "broken_xml", 1),
    "too many elements": (OPEN.encode() + b"<a/>" * 60_000 + b"</definitions>", "too_many_elements", None),
    "FEEL throughout": (
        GOOD.replace(b'id="d"', b'id="d" expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/"'),
        "unsupported_language",
        1,
    ),
    "another language": (b'<html xmlns="http://www.w3.org/1999/xhtml"/>', "not_bpmn", 1),
    "BPMN without namespace": (b"<definitions/>", "not_bpmn", 1),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_at_once(name: str) -> None:
    content, code, line = HOSTILE[name]
    before = time.perf_counter()
    with pytest.raises(DefinitionInvalid) as refused:
        read_bpmn(content, "case.bpmn")
    assert [(problem.code, problem.line) for problem in refused.value.problems] == [(code, line)]
    assert time.perf_counter() - before < 2


def test_a_comment_inside_a_time_changes_nothing() -> None:
    given = "<timerEventDefinition><timeDuration>PT<!-- x -->1<?y?>H</timeDuration></timerEventDefinition>"
    [model] = read_bpmn(file(around(f'<intermediateCatchEvent id="t">{given}</intermediateCatchEvent>')), "x").processes
    event = model.nodes["t"].event
    assert event and event.timer and event.timer.text == "PT1H"


@pytest.mark.parametrize("prefix", [b"", b"\xef\xbb\xbf", DECLARATION, b"<?xml version='1.0' encoding='us-ascii'?>"])
def test_plain_beginnings_are_accepted(prefix: bytes) -> None:
    assert read_bpmn(prefix + GOOD, "x").processes[0].id == "p"


def test_an_xinclude_is_never_followed() -> None:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/hostname" parse="text"/>'
    with pytest.raises(DefinitionInvalid) as refused:
        read_bpmn(file(around(f'<task id="t"><documentation>{include}</documentation></task>', include)), "x")
    assert [problem.code for problem in refused.value.problems] == ["foreign_element"]
