"""A client of the protocol, written from docs/protocol.md alone; sections such as §4.5 are of that document.

It exists to show that the document is enough, and for tests. NO SECURITY CLAIM: keys are plain bytes, nothing
is wiped, state is in memory. First what is read and made from §4 on, in the order of the document; then
`Mediator` (an endpoint) and `Client` (an identity). What a check refuses raises `Refused`, with the reason of
the document where it names one. Shapes are in forms.py, what lies below in basics.py; both can be had from
here. Messages to wallet addresses are in address_client.py.
"""
from __future__ import annotations
import dataclasses, http.client, json, os, time
from urllib.parse import quote, urlsplit
from basics import *  # noqa: F403
from forms import *  # noqa: F403
from primitives import (
    Refused, WebSocket, aes_gcm_seal, base64_decode, base64_encode, base64url_encode, canonical_json,
    ed25519_public, multikey_encode, require, sha256, x25519_public)

# --- Contracts (§4) -----------------------------------------------------------------------------------------
KEY_AAD = b'decentrl/contract-key/v1'
PKCS8_X25519 = bytes.fromhex('302e020100300506032b656e04220420')
OTHER_SIDE = {'requestor': 'recipient', 'recipient': 'requestor'}

def public_text(private: bytes) -> str: return multikey_encode('x25519', x25519_public(private))
def half(signed: dict) -> list:
    """What the recipient of a contract adds."""
    return [signed['contract']['recipient_encryption_public_key'], signed['recipient_signature']]
def request_part(contract: dict) -> dict:
    """The contract as its requestor signed it; two are the same request if these are equal."""
    return {**contract, 'recipient_encryption_public_key': None}
def contract_id(contract: dict) -> str:
    demand(CONTRACT, contract, 'contract')
    require(contract['recipient_encryption_public_key'] is not None, 'incomplete')
    return sha256(canonical(contract).encode()).hex()

def sign_request(contract: dict, signing_seed: bytes) -> dict:
    require(CONTRACT(contract) and contract == request_part(contract), 'contract')
    signature = sign_object(signing_seed, contract, contract['requestor_did'])
    return {'contract': contract, 'requestor_signature': signature, 'recipient_signature': None}
def verify_requestor(signed: dict) -> Did:
    requestor = parse_did(signed['contract']['requestor_did'])
    verify_object(requestor.signing_key, request_part(signed['contract']), signed['requestor_signature'])
    return requestor
def complete_contract(signed: dict, public_key: str, signing_seed: bytes) -> dict:
    """The recipient's yes to a request (§4.6, steps 1 and 2)."""
    demand(SIGNED_CONTRACT, signed, 'contract')
    require(half(signed) == [None, None], 'completed')
    verify_requestor(signed)
    contract = {**signed['contract'], 'recipient_encryption_public_key': public_key}
    signer = contract['recipient_did'] if DID(contract['recipient_did']) else None
    signature = sign_object(signing_seed, demand(CONTRACT, contract, 'contract'), signer)
    return {**signed, 'contract': contract, 'recipient_signature': signature}
def verify_contract(signed: dict, mediator: Document | None = None) -> str:
    """The id of a contract between two identities, or with the mediator given, that verifies (§4.2)."""
    contract = demand(SIGNED_CONTRACT, signed, 'contract')['contract']
    require(mediator is None or contract['recipient_did'] == mediator.did, 'recipient')
    recipient = mediator or parse_did(contract['recipient_did'])
    require(None not in half(signed), 'incomplete')
    requestor = verify_requestor(signed)
    verify_object(recipient.signing_key, contract, signed['recipient_signature'])
    require(mediator or requestor.signing_key != recipient.signing_key, 'contract')
    return contract_id(contract)

def encrypt_request(request: dict, ephemeral: bytes, pre_key: bytes, nonce: bytes | None = None) -> dict:
    """What REQUEST_COMMUNICATION_CONTRACT has beside its type (§4.4)."""
    demand(REQUEST, request, 'request')
    require(half(request) == [None, None], 'completed')
    require(request['contract']['requestor_encryption_public_key'] == public_text(ephemeral), 'ephemeral')
    return {'encrypted_request': seal_json(agree(ephemeral, pre_key), request, nonce),
            'requestor_ephemeral_public_key': public_text(ephemeral)}
