"""A record has its annotations as fields, takes nothing else, and cannot be changed."""

from __future__ import annotations

import pickle
from typing import ClassVar

import pytest

from linterbot.records import NOT_GIVEN, Field, Record, fields


class Lamp(Record):
    """A record for the tests."""

    shapes: ClassVar[int] = 3
    colour: str
    watts: int = 40


class Lantern(Lamp):
    """A record that has more fields."""

    oil: bool = True


def test_the_fields_are_the_annotations_with_those_of_the_base_first() -> None:
    assert fields(Lamp) == (Field("colour", "str", NOT_GIVEN), Field("watts", "int", 40))
    assert [one.name for one in fields(Lantern)] == ["colour", "watts", "oil"]


def test_what_is_not_given_has_its_default() -> None:
    lantern = Lantern(colour="red")
    assert (lantern.colour, lantern.watts, lantern.oil, lantern.shapes) == ("red", 40, True, 3)


def test_a_field_without_a_default_has_to_be_given_and_no_other_may_be() -> None:
    with pytest.raises(TypeError, match="Lamp lacks colour"):
        Lamp()  # type: ignore[call-arg]  # mypy sees it too
    with pytest.raises(TypeError, match="Lamp has no smoke"):
        Lamp(colour="red", smoke=True)  # type: ignore[call-arg]  # mypy sees it too


def test_a_record_cannot_be_changed() -> None:
    lamp = Lamp(colour="red")
    with pytest.raises(AttributeError, match="colour of Lamp cannot be changed"):
        lamp.colour = "blue"  # type: ignore[misc]


def test_a_record_goes_to_other_processes() -> None:
    assert pickle.loads(pickle.dumps(Lamp(colour="red"))).colour == "red"
