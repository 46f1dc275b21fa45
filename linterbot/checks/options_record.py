"""A frozen record with a field for each annotation; unlike a dataclass, it has no code generated for each class."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple, NoReturn, dataclass_transform

NOT_GIVEN: Any = object()  # the default of an option that has to be given


class Option(NamedTuple):
    """A field of a record."""

    name: str
    kind: str  # its type, as the class says it: “tuple[str, ...]”
    default: Any  # `NOT_GIVEN` if there is none


@dataclass_transform(frozen_default=True, kw_only_default=True)
class OptionsRecord:
    """The base of such records: annotations are fields, what they are set to is the default, `ClassVar` is none.

    Defaults are shared by all records, so they must not be changed. Making a dataclass costs half a millisecond, and
    `linterbot check` makes forty classes before it says a word.
    """

    _options: ClassVar[tuple[Option, ...]] = ()

    def __init_subclass__(cls) -> None:
        own = [pair for pair in cls.__annotations__.items() if not pair[1].startswith("ClassVar")]
        cls._options += tuple(Option(name, kind, cls.__dict__.get(name, NOT_GIVEN)) for name, kind in own)

    def __init__(self, **values: Any) -> None:
        for name, _, default in self._options:
            value = values.pop(name, default)
            if value is NOT_GIVEN:
                raise TypeError(f"{type(self).__name__} lacks {name}")
            self.__dict__[name] = value
        if values:
            raise TypeError(f"{type(self).__name__} has no {', '.join(values)}")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{name} of {type(self).__name__} cannot be changed")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.values() == other.values()

    def __hash__(self) -> int:
        return hash((type(self), *map(str, self.values())))

    def values(self) -> list[Any]:
        """Return what the fields are set to."""
        return [self.__dict__[option.name] for option in self.options()]

    @classmethod
    def options(cls) -> tuple[Option, ...]:
        """Return the fields, those of the base first."""
        return cls._options
