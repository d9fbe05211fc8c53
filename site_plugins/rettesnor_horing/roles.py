"""The roles of the desk: groups and what each may do."""

from __future__ import annotations

_LOOK = (
    "view_comment", "view_submission", "view_disposition", "view_note", "view_redaction",
    "view_roundrecord", "view_tag", "view_group",
)
_WORK = (
    *_LOOK, "change_comment", "add_disposition", "add_note", "add_redaction", "add_tag",
    "change_tag", "add_group", "change_group", "delete_group", "add_letter",
)
LATER = {"add_letter"}
"""Permissions that a later migration gives, since their model came after the roles."""
ROLES = {
    "leser": _LOOK,
    "saksbehandler": _WORK,
    "beslutter": (*_WORK, "approve_disposition"),
    "personvernombud": (
        *_LOOK, "add_redaction", "change_submission", "view_audit", "view_outbox"
    ),
}
"""Permissions of this application by role: reader, case worker, decision maker, privacy officer."""
