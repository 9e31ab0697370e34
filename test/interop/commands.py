"""The form of each command of protocol.md §5, and how a mediator reads one; for mediator.py and for checks.

Commands of an escrow are not here: whoever knows them gives `read_command` a table that has them too.
"""
from __future__ import annotations
import re
from types import SimpleNamespace
from basics import parse_did, verify_object, without
from forms import (
    AGREEMENT_KEY, ANY_DID, CIPHERTEXT, CURSOR, DID, HASH, ID, KEY_ID, LONG_TEXT, MILLISECONDS, NONCE,
    SECONDS, SIGNATURE, SIGNED_CONTRACT, TAG_BLOB, TAGS, check_json, exactly, integer, items, members,
    nullable, read_json, text)
from primitives import Refused

PAGE = {'limit?': integer(1, 100), 'cursor?': nullable(CURSOR)}
EVENT, IDS, BLOBS = {'id': ID, 'payload': CIPHERTEXT}, items(ID, 1, 100), items(TAG_BLOB, 0, 16)
SIGNED, BY_ID = members({'signed_contract': SIGNED_CONTRACT}), members({'contract_id': HASH})
COMMANDS = {  # type: the recipient (m: mediator, i: identity), r: the sender is registered; the payload
    'REQUEST_COMMUNICATION_CONTRACT': (
        'mi', members({'encrypted_request': CIPHERTEXT, 'requestor_ephemeral_public_key': AGREEMENT_KEY})),
    'COMMUNICATION_CONTRACT_RESPONSE': ('i', SIGNED),
    'SAVE_COMMUNICATION_CONTRACT': ('mr', SIGNED),
    'QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS': ('mr', members(PAGE)),
    'ACKNOWLEDGE_PENDING_COMMUNICATION_CONTRACT_REQUESTS': ('mr', members({'request_ids': IDS})),
    'QUERY_COMMUNICATION_CONTRACTS': ('mr', members(PAGE)),
    'REVOKE_COMMUNICATION_CONTRACT': ('mi', lambda payload: SIGNED(payload) or BY_ID(payload)),
    'FIND_IDENTITIES': ('m', members({})),
    'SEND_EVENT': ('i', members(EVENT)),
    'SEND_EVENTS': ('i', members({'events': items(members(EVENT), 1, 100)})),
    'QUERY_PENDING_EVENTS': ('mr', members({**PAGE, 'limit?': integer(1, 500)})),
    'ACKNOWLEDGE_PENDING_EVENTS': ('mr', members({'event_ids': items(ID, 1, 1000)})),
    'SAVE_EVENTS': ('mr', members({'events': items(members({**EVENT, 'tags': BLOBS}), 1, 100),
                                   'anchor?': members({'room_id': HASH})})),
    'QUERY_EVENTS': ('mr', members({**PAGE, 'tags': BLOBS, 'after?': SECONDS, 'before?': SECONDS,
                                    'order?': exactly('asc', 'desc')})),
    'UPDATE_EVENT_TAGS': ('mr', members({'events': items(members({'event_id': ID, 'tags': BLOBS}), 1, 100)})),
    'DELETE_EVENTS': ('mr', members({'event_ids': IDS})),
    'PUBLISH_PUBLIC_EVENT': ('mr', members({'channel_id': ID, 'event': LONG_TEXT, 'tags': TAGS,
                                            'timestamp': SECONDS, 'event_signature': SIGNATURE})),
    'DELETE_PUBLIC_EVENT': ('mr', members({'public_event_id': ID}))}
CHANNELS = {'SEND_EVENT': 'TWO_WAY_PRIVATE', 'SEND_EVENTS': 'TWO_WAY_PRIVATE',
            'PUBLISH_PUBLIC_EVENT': 'ONE_WAY_PUBLIC', 'DELETE_PUBLIC_EVENT': 'ONE_WAY_PUBLIC'}
