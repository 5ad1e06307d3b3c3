"""What makes a CNN good at digits: plans that differ in one thing, trained and measured alike.

:data:`PLANS` lists the networks, :func:`train_row` trains one as all are trained, and
:func:`load_study` tells what ``make study`` found, with spread over seeds. Notebook 11 shows the
stored study and trains one row again.

Examples
--------
>>> study = load_study()
>>> cnn, mlp = study.rows["cnn"], study.rows["mlp"]
>>> cnn.mean() > mlp.mean(), cnn.multiply_adds > 10 * mlp.multiply_adds
(True, True)
"""

from cnn_helpers.study.collapse import collapse_kernels, collapse_network
from cnn_helpers.study.plans import PLANS, Plan, pixel_order, shuffle_pixels
from cnn_helpers.study.running import Protocol, choose_learning_rate, deal, train_row
from cnn_helpers.study.stored import Row, Study, StudyError, load_study
from cnn_helpers.study.trials import first_loss, learn_by_heart, try_learning_rate

__all__ = [
    "PLANS",
    "Plan",
    "Protocol",
    "Row",
    "Study",
    "StudyError",
    "choose_learning_rate",
    "collapse_kernels",
    "collapse_network",
    "deal",
    "first_loss",
    "learn_by_heart",
    "load_study",
    "pixel_order",
    "shuffle_pixels",
    "train_row",
    "try_learning_rate",
]
