"""Widgets: one per question, thin over the methods and the figures."""

from crmlib.explore.abc import abc
from crmlib.explore.goal import goal
from crmlib.explore.relational import relational
from crmlib.explore.rfm import rfm
from crmlib.explore.targeting import targeting

__all__ = ["abc", "goal", "relational", "rfm", "targeting"]
