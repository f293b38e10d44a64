"""How good the answers are, with numbers."""

from assistant.evaluation.asked.files import read_files
from assistant.evaluation.reporting.report import Report, joined
from assistant.evaluation.reporting.table import as_table, comparison_table
from assistant.evaluation.running.evaluating import Plan, evaluate
from assistant.evaluation.running.keeping import Folder, read_report, write_report
from assistant.evaluation.running.systems import System, assistants, baseline, scratch_settings

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