def open_request(row: dict, own_did: str, pre_key: bytes, now: int) -> dict:
    """The request in a row of the tray, or in a registration, after checks 1 to 10 of §4.5."""
    public = row['requestor_ephemeral_public_key']
    require(AGREEMENT_KEY(public), 'ephemeral')
    request = open_json(agree(pre_key, read_multikey('x25519', public)), row['encrypted_request'])
    contract = demand(REQUEST, request, 'request')['contract']
    require(half(request) == [None, None], 'completed')
    require(contract['recipient_did'] == own_did, 'recipient')
    require(contract['requestor_did'] == row['sender_did'], 'sender')
    require(contract['requestor_encryption_public_key'] == public, 'ephemeral')
    require(contract['timestamp'] <= now + 300, 'time')
    require(contract['expires_at'] > now, 'expired')
    verify_requestor(request)
    return request

def root_secret(contract: dict, ephemeral: bytes) -> bytes:
    """The key of all transit payloads of a contract, for who has one of its private keys (§4.8)."""
    keys = [contract[f'{side}_encryption_public_key'] for side in OTHER_SIDE]
    require(None not in keys, 'incomplete')
    require(public_text(ephemeral) in keys, 'ephemeral')
    return agree(ephemeral, read_multikey('x25519', keys[1 - keys.index(public_text(ephemeral))]))
def wrap_contract_key(store_key: bytes, ephemeral: bytes, nonce: bytes | None = None) -> str:
    return base64_encode(aes_gcm_seal(store_key, PKCS8_X25519 + ephemeral, KEY_AAD, nonce))
def unwrap_contract_key(store_key: bytes, wrapped: str, public: str) -> bytes:
    raw = open_aead(store_key, base64_decode(wrapped), KEY_AAD)
    known = len(raw) == 48 and raw.startswith(PKCS8_X25519) and public_text(raw[16:]) == public
    require(known, 'private-key')
    return raw[16:]
def take_contract(signed: dict, saved: dict[str, tuple[bytes, dict]], own: Did) -> Contract:
    """A contract found on the own mediator (§4.7, 1 to 4); `saved` has, by own public key that is in no
    completed contract yet, the private key and what was saved."""
    contract = demand(SIGNED_CONTRACT, signed, 'contract')['contract']
    require(DID(contract['recipient_did']) and contract['recipient_encryption_public_key'], 'passed-over')
    side = next((side for side in OTHER_SIDE if contract[f'{side}_encryption_public_key'] in saved), None)
    require(side, 'unknown-key')
    private, known = saved[contract[f'{side}_encryption_public_key']]
    require(request_part(known['contract']) == request_part(contract), 'other-request')
    name = verify_contract(signed)
    require(parse_did(contract[f'{side}_did']).signing_key == own.signing_key, 'other-side')
    return Contract(name, contract, private, side)

@dataclasses.dataclass
class Contract:
    """A completed contract, as one of the two keeps it."""
    contract_id: str
    contract: dict
    ephemeral: bytes
    side: str  # the own one: requestor or recipient
    revoked_at: int | None = None
    refused: bool = False  # the peer's mediator refused an event under it
    destroyed: bool = False  # its secret is no more
    peer_did = property(lambda self: self.contract[f'{OTHER_SIDE[self.side]}_did'])
    timestamp = property(lambda self: self.contract['timestamp'])
    expires_at = property(lambda self: self.contract['expires_at'])
    secret = property(lambda self: root_secret(self.contract, self.ephemeral))

def newest_first(contracts: list) -> list:
    return sorted(contracts, key=lambda one: (one.timestamp, one.contract_id), reverse=True)
def to_send_under(contracts: list, pinned_did: str, now: int):
    """The contract that the next event goes under, None where there is none (§4.10)."""
    return next((one for one in newest_first(contracts) if one.expires_at > now and one.revoked_at is None
                 and not one.refused and not one.destroyed and one.peer_did == pinned_did), None)
def to_receive_under(contracts: list) -> list:
    """The contracts that are tried on what arrives, in this order (§4.10)."""
    return newest_first([one for one in contracts if not one.destroyed])[:5]
