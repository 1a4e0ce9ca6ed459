"""Widgets: one per question, thin over the methods and the figures."""

from crmlib.explore.abc import abc

__all__ = ["abc"]
