"""A frozen record with a field for each annotation; unlike a dataclass, it has no code generated for each class."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple, NoReturn, dataclass_transform

NOT_GIVEN: Any = object()  # the default of an option that has to be given


class Option(NamedTuple):
    """A field of a record."""

    name: str
    default: Any  # `NOT_GIVEN` if there is none


@dataclass_transform(frozen_default=True, kw_only_default=True)
class OptionsRecord:
    """The base of such records: annotations are fields, what they are set to is the default, `ClassVar` is none.

    Defaults are shared by all records, so they must not be changed. Making a dataclass costs half a millisecond, and
    `linterbot check` makes forty classes before it says a word.
    """

    _options: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls) -> None:
        own = (name for name, kind in cls.__annotations__.items() if not kind.startswith("ClassVar"))
        cls._options = {**cls._options, **{name: cls.__dict__.get(name, NOT_GIVEN) for name in own}}

    def __init__(self, **values: Any) -> None:
        for name, default in self._options.items():
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
    def options(cls) -> list[Option]:
        """Return the fields, those of the base first."""
        return [Option(name, default) for name, default in cls._options.items()]
