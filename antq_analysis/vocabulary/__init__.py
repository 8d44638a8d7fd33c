"""What may be counted and where series break: ``data/reference`` in frozen dataclasses."""

from antq_analysis.vocabulary.changes import BREAK_KINDS, CUTTING_KINDS, Break
from antq_analysis.vocabulary.indicators import PROGRAMME, Ambiguous, Category, Dimension, Indicator
from antq_analysis.vocabulary.lookup import Vocabulary
from antq_analysis.vocabulary.model_types import ModelGroup, ModelType
from antq_analysis.vocabulary.provinces import Province, Succession
from antq_analysis.vocabulary.reading import load_vocabulary, read_lines, read_table, separator

__all__ = [
    "BREAK_KINDS",
    "CUTTING_KINDS",
    "PROGRAMME",
    "Ambiguous",
    "Break",
    "Category",
    "Dimension",
    "Indicator",
    "ModelGroup",
    "ModelType",
    "Province",
    "Succession",
    "Vocabulary",
    "load_vocabulary",
    "read_lines",
    "read_table",
    "separator",
]
