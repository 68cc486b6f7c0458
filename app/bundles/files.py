"""The office's own processes on disk: one folder per key, shared tables and forms beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.definitions import ReferenceKind, expressions_of, read_bpmn, read_dmn, read_form, references_of
from app.domain.errors import DefinitionInvalid, InvalidInput
from app.domain.model.process import ProcessModel

SHARED = "shared"
_DEADLINES = "deadlines"
"""The decision that the property `deadline` and the bean `deadline` look up."""


@dataclass(frozen=True, slots=True)
class BundleProcess:
    """What one deployment holds: the files of a key and the shared ones it refers to."""

    key: str
    resources: tuple[tuple[str, bytes], ...]


def read_bundle(root: Path) -> tuple[BundleProcess, ...]:
    """Every process of `root/bpmn`, by key. Raises `InvalidInput` where there is no bundle."""
    folder = root / "bpmn"
    if not folder.is_dir():
        raise InvalidInput(f"没有流程目录：{folder}", f"no process folder: {folder}", "bundle")
    shared = _Shared.read(root)
    keys = sorted(each.name for each in folder.iterdir() if each.is_dir() and each.name != SHARED)
    return tuple(_read_process(root, key, shared) for key in keys)


def bundle_root() -> Path:
    """Where this program's own bundle lies: beside the package `app`."""
    return Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class _Shared:
    """Shared files by the key of what they define."""

    decisions: Mapping[str, tuple[str, bytes]]
    forms: Mapping[str, tuple[str, bytes]]

    @classmethod
    def read(cls, root: Path) -> _Shared:
        decisions: dict[str, tuple[str, bytes]] = {}
        forms: dict[str, tuple[str, bytes]] = {}
        for name, content in _files(root / "bpmn" / SHARED, "*.dmn"):
            decisions.update({model.id: (name, content) for model in read_dmn(content, name)})
        for name, content in _files(root / "forms" / SHARED, "*.form"):
            forms[read_form(content, name).id] = (name, content)
        return cls(decisions, forms)


def _read_process(root: Path, key: str, shared: _Shared) -> BundleProcess:
    own = [*_files(root / "bpmn" / key, "*.bpmn"), *_files(root / "bpmn" / key, "*.dmn")]
    own += _files(root / "forms" / key, "*.form")
    added: dict[str, bytes] = {}
    for name, content in own:
        if name.endswith(".bpmn"):
            added.update(_referred(name, content, shared))
    known = {name for name, _ in own}
    return BundleProcess(key, (*own, *((name, added[name]) for name in sorted(added.keys() - known))))


def _referred(name: str, content: bytes, shared: _Shared) -> dict[str, bytes]:
    """The shared files a diagram refers to; a broken diagram refers to none, its deployment says what is wrong."""
    try:
        models = read_bpmn(content, name).processes
    except DefinitionInvalid:
        return {}
    found: dict[str, bytes] = {}
    for model in models:
        for reference in references_of(model):
            source = {ReferenceKind.FORM: shared.forms, ReferenceKind.DECISION: shared.decisions}.get(reference.kind)
            if source and reference.key in source:
                found.update([source[reference.key]])
        if _has_deadlines(model) and _DEADLINES in shared.decisions:
            found.update([shared.decisions[_DEADLINES]])
    return found


def _has_deadlines(model: ProcessModel) -> bool:
    return any("deadline" in node.properties for node in model.nodes.values()) or any(
        "deadline." in expression.text for _, _, expression in expressions_of(model)
    )


def _files(folder: Path, pattern: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.glob(pattern)):
        yield path.name, path.read_bytes()
