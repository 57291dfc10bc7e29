#!/usr/bin/env python3
"""Writes rules.tsv and zones.tsv with python-dateutil (2.9.0) and the system's time zones as the oracle.

    python3 -m venv venv && venv/bin/pip install python-dateutil==2.9.0.post0 && venv/bin/python generate.py

The tests read the two files only. The same seed gives the same files.

python-dateutil finds the local times of a rule; what lies around it is done here, as the Swift code documents it:
DTSTART is the first instance and COUNT counts it, local times become instants by RFC 5545 §3.3.5 (PEP 495 with fold=0
says the same), UNTIL is held against instants, RDATE, EXDATE and EXRULE are sets.

Where python-dateutil departs from RFC 5545 the question is put to it differently; see `Oracle`.
"""

import itertools
import random
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

from dateutil import rrule

SEED = 4791
RULES = 1300
SETS = 300
FIRST = 12
FREQUENCIES = ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY"]
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
ZONES = [
    "America/New_York", "Europe/Berlin", "Europe/London", "Australia/Sydney", "Asia/Kolkata", "America/Sao_Paulo",
    "Pacific/Auckland", "Asia/Tokyo", "Pacific/Apia", "Africa/Johannesburg", "Australia/Lord_Howe",
    "America/St_Johns", "Asia/Kathmandu", "America/Los_Angeles", "Europe/Istanbul", "Pacific/Kiritimati",
]
UNITS = {"HOURLY": 3600, "MINUTELY": 60, "SECONDLY": 1}
# How far the oracle walks: at most 20,000 units.
SPANS = {
    "YEARLY": 40 * 366, "MONTHLY": 30 * 366, "WEEKLY": 20 * 366, "DAILY": 15 * 366, "HOURLY": 2 * 366, "MINUTELY": 14,
    "SECONDLY": 0.25,
}
COMPACT = "%Y%m%dT%H%M%S"


class PastEnd(Exception):
    """The oracle walked beyond UNTIL without finding a time, where python-dateutil itself would go on to year 9999."""


class BoundedInfo(rrule._iterinfo):
    """The calendar of python-dateutil, which is asked for each unit, with an end."""

    def bounded(self, days, year, month, day):
        if (year, month, day) > self.rrule._until.timetuple()[:3]:
            raise PastEnd
        return days(year, month, day)

    def ydayset(self, *date):
        return self.bounded(super().ydayset, *date)

    def mdayset(self, *date):
        return self.bounded(super().mdayset, *date)

    def wdayset(self, *date):
        return self.bounded(super().wdayset, *date)

    def ddayset(self, *date):
        return self.bounded(super().ddayset, *date)


rrule._iterinfo = BoundedInfo


class Rule:
    """One RECUR value by its parts."""

    def __init__(self, frequency, **parts):
        self.frequency = frequency
        self.interval = parts.pop("INTERVAL", 1)
        self.count = parts.pop("COUNT", None)
        self.until = parts.pop("UNTIL", None)
        self.week_start = parts.pop("WKST", "MO")
        self.lists = parts

    def __str__(self):
        parts = [f"FREQ={self.frequency}"]
        if self.interval != 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.count:
            parts.append(f"COUNT={self.count}")
        if self.until:
            parts.append(f"UNTIL={self.until}")
        for name, values in self.lists.items():
            parts.append(f"{name}={','.join(map(str, values))}")
        if self.week_start != "MO":
            parts.append(f"WKST={self.week_start}")
        return ";".join(parts)


