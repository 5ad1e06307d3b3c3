"""Draw the cheat sheet: ``python tools/make_cheat_sheet.py`` writes docs/cheat_sheet.pdf and .svg.

The pages may differ in bytes between machines and versions of matplotlib. So both carry a
fingerprint of what stands on them; a test compares it with what would be drawn now.
"""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
DOCS = REPOSITORY / "docs"
MARK = "content sha256:"


def arrays():
    """Return what the sheet shows, all of it computed by the package."""
    import numpy as np

    from cnn_helpers import kernels
    from cnn_helpers.convolution import conv2d, output_size
    from cnn_helpers.data import mark_template
    from cnn_helpers.layers import Conv2d
    from cnn_helpers.losses import cross_entropy
    from cnn_helpers.neurons import relu
    from cnn_helpers.pooling import avg_pool2d, max_pool2d
    from cnn_helpers.softmax import softmax
    from cnn_helpers.training import story_network

    image, kernel = mark_template("X"), kernels.DIAGONAL
    feature_map = conv2d(image[None, None], kernel[None, None])[0, 0]
    small = np.array([[1.0, 0, 0, 2], [0, 3, 1, 1], [0, 0, 0, 1], [2, 0, 0, 1]])
    logits = np.array([3.0, 1.0])
    settings = [(5, 3, 1, 0), (28, 5, 1, 2), (7, 3, 2, 0), (8, 3, 2, 0)]
    model = story_network()
    trace = model.trace(image[None])
    layer = Conv2d(8, 32, 5)
    row = np.array([0, 1, 0, 0, 1, 1, 0])
    return {
        "image": image,
        "kernel": kernel,
        "feature_map": feature_map,
        "detected": relu(feature_map - 2),
        "row": row,
        "starts": [2 * place for place in range(output_size(len(row), 3, 2))],
        "sizes": [(*setting, output_size(*setting)) for setting in settings],
        "small": small,
        "largest": max_pool2d(small[None, None], 2)[0, 0],
        "means": avg_pool2d(small[None, None], 2)[0, 0],
        "logits": logits,
        "probabilities": softmax(logits[None])[0],
        "loss": cross_entropy(logits[None], [0]),
        "counted": [
            ("Conv2d(8, 32, 5)", f"{layer.weight.size + layer.bias.size:,}"),
            ("on 14 × 14", f"{layer(np.zeros((1, 8, 14, 14)))[0].size * layer.weight[0].size:,}"),
        ],
        "story": {
            "image": image,
            "kernels": model[0].weight[:, 0],
            "relu": trace["relu1"][0],
            "pooled": trace["pool1"][0],
            "row": trace["flatten1"][0],
            "weights": model[4].weight,
            "bias": model[4].bias,
            "logits": trace["linear1"][0],
            "probabilities": softmax(trace["linear1"])[0],
            "loss": cross_entropy(trace["linear1"], [0]),
        },
    }


def sheet():
    """Return the figure."""
    from cnn_helpers.figures.cheat_sheet import cheat_sheet

    return cheat_sheet(arrays())


def fingerprint(figure):
    """Return a hash of all words and shapes on the page: what, where, how large, which colour."""
    from matplotlib.colors import to_hex
    from matplotlib.patches import Patch
    from matplotlib.text import Text

    marks = [
        (
            text.get_text(),
            *(round(place) for place in text.get_position()),
            to_hex(text.get_color()),
        )
        for text in figure.findobj(Text)
        if text.get_text()
    ]
    marks += [
        (to_hex(patch.get_facecolor()), to_hex(patch.get_edgecolor()), patch.get_zorder())
        for patch in figure.findobj(Patch)
    ]
    return hashlib.sha256("\n".join(sorted(map(repr, marks))).encode()).hexdigest()


def _rounded(found):
    return re.sub(
        r"\d+\.\d+", lambda number: f"{float(number[0]):.1f}".removesuffix(".0"), found[0]
    )


def shorter(drawing):
    r"""Return the SVG in a third less: short names, and a tenth of a point is fine enough.

    Examples
    --------
    >>> shorter('<svg><path id="D-31" d="M 1.26 2 \nL 3 4.0001 \nz\n"/><use href="#D-31"/>')
    '<svg><path id="g0" d="M1.3 2L3 4z"/><use href="#g0"/>\n'
    """
    head, mark, drawing = drawing.partition("<svg")
    drawing = re.sub(r"<!--.*?-->\s*", "", mark + drawing, flags=re.S)
    # Not in scale(...): the letters are large, and drawn at a few hundredths of their size.
    drawing = re.sub(r'\bd="[^"]*"|translate\([^)]*\)', _rounded, drawing)
    drawing = re.sub(r"\s*\n\s*([LMCQSTHVZz])\b ?", r"\1", drawing)  # a path on one line
    drawing = re.sub(r'd="M ', 'd="M', re.sub(r'\s*\n\s*"', '"', drawing))
    drawing = re.sub(r"\n\s+", "\n", drawing).strip()
    used = set(re.findall(r'href="#([^"]+)|url\(#([^)]+)', drawing))
    short = {name: f"g{number}" for number, name in enumerate(sorted({a or b for a, b in used}))}
    drawing = re.sub(
        r' id="([^"]+)"',
        lambda found: f' id="{short[found[1]]}"' if found[1] in short else "",
        drawing,
    )
    drawing = re.sub(r'(href="#|url\(#)([^")]+)', lambda found: found[1] + short[found[2]], drawing)
    return head + drawing + "\n"


def write(figure, folder=DOCS):
    """Write both files; return their paths."""
    import matplotlib

    from cnn_helpers.figures.style import house

    note = f"{MARK}{fingerprint(figure)}"
    title = "A convolutional neural network on one page"
    paths = folder / "cheat_sheet.pdf", folder / "cheat_sheet.svg"
    settings = {"pdf.fonttype": 42, "svg.fonttype": "path", "svg.hashsalt": "course"}
    with house(), matplotlib.rc_context(settings):
        common = {"facecolor": "white"}
        metadata = {"Title": title, "Keywords": note, "CreationDate": None, "ModDate": None}
        figure.savefig(paths[0], metadata=metadata, **common)
        metadata = {"Title": title, "Description": note, "Date": None}
        figure.savefig(paths[1], metadata=metadata, **common)
    paths[1].write_text(shorter(paths[1].read_text(encoding="utf-8")), encoding="utf-8")
    return paths


def main():
    """Write the sheet."""
    sys.path.insert(0, str(REPOSITORY))
    for path in write(sheet()):
        print(f"{path.relative_to(REPOSITORY)}: {path.stat().st_size / 1000:.0f} KB")


if __name__ == "__main__":
    main()
