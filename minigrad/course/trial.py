"""`minigrad lab --check`: what a reader does first, done by the machine: start, open lesson 00, run its cells.

It is done in a folder that is gone afterwards, through JupyterLab's own interface: HTTP and a WebSocket.
"""

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from contextlib import contextmanager
from pathlib import Path

from websocket import create_connection

from .folder import NAME, lessons

PATIENCE = 120  # seconds
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a proxy does not know our own machine


class TrialError(Exception):
    """What did not work, in a sentence."""


def trial():
    """Run lesson 00 as a reader would; 0 if all of it ran."""
    begun, first = time.monotonic(), None
    path = lessons()[0]
    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, served(folder) as server:
            for number, source in enumerate(run(server, Path(folder, NAME, path.name)), 1):
                first = first or time.monotonic() - begun
                print(f"{number:3}  {source.splitlines()[0][:70]}")
    except (TrialError, OSError) as error:
        print(f"minigrad: {error}", file=sys.stderr)
        return 1
    print(f"{path.stem}: {number} cells ran in JupyterLab, the first {first:.1f} seconds after the start.")
    return 0


class Server:
    """A running JupyterLab, asked by HTTP."""

    def __init__(self, port, token):
        self.place, self.address = ("127.0.0.1", port), f"127.0.0.1:{port}"
        self.header = {"Authorization": f"token {token}"}

    def ask(self, path, /, **content):
        """The answer to a request, with content to a POST."""
        data = json.dumps(content).encode() if content else None
        request = urllib.request.Request(f"http://{self.address}/{path}", data, self.header)
        with DIRECT.open(request, timeout=PATIENCE) as answer:
            return json.load(answer)


@contextmanager
def served(folder):
    """The Server that `minigrad lab` starts in a folder; it is stopped at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server, log = Server(port, token := secrets.token_hex()), Path(folder, "log")
    command = [sys.executable, "-m", f"{__package__}.cli", "lab", "--no-browser", f"--port={port}"]
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command, cwd=folder, stdout=output, stderr=output, env=os.environ | {"JUPYTER_TOKEN": token}
        )
    try:
        deadline = time.monotonic() + PATIENCE
        while not answers(server):
            if process.poll() is not None or time.monotonic() > deadline:
                raise TrialError(f"JupyterLab does not answer:\n{log.read_text(encoding='utf-8')}")
            time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        process.wait(PATIENCE)


def answers(server):
    try:
        return server.ask("api/status")
    except OSError:
        return None


def run(server, path):
    """Run the code cells of a notebook in the server's kernel, one after the other; the source of each that ran."""
    place = f"{path.parent.name}/{path.name}"
    notebook = server.ask(f"api/contents/{place}")["content"]
    session = server.ask("api/sessions", path=place, name=path.name, type="notebook", kernel={"name": "python3"})
    url = f"ws://{server.address}/api/kernels/{session['kernel']['id']}/channels"
    line = socket.create_connection(server.place, PATIENCE)  # given, so that no proxy is asked
    channel = create_connection(url, timeout=PATIENCE, header=server.header, socket=line)
    try:
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                execute(channel, cell["source"])
                yield cell["source"]
    finally:
        channel.close()


def execute(channel, source):
    """Have the kernel run a source, and wait for its reply."""
    header = {
        "msg_id": uuid.uuid4().hex,
        "msg_type": "execute_request",
        "session": "check",
        "username": "",
        "version": "5.3",
    }
    content = {"code": source, "silent": False, "store_history": True, "allow_stdin": False}
    request = {"channel": "shell", "header": header, "parent_header": {}, "metadata": {}, "content": content}
    channel.send(json.dumps(request))
    while True:
        message = json.loads(channel.recv())
        mine = message["parent_header"].get("msg_id") == header["msg_id"]
        if mine and message["msg_type"] == "execute_reply":
            break
    if message["content"]["status"] != "ok":
        raise TrialError(f"{message['content'].get('evalue', 'stopped')}, in the cell\n{source}")
