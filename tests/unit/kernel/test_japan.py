"""Places have English names."""

from lms.kernel.japan import PREFECTURES, place_in_english


def test_there_are_47_prefectures_each_with_its_suffix():
    assert len(PREFECTURES) == 47
    assert all(name == "北海道" or name[-1] in "都府県" for name in PREFECTURES)


def test_a_place_is_named_in_english_and_anything_else_is_left_alone():
    assert place_in_english("広島県") == "Hiroshima"
    assert place_in_english("中国") == "Chugoku"
    assert place_in_english("どこか") == "どこか"
