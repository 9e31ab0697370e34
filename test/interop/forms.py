"""JSON, and the shape of everything that both documents of the book describe: one table for client, mediator
and checks. A form is a function that says whether a value has it. Sections of docs/protocol.md are
named §1 here, those of docs/address-messaging.md A§1.
"""
from __future__ import annotations
import ipaddress, json, math, re
from primitives import (
    Refused, base64_decode, canonical_json, check_ed25519_public, check_x25519_public, multikey_decode,
    require)

# --- JSON (§1.1, §1.2) --------------------------------------------------------------------------------------
MAX_SAFE = 2**53 - 1
_MAGIC_KEYS = {'__proto__', 'constructor', 'prototype'}
_SURROGATE = re.compile('[\ud800-\udfff]')

def read_utf8(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Refused('utf8') from None

def _number(text: str) -> int | float:
    """The double of a number, as an int where it is a safe integer; −0 stays a float."""
    value = float(text)
    whole = value.is_integer() and abs(value) <= MAX_SAFE and (value or math.copysign(1, value) > 0)
    return int(value) if whole else value
def _no_json(_): raise Refused('not-json')
def read_json(text: str | bytes):
    """The value of any JSON text; of repeated keys the last one counts."""
    try:
        return json.loads(read_utf8(text) if isinstance(text, bytes) else text, object_pairs_hook=dict,
                          parse_int=_number, parse_float=_number, parse_constant=_no_json)
    except RecursionError:
        raise Refused('too-deep') from None
    except json.JSONDecodeError:
        raise Refused('not-json') from None

def check_json(value, finite: bool = False, keys: float = 256, depth: int = 32):
    """The value, if it is signed JSON; with `finite` numbers may be any finite double (content JSON)."""
    if isinstance(value, (dict, list)):
        require(depth > 0, 'too-deep')
        require(isinstance(value, list) or len(value) <= keys, 'too-many-keys')
        for name in value if isinstance(value, dict) else ():
            require(name not in _MAGIC_KEYS, 'magic-key')
            require(not _SURROGATE.search(name), 'lone-surrogate')
        for inner in value.values() if isinstance(value, dict) else value:
            check_json(inner, finite, keys, depth - 1)
    elif isinstance(value, str):
        require(not _SURROGATE.search(value), 'lone-surrogate')
    elif isinstance(value, float):
        require(finite and math.isfinite(value) and (value or math.copysign(1, value) > 0), 'number')
    elif isinstance(value, int):
        require(abs(value) <= MAX_SAFE, 'number')
    return value
def canonical(value, keys: float = 256) -> str: return canonical_json(check_json(value, keys=keys))
def read_canonical(text: str | bytes, keys: float = 256):
    """The value of a canonical text, whose spaces at the end are cut first."""
    text = (read_utf8(text) if isinstance(text, bytes) else text).rstrip(' ')
    value = read_json(text)
    require(canonical(value, keys) == text, 'not-canonical')
    return value
def read_content(text: str): return check_json(read_json(text), finite=True)

# --- What forms are made of ---------------------------------------------------------------------------------
def holds(check, *values) -> bool:
    """Whether a check accepts the values."""
    try:
        check(*values)
        return True
    except Refused:
        return False
def demand(form, value, reason: str):
    require(form(value), reason)
    return value
def text(pattern: str = r'[^\ud800-\udfff]*', most: float = math.inf):
    """A text that a pattern describes in whole, of at most so many UTF-16 code units."""
    pattern = re.compile(pattern, re.DOTALL)
    return lambda value: (isinstance(value, str) and bool(pattern.fullmatch(value))
                          and len(value.encode('utf-16-le', 'surrogatepass')) <= 2 * most)
def base64_text(least: int, most: int):
    return lambda value: (isinstance(value, str) and least <= len(value) <= most
                          and holds(base64_decode, value))
def integer(least: int, most: int = MAX_SAFE):
    return lambda value: type(value) is int and least <= value <= most
def exactly(*values): return lambda value: type(value) in map(type, values) and value in values
def nullable(form): return lambda value: value is None or form(value)
def items(form, least: int, most: float = math.inf):
    def has_form(value) -> bool:
        return isinstance(value, list) and least <= len(value) <= most and all(map(form, value))
    has_form.known = lambda value: [known_part(form, one) for one in value]
    return has_form
def members(spec: dict, rule=lambda value: True, others: bool = False):
    """An object of these members (`name?` is optional), of no others unless `others`, with a rule over it."""
    forms = {name.rstrip('?'): form for name, form in spec.items()}
    required = {name for name in spec if not name.endswith('?')}

    def has_form(value) -> bool:
        return (isinstance(value, dict) and required <= value.keys()
                and (others or value.keys() <= forms.keys())
                and all(form(value[name]) for name, form in forms.items() if name in value) and rule(value))
    has_form.known = lambda value: {
        name: known_part(form, value[name]) for name, form in forms.items() if name in value}
    return has_form
def row(spec: dict): return members(spec, others=True)
def known_part(form, value):
    """What is left of a value that has a form, without the members that nobody knows."""
    return form.known(value) if hasattr(form, 'known') and value is not None else value

def check_signing_key(raw: bytes) -> bytes:
    require(holds(check_ed25519_public, raw), 'signing-key')
    return raw
def check_agreement_key(raw: bytes) -> bytes:
    require(holds(check_x25519_public, raw), 'agreement-key')
    return raw
KEY_CHECKS = {'ed25519': check_signing_key, 'x25519': check_agreement_key}
def read_multikey(kind: str, value) -> bytes:
    """The 32 bytes of a key of kind 'ed25519' or 'x25519', checked as at intake (§1.4, §3.2)."""
    try:
        require(isinstance(value, str) and len(value) <= 48, 'multikey')
        raw = multikey_decode(kind, value)
    except Refused:
        raise Refused('multikey') from None
    return KEY_CHECKS[kind](raw)

# --- Values (§1.3 to §1.7, A§1) -----------------------------------------------------------------------------
def ANY(_) -> bool: return True
def OBJECT(value) -> bool: return isinstance(value, dict)
BOOLEAN = exactly(True, False)
DID = text('did:decentrl:[A-Za-z0-9:_-]+', 2048)
WEB_DID = text('did:web:[A-Za-z0-9:._~%-]+', 2048)
def ANY_DID(value) -> bool: return DID(value) or WEB_DID(value)
KEY_ID = text('.*#signing', 2056)
ID = text('[A-Za-z0-9._:-]{1,128}')
NONCE = text('[A-Za-z0-9_-]{16,64}')
CURSOR = text(r'[^\ud800-\udfff]+', 1024)
HASH = text('[0-9a-f]{64}')
DEVICE = text('[0-9a-f]{16}')
SIGNATURE = base64_text(88, 88)
TAG_BLOB = text('[A-Za-z0-9+/]{85}[AQgw]==')
CIPHERTEXT = base64_text(40, 174804)
TAGS = items(TAG := text('[A-Za-z0-9._:$@#/-]{1,256}'), 0, 16)
EVENT_TYPE = text('[\x21-\x7e]{1,128}')
LONG_TEXT = text(most=131072)
SECONDS = integer(0, 10**11)
MILLISECONDS = integer(10**11 + 1)
def AGREEMENT_KEY(value) -> bool: return holds(read_multikey, 'x25519', value)
def SIGNING_KEY(value) -> bool: return holds(read_multikey, 'ed25519', value)
ADDRESS = text('0x[0-9a-f]{40}')
CHAIN_ID = integer(1)
WALLET_SIGNATURE = text('0x([0-9a-f]{2}){1,4096}')
RAW_CID = text('bafkrei[a-z2-7]{52}')
def is_canonical_host(name: str) -> bool:
    """Whether the URL standard keeps the name of this host as it is."""
    try:
        if name.startswith('['):
            return '.' not in name and str(ipaddress.IPv6Address(name[1:-1])) == name[1:-1]
        if re.fullmatch(r'[0-9]+|0x[0-9a-f]*', name.split('.')[-1]):
            return str(ipaddress.IPv4Address(name)) == name
    except ValueError:
        return False
    return bool(re.fullmatch(r'[a-z0-9]([a-z0-9.-]*[a-z0-9])?', name)) and '..' not in name
def is_origin(value) -> bool:
    """Whether a text is the origin that a browser gives for it."""
    found = re.fullmatch(r'(https?)://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[1-9]\d*)?',
                         value if text(most=512)(value) else '', re.ASCII)
    default = {'https': ':443', 'http': ':80'}
    return bool(found and is_canonical_host(found[2]) and found[3] != default[found[1]])
DAY = 86400

# --- Contracts and events (§4.1, §4.4, §4.11, §6) -----------------------------------------------------------
def _contract_rule(one: dict) -> bool:
    return (60 <= one['expires_at'] - one['timestamp'] <= 400 * DAY
            and one['requestor_did'] != one['recipient_did']
            and one['requestor_encryption_public_key'] != one['recipient_encryption_public_key'])
CONTRACT = members({
    'requestor_did': DID, 'recipient_did': ANY_DID, 'requestor_encryption_public_key': AGREEMENT_KEY,
    'recipient_encryption_public_key': nullable(AGREEMENT_KEY), 'expires_at': SECONDS, 'timestamp': SECONDS},
    _contract_rule)
_SIGNED = {'contract': CONTRACT, 'requestor_signature': SIGNATURE, 'recipient_signature': nullable(SIGNATURE)}
SIGNED_CONTRACT = members(_SIGNED)
REQUEST = members({**_SIGNED, 'note?': lambda value: isinstance(value, str) and len(value) <= 280})
CONTRACT_KEY_RECORD = members({
    'ephemeral_public_key': AGREEMENT_KEY, 'wrapped_private_key': base64_text(40, 512),
    'signed_contract': SIGNED_CONTRACT})
_EVENT_META = row({'id': ID, 'dev': DEVICE, 'seq': integer(1), 'prev': nullable(HASH), 'tags': TAGS})
EVENT = row({'type': EVENT_TYPE, 'data': ANY, 'meta?': _EVENT_META})
ENVELOPE = members({'contract_id': HASH, 'event': LONG_TEXT, 'timestamp': SECONDS, 'signature': SIGNATURE})
_COPY = {'direction': exactly('in', 'out'), 'sender_did': DID, 'recipient_did': ANY_DID, 'contract_id': HASH,
         'timestamp': SECONDS, 'signature': SIGNATURE, 'tags': TAGS}
_SELF = {**_COPY, 'direction': exactly('self'), 'contract_id': exactly(None), 'signature': exactly(None)}
_STORED_META = [members(_COPY), members(_SELF)]
STORED = members({'v': exactly(1), 'event': LONG_TEXT,
                  'meta': lambda value: any(form(value) for form in _STORED_META)})
RECEIPT = members({'ids': items(ID, 1, 100), 'state': exactly('delivered', 'read')})
REVOCATION = members({'contract_id': HASH, 'revoker_did': DID, 'timestamp': SECONDS, 'signature': SIGNATURE})
MOVED = members({'old_did': DID, 'new_did': DID, 'timestamp': SECONDS, 'signature': SIGNATURE})
SIGN_IN = members({
    'type': exactly('decentrl.signIn'), 'origin': is_origin, 'did': DID, 'nonce': text('.{8,256}'),
    'statement': nullable(text(most=1024)), 'issued_at': SECONDS, 'expiration_time': nullable(SECONDS),
    'resources': nullable(items(text(most=2048), 0, 32))})
SIGN_IN_ANSWER = members({'did': DID, 'message': LONG_TEXT, 'signature': SIGNATURE})
PUBLIC_EVENT = members({'publisher_did': DID, 'channel_id': ID, 'event': LONG_TEXT, 'tags': TAGS,
                        'timestamp': SECONDS, 'event_signature': SIGNATURE})
AUTHENTICATE = members({'type': exactly('AUTHENTICATE'), 'did': DID, 'signing_key_id': KEY_ID, 'nonce': NONCE,
                        'mediator_did': WEB_DID, 'timestamp': MILLISECONDS, 'signature': SIGNATURE})

# --- Bindings and held messages (A§1.1, A§2, A§3) -----------------------------------------------------------
BINDING = members({'wallet': ADDRESS, 'did': DID, 'escrow': WEB_DID, 'nonce': NONCE, 'issuedAt': SECONDS,
                   'expiresAt': SECONDS}, lambda one: one['expiresAt'] > one['issuedAt'])
EPOCH = members({'kid': ID, 'public_key': AGREEMENT_KEY})
def _answer_rule(answer: dict) -> bool:
    binding, signed = answer['binding'], (answer['wallet_signature'], answer['did_signature'])
    if (answer['previous_did'] is None) != (answer['previous_signature'] is None):
        return False
    if binding is None:
        return signed == (None, None) and answer['moved'] is answer['previous_did'] is None
    return (None not in signed and answer['epoch'] is None and binding['wallet'] == answer['address']
            and binding['escrow'] == answer['escrow']
            and (answer['moved'] is None or answer['moved']['old_did'] == binding['did']))
ANSWER = members({
    'escrow': WEB_DID, 'address': ADDRESS, 'chain_id': CHAIN_ID, 'at': SECONDS, 'binding': nullable(BINDING),
    'wallet_signature': nullable(WALLET_SIGNATURE), 'did_signature': nullable(SIGNATURE),
    'previous_did': nullable(DID), 'previous_signature': nullable(SIGNATURE), 'moved': nullable(MOVED),
    'epoch': nullable(EPOCH)}, _answer_rule)
INNER = members({
    'v': exactly(1), 'id': ID, 'from_did': DID, 'to_address': ADDRESS, 'chain_id': CHAIN_ID, 'room_id': HASH,
    'room_salt': HASH, 'timestamp': SECONDS, 'seq': integer(1), 'prev': nullable(HASH),
    'signature': SIGNATURE, 'content': members({
        'type': EVENT_TYPE, 'body': lambda value: LONG_TEXT(value) and holds(read_content, value)})})
_SHARE = {'epk': AGREEMENT_KEY, 'ciphertext': text('[A-Za-z0-9+/]{80}')}
SHARE, REWRAPPED_SHARE = members({'kid': ID, **_SHARE}), members(_SHARE)
_RECORD = {'messages': CIPHERTEXT, 'timestamp': SECONDS, 'v': exactly(1), 'id': ID, 'room_id': HASH,
           'commitment': HASH, 'not_after': SECONDS}
HELD_RECORD = members({**_RECORD, 'sender': DID, 'receiver': ADDRESS},
                      lambda one: 0 < one['not_after'] - one['timestamp'] <= 180 * DAY)
HANDED_RECORD = members({**_RECORD, 'sender': HASH, 'receiver': HASH},
                        lambda one: one['timestamp'] % 3600 == one['not_after'] % 3600 == 0)
SAVE_RECEIPT = members({'id': ID, 'cid': RAW_CID, 'received_at': SECONDS})
HAND_OVER_RECEIPT = members({'id': ID, 'old_cid': RAW_CID, 'new_cid': RAW_CID, 'commitment': HASH})
DELETION_RECEIPT = members({'id': ID, 'old_cid': RAW_CID, 'new_cid': RAW_CID, 'deleted_at': SECONDS})
STATES = exactly('HELD', 'REWRAPPED', 'REKEYED', 'CONFIRMED', 'DISPUTED', 'UNCONFIRMED', 'EXPIRED',
                 'WITHDRAWN', 'NOT_REENCRYPTED')

# --- Own records (A§6): members that are not named are passed over ------------------------------------------
def _signed(receipt): return nullable(row({'receipt': receipt, 'signature': SIGNATURE}))
_WORDS = {'inner': OBJECT, 'record': nullable(OBJECT), 'cid': RAW_CID, 'escrow': WEB_DID}
_NEW = {'new_cid': nullable(RAW_CID), 'new_record': nullable(HANDED_RECORD), 'since': nullable(MILLISECONDS),
        'reason': nullable(text())}
_OWN_BINDING = row({
    'binding': BINDING, 'chainId': CHAIN_ID, 'walletSignature': WALLET_SIGNATURE, 'didSignature': SIGNATURE,
    'did': DID, 'kind': exactly('account', 'contract'), 'firstSeenAt': MILLISECONDS,
    'checkedAt': MILLISECONDS})
OWN_RECORDS = {
    'dmtp.held.sent': row({**_WORDS, 'dev': text(), 'not_after': SECONDS, 'tags': TAGS,
                           'origin': nullable(text())}),
    'dmtp.held.state': row({
        **_NEW, 'id': ID, 'cid': RAW_CID, 'received_at': nullable(MILLISECONDS),
        'receipt': _signed(SAVE_RECEIPT), 'binding': nullable(_OWN_BINDING),
        'state': exactly('held', 're-encrypted', 'expired', 'withdrawn', 'not-re-encrypted', 'disputed',
                         'unconfirmed', 'failed')}),
    'dmtp.held.received': row(_WORDS),
    'dmtp.held.handed': row({**_NEW, 'signing_key': SIGNING_KEY, 'id': ID,
                             'state': exactly('re-encrypted', 'not-re-encrypted'),
                             'deletion_receipt': _signed(DELETION_RECEIPT)}),
    'dmtp.room': row({'signing_key': SIGNING_KEY, 'secret': nullable(HASH)})}

# --- Payloads of an escrow's commands (A§1, A§3); those of a mediator are in commands.py --------------------
_WALLET = {'address': ADDRESS, 'chain_id': CHAIN_ID}
_PAGE = {'limit?': integer(1, 100), 'cursor?': nullable(CURSOR)}
ESCROW_COMMANDS = {name: members(spec) for name, spec in {
    'PREPARE_ADDRESS_BINDING': _WALLET,
    'REGISTER_ADDRESS_BINDING': {
        'binding': BINDING, 'chain_id': CHAIN_ID, 'wallet_signature': WALLET_SIGNATURE,
        'did_signature': SIGNATURE, 'previous_did?': DID, 'previous_signature?': SIGNATURE},
    'REVOKE_ADDRESS_BINDING': {**_WALLET, 'wallet_signature?': WALLET_SIGNATURE},
    'RESOLVE_ADDRESS': _WALLET,
    'SAVE_HELD_MESSAGE': {'record': HELD_RECORD, 'threshold': integer(1, 16), 'shares': items(SHARE, 1, 16)},
    'QUERY_SENT_HELD_MESSAGES': _PAGE,
    'QUERY_HELD_MESSAGES': {**_PAGE, 'moved?': MOVED},
    'REKEY_HELD_MESSAGES': {'items': items(members({
        'record': HANDED_RECORD, 'receipt': HAND_OVER_RECEIPT, 'signature': SIGNATURE}), 1, 100)},
    'CONFIRM_HELD_MESSAGES': {'items': items(members({'id': ID, 'ok': BOOLEAN}), 1, 100)},
    'WITHDRAW_HELD_MESSAGE': {'id': ID}}.items()}

# --- Replies, frames (§5.2, §5.13, §5.16): what others put into a row is judged when it is used -------------
CODE, ROW_TEXT, ROW_DID, ROW_SIGNATURE = text(most=64), text(most=174804), text(most=2048), text(most=128)
SUCCESS = row({'type': exactly('SUCCESS'), 'payload': OBJECT, 'timestamp': MILLISECONDS})
ERROR = row({'type': exactly('ERROR'), 'code': CODE, 'message': text(most=1024), 'timestamp': MILLISECONDS,
             'retry_after_ms?': integer(0)})
def _page(name: str, spec: dict, most: int = 100):
    return row({name: items(row(spec), 0, most), 'next_cursor': nullable(CURSOR)})
def _items(spec: dict): return row({'items': items(row(spec), 0, 100)})
_PENDING_EVENT = {'id': ID, 'sender_did': ROW_DID, 'payload': ROW_TEXT, 'timestamp': SECONDS}
REPLIES = {
    'REQUEST_COMMUNICATION_CONTRACT': members(
        {'signed_contract?': SIGNED_CONTRACT, 'request_id?': ID},
        lambda value: 'signed_contract' in value or 'request_id' in value, others=True),
    'COMMUNICATION_CONTRACT_RESPONSE': row({'contract_id': HASH}),
    'SAVE_COMMUNICATION_CONTRACT': row({'contract_id': HASH}),
    'QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS': _page('requests', {
        'id': ID, 'sender_did': ROW_DID, 'encrypted_request': ROW_TEXT,
        'requestor_ephemeral_public_key': text(most=64), 'timestamp': SECONDS}),
    'ACKNOWLEDGE_PENDING_COMMUNICATION_CONTRACT_REQUESTS': row({'acknowledged': items(ID, 0, 100)}),
    'QUERY_COMMUNICATION_CONTRACTS': _page('contracts', {
        'contract_id': HASH, 'signed_contract': SIGNED_CONTRACT}),
    'REVOKE_COMMUNICATION_CONTRACT': row({'contract_id': nullable(HASH)}),
    'FIND_IDENTITIES': row({'dids': items(ROW_DID, 0, 100)}),
    'SEND_EVENT': row({'event_id': ID}),
    'SEND_EVENTS': row({'results': items(row({'id': ID, 'ok': BOOLEAN, 'code?': CODE}), 0, 100)}),
    'QUERY_PENDING_EVENTS': _page('pending_events', _PENDING_EVENT, 500),
    'ACKNOWLEDGE_PENDING_EVENTS': row({'acknowledged': items(ID, 0, 1000)}),
    'SAVE_EVENTS': row({'event_ids': items(ID, 0, 100)}),
    'QUERY_EVENTS': _page('events', {
        'id': ID, 'payload': ROW_TEXT, 'tags': items(text(most=128), 0, 16), 'created_at': SECONDS}),
    'UPDATE_EVENT_TAGS': row({'updated': integer(0)}),
    'DELETE_EVENTS': row({'deleted': items(ID, 0, 100)}),
    'PUBLISH_PUBLIC_EVENT': row({'public_event_id': ID}),
    'DELETE_PUBLIC_EVENT': row({'public_event_id': ID}),
    'PREPARE_ADDRESS_BINDING': row({
        'escrow': WEB_DID, 'nonce': NONCE, 'issued_at': SECONDS, 'expires_at': SECONDS}),
    'REGISTER_ADDRESS_BINDING': row({'effective_at': SECONDS}),
    'REVOKE_ADDRESS_BINDING': row({}),
    'RESOLVE_ADDRESS': row({'answer': ANSWER, 'signature': SIGNATURE}),
    'SAVE_HELD_MESSAGE': row({'receipt': SAVE_RECEIPT, 'signature': SIGNATURE}),
    'QUERY_SENT_HELD_MESSAGES': _page('rows', {
        'id': ID, 'state': STATES, 'cid': RAW_CID, 'new_record?': ANY, 'receipt?': ANY, 'chain_id?': CHAIN_ID,
        'receipt_signature?': ROW_SIGNATURE, 'binding?': ANY, 'wallet_signature?': text(),
        'did_signature?': ROW_SIGNATURE, 'moved?': ANY}),
    'QUERY_HELD_MESSAGES': _page('rows', {'id': ID, 'state': STATES, 'record': ANY, 'share': ANY}),
    'REKEY_HELD_MESSAGES': _items({'id': ID, 'deletion_receipt': DELETION_RECEIPT, 'signature': SIGNATURE}),
    'CONFIRM_HELD_MESSAGES': _items({'id': ID, 'state': STATES}),
    'WITHDRAW_HELD_MESSAGE': row({'state': STATES})}
FRAMES = {kind: row({'type': exactly(kind), **spec}) for kind, spec in {
    'AUTH_SUCCESS': {}, 'AUTH_FAILED': {'code?': CODE}, 'CONTRACTS_CHANGED': {},
    'PENDING_EVENTS': {'events': items(row(_PENDING_EVENT), 0, 100)},
    'PENDING_CONTRACT_REQUESTS': {'count': integer(0)}}.items()}
