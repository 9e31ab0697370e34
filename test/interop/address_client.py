"""Messages to wallet addresses, written from docs/address-messaging.md alone, whose sections are meant here.
NO SECURITY CLAIM, as in client.py. First what is read and made, in the order of the document; then
`AddressClient`, a client that writes to addresses and takes over what was written to its own.
"""
from __future__ import annotations
import os, re
from typing import NamedTuple
from client import *  # noqa: F403
from client import Client, Did, Mediator
from primitives import (
    Refused, aes_gcm_seal, address_of, base64_decode, base64_encode, ed25519_public, from_hex, hkdf_sha256,
    keccak_256, make_cid, multikey_encode, require, secp256k1_public, secp256k1_recover, secp256k1_sign)

# --- Bindings (§1) ------------------------------------------------------------------------------------------
DOMAIN_TYPE = 'EIP712Domain(string name,string version,uint256 chainId)'
BINDING_TYPE = ('Binding(address wallet,string did,string escrow,string nonce,'
                'uint256 issuedAt,uint256 expiresAt)')
REVOCATION_TYPE = 'Revocation(address wallet,string did,string escrow,string nonce)'
ERC1271_YES = bytes.fromhex('1626ba7e') + bytes(28)

class TypedData(NamedTuple):
    """What is hashed on the way to an EIP-712 digest (§1.2)."""
    domain: bytes
    struct: bytes
    signed: bytes
    digest: bytes

def word(value: int) -> bytes: return value.to_bytes(32, 'big')
def encode_struct(kind: str, values: dict) -> bytes:
    """The type hash and the words of the values that the type names."""
    words = {'string': lambda value: keccak_256(value.encode()), 'uint256': word,
             'address': lambda value: from_hex(value).rjust(32, b'\0')}
    fields = [field.split(' ') for field in re.search(r'\((.*)\)', kind)[1].split(',')]
    return keccak_256(kind.encode()) + b''.join(words[form](values[name]) for form, name in fields)
def typed_data(kind: str, binding: dict, chain_id: int) -> TypedData:
    values = {'name': 'Decentrl Address Binding', 'version': '1', 'chainId': chain_id}
    domain, struct = encode_struct(DOMAIN_TYPE, values), encode_struct(kind, binding)
    signed = b'\x19\x01' + keccak_256(domain) + keccak_256(struct)
    return TypedData(domain, struct, signed, keccak_256(signed))
def wallet_sign(private: bytes, kind: str, binding: dict, chain_id: int) -> str:
    demand(BINDING, binding, 'binding')
    return '0x' + secp256k1_sign(private, typed_data(kind, binding, chain_id).digest).hex()
def recovered_account(digest: bytes, signature: str) -> str | None:
    """The account that made a signature, None if the bytes are none."""
    try:
        return address_of(secp256k1_recover(digest, from_hex(signature))).lower()
    except Refused:
        return None
def contract_call(digest: bytes, signature: bytes) -> bytes:
    """The data of a call of isValidSignature(bytes32,bytes), ERC-1271."""
    filled = signature + bytes(-len(signature) % 32)
    return ERC1271_YES[:4] + digest + word(64) + word(len(signature)) + filled
def verify_wallet(kind: str, binding: dict, chain_id: int, signature: str, ask=None) -> str:
    """'account' or 'contract', whichever signed (§1.3). `ask(chain, digest)` gives the answer of a contract
    in bytes, None for a revert; it refuses with 'chain' where that chain is not believed."""
    digest = typed_data(kind, binding, chain_id).digest
    demand(WALLET_SIGNATURE, signature, 'wallet-signature')
    if recovered_account(digest, signature) == binding['wallet']:
        return 'account'
    require(ask, 'chain')
    require(ask(chain_id, digest) == ERC1271_YES, 'wallet-signature')
    return 'contract'

def statement(binding: dict, chain_id: int, wallet_signature: str, **previous_did) -> dict:
    """What the DID of a binding signs, and with `previous_did` the one before it (§1.4, §1.5)."""
    return {'binding': demand(BINDING, binding, 'binding'), 'chain_id': demand(CHAIN_ID, chain_id, 'binding'),
            'wallet_signature': demand(WALLET_SIGNATURE, wallet_signature, 'binding'), **previous_did}
