"""A stand-in for pydantic 2: what settings modules use of it, with the same results."""

import typing

from ._fields import (AliasChoices, AliasPath, Field, FieldInfo, PrivateAttr, PydanticUndefined, computed_field,
                      field_validator, model_validator, root_validator, validator)
from ._models import ModelBase, ValidationInfo
from ._values import (AfterValidator, AnyHttpUrl, AnyUrl, BeforeValidator, Bound, HttpUrl, PostgresDsn, SecretStr,
                      ValidationError)

VERSION = "2.0-stand-in"
PositiveInt = typing.Annotated[int, Bound("gt", 0)]
NonNegativeInt = typing.Annotated[int, Bound("ge", 0)]
PositiveFloat = typing.Annotated[float, Bound("gt", 0)]
ConfigDict = dict


class BaseModel(ModelBase):
    """A model: defaults are not validated, unknown keyword arguments are dropped."""

    model_config = {}

    @classmethod
    def model_validate(cls, data, **_):
        return data if isinstance(data, cls) else cls(**data)

    @classmethod
    def model_construct(cls, _fields_set=None, **values):
        instance = cls.__new__(cls)
        for name, info in cls.model_fields.items():
            if name in values or not info.is_required():
                instance.__dict__[name] = values[name] if name in values else info.get_default()
        object.__setattr__(instance, "__given__", set(values))
        return instance

    @property
    def model_fields_set(self):
        return self.__given__

    def model_dump(self, *, mode="python", exclude_unset=False, exclude_none=False, by_alias=False):
        return self._dump(exclude_unset, exclude_none)

    def model_copy(self, *, update=None, deep=False):
        return self._copy(update, deep)

    def dict(self, *, exclude_unset=False, exclude_none=False, by_alias=False):
        return self._dump(exclude_unset, exclude_none)

    def copy(self, *, update=None, deep=False):
        return self._copy(update, deep)


def __getattr__(name):
    if name == "BaseSettings":
        raise ImportError("`BaseSettings` has been moved to the `pydantic-settings` package")
    raise AttributeError(name)
