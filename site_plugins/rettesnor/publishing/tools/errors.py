"""The error that a tool raises when it cannot do what it is asked to do."""

from __future__ import annotations


class ToolError(Exception):
    """The tool cannot do what it is asked to do; the message says why, in Norwegian."""