def did_sign_binding(signing_seed: bytes, binding: dict, chain_id: int, wallet_signature: str) -> str:
    return sign_object(signing_seed, statement(binding, chain_id, wallet_signature), binding['did'])
def verify_did_signature(binding: dict, chain_id: int, wallet_signature: str, did_signature: str) -> Did:
    signed = statement(binding, chain_id, wallet_signature)
    verify_object(parse_did(binding['did']).signing_key, signed, did_signature)
    return parse_did(binding['did'])
def succession(binding: dict, chain_id: int, wallet_signature: str, previous_did: str) -> dict:
    require(parse_did(previous_did).signing_key != parse_did(binding['did']).signing_key, 'binding')
    return statement(binding, chain_id, wallet_signature, previous_did=previous_did)
def sign_succession(signing_seed: bytes, previous_did: str, *bound) -> str:
    return sign_object(signing_seed, succession(*bound, previous_did), previous_did)
def verify_succession(binding: dict, chain_id: int, wallet_signature: str, previous_did: str,
                      previous_signature: str) -> Did:
    signed = succession(binding, chain_id, wallet_signature, previous_did)
    verify_object(parse_did(previous_did).signing_key, signed, previous_signature)
    return parse_did(previous_did)

class Bound(NamedTuple):
    """What a verified binding says: kind of the wallet, the DID that answers now, and whom it succeeds."""
    kind: str
    did: str
    succeeds: str | None

def verify_binding(shown: dict, address: str, chain_id: int, escrow: str, ask=None) -> Bound:
    """A binding as an escrow shows it: in an answer or in a row (§2.3 step 5, §3.9 steps 1 and 2)."""
    binding = demand(BINDING, shown.get('binding'), 'binding')
    require((binding['wallet'], binding['escrow']) == (address, escrow), 'binding')
    require(shown.get('chain_id') == chain_id, 'chain')
    bound, moved, succeeds = (binding, chain_id, shown.get('wallet_signature')), shown.get('moved'), None
    kind = verify_wallet(BINDING_TYPE, *bound, ask)
    did = verify_did_signature(*bound, shown.get('did_signature')).text
    if moved is not None:
        require(verify_moved(moved) and moved['old_did'] == did, 'moved')
        did = moved['new_did']
    if shown.get('previous_did') is not None:
        previous = verify_succession(*bound, shown['previous_did'], shown['previous_signature'])
        succeeds = multikey_encode('ed25519', previous.signing_key)
    return Bound(kind, did, succeeds)

def pin(pinned: dict | None, candidate: dict | None, shown: dict, succeeds: str | None) -> tuple:
    """Pinned and candidate after a verified binding was folded in (§1.11); each is {did, issued_at,
    first_seen_ms}, `shown` is first seen now."""
    def key(one: dict) -> bytes: return parse_did(one['did']).signing_key
    def later(one: dict, other: dict) -> dict:
        newest = other if other['issued_at'] > one['issued_at'] else one
        return {**newest, 'first_seen_ms': min(one['first_seen_ms'], other['first_seen_ms'])}
    def ripe(pinned, candidate):
        waited = candidate and shown['first_seen_ms'] - candidate['first_seen_ms'] >= DAY * 1000
        return (candidate, None) if waited else (pinned, candidate)
    pinned, candidate = ripe(pinned, candidate)
    if pinned is None:
        pinned = shown
    elif key(shown) == key(pinned):
        pinned = later(pinned, shown)
        candidate = candidate if candidate and candidate['issued_at'] > pinned['issued_at'] else None
    elif shown['issued_at'] > pinned['issued_at']:
        if succeeds == multikey_encode('ed25519', key(pinned)):
            pinned, candidate = shown, None
        elif candidate and key(candidate) == key(shown):
            candidate = later(candidate, shown)
        elif candidate is None or candidate['issued_at'] <= shown['issued_at']:
            candidate = shown
    return ripe(pinned, candidate)

