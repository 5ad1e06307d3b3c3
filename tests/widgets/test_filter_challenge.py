"""The filter challenge without a page: marks, score, the best so far, gradient descent."""

import numpy as np
import pytest
from scipy.signal import correlate2d

from cnn_helpers.data import load_marks
from cnn_helpers.layers import Conv2d
from cnn_helpers.training import Sequential
from cnn_helpers.widgets import FilterChallenge
from cnn_helpers.widgets.filter_descent import descend
from cnn_helpers.widgets.filter_tasks import (
    TASKS,
    Score,
    largest_responses,
    load_task,
    score,
)
from cnn_helpers.widgets.settings import SettingError

CROSS = [[1, -1, 1], [-1, 1, -1], [1, -1, 1]]
UPRIGHT = [[-1, 2, -1]] * 3


@pytest.mark.parametrize("name", TASKS)
def test_tasks(name):
    task = load_task(name)
    assert task.practice.shape == (64, 12, 12)
    assert task.held_out.shape == (200, 12, 12)
    assert not task.practice.flags.writeable
    for kinds in (task.kinds, task.held_out_kinds):
        half = len(kinds) // 2
        assert len(set(kinds[:half])) == 1
        assert kinds[0] not in kinds[half:]
        others = [kinds[half:].count(kind) for kind in set(kinds[half:])]
        assert others == [half / 4] * 4
    # No practice mark is among the held-out ones, unless both are blank paper.
    seen = {mark.tobytes() for mark in task.practice if mark.any()}
    assert not seen & {mark.tobytes() for mark in task.held_out}


def test_the_x_task_keeps_the_stored_parts_apart():
    marks, task = load_marks(12), load_task("X")
    train = {(image / 255).tobytes() for image in marks.train_images}
    test = {(image / 255).tobytes() for image in marks.test_images}
    assert {mark.tobytes() for mark in task.practice} <= train
    assert {mark.tobytes() for mark in task.held_out} <= test


def test_largest_responses_are_scipys():
    generator = np.random.default_rng(0)
    marks, kernel = generator.random((5, 12, 12)), generator.normal(size=(3, 3))
    expected = [correlate2d(mark, kernel, "valid").max() for mark in marks]
    np.testing.assert_allclose(largest_responses(marks, kernel), expected)


def test_score_by_hand():
    falling = np.eye(4)
    marks = np.stack([falling, 0.5 * falling, falling[::-1], np.ones((4, 4))])
    # Largest responses to the diagonal: 3, 1.5, 1 and 3.
    assert score(marks, np.eye(3), 2) == Score(1, 1, 2, 2)
    assert score(marks, np.eye(3), 2).points == 0
    assert score(marks, np.eye(3), 1).points == 50  # 1 is not more than 1
    assert score(marks, np.eye(3), 0.9).points == 0
    assert score(marks, np.eye(3), 3) == Score(0, 0, 2, 2)


def test_rounding_does_not_decide():
    marks = np.full((2, 3, 3), 0.1)
    total = sum([0.1] * 9)  # 0.8999999999999999
    for threshold in (0.9, total, np.nextafter(0.9, 0)):
        assert score(marks, np.ones((3, 3)), threshold).hits == 0


def test_the_result_follows_kernel_and_threshold():
    challenge = FilterChallenge("X")
    assert challenge.result == Score(0, 0, 32, 32)
    challenge.set(kernel=CROSS, threshold=1.25)
    task = load_task("X")
    largest = [correlate2d(mark, CROSS, "valid").max() for mark in task.practice]
    found = np.array(largest) > 1.25
    assert challenge.result == Score(found[:32].sum(), found[32:].sum(), 32, 32)
    np.testing.assert_allclose(challenge.responses, largest)
    np.testing.assert_array_equal(challenge.found, found)
    challenge.threshold = -1
    assert challenge.result == Score(32, 32, 32, 32)
    assert challenge.result.points == 0


def test_a_new_task_starts_afresh_and_each_keeps_its_best():
    challenge = FilterChallenge("X", CROSS, 1.25)
    best = challenge.best
    assert best["points"] == challenge.result.points > 50
    challenge.set(mark=5)
    challenge.set(task="vertical strokes")
    assert not challenge.kernel.any()
    assert challenge.mark == 0
    assert challenge.best == {}
    challenge.set(kernel=UPRIGHT, threshold=2.55)
    assert challenge.best["points"] == 100
    challenge.set(task="X")
    assert challenge.best == best
    challenge.restore_best()
    np.testing.assert_array_equal(challenge.kernel, CROSS)
    assert challenge.threshold == 1.25


