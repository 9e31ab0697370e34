"""A mediator of the second implementation, made from docs/protocol.md alone: for tests, not for people.

    python3 test/interop/mediator.py --port 0 --data DIR [--limits FILE]

Prints `mediator did: …`, `mediator port: …`, `mediator url: …` when it is ready. It speaks HTTP on loopback
and does all of §5 but sockets (a client polls) and escrows. Everything lies in DIR: keys.json (secret) and
mediator.sqlite. FILE is a JSON object that replaces limits of §9.2 by their names.
"""
from __future__ import annotations
import ipaddress, json, os, re, sqlite3, sys, threading, time, traceback
from urllib.parse import parse_qs, unquote
sys.dont_write_bytecode = True  # no __pycache__ in the repository
from basics import Document, mediator_document, parse_did, verify_object, without
from client import complete_contract, contract_id as id_of, open_request, verify_contract, verify_requestor
from commands import STATUS, Refusal, demand, read_command, valid
from forms import CURSOR, DID, ID, read_utf8
from mediator_parts import SECRETS, Table, serve, unique
from primitives import (
    aes_gcm_open, aes_gcm_seal, base64url_decode, base64url_encode, ed25519_public, multikey_encode, sha256,
    x25519_public)

DAY, NO_END, NOT_VALID = 86_400, 2**62, 'COMMUNICATION_CONTRACT_NOT_VALID'
LIMITS = {  # §9.2, without sockets and escrows
    'body_bytes': 262_144, 'page_events': 100, 'page_pending_events': 500, 'page_bytes': 2_097_152,
    'pending_events': 10_000, 'pending_bytes': 52_428_800, 'stored_events': 5_000_000,
    'stored_bytes': 2_147_483_648, 'contracts_per_identity': 10_000, 'public_events_per_identity': 10_000,
    'identities': 100_000, 'requests_per_minute': 5, 'requests_per_day': 50, 'unanswered_requests': 100,
    'events_per_second': 100, 'events_burst': 1_000, 'commands_per_second': 50, 'commands_burst': 100,
    'unauthenticated_per_minute': 60, 'client_id_seconds': 30 * DAY, 'lapsed_seconds': 180 * DAY,
    'ciphertext_characters': 174_804, 'tags_per_event': 16}
EVENT_COMMANDS = ('SEND_EVENT', 'PUBLISH_PUBLIC_EVENT', 'SEND_EVENTS', 'SAVE_EVENTS', 'UPDATE_EVENT_TAGS')

def random_id() -> str: return base64url_encode(os.urandom(16))
def digest(text: str) -> str: return sha256(text.encode()).hex()
def key_of(did: str) -> str: return parse_did(did).signing_key.hex()
def parties(contract: dict) -> list[str]:
    """The signing keys, in hex, of the identities in a contract."""
    return [key_of(did) for did in (contract['requestor_did'], contract['recipient_did']) if DID(did)]
def name_of(contract: dict) -> str:
    """What there is one completion and one tombstone of."""
    return f"{contract['requestor_did']} {contract['requestor_encryption_public_key']}"


