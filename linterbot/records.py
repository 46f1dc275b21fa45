"""Frozen records with a field for each annotation; unlike dataclasses, they need no code generated for each class."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple, NoReturn, TypeVar, dataclass_transform

NOT_GIVEN: Any = object()  # the default of a field that has to be given


class Field(NamedTuple):
    """A field of a record."""

    name: str
    kind: str  # its type, as the class says it: “tuple[str, ...]”
    default: Any  # `NOT_GIVEN` if there is none


@dataclass_transform(frozen_default=True, kw_only_default=True, eq_default=False)
class Record:
    """The base of records: annotations are fields, what they are set to is the default, `ClassVar` is none.

    Defaults are shared by all records of a class, so they must not be changed. A record is equal only to itself. Making
    a dataclass costs half a millisecond, and `linterbot check` would make more than forty before it says a word.
    """

    _fields: ClassVar[tuple[Field, ...]] = ()

    def __init_subclass__(cls) -> None:
        own = [pair for pair in cls.__annotations__.items() if not pair[1].startswith("ClassVar")]
        cls._fields += tuple(Field(name, kind, cls.__dict__.get(name, NOT_GIVEN)) for name, kind in own)

    def __init__(self, **values: Any) -> None:
        for name, _, default in self._fields:
            value = values.pop(name, default)
            if value is NOT_GIVEN:
                raise TypeError(f"{type(self).__name__} lacks {name}")
            self.__dict__[name] = value
        if values:
            raise TypeError(f"{type(self).__name__} has no {', '.join(values)}")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{name} of {type(self).__name__} cannot be changed")


AnyRecord = TypeVar("AnyRecord", bound=Record)


def changed(record: AnyRecord, **values: Any) -> AnyRecord:
    """Return a record like another one, with some of its fields set to other values."""
    return type(record)(**{one.name: getattr(record, one.name) for one in record._fields} | values)


def fields(kind: type[Record]) -> tuple[Field, ...]:
    """Return the fields of a class of records, those of its base first."""
    return kind._fields