def propose_now(contract, events_sent: int, now: int) -> bool:
    """Whether it is time to ask for a successor of the newest contract (§7.2)."""
    lifetime, left = contract.expires_at - contract.timestamp, contract.expires_at - now
    near = min(lifetime / 4, 7 * DAY) if contract.side == 'requestor' else min(lifetime / 10, 3 * DAY)
    return now - contract.timestamp >= 30 * DAY or events_sent >= 2**20 or left <= near
def accept_unasked(contact: dict | None, contracts: list, requestor_did: str, lifetime: int, now: int):
    """Refuses a request that a person must be asked about; the rest renews a relationship (§7.2)."""
    require(contact, 'unknown')
    require(requestor_did == contact['pinned_did'], 'changed-did')
    require(not contact['blocked'], 'blocked')
    require(not contact['revoked'], 'revoked')
    require(contact['consented'], 'never-consented')
    require(contracts, 'no-contract')
    newest = newest_first(contracts)[0]
    require(newest.revoked_at is None, 'revoked')
    require(newest.expires_at + 180 * DAY >= now, 'ended-long-ago')
    require(lifetime <= contact['longest_lifetime'], 'too-long')

# --- Events (§6, §7.5, §7.6, §8) ----------------------------------------------------------------------------
def read_event(event: str) -> dict:
    try:
        return demand(EVENT, read_content(demand(LONG_TEXT, event, 'event')), 'event')
    except Refused:
        raise Refused('event') from None
def sign_envelope(signing_seed: bytes, contract: str, event: str, timestamp: int) -> dict:
    body = {'contract_id': contract, 'event': event, 'timestamp': timestamp}
    return with_signature(signing_seed, body, ENVELOPE, 'envelope')
def verify_envelope(envelope, signing_key: bytes, contract: str) -> dict:
    """The event in an envelope of a counterparty under a contract (§6.4, 2 to 5)."""
    demand(ENVELOPE, envelope, 'envelope')
    require(envelope['contract_id'] == contract, 'contract-id')
    verify_signed(signing_key, envelope)
    return read_event(envelope['event'])
def envelope_hash(envelope: dict) -> str: return sha256(canonical(envelope).encode()).hex()
def verify_chain(envelopes: list[dict], signing_key: bytes, contract: str) -> list[str]:
    """'accepted' or a reason for each; one that a proven one names by its hash is proven too (§6.5)."""
    def verdict(envelope: dict) -> str:
        try:
            verify_envelope(envelope, signing_key, contract)
        except Refused as refusal:
            return refusal.reason
        return 'accepted'
    def meta(envelope: dict) -> dict:
        return read_event(envelope['event']).get('meta', {}) if holds(read_event, envelope['event']) else {}
    verdicts = list(map(verdict, envelopes))
    by_hash = {envelope_hash(one): place for place, one in enumerate(envelopes)}
    for place in sorted(range(len(envelopes)), key=lambda place: -meta(envelopes[place]).get('seq', 0)):
        later = meta(envelopes[place])
        named = by_hash.get(later.get('prev')) if verdicts[place] == 'accepted' else None
        earlier = meta(envelopes[named]) if named is not None and verdicts[named] == 'signature' else {}
        if earlier and (earlier['dev'], earlier['seq'] + 1) == (later['dev'], later['seq']):
            verdicts[named] = 'accepted'
    return verdicts

def stored_payload(direction: str, event: str, sender: str, recipient: str, envelope: dict, tags) -> dict:
    """The plaintext of an own copy (§6.6)."""
    meta = {'direction': direction, 'sender_did': sender, 'recipient_did': recipient, 'tags': list(tags),
            **{name: envelope[name] for name in ('contract_id', 'timestamp', 'signature')}}
    return demand(STORED, {'v': 1, 'event': event, 'meta': meta}, 'stored')
def own_record(kind: str, data: dict, own_did: str, recipient: str, now: int) -> dict:
    """The plaintext of an own record (§6.9)."""
    event = json.dumps({'type': kind, 'data': data}, ensure_ascii=False, separators=(',', ':'))
    return stored_payload('self', event, own_did, recipient,
                          {'contract_id': None, 'timestamp': now, 'signature': None}, [kind])
def open_stored(store_key: bytes, payload: str) -> tuple[dict, dict]:
    """The stored payload and its event."""
    stored = demand(STORED, open_json(store_key, payload), 'stored')
    return stored, read_event(stored['event'])