class Oracle:
    """The local times of a rule by python-dateutil up to a time, ascending, without COUNT and UNTIL."""

    def __init__(self, rule, start, end):
        self.rule = rule
        self.start = start
        self.end = end

    def times(self, earliest=None):
        """The times from `earliest` on; a rule within the day starts near it, for the oracle would walk there."""
        lists = dict(self.rule.lists)
        start = self.aligned(earliest)
        # §3.3.10: "Information, not contained in the rule, necessary to determine the various recurrence instance start
        # time and dates are derived from the Start Time". With BYWEEKNO alone python-dateutil has all days of the week.
        if "BYWEEKNO" in lists and not {"BYDAY", "BYMONTHDAY", "BYYEARDAY"} & set(lists):
            lists["BYDAY"] = [DAYS[self.start.weekday()]]
        # §3.3.10: BYSETPOS counts within one interval. python-dateutil's first week begins with DTSTART, not with WKST.
        if self.rule.frequency == "WEEKLY" and "BYSETPOS" in lists:
            lists.setdefault("BYDAY", [DAYS[self.start.weekday()]])
            start -= timedelta(days=(start.weekday() - DAYS.index(self.rule.week_start)) % 7)
        for time in self.union(lists, start):
            if time >= max(self.start, earliest or self.start):
                yield time

    def aligned(self, earliest):
        unit = UNITS.get(self.rule.frequency)
        if not unit or not earliest:
            return self.start
        step = unit * self.rule.interval
        steps = int((earliest - self.start).total_seconds()) // step
        return self.start + timedelta(seconds=max(0, steps - 1) * step)

    def union(self, lists, start):
        # §3.3.10: the elements of BYDAY are a list. python-dateutil has those days that are in the part of the list with
        # numbers and in the part without.
        days = lists.get("BYDAY", [])
        plain = [day for day in days if len(day) == 2]
        if not plain or len(plain) == len(days):
            return self.walk(lists, start)
        numbered = [day for day in days if len(day) > 2]
        both = [self.walk(lists | {"BYDAY": part}, start) for part in (plain, numbered)]
        return unique(merge(*both))

    def walk(self, lists, start):
        keys = {
            "BYMONTH": "bymonth", "BYMONTHDAY": "bymonthday", "BYYEARDAY": "byyearday", "BYWEEKNO": "byweekno",
            "BYHOUR": "byhour", "BYMINUTE": "byminute", "BYSECOND": "bysecond", "BYSETPOS": "bysetpos",
        }
        arguments = {keys[name]: values for name, values in lists.items() if name in keys}
        if "BYDAY" in lists:
            arguments["byweekday"] = [weekday(day) for day in lists["BYDAY"]]
        try:
            yield from rrule.rrule(
                FREQUENCIES.index(self.rule.frequency), dtstart=start, interval=self.rule.interval, until=self.end,
                wkst=DAYS.index(self.rule.week_start), **arguments,
            )
        except PastEnd:
            return


def merge(*sources):
    import heapq

    return heapq.merge(*sources)


def unique(times):
    return (time for time, _ in itertools.groupby(times))


def weekday(text):
    day = rrule.weekday(DAYS.index(text[-2:]))
    return day(int(text[:-2])) if len(text) > 2 else day


class Series:
    """A DTSTART in a zone with its rules, and what instants they have."""

    def __init__(self, zone, start, rule, exrule=None, rdates=(), exdates=()):
        self.zone, self.start, self.rule, self.exrule = zone, start, rule, exrule
        self.rdates, self.exdates = list(rdates), list(exdates)

    def instant(self, time):
        zone = timezone.utc if self.zone in ("DATE", "FLOATING", "UTC") else ZoneInfo(self.zone)
        return time.replace(tzinfo=zone, fold=0).astimezone(timezone.utc).replace(tzinfo=None)

    def local(self, instant):
        zone = timezone.utc if self.zone in ("DATE", "FLOATING", "UTC") else ZoneInfo(self.zone)
        return instant.replace(tzinfo=timezone.utc).astimezone(zone).replace(tzinfo=None, fold=0)

    def value(self, time):
        if self.zone == "DATE":
            return time.strftime("%Y%m%d")
        return time.strftime(COMPACT) + ("Z" if self.zone == "UTC" else "")

    def rule_times(self, rule, end, earliest=None, with_start=True):
        times = Oracle(rule, self.start, end).times(earliest)
        if with_start and (earliest is None or earliest <= self.start):
            times = unique(merge([self.start], times))
        if rule.count:
            times = itertools.islice(times, rule.count)
        for time in times:
            if time > end:
                return
            if rule.until and not self.is_before_until(time, rule.until):
                continue
            yield time

    def is_before_until(self, time, until):
        if len(until) == 8:
            return time.strftime("%Y%m%d") <= until
        if until.endswith("Z"):
            return self.instant(time).strftime(COMPACT) + "Z" <= until
        return time.strftime(COMPACT) <= until

    def instants(self, end, earliest=None):
        """The instants up to a local time, ascending; `earliest` is local too."""
        times = {self.start} | set(self.rule_times(self.rule, end, earliest)) | {time for time, _ in self.rdates}
        if self.exrule:
            times -= set(self.rule_times(self.exrule, end, earliest, with_start=False))
        excluded = set(self.exdates)
        return sorted({self.instant(time) for time in times if time <= end} - excluded)


