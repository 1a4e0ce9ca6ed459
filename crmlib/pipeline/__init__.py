"""Developing customers: the seven steps, whom to qualify, planning backwards from a goal, what the next yuan brings."""

from crmlib.pipeline.funnel import STEPS, development_funnel, funnel_gain
from crmlib.pipeline.goal import plan_backwards, pull_lever
from crmlib.pipeline.labels import channel_label, development_method_label, lever_label, step_label
from crmlib.pipeline.methods import method_yield
from crmlib.pipeline.qualification import CRITERIA, qualify
from crmlib.pipeline.rates import outcome_rates

__all__ = ["CRITERIA", "STEPS", "channel_label", "development_funnel", "development_method_label", "funnel_gain", "lever_label",
           "method_yield", "outcome_rates", "plan_backwards", "pull_lever", "qualify", "step_label"]
