"""Uploads of every awkward kind become grey numbers, or one line that says why not."""

import io

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from cnn_helpers.widgets import uploads
from cnn_helpers.widgets.uploads import UploadError, decode_picture, to_grey


def encoded(image, file_format="PNG", **options):
    buffer = io.BytesIO()
    image.save(buffer, file_format, **options)
    return buffer.getvalue()


def gradient(mode="RGB", size=(40, 30)):
    values = np.linspace(0, 255, size[0] * size[1]).reshape(size[1], size[0]).astype(np.uint8)
    return Image.fromarray(values).convert(mode)


def one_line(error):
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"])
def test_common_formats_give_grey_from_0_to_1(file_format):
    grey = decode_picture(encoded(gradient("L"), file_format))
    assert grey.shape == (30, 40)
    assert grey.dtype == np.float64
    assert 0 <= grey.min() < 0.1
    assert 0.9 < grey.max() <= 1


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "I", "F"])
def test_pixel_modes_agree(mode):
    if mode == "I;16":
        image = Image.fromarray(np.asarray(gradient("L")).astype(np.uint16) * 257)
    elif mode == "I":
        image = Image.fromarray(np.asarray(gradient("L")).astype(np.int32) * 257)
    elif mode == "F":
        image = Image.fromarray(np.asarray(gradient("L")).astype(np.float32) / 255)
    else:
        image = gradient(mode)
    assert image.mode == mode
    grey = decode_picture(encoded(image, "TIFF" if mode in ("I", "F") else "PNG"))
    assert grey.shape == (30, 40)
    if mode != "1":
        np.testing.assert_allclose(grey, np.asarray(gradient("L")) / 255, atol=0.02)


def test_cmyk_jpeg_keeps_light_and_dark():
    left_dark = np.zeros((32, 32, 3), np.uint8)
    left_dark[:, 16:] = 255
    grey = decode_picture(encoded(Image.fromarray(left_dark).convert("CMYK"), "JPEG"))
    assert grey[:, :12].max() < 0.2
    assert grey[:, 20:].min() > 0.8


def test_16_bit_png_keeps_fine_steps():
    steps = (np.arange(64 * 64).reshape(64, 64) * 16).astype(np.uint16)
    grey = decode_picture(encoded(Image.fromarray(steps)))
    np.testing.assert_allclose(grey, steps / 65535, atol=1e-6)


def test_transparent_parts_are_paper():
    pixels = np.zeros((20, 20, 4), np.uint8)
    pixels[5:15, 5:15, 3] = 255  # an opaque black square on nothing
    grey = decode_picture(encoded(Image.fromarray(pixels)))
    assert grey[0, 0] == 1
    assert grey[10, 10] == 0


def test_transparent_palette_is_paper():
    image = Image.new("P", (10, 10), 1)
    image.putpalette([255, 0, 0, 0, 0, 0])
    image.paste(0, (0, 0, 5, 10))
    grey = decode_picture(encoded(image, transparency=0))
    assert grey[0, 0] == 1
    assert grey[0, 9] == 0


def test_of_an_animation_the_first_frame_is_taken():
    frames = [Image.new("L", (12, 12), shade) for shade in (0, 128, 255)]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50)
    assert decode_picture(data).max() < 0.01


def test_exif_rotation_is_applied():
    pixels = np.zeros((20, 40), np.uint8)
    pixels[:, :20] = 255  # white on the left
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    grey = decode_picture(encoded(Image.fromarray(pixels), "JPEG", exif=exif))
    assert grey.shape == (40, 20)
    assert grey[:10].mean() > 0.9
    assert grey[-10:].mean() < 0.1


def test_the_longer_side_comes_to_256():
    assert decode_picture(encoded(Image.new("L", (1000, 500)))).shape == (128, 256)
    assert decode_picture(encoded(Image.new("L", (100, 50)))).shape == (50, 100)


def test_grey_formula():
    pure = np.eye(3)[None]
    np.testing.assert_allclose(to_grey(pure)[0], [0.299, 0.587, 0.114])
    colour = np.zeros((9, 9, 3), np.uint8)
    colour[..., 1] = 255
    np.testing.assert_allclose(decode_picture(encoded(Image.fromarray(colour))), 0.587)


def test_grey_wants_three_channels():
    with pytest.raises(ValueError, match="3 channels, but has 4"):
        to_grey(np.zeros((2, 2, 4)))


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7 not a picture", bytes(1000)])
def test_no_picture(data):
    with pytest.raises(UploadError, match="not a picture that can be read") as error:
        decode_picture(data, "notes.txt")
    assert one_line(error).startswith("notes.txt ")
    assert f"its {len(data)} bytes" in one_line(error)


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "GIF", "WEBP", "TIFF"])
def test_cut_off_file(file_format):
    noise = np.random.default_rng(1).integers(0, 255, (200, 200, 3), np.uint8)
    data = encoded(Image.fromarray(noise), file_format)
    with pytest.raises(UploadError) as error:
        decode_picture(data[: len(data) // 2], "half.bin")
    assert one_line(error).startswith("half.bin ")


def test_huge_picture_is_refused_from_its_header(monkeypatch):
    data = encoded(Image.new("1", (12_000, 9_000)))
    monkeypatch.setattr(PngImageFile, "load", lambda self: pytest.fail("it was unpacked"))
    with pytest.raises(UploadError, match=r"12000 x 9000 pixels \(108 megapixels\), but"):
        decode_picture(data, "wall.png")


def test_bomb_is_refused():
    header = encoded(Image.new("1", (30_000, 30_000)))
    with pytest.raises(UploadError, match="more than 178 megapixels, but at most 50"):
        decode_picture(header, "bomb.png")


def test_large_photo_within_the_limit_is_taken():
    data = encoded(Image.new("RGB", (8_000, 6_000), (0, 255, 0)), "JPEG", quality=50)
    grey = decode_picture(data)
    assert grey.shape == (192, 256)
    np.testing.assert_allclose(grey, 0.587, atol=0.02)


def test_large_file_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES", 1_000_000)
    with pytest.raises(UploadError, match=r"has 1\.5 MB, but at most 1 MB"):
        decode_picture(bytes(1_500_000), "big.png")


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_numbers_that_are_not_finite(wrong):
    pixels = np.zeros((8, 8), np.float32)
    pixels[3, 4] = wrong
    with pytest.raises(UploadError, match="not finite"):
        decode_picture(encoded(Image.fromarray(pixels), "TIFF"), "measured.tif")


def test_floats_outside_0_to_1():
    pixels = np.full((8, 8), 3, np.float32)
    with pytest.raises(UploadError, match="from 3 to 3, but grey must lie between 0 and 1"):
        decode_picture(encoded(Image.fromarray(pixels), "TIFF"))


@pytest.mark.parametrize(("size", "shape"), [((2, 2), "2 x 2"), ((5000, 3), "1 x 256")])
def test_too_small(size, shape):
    with pytest.raises(UploadError, match=f"comes to {shape} pixels, but a 3 x 3 kernel needs"):
        decode_picture(encoded(Image.new("L", size)))