def random_rule(random, frequency):
    parts = {}

    def pick(name, values, most, chance):
        if random.random() < chance:
            parts[name] = sorted(random.sample(values, random.randint(1, most)))

    signed = lambda limit: [n for n in range(-limit, limit + 1) if n]
    is_short = frequency in UNITS
    if frequency == "YEARLY":
        pick("BYWEEKNO", [n for n in signed(53) if n > -52], 3, 0.2)
        if "BYWEEKNO" not in parts:
            pick("BYYEARDAY", signed(366), 4, 0.2)
    if is_short:
        pick("BYYEARDAY", list(range(-250, 0)) + list(range(1, 250)), 60, 0.1)
    pick("BYMONTH", list(range(1, 13)), 10 if is_short else 4, 0.2 if is_short else 0.35)
    if frequency != "WEEKLY":
        pick("BYMONTHDAY", signed(31), 25 if is_short else 5, 0.3)
    if random.random() < 0.45:
        parts["BYDAY"] = random_days(random, frequency, parts)
    pick("BYHOUR", list(range(24)), 12 if is_short else 3, 0.3 if is_short else 0.2)
    pick("BYMINUTE", list(range(60)), 30 if is_short else 3, 0.25 if is_short else 0.15)
    pick("BYSECOND", list(range(60)), 30 if is_short else 2, 0.2 if is_short else 0.1)
    is_mixed = len({len(day) > 2 for day in parts.get("BYDAY", [])}) == 2
    if parts and not is_mixed and random.random() < 0.25:
        parts["BYSETPOS"] = sorted(random.sample([-3, -2, -1, 1, 2, 3, 5], random.randint(1, 3)))
    if random.random() < 0.35:
        parts["INTERVAL"] = random.choice([2, 2, 3, 4, 5, 6, 7, 10, 13, 24, 36, 90])
        if frequency == "YEARLY":
            parts["INTERVAL"] = min(parts["INTERVAL"], 5)
    if random.random() < 0.3:
        parts["WKST"] = random.choice(DAYS)
    return Rule(frequency, **parts)


def random_days(random, frequency, parts):
    days = random.sample(DAYS, random.randint(1, 4))
    limit = 5 if frequency == "MONTHLY" or "BYMONTH" in parts else 53
    is_numbered = frequency == "MONTHLY" or (frequency == "YEARLY" and "BYWEEKNO" not in parts)
    if not is_numbered or random.random() < 0.4:
        return days
    number = lambda: random.choice([n for n in range(-limit, limit + 1) if n])
    return [f"{number()}{day}" if random.random() < 0.8 else day for day in days]


def random_start(random, zone):
    day = datetime(1997, 1, 1) + timedelta(days=random.randint(0, 38 * 365))
    if zone == "DATE":
        return day
    hour = random.choice([0, 1, 2, 2, 3, 8, 9, 12, 17, 23])
    minute, second = random.choice([(0, 0), (0, 0), (30, 0), (15, 0), (59, 59), (7, 42)])
    return day.replace(hour=hour, minute=minute, second=second)


def bound(random, series, end):
    """Gives the rule a COUNT or an UNTIL, often at an instance."""
    chance = random.random()
    if chance < 0.25:
        series.rule.count = random.choice([1, 2, 3, 5, 8, 10, 20, 40])
    elif chance < 0.5:
        times = list(itertools.islice(series.rule_times(series.rule, end), 15))
        time = random.choice(times)
        if random.random() < 0.3:
            time += timedelta(days=random.randint(-1, 40))
        if series.zone in ("DATE", "FLOATING"):
            series.rule.until = series.value(time)
        elif random.random() < 0.2:
            series.rule.until = time.strftime("%Y%m%d")
        else:
            series.rule.until = series.instant(time).strftime(COMPACT) + "Z"


def random_series(random, with_set):
    zone = random.choice(["DATE", "FLOATING", "UTC"] + ZONES * 2)
    choices = FREQUENCIES[:4] if zone == "DATE" else FREQUENCIES
    weights = [6, 6, 5, 4, 3, 2, 2][: len(choices)]
    rule = random_rule(random, random.choices(choices, weights)[0])
    if zone == "DATE":
        for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
            rule.lists.pop(name, None)
        if set(rule.lists) == {"BYSETPOS"}:
            rule.lists.pop("BYSETPOS")
    series = Series(zone, random_start(random, zone), rule)
    end = min(series.start + timedelta(days=SPANS[rule.frequency]), datetime(2074, 12, 31))
    bound(random, series, end)
    if with_set:
        add_set(random, series, end)
    return series, end


