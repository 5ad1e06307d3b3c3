"""Several results: each earns its share, and a mistake in one is named whatever the others are."""

import numpy as np
import pytest

from cnn_helpers import exercises


def right(grad_output, inputs, weights):
    return exercises.get("linear_backward").reference(grad_output, inputs, weights)


def check(function, seed=None):
    return exercises.check("linear_backward", function, seed=seed)


@pytest.mark.parametrize("todo", [None, ...])
def test_unfinished_parts_earn_nothing_and_cost_nothing(todo):
    def two_of_three(grad_output, inputs, weights):
        grad_inputs, _, grad_bias = right(grad_output, inputs, weights)
        return grad_inputs, todo, grad_bias

    feedback = check(two_of_three)
    assert feedback.kind == "unfinished"
    assert not feedback.passed
    assert feedback.score == pytest.approx(2 / 3)
    assert feedback.message == "Right so far: grad_inputs and grad_bias. To do: grad_weights."
    assert "Partly done" in str(feedback)
    assert "Partly done" in feedback._repr_mimebundle_()["text/html"]
    assert feedback.figure() is not None


def test_nothing_written_in_any_part_is_not_written():
    def nothing(grad_output, inputs, weights):
        return None, None, None

    feedback = check(nothing)
    assert feedback.kind == "not_written"
    assert feedback.score == 0


def test_a_mistake_in_one_part_is_named_and_the_others_earn_their_share():
    def bias_not_summed(grad_output, inputs, weights):
        grad_inputs, grad_weights, _ = right(grad_output, inputs, weights)
        return grad_inputs, grad_weights, grad_output.mean(axis=0)

    feedback = check(bias_not_summed)
    assert feedback.misconception == "bias_mean"
    assert feedback.score == pytest.approx(2 / 3)
    assert "Already right: grad_inputs and grad_weights." in feedback.message


def test_a_mistake_is_named_beside_an_unfinished_part_and_another_mistake():
    def mixed(grad_output, inputs, weights):
        return None, grad_output.T @ inputs + 17, grad_output.mean(axis=0)

    feedback = check(mixed)
    assert feedback.misconception == "bias_mean"
    assert feedback.score == 0
    assert "Besides, grad_weights is wrong too." in feedback.message
    # Only what the mistake concerns is shown.
    assert feedback.expected.shape == feedback.got.shape == (feedback.call["weights"].shape[0],)


def test_one_part_that_fails_somewhere_earns_nothing():
    def wrong_for_large_batches(grad_output, inputs, weights):
        grad_inputs, grad_weights, grad_bias = right(grad_output, inputs, weights)
        return grad_inputs * (len(inputs) < 3), grad_weights, grad_bias

    feedback = check(wrong_for_large_batches)
    assert feedback.score == pytest.approx(2 / 3)
    assert len(feedback.call["inputs"]) == 3


def test_part_marks_need_unchanged_inputs_and_no_error():
    def spoils(grad_output, inputs, weights):
        results = right(grad_output, inputs, weights)
        inputs += 1
        return (None, *results[1:])

    def raises(grad_output, inputs, weights):
        if len(inputs) > 2:
            raise ValueError("too many")
        return (None, *right(grad_output, inputs, weights)[1:])

    assert check(spoils).misconception == "changed_input"
    assert check(spoils).score == 0
    assert check(raises).kind == "raised"
    assert check(raises).score == 0


@pytest.mark.parametrize("count", [1, 2, 4])
def test_another_number_of_results_is_said(count):
    def too_few_or_many(grad_output, inputs, weights):
        return tuple((right(grad_output, inputs, weights) * 2)[:count])

    feedback = check(too_few_or_many)
    assert feedback.kind == "count"
    assert feedback.score == 0


def test_without_part_marks_a_step_scores_all_or_nothing():
    def velocity_wrong(parameter, gradient, velocity, *, lr, momentum):
        parameter, _ = exercises.get("sgd_momentum_step").reference(
            parameter, gradient, velocity, lr=lr, momentum=momentum
        )
        return parameter, np.full(np.shape(velocity), 99.0)

    feedback = exercises.check("sgd_momentum_step", velocity_wrong)
    assert feedback.score == 0
    assert not feedback.passed
    assert "velocity" in str(feedback)
