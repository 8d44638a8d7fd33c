"""What an interactive map holds, read back from its page."""

import json
import re
from typing import Any


def data_of(html: str) -> dict[str, Any]:
    """Take the figures and words out of a page."""
    (found,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    read = json.loads(found)
    assert isinstance(read, dict)
    return read
