"""Runs every vector of docs/vectors on the second implementation.

    python3 test/interop/check_vectors.py [format …] [--json]

A line a file, such as `did: 24 accepted, 31 refused`, and a line for each case that went wrong; with `--json`
one JSON object a case: {"file", "case", "ok", "problem"?}. Where a case is refused for another cause than the
vector says, a note is printed; it is no failure, since every implementation may call its refusals what it
likes. A file or an operation that is not known here, and a file without cases, are failures. Ends with 1
after any failure. Of whole conversations (…scenarios.json) only that is checked which a client does: it makes
such commands and understands such replies; check_scenarios.py replays them with a mediator.
"""
from __future__ import annotations
import json, re, sys
from pathlib import Path
from types import SimpleNamespace
sys.dont_write_bytecode = True  # no __pycache__ in the repository
import address_client as a, anchors as n, client as c, commands, primitives as p  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
VECTORS = ROOT / 'docs' / 'vectors'
WORD_LIST = ROOT / 'node_modules' / '@scure' / 'bip39' / 'wordlists' / 'english.js'
OPERATIONS = {}
OUR_WORDS = {'encoding': ('base64', 'base64url')}  # refusals of primitives.py that the vectors call otherwise


def operation(format: str, *names: str):
    """Registers a function that gets the members of an input by name and gives (steps, output)."""
    def register(function):
        for name in names:
            OPERATIONS[format, name] = function
        return function
    return register

unhex = bytes.fromhex
def public_of(seed_hex: str) -> bytes: return p.ed25519_public(unhex(seed_hex))
def hash_hex(text: str) -> str: return p.sha256(text.encode()).hex()
def compact(value) -> str: return json.dumps(value, ensure_ascii=False, separators=(',', ':'))
def words() -> list[str]: return re.search('`([a-z\n]+)`', WORD_LIST.read_text('utf-8'))[1].split('\n')
def exact(length: int, *values: str) -> None:
    """Keys and nonces have one length; that of any other is not ours to use."""
    p.require(all(len(value) == 2 * length for value in values), 'bytes')


# --- Encodings, JSON, keys, DIDs ----------------------------------------------------------------------------
@operation('canonical-json', 'write')
def _(text): return {}, {'canonical': c.canonical(c.read_json(text))}
@operation('canonical-json', 'read')
def _(text): return {}, {'canonical': c.canonical(c.read_canonical(text))}

@operation('encodings', 'write-base64')
def _(bytes_hex): return {}, {'base64': p.base64_encode(unhex(bytes_hex))}
@operation('encodings', 'write-base64url')
def _(bytes_hex): return {}, {'base64url': p.base64url_encode(unhex(bytes_hex))}
@operation('encodings', 'read-base64')
def _(text): return {}, {'bytes_hex': p.base64_decode(text).hex()}
@operation('encodings', 'read-base64url')
def _(text): return {}, {'bytes_hex': p.base64url_decode(text).hex()}
@operation('encodings', 'read-hex')
def _(text): return {}, {'bytes': list(c.read_hex(text))}
@operation('encodings', 'read-utf8')
def _(bytes_hex): return {}, {'text': c.read_utf8(unhex(bytes_hex))}

@operation('multikey', 'write-signing')
def _(public_key_hex): return write_key('ed25519', public_key_hex)
@operation('multikey', 'write-agreement')
def _(public_key_hex): return write_key('x25519', public_key_hex)
def write_key(kind, public_key_hex):
    return {'prefixed_hex': (p.MULTICODEC[kind] + unhex(public_key_hex)).hex()}, \
        {'multibase': p.multikey_encode(kind, unhex(public_key_hex))}
@operation('multikey', 'read-signing')
def _(text): return {}, {'public_key_hex': c.read_multikey('ed25519', text).hex()}
@operation('multikey', 'read-agreement')
def _(text): return {}, {'public_key_hex': c.read_multikey('x25519', text).hex()}

@operation('key-derivation', 'write-words')
def _(root_hex):
    exact(32, root_hex)
    return {}, {'text': p.mnemonic_encode(unhex(root_hex), words())}
@operation('key-derivation', 'read-words')
def _(text): return {}, {'root_hex': c.read_words(text, words()).hex()}
@operation('key-derivation', 'derive-identity')
def _(root_hex, n):
    infos = {use: c.root_info(n, use) for use in ('signing', 'pre-key', 'storage')}
    signing, agreement, storage = (c.derive(unhex(root_hex), info) for info in infos.values())
    return {f"{use.replace('-', '_')}_info": info for use, info in infos.items()}, {
        'signing_seed_hex': signing.hex(), 'signing_key_hex': p.ed25519_public(signing).hex(),
        'pre_key_seed_hex': agreement.hex(), 'pre_key_hex': p.x25519_public(agreement).hex(),
        'storage_key_hex': storage.hex()}
@operation('key-derivation', 'derive-storage')
def _(storage_key_hex):
    infos = {use: f'decentrl/storage/v1/{use}' for use in ('store', 'tag', 'index')}
    return {f'{use}_info': info for use, info in infos.items()}, \
        {f'{use}_key_hex': c.derive(unhex(storage_key_hex), info).hex() for use, info in infos.items()}

@operation('did', 'make')
def _(alias, signing_seed_hex, pre_key_seed_hex, mediator_did):
    pre_key = p.x25519_public(unhex(pre_key_seed_hex))
    did = c.make_did(alias, public_of(signing_seed_hex), pre_key, mediator_did)
    *named, signing, agreement, mediator = did.split(':')[2:]
    return {'alias_segment': named[0] if named else None, 'signing_key': signing, 'pre_key': agreement,
            'mediator_segment': mediator}, {'did': did}
@operation('did', 'parse')
def _(did):
    parsed = c.parse_did(did)
    return {}, {'did': parsed.text, 'alias': parsed.alias, 'signing_key_hex': parsed.signing_key.hex(),
                'pre_key_hex': parsed.pre_key.hex(), 'mediator_did': parsed.mediator}
@operation('did', 'document')
def _(did): return {}, {'signing_key_id': c.parse_did(did).text + '#signing', 'document': c.did_document(did)}

@operation('fingerprint', 'make')
def _(did):
    key = c.parse_did(did).signing_key
    return {'signing_key_hex': key.hex(), 'sha256_hex': p.sha256(key).hex()}, \
        {'fingerprint': c.fingerprint(did)}