def test_the_best_stays_when_it_gets_worse():
    challenge = FilterChallenge("vertical strokes", UPRIGHT, 2.55)
    challenge.threshold = 9
    assert challenge.result.points < challenge.best["points"] == 100
    assert challenge.best["threshold"] == 2.55


def test_held_out_marks_are_looked_at_only_when_asked_for():
    challenge = FilterChallenge("vertical strokes", UPRIGHT, 2.55)
    assert challenge.held_out == {}
    found = challenge.try_held_out()
    assert found == score(load_task("vertical strokes").held_out, np.array(UPRIGHT), 2.55)
    assert challenge.held_out == {**found.as_dict(), "tries": 1}
    challenge.threshold = 2.5
    assert challenge.held_out == {}
    challenge.try_held_out()
    assert challenge.held_out["tries"] == 2
    challenge.set(task="X")
    challenge.try_held_out()
    assert challenge.held_out["tries"] == 1


class TestDescent:
    def test_is_the_same_as_written_out_by_hand(self):
        """The detector with its gradient and Adam in plain NumPy, from the same start."""
        marks = load_task("corners").practice
        learned = descend(marks, steps=30, starts=1, lr=0.05, seed=3)
        start = Sequential(Conv2d(1, 1, 3), seed=3)[0]
        weights = np.append(start.weight.ravel(), start.bias).astype(float)
        wanted = np.arange(64) < 32
        patches = np.lib.stride_tricks.sliding_window_view(marks, (3, 3), axis=(1, 2))
        patches = patches.reshape(64, 100, 9)
        mean, square = np.zeros(10), np.zeros(10)
        for step in range(31):
            responses = patches @ weights[:9] + weights[9]
            best = responses.argmax(axis=1)
            z = responses[np.arange(64), best]
            if step % 10 == 0:
                frame = step // 10
                loss = np.log1p(np.exp(np.where(wanted, -z, z))).mean()
                assert learned.losses[frame] == pytest.approx(loss, rel=1e-4)
                scale = 2 / np.abs(weights[:9]).max()
                kernel = scale * weights[:9].reshape(3, 3)
                np.testing.assert_allclose(learned.kernels[frame], kernel, atol=1e-3)
                assert learned.thresholds[frame] == pytest.approx(-scale * weights[9], abs=1e-3)
            error = (1 / (1 + np.exp(-z)) - wanted) / 64
            gradient = np.append(error @ patches[np.arange(64), best], error.sum())
            mean = 0.9 * mean + 0.1 * gradient
            square = 0.999 * square + 0.001 * gradient**2
            rate = np.sqrt(1 - 0.999 ** (step + 1)) / (1 - 0.9 ** (step + 1))
            weights -= 0.05 * rate * mean / (np.sqrt(square) + 1e-8)

    @pytest.mark.parametrize("name", TASKS)
    def test_learns_and_is_the_same_each_time(self, name):
        task = load_task(name)
        learned = descend(task.practice)
        again = descend(task.practice)
        np.testing.assert_array_equal(learned.kernels, again.kernels)
        assert learned.steps.tolist() == list(range(0, 401, 10))
        assert learned.losses[-1] < 0.4 * learned.losses[0]
        assert np.abs(learned.kernels).max(axis=(1, 2)) == pytest.approx(2)
        design = learned.kernels[-1], learned.thresholds[-1]
        assert score(task.practice, *design).points > 80
        assert score(task.held_out, *design).points > 50

    def test_tells_how_far_it_is(self):
        told = []
        descend(
            load_task("X").practice, steps=25, starts=2, on_frame=lambda *all_: told.append(all_)
        )
        assert [step for step, _ in told] == [0, 10, 20, 25]
        assert told[-1][1] < told[0][1]

    def test_in_the_widget(self):
        challenge = FilterChallenge("vertical strokes")
        seen = []
        challenge.observe(lambda change: seen.append(dict(change.new)), "progress")
        learned = challenge.run_descent()
        assert [told.get("step") for told in seen] == [*range(0, 401, 10), None]
        descent = challenge.descent
        assert descent["kernels"] == learned.kernels.tolist()
        design = learned.kernels[-1], learned.thresholds[-1]
        task = load_task("vertical strokes")
        assert descent["points"] == descent["points_by_step"][-1]
        assert descent["points"] == score(task.practice, *design).points
        assert descent["held_out"] == score(task.held_out, *design).as_dict()
        challenge.set(task="X")
        assert challenge.descent == {}
        challenge.set(task="vertical strokes")
        assert challenge.descent == descent


