import numpy as np
import pytest

import crmlib as crm
from crmlib.btyd.simulate import simulate_bg_nbd, simulate_gamma_gamma
from crmlib.language import CourseError

BG_NBD = {"r": 0.8, "alpha": 10.0, "a": 0.8, "b": 2.4}


def test_known_parameters_forecast_like_those_of_a_fit():
    customers = simulate_bg_nbd(BG_NBD, np.full(500, 52.0), seed=1)
    customers["monetary_value"] = simulate_gamma_gamma({"p": 4, "q": 5, "v": 40}, customers["frequency"], seed=2)
    fitted, spending = crm.BGNBD().fit(customers), crm.GammaGamma().fit(customers)
    known, known_spending = crm.BGNBD.from_params(**fitted.params_), crm.GammaGamma.from_params(**spending.params_)
    assert known.expected_purchases(26, customers).equals(fitted.expected_purchases(26, customers))
    assert known.p_alive(customers).equals(fitted.p_alive(customers)) and repr(known) == repr(fitted)
    assert known_spending.expected_value(customers).equals(spending.expected_value(customers))


@pytest.mark.parametrize("model, params, words", [
    (crm.BGNBD, {"r": 1, "alpha": 1, "a": 1}, "BGNBD has the parameters r, alpha, a, b"),
    (crm.BGNBD, {**BG_NBD, "p": 1}, "BGNBD has the parameters"),
    (crm.GammaGamma, {"p": 1, "q": 0, "v": 1}, "q=0"),
    (crm.GammaGamma, {"p": 1, "q": "2", "v": 1}, "q='2'"),
])
def test_parameters_must_be_those_of_the_model(model, params, words):
    with pytest.raises(CourseError, match=words):
        model.from_params(**params)


def test_what_only_a_fit_tells_is_not_there():
    with pytest.raises(CourseError, match="not fitted"):
        crm.BGNBD.from_params(**BG_NBD).standard_errors_
