"""The lower half of the cheat sheet: the story network, answers, gradients, training, cautions."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.sheet_parts import LEFT, RIGHT, WHOLE, Panel, lines, numbered

__all__ = ["answers", "backwards", "careful", "learning", "story"]


def story(scene, arrays):
    """Draw every number of one X on its way through the story network."""
    heading = "Every number of one X: the story network and its 38 parameters"
    panel = Panel(scene, WHOLE, 527, 208, heading)
    left, top = panel.left + 14, panel.top + 34
    image = numbered(scene, arrays["image"], left, top + 15, role="input")
    kernels, maps, pooled = (
        [
            numbered(scene, each, left + x, top + y + 76 * n, role=role)
            for n, each in enumerate(array)
        ]
        for array, x, y, role in (
            (arrays["kernels"], 140, 0, "kernel"),
            (arrays["relu"], 236, 0, "output"),
            (arrays["pooled"], 340, 11, "output"),
        )
    )
    scene.words("×", image.right + 13, image.center[1], size=15)
    for glass, feature_map in zip(kernels, maps, strict=True):
        scene.words("→", glass.right + 14, glass.center[1], size=15)
        scene.words("→", feature_map.right + 18, feature_map.center[1], size=15)
    scene.words("→", pooled[0].right + 13, (pooled[0].bottom + pooled[1].top) / 2, size=15)
    below = panel.top + 196
    for block, word in ((image, "image"), (kernels[0], "Conv2d(1, 2, 3)"), (maps[0], "ReLU")):
        scene.words(word, block.center[0], below, size=13, role="muted")
    scene.words("pool 2, stride 1", pooled[0].center[0], below, size=13, role="muted")
    _last_layer(scene, arrays, left + 410, top)


def _last_layer(scene, arrays, left, top):
    row = numbered(scene, np.reshape(arrays["row"], (1, -1)), left, top + 14)
    scene.words("Flatten", row.left, row.top - 10, size=13, role="muted", align="left")
    halves = {0.5: "½", -0.5: "−½", 0.0: "0"}
    texts = [halves[float(weight)] for weight in np.ravel(arrays["weights"])]
    weights = numbered(
        scene, arrays["weights"], left, row.bottom + 26, role="kernel", numbers=texts
    )
    words = f"Linear(8, 2), bias {arrays['bias'][0]:g} and {arrays['bias'][1]:g}".replace("-", "−")
    scene.words(words, left, weights.top - 10, size=13, role="muted", align="left")
    scene.words("→", weights.right + 14, weights.center[1], size=15)
    logits = numbered(
        scene, np.reshape(arrays["logits"], (-1, 1)), weights.right + 28, weights.top - 5, 28
    )
    scene.words("logits", logits.center[0], logits.top - 10, size=13, role="muted")
    scene.words("→", logits.right + 12, logits.center[1], size=15)
    scene.words("softmax", logits.right + 54, logits.top - 10, size=13, role="muted")
    shares = zip(arrays["probabilities"], ("X", "not X"), strict=True)
    for index, (share, name) in enumerate(shares):
        y = logits.top + 14 + 28 * index
        text = f"{share:.4f} {name}"
        scene.words(text, logits.right + 24, y, size=14, role="output", align="left")
    text = f"The loss, if it is an X: −ln {arrays['probabilities'][0]:.4f} = {arrays['loss']:.4f}."
    scene.words(text, left, top + 134, size=14, role="gradient", align="left")
    text = "The same numbers backwards: notebooks 09 and 10."
    scene.words(text, left, top + 152, size=14, role="muted", align="left")


def answers(scene, arrays):
    """Draw logits, softmax and cross-entropy."""
    panel = Panel(scene, LEFT, 742, 134, "From logits to a loss", role="output")
    logits = np.reshape(arrays["logits"], (-1, 1))
    block = numbered(scene, logits, panel.left + 14, panel.top + 34, 26)
    for index, share in enumerate(arrays["probabilities"]):
        y, right = panel.top + 47 + 26 * index, panel.left + 68 + 62 * share
        bar = [[panel.left + 68, y - 7], [right, y - 7], [right, y + 7], [panel.left + 68, y + 7]]
        strokes.shape(scene.axes, np.array(bar), fill=palette.FILL["output"], line="none", wobble=0)
        scene.words(f"{share:.2f}", right + 6, y, size=14, align="left")
    scene.words("→", panel.left + 54, block.center[1], size=15)
    panel.formula(r"softmax: $p_k=e^{z_k}/\sum_j\,e^{z_j}$", 44, left=176, size=12.5)
    panel.formula(r"cross-entropy: mean of $-\ln p_{label}$", 70, left=176, size=11.5)
    text = f"Is the first class right? Then the loss is {arrays['loss']:.2f}. "
    text += "K equal logits cost ln K."
    lines(scene, (text,), panel.left + 14, panel.top + 98, size=14)
    panel.formula(r"A number, not a class: mean of (prediction $-$ target)$^2$", 118, size=11.5)


def backwards(scene):
    """Write the gradients."""
    heading = "Going backwards: multiply along a path, add paths"
    panel = Panel(scene, RIGHT, 742, 196, heading, role="gradient")
    rows = (
        ("logit", "(probability − one-hot) / N"),
        ("Linear weight", "its input · its output's gradient, over all images"),
        ("Linear input", "grad_output @ weight"),
        ("ReLU", "passes where the input was above 0"),
        ("max pool", "to the window's winner; adds where one won twice"),
        ("kernel", "every window · its cell's gradient, added up"),
        ("pixels", "the kernel laid down at every cell · its gradient"),
        ("bias", "the sum of its map's gradients"),
    )
    for index, (name, rule) in enumerate(rows):
        y = panel.top + 41 + 16.9 * index
        scene.words(name, panel.left + 14, y, size=14, role="gradient", align="left")
        scene.words(rule, panel.left + 100, y, size=14, align="left")
    check = r"check: $[L(w+\varepsilon)-L(w-\varepsilon)]\,/\,2\varepsilon$, float64, "
    panel.formula(check + r"$\varepsilon\approx10^{-5}$", 182, size=12)


def learning(scene):
    """Write one step of training, and how to read its curves."""
    panel = Panel(scene, LEFT, 883, 264, "Learning", role="kernel")
    panel.formula(
        r"$v\leftarrow\mu\,v+\mathrm{gradient}$,   $w\leftarrow w-\mathrm{lr}\cdot v$",
        45,
        size=12.5,
    )
    scene.words(
        "SGD with momentum μ", panel.left + 238, panel.top + 45, size=14, role="muted", align="left"
    )
    rows = (
        ("training set", "changes the weights"),
        ("validation set", "watches; we choose settings by it"),
        ("test set", "opened once, at the end"),
        ("epoch", "once through all training examples, in batches"),
    )
    for index, (name, rule) in enumerate(rows):
        y = panel.top + 70 + 17.5 * index
        scene.words(name, panel.left + 14, y, size=14.5, role="kernel", align="left")
        scene.words(rule, panel.left + 106, y, size=14.5, align="left")
    signs = (
        ("loss crawls", "learning rate too small"),
        ("loss jumps, NaN, or stays near ln K", "learning rate too large"),
        ("training far above validation", "over-fitting: more examples"),
        ("first loss far above ln K", "large first logits: see why"),
        ("can't learn ten pictures by heart", "something is broken"),
    )
    scene.words("What the curves say", panel.left + 14, panel.top + 149, size=16, align="left")
    for index, (sign, cause) in enumerate(signs):
        y = panel.top + 172 + 18 * index
        scene.words(sign, panel.left + 14, y, size=14.5, align="left")
        scene.words(cause, panel.left + 220, y, size=14.5, role="gradient", align="left")


def careful(scene):
    """Write what is often said wrongly."""
    panel = Panel(scene, RIGHT, 945, 202, "Said once, clearly", role="muted")
    texts = (
        "A large answer is no proof: an all-ink window scores, too.",
        "Convolution is equivariant: move the input, the map moves",
        "along; at stride s for multiples of s, away from the border.",
        "Pooling is a little invariant, for shifts below its window.",
        "Conv + Flatten + Linear is not invariant to shifts.",
        "One filter reads all channels and gives one map.",
        "Two convolutions without ReLU between are one convolution.",
        "reshape keeps the order, transpose swaps axes.",
        "uint8 goes round the dial: divide by 255 first.",
        "Softmax is not calibrated: measure before you trust 99 %.",
        "A network always answers, also to a blank card.",
    )
    starts = {0, 1, 3, 4, 5, 6, 7, 8, 9, 10}
    for index, text in enumerate(texts):
        y = panel.top + 35.5 + 15.7 * index
        if index in starts:
            scene.words("•", panel.left + 15, y, size=13.5, role="muted")
        scene.words(text, panel.left + 24, y, size=13.5, align="left")
