"""Modules: functions that own their parameters."""

from . import functional
from .linear import Linear
from .module import Module
from .parameter import Parameter

__all__ = ["Linear", "Module", "Parameter", "functional"]
