"""Widgets: one per question, thin over the methods and the figures."""

from crmlib.explore.abc import abc
from crmlib.explore.clv import clv
from crmlib.explore.curve import curve
from crmlib.explore.demand import demand
from crmlib.explore.events import events
from crmlib.explore.goal import goal
from crmlib.explore.keep_or_win import keep_or_win
from crmlib.explore.lost_shopper import lost_shopper
from crmlib.explore.mining import mailing, pairs
from crmlib.explore.quadrant import quadrant
from crmlib.explore.reading import read_utterances
from crmlib.explore.relational import relational
from crmlib.explore.rfm import rfm
from crmlib.explore.role_play import role_play
from crmlib.explore.targeting import targeting

__all__ = ["abc", "clv", "curve", "demand", "events", "goal", "keep_or_win", "lost_shopper", "mailing", "pairs", "quadrant", "read_utterances",
           "relational", "rfm", "role_play", "targeting"]
