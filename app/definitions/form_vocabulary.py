"""The form components Banli knows: form-js's, and its own pickers."""

from __future__ import annotations

from app.domain.text import Text

TEXTS = frozenset({"textfield", "textarea"})
CHOICES = frozenset({"radio", "select"})
MULTIPLE_CHOICES = frozenset({"checklist", "taglist"})
PICKERS = frozenset({"user_picker", "group_picker", "reference_picker"})
FILES = "file_list"
LIST = "dynamiclist"
GROUPS = frozenset({"group"})
INPUTS = TEXTS | CHOICES | MULTIPLE_CHOICES | PICKERS | {"number", "checkbox", "datetime", FILES}
PRESENTATION = frozenset({"text", "html", "image", "button", "spacer", "separator", "table"})

_COMPUTED = Text(
    "不支持计算字段:服务器无法信任浏览器算出的值。请在流程中用脚本任务或决策计算。",
    "Computed fields are not supported: the server cannot trust what a browser computed. Compute it in the process by "
    "a script task or decision.",
)
_FILES = Text("请改用文件组件 file_list。", "Use the component file_list for files.")
REFUSED = {
    "expression": _COMPUTED,
    "filepicker": _FILES,
    "documentPreview": _FILES,
    "iframe": Text(
        "出于安全原因不能嵌入其他网页。请改用文字或链接。", "Other pages cannot be embedded. Use a text or a link."
    ),
}
"""Components of form-js that Banli refuses, and why."""

DATE_SUBTYPES = frozenset({"date", "time", "datetime"})
VALIDATIONS = {
    "textfield": frozenset({"required", "minLength", "maxLength", "pattern", "validationType"}),
    "textarea": frozenset({"required", "minLength", "maxLength"}),
    "number": frozenset({"required", "min", "max"}),
    FILES: frozenset({"required", "min", "max"}),
}
"""What `validate` may hold by type; of all other types `required` only. Of files, min and max count them."""

EMAIL = r"^[^\s@]+@[^\s@]+\.[^\s@]+$"
PHONE = r"^\+?[0-9 ().-]{5,25}$"
