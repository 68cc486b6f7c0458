"""Bytes from outside -> a small, typed, frozen tree; the only module that touches lxml.

The parser resolves no entity, loads no DTD, opens no file and no socket; see docs/reference/bpmn-support.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from app.definitions.namespaces import CAMUNDA, SPACES
from app.definitions.report import Report

MAX_BYTES = 2_000_000
"""Size of one file; a tree needs about 35 times as much memory."""
MAX_ELEMENTS = 50_000

_DECLARED_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]*)""")
_FORBIDDEN_MARKUP = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODINGS = frozenset({"UTF-8", "UTF8", "US-ASCII", "ASCII"})
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_UTF8_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class XmlElement:
    """One element with its dialect already folded; comments and processing instructions are gone."""

    space: str
    """A short name of `namespaces`, or the URI of a foreign namespace."""
    name: str
    line: int
    attributes: Mapping[str, str]
    """Attributes without namespace, stripped."""
    camunda: Mapping[str, str]
    """Attributes of Camunda 7 and its relatives, stripped."""
    foreign: Mapping[tuple[str, str], str]
    """All other attributes by (namespace URI, name)."""
    text: str
    """Text before the first child, as written."""
    stray: str
    """Text between and after the children."""
    children: tuple[XmlElement, ...]

    @property
    def id(self) -> str | None:
        """The element's id where it has one."""
        return self.attributes.get("id") or None

    def all(self, name: str, space: str | None = None) -> tuple[XmlElement, ...]:
        """The children with that name; in this element's own space unless told otherwise."""
        wanted = space or self.space
        return tuple(child for child in self.children if child.name == name and child.space == wanted)

    def first(self, name: str, space: str | None = None) -> XmlElement | None:
        """The first such child."""
        return next(iter(self.all(name, space)), None)

    def extensions(self, name: str) -> tuple[XmlElement, ...]:
        """The Camunda extension elements with that name."""
        return tuple(each for holder in self.all("extensionElements") for each in holder.all(name, CAMUNDA))

    def walk(self) -> Iterator[XmlElement]:
        """This element and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class XmlFile:
    """A parsed file."""

    root: XmlElement
    namespaces: frozenset[str]
    """All namespace URIs declared at the root or used anywhere, unfolded."""


def parse_xml(content: bytes, report: Report) -> XmlFile:
    """Parse one file. Raises `DefinitionInvalid` where it is too large, not UTF-8, not well-formed or has a DTD."""
    _refuse_before_parsing(content, report)
    try:
        root = etree.fromstring(content, _parser())
    except (etree.XMLSyntaxError, ValueError) as broken:
        line = getattr(broken, "lineno", None) or None
        raise report.refuse(
            "broken_xml",
            f"文件不是格式正确的 XML:{broken}。请在设计器中重新导出后再部署。",
            f"The file is not well-formed XML: {broken}. Export it again from the modeler and deploy that.",
            line,
        ) from broken
    _refuse_after_parsing(root, report)
    return _Folding(report).file(root)


def _parser() -> Any:
    """A new parser; one per call, because lxml keeps state in it."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        decompress=False,
        collect_ids=False,
    )


def _refuse_before_parsing(content: bytes, report: Report) -> None:
    if len(content) > MAX_BYTES:
        raise report.refuse(
            "too_large",
            f"文件超过 {MAX_BYTES // 1_000_000} MB,无法部署。请拆分成几个流程。",
            f"The file is larger than {MAX_BYTES // 1_000_000} MB. Split it into several processes.",
        )
    if content.startswith((_GZIP, _ZIP)):
        raise report.refuse(
            "compressed",
            "文件是压缩包。请解压后部署其中的文件。",
            "The file is compressed. Unpack it and deploy the content.",
        )
    try:
        text = content.removeprefix(_UTF8_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        raise _wrong_encoding(report) from error
    declared = _DECLARED_ENCODING.match(content.removeprefix(_UTF8_MARK))
    if "\0" in text or (declared and declared[1].decode().upper() not in _ENCODINGS):
        raise _wrong_encoding(report)
    if forbidden := _FORBIDDEN_MARKUP.search(text):
        raise _doctype(report, text.count("\n", 0, forbidden.start()) + 1)


def _refuse_after_parsing(root: Any, report: Report) -> None:
    info = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None or info.externalDTD is not None:
        raise _doctype(report, 1)
    if (info.encoding or "UTF-8").upper() not in _ENCODINGS:
        raise _wrong_encoding(report)
    for count, element in enumerate(root.iter()):
        if not isinstance(element.tag, str):
            raise report.refuse(
                "entity",
                "文件含有实体引用。请删除实体,直接写出文字。",
                "The file holds an entity reference. Write the text itself instead.",
                element.sourceline,
            )
        if count > MAX_ELEMENTS:
            raise report.refuse(
                "too_many_elements",
                f"文件超过 {MAX_ELEMENTS} 个 XML 元素。请拆分成几个流程。",
                f"The file has more than {MAX_ELEMENTS} XML elements. Split it into several processes.",
            )


def _wrong_encoding(report: Report) -> Exception:
    return report.refuse(
        "encoding",
        "文件不是 UTF-8 编码。请另存为 UTF-8 后再部署。",
        "The file is not encoded in UTF-8. Save it as UTF-8 and deploy again.",
    )


def _doctype(report: Report, line: int) -> Exception:
    return report.refuse(
        "doctype",
        "文件含有 DOCTYPE 或 ENTITY 声明,出于安全原因不予接受。请删除该声明。",
        "The file declares a DOCTYPE or ENTITY, which is refused for safety. Delete the declaration.",
        line,
    )


class _Folding:
    """Turns lxml's tree into ours and the dialects into one."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._namespaces: set[str] = set()

    def file(self, root: Any) -> XmlFile:
        """The whole file."""
        self._namespaces.update(root.nsmap.values())
        return XmlFile(self._element(root), frozenset(self._namespaces))

    def _element(self, source: Any) -> XmlElement:
        uri, name = self._split(source.tag)
        plain: dict[str, str] = {}
        camunda: dict[str, str] = {}
        foreign: dict[tuple[str, str], str] = {}
        for key, value in source.attrib.items():
            space, local = self._split(key)
            if not space:
                plain[local] = value.strip()
            elif SPACES.get(space) == CAMUNDA:
                self._fold(camunda, local, value.strip(), source)
            else:
                foreign[space, local] = value
        children = tuple(self._element(child) for child in source)
        stray = "".join(child.tail or "" for child in source).strip()
        space, line, text = SPACES.get(uri, uri), source.sourceline or 1, source.text or ""
        return XmlElement(space, name, line, plain, camunda, foreign, text, stray, children)

    def _split(self, name: str) -> tuple[str, str]:
        uri, _, local = name.rpartition("}")
        uri = uri.removeprefix("{")
        if uri:
            self._namespaces.add(uri)
        return uri, local

    def _fold(self, camunda: dict[str, str], name: str, value: str, source: Any) -> None:
        if camunda.get(name, value) != value:
            self._report.error(
                "conflicting_dialects",
                f"同一元素的属性 {name} 在两个方言命名空间中取值不同。请只保留一个。",
                f"The attribute {name} has two values in two dialects on one element. Keep one of them.",
                source.get("id"),
                source.sourceline,
            )
        camunda[name] = value