@operation('safety-number', 'make')
def _(did, other_did):
    first, _, joined = c.safety_parts(did, other_did)
    return {'first_did': first.text, 'joined_hex': joined.hex(), 'sha256_hex': p.sha256(joined).hex()}, \
        {'safety_number': c.safety_number(did, other_did)}


@operation('did-web', 'urls')
def _(did): return {}, c.web_location(did)._asdict()
@operation('did-web', 'did')
def _(url): return {}, {'did': c.did_web(url)}
@operation('did-json', 'make')
def _(did, signing_key_hex, pre_key_hex, **given):
    return {}, {'document': c.mediator_document(did, unhex(signing_key_hex), unhex(pre_key_hex), **given)}
@operation('did-json', 'read')
def _(did, document):
    found = c.read_document(did, document)
    return {}, {'signing_key_hex': found.signing_key.hex(), 'pre_key_hex': found.pre_key.hex(),
                'endpoint': found.endpoint, 'socket_url': found.socket_url, 'is_escrow': found.escrow,
                'anchor': found.anchor}


# --- Cryptography -------------------------------------------------------------------------------------------
@operation('signature', 'sign')
def _(signing_seed_hex, message_hex):
    return {}, {'public_key_hex': public_of(signing_seed_hex).hex(),
                'signature_hex': p.ed25519_sign(unhex(signing_seed_hex), unhex(message_hex)).hex()}
@operation('signature', 'verify')
def _(public_key_hex, message_hex, signature_hex):
    c.verify(unhex(public_key_hex), unhex(message_hex), p.base64_encode(unhex(signature_hex)))
    return {}, {'valid': True}

@operation('agreement', 'take-in')
def _(public_key_hex): return {}, {'public_key_hex': c.check_agreement_key(unhex(public_key_hex)).hex()}
@operation('agreement', 'agree')
def _(private_seed_hex, public_key_hex):
    return {'canonical_public_key_hex': c.canonical_u(unhex(public_key_hex)).hex()}, \
        {'shared_secret_hex': c.agree(unhex(private_seed_hex), unhex(public_key_hex)).hex()}

@operation('encryption', 'seal')
def _(key_hex, nonce_hex, plaintext_hex):
    exact(32, key_hex)
    exact(12, nonce_hex)
    sealed = p.aes_gcm_seal(unhex(key_hex), unhex(plaintext_hex), nonce=unhex(nonce_hex))
    return {'sealed_hex': sealed.hex()}, {'sealed': p.base64_encode(sealed)}
@operation('encryption', 'open')
def _(key_hex, sealed):
    return {}, {'plaintext_hex': c.open_aead(unhex(key_hex), p.base64_decode(sealed)).hex()}

@operation('padding', 'pad')
def _(text): return {}, {'length': len(c.pad(text)), 'padded_sha256_hex': p.sha256(c.pad(text)).hex()}
@operation('padding', 'unpad')
def _(padded_hex): return {}, {'text': c.read_utf8(unhex(padded_hex)).rstrip(' ')}

@operation('sealed-json', 'seal')
def _(key_hex, nonce_hex, value):
    canonical = c.canonical(value)
    return {'canonical': canonical, 'padded_length': len(c.pad(canonical))}, \
        {'sealed': c.seal_json(unhex(key_hex), value, unhex(nonce_hex))}
@operation('sealed-json', 'open')
def _(key_hex, sealed): return {}, {'canonical': c.canonical(c.open_json(unhex(key_hex), sealed))}


# --- Contracts ----------------------------------------------------------------------------------------------
def request_steps(contract: dict) -> dict:
    canonical = c.canonical(c.request_part(contract))
    return {'request_canonical': canonical, 'request_sha256_hex': hash_hex(canonical)}
def contract_steps(contract: dict) -> dict:
    canonical = c.canonical(contract)
    return {**request_steps(contract), 'canonical': canonical, 'sha256_hex': hash_hex(canonical)}

@operation('contract', 'sign-request')
def _(contract, signing_seed_hex):
    return request_steps(contract), {'signed_contract': c.sign_request(contract, unhex(signing_seed_hex))}
@operation('contract', 'complete')
def _(signed_contract, recipient_encryption_public_key, signing_seed_hex):
    signed = c.complete_contract(signed_contract, recipient_encryption_public_key, unhex(signing_seed_hex))
    return contract_steps(signed['contract']), {'signed_contract': signed}
@operation('contract', 'verify')
def _(signed_contract):
    contract_id = c.verify_contract(signed_contract)
    return contract_steps(signed_contract['contract']), {'contract_id': contract_id}
@operation('contract', 'verify-registration')
def _(signed_contract, mediator_did, mediator_signing_key_hex):
    document = c.Document(mediator_did, '', '', unhex(mediator_signing_key_hex), b'', False, None)
    contract_id = c.verify_contract(signed_contract, document)
    return contract_steps(signed_contract['contract']), {'contract_id': contract_id}
@operation('contract', 'id')
def _(contract): return contract_steps(contract), {'contract_id': c.contract_id(contract)}
@operation('contract', 'root-secret')
def _(contract, ephemeral_seed_hex):
    secret = c.root_secret(contract, unhex(ephemeral_seed_hex))
    own = p.multikey_encode('x25519', p.x25519_public(unhex(ephemeral_seed_hex)))
    sides = [contract[f'{side}_encryption_public_key'] for side in ('requestor', 'recipient')]
    other = c.read_multikey('x25519', sides[1 - sides.index(own)])
    return {'own_public_key': own, 'other_public_key_hex': other.hex()}, {'root_secret_hex': secret.hex()}
@operation('contract', 'take')
def _(signed_contract, own_did, saved):
    waiting = {one['ephemeral_public_key']: (b'', one['signed_contract'])
               for one in saved if one['contract_id'] is None}
    taken = c.take_contract(signed_contract, waiting, c.parse_did(own_did))
    return {}, {'contract_id': taken.contract_id, 'side': taken.side, 'peer_did': taken.peer_did}
@operation('contract', 'same-request')
def _(contract, other_contract):
    return {}, {'same': c.request_part(contract) == c.request_part(other_contract)}

