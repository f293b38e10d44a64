"""How good the answers are, with numbers."""

from assistant.evaluation.evaluating import Plan, evaluate
from assistant.evaluation.files import read_files
from assistant.evaluation.keeping import Folder, read_report, write_report
from assistant.evaluation.report import Report, joined
from assistant.evaluation.systems import System, assistants, baseline, scratch_settings
from assistant.evaluation.table import as_table, comparison_table

__all__ = [
    "Folder",
    "Plan",
    "Report",
    "System",
    "as_table",
    "assistants",
    "baseline",
    "comparison_table",
    "evaluate",
    "joined",
    "read_files",
    "read_report",
    "scratch_settings",
    "write_report",
]