class Mediator:
    """All of a mediator but its HTTP server. `clock` gives milliseconds since 1970, `keys` is keys.json.

    A method with the name of a command is its effect (step 22 of §5.3), under one lock, in one transaction.
    It refuses before it changes anything. Its parameters are the command and the members of the payload.
    """

    def __init__(self, database: str, did: str, endpoint: str, keys: dict, limits: dict, clock=None):
        self.did, self.limits, self.lock = did, {**LIMITS, **limits}, threading.Lock()
        self.clock = clock or (lambda: time.time_ns() // 1_000_000)
        self.seed, self.pre_key, self.cursor_key = (bytes.fromhex(keys[name]) for name in SECRETS)
        self.public = ed25519_public(self.seed), x25519_public(self.pre_key)
        self.document = Document(did, endpoint, '', *self.public, False, None)
        self.db, self.buckets, self.swept = sqlite3.connect(database, check_same_thread=False), {}, 0
        self.load()
    def load(self) -> None:
        self.identities = Table(self.db, 'identities')  # by DID: the second in which its registration ends
        self.contracts = Table(self.db, 'contracts')  # by `name_of` the contract: see `add_contract`
        self.rows = Table(self.db, 'rows')  # by list (requests, inbox, events, public), DID and id: see `add`
        self.memory = Table(self.db, 'memory')  # by kind, owner and name: [value, until when in ms]
    def answer(self, method: str, target: str, body: bytes, address: str) -> tuple[int, dict]:
        """Status and JSON of a request; what it changed is durable by then."""
        path, _, query = target.partition('?')
        with self.lock:
            self.now = self.clock()
            self.seconds = self.now // 1000
            try:
                if (method, path) == ('POST', '/commands'):
                    payload = self.command(body, address)
                    return 200, {'type': 'SUCCESS', 'payload': payload, 'timestamp': self.now}
                demand(method in ('GET', 'HEAD'), 'NOT_FOUND')
                return 200, self.get(path, query, address)
            except Exception as error:
                refusal = error if isinstance(error, Refusal) else Refusal('INTERNAL_ERROR')
                if refusal is not error:
                    traceback.print_exc()
            reply = {'type': 'ERROR', 'code': refusal.code, 'timestamp': self.now,
                     'message': refusal.code.replace('_', ' ').capitalize() + '.'}
            wait = {} if refusal.wait_ms is None else {'retry_after_ms': refusal.wait_ms}
            return STATUS[refusal.code], {**reply, **wait}

    # --- The order of checks (§5.3) and rates (§5.4) --------------------------------------------------------
    def command(self, body: bytes, address: str) -> dict:
        """The payload of the reply to a command."""
        demand(len(body) <= self.limits['body_bytes'], 'PAYLOAD_TOO_LARGE')
        text = valid('INVALID_COMMAND', read_utf8, body)
        try:
            call = read_command(text, self.now)
        except Refusal:
            self.stranger_token(address)
            raise
        call.address, own = address, call.recipient_did == self.did
        demand(own or 'i' in call.audience, 'RECIPIENT_NOT_REGISTERED')
        demand(not own or 'm' in call.audience, 'INVALID_COMMAND')
        kind, limits = 'events' if call.kind in EVENT_COMMANDS else 'commands', self.limits
        count = len(call.payload.get('events', [call])) if kind == 'events' else 1
        self.take(f'{kind} {call.key}', 60 * limits[kind + '_per_second'], limits[kind + '_burst'], count)
        self.before_nonce(call, own, call.payload.get('signed_contract'))
        try:
            self.sweep()
            demand(self.recall('nonce', call.sender_did, call.nonce) is None, 'NONCE_REUSED')
            self.remember('nonce', call.sender_did, call.nonce, until=call.timestamp + 900_000)
            demand(own or self.registered(call.recipient_did)
                   and parse_did(call.recipient_did).mediator == self.did, 'RECIPIENT_NOT_REGISTERED')
            demand('r' not in call.audience or self.registered(call.sender_did), 'NOT_REGISTERED')
            return getattr(self, call.kind.lower())(call, **call.payload)
        except Exception as error:
            if not isinstance(error, Refusal):  # as if the command had never come
                self.db.rollback()
                self.load()
            raise
        finally:
            self.db.commit()
    def before_nonce(self, call, own: bool, signed: dict | None) -> None:
        """The checks of step 18."""
        contract = signed and signed['contract']
        if call.kind == 'REQUEST_COMMUNICATION_CONTRACT' and own:
            if call.sender_did not in self.identities:
                self.stranger_token(call.address)
            row = {**call.payload, 'sender_did': call.sender_did}
            call.request = valid(NOT_VALID, open_request, row, self.did, self.pre_key, self.seconds)
        elif call.kind == 'PUBLISH_PUBLIC_EVENT':
            signed = {'publisher_did': call.sender_did, **without(call.payload, 'event_signature')}
            signature = call.payload['event_signature']
            valid('INVALID_SIGNATURE', verify_object, bytes.fromhex(call.key), signed, signature)
            call.id = base64url_encode(sha256(signature.encode())[:16])
        elif signed and call.kind != 'REVOKE_COMMUNICATION_CONTRACT':
            pair = contract['recipient_did'], contract['requestor_did']
            demand(own or pair == (call.sender_did, call.recipient_did), NOT_VALID)
            valid(NOT_VALID, verify_contract, signed)
            demand(call.key in parties(contract), NOT_VALID)
        elif signed and contract['recipient_encryption_public_key'] is None:
            valid(NOT_VALID, verify_requestor, signed)
            valid(NOT_VALID, parties, contract)
        elif signed:
            registration = contract['recipient_did'] == self.did
            valid(NOT_VALID, verify_contract, signed, self.document if registration else None)
    def stranger_token(self, address: str) -> None:
        ip, rate = ipaddress.ip_address(address), self.limits['unauthenticated_per_minute']
        ip = getattr(ip, 'ipv4_mapped', None) or ip
        self.take(f'stranger {int(ip) >> 64 if ip.version == 6 else ip}', rate, rate)
    def take(self, bucket: str, per_minute: int, burst: int, count: int = 1) -> None:
        """Takes tokens out of a bucket. Levels are tokens times 60,000, so that they are whole numbers."""
        level, then = self.buckets.get(bucket, (burst * 60_000, self.now))
        level = min(burst * 60_000, level + max(0, self.now - then) * per_minute) - count * 60_000
        if level < 0:
            raise Refusal('RATE_LIMITED', -(level // per_minute))
        self.buckets[bucket] = level, max(self.now, then)

    # --- What is kept (§5.15), rows and pages (§5.6) --------------------------------------------------------
    def recall(self, *name: str):
        value, until = self.memory.get(' '.join(name), (None, 0))
        return value if until > self.now else None
    def remember(self, *name: str, value='', until: int | None = None) -> None:
        """Until a time in milliseconds, or as long as ids of clients are remembered."""
        until = self.now + 1000 * self.limits['client_id_seconds'] if until is None else until
        self.memory[' '.join(name)] = [value, until]
    def sweep(self) -> None:
        """Removes what is over, once a minute."""
        if self.now >= self.swept + 60_000:
            self.swept, lapsed = self.now, self.seconds - self.limits['lapsed_seconds']
            self.memory.remove_if(lambda kept: kept[1] <= self.now)
            self.contracts.remove_if(lambda one: one['expires_at'] <= lapsed)
            gone = self.identities.remove_if(lambda until: until <= lapsed)
            self.rows.remove_if(lambda one: one['did'] in gone)
    def registered(self, did: str) -> bool: return self.identities.get(did, 0) > self.seconds
    def listed(self, name: str, did: str) -> list:
        return [one for key, one in self.rows.items() if key.startswith(f'{name} {did} ')]
    def add(self, name: str, did: str, row_id: str, size: int, row: dict) -> None:
        """Appends a row of the wire to a list; `size` is the length of its ciphertext or text."""
        place = (self.recall('last place') or 0) + 1
        self.remember('last place', value=place, until=NO_END)
        self.rows[f'{name} {did} {row_id}'] = {'did': did, 'place': place, 'size': size, 'row': row}
    def remove(self, name: str, did: str, ids: list) -> list:
        """Takes rows out of a list; gives the ids of those that were there, in the order asked, each once."""
        return [key.split()[2] for key in self.rows.remove([f'{name} {did} {one}' for one in ids])]
    def room(self, name: str, did: str, most: int, most_size: int = NO_END, sizes=(0,)) -> None:
        """Refuses where a list has no room for so many rows of such sizes more."""
        there = [one['size'] for one in self.listed(name, did)]
        demand(len(there) + len(sizes) <= most and sum(there) + sum(sizes) <= most_size, 'QUOTA_EXCEEDED')
    def page(self, kind: str, name: str, asked: dict, rows: list) -> dict:
        """A page of rows, which are in order, under a name; `kind` says whose cursors are good."""
        after, page, size, down, limit = None, [], 0, kind == 'desc', asked.get('limit', 100)
        if asked.get('cursor') is not None:
            cursor = valid('INVALID_COMMAND', base64url_decode, asked['cursor'])
            found, after = json.loads(valid('INVALID_COMMAND', aes_gcm_open, self.cursor_key, cursor))
            demand(found == kind, 'INVALID_COMMAND')
        limit = min(limit, self.limits['page_pending_events' if kind == 'inbox' else 'page_events'])
        for one in reversed(rows) if down else rows:
            if after is None or (one['place'] < after if down else one['place'] > after):
                size += one['size']
                if page and (len(page) >= limit or size > self.limits['page_bytes']):
                    cursor = aes_gcm_seal(self.cursor_key, json.dumps([kind, last]).encode())
                    return {name: page, 'next_cursor': base64url_encode(cursor)}
                page, last = page + [one['row']], one['place']
        return {name: page, 'next_cursor': None}

    # --- Contracts (§5.8) -----------------------------------------------------------------------------------
    def contracts_of(self, *keys: str) -> list:
        """The stored contracts of this signing key, or between these two."""
        pair = len(set(keys)) == len(keys)  # nobody has a contract with themselves
        return [one for one in self.contracts.values() if pair and set(keys) <= set(one['parties'])]
    def add_contract(self, owner: str, signed: dict) -> None:
        demand(len(self.contracts_of(owner)) < self.limits['contracts_per_identity'], 'QUOTA_EXCEEDED')
        contract, contract_id = signed['contract'], id_of(signed['contract'])
        self.contracts[name_of(contract)] = {
            'place': contract_id, 'size': 0, 'row': {'contract_id': contract_id, 'signed_contract': signed},
            'registers': contract['requestor_did'] if contract['recipient_did'] == self.did else None,
            'parties': parties(contract), 'expires_at': contract['expires_at'], 'revoked': False}
    def set_registration(self, did: str) -> None:
        """Lets the registration of a DID end with the last of its contracts, or now."""
        own = [one for one in self.contracts.values() if one['registers'] == did and not one['revoked']]
        self.identities[did] = max((one['expires_at'] for one in own), default=self.seconds)
    def request_communication_contract(self, call, encrypted_request, requestor_ephemeral_public_key):
        ephemeral = requestor_ephemeral_public_key
        demand(self.recall('tombstone', call.sender_did, ephemeral) is None, NOT_VALID)
        if call.recipient_did == self.did:
            return {'signed_contract': self.register(call, call.request)}
        return {'request_id': self.ask(call, call.recipient_did, ephemeral, encrypted_request)}
    def register(self, call, request: dict) -> dict:
        known = self.contracts.get(name_of(request['contract']))
        if known:
            demand(known['registers'], NOT_VALID)
            return known['row']['signed_contract']
        new = call.sender_did not in self.identities
        demand(not new or len(self.identities) < self.limits['identities'], 'QUOTA_EXCEEDED')
        public = multikey_encode('x25519', x25519_public(os.urandom(32)))  # nobody needs the private half
        signed = complete_contract(without(request, 'note'), public, self.seed)
        self.add_contract(call.key, signed)
        self.set_registration(call.sender_did)
        return signed
    def ask(self, call, did: str, ephemeral: str, encrypted: str) -> str:
        """Puts a request into a tray; gives its id."""
        request_id, name, limits = random_id(), ('request', call.key, did, ephemeral), self.limits
        known = self.recall(*name)
        if known:
            demand(known['digest'] == digest(encrypted), 'ID_CONFLICT')
            return known['id']
        friends = any(not one['revoked'] for one in self.contracts_of(call.key, key_of(did)))
        if not friends and not self.registered(call.sender_did):
            self.stranger_token(call.address)
        asked = [at for at in self.recall('asked', call.key) or [] if at + DAY * 1000 > self.now]
        for most, seconds in ((limits['requests_per_minute'], 60), (limits['requests_per_day'], DAY)):
            if not friends and len(asked) >= most and asked[-most] + seconds * 1000 > self.now:
                raise Refusal('RATE_LIMITED', asked[-most] + seconds * 1000 - self.now)
        self.room('requests', did, limits['unanswered_requests'] * (10 if friends else 1))
        self.remember(*name, value={'digest': digest(encrypted), 'id': request_id})
        if not friends:
            self.remember('asked', call.key, value=asked + [self.now], until=self.now + DAY * 1000)
        self.add('requests', did, request_id, len(encrypted), {
            'id': request_id, 'sender_did': call.sender_did, 'encrypted_request': encrypted,
            'requestor_ephemeral_public_key': ephemeral, 'timestamp': self.seconds})
        return request_id
    def save_communication_contract(self, call, signed_contract: dict):
        return self.store(call.key, signed_contract)
    def communication_contract_response(self, call, signed_contract: dict):
        return self.store(key_of(call.recipient_did), signed_contract)
    def store(self, owner: str, signed: dict) -> dict:
        contract = signed['contract']
        known = self.contracts.get(name_of(contract))
        if not known or known['revoked'] or known['place'] != id_of(contract):
            in_time = contract['expires_at'] > self.seconds >= contract['timestamp'] - 300
            demand(not known and in_time and self.recall('tombstone', name_of(contract)) is None, NOT_VALID)
            self.add_contract(owner, signed)
        return {'contract_id': id_of(contract)}
    def query_communication_contracts(self, call, **asked):
        own = [one for one in self.contracts_of(call.key) if not one['revoked']]
        return self.page('contracts', 'contracts', asked, sorted(own, key=lambda one: one['place']))
    def query_pending_communication_contract_requests(self, call, **asked):
        return self.page('requests', 'requests', asked, self.listed('requests', call.sender_did))
    def acknowledge_pending_communication_contract_requests(self, call, request_ids: list):
        return {'acknowledged': self.remove('requests', call.sender_did, request_ids)}
    def revoke_communication_contract(self, call, contract_id: str = '', signed_contract: dict | None = None):
        found = [one['row'] for one in self.contracts.values() if one['place'] == contract_id]
        demand(signed_contract or found, 'NOT_FOUND')
        contract = (signed_contract or found[0]['signed_contract'])['contract']
        requestor, ephemeral = name_of(contract).split()
        demand(call.key in parties(contract), 'NOT_FOUND')
        known = self.contracts.get(name_of(contract))
        if not known and not self.registered(call.sender_did):
            self.stranger_token(call.address)
            here = [did for did in (requestor, contract['recipient_did']) if self.registered(did)]
            demand(any(key_of(did) != call.key for did in here), 'NOT_REGISTERED')
        demand(contract['timestamp'] <= self.seconds + 300, NOT_VALID)
        until = max(1000 * contract['expires_at'], self.recall('tombstone', requestor, ephemeral) or 0)
        self.remember('tombstone', requestor, ephemeral, value=until, until=until)
        self.rows.remove_if(lambda one: one['row'].get('requestor_ephemeral_public_key') == ephemeral
                            and one['row']['sender_did'] == requestor)
        if known:
            self.contracts[name_of(contract)] = {**known, 'revoked': True}
            if known['registers']:
                self.set_registration(requestor)
        return {'contract_id': id_of(contract) if contract['recipient_encryption_public_key'] else None}
    def find_identities(self, call):
        found = [did for did in self.identities if key_of(did) == call.key][:100]
        if not found:
            self.stranger_token(call.address)
        return {'dids': found}

    # --- Events (§5.9, §5.10, §8.2) -------------------------------------------------------------------------
    def check_pair(self, call) -> None:
        """There is a contract under which the sender may write to the recipient."""
        contracts = self.contracts_of(call.key, key_of(call.recipient_did))
        if not contracts and not self.registered(call.sender_did):
            self.stranger_token(call.address)
        demand(contracts, 'COMMUNICATION_CONTRACT_REQUIRED')
        demand(any(not one['revoked'] and one['expires_at'] > self.seconds for one in contracts), NOT_VALID)
    def deliver(self, call, event: dict) -> dict:
        """Puts an event into an inbox, unless its id is known; gives its result."""
        did, payload, row_id = call.recipient_did, event['payload'], random_id()
        known = self.recall('event', call.key, did, event['id'])
        demand(known in (None, digest(payload)), 'ID_CONFLICT')
        if known is None:
            most = self.limits['pending_events'], self.limits['pending_bytes']
            self.room('inbox', did, *most, sizes=[len(payload)])
            self.remember('event', call.key, did, event['id'], value=digest(payload))
            self.add('inbox', did, row_id, len(payload), {
                'id': row_id, 'sender_did': call.sender_did, 'payload': payload, 'timestamp': self.seconds})
        return {'id': event['id'], 'ok': True}
    def send_event(self, call, **event):
        self.check_pair(call)
        return {'event_id': self.deliver(call, event)['id']}
    def send_events(self, call, events: list):
        self.check_pair(call)
        results = []
        for event in events:
            try:
                results.append(self.deliver(call, event))
            except Refusal as refusal:
                results.append({'id': event['id'], 'ok': False, 'code': refusal.code})
        return {'results': results}
    def query_pending_events(self, call, **asked):
        return self.page('inbox', 'pending_events', asked, self.listed('inbox', call.sender_did))
    def acknowledge_pending_events(self, call, event_ids: list):
        return {'acknowledged': self.remove('inbox', call.sender_did, event_ids)}
    def save_events(self, call, events: list, anchor: dict | None = None):
        demand(anchor is None, 'UNSUPPORTED_COMMAND')
        did, there = call.sender_did, self.listed('events', call.sender_did)
        at, new = max([self.seconds] + [one['row']['created_at'] for one in there]), {}
        for event in events:
            was_deleted = self.recall('deleted', did, event['id']) is not None
            if not was_deleted and f"events {did} {event['id']}" not in self.rows:
                new.setdefault(event['id'], {**event, 'tags': unique(event['tags']), 'created_at': at})
        sizes = [len(event['payload']) for event in new.values()]
        self.room('events', did, self.limits['stored_events'], self.limits['stored_bytes'], sizes)
        for size, event in zip(sizes, new.values()):
            self.add('events', did, event['id'], size, event)
        return {'event_ids': [event['id'] for event in events]}
    def query_events(self, call, tags: list, after: int = 0, before: int = NO_END, order='asc', **asked):
        return self.page(order, 'events', asked, [
            one for one in self.listed('events', call.sender_did)
            if after <= one['row']['created_at'] <= before and set(tags) <= set(one['row']['tags'])])
    def update_event_tags(self, call, events: list):
        met = [(f"events {call.sender_did} {event['event_id']}", unique(event['tags'])) for event in events]
        met = [(key, tags) for key, tags in met if key in self.rows]
        for key, tags in met:
            self.rows[key] = {**self.rows[key], 'row': {**self.rows[key]['row'], 'tags': tags}}
        return {'updated': len(met)}
    def delete_events(self, call, event_ids: list):
        deleted = self.remove('events', call.sender_did, event_ids)
        for event_id in deleted:
            self.remember('deleted', call.sender_did, event_id)
        return {'deleted': deleted}
    def publish_public_event(self, call, **event):
        if f'public {call.sender_did} {call.id}' not in self.rows:
            self.room('public', call.sender_did, self.limits['public_events_per_identity'])
            row = {'public_event_id': call.id, 'publisher_did': call.sender_did, **event}
            self.add('public', call.sender_did, call.id, len(event['event'].encode('utf-16-le')) // 2, row)
        return {'public_event_id': call.id}
    def delete_public_event(self, call, public_event_id: str):
        demand(self.remove('public', call.sender_did, [public_event_id]), 'NOT_FOUND')
        return {'public_event_id': public_event_id}

    # --- GET (§2.8, §5.14, §8.3) ----------------------------------------------------------------------------
    def get(self, path: str, query: str, address: str) -> dict:
        if path == '/.well-known/did.json':
            return mediator_document(self.did, *self.public, self.document.endpoint)
        if path in ('/health', '/limits'):
            health = {'status': 'ok', 'did': self.did, 'timestamp': self.now}
            return health if path == '/health' else self.limits
        demand(path.startswith('/public/'), 'NOT_FOUND')
        self.stranger_token(address)
        did, asked = unquote(path[8:]), {name: values[0] for name, values in parse_qs(query, True).items()}
        limit, cursor, channel = asked.get('limit', '100'), asked.get('cursor'), asked.get('channel_id')
        demand(DID(did) and re.fullmatch('[1-9][0-9]?|100', limit), 'INVALID_COMMAND')
        demand((cursor is None or CURSOR(cursor)) and (channel is None or ID(channel)), 'INVALID_COMMAND')
        rows = [one for one in self.listed('public', did) if channel in (None, one['row']['channel_id'])]
        return self.page('public', 'events', {'limit': int(limit), 'cursor': cursor}, rows)


if __name__ == '__main__':
    serve(Mediator)