# --- Held messages (§2) -------------------------------------------------------------------------------------
def verify_answer(answer, signature: str, escrow_key: bytes, asked: dict) -> str:
    """'bound', 'none' or 'gone': an escrow's answer to {escrow, address, chain_id, now} (§2.3, 1 to 4)."""
    demand(ANSWER, answer, 'resolution')
    require(all(answer[name] == asked[name] for name in ('escrow', 'address', 'chain_id')), 'resolution')
    require(abs(answer['at'] - asked['now']) <= 60, 'stale')
    verify_object(escrow_key, answer, signature)
    return 'bound' if answer['binding'] else 'none' if answer['epoch'] else 'gone'

def read_address(address: str) -> bytes: return from_hex(demand(ADDRESS, address, 'address'))
def read_salt(salt: str) -> bytes: return read_hex(demand(HASH, salt, 'room-salt'))
def room_bytes(signing_key: bytes, address: str, salt: str) -> bytes:
    return b'decentrl/room/v1' + signing_key + read_address(address) + read_salt(salt)
def party_bytes(salt: str, party: str) -> bytes:
    return b'decentrl/party/v1' + read_salt(salt) + party.encode()
def own_room_bytes(secret: str) -> bytes: return b'decentrl/room/v1' + read_salt(secret)

def sign_inner(signing_seed: bytes, parts: dict) -> dict:
    """The inner message of all members but v, room_id and signature (§2.5)."""
    room = room_bytes(ed25519_public(signing_seed), parts['to_address'], parts['room_salt'])
    body = {'v': 1, **parts, 'room_id': hex_hash(room)}
    return with_signature(signing_seed, body, INNER, 'inner', parts['from_did'])
def verify_inner(inner) -> Did:
    """Whose words these are."""
    author = parse_did(demand(INNER, inner, 'inner')['from_did'])
    room = room_bytes(author.signing_key, inner['to_address'], inner['room_salt'])
    require(hex_hash(room) == inner['room_id'], 'room-id')
    verify_signed(author.signing_key, inner)
    return author
def commitment(inner: dict) -> str: return hex_hash(canonical(inner).encode())
def epoch_private(master: bytes, address: str) -> bytes:
    """The escrow's private key for an address in an epoch (§2.6)."""
    raw = read_address(address)
    require(len(master) == 32, 'bytes')
    return hkdf_sha256(master, b'decentrl/epoch/v1' + raw)

def share_key(secret: bytes, commitment: str) -> bytes:
    return hkdf_sha256(secret, b'decentrl/share/v1', salt=read_hex(demand(HASH, commitment, 'commitment')))
def wrap_share(content_key: bytes, public: bytes, commitment: str, ephemeral: bytes | None = None,
               nonce: bytes | None = None) -> dict:
    ephemeral = ephemeral or os.urandom(32)
    key = share_key(agree(ephemeral, public), commitment)
    sealed = base64_encode(aes_gcm_seal(key, content_key, nonce=nonce))
    return {'epk': public_text(ephemeral), 'ciphertext': sealed}
def open_share(private: bytes, share: dict, commitment: str) -> bytes:
    """The content key (§2.8)."""
    demand(REWRAPPED_SHARE, share, 'share')
    key = share_key(agree(private, read_multikey('x25519', share['epk'])), commitment)
    require(holds(open_aead, key, base64_decode(share['ciphertext'])), 'share')
    return open_aead(key, base64_decode(share['ciphertext']))

def cid_of(record: dict) -> str: return make_cid(canonical(record).encode())
def seal_held(inner: dict, not_after: int, content_key: bytes, nonce: bytes | None = None) -> dict:
    """The held record of an inner message (§2.7)."""
    record = {'messages': seal_json(content_key, inner, nonce), 'sender': inner['from_did'],
              'receiver': inner['to_address'], 'timestamp': inner['timestamp'], 'v': 1, 'id': inner['id'],
              'room_id': inner['room_id'], 'commitment': commitment(inner), 'not_after': not_after}
    return demand(HELD_RECORD, record, 'held-record')