COMMAND = members({
    'header': members({
        'channel': exactly('DIRECT_AUTHENTICATED', 'TWO_WAY_PRIVATE', 'ONE_WAY_PUBLIC'), 'nonce': NONCE,
        'sender_did': DID, 'sender_signing_key_id': KEY_ID, 'recipient_did': ANY_DID,
        'timestamp': MILLISECONDS}),
    'payload': members({'type': text()}, others=True), 'signature': SIGNATURE})


STATUS = {code: status for status, codes in {  # the codes of the wire
    400: ('INVALID_COMMAND', 'UNSUPPORTED_COMMAND', 'DID_RESOLUTION_FAILED'),
    401: ('INVALID_SIGNATURE', 'TIMESTAMP_OUT_OF_RANGE'),
    403: ('NOT_REGISTERED', 'COMMUNICATION_CONTRACT_REQUIRED', 'COMMUNICATION_CONTRACT_NOT_VALID'),
    404: ('RECIPIENT_NOT_REGISTERED', 'NOT_FOUND'), 409: ('NONCE_REUSED', 'ID_CONFLICT', 'QUOTA_EXCEEDED'),
    413: ('PAYLOAD_TOO_LARGE',), 429: ('RATE_LIMITED',), 500: ('INTERNAL_ERROR',)}.items() for code in codes}


class Refusal(Refused):
    """An answer of type ERROR: a code of the wire and, for a rate, the milliseconds to wait."""
    code = property(lambda self: self.args[0])
    wait_ms = property(lambda self: self.args[1] if self.args[1:] else None)

def demand(condition: object, code: str) -> None:
    if not condition:
        raise Refusal(code)

def valid(code: str, check, *values):
    """What a check of a format gives; where it refuses, the refusal with this code."""
    try:
        return check(*values)
    except Refused:
        raise Refusal(code) from None

def ciphertexts(payload):
    """Whatever stands where a command has ciphertext."""
    def inside(value, name: str):
        return value.get(name) if isinstance(value, dict) else None

    def entries(name: str) -> list:
        return inside(payload, name) if isinstance(inside(payload, name), list) else []
    yield from (inside(payload, 'payload'), inside(payload, 'encrypted_request'))
    yield from (inside(inside(one, 'record'), 'messages') for one in [payload, *entries('items')])
    yield from (inside(one, 'payload') for one in entries('events'))

def check_depth(body: str) -> None:
    depth = 0
    for bracket in re.findall(r'[][{}]', re.sub(r'"(?:[^"\\]|\\.)*"?', '', body, flags=re.DOTALL)):
        depth += 1 if bracket in '[{' else -1
        demand(depth <= 32, 'INVALID_COMMAND')

def read_command(body: str, now: int | None = None, commands: dict = COMMANDS) -> SimpleNamespace:
    """A command after steps 4 to 15 of protocol.md §5.3; without `now`, in ms, its time is not looked at."""
    check_depth(body)
    command = valid('INVALID_COMMAND', read_json, body)
    payload = command.get('payload') if isinstance(command, dict) else None
    texts = [one for one in ciphertexts(payload) if isinstance(one, str)]
    demand(all(len(one) <= 174_804 for one in texts), 'PAYLOAD_TOO_LARGE')
    valid('INVALID_COMMAND', check_json, command)
    demand(COMMAND(command), 'INVALID_COMMAND')
    header, kind, payload = command['header'], payload['type'], without(payload, 'type')
    demand(kind in commands, 'UNSUPPORTED_COMMAND')
    demand(header['channel'] == CHANNELS.get(kind, 'DIRECT_AUTHENTICATED'), 'INVALID_COMMAND')
    demand(header['sender_signing_key_id'] == header['sender_did'] + '#signing', 'INVALID_COMMAND')
    audience, form = commands[kind]
    demand(form(payload), 'INVALID_COMMAND')
    demand(now is None or abs(header['timestamp'] - now) <= 300_000, 'TIMESTAMP_OUT_OF_RANGE')
    key = valid('DID_RESOLUTION_FAILED', parse_did, header['sender_did']).signing_key
    valid('INVALID_SIGNATURE', verify_object, key, without(command, 'signature'), command['signature'])
    return SimpleNamespace(**header, kind=kind, audience=audience, payload=payload, key=key.hex())
