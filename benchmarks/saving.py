"""Write weights together with where they come from."""

import shlex
import sys
from pathlib import Path

import machine

from cnn_helpers.training import load_weights, save_weights


def save_with_notes(model, path, seed, accuracy):
    """Write the weights; notes in the file hold command, seed, test accuracy and versions."""
    script = Path(sys.argv[0])
    notes = {
        "command": shlex.join(["python", f"{script.parent.name}/{script.name}", *sys.argv[1:]]),
        "seed": str(seed),
        "test accuracy": f"{accuracy:.2%}",
        "made with": " / ".join(machine.description(busy=False).splitlines()),
    }
    save_weights(model, path, notes=notes)
    print(f"saved {path}: {load_weights(model, path)}")
