"""Uploaded pictures are told by their content and made anew; whatever else comes is refused in words."""

from io import BytesIO

import pytest
from PIL import Image

from lms.authoring.loader import MAX_UPLOAD, PictureRefusedError, take_picture
from lms.authoring.loader.pictures import (
    BROKEN,
    EMPTY,
    LARGEST_FIGURE,
    LONGEST_SIDE,
    NO_PICTURE,
    TOO_LARGE,
    TOO_MANY_PIXELS,
)
from lms.courses.loader import figure_of
from tests.factories.authoring import bomb, photograph, picture
from tests.factories.courses import SVG


@pytest.fixture
def opened():
    return lambda content: Image.open(BytesIO(content))


@pytest.fixture
def sentence():
    def refuse(content: bytes):
        with pytest.raises(PictureRefusedError) as refused:
            take_picture(content)
        return refused.value.sentence

    return refuse


@pytest.mark.parametrize(("kind", "ending"), [("PNG", "png"), ("JPEG", "jpeg"), ("WEBP", "webp")])
def test_each_kind_stays_what_it_is_under_a_random_name(kind, ending, opened):
    one, other = take_picture(picture(kind)), take_picture(picture(kind))
    assert one.name.endswith(f".{ending}")
    assert one.name != other.name
    assert one.media_type == f"image/{ending}"
    assert opened(one.content).size == (40, 30)
    assert figure_of(f"figures/{one.name}", one.content).content == one.content


def test_nothing_that_a_camera_adds_is_kept_and_the_picture_stands_upright(opened):
    figure = take_picture(photograph())
    assert b"SECRET" not in figure.content
    shown = opened(figure.content)
    assert shown.size == (20, 40)
    assert dict(shown.getexif()) == {}
    assert "comment" not in shown.info
    assert "exif" not in shown.info


def test_what_hides_behind_the_pixels_is_gone():
    content = picture("PNG") + b"<script>alert(1)</script>"
    assert b"script" not in take_picture(content).content


def test_a_large_picture_is_made_smaller(opened):
    figure = take_picture(picture("JPEG", (4000, 1000)))
    assert opened(figure.content).size == (LONGEST_SIDE, 400)


def test_what_stays_large_is_made_smaller_until_a_phone_can_wait_for_it(opened):
    noise = Image.effect_noise((1500, 1500), 100).convert("RGB")
    stream = BytesIO()
    noise.save(stream, "PNG")
    figure = take_picture(stream.getvalue())
    assert len(figure.content) <= LARGEST_FIGURE
    assert max(opened(figure.content).size) < 1500


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16"])
def test_gaps_stay_gaps_and_every_mode_is_read(mode, opened):
    assert opened(take_picture(picture("PNG", mode=mode)).content).mode in {"RGB", "RGBA"}
    assert opened(take_picture(picture("PNG", mode="RGBA")).content).mode == "RGBA"


def test_a_drawing_is_kept_as_its_text():
    figure = take_picture(SVG.encode())
    assert figure.name.endswith(".svg")
    assert figure.content == SVG.encode()


@pytest.mark.parametrize(
    "svg",
    [
        SVG.replace("<rect", "<script>alert(1)</script><rect"),
        SVG.replace("<rect", '<rect onload="alert(1)"'),
        SVG.replace("<rect", '<use href="https://example.com/x"/><rect'),
        '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]>' + SVG,
        "<svg><unclosed>",
    ],
)
def test_a_drawing_that_does_more_than_drawing_is_refused(svg, app_context):
    with pytest.raises(PictureRefusedError) as refused:
        take_picture(svg.encode())
    assert str(refused.value.sentence)


def test_a_bomb_is_refused_before_it_is_unpacked(sentence):
    assert sentence(bomb()) in {BROKEN, TOO_MANY_PIXELS}
    assert len(bomb()) < 1000


def test_many_points_are_refused(sentence):
    assert sentence(picture("PNG", (8000, 6000), mode="1")) == TOO_MANY_PIXELS


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", EMPTY),
        (b"x" * (MAX_UPLOAD + 1), TOO_LARGE),
        (b"not a picture", NO_PICTURE),
        (picture("GIF"), NO_PICTURE),
        (picture("BMP"), NO_PICTURE),
        (b"%PDF-1.7", NO_PICTURE),
        (picture("PNG")[:60], BROKEN),
        (picture("JPEG")[:200], BROKEN),
    ],
)
def test_what_is_no_picture_is_refused_with_the_reason(content, expected, sentence):
    assert sentence(content) == expected
