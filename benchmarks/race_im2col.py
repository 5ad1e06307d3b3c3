"""Race the layers that learners use against convolution as courses teach it (im2col_peer.py).

    python benchmarks/race_im2col.py

The works A and B of race_torch.py: training steps, in turn in one process. The peer starts from
the same weights, and both losses are compared before the race.
"""

import argparse

import im2col_peer
import machine
import numpy as np
from racing import LENET, RANDOM, TINY, numbers, print_race, race

from cnn_helpers import layers
from cnn_helpers.losses import cross_entropy, cross_entropy_backward
from cnn_helpers.training import SGD, Sequential


def runners(plan, images_shape):
    images, labels = numbers(*images_shape), RANDOM.integers(0, 10, images_shape[0])
    model = Sequential(*(getattr(layers, name)(*args, **kw) for name, args, kw in plan))
    peers = [getattr(im2col_peer, name)(*args, **kw) for name, args, kw in plan]
    for layer, peer in zip(model, peers, strict=True):
        if hasattr(peer, "weight"):
            layer.weight = peer.weight if peer.weight.ndim == 4 else peer.weight.T
    optimizer = SGD(model, lr=0.01, momentum=0.9)

    def ours():
        logits = model(images)
        loss = cross_entropy(logits, labels)
        model.backward(cross_entropy_backward(logits, labels))
        optimizer.step()
        return loss

    theirs = im2col_peer.training_step(plan, images, labels)
    for _ in range(3):
        np.testing.assert_allclose(ours(), theirs(), rtol=1e-4)
    return {"ours": ours, "im2col": theirs}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=100)
    arguments = parser.parse_args()
    print(f"{machine.description()}\n")
    for title, plan, shape, factor in (
        ("A: training step, tiny CNN (microseconds)", TINY, (32, 1, 8, 8), 10),
        ("B: training step, LeNet (microseconds)", LENET, (64, 1, 28, 28), 1),
    ):
        racers = runners(plan, shape)
        print_race(title, racers, race(racers, arguments.rounds * factor), "im2col")


if __name__ == "__main__":
    main()