def open_record(record: dict, key: bytes) -> tuple[dict, Did]:
    """The inner message of a held or handed record and its author, as far as both are checked alike."""
    inner = open_json(key, record['messages'])
    author = verify_inner(inner)
    require(commitment(inner) == record['commitment'], 'commitment')
    require(inner['id'] == record['id'], 'id')
    require(inner['room_id'] == record['room_id'], 'room-id')
    return inner, author
def open_held(record, content_key: bytes) -> tuple[dict, Did]:
    """The inner message and its author, after checks 1 and 4 to 7 of §3.4."""
    inner, author = open_record(demand(HELD_RECORD, record, 'held-record'), content_key)
    for outside, inside in (('sender', 'from_did'), ('receiver', 'to_address'), ('timestamp', 'timestamp')):
        require(record[outside] == inner[inside], outside)
    return inner, author

# --- Hand-over (§3) -----------------------------------------------------------------------------------------
def pair_key(pre_key: bytes, other: bytes, room_id: str) -> bytes:
    """The key of a room, for either of the two (§3.5)."""
    salt = read_hex(demand(HASH, room_id, 'room-id'))
    return hkdf_sha256(agree(pre_key, other), b'decentrl/room/v1', salt=salt)
def outside_of(inner: dict) -> dict:
    """What a handed record shows of the message: hashed parties and the hour."""
    return {'sender': hex_hash(party_bytes(inner['room_salt'], inner['from_did'])),
            'receiver': hex_hash(party_bytes(inner['room_salt'], inner['to_address'])),
            'timestamp': inner['timestamp'] // 3600 * 3600}
def seal_handed(inner: dict, not_after: int, key: bytes, nonce: bytes | None = None) -> dict:
    same = {'v': 1, 'id': inner['id'], 'room_id': inner['room_id'], 'commitment': commitment(inner)}
    return {'messages': seal_json(key, inner, nonce), **outside_of(inner), **same,
            'not_after': not_after // 3600 * 3600}
def open_handed(record, key: bytes) -> tuple[dict, Did]:
    inner, author = open_record(demand(HANDED_RECORD, record, 'handed-record'), key)
    for name, value in outside_of(inner).items():
        require(record[name] == value, name)
    return inner, author
def hand_over(row: dict, pre_key: bytes, signing_seed: bytes, wallets: list[tuple[int, str]],
              nonce: bytes | None = None) -> tuple[dict, dict]:
    """The inner message of a row that a recipient got, and the item that re-encrypts it (§3.4, §3.7)."""
    record = demand(HELD_RECORD, row['record'], 'held-record')
    require(record['id'] == row['id'], 'id')
    inner, author = open_held(record, open_share(pre_key, row['share'], record['commitment']))
    require((inner['chain_id'], inner['to_address']) in wallets, 'receiver')
    key = pair_key(pre_key, author.pre_key, inner['room_id'])
    handed = seal_handed(inner, record['not_after'], key, nonce)
    receipt = {'id': record['id'], 'old_cid': cid_of(record), 'new_cid': cid_of(handed),
               'commitment': record['commitment']}
    return inner, {'record': handed, 'receipt': receipt, 'signature': sign_object(signing_seed, receipt)}
def judge(inner: dict, cid: str, escrow: str, row: dict, pre_key: bytes, ask=None) -> Bound:
    """What a sender concludes of a row in state REKEYED: who answers, or why it is disputed (§3.9)."""
    bound = verify_binding(row, inner['to_address'], inner['chain_id'], escrow, ask)
    receipt = demand(HAND_OVER_RECEIPT, row.get('receipt'), 'hand-over-receipt')
    named = parse_did(row['binding']['did'])
    verify_object(named.signing_key, receipt, row.get('receipt_signature'))
    own = {'id': inner['id'], 'old_cid': cid, 'commitment': commitment(inner)}
    require(own.items() <= receipt.items(), 'hand-over-receipt')
    record = demand(HANDED_RECORD, row.get('new_record'), 'handed-record')
    require(cid_of(record) == receipt['new_cid'], 'cid')
    opened, _ = open_handed(record, pair_key(pre_key, named.pre_key, inner['room_id']))
    require(commitment(opened) == own['commitment'], 'commitment')
    return bound

def read_own_record(kind: str, data, own_key: bytes | None = None) -> dict:
    """The known members of an own record (§6), and of a received one whose words it holds."""
    reason = 'own-' + '-'.join(kind.split('.')[1:])
    known = known_part(OWN_RECORDS[kind], demand(OWN_RECORDS[kind], data, reason))
    if 'inner' in known:
        author = verify_inner(known['inner']).signing_key
        require(kind != 'dmtp.held.sent' or author == own_key, reason)
        record = demand(nullable(HELD_RECORD), known['record'], 'held-record')
        require(record is None or cid_of(record) == known['cid'], 'cid')
        if kind == 'dmtp.held.received':
            known['author_signing_key'] = multikey_encode('ed25519', author)
    return known

class AddressClient(Client):
    """An identity that writes to wallet addresses, and takes over what was written to its own wallets."""

    def __init__(self, *given, **named):
        super().__init__(*given, **named)
        self.rooms: dict[tuple, tuple] = {}  # by address and chain: salt, number and commitment of the last
        self.held: dict[str, tuple[dict, dict]] = {}  # by id: inner message and record of what was sent
        self.wallets: list[tuple[int, str]] = []  # linked ones
    def at_escrow(self, escrow: Mediator, kind: str, **payload) -> dict:
        return self.tell({'type': kind, **payload}, mediator=escrow)
    def resolve(self, escrow: Mediator, address: str, chain_id: int) -> tuple[str, dict, Bound | None]:
        """What an escrow says of an address: 'none', 'bound' or 'gone'; its answer; who is bound (§2.3)."""
        reply = self.at_escrow(escrow, 'RESOLVE_ADDRESS', address=address, chain_id=chain_id)
        asked = {'escrow': escrow.did, 'address': address, 'chain_id': chain_id, 'now': escrow.now()}
        answer = reply['answer']
        says = verify_answer(answer, reply['signature'], escrow.document.signing_key, asked)
        bound = verify_binding(answer, address, chain_id, escrow.did) if says == 'bound' else None
        return says, answer, bound
    def write_inner(self, address: str, chain_id: int, kind: str, body: str, now: int) -> dict:
        """The next message of a room (§2.5)."""
        salt, seq, prev = self.rooms.get((address, chain_id), (os.urandom(32).hex(), 0, None))
        inner = sign_inner(self.signing_seed, {
            'id': random_id(), 'from_did': self.did, 'to_address': address, 'chain_id': chain_id,
            'room_salt': salt, 'timestamp': now, 'content': {'type': kind, 'body': body}, 'seq': seq + 1,
            'prev': prev})
        self.rooms[address, chain_id] = (salt, seq + 1, commitment(inner))
        return inner
    def hold(self, escrow: Mediator, inner: dict, epoch: dict, lifetime: int = 30 * DAY) -> dict:
        """Gives a message to an escrow that said *none*, and keeps a record; the verified receipt (§2.9)."""
        content_key, public = os.urandom(32), read_multikey('x25519', epoch['public_key'])
        record = seal_held(inner, inner['timestamp'] + lifetime, content_key)
        share = {'kid': epoch['kid'], **wrap_share(content_key, public, record['commitment'])}
        data = {'dev': self.dev, 'inner': inner, 'record': record, 'cid': cid_of(record), 'tags': [],
                'escrow': escrow.did, 'not_after': record['not_after'], 'origin': None}
        own = own_record('dmtp.held.sent', data, self.did, self.mediator.did, self.mediator.now())
        self.save([(random_id(), own)])
        reply = self.at_escrow(escrow, 'SAVE_HELD_MESSAGE', record=record, threshold=1, shares=[share])
        receipt = reply['receipt']
        verify_object(escrow.document.signing_key, receipt, reply['signature'])
        require((receipt['id'], receipt['cid']) == (inner['id'], data['cid']), 'save-receipt')
        self.held[inner['id']] = (inner, record)
        return receipt
    def withdraw(self, escrow: Mediator, message_id: str) -> str:
        return self.at_escrow(escrow, 'WITHDRAW_HELD_MESSAGE', id=message_id)['state']
    def look_after(self, escrow: Mediator) -> dict[str, tuple[str, Bound | None]]:
        """What became of the messages held at an escrow, by id: state, and who answers for what was
        re-encrypted, which is confirmed (§3.9, §3.10)."""
        outcome, words = {}, []
        for told in self.pages({'type': 'QUERY_SENT_HELD_MESSAGES'}, 'rows', escrow):
            inner, record = self.held.get(told['id'], (None, None))
            if not inner or cid_of(record) != told['cid']:
                continue
            judged = (inner, told['cid'], escrow.did, told, self.pre_key)
            bound = judge(*judged) if told['state'] == 'REKEYED' and holds(judge, *judged) else None
            outcome[told['id']] = (told['state'], bound)
            words += [{'id': told['id'], 'ok': bound is not None}] if told['state'] == 'REKEYED' else []
        for one in self.at_escrow(escrow, 'CONFIRM_HELD_MESSAGES', items=words)['items'] if words else ():
            outcome[one['id']] = (one['state'], outcome[one['id']][1])
        return outcome

    def link(self, escrow: Mediator, wallet: bytes, chain_id: int, previous: AddressClient | None = None):
        """Links a wallet whose private key we have; the binding, and when it takes effect (§1.6)."""
        address = address_of(secp256k1_public(wallet)).lower()
        given = self.at_escrow(escrow, 'PREPARE_ADDRESS_BINDING', address=address, chain_id=chain_id)
        require(given['escrow'] == escrow.did, 'binding')
        binding = {'wallet': address, 'did': self.did, 'escrow': escrow.did, 'nonce': given['nonce'],
                   'issuedAt': given['issued_at'], 'expiresAt': given['expires_at']}
        bound = (binding, chain_id, wallet_sign(wallet, BINDING_TYPE, binding, chain_id))
        payload = {**statement(*bound), 'did_signature': did_sign_binding(self.signing_seed, *bound)}
        if previous:
            agreed = sign_succession(previous.signing_seed, previous.did, *bound)
            payload |= {'previous_did': previous.did, 'previous_signature': agreed}
        reply = self.at_escrow(escrow, 'REGISTER_ADDRESS_BINDING', **payload)
        self.wallets.append((chain_id, address))
        return binding, reply['effective_at']
    def unlink(self, escrow: Mediator, address: str, chain_id: int, **by_wallet) -> None:
        """Ends a binding, by the identity or with the wallet's signature (§1.10)."""
        self.at_escrow(escrow, 'REVOKE_ADDRESS_BINDING', address=address, chain_id=chain_id, **by_wallet)
        self.wallets = [one for one in self.wallets if one != (chain_id, address)]
    def waiting(self, escrow: Mediator) -> list[tuple[dict, dict]]:
        """The messages for the own wallets that hold, each with the item that re-encrypts it (§3.3, §3.4)."""
        given, rows = (self.pre_key, self.signing_seed, self.wallets), self.pages(
            {'type': 'QUERY_HELD_MESSAGES'}, 'rows', escrow)
        return [hand_over(one, *given) for one in rows
                if one['state'] == 'REWRAPPED' and holds(hand_over, one, *given)]
    def take_over(self, escrow: Mediator) -> list[dict]:
        """Re-encrypts all that waits; gives the inner messages whose deletion the escrow signed (§3.7)."""
        taken = []
        for inner, item in self.waiting(escrow):
            for one in self.at_escrow(escrow, 'REKEY_HELD_MESSAGES', items=[item])['items']:
                verify_object(escrow.document.signing_key, one['deletion_receipt'], one['signature'])
                if one['deletion_receipt']['old_cid'] == item['receipt']['old_cid']:
                    taken.append(inner)
        return taken
