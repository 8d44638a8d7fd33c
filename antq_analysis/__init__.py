"""Yearly analysis of community self-management safety models in Vietnamese provinces.

The verbs below are what a notebook types. They are loaded when first used, so that importing the package is fast.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