def sign_revocation(signing_seed: bytes, contract: str, revoker_did: str, timestamp: int) -> dict:
    body = {'contract_id': contract, 'revoker_did': revoker_did, 'timestamp': timestamp}
    return with_signature(signing_seed, body, REVOCATION, 'revocation', revoker_did)
def verify_revocation(revocation) -> Did:
    """Who revokes (§7.5)."""
    revoker = parse_did(demand(REVOCATION, revocation, 'revocation')['revoker_did'])
    verify_signed(revoker.signing_key, revocation)
    return revoker
def sign_moved(signing_seed: bytes, old_did: str, new_did: str, timestamp: int) -> dict:
    require(parse_did(old_did).signing_key == parse_did(new_did).signing_key and old_did != new_did, 'moved')
    body = {'old_did': old_did, 'new_did': new_did, 'timestamp': timestamp}
    return with_signature(signing_seed, body, MOVED, 'moved', new_did)
def verify_moved(moved) -> Did:
    """Where the identity answers now (§7.6)."""
    demand(MOVED, moved, 'moved')
    old, new = parse_did(moved['old_did']), parse_did(moved['new_did'])
    require(old.text != new.text and old.signing_key == new.signing_key, 'moved')
    verify_signed(new.signing_key, moved)
    return new

def sign_in(signing_seed: bytes, message: dict) -> dict:
    demand(SIGN_IN, message, 'sign-in')
    signature = sign_object(signing_seed, message, message['did'])
    return {'did': message['did'], 'message': canonical(message), 'signature': signature}
def verify_sign_in(answer, origin: str, nonce: str, now: int) -> Did:
    """What a site checks (§8.1)."""
    demand(SIGN_IN_ANSWER, answer, 'sign-in')
    require(holds(read_canonical, answer['message']), 'sign-in')
    message = demand(SIGN_IN, read_canonical(answer['message']), 'sign-in')
    require(message['did'] == answer['did'], 'did')
    require(message['origin'] == origin, 'origin')
    require(message['nonce'] == nonce, 'nonce')
    require(message['issued_at'] <= now + 300, 'time')
    require(message['expiration_time'] is None or message['expiration_time'] > now, 'expired')
    signer = parse_did(answer['did'])
    verify_object(signer.signing_key, message, answer['signature'])
    return signer

def public_event_id(signature: str) -> str: return base64url_encode(sha256(signature.encode())[:16])
def sign_public_event(signing_seed: bytes, event: dict) -> str:
    demand(PUBLIC_EVENT, {**event, 'event_signature': ANY_SIGNATURE}, 'public-event')
    return sign_object(signing_seed, event, event['publisher_did'])
def verify_public_event(event) -> str:
    """The id of a public event that its publisher signed (§8.2)."""
    publisher = parse_did(demand(PUBLIC_EVENT, event, 'public-event')['publisher_did'])
    verify_signed(publisher.signing_key, event, 'event_signature')
    return public_event_id(event['event_signature'])

# --- Commands, replies, sockets (§5) ------------------------------------------------------------------------
CHANNELS = {'SEND_EVENT': 'TWO_WAY_PRIVATE', 'SEND_EVENTS': 'TWO_WAY_PRIVATE',
            'PUBLISH_PUBLIC_EVENT': 'ONE_WAY_PUBLIC', 'DELETE_PUBLIC_EVENT': 'ONE_WAY_PUBLIC'}
def random_id() -> str: return base64url_encode(os.urandom(16))
class CommandRefused(Exception):
    """An ERROR; its first argument is the code."""
    code = property(lambda self: self.args[0])

def sign_command(signing_seed: bytes, sender_did: str, recipient_did: str, payload: dict, timestamp: int,
                 nonce: str) -> dict:
    header = {'channel': CHANNELS.get(payload['type'], 'DIRECT_AUTHENTICATED'), 'sender_did': sender_did,
              'sender_signing_key_id': f'{sender_did}#signing', 'recipient_did': recipient_did,
              'timestamp': timestamp, 'nonce': nonce}
    signed = {'header': header, 'payload': payload}
    return {**signed, 'signature': sign_object(signing_seed, signed, sender_did)}