class TestPredictions:
    def test_hits(self):
        challenge = FilterChallenge("X", CROSS, 1.25, predict=True)
        assert challenge.prediction_is_right is None
        challenge.prediction = challenge.result.hits - 1
        assert challenge.prediction_is_right is False
        challenge.prediction = challenge.result.hits
        assert challenge.prediction_is_right is True

    def test_marks(self):
        challenge = FilterChallenge("X", CROSS, 1.25, predict=True, question="marks")
        found = np.flatnonzero(challenge.found).tolist()
        challenge.prediction = found[::-1]
        assert challenge.prediction_is_right is True
        challenge.prediction = found[1:]
        assert challenge.prediction_is_right is False

    @pytest.mark.parametrize(
        "settings", [{"kernel": UPRIGHT}, {"threshold": 0}, {"task": "corners"}, {"predict": False}]
    )
    def test_is_forgotten_when_the_question_changes(self, settings):
        challenge = FilterChallenge("X", CROSS, 1.25, predict=True)
        challenge.prediction = 3
        challenge.set(**settings)
        assert challenge.prediction is None

    def test_an_open_question_keeps_its_answer_secret(self):
        challenge = FilterChallenge("vertical strokes", predict=True)
        challenge.set(kernel=UPRIGHT, threshold=2.55)
        assert challenge.best == {}
        assert "100" not in challenge.sentence()
        challenge.prediction = 20
        assert challenge.best["points"] == 100
        assert "score 100" in challenge.sentence()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"task": "faces"}, "task must be one of 'X', 'vertical strokes', 'corners'"),
        ({"kernel": np.eye(4)}, r"kernel must have shape \(3, 3\)"),
        ({"threshold": np.inf}, "threshold must be a number from -10000 to 10000, but is inf"),
        ({"mark": 64}, "mark must be a whole number from 0 to 63, but is 64"),
        ({"question": "why"}, "question must be one of 'hits', 'marks'"),
        ({"prediction": "all"}, "prediction must be None, a number of hits or a list of marks"),
        ({"prediction": [64]}, "prediction must be a whole number from 0 to 63, but is 64"),
        ({"marks": 3}, "settings are .* but got marks"),
    ],
)
def test_wrong_settings_change_nothing(settings, words):
    challenge = FilterChallenge("X", CROSS, 1.25)
    before = challenge.sentence()
    with pytest.raises(SettingError, match=words):
        challenge.set(**{"threshold": 2.0, **settings})
    assert challenge.sentence() == before


def test_messages_of_the_page():
    challenge = FilterChallenge("vertical strokes")

    def say(**content):
        challenge._receive(None, content, [])

    say(command="offer", task="vertical strokes", kernel=UPRIGHT, threshold=2.55, points=100)
    assert challenge.best["points"] == 100  # as Python counts it, whatever the page says
    assert challenge.result.points == 0  # an offer moves no slider
    say(command="offer", task="X", kernel=UPRIGHT, threshold=0, points=100)
    assert challenge.best["threshold"] == 2.55
    say(command="restore")
    assert challenge.result.points == 100
    say(command="try")
    assert challenge.held_out["tries"] == 1
    say(command="descend")
    assert len(challenge.descent["steps"]) == 41
    say(command="offer", task="vertical strokes", kernel=[[1]], threshold=1)
    assert challenge.error == "kernel must have shape (3, 3), but has (1, 1)"
    say(command="sing")
    assert challenge.error.startswith("command must be offer, restore, try or descend")


def test_response_map_and_answer():
    challenge = FilterChallenge("X", CROSS, 1.25)
    for mark in (0, 63):
        assert challenge.response_map(mark).max() == pytest.approx(challenge.responses[mark])
    answer = challenge.answer()
    found = challenge.result
    assert answer["counts"].tolist() == [found.hits, found.false_alarms, found.points]