def add_set(random, series, end):
    times = list(itertools.islice(series.rule_times(series.rule, end), 15))
    step = timedelta(days=1) if series.zone == "DATE" else timedelta(minutes=90)
    for _ in range(random.randint(0, 4)):
        time = random.choice(times) + step * random.randint(0, 60)
        length = random.choice([None, None, 3600, 5400]) if series.zone != "DATE" else None
        series.rdates.append((time, length))
    for time in random.sample(times, min(len(times), random.randint(0, 5))):
        series.exdates.append(series.instant(time))
    if random.random() < 0.3:
        frequency = random.choice(["WEEKLY", "MONTHLY", "YEARLY", "DAILY"])
        series.exrule = Rule(frequency, INTERVAL=random.choice([1, 2, 3]))
        if random.random() < 0.4:
            series.exrule.count = random.randint(1, 5)
        if random.random() < 0.4 and frequency != "DAILY":
            series.exrule.lists["BYDAY"] = [random.choice(DAYS)]


def far_start(series):
    """A local time 50 years on, where time zones still have rules."""
    start = series.start + timedelta(days=50 * 365 + 12)
    return start.replace(hour=0, minute=0, second=0, microsecond=0)


def line(random, series, end):
    instants = [time for time in series.instants(end) if time < series.instant(end)]
    first = instants[:FIRST]
    is_unbounded = not series.rule.count and not series.rule.until
    if is_unbounded and not series.exrule:
        window_start = far_start(series)
        window_end = window_start + timedelta(days=SPANS[series.rule.frequency] / 40)
        found = series.instants(window_end + timedelta(days=2), window_start - timedelta(days=2))
    else:
        window_start = series.start + (end - series.start) * random.random()
        window_start = window_start.replace(hour=0, minute=0, second=0, microsecond=0)
        window_end, found = end, instants
    lower, upper = series.instant(window_start), series.instant(window_end)
    if series.zone == "DATE":
        upper = upper.replace(hour=0, minute=0, second=0, microsecond=0)
    window = [time for time in found if lower <= time < upper]
    if len(window) > FIRST:
        upper, window = window[FIRST], window[:FIRST]
    return "\t".join([
        series.zone, series.value(series.start), str(series.rule), str(series.exrule or ""),
        ",".join(series.value(time) + (f"/PT{length}S" if length else "") for time, length in series.rdates),
        ",".join(time.strftime("%Y%m%d" if series.zone == "DATE" else COMPACT + "Z") for time in series.exdates),
        compact(series.instant(end)), ",".join(map(compact, first)), compact(lower), compact(upper),
        ",".join(map(compact, window)),
    ])


def compact(time):
    return time.strftime(COMPACT)


def write_rules(path):
    random_numbers = random.Random(SEED)
    lines = []
    while len(lines) < RULES + SETS:
        try:
            series, end = random_series(random_numbers, with_set=len(lines) >= RULES)
            lines.append(line(random_numbers, series, end))
        except (ValueError, IndexError):
            continue  # INTERVAL and BYHOUR never meet, which python-dateutil refuses; or no time at all
    path.write_text("\n".join(lines) + "\n")


def write_zones(path):
    """Local times around each change of offset, and the instants that they name."""
    lines = []
    for zone in ZONES + ["America/Santiago", "Asia/Tehran", "Europe/Moscow", "Atlantic/Azores", "Africa/Cairo"]:
        info = ZoneInfo(zone)
        day = datetime(1971, 1, 1)
        before = day.replace(tzinfo=info).utcoffset()
        while day < datetime(2019, 1, 1):
            day += timedelta(days=1)
            after = day.replace(tzinfo=info).utcoffset()
            if after != before:
                for minutes in (-1470, -1440, -1380, -1350, -1330, -1300, -1260, -1200, -31, 0, 30, 61):
                    lines.append(zone_line(zone, info, day + timedelta(minutes=minutes)))
                day += timedelta(days=random.Random(day.toordinal()).choice([20, 400, 800]))
                after = day.replace(tzinfo=info).utcoffset()
            before = after
    path.write_text("\n".join(lines) + "\n")


def zone_line(zone, info, time):
    instant = time.replace(tzinfo=info, fold=0).astimezone(timezone.utc).replace(tzinfo=None)
    return f"{zone}\t{compact(time)}\t{compact(instant)}"


if __name__ == "__main__":
    folder = Path(__file__).parent
    write_rules(folder / "rules.tsv")
    write_zones(folder / "zones.tsv")
