"""The curve-fitting method: typical profit curves, fitted to a customer's history and drawn on into the future."""

from crmlib.curves.fit import compare_profit_curves
from crmlib.curves.forecast import ProfitForecast, fit_profit_curve
from crmlib.curves.shapes import SHAPES, shape_label

__all__ = ["SHAPES", "ProfitForecast", "compare_profit_curves", "fit_profit_curve", "shape_label"]
