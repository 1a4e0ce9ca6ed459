"""Widgets: one per question, thin over the methods and the figures."""

from crmlib.explore.abc import abc
from crmlib.explore.reading import read_utterances
from crmlib.explore.rfm import rfm
from crmlib.explore.role_play import role_play

__all__ = ["abc", "rfm",
           "read_utterances", "role_play"]