@operation('contract-request', 'encrypt')
def _(ephemeral_seed_hex, recipient_did, nonce_hex, request):
    ephemeral, recipient = unhex(ephemeral_seed_hex), c.parse_did(recipient_did)
    sent = c.encrypt_request(request, ephemeral, recipient.pre_key, unhex(nonce_hex))
    canonical = c.canonical(request)
    return {'wrapping_key_hex': c.agree(ephemeral, recipient.pre_key).hex(), 'canonical': canonical,
            'padded_length': len(c.pad(canonical))}, sent
@operation('contract-request', 'open')
def _(requestor_ephemeral_public_key, sender_did, own_did, pre_key_seed_hex, now, encrypted_request):
    row = {'requestor_ephemeral_public_key': requestor_ephemeral_public_key, 'sender_did': sender_did,
           'encrypted_request': encrypted_request}
    request = c.open_request(row, own_did, unhex(pre_key_seed_hex), now)
    key = c.agree(unhex(pre_key_seed_hex), c.read_multikey('x25519', requestor_ephemeral_public_key))
    return {'wrapping_key_hex': key.hex()}, \
        {'signed_contract': c.without(request, 'note'), 'note': request.get('note')}


# --- Events -------------------------------------------------------------------------------------------------
@operation('event', 'parse')
def _(text): return {}, {'event': c.read_event(text)}

@operation('envelope', 'sign')
def _(contract_id, timestamp, signing_seed_hex, event):
    envelope = c.sign_envelope(unhex(signing_seed_hex), contract_id, event, timestamp)
    return {'canonical': c.canonical(c.without(envelope, 'signature'))}, {'envelope': envelope}
@operation('envelope', 'hash')
def _(envelope):
    return {'canonical': c.canonical(envelope)}, {
        'envelope_hash': c.envelope_hash(envelope),
        'signature_hash': p.sha256(p.base64_decode(envelope['signature'])).hex()}
@operation('envelope', 'verify')
def _(contract_id, counterparty_signing_key_hex, envelope):
    return {}, {'event': c.verify_envelope(envelope, unhex(counterparty_signing_key_hex), contract_id)}
@operation('envelope', 'verify-chain')
def _(contract_id, counterparty_signing_key_hex, envelopes):
    verdicts = c.verify_chain(envelopes, unhex(counterparty_signing_key_hex), contract_id)
    return {'hashes': list(map(c.envelope_hash, envelopes))}, {'verdicts': verdicts}


@operation('transit', 'encrypt')
def _(envelope, root_secret_hex, nonce_hex):
    return sealing(c.demand(c.ENVELOPE, envelope, 'envelope'), root_secret_hex, nonce_hex)
def sealing(value, key_hex, nonce_hex):
    canonical = c.canonical(value)
    return {'canonical': canonical, 'padded_length': len(c.pad(canonical))}, \
        {'payload': c.seal_json(unhex(key_hex), value, unhex(nonce_hex))}
@operation('transit', 'open')
def _(payload, root_secret_hex):
    envelope = c.demand(c.ENVELOPE, c.open_json(unhex(root_secret_hex), payload), 'envelope')
    return {}, {'envelope': envelope, 'envelope_hash': c.envelope_hash(envelope)}

@operation('stored-event', 'encrypt')
def _(stored, store_key_hex, nonce_hex):
    return sealing(c.demand(c.STORED, stored, 'stored'), store_key_hex, nonce_hex)
@operation('stored-event', 'open')
def _(payload, store_key_hex):
    return {}, {'stored': c.demand(c.STORED, c.open_json(unhex(store_key_hex), payload), 'stored')}
@operation('stored-event', 'copy-id')
def _(signature, tag_key_hex): return {}, {'id': c.copy_id(unhex(tag_key_hex), signature)}

@operation('tags', 'blob')
def _(tag, tag_key_hex):
    return {'message_hex': (b'tag\0' + tag.encode()).hex()}, {'blob': c.tag_blob(unhex(tag_key_hex), tag)}
@operation('tags', 'fill')
def _(template, data): return {}, {'tag': c.tag_template(template, data)}
@operation('tags', 'reserved')
def _(name): return {}, {'reserved': c.is_reserved(name)}

@operation('receipt', 'parse')
def _(data): return {}, {'data': c.demand(c.RECEIPT, data, 'receipt')}

def statement(data): return {'canonical': c.canonical(c.without(data, 'signature'))}, {'data': data}
@operation('revocation', 'sign')
def _(signing_seed_hex, contract_id, **given):
    return statement(c.sign_revocation(unhex(signing_seed_hex), contract_id, **given))
@operation('revocation', 'verify')
def _(data): return {}, {'revoker_signing_key_hex': c.verify_revocation(data).signing_key.hex()}
@operation('moved-statement', 'sign')
def _(signing_seed_hex, **given): return statement(c.sign_moved(unhex(signing_seed_hex), **given))
@operation('moved-statement', 'verify')
def _(data):
    new = c.verify_moved(data)
    return {}, {'signing_key_hex': new.signing_key.hex(), 'new_mediator_did': new.mediator}

def objects(contracts: list) -> list: return [SimpleNamespace(**one) for one in contracts]
@operation('renewal', 'accept-unasked')
def _(contracts, **given):
    c.accept_unasked(contracts=objects(contracts), **given)
    return {}, {'accepted': True}
@operation('renewal', 'to-send-under')
def _(contracts, pinned_did, now):
    found = c.to_send_under(objects(contracts), pinned_did, now)
    return {}, {'contract_id': found and found.contract_id}
@operation('renewal', 'to-receive-under')
def _(contracts):
    return {}, {'contract_ids': [one.contract_id for one in c.to_receive_under(objects(contracts))]}
@operation('renewal', 'propose-now')
def _(contract, events_sent, now):
    return {}, {'due': c.propose_now(SimpleNamespace(**contract), events_sent, now)}

@operation('sign-in', 'sign')
def _(message, signing_seed_hex):
    return {}, {'answer': c.sign_in(unhex(signing_seed_hex), {'type': 'decentrl.signIn', **message})}
@operation('sign-in', 'verify')
def _(answer, origin, nonce, now):
    signer = c.verify_sign_in(answer, origin, nonce, now)
    return {}, {'signing_key_hex': signer.signing_key.hex(), 'message': c.read_canonical(answer['message'])}


