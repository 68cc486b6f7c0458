"""Chinese first, English where the browser asks for it."""

from __future__ import annotations

from flask import request

from app.domain.text import Language, Text


def language() -> Language:
    """``en`` where the request prefers it, else ``zh``."""
    return "en" if request.accept_languages.best_match(["zh", "en"], "zh") == "en" else "zh"


def say(text: Text) -> str:
    """The sentence in the request's language."""
    return text.in_language(language())


def pick(zh: str, en: str) -> str:
    """One of two texts."""
    return en if language() == "en" else zh
