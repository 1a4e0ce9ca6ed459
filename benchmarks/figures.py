"""The figures on which packages must agree: computed in the same way from what each of them returns."""

from crmlib.btyd.bg_nbd_likelihood import BGNBDLikelihood
from crmlib.btyd.gamma_gamma_likelihood import GammaGammaLikelihood


def of_summary(summary):
    """Add up a table for buy-till-you-die models, with times in days."""
    days_since_last = float((summary["T"] - summary["recency"]).sum())
    sums = {name: float(summary[name].sum()) for name in ("frequency", "recency", "T", "monetary_value")}
    return {"customers": len(summary), "days since last": days_since_last, **sums}


def of_rfm(table):
    """Add up an RFM table."""
    return {"customers": len(table), "days since last": float(table["days_since_last"].sum())}


def of_bg_nbd(table, params):
    """Return the log-likelihood of a BG/NBD model, given r, alpha, a and b."""
    likelihood = BGNBDLikelihood(*(table[name].to_numpy() for name in ("frequency", "recency", "T")))
    return {"log-likelihood": float(likelihood(params)[0])}


def of_gamma_gamma(table, params):
    """Return the log-likelihood of a Gamma-Gamma model, given p, q and v."""
    likelihood = GammaGammaLikelihood(*(table[name].to_numpy() for name in ("frequency", "monetary_value")))
    return {"log-likelihood": float(likelihood(params)[0])}


def of_pairs(counts, lifts):
    """Add up the pairs of products."""
    return {"pairs": len(counts), "count": float(counts.sum()), "lift": float(lifts.sum())}
