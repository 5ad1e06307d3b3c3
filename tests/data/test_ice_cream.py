import numpy as np
import pytest

from cnn_helpers import data


def test_the_stored_days():
    shop = data.load_ice_cream()
    assert [column.shape for column in shop] == [(730,)] * 5
    assert [column.dtype.kind for column in shop] == ["i", "f", "i", "b", "f"]
    np.testing.assert_array_equal(shop.day, np.arange(1, 731))
    assert shop.day_of_week[:8].tolist() == [0, 1, 2, 3, 4, 5, 6, 0]
    np.testing.assert_array_equal(shop.is_weekend, np.isin(shop.day_of_week, [5, 6]))
    assert np.isfinite(shop.revenue).all()
    assert shop.revenue.min() >= 0


def test_the_stored_days_are_shared_and_cannot_be_written_to():
    shop = data.load_ice_cream()
    assert data.load_ice_cream().revenue is shop.revenue
    for column in shop:
        with pytest.raises(ValueError, match="read-only"):
            column[0] = 1


def test_stored_numbers_are_the_makers_numbers():
    for stored, made in zip(data.load_ice_cream(), data.make_ice_cream(), strict=True):
        np.testing.assert_array_equal(stored, made)


def test_july_is_warm_and_january_is_cold():
    shop = data.load_ice_cream()
    month = (shop.day - 1) % 365 // 30.5
    assert 26 < shop.temperature[month == 6].mean() < 30
    assert 0 < shop.temperature[month == 0].mean() < 5
    # A warm day is likely to follow a warm day, more than the season explains.
    season = 16 - 12 * np.cos(2 * np.pi * (shop.day - 20) / 365)
    weather = shop.temperature - season
    assert 0.6 < np.corrcoef(weather[1:], weather[:-1])[0, 1] < 0.8
    assert 3.5 < weather.std() < 4.5


def test_formula():
    temperature = [-5, 5, 10, 20, 24, 34]
    weekday = data.expected_revenue(temperature, [False] * 6)
    weekend = data.expected_revenue(temperature, [True] * 6)
    assert weekday.tolist() == [60, 60, 60, 260, 340, 380]
    assert weekend.tolist() == [60, 60, 160, 360, 440, 480]


def test_revenue_is_the_formula_plus_the_stated_noise():
    shop = data.make_ice_cream(days=20_000, seed=3)
    noise = shop.revenue - data.expected_revenue(shop.temperature, shop.is_weekend)
    assert abs(noise.mean()) < 1
    assert 19.5 < noise.std() < 20.5
    assert shop.revenue.min() >= 0


def test_two_bends_explain_what_a_straight_line_cannot():
    shop = data.load_ice_cream()
    weekend = shop.is_weekend.astype(float)
    first = np.maximum(shop.temperature - 10 + 5 * weekend, 0)
    second = np.maximum(shop.temperature - 24, 0)
    line = _residual(shop.revenue, shop.temperature, weekend)
    one_bend = _residual(shop.revenue, first)
    two_bends = _residual(shop.revenue, first, second)
    assert line > 40
    assert one_bend > 25
    assert two_bends < 21


def _residual(targets, *columns):
    """Standard deviation that is left after the best weighted sum of the columns."""
    design = np.stack([*columns, np.ones(len(targets))], axis=1)
    weights = np.linalg.lstsq(design, targets, rcond=None)[0]
    return (targets - design @ weights).std()


def test_another_seed_makes_other_days():
    first, other = data.make_ice_cream(seed=1), data.make_ice_cream(seed=2)
    assert (first.revenue != other.revenue).any()
    np.testing.assert_array_equal(first.revenue, data.make_ice_cream(seed=1).revenue)


@pytest.mark.parametrize("days", [0, 1.5, "7"])
def test_wrong_number_of_days(days):
    with pytest.raises(ValueError, match="days must be a whole number of at least 1, but is"):
        data.make_ice_cream(days)


def test_a_changed_table_is_refused(data_copy):
    file = data_copy / "ice_cream" / "ice_cream.csv"
    file.write_text(file.read_text().replace("\n2,", "\n2,9", 1))
    with pytest.raises(data.DataError, match=r"ice_cream/ice_cream\.csv is damaged or was changed"):
        data.load_ice_cream()