# --- Commands and replies -----------------------------------------------------------------------------------
ALL_COMMANDS = {**commands.COMMANDS, **{kind: ('m', form) for kind, form in c.ESCROW_COMMANDS.items()}}
REASONS = {'INVALID_COMMAND': 'invalid-command', 'UNSUPPORTED_COMMAND': 'unsupported-command',
           'DID_RESOLUTION_FAILED': 'did', 'INVALID_SIGNATURE': 'signature'}

@operation('command', 'sign')
def _(signing_seed_hex, channel, sender_did, recipient_did, timestamp, nonce, payload):
    p.require(channel == c.CHANNELS.get(payload['type'], 'DIRECT_AUTHENTICATED'), 'channel')
    command = c.sign_command(unhex(signing_seed_hex), sender_did, recipient_did, payload, timestamp, nonce)
    return {'sender_signing_key_id': command['header']['sender_signing_key_id'],
            'canonical': c.canonical(c.without(command, 'signature'))}, \
        {'signature': command['signature'], 'text': compact(command)}
@operation('command', 'read')
def _(text):
    try:
        command = commands.read_command(text, None, ALL_COMMANDS)
    except commands.Refusal as refusal:
        raise p.Refused(REASONS.get(refusal.code, refusal.code)) from None
    return {}, {'type': command.kind, 'sender_did': command.sender_did,
                'canonical': c.canonical(c.without(c.read_json(text), 'signature'))}
@operation('command', 'payload')
def _(payload=None, before='', middle='', after=''):
    payload = c.read_json(before + middle + after) if payload is None else payload
    p.require(isinstance(payload, dict) and payload.get('type') in ALL_COMMANDS, 'unsupported-command')
    c.check_json(payload)
    c.demand(ALL_COMMANDS[payload['type']][1], c.without(payload, 'type'), 'invalid-command')
    return {}, {'channel': c.CHANNELS.get(payload['type'], 'DIRECT_AUTHENTICATED')}
@operation('socket-authentication', 'sign')
def _(signing_seed_hex, **given):
    frame = c.sign_authentication(unhex(signing_seed_hex), **given)
    return {'canonical': c.canonical(c.without(frame, 'signature'))}, \
        {'signature': frame['signature'], 'text': compact(frame)}
@operation('socket-authentication', 'verify')
def _(text, mediator_did, now):
    """What a mediator checks of a frame by itself; mediator.py has no sockets."""
    frame = c.read_json(text) if c.holds(c.read_json, text) else None
    p.require(c.holds(c.check_json, frame) and c.AUTHENTICATE(frame), 'authenticate')
    signer = c.parse_did(frame['did'])
    p.require(frame['signing_key_id'] == f'{signer.text}#signing', 'authenticate')
    p.require(frame['mediator_did'] == mediator_did, 'mediator')
    p.require(abs(frame['timestamp'] - now) <= 300_000, 'timestamp')
    c.verify_signed(signer.signing_key, frame)
    return {}, {'did': signer.text}
@operation('socket-authentication', 'hear')
def _(text='', before='', middle='', after=''):
    return {}, {'frame': c.read_frame(text or before + middle + after)}
@operation('reply', 'read')
def _(command, reply):
    status = 200 if isinstance(reply, dict) and reply.get('type') == 'SUCCESS' else 400
    return {}, c.read_reply(command, status, json.dumps(reply).encode())
@operation('reply', 'read-long')
def _(command, before, middle, after):
    payload = c.read_reply(command, 200, (before + middle + after).encode())['payload']
    return {}, {'rows': next(len(one) for one in payload.values() if isinstance(one, list))}


@operation('contract-key-record', 'wrap')
def _(private_seed_hex, store_key_hex, nonce_hex):
    wrapped = c.wrap_contract_key(unhex(store_key_hex), unhex(private_seed_hex), unhex(nonce_hex))
    return key_steps(private_seed_hex), {'wrapped_private_key': wrapped}
def key_steps(private_seed_hex):
    return {'pkcs8_hex': c.PKCS8_X25519.hex() + private_seed_hex, 'additional_data': c.KEY_AAD.decode()}
@operation('contract-key-record', 'unwrap')
def _(wrapped_private_key, store_key_hex, ephemeral_public_key):
    private = c.unwrap_contract_key(unhex(store_key_hex), wrapped_private_key, ephemeral_public_key)
    return key_steps(private.hex()), {'private_seed_hex': private.hex()}
@operation('contract-key-record', 'parse')
def _(data): return {}, {'data': c.demand(c.CONTRACT_KEY_RECORD, data, 'contract-record')}
@operation('contract-key-record', 'id')
def _(ephemeral_public_key, tag_key_hex):
    public = c.read_multikey('x25519', ephemeral_public_key)
    return {'message_hex': (b'contract\0' + public).hex()}, \
        {'id': c.contract_key_id(unhex(tag_key_hex), public)}
@operation('contract-key-record', 'save')
def _(own_did, peer_did, timestamp, store_key_hex, tag_key_hex, nonce_hex, **data):
    stored = c.own_record('decentrl.contract', data, own_did, peer_did, timestamp)
    event_id = c.contract_key_id(unhex(tag_key_hex), c.read_multikey('x25519', data['ephemeral_public_key']))
    steps, output = sealing(stored, store_key_hex, nonce_hex)
    return {'stored': stored, **steps}, \
        {'event': {'id': event_id, **output, 'tags': [c.tag_blob(unhex(tag_key_hex), 'decentrl.contract')]}}

@operation('public-event', 'sign')
def _(signing_seed_hex, event):
    signature = c.sign_public_event(unhex(signing_seed_hex), event)
    return {'canonical': c.canonical(event)}, \
        {'event_signature': signature, 'public_event_id': c.public_event_id(signature)}
@operation('public-event', 'verify')
def _(event):
    event_id = c.verify_public_event(event)
    return {}, {'publisher_did': event['publisher_did'], 'public_event_id': event_id}


# --- Addresses and bindings ---------------------------------------------------------------------------------
@operation('ethereum-address', 'wallet')
def _(wallet_private_key_hex):
    public = p.secp256k1_public(unhex(wallet_private_key_hex))
    return {'public_key_hex': public.hex()}, {'address': p.address_of(public).lower()}
