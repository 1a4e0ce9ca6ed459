"""Making a page in bounded time, whatever a student wrote."""

import html
import time

from crmlib.grading.computing import ComputedTooLong, computing_limit

PAGE_SECONDS, PIECE_SECONDS = 20.0, 3.0


class Patience:
    """The computing time that there is for one page: what takes longer is shown as it was written.

    Parameters
    ----------
    page, piece : float
        Seconds for the whole page, and for one piece of it.

    Examples
    --------
    >>> Patience().show(lambda text: f"<b>{text}</b>", "sales")
    '<b>sales</b>'
    >>> Patience(page=0).show(lambda text: f"<b>{text}</b>", "a < b")
    '<pre>a &lt; b</pre>'
    """

    def __init__(self, page=PAGE_SECONDS, piece=PIECE_SECONDS):
        self._left, self._piece = page, piece

    def show(self, made, written, *details):
        """Return ``made(written, *details)``, or `written` as text where that takes too long."""
        began = time.process_time()
        try:
            if self._left > 0:
                with computing_limit(min(self._left, self._piece)):
                    return made(written, *details)
        except ComputedTooLong:
            pass
        finally:
            self._left -= time.process_time() - began
        return f"<pre>{html.escape(written, quote=False)}</pre>"
