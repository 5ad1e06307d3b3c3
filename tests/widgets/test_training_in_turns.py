"""Training in the background where Python has no threads: in turns, between which others work."""

import asyncio
import time

import numpy as np
import pytest

from cnn_helpers.layers import Linear
from cnn_helpers.widgets import TrainingTimeMachine
from cnn_helpers.widgets.training_thread import TrainingThread


def machine(**settings):
    images = np.eye(8)
    labels = np.arange(8) % 2
    model = Linear(8, 2, seed=0)
    return TrainingTimeMachine(model, images, labels, lr=0.5, batch_size=2, **settings)


def slowly(batch, generator):
    time.sleep(0.002)
    return batch


async def until(condition):
    for _ in range(2000):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it never happened")


@pytest.fixture
def no_thread(monkeypatch, page_memory):
    """A browser: whoever starts a thread fails."""

    def start(thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread.start", start)


def test_it_learns_what_a_thread_would_have_learned(no_thread):
    async def train():
        one = machine(epochs=30)
        one.start()
        assert one.state == "training"
        await until(lambda: one.state == "finished")
        return one

    in_turns = asyncio.run(train())
    other = machine(epochs=30)
    other.fit()
    np.testing.assert_array_equal(in_turns.history.step_losses, other.history.step_losses)
    np.testing.assert_array_equal(in_turns.model.weight, other.model.weight)
    assert in_turns.status["words"].split(",")[0] == other.status["words"].split(",")[0]


def test_other_work_goes_on_and_buttons_are_heard(no_thread):
    async def train():
        one = machine(epochs=100, augment=slowly)
        one._runs.thread._watch = lambda measure: None  # as quick as on a large picture
        one.handle("start", {"lr": 0.5, "epochs": 100}, [])
        await until(lambda: one.history is not None)
        one.pause()
        await asyncio.sleep(0.12)
        assert one.state == "paused"
        steps = len(one.history.step_losses)
        await asyncio.sleep(0.12)
        assert len(one.history.step_losses) == steps
        assert one.wait(0.1) is False
        one.resume()
        one.stop()
        await until(lambda: one.state == "stopped")
        assert one.history.interrupted
        with pytest.raises(ValueError, match="command must be start"):
            one.handle("jump", {}, [])
        one.train_on(epochs=1)
        with pytest.raises(RuntimeError, match="running already"):
            one.train_on(epochs=1)
        assert one.wait()
        assert one.state == "finished"

    asyncio.run(train())


def test_waiting_takes_the_steps_itself_and_a_failure_is_kept(no_thread):
    async def train():
        one = machine(epochs=2)
        one.start(lr=100.0)
        assert one.wait()
        assert one.state in ("finished", "failed")
        await asyncio.sleep(0)

        def broken():
            yield 1
            raise ArithmeticError("the loss became nan")

        ended = []
        thread = TrainingThread(lambda measure: None)
        thread.run(broken, background=True, after=lambda: ended.append(True))
        with pytest.raises(ArithmeticError):
            await thread._turns
        assert ended == [True]
        assert not thread.is_running

    asyncio.run(train())


def test_a_step_that_sleeps_lets_others_run_but_no_second_step(no_thread):
    thread = TrainingThread(lambda measure: None, in_turns=True)
    steps = []

    def work():
        for number in range(3):
            # What a browser's event loop does while a step sleeps: another turn, another cell.
            turn = thread._take_turns()
            turn.send(None)
            turn.close()
            assert thread.wait(0.005) is False
            steps.append(number)
            yield number

    async def train():
        thread.run(work, background=True)
        await thread._turns

    asyncio.run(train())
    assert steps == [0, 1, 2]
