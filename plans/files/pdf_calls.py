"""Quick ways to call PDFium's small functions, asked for every word and every object of a page.

Called by `pdf_words.py` and `pdf_rules.py`. pypdfium2's own functions make a pointer object for each result,
look each argument over and let go of Python's lock; for a call that only looks a number up this costs more than
the call. Here addresses are plain numbers. Whoever calls so must keep what stands at them alive.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any


def quick(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The C function behind one of `pypdfium2.raw`, taking and giving plain numbers."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    assert address is not None
    return ctypes.PYFUNCTYPE(result, *arguments)(address)
