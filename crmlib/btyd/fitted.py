"""What the models have in common: what a fit leaves behind."""

import warnings

import pandas as pd

from crmlib.language import CourseError, listed
from crmlib.language import gettext as _
from crmlib.parameters import is_number


class FittedModel:
    """A model whose results exist once it is fitted.

    Attributes
    ----------
    params_ : pandas.Series
        The parameters, by name.
    standard_errors_ : pandas.Series
        The standard error of each parameter.
    confidence_intervals_ : pandas.DataFrame
        95 %: ``low`` and ``high`` of each parameter.
    log_likelihood_ : float
    """

    _PARAMS = ()
    _RESULTS = ("params_", "standard_errors_", "confidence_intervals_", "log_likelihood_")

    @classmethod
    def from_params(cls, **params):
        """Return the model with parameters that are known already: from an earlier fit, or published.

        Parameters
        ----------
        params : float
            Each parameter by its name, above 0.

        Returns
        -------
        FittedModel
            The model, without standard errors, intervals and log-likelihood.

        Raises
        ------
        CourseError
            If the names are not those of the model, or a value is not a number above 0.

        Examples
        --------
        >>> from crmlib.btyd.bg_nbd import BGNBD
        >>> BGNBD.from_params(r=0.243, alpha=4.414, a=0.793, b=2.426)
        BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
        """
        if set(params) != set(cls._PARAMS):
            raise CourseError(_("{model} has the parameters {names}. Give a number for each of them.")
                              .format(model=cls.__name__, names=listed(cls._PARAMS)))
        for name, value in params.items():
            if not is_number(value) or value <= 0:
                raise CourseError(_("{name}={value!r} does not work. Give a number above 0.").format(name=name, value=value))
        model = cls()
        model.params_ = pd.Series({name: float(params[name]) for name in cls._PARAMS})
        return model

    def _keep(self, found, warning_of):
        """Keep the estimates, and warn of each group of parameters about which the data say nothing."""
        self.params_ = found.params
        self.standard_errors_ = found.standard_errors
        self.confidence_intervals_ = found.confidence_intervals
        self.log_likelihood_ = found.log_likelihood
        for group in found.unclear:
            warnings.warn(warning_of[group], stacklevel=3)
        return self

    def __getattr__(self, name):
        if name in self._RESULTS:
            raise CourseError(_("The model is not fitted yet. Call .fit(summary) first."))
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __repr__(self):
        if "params_" not in vars(self):
            return f"{type(self).__name__}()"
        return f"{type(self).__name__}({', '.join(f'{name}={value:.4g}' for name, value in self.params_.items())})"
