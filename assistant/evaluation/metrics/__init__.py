"""The figures of an evaluation; pure. Where there is nothing to judge by, a figure is None (NaN) and never 0.

- `intervals`: means, shares and quantiles with their confidence intervals (Efron and Tibshirani 1993; Wilson 1927;
  Hyndman and Fan 1996)
- `ranking`: recall, reciprocal rank and nDCG of retrieval (Voorhees 1999; Järvelin and Kekäläinen 2002)
- `answers`: exact match and token F1 (Rajpurkar et al. 2016, 2018; Lewis et al. 2020)
- `citing`: citation recall and precision (Gao et al. 2023)
- `declining`: what is declined, and what confidence is worth (Mann and Whitney 1947; El-Yaniv and Wiener 2010; Naeini
  et al. 2015; Geifman and El-Yaniv 2017; Guo et al. 2017)
- `paired`: two ways of answering on the same questions (Smucker, Allan and Carterette 2007)

The modules give the sources in full.
"""

from assistant.evaluation.metrics.answers import exact_match, normalized, token_f1
from assistant.evaluation.metrics.citing import Supports, citation_precision, citation_recall
from assistant.evaluation.metrics.declining import (
    CalibrationBin,
    RiskPoint,
    area_under_risk_coverage,
    auroc,
    calibration,
    expected_calibration_error,
    f1,
    risk_coverage,
)
from assistant.evaluation.metrics.intervals import (
    Array,
    Estimate,
    Statistic,
    draws,
    estimate,
    estimate_mean,
    estimate_quantile,
    estimate_share,
    mean,
    quantile,
    wilson_interval,
)
from assistant.evaluation.metrics.paired import Paired, compare
from assistant.evaluation.metrics.ranking import hit_at, ndcg_at, recall_at, reciprocal_rank

# fmt: off
__all__ = [
    "Array", "CalibrationBin", "Estimate", "Paired", "RiskPoint", "Statistic", "Supports",
    "area_under_risk_coverage", "auroc", "calibration", "citation_precision", "citation_recall", "compare", "draws",
    "estimate", "estimate_mean", "estimate_quantile", "estimate_share", "exact_match", "expected_calibration_error",
    "f1", "hit_at", "mean", "ndcg_at", "normalized", "quantile", "recall_at", "reciprocal_rank",
    "risk_coverage", "token_f1", "wilson_interval",
]
# fmt: on
