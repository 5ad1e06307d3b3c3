"""What the training time machine says, and the numbers of its curves for the page."""

from __future__ import annotations

from cnn_helpers.widgets.model_views import from_packet, to_packet

__all__ = ["curves_to_page", "memory_words", "picture_of", "status_words"]


def memory_words(runs):
    """Say how many moments are kept of a run, and what they cost at most."""
    one = runs.bytes_of_one
    size = f"{one / 1e6:.1f} MB" if one >= 1e5 else f"{one / 1e3:.1f} kB"
    return (
        f"At most {runs.most} moments of a run are kept, each {size}: together at most "
        f"{2 * runs.most * one / 1e6:.2g} MB, for this run and the one before it."
    )


def status_words(runs, *, hide_accuracy=False):
    """Say what is going on, in a sentence or two."""
    record = runs.record
    if record is None:
        return "Ready: press Start, and watch the model learn."
    steps, done = record.steps, len(record.epoch_boundaries)
    epochs = max(1, round(runs.total / runs.steps_per_epoch))
    now = f"epoch {min(done + 1, epochs)} of {epochs}, step {steps} of {runs.total}"
    start = {
        "training": f"Training: {now}.",
        "paused": f"Paused: {now}.",
        "stopped": f"Stopped after step {steps} of {runs.total}.",
        "finished": f"Finished: {done} {'epoch' if done == 1 else 'epochs'}, {steps} steps.",
        "failed": f"Ended by a failure at step {steps + 1}.",
    }[runs.state]
    if runs.state in ("training", "paused") and not runs.thread.in_background:
        start += " It fills its cell: the notebook's stop button (■) ends it."
    if record.accuracy and not hide_accuracy:
        kind = "validation" if runs.setup.validation is not None else "training"
        start += f" After epoch {done} {kind} accuracy is {record.accuracy[-1]:.1%}."
    return start.replace("%", " %")


def curves_to_page(record, *, hide_accuracy=False):
    """Return a run's curves in the form that the page reads."""
    return {
        "name": record.name,
        "lr": record.lr,
        "edges": record.epoch_boundaries,
        "train": [] if hide_accuracy else record.per_epoch("train_accuracy"),
        "validation": [] if hide_accuracy else record.per_epoch("validation_accuracy"),
        **{name: to_packet(values) for name, values in record.curves().items()},
    }


def picture_of(machine):
    """Return what the static picture of a time machine shows, as keywords of ``figures``."""
    status, frame, about = machine.status, machine.frame, machine.about
    shown = [
        {
            "name": f"{one['name']}, lr {one['lr']:g}",
            **{name: from_packet(one[name]) for name in ("steps", "smooth", "low", "high")},
            "edges": one["edges"],
            "accuracy": one["validation"] or one["train"],
        }
        for one in machine.curves
    ]
    maps = frame["maps"][0] if frame["maps"] else None
    pictures = about["pictures"]
    digit = min(machine.digit, len(from_packet(frame["probabilities"])) - 1)
    return {
        "runs": shown,
        "words": about["question"] if machine.asking else status["words"],
        "step": frame["step"],
        "filters": None if frame["filters"] is None else from_packet(frame["filters"]),
        "digit": None if pictures is None else from_packet(pictures)[digit],
        "maps": None if maps is None else from_packet(maps),
        "map_name": "" if maps is None else maps["name"],
        "probabilities": from_packet(frame["probabilities"])[digit],
        "names": about["names"],
        "measures": about["measures"],
    }