@operation('ethereum-address', 'parse')
def _(address): return {}, {'address_hex': a.read_address(address).hex()}
@operation('ethereum-address', 'checksum')
def _(address):
    digits = p.keccak_256(a.read_address(address).hex().encode()).hex()
    return {'keccak256_hex': digits}, {'shown': p.checksum_address(address)}

def typed_steps(kind: str, binding: dict, chain_id: int) -> dict:
    data = a.typed_data(kind, binding, chain_id)
    return {'domain_type': a.DOMAIN_TYPE, 'domain_hex': data.domain.hex(),
            'domain_separator_hex': p.keccak_256(data.domain).hex(), 'struct_type': kind,
            'struct_hex': data.struct.hex(), 'struct_hash_hex': p.keccak_256(data.struct).hex(),
            'signed_hex': data.signed.hex(), 'digest_hex': data.digest.hex()}
def signed_by_wallet(kind, binding, chain_id, wallet_private_key_hex):
    signature = a.wallet_sign(unhex(wallet_private_key_hex), kind, binding, chain_id)
    return typed_steps(kind, binding, chain_id), {'wallet_signature': signature}
def verified_wallet(kind, binding, chain_id, wallet_signature, contract_chains, contract_answer):
    def ask(chain: int, digest: bytes):
        p.require(chain in contract_chains, 'chain')
        return None if contract_answer is None else p.from_hex(contract_answer)
    digest = a.typed_data(kind, binding, chain_id).digest
    shown = a.verify_wallet(kind, binding, chain_id, wallet_signature, ask)
    call = a.contract_call(digest, p.from_hex(wallet_signature))
    return {'digest_hex': digest.hex(), 'recovered_address': a.recovered_account(digest, wallet_signature),
            'call_to': binding['wallet'], 'call_data': '0x' + call.hex()}, {'kind': shown}

@operation('binding', 'parse')
def _(binding): return {}, {'binding': c.demand(c.BINDING, binding, 'binding')}
@operation('binding', 'wallet-sign')
def _(**given): return signed_by_wallet(a.BINDING_TYPE, **given)
@operation('binding', 'wallet-sign-revocation')
def _(**given): return signed_by_wallet(a.REVOCATION_TYPE, **given)
@operation('binding', 'wallet-verify')
def _(**given): return verified_wallet(a.BINDING_TYPE, **given)
@operation('binding', 'wallet-verify-revocation')
def _(**given): return verified_wallet(a.REVOCATION_TYPE, **given)
@operation('binding', 'did-sign')
def _(binding, chain_id, wallet_signature, signing_seed_hex):
    signature = a.did_sign_binding(unhex(signing_seed_hex), binding, chain_id, wallet_signature)
    statement = a.statement(binding, chain_id, wallet_signature)
    return {'canonical': c.canonical(statement)}, {'did_signature': signature}
@operation('binding', 'did-verify')
def _(**given): return {}, {'signing_key_hex': a.verify_did_signature(**given).signing_key.hex()}
@operation('binding', 'countersign')
def _(binding, chain_id, wallet_signature, previous_did, signing_seed_hex):
    signature = a.sign_succession(unhex(signing_seed_hex), previous_did, binding, chain_id, wallet_signature)
    statement = a.statement(binding, chain_id, wallet_signature, previous_did=previous_did)
    return {'canonical': c.canonical(statement)}, {'previous_signature': signature}
@operation('binding', 'countersign-verify')
def _(**given):
    return {}, {'signing_key_hex': a.verify_succession(**given).signing_key.hex()}
@operation('binding', 'check')
def _(expected, **shown):
    bound = a.verify_binding(shown, expected['address'], expected['chain_id'], expected['escrow'])
    return {}, {'kind': bound.kind, 'did': bound.did, 'succeeds': bound.succeeds}
@operation('binding', 'pin')
def _(pinned, candidate, shown, succeeds):
    pinned, candidate = a.pin(pinned, candidate, shown, succeeds)
    return {}, {'pinned': pinned, 'candidate': candidate}

@operation('resolved-address', 'sign')
def _(answer, signing_seed_hex):
    return {'canonical': c.canonical(answer)}, {'signature': c.sign_object(unhex(signing_seed_hex), answer)}
@operation('resolved-address', 'verify')
def _(answer, signature, escrow_signing_key_hex, asked):
    says = a.verify_answer(answer, signature, unhex(escrow_signing_key_hex), asked)
    return {}, {'says': says}


# --- Held messages ------------------------------------------------------------------------------------------
@operation('room', 'room-id')
def _(signing_key_hex, address, room_salt):
    hashed = a.room_bytes(unhex(signing_key_hex), address, room_salt)
    return {'hashed_hex': hashed.hex()}, {'room_id': c.hex_hash(hashed)}
@operation('room', 'party-hash')
def _(room_salt, party):
    hashed = a.party_bytes(room_salt, party)
    return {'hashed_hex': hashed.hex()}, {'hash': c.hex_hash(hashed)}
@operation('room', 'own-room-id')
def _(secret):
    hashed = a.own_room_bytes(secret)
    return {'hashed_hex': hashed.hex()}, {'room_id': c.hex_hash(hashed)}

@operation('inner-message', 'sign')
def _(signing_seed_hex, **parts):
    inner = a.sign_inner(unhex(signing_seed_hex), parts)
    return {'room_id': inner['room_id'], 'canonical': c.canonical(c.without(inner, 'signature')),
            'signature': inner['signature'], 'canonical_with_signature': c.canonical(inner)}, \
        {'inner': inner, 'commitment': a.commitment(inner)}
@operation('inner-message', 'verify')
def _(inner):
    author = a.verify_inner(inner)
    return {}, {'author_signing_key_hex': author.signing_key.hex(), 'commitment': a.commitment(inner)}
@operation('inner-message', 'open')
def _(text):
    inner = c.read_canonical(text)
    a.verify_inner(inner)
    return {}, {'id': inner['id'], 'commitment': a.commitment(inner)}
@operation('inner-message', 'content')
def _(content): return {}, {'type': content['type'], 'data': c.read_content(content['body'])}

@operation('epoch-key', 'derive')
def _(epoch_master_hex, address):
    private = a.epoch_private(unhex(epoch_master_hex), address)
    public = p.x25519_public(private)
    info = b'decentrl/epoch/v1' + a.read_address(address)
    return {'info_hex': info.hex(), 'agreement_seed_hex': private.hex(), 'public_key_hex': public.hex()}, \
        {'public_key': p.multikey_encode('x25519', public)}

