"""From bytes on disk to an :class:`~contentqa.types.Article`: the only place that knows file formats.

Text is settled here (decoding, line ends, Unicode NFC) and never changes afterwards, so that offsets stay true.
"""

from .files import Source, find
from .html import read_html
from .markdown import read_markdown
from .plain import read_text
from .reader import read_bytes, read_file

__all__ = ["Source", "find", "read_bytes", "read_file", "read_html", "read_markdown", "read_text"]
