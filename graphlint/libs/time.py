"""`time`, `datetime`, `timeit`, `calendar`: the clock isn't read; what it would say is unknown."""

from __future__ import annotations

import datetime
import time
from typing import Any

from graphlint.libs.numpy.unknowns import UnknownScalar
from graphlint.libs.rows import library, nothing, unknown
from graphlint.sandbox.exposed import allow, allow_call
from graphlint.sandbox.unknown import Unknown

_CLOCKS = ["time", "clock", "perf_counter", "monotonic", "process_time", "time_ns", "perf_counter_ns"]
_TEXTS = ["strftime", "ctime", "asctime", "localtime", "gmtime", "strptime", "mktime"]
_DATE = [
    "year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo", "weekday", "isoweekday",
    "isoformat", "strftime", "timetuple", "replace", "date", "time", "timestamp", "total_seconds", "days", "seconds",
    "microseconds", "toordinal", "ctime", "min", "max", "fromordinal", "combine",
]  # fmt: skip


def _clock(name: str) -> Any:
    def function() -> Any:
        return UnknownScalar("the time", int if name.endswith("_ns") else float, python=True, text=f"time.{name}()")

    function.__name__ = function.__qualname__ = name
    return function


TIME = library(
    "time",
    {name: _clock(name) for name in _CLOCKS},
    {name: unknown("the time", f"time.{name}(...)") for name in _TEXTS},
    {"sleep": nothing, "tzset": nothing, "timezone": 0, "struct_time": allow_call(time.struct_time)},
)


def _now(name: str) -> Any:
    def function(*args: Any, **options: Any) -> Unknown:
        return Unknown("the time", text=f"datetime.{name}()")

    return function


class datetime_model(datetime.datetime):
    """A moment that the script names by its numbers."""

    now = staticmethod(_now("now"))
    utcnow = staticmethod(_now("utcnow"))
    today = staticmethod(_now("today"))
    fromtimestamp = staticmethod(_now("fromtimestamp"))
    utcfromtimestamp = staticmethod(_now("utcfromtimestamp"))
    strptime = staticmethod(_now("strptime"))
    fromisoformat = staticmethod(_now("fromisoformat"))


class date_model(datetime.date):
    """A day that the script names by its numbers."""

    today = staticmethod(_now("today"))
    fromtimestamp = staticmethod(_now("fromtimestamp"))
    fromisoformat = staticmethod(_now("fromisoformat"))


datetime_model.__name__, date_model.__name__ = "datetime", "date"
_NOW = {"now", "utcnow", "today", "fromtimestamp", "utcfromtimestamp", "strptime", "fromisoformat"}
for _cls in (datetime_model, date_model, datetime.timedelta, datetime.time, datetime.date, datetime.datetime):
    allow(_cls, _NOW | set(_DATE), callable=True)

allow(datetime.timezone, {"utc", "utcoffset", "tzname", "dst"}, callable=True)

DATETIME = library(
    "datetime",
    {"datetime": datetime_model, "date": date_model, "timedelta": datetime.timedelta, "time": datetime.time},
    {"timezone": datetime.timezone, "tzinfo": object, "MINYEAR": 1, "MAXYEAR": 9999},
)
TIMEIT = library("timeit", {"default_timer": _clock("default_timer"), "timeit": unknown("a duration")})
CALENDAR = library("calendar", {"timegm": unknown("the time"), "monthrange": unknown("a calendar")})