def wrapped(content_key: bytes, public_key: str, commitment, ephemeral_seed_hex, nonce_hex):
    ephemeral, public = unhex(ephemeral_seed_hex), c.read_multikey('x25519', public_key)
    share = a.wrap_share(content_key, public, commitment, ephemeral, unhex(nonce_hex))
    shared, sealed = c.agree(ephemeral, public), p.base64_decode(share['ciphertext'])
    return {'content_key_hex': content_key.hex(), 'shared_secret_hex': shared.hex(),
            'sealed_hex': sealed.hex(), 'ephemeral_public_key_hex': p.x25519_public(ephemeral).hex(),
            'key_hex': a.share_key(shared, commitment).hex()}, share
@operation('share', 'wrap')
def _(content_key_hex, **given): return wrapped(unhex(content_key_hex), **given)
@operation('share', 'rewrap')
def _(share, epoch_master_hex, address, recipient_pre_key, **given):
    private = a.epoch_private(unhex(epoch_master_hex), address)
    return wrapped(a.open_share(private, share, given['commitment']), recipient_pre_key, **given)
@operation('share', 'open')
def _(epk, ciphertext, agreement_seed_hex, commitment):
    private = unhex(agreement_seed_hex)
    content_key = a.open_share(private, {'epk': epk, 'ciphertext': ciphertext}, commitment)
    shared = c.agree(private, c.read_multikey('x25519', epk))
    return {'shared_secret_hex': shared.hex(), 'key_hex': a.share_key(shared, commitment).hex()}, \
        {'content_key_hex': content_key.hex()}
@operation('share', 'parse')
def _(share): return {}, c.demand(c.REWRAPPED_SHARE, share, 'share')

@operation('held-record', 'seal')
def _(inner, receiver, not_after, epoch, content_key_hex, nonce_hex, ephemeral_seed_hex, share_nonce_hex):
    p.require(inner['to_address'] == receiver, 'receiver')
    c.demand(c.EPOCH, epoch, 'epoch-key')
    content_key, canonical = unhex(content_key_hex), c.canonical(inner)
    record = a.seal_held(inner, not_after, content_key, unhex(nonce_hex))
    share = a.wrap_share(content_key, c.read_multikey('x25519', epoch['public_key']), record['commitment'],
                         unhex(ephemeral_seed_hex), unhex(share_nonce_hex))
    shares = [{'kid': epoch['kid'], **share}]
    return {'plaintext': canonical, 'padded_length': len(c.pad(canonical)),
            'commitment': record['commitment'], 'canonical_record': c.canonical(record)}, \
        {'record': record, 'threshold': 1, 'shares': shares, 'cid': a.cid_of(record)}
@operation('held-record', 'open')
def _(record, content_key_hex):
    inner, author = a.open_held(record, unhex(content_key_hex))
    return {}, {'inner': inner, 'author_signing_key_hex': author.signing_key.hex(), 'cid': a.cid_of(record)}
@operation('held-record', 'parse')
def _(record): return {}, {'record': c.demand(c.HELD_RECORD, record, 'held-record')}

@operation('handed-record', 'pair-key')
def _(own_pre_key_seed_hex, other_pre_key_hex, room_id):
    own, other = unhex(own_pre_key_seed_hex), unhex(other_pre_key_hex)
    return {'shared_secret_hex': c.agree(own, other).hex()}, \
        {'key_hex': a.pair_key(own, other, room_id).hex()}
@operation('handed-record', 'seal')
def _(inner, not_after, own_pre_key_seed_hex, other_pre_key_hex, room_id, nonce_hex):
    key = a.pair_key(unhex(own_pre_key_seed_hex), unhex(other_pre_key_hex), room_id)
    record = a.seal_handed(inner, not_after, key, unhex(nonce_hex))
    return {**a.outside_of(inner), 'not_after': record['not_after'],
            'canonical_record': c.canonical(record)}, {'record': record, 'cid': a.cid_of(record)}
@operation('handed-record', 'open')
def _(record, own_pre_key_seed_hex, other_pre_key_hex, room_id):
    key = a.pair_key(unhex(own_pre_key_seed_hex), unhex(other_pre_key_hex), room_id)
    return {}, {'inner': a.open_handed(record, key)[0], 'cid': a.cid_of(record)}
@operation('handed-record', 'parse')
def _(record): return {}, {'record': c.demand(c.HANDED_RECORD, record, 'handed-record')}
@operation('handed-record', 'hand-over')
def _(row, own_addresses, pre_key_seed_hex, signing_seed_hex, nonce_hex):
    wallets = [(one['chain_id'], one['address']) for one in own_addresses]
    _, item = a.hand_over(row, unhex(pre_key_seed_hex), unhex(signing_seed_hex), wallets, unhex(nonce_hex))
    return {}, {'item': item, 'new_cid': item['receipt']['new_cid']}
@operation('handed-record', 'judge')
def _(held, row, pre_key_seed_hex):
    try:
        bound = a.judge(held['inner'], held['cid'], held['escrow'], row, unhex(pre_key_seed_hex))
    except p.Refused as refusal:
        if refusal.reason == 'chain':
            return {}, {'verdict': 'later'}
        raise
    return {}, {'verdict': 'ours', 'new_cid': row['receipt']['new_cid'], 'did': bound.did}

RECEIPTS = {'save': c.SAVE_RECEIPT, 'hand-over': c.HAND_OVER_RECEIPT, 'deletion': c.DELETION_RECEIPT}
def receipt_operation(kind: str) -> None:
    @operation('held-receipts', f'sign-{kind}')
    def _(receipt, signing_seed_hex):
        c.demand(RECEIPTS[kind], receipt, f'{kind}-receipt')
        return {'canonical': c.canonical(receipt)}, \
            {'signature': c.sign_object(unhex(signing_seed_hex), receipt)}

    @operation('held-receipts', f'verify-{kind}')
    def _(receipt, signature, signing_key_hex):
        c.demand(RECEIPTS[kind], receipt, f'{kind}-receipt')
        c.verify_object(unhex(signing_key_hex), receipt, signature)
        return {}, {'valid': True}
for one in RECEIPTS:
    receipt_operation(one)

