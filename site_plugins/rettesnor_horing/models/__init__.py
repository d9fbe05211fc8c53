"""What the desk keeps.

Domain fields carry the field's Norwegian names, as in the YAML files and the published JSON;
what is only machinery is named in English. ``privacy.RETENTION`` says how long each is kept.
"""

from __future__ import annotations

from rettesnor_horing.models.afterwards import ArchivePackage, Job, LetterTemplate
from rettesnor_horing.models.assessment import (
    Disposition,
    Group,
    NameRedaction,
    Note,
    Reason,
    Redaction,
    Reminder,
    Removal,
    Tag,
)
from rettesnor_horing.models.audit_log import Audit, AuditHead
from rettesnor_horing.models.failed_login import FailedLogin, Heartbeat
from rettesnor_horing.models.intake import Comment, Draft, Outbox, RoundRecord, Submission
from rettesnor_horing.models.letter import Letter, Segment
from rettesnor_horing.models.shared_draft import Contribution, DraftVersion, SharedDraft
from rettesnor_horing.models.table import AnswerTable, TableRow

__all__ = [
    "AnswerTable", "ArchivePackage", "Audit", "AuditHead", "Comment", "Contribution",
    "Disposition", "Draft", "DraftVersion", "FailedLogin", "Group", "Heartbeat", "Job", "Letter",
    "LetterTemplate", "NameRedaction", "Note", "Outbox", "Reason", "Redaction", "Reminder",
    "Removal", "RoundRecord", "Segment", "SharedDraft",
    "Submission", "TableRow", "Tag",
]
