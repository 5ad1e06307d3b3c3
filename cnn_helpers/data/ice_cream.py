"""Two years of an ice-cream shop: made up, from a formula that this file states."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from cnn_helpers.data.files import read_data_file
from cnn_helpers.validation import check_positive_int

__all__ = [
    "IceCream",
    "expected_revenue",
    "load_ice_cream",
    "make_ice_cream",
]

ICE_CREAM_FILE = "ice_cream/ice_cream.csv"
_HEADER = "day,temperature,day_of_week,is_weekend,revenue"


class IceCream(NamedTuple):
    """The days of a made-up ice-cream shop; day 1 is a Monday, the first of January.

    Attributes
    ----------
    day : numpy.ndarray of int64, shape (N,)
        1 to N.
    temperature : numpy.ndarray of float64, shape (N,)
        Of the afternoon, in degrees Celsius.
    day_of_week : numpy.ndarray of int64, shape (N,)
        0 is Monday, 6 is Sunday.
    is_weekend : numpy.ndarray of bool, shape (N,)
        True on Saturdays and Sundays.
    revenue : numpy.ndarray of float64, shape (N,)
        In euros, never below 0.
    """

    day: np.ndarray
    temperature: np.ndarray
    day_of_week: np.ndarray
    is_weekend: np.ndarray
    revenue: np.ndarray


def expected_revenue(temperature, is_weekend):
    """Return what the made-up shop takes on an average day, in euros.

    The curve has two bends, and so needs two ReLU neurons::

        revenue = 60 + 20 * relu(temperature - 10 + 5 * is_weekend) - 16 * relu(temperature - 24)

    On a cold day a few people come all the same. From 10 degrees on, each degree brings 20 euros;
    on a weekend people are out already at 5 degrees, which makes 100 euros more on any warm day.
    Above 24 degrees it is too hot for a walk, and a degree brings only 4 euros more.

    Parameters
    ----------
    temperature : array_like
        Degrees Celsius.
    is_weekend : array_like of bool, same shape
        True on Saturdays and Sundays.

    Returns
    -------
    numpy.ndarray of float64
        Euros, the same shape.

    Examples
    --------
    >>> expected_revenue([5, 20, 20, 30], [False, False, True, False]).tolist()
    [60.0, 260.0, 360.0, 364.0]
    """
    temperature = np.asarray(temperature, np.float64)
    is_weekend = np.asarray(is_weekend, bool)
    warm = np.maximum(temperature - 10 + 5 * is_weekend, 0)
    hot = np.maximum(temperature - 24, 0)
    return 60 + 20 * warm - 16 * hot


def make_ice_cream(days=730, *, seed=7):
    """Make up the days of an ice-cream shop; the defaults give what `load_ice_cream` has stored.

    Temperature follows the seasons, ``16 - 12 * cos(2 pi (day - 20) / 365)`` degrees, plus weather:
    noise with a standard deviation of 4 degrees, of which 0.7 is carried over from the day before.
    Revenue is `expected_revenue` plus noise with a standard deviation of 20 euros, and at least 0.

    Parameters
    ----------
    days : int
        How many days, N.
    seed : int
        The same seed gives the same days.

    Returns
    -------
    IceCream
        Temperature and revenue are rounded to one decimal.

    Examples
    --------
    >>> make_ice_cream(days=8, seed=0).day_of_week.tolist()
    [0, 1, 2, 3, 4, 5, 6, 0]
    """
    days = check_positive_int(days, "days")
    generator = np.random.default_rng(seed)
    day = np.arange(1, days + 1)
    season = 16 - 12 * np.cos(2 * np.pi * (day - 20) / 365)
    weather = 4 * _carried_over(generator.standard_normal(days), share=0.7)
    temperature = np.round(season + weather, 1)
    day_of_week = (day - 1) % 7
    is_weekend = day_of_week >= 5
    noise = 20 * generator.standard_normal(days)
    revenue = np.round(np.maximum(expected_revenue(temperature, is_weekend) + noise, 0), 1)
    return IceCream(day, temperature, day_of_week, is_weekend, revenue)


def _carried_over(noise, share):
    """Turn independent noise into noise that keeps a share of the value before."""
    kept = np.empty_like(noise)
    kept[0] = noise[0]
    for index in range(1, len(noise)):
        # The factor keeps the standard deviation at 1.
        kept[index] = share * kept[index - 1] + np.sqrt(1 - share**2) * noise[index]
    return kept


def ice_cream_csv(shop):
    """Return days as the text of a CSV file, one line a day.

    Parameters
    ----------
    shop : IceCream

    Returns
    -------
    str
        With a header line; weekends are 1, other days 0.

    Examples
    --------
    >>> print(ice_cream_csv(make_ice_cream(days=1, seed=0)), end="")
    day,temperature,day_of_week,is_weekend,revenue
    1,5.1,0,0,57.4
    """
    rows = [
        f"{day},{temperature:.1f},{day_of_week},{int(is_weekend)},{revenue:.1f}"
        for day, temperature, day_of_week, is_weekend, revenue in zip(*shop, strict=True)
    ]
    return "\n".join([_HEADER, *rows]) + "\n"


def load_ice_cream():
    """Return the stored two years of the ice-cream shop. They are made up: see `make_ice_cream`.

    Returns
    -------
    IceCream
        730 days in read-only arrays, the same ones at each call.

    Raises
    ------
    DataError
        If the file is missing or damaged.

    Examples
    --------
    >>> shop = load_ice_cream()
    >>> shop.revenue.shape, int(shop.is_weekend.sum())
    ((730,), 208)
    """
    return _load()


@lru_cache
def _load():
    text = read_data_file(ICE_CREAM_FILE).decode("ascii")
    columns = np.loadtxt(text.splitlines(), delimiter=",", skiprows=1, unpack=True)
    dtypes = (np.int64, np.float64, np.int64, bool, np.float64)
    shop = IceCream(*(column.astype(dtype) for column, dtype in zip(columns, dtypes, strict=True)))
    for column in shop:
        column.flags.writeable = False
    return shop