@operation('own-held-records', 'seal')
def _(type, data, did, storage_key_hex, now_ms, nonce_hex, id_hex):
    keys = {use: c.derive(unhex(storage_key_hex), f'decentrl/storage/v1/{use}') for use in ('store', 'tag')}
    stored = c.own_record(type, data, did, c.parse_did(did).mediator, now_ms // 1000)
    steps, output = sealing(stored, keys['store'].hex(), nonce_hex)
    steps |= {'event': stored['event'], **{f'{use}_key_hex': key.hex() for use, key in keys.items()}}
    return steps, {'id': p.base64url_encode(unhex(id_hex)), **output, 'tags': [c.tag_blob(keys['tag'], type)]}
@operation('own-held-records', 'read-sent')
def _(data, own_signing_key):
    return {}, a.read_own_record('dmtp.held.sent', data, c.read_multikey('ed25519', own_signing_key))
@operation('own-held-records', 'read-state')
def _(data): return {}, a.read_own_record('dmtp.held.state', data)
@operation('own-held-records', 'read-received')
def _(data): return {}, a.read_own_record('dmtp.held.received', data)
@operation('own-held-records', 'read-handed')
def _(data): return {}, a.read_own_record('dmtp.held.handed', data)


# --- Anchors ------------------------------------------------------------------------------------------------
@operation('cid', 'make')
def _(bytes_hex):
    digest = p.sha256(unhex(bytes_hex))
    multihash = b'\x12\x20' + digest
    return {'sha256_hex': digest.hex(), 'multihash_hex': multihash.hex(),
            'binary_hex': '0155' + multihash.hex()}, {'cid': p.make_cid(unhex(bytes_hex))}
@operation('cid', 'parse')
def _(text): return {}, {'cid': n.normalise_cid(text)}


@operation('index-file', 'make')
def _(entries, max_bytes):
    files = n.make_index_files([(one['room_id'], one['cid']) for one in entries], max_bytes)
    return {}, {'files': [{'text': text, 'cid': p.make_cid(text.encode())} for text in files]}
@operation('index-file', 'read')
def _(text): return {}, {'content': n.read_index(text.encode()), 'cid': p.make_cid(text.encode())}
@operation('index-file', 'read-bytes')
def _(bytes_hex): return {}, {'content': n.read_index(unhex(bytes_hex)), 'cid': p.make_cid(unhex(bytes_hex))}

def commitment_of(inner):
    a.verify_inner(inner)
    return a.commitment(inner)
def proven(proof: dict, listed: n.Listed):
    header, canonical = listed.header, c.canonical(c.without(proof, 'digest'))
    steps = {'digest': hash_hex(canonical),
             'record_sha256_hex': p.sha256(n.record_bytes(proof['record'])).hex(),
             'block_hash_hex': header.block_hash.hex(), 'block': header.number,
             'state_root_hex': header.state_root.hex(), 'storage_root_hex': listed.storage_root.hex(),
             'account_key_hex': p.keccak_256(p.from_hex(proof['contract'])).hex(),
             'words': [{'slot_hex': n.slot_bytes(slot).hex(), 'word_hex': word.hex(),
                        'key_hex': p.keccak_256(n.slot_bytes(slot)).hex()} for slot, word in listed.words]}
    return steps, {
        **{name: proof[name] for name in ('cid', 'chain_id', 'contract', 'slot', 'entry', 'index_cid')},
        'position': listed.position, 'block': header.number, 'block_hash': '0x' + header.block_hash.hex(),
        'block_time': header.timestamp, 'stored_in': proof.get('stored_in'), 'inner': proof.get('inner')}
@operation('proof', 'verify')
def _(proof): return proven(proof, n.check_proof(proof, commitment_of))
@operation('proof', 'verify-text')
def _(text): return proven(*n.check_proof_file(text.encode(), commitment_of))

def hexed(item): return list(map(hexed, item)) if isinstance(item, list) else item.hex()
@operation('proof-parts', 'rlp')
def _(rlp_hex): return {}, {'item': hexed(n.read_rlp(unhex(rlp_hex)))}
@operation('proof-parts', 'trie')
def _(root_hex, key_hex, nodes_hex):
    value, used = n.trie_value(unhex(root_hex), unhex(key_hex), list(map(unhex, nodes_hex)))
    return {'path': key_hex, 'used_hex': hexed(used)}, {'value_hex': value.hex() or None}
@operation('proof-parts', 'storage-word')
def _(root_hex, slot_hex, nodes_hex):
    word, _ = n.storage_word(unhex(root_hex), int(slot_hex, 16), list(map(unhex, nodes_hex)))
    return {'key_hex': p.keccak_256(unhex(slot_hex)).hex()}, {'word_hex': word.hex()}
@operation('proof-parts', 'list-slots')
def _(slot, entry):
    place = n.hashed_slot(slot) + entry
    texts = [n.slot_bytes(n.hashed_slot(place) + number).hex() for number in range(4)]
    return {'list_hex': n.slot_bytes(n.hashed_slot(slot)).hex()}, \
        {'header_slot_hex': n.slot_bytes(place).hex(), 'text_slots_hex': texts}
@operation('proof-parts', 'list-text')
def _(header_word_hex, words_hex):
    head, count = unhex(header_word_hex), n.words_of_text(unhex(header_word_hex))
    data = b'\xff' if count is None else n.text_of_words(head, list(map(unhex, words_hex)))
    return {'words': count}, {'text': c.read_utf8(data) if c.holds(c.read_utf8, data) else None}
@operation('proof-parts', 'header')
def _(header_hex):
    header = n.read_header(unhex(header_hex))
    return {}, {'number': header.number, 'block_hash': '0x' + header.block_hash.hex(),
                'state_root_hex': header.state_root.hex(), 'timestamp': header.timestamp}
@operation('proof-parts', 'header-of-block')
def _(block):
    header = n.header_of_block(block)
    return {}, {'header_hex': header and header.hex()}
@operation('proof-parts', 'file')
def _(root, blocks_hex):
    blocks = list(map(unhex, blocks_hex))
    content, taken = n.join_file(root, {p.sha256(block): block for block in blocks}.__getitem__)
    return {'used': list(map(blocks.index, taken))}, {'bytes_hex': content.hex()}
@operation('proof-parts', 'index-entries')
def _(text):
    listed = n.read_index_leniently(text.encode())
    return {}, {'entries': [{'room_id': room, 'text': one} for room, one in listed]}


# --- Running ------------------------------------------------------------------------------------------------
def expanded(value):
    """A value of a vector with its repeated texts written out."""
    if isinstance(value, dict):
        if value.keys() == {'repeat', 'times'}:
            return value['repeat'] * value['times']
        return {name: expanded(inner) for name, inner in value.items()}
    return [expanded(inner) for inner in value] if isinstance(value, list) else value

def same(one, other) -> bool:
    """Equal as JSON: numbers as numbers, and true is not 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and one == other

def first_difference(expected: dict, actual: dict) -> str | None:
    """The first member of what is expected that is not so."""
    for name, value in expected.items():
        if name not in actual:
            return f'{name} is not known'
        if not same(value, actual[name]):
            return f'{name} is {json.dumps(actual[name])[:200]}, not {json.dumps(value)[:200]}'
    return None

def run_case(format: str, case: dict, refused: bool) -> tuple[str | None, str | None]:
    """(problem, note) of a case."""
    function = OPERATIONS.get((format, case['operation']))
    if not function:
        return f"operation {case['operation']} is not known", None
    given = expanded(case['input'])
    if refused:  # members of another shape may be what is refused
        try:
            steps, output = function(**given)
            return f'accepted: {json.dumps(output)[:200]}', None
        except p.Refused as refusal:
            cause = refusal.reason
        agrees = case['reason'] in (cause, *OUR_WORDS.get(cause, ()))
        return None, None if agrees else f"refused as {cause}, not {case['reason']}"
    try:
        steps, output = function(**given)
    except p.Refused as refusal:
        return f'refused: {refusal.reason}', None
    expected = expanded(case['output'])
    problem = first_difference(expanded(case.get('steps', {})), steps) or first_difference(expected, output)
    more = set(output) - set(expected)
    return problem or (f'output has also {sorted(more)}' if more else None), None

# What a mediator chooses is captured in a conversation; here it is made up, by the name of its member.
CHOSEN = {'recipient_encryption_public_key': p.multikey_encode('x25519', p.x25519_public(b'\x21' * 32)),
          'contracts': {'contract_id': '0' * 64, 'signed_contract': {'$ref': 'contract_alice_bob'}}}

def filled(value, kept: dict, member: str, seed: bytes):
    """A value of a conversation, with what stands for something else replaced."""
    if isinstance(value, list):
        return [filled(inner, kept, member, seed) for inner in value]
    if not isinstance(value, dict):
        return value
    if '$ref' in value:
        return filled(kept[value['$ref']], kept, member, seed)
    if '$contract_id' in value:
        return c.contract_id(filled(value['$contract_id'], kept, member, seed)['contract'])
    if '$capture' in value:
        chosen = value.get('as', CHOSEN.get(member, 'chosen-by-the-mediator'))
        kept[value['$capture']] = filled(chosen, kept, member, seed)
        return kept[value['$capture']]
    if '$unordered' in value:
        return filled(value['$unordered'], kept, member, seed)
    if '$signature_of' in value:
        return c.sign_object(seed, filled(value['over'], kept, member, seed))
    return {name: filled(inner, kept, name, seed) for name, inner in expanded(value).items()}

def run_conversation(vectors: dict, case: dict) -> str | None:
    """The problem, if the client would not send one of the commands or not understand one of the replies."""
    kept, seed, codes = {**vectors['values']}, unhex(vectors['mediator']['signing_seed_hex']), set()
    parts = [step for part in case['input']['parts'] for step in vectors['parts'][part]]
    steps = parts + case['input']['steps']
    for place, step in enumerate(steps):
        expect, kind = step['expect'], None
        if 'payload' in step:
            payload = filled(step['payload'], kept, '', seed)
            kind = payload['type']
            if expect['status'] == 200 and not ALL_COMMANDS[kind][1](c.without(payload, 'type')):
                return f'step {place}: the payload has another form'
        codes.add(expect.get('code'))
        body = {'timestamp': step['at'], **(
            {'type': 'ERROR', 'code': expect['code'], 'message': ''} if 'code' in expect else
            {'type': 'SUCCESS', 'payload': filled(expect.get('payload'), kept, '', seed)})}
        if kind and not c.holds(c.read_reply, kind, expect['status'], json.dumps(body).encode()):
            return f'step {place}: the reply is not understood'
    if 'reason' in case and case['reason'] not in codes:
        return f"nothing is refused with {case['reason']}"
    replies = case.get('output', {}).get('replies', len(steps))
    return None if replies == len(steps) else f'{replies} replies to {len(steps)} steps'

def run_file(format: str):
    """(case, refused, problem, note) for each case of a file."""
    path = VECTORS / f'{format}.json'
    if not path.exists():
        yield '-', False, 'there is no such file', None
        return
    vectors = json.loads(path.read_text('utf-8'))
    if not vectors['accept'] or not (vectors['refuse'] or vectors.get('refuse_note')):
        yield '-', False, 'the file has no cases', None
    for kind in ('accept', 'refuse'):
        for case in vectors[kind]:
            try:
                conversation = case['operation'] == 'replay'
                yield case['name'], kind == 'refuse', *(
                    (run_conversation(vectors, case), None) if conversation else
                    run_case(format, case, kind == 'refuse'))
            except Exception as error:  # a fault of ours, told with its case
                yield case['name'], kind == 'refuse', f'{type(error).__name__}: {error}', None

def main(arguments: list[str]) -> int:
    as_json, formats = '--json' in arguments, [one for one in arguments if one != '--json']
    failed = False
    for format in formats or sorted(path.stem for path in VECTORS.glob('*.json')):
        counts, lines = {False: 0, True: 0}, []
        for name, refused, problem, note in run_file(format):
            failed, counts[refused] = failed or bool(problem), counts[refused] + (not problem)
            if as_json:
                told = {'problem': problem} if problem else {'note': note} if note else {}
                print(json.dumps({'file': format, 'case': name, 'ok': not problem, **told}))
            elif problem or note:
                lines.append(f"  {'FAILED' if problem else 'note'}: {name}: {problem or note}")
        if not as_json:
            lines.insert(0, f'{format}: {counts[False]} accepted, {counts[True]} refused')
            print('\n'.join(lines), flush=True)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
