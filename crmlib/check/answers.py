"""The learner's side of a check: answers requests about a notebook's variables with plain data.

A request and its reply are JSON, so that they can cross from a sandbox:

- ``{"get": "grades"}`` and ``{"call": "abc_class", "arguments": [...]}``;
- ``{"value": ...}`` (see :mod:`crmlib.check.plain`) or a problem: ``{"problem": "missing"}``,
  ``{"problem": "not_plain", "type": "Figure"}``, ``{"problem": "not_callable", "type": "int"}``,
  ``{"problem": "raised", "error": "ZeroDivisionError: division by zero"}``.
"""

from crmlib.check.plain import NotPlain, decode, encode


class NotebookAnswers:
    """Answers from a dict of variables.

    Parameters
    ----------
    names : dict
        The notebook's namespace.

    Examples
    --------
    >>> NotebookAnswers({"share": 0.5}).ask({"get": "share"})
    {'value': 0.5}
    >>> NotebookAnswers({}).ask({"get": "share"})
    {'problem': 'missing'}
    """

    def __init__(self, names):
        self._names = names

    def ask(self, request):
        """Return the reply to one request."""
        name = request.get("get", request.get("call"))
        value = self._names.get(name, ...)
        if value is ...:  # not defined, or still the stub's three dots
            return {"problem": "missing"}
        if "call" in request:
            if not callable(value):
                return {"problem": "not_callable", "type": type(value).__name__}
            try:
                value = value(*decode(request["arguments"]))
            except Exception as error:
                return {"problem": "raised", "error": f"{type(error).__name__}: {error}"}
        try:
            return {"value": encode(value)}
        except NotPlain as problem:
            return {"problem": "not_plain", "type": str(problem)}
        except Exception as error:
            return {"problem": "raised", "error": f"{type(error).__name__}: {error}"}
