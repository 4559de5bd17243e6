"""Put on PYTHONPATH by the tests that start processes: there, any use of the network ends the process."""

import socket


class NetworkUsed(BaseException):
    """Not an Exception, so that no library can swallow it."""


def _refuse(*arguments, **options):
    raise NetworkUsed(repr(arguments[-1]))


for _name in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, _name, _refuse)
socket.getaddrinfo = _refuse
