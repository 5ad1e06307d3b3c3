"""Right answers to the exercises of notebook 12, in many styles."""

import numpy as np

# occlusion_map ---------------------------------------------------------------------------------


def occlusion_map_one_batch(predict, image, label, *, patch_size, fill=0.0):
    rows, columns = np.subtract(image.shape[1:], patch_size - 1)
    images = np.repeat(image[None], rows * columns, axis=0)
    for place in range(rows * columns):
        row, column = divmod(place, columns)
        images[place, :, row : row + patch_size, column : column + patch_size] = fill
    before = predict(image[None])[:, label]
    return (before - predict(images)[:, label]).reshape(rows, columns)


def occlusion_map_puts_back(predict, image, label, *, patch_size, fill=0.0):
    original = predict(image[np.newaxis])[0][label]
    height, width = image.shape[-2:]
    drops = []
    for row in range(height - patch_size + 1):
        drops.append([])
        for column in range(width - patch_size + 1):
            window = image[:, row : row + patch_size, column : column + patch_size]
            kept = window.copy()
            window[...] = fill
            drops[-1].append(original - predict(image[np.newaxis])[0][label])
            window[...] = kept
    return drops


def occlusion_map_where(predict, image, label, *, patch_size, fill=0.0):
    _, height, width = image.shape
    drops = np.empty((height - patch_size + 1, width - patch_size + 1), dtype=np.float32)
    for row, column in np.ndindex(drops.shape):
        mask = np.zeros((height, width), dtype=bool)
        mask[row : row + patch_size, column : column + patch_size] = True
        occluded = np.where(mask, fill, image)
        both = predict(np.stack([image, occluded]))
        drops[row, column] = both[0, label] - both[1, label]
    return drops


def occlusion_map_sign_in_the_end(predict, image, label, *, patch_size, fill=0.0):
    shape = (image.shape[1] - patch_size + 1, image.shape[2] - patch_size + 1)
    left = np.zeros(shape)
    for row in range(shape[0]):
        for column in range(shape[1]):
            covered = np.array(image, dtype=float)
            covered[..., row : row + patch_size, column : column + patch_size] = fill
            left[row, column] = predict(covered.reshape(1, *covered.shape))[0, label]
    return np.asfortranarray(-(left - predict(image[None])[0, label]))


def occlusion_map_comprehension(predict, image, label, *, patch_size, fill=0.0):
    def probability(top, left):
        covered = image.copy()
        covered[:, top : top + patch_size, left : left + patch_size] = fill
        return predict(covered[None])[0, label]

    before = predict(image[None])[0, label]
    return before - np.array(
        [
            [probability(top, left) for left in range(image.shape[2] - patch_size + 1)]
            for top in range(image.shape[1] - patch_size + 1)
        ]
    )


# saliency_map ----------------------------------------------------------------------------------


def saliency_map_eye(gradient, image, label, *, num_classes):
    return np.max(np.abs(gradient(image, np.eye(num_classes)[label])), 0)


def saliency_map_both_signs(gradient, image, label, *, num_classes):
    one_hot = (np.arange(num_classes) == label).astype(float)
    slopes = gradient(image, one_hot)
    return np.maximum(slopes.max(axis=0), (-slopes).max(axis=0))


def saliency_map_loop(gradient, image, label, *, num_classes):
    one_hot = [0.0] * num_classes
    one_hot[label] = 1.0
    slopes = gradient(image, np.array(one_hot))
    _, height, width = image.shape
    saliency = np.zeros((height, width))
    for row in range(height):
        for column in range(width):
            for slope in slopes[:, row, column]:
                if abs(slope) > saliency[row, column]:
                    saliency[row, column] = abs(slope)
    return saliency


def saliency_map_float32(gradient, image, label, *, num_classes):
    grad_logits = np.zeros(num_classes, dtype=np.float32)
    grad_logits[label] += 1
    slopes = gradient(image, grad_logits).astype(np.float32)
    return np.asfortranarray(np.amax(np.absolute(slopes), axis=-3))


def saliency_map_channel_by_channel(gradient, image, label, *, num_classes):
    grad_logits = np.where(np.arange(num_classes) == label, 1, 0)
    saliency = np.zeros(image.shape[1:])
    for channel in gradient(image, grad_logits):
        saliency = np.fmax(saliency, np.sqrt(channel**2))
    return saliency.tolist()
