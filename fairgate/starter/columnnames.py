"""How columns are usually called: patterns for :mod:`fairgate.starter.guess`, surest first.

They match whole names in lower case, with words joined by ``_``.
"""

from __future__ import annotations

SCORE = (r"(y_)?(score|proba?|probability)(_[01a-z]+)?|p|p_.+|.+_(score|proba?|probability)",)
ROW_ID = (r"id|row_?id|uuid|row|row_?number|index", r".+_(id|uuid|key|nr|number)|id_.+")
PREDICTION = (
    r"y_?pred(icted)?|predictions?|pred|predicted(_label)?|y_?hat|decisions?",
    r"(.+_)?(pred|prediction|predicted|decision|decided|hat)(_.+)?",
    r"approved|accepted|selected|admitted|granted|hired|shortlisted|flagged|offered|invited",
)
LABEL = (
    r"labels?|y_?true|true_?label|ground_?truth|truth|actual|target|outcome|observed",
    r"(.+_)?(label|actual|target|outcome|truth|true)(_.+)?|y",
    r"approve|repaid|repay|paid(_back)?|default(ed)?|(.+_)?recid(ivism)?|qualified|class|passed",
)
SENSITIVE = (
    r"race|ethnic(ity)?(_?group)?|sex|gender|age(_?(group|band|bracket))?|"
    r"nationality|citizenship|national_?origin|native_?country|country_of_birth|caste|"
    r"religion|disabled|disability|marital(_?status)?|married|pregnan(t|cy)|veteran|"
    r"sexual_?orientation|black|white|asian|hispanic|hispan|female|male|woman|immigrant|"
    r"foreign(er|_?worker)?|(.+_)?(race|ethnicity|sex|gender|nationality|disability)(_.+)?"
)
RACE = r"(.+_)?(race|ethnic(ity)?|black|white|asian|hispanic|hispan|national_?origin)(_.+)?"
SEX = r"(.+_)?(sex|gender|female|male|woman)(_.+)?"
GOOD = (
    r"1|1\.0|true|yes|y|good|positive|pos|pass(ed)?|approved?|accept(ed)?|repaid|paid|hired|"
    r"selected|qualified|success|>50k\.?"
)
