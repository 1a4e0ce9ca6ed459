import re

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from crmlib.btyd.bg_nbd import BGNBD
from crmlib.draw import alt_text, forecast_comparison, p_alive_map
from crmlib.language import use_language

TABLE = pd.DataFrame({"actual": [50, 90], "model": [47.0, 81.0], "same_rate": [80.0, 160.0], "recent_only": [40.0, 99.0]}, index=[13, 26])


@pytest.fixture(params=["en", "zh"])
def language(request):
    use_language(request.param)
    return request.param


def drawn_map():
    model = BGNBD()
    model.params_ = pd.Series([0.243, 4.414, 0.793, 2.426], ["r", "alpha", "a", "b"])
    summary = pd.DataFrame({"frequency": [0, 2, 10], "recency": [0.0, 5.0, 30.0], "T": [38.0, 20.0, 38.0]})
    return model, p_alive_map(model, summary)


def test_every_figure_has_a_title_and_alt_text_with_numbers(language):
    for ax in (forecast_comparison(TABLE), drawn_map()[1]):
        ax.figure.canvas.draw()
        for text in (ax.get_title(loc="left"), alt_text(ax)):
            assert re.search(r"\d", text)
            assert bool(re.search(r"[\u4e00-\u9fff]", text)) == (language == "zh")


def test_the_lines_are_the_forecasts():
    ax = forecast_comparison(TABLE)
    assert [line.get_ydata().tolist() for line in ax.get_lines()] == [[0, *TABLE[column]] for column in TABLE]
    assert ax.get_title(loc="left") == "The model expected 81 purchases, 90 were made"
    assert "what happened: 90; model: 81 (-10%); everybody goes on as before: 160 (+78%)" in alt_text(ax)


def test_times_in_days_are_called_days():
    table = TABLE.copy()
    table.attrs["unit"] = "days"
    assert forecast_comparison(table).get_xlabel() == "Time since the forecast (days)"


def test_the_map_shows_the_models_probabilities():
    model, ax = drawn_map()
    shown = ax.collections[0].get_array().reshape(100, -1)
    corner = pd.DataFrame({"frequency": [1, shown.shape[1]], "recency": [19.0, 38.0], "T": [38.0, 38.0]})
    assert [shown[49, 0], shown[99, -1]] == pytest.approx(model.p_alive(corner).tolist())
    assert np.all(np.diff(shown, axis=0) > 0)


def test_a_figure_is_drawn_on_the_axes_it_is_given():
    ax = plt.figure().add_subplot()
    assert forecast_comparison(TABLE, ax=ax) is ax
