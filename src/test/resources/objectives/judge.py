"""Judges objectives by their definitions and in exact fractions; shares no code and no formula of ranks with the program.

Reads a JSON file: a list of cases {percentile, limit: [warning, critical], window} or {availability}, with now and interval
(milliseconds) and measurements [at, failed, took or null] (milliseconds, true or false, nanoseconds). Prints a line a case:
percentile: severity, percentile in nanoseconds, number of measurements with the phase;
availability: severity, failed, probes, burn rate of the longer and of the shorter window, rounded down to a tenth.
"""
import json
import math
import sys
from fractions import Fraction

HOUR = 3_600_000
ALARMS = [
    ("CRITICAL", Fraction("14.4"), HOUR, HOUR // 12),
    ("WARNING", Fraction(6), 6 * HOUR, HOUR // 2),
]


def window(case, asked):
    length = max(asked, 2 * case["interval"])
    return [m for m in case["measurements"] if case["now"] - length < m[0] <= case["now"]]


def percentile(case):
    seen = [m for m in window(case, case["window"]) if m[2] is not None]
    if not seen:
        return "OK - 0"
    # The smallest measured value that at least so many percent of all do not exceed.
    share = Fraction(case["percentile"], 100)
    found = min(m[2] for m in seen if Fraction(sum(o[2] <= m[2] for o in seen), len(seen)) >= share)
    warning, critical = case["limit"]
    runs = {m[0] for m in seen if m[2] > warning}
    severity = "OK" if found <= warning or len(runs) < 2 else "WARNING" if found <= critical else "CRITICAL"
    return f"{severity} {found} {len(seen)}"


def availability(case):
    budget = 1 - Fraction(case["availability"]) / 100
    for severity, factor, asked, recent in ALARMS:
        long, short = window(case, asked), window(case, recent)
        if not long or not short:
            continue
        failed = [m for m in long if m[1]]
        rates = [Fraction(sum(m[1] for m in seen), len(seen)) / budget for seen in (long, short)]
        if min(rates) >= min(factor, 1 / budget) and len({m[0] for m in failed}) >= 2:
            tenths = [math.floor(rate * 10) for rate in rates]
            return f"{severity} {len(failed)} {len(long)} {tenths[0]} {tenths[1]}"
    return "OK"


for case in json.load(open(sys.argv[1], encoding="utf-8")):
    print(percentile(case) if "percentile" in case else availability(case))