def read_reply(kind: str, status: int, body: bytes) -> dict:
    """The reply to a command, without members that nobody knows: a SUCCESS, or an ERROR (§5.2, §5.16)."""
    form, reply = SUCCESS if status == 200 else ERROR, read_json(body)
    known = known_part(form, demand(form, reply, 'reply'))
    if status == 200:
        known['payload'] = known_part(REPLIES[kind], demand(REPLIES[kind], reply['payload'], 'reply'))
    return known
def sign_authentication(signing_seed: bytes, did: str, mediator_did: str, timestamp: int, nonce: str) -> dict:
    """The first frame on a socket (§5.13)."""
    body = {'type': 'AUTHENTICATE', 'did': did, 'signing_key_id': f'{did}#signing',
            'mediator_did': mediator_did, 'timestamp': timestamp, 'nonce': nonce}
    return with_signature(signing_seed, body, AUTHENTICATE, 'authenticate', did)
def read_frame(frame_text: str) -> dict:
    """A frame of a mediator, without members that nobody knows."""
    frame = read_json(frame_text)
    form = FRAMES.get(frame.get('type')) if isinstance(frame, dict) else None
    require(form and form(frame), 'frame')
    return known_part(form, frame)

# --- A mediator, as a client sees it ------------------------------------------------------------------------
def http_request(method: str, url: str, body: bytes | None = None) -> tuple[int, bytes]:
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == 'https' else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=15)
    try:
        connection.request(method, parts.path + ('?' + parts.query if parts.query else ''), body)
        answer = connection.getresponse()
        return answer.status, answer.read(3_670_016)
    finally:
        connection.close()

class Mediator:
    """A mediator by its did:web."""
    met: dict[str, Mediator] = {}

    def __init__(self, did: str):
        self.did, self.base_url, self.skew_ms = did, web_location(did).base_url, 0
        status, body = http_request('GET', web_location(did).document_url)
        require(status == 200, 'mediator-document')
        self.document = read_document(did, read_json(body))
    @classmethod
    def of(cls, did: str) -> Mediator:
        if did not in cls.met:
            cls.met[did] = cls(did)
        return cls.met[did]
    def now_ms(self) -> int: return time.time_ns() // 1_000_000 + self.skew_ms
    def now(self) -> int: return self.now_ms() // 1000
    def get(self, path: str) -> tuple[int, dict]:
        status, body = http_request('GET', self.base_url + path)
        return status, read_json(body)
    def post(self, command: dict) -> dict:
        """The reply to a command, whatever it says."""
        status, body = http_request('POST', self.document.endpoint, json.dumps(command).encode())
        return read_reply(command['payload']['type'], status, body)
    def command(self, signing_seed: bytes, did: str, payload: dict, recipient: str | None = None) -> dict:
        """The payload of the reply to a new command; the clock is put right once (§5.16)."""
        for last in (False, True):
            reply = self.post(sign_command(
                signing_seed, did, recipient or self.did, payload, self.now_ms(), random_id()))
            if reply['type'] == 'SUCCESS':
                return reply['payload']
            if last or reply['code'] != 'TIMESTAMP_OUT_OF_RANGE':
                raise CommandRefused(reply['code'])
            self.skew_ms += reply['timestamp'] - self.now_ms()
        raise AssertionError

def in_order(opened: list[dict]) -> list[dict]:
    """Events in which those of one device under one contract stand in the order of their numbers (§6.5)."""
    def stream(one: dict): return one['contract'].contract_id, one['event'].get('meta', {}).get('dev')
    ordered = sorted(opened, key=lambda one: one['event'].get('meta', {}).get('seq', 0))
    streams = {key: iter([one for one in ordered if stream(one) == key]) for key in map(stream, opened)}
    return [next(streams[stream(one)]) for one in opened]

