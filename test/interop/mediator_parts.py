"""What mediator.py needs beside the rules of the protocol: dictionaries that last, and HTTP."""
from __future__ import annotations
import json, sqlite3
from http.server import BaseHTTPRequestHandler

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
             'access-control-allow-headers': 'content-type, accept, if-none-match', 'cache-control': 'no-store',
             'x-content-type-options': 'nosniff'}
    def handle_any(self) -> None:
        length, most = int(self.headers.get('content-length') or 0), self.server.mediator.limits['body_bytes']
        body = self.rfile.read(length) if length <= most else bytes(most + 1)
        status, value = self.server.mediator.answer(self.command, self.path, body, self.client_address[0])
        content = json.dumps(value).encode()
        headers = {**self.fixed, 'content-type': 'application/json', 'content-length': str(len(content))}
        if status == 200 and self.path.endswith('/did.json'):
            headers['content-type'] = 'application/did+json'
        if 'retry_after_ms' in value:
            headers['retry-after'] = str(-(-value['retry_after_ms'] // 1000))
        if length > most:
            headers['connection'] = 'close'  # send_header sees to it
        if self.command == 'OPTIONS':
            status, headers, content = 204, self.fixed, b''
        self.send_response(status)
        for name, text in headers.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(b'' if self.command == 'HEAD' else content)
    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = handle_any
    def log_message(self, *_) -> None: pass
