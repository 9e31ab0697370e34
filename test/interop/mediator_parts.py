"""What mediator.py needs beside the rules of the protocol: dictionaries that last, HTTP, the command line."""
from __future__ import annotations
import argparse, json, os, signal, sqlite3, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SECRETS = ('signing_seed_hex', 'pre_key_seed_hex', 'cursor_key_hex')

def unique(values: list) -> list: return list(dict.fromkeys(values))


class Table(dict):
    """A dictionary that a database keeps: what is set or deleted is durable with the next commit."""
    def __init__(self, db: sqlite3.Connection, name: str):
        self.db, self.name = db, name
        db.execute(f'CREATE TABLE IF NOT EXISTS {name} (seq INTEGER PRIMARY KEY, key UNIQUE, value)')
        rows = db.execute(f'SELECT key, value FROM {name} ORDER BY seq')
        super().__init__((key, json.loads(value)) for key, value in rows)
    def __setitem__(self, key: str, value) -> None:
        super().__setitem__(key, value)
        self.db.execute(f'INSERT INTO {self.name} (key, value) VALUES (?, ?) '
                        'ON CONFLICT (key) DO UPDATE SET value = excluded.value', (key, json.dumps(value)))
    def remove(self, keys) -> list:
        """Deletes those of the keys that are there, and gives them in the order asked."""
        there = [key for key in unique(keys) if key in self]
        for key in there:
            del self[key]
            self.db.execute(f'DELETE FROM {self.name} WHERE key = ?', (key,))
        return there
    def remove_if(self, condition) -> list: return self.remove([key for key in self if condition(self[key])])


class Handler(BaseHTTPRequestHandler):
    """HTTP/1.1 around `self.server.mediator`; of a body that is too large nothing is read."""
    protocol_version, wbufsize, disable_nagle_algorithm, timeout = 'HTTP/1.1', -1, True, 15
    fixed = {'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after',
             'access-control-allow-methods': 'GET, HEAD, POST, OPTIONS', 'access-control-max-age': '86400',
             'access-control-allow-headers': 'content-type, accept, if-none-match',
             'cache-control': 'no-store', 'x-content-type-options': 'nosniff'}
    def body(self, most: int) -> bytes:
        """The body; of one that is larger than `most`, something that is larger, too."""
        body, length = b'', int(self.headers.get('content-length') or 0)
        if 'chunked' not in self.headers.get('transfer-encoding', ''):
            return self.rfile.read(length) if length <= most else bytes(most + 1)
        while len(body) <= most:
            size = int(self.rfile.readline(100).partition(b';')[0], 16)
            body += self.rfile.read(min(size, most + 1))
            if not self.rfile.readline(100).strip() and size == 0:
                return body
        return body
    def handle_any(self) -> None:
        most = self.server.mediator.limits['body_bytes']
        body = self.body(most)
        status, value = self.server.mediator.answer(self.command, self.path, body, self.client_address[0])
        content = json.dumps(value).encode()
        headers = {**self.fixed, 'content-type': 'application/json', 'content-length': str(len(content))}
        if status == 200 and self.path.endswith('/did.json'):
            headers['content-type'] = 'application/did+json'
        if 'retry_after_ms' in value:
            headers['retry-after'] = str(-(-value['retry_after_ms'] // 1000))
        if len(body) > most:
            headers['connection'] = 'close'  # send_header sees to it
        if self.command == 'OPTIONS':
            status, headers, content = 204, self.fixed, b''
        self.send_response(status)
        for name, text in headers.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(b'' if self.command == 'HEAD' else content)
    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = handle_any
    def handle(self) -> None:
        try:
            super().handle()
        except ConnectionError:
            pass  # the client has gone
    def log_message(self, *_) -> None: pass


def serve(mediator_class) -> None:
    """Runs a mediator as the command line says, until SIGTERM."""
    parser = argparse.ArgumentParser()
    for name, kind in (('--port', int), ('--data', Path), ('--limits', Path)):
        parser.add_argument(name, type=kind, required=name == '--data')
    options = parser.parse_args()
    options.data.mkdir(parents=True, exist_ok=True)
    file = options.data / 'keys.json'
    keys = json.loads(file.read_text()) if file.exists() else {one: os.urandom(32).hex() for one in SECRETS}
    server = ThreadingHTTPServer(('127.0.0.1', options.port or keys.get('port', 0)), Handler)
    port = server.server_port
    file.write_text(json.dumps({**keys, 'port': port}))  # the DID names the port, so it stays
    did, url = f'did:web:127.0.0.1%3A{port}', f'http://127.0.0.1:{port}'
    limits = json.loads(options.limits.read_text()) if options.limits else {}
    database = str(options.data / 'mediator.sqlite')
    server.mediator = mediator_class(database, did, f'{url}/commands', keys, limits)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    print(f'mediator did: {did}\nmediator port: {port}\nmediator url: {url}', flush=True)
    server.serve_forever()
    with server.mediator.lock:
        server.mediator.db.close()