class Client:
    """An identity with its keys, at the mediator that its DID names; what it knows is in memory."""

    def __init__(self, signing_seed: bytes, pre_key: bytes, storage_key: bytes, mediator: Mediator,
                 alias: str | None = None, did: str | None = None):
        self.signing_seed, self.pre_key, self.mediator = signing_seed, pre_key, mediator
        self.store_key = derive(storage_key, 'decentrl/storage/v1/store')
        self.tag_key = derive(storage_key, 'decentrl/storage/v1/tag')
        self.did = did or make_did(alias, ed25519_public(signing_seed), x25519_public(pre_key), mediator.did)
        self.me, self.dev = parse_did(self.did), os.urandom(8).hex()
        self.saved: dict[str, tuple[bytes, dict]] = {}  # contract keys without a contract, by public key
        self.contracts: dict[str, Contract] = {}
        self.chain: dict[str, tuple[int, str | None]] = {}  # by contract: number and hash of the last sent
        self.booked: set = set()  # what was received: (contract, device, number), (peer, id)
    @classmethod
    def of_root(cls, root: bytes, mediator: Mediator, n: int = 0, **named) -> Client:
        """Identity n of a root (§2.1)."""
        secrets = (derive(root, root_info(n, use)) for use in ('signing', 'pre-key', 'storage'))
        return cls(*secrets, mediator, **named)
    @classmethod
    def restore(cls, root: bytes, mediator: Mediator) -> list[Client]:
        """The identities of a root that a mediator knows, with their contracts (§7.7)."""
        found, n, missed = [], 0, 0
        while missed < 5:
            one = cls.of_root(root, mediator, n)
            dids = filter(lambda did: holds(parse_did, did), one.tell({'type': 'FIND_IDENTITIES'})['dids'])
            known = [did for did in map(parse_did, dids) if did[2:] == one.me[2:]]
            if known:
                named = next((did for did in known if did.alias), known[0])
                found.append(cls.of_root(root, mediator, n, did=named.text))
                found[-1].restore_contracts()
            n, missed = n + 1, 0 if known else missed + 1
        return found

    def tell(self, payload: dict, recipient: str | None = None, mediator: Mediator | None = None) -> dict:
        return (mediator or self.mediator).command(self.signing_seed, self.did, payload, recipient)
    def tell_peer(self, did: str, payload: dict) -> dict:
        return self.tell(payload, did, Mediator.of(parse_did(did).mediator))
    def pages(self, payload: dict, name: str, mediator: Mediator | None = None):
        """All rows of a paged query."""
        cursor = {}
        while cursor is not None:
            reply = self.tell({**payload, **cursor}, mediator=mediator)
            yield from reply[name]
            cursor = reply['next_cursor'] and {'cursor': reply['next_cursor']}
    def open_socket(self) -> WebSocket:
        """A socket that authenticated."""
        socket = WebSocket(self.mediator.document.socket_url)
        socket.send_text(json.dumps(sign_authentication(
            self.signing_seed, self.did, self.mediator.did, self.mediator.now_ms(), random_id())))
        answer = read_frame(socket.receive())
        if answer['type'] != 'AUTH_SUCCESS':
            raise CommandRefused(answer.get('code'))
        return socket

    # Contracts
    def new_request(self, recipient: str, lifetime: int, mediator: Mediator, **note) -> tuple[bytes, dict]:
        ephemeral, now = os.urandom(32), mediator.now()
        contract = {'requestor_did': self.did, 'recipient_did': recipient, 'expires_at': now + lifetime,
                    'requestor_encryption_public_key': public_text(ephemeral),
                    'recipient_encryption_public_key': None, 'timestamp': now}
        return ephemeral, {**sign_request(contract, self.signing_seed), **note}
    def register(self, mediator: Mediator | None = None, lifetime: int = 400 * DAY) -> dict:
        """The registration, with the own mediator or an escrow (§4.9)."""
        mediator = mediator or self.mediator
        ephemeral, request = self.new_request(mediator.did, lifetime, mediator)
        sealed = encrypt_request(request, ephemeral, mediator.document.pre_key)
        reply = self.tell({'type': 'REQUEST_COMMUNICATION_CONTRACT', **sealed}, mediator=mediator)
        verify_contract(reply['signed_contract'], mediator.document)
        require(request_part(reply['signed_contract']['contract']) == request['contract'], 'registration')
        return reply['signed_contract']
    def save_key(self, ephemeral: bytes, signed: dict, peer: str) -> None:
        """Saves a contract key on the own mediator (§4.11)."""
        data = {'ephemeral_public_key': public_text(ephemeral), 'signed_contract': signed,
                'wrapped_private_key': wrap_contract_key(self.store_key, ephemeral)}
        stored = own_record('decentrl.contract', data, self.did, peer, self.mediator.now())
        self.save([(contract_key_id(self.tag_key, x25519_public(ephemeral)), stored)])
        self.saved[data['ephemeral_public_key']] = (ephemeral, signed)
    def request_contract(self, peer: str, lifetime: int = 30 * DAY, **note) -> dict:
        """Asks somebody for a contract (§4.4); gives the request."""
        ephemeral, request = self.new_request(peer, lifetime, Mediator.of(parse_did(peer).mediator), **note)
        self.save_key(ephemeral, without(request, 'note'), peer)
        sealed = encrypt_request(request, ephemeral, parse_did(peer).pre_key)
        self.tell_peer(peer, {'type': 'REQUEST_COMMUNICATION_CONTRACT', **sealed})
        return request
    def take_requests(self) -> list[dict]:
        """The requests that wait and hold; all are acknowledged (§4.5)."""
        rows = list(self.pages({'type': 'QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS'}, 'requests'))
        known = (self.did, self.pre_key, self.mediator.now())
        if rows:
            self.tell({'type': 'ACKNOWLEDGE_PENDING_COMMUNICATION_CONTRACT_REQUESTS',
                       'request_ids': [one['id'] for one in rows[:100]]})
        return [open_request(one, *known) for one in rows if holds(open_request, one, *known)]
    def accept(self, request: dict) -> Contract:
        """Says yes: key saved, contract saved here, answered there (§4.6)."""
        ephemeral, peer = os.urandom(32), request['contract']['requestor_did']
        signed = complete_contract(without(request, 'note'), public_text(ephemeral), self.signing_seed)
        self.save_key(ephemeral, signed, peer)
        self.tell({'type': 'SAVE_COMMUNICATION_CONTRACT', 'signed_contract': signed})
        self.tell_peer(peer, {'type': 'COMMUNICATION_CONTRACT_RESPONSE', 'signed_contract': signed})
        return self.keep_contract(signed)
    def keep_contract(self, signed: dict) -> Contract:
        contract = take_contract(signed, self.saved, self.me)
        self.saved.pop(public_text(contract.ephemeral))
        self.contracts[contract.contract_id] = contract
        return contract
    def take_contracts(self) -> list[Contract]:
        """The contracts that came to be (§4.7)."""
        rows = list(self.pages({'type': 'QUERY_COMMUNICATION_CONTRACTS'}, 'contracts'))
        return [self.keep_contract(one['signed_contract']) for one in rows
                if holds(take_contract, one['signed_contract'], self.saved, self.me)]
    def restore_contracts(self) -> list[Contract]:
        for _, _, event in self.query(['decentrl.contract']):
            data = demand(CONTRACT_KEY_RECORD, event['data'], 'contract-record')
            public = data['ephemeral_public_key']
            private = unwrap_contract_key(self.store_key, data['wrapped_private_key'], public)
            self.saved[public] = (private, data['signed_contract'])
        return self.take_contracts()
    def with_peer(self, signing_key: bytes) -> list[Contract]:
        contracts = self.contracts.values()
        return [one for one in contracts if parse_did(one.peer_did).signing_key == signing_key]

    # Events
    def envelope(self, contract: Contract, kind: str, data, tags=()) -> dict:
        """The next envelope under a contract (§6.1, §6.2)."""
        seq, prev = self.chain.get(contract.contract_id, (0, None))
        meta = {'id': random_id(), 'dev': self.dev, 'seq': seq + 1, 'prev': prev, 'tags': list(tags)}
        event = canonical_json({'type': kind, 'data': data, 'meta': meta})
        signed = sign_envelope(self.signing_seed, contract.contract_id, event, self.mediator.now())
        self.chain[contract.contract_id] = (seq + 1, envelope_hash(signed))
        return signed
    def send(self, peer: str, kind: str, data, tags=()) -> dict:
        """Sends an event and keeps a copy; gives the envelope (§6.3)."""
        contract = to_send_under(self.with_peer(parse_did(peer).signing_key), peer, self.mediator.now())
        require(contract, 'no-contract')
        envelope = self.envelope(contract, kind, data, tags)
        payload = seal_json(contract.secret, envelope)
        self.tell_peer(contract.peer_did, {'type': 'SEND_EVENT', 'id': random_id(), 'payload': payload})
        self.keep_copy('out', contract, envelope)
        return envelope
    def keep_copy(self, direction: str, contract: Contract, envelope: dict) -> None:
        """Keeps an event that was sent or came; a reserved one under the tag of its type (§6.6, §6.9)."""
        event = read_event(envelope['event'])
        tags = [tag for tag in event.get('meta', {}).get('tags', []) if not is_reserved(tag)]
        tags = [event['type']] if is_reserved(event['type']) else tags
        ends = (self.did, contract.peer_did) if direction == 'out' else (contract.peer_did, self.did)
        stored = stored_payload(direction, envelope['event'], *ends, envelope, tags)
        self.save([(copy_id(self.tag_key, envelope['signature']), stored)])
    def receive(self, acknowledge: bool = True) -> list[dict]:
        """The events that came and hold, each once: {sender, id, event, envelope, contract} (§6.4, §6.5)."""
        taken, rows = [], list(self.pages({'type': 'QUERY_PENDING_EVENTS'}, 'pending_events'))
        for one in in_order(list(filter(None, map(self.open_event, rows)))):
            contract, signature = one['contract'], base64_decode(one['envelope']['signature'])
            meta = one['event'].get('meta') or {'id': sha256(signature).hex()[:32]}
            number = (contract.contract_id, meta.get('dev'), meta.get('seq', meta['id']))
            if {number, (contract.peer_did, meta['id'])} & self.booked:
                continue
            self.booked |= {number, (contract.peer_did, meta['id'])}
            if meta.get('ephemeral') is not True:
                self.keep_copy('in', contract, one['envelope'])
            taken.append({**one, 'sender': contract.peer_did, 'id': meta['id']})
        if rows and acknowledge:
            self.tell({'type': 'ACKNOWLEDGE_PENDING_EVENTS', 'event_ids': [one['id'] for one in rows]})
        return taken
    def open_event(self, pending: dict) -> dict | None:
        """The contract, envelope and event of a row, None where it does not hold."""
        if not holds(parse_did, pending['sender_did']):
            return None
        signing_key = parse_did(pending['sender_did']).signing_key
        for contract in to_receive_under(self.with_peer(signing_key)):
            if holds(open_json, contract.secret, pending['payload']):
                envelope = open_json(contract.secret, pending['payload'])
                if holds(verify_envelope, envelope, signing_key, contract.contract_id):
                    event = read_event(envelope['event'])
                    return {'contract': contract, 'envelope': envelope, 'event': event}
        return None

    # The own history, and what is public
    def blobs(self, tags) -> list[str]: return [tag_blob(self.tag_key, tag) for tag in tags]
    def save(self, stored: list[tuple[str, dict]]) -> list[str]:
        """Saves own copies and records, given with their ids (§5.10, §6.6)."""
        events = [{'id': event_id, 'payload': seal_json(self.store_key, one),
                   'tags': self.blobs(one['meta']['tags'] or ['decentrl.untagged'])}
                  for event_id, one in stored]
        return self.tell({'type': 'SAVE_EVENTS', 'events': events})['event_ids']
    def query(self, tags=(), **filters) -> list[tuple[dict, dict, dict]]:
        """(row, stored payload, event) of all own events with these tags that open."""
        rows = self.pages({'type': 'QUERY_EVENTS', 'tags': self.blobs(tags), **filters}, 'events')
        return [(one, *open_stored(self.store_key, one['payload'])) for one in rows
                if holds(open_stored, self.store_key, one['payload'])]
    def publish(self, channel_id: str, event: str, tags=()) -> str:
        """The id of a new public event (§8.2)."""
        now = self.mediator.now()
        body = {'channel_id': channel_id, 'event': event, 'tags': list(tags), 'timestamp': now}
        signature = sign_public_event(self.signing_seed, {'publisher_did': self.did, **body})
        payload = {'type': 'PUBLISH_PUBLIC_EVENT', **body, 'event_signature': signature}
        return self.tell(payload)['public_event_id']
    def read_public(self, did: str, query: str = '') -> list[dict]:
        """What somebody published, verified (§8.3)."""
        status, reply = Mediator.of(parse_did(did).mediator).get(f'/public/{quote(did)}{query}')
        require(status == 200, 'public')
        for one in reply['events']:
            event_id = verify_public_event(without(one, 'public_event_id'))
            require((one['publisher_did'], one['public_event_id']) == (did, event_id), 'public-event')
        return reply['events']
