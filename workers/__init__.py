"""Service-task workers: topic "document.render" is workers/document.py:render."""
