"""From a sales log to one row per customer: the step that RFM and buy-till-you-die models share."""
