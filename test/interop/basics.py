"""What lies below contracts and events, written from docs/protocol.md §1 to §3 alone: JSON, forms of values,
DIDs, documents of mediators, cryptography. NO SECURITY CLAIM, as in primitives.py.

Each function reads or makes one thing. What a check refuses raises `Refused` with the document's reason where
it names one.
"""
from __future__ import annotations
import functools, ipaddress, json, math, re, unicodedata
from typing import NamedTuple
from urllib.parse import quote, urlsplit
from primitives import (
    Refused, aes_gcm_open, aes_gcm_seal, base64_decode, base64_encode, base64url_decode, base64url_encode,
    canonical_json, check_ed25519_public, check_x25519_public, ed25519_public, ed25519_sign, ed25519_verify,
    hkdf_sha256, hmac_sha512, mnemonic_decode, multikey_decode, multikey_encode, require, sha256, x25519)

# --- JSON (§1.1, §1.2) ------------------------------------------------------------------------------------
MAX_SAFE = 2**53 - 1
MAGIC_KEYS = {'__proto__', 'constructor', 'prototype'}
SURROGATE = re.compile('[\ud800-\udfff]')


def read_utf8(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Refused('utf8') from None

def _read_number(text: str) -> int | float:
    """The double of a JSON number, as an int where it is a safe integer; −0 stays a float."""
    value = float(text)
    whole = value.is_integer() and abs(value) <= MAX_SAFE and (value or math.copysign(1, value) > 0)
    return int(value) if whole else value

def _no_json(_: str):
    raise Refused('not-json')

def read_json(text: str | bytes):
    """Any JSON text; of repeated keys the last one counts."""
    text = read_utf8(text) if isinstance(text, bytes) else text
    try:
        return json.loads(text, object_pairs_hook=dict, parse_int=_read_number, parse_float=_read_number,
                          parse_constant=_no_json)
    except RecursionError:
        raise Refused('too-deep') from None
    except ValueError:
        raise Refused('not-json') from None

def check_json(value, finite: bool = False, keys: float = 256, depth: int = 32):
    """The value, if it is signed JSON; with `finite` numbers may be any finite double (content JSON)."""
    if isinstance(value, (dict, list)):
        require(depth > 0, 'too-deep')
        if isinstance(value, dict):
            require(len(value) <= keys, 'too-many-keys')
            require(not MAGIC_KEYS & value.keys(), 'magic-key')
            require(not any(map(SURROGATE.search, value)), 'lone-surrogate')
        for inner in value.values() if isinstance(value, dict) else value:
            check_json(inner, finite, keys, depth - 1)
    elif isinstance(value, str):
        require(not SURROGATE.search(value), 'lone-surrogate')
    elif isinstance(value, float):
        require(finite and math.isfinite(value) and (value or math.copysign(1, value) > 0), 'number')
    elif isinstance(value, int):
        require(abs(value) <= MAX_SAFE, 'number')
    return value

def canonical(value, keys: float = 256) -> str:
    return canonical_json(check_json(value, keys=keys))

def read_canonical(text: str | bytes, keys: float = 256):
    """The value of a canonical text, whose spaces at the end are cut first."""
    text = (read_utf8(text) if isinstance(text, bytes) else text).rstrip(' ')
    value = read_json(text)
    require(canonical(value, keys) == text, 'not-canonical')
    return value

def read_content(text: str):
    """The value of content JSON: the text of an event, the body of an inner message."""
    return check_json(read_json(text), finite=True)


# --- Forms (§1.3 to §1.9): a form is a function that says whether a value has it ---------------------------
def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode('utf-16-le', 'surrogatepass')) // 2

def holds(check, *values) -> bool:
    """Whether a check accepts the values."""
    try:
        check(*values)
        return True
    except Refused:
        return False

def text(pattern: str = r'[^\ud800-\udfff]*', most: float = math.inf):
    pattern = re.compile(pattern, re.DOTALL)
    return lambda value: isinstance(value, str) and bool(pattern.fullmatch(value)) and units(value) <= most

def base64_text(least: int, most: int):
    return lambda value: (isinstance(value, str) and least <= len(value) <= most
                          and holds(base64_decode, value))

def integer(least: int, most: int = MAX_SAFE):
    return lambda value: type(value) is int and least <= value <= most

def exactly(*values):
    return lambda value: type(value) in map(type, values) and value in values

def nullable(form):
    return lambda value: value is None or form(value)

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
        name: known_part(forms[name], value[name]) for name in forms if name in value}
    return has_form

def known_part(form, value):
    """What is left of a value that has a form, without the members that are named nowhere in it."""
    return form.known(value) if hasattr(form, 'known') and value is not None else value

def demand(form, value, reason: str):
    require(form(value), reason)
    return value

def read_hex(value: str) -> bytes:
    require(isinstance(value, str) and re.fullmatch('([0-9a-f]{2})*', value), 'hex')
    return bytes.fromhex(value)

def read_multikey(kind: str, value) -> bytes:
    """The 32 bytes of a key of kind 'ed25519' or 'x25519', checked as at intake (§1.4, §3.2)."""
    require(isinstance(value, str) and len(value) <= 48, 'multikey')
    try:
        raw = multikey_decode(kind, value)
    except Refused:
        raise Refused('multikey') from None
    return KEY_CHECKS[kind](raw)

def check_signing_key(raw: bytes) -> bytes:
    require(holds(check_ed25519_public, raw), 'signing-key')
    return raw

def check_agreement_key(raw: bytes) -> bytes:
    require(holds(check_x25519_public, raw), 'agreement-key')
    return raw
KEY_CHECKS = {'ed25519': check_signing_key, 'x25519': check_agreement_key}


DID = text(r'did:decentrl:[A-Za-z0-9:_-]+', 2048)
WEB_DID = text(r'did:web:[A-Za-z0-9:._~%-]+', 2048)
def ANY_DID(value) -> bool: return DID(value) or WEB_DID(value)
KEY_ID = text(r'.*#signing', 2056)
ID = text(r'[A-Za-z0-9._:-]{1,128}')
NONCE = text(r'[A-Za-z0-9_-]{16,64}')
CURSOR = text(r'[^\ud800-\udfff]+', 1024)
HASH = text(r'[0-9a-f]{64}')
DEVICE = text(r'[0-9a-f]{16}')
SIGNATURE = base64_text(88, 88)
TAG_BLOB = text('[A-Za-z0-9+/]{85}[AQgw]==')
CIPHERTEXT = base64_text(40, 174804)
TAG = text(r'[A-Za-z0-9._:$@#/-]{1,256}')
TAGS = items(TAG, 0, 16)
EVENT_TYPE = text(r'[\x21-\x7e]{1,128}')
LONG_TEXT = text(most=131072)
SECONDS = integer(0, 10**11)
MILLISECONDS = integer(10**11 + 1)
def AGREEMENT_KEY(value) -> bool: return holds(read_multikey, 'x25519', value)
def SIGNING_KEY(value) -> bool: return holds(read_multikey, 'ed25519', value)
BOOLEAN = exactly(True, False)


# --- Keys and DIDs (§2) -----------------------------------------------------------------------------------
def read_words(typed: str, words: list[str]) -> bytes:
    """The root of 24 words as a person types them."""
    plain = re.sub(r'(?<!\S)\d+[.)]', ' ', unicodedata.normalize('NFKD', typed).lower().replace(',', ' '))
    parts = [part for part in plain.split() if not part.isdecimal()]
    require(set(parts) <= set(words), 'unknown-word')
    require(len(parts) == 24, 'word-count')
    try:
        return mnemonic_decode(' '.join(parts), words)
    except Refused:
        raise Refused('checksum') from None

def derive(secret: bytes, info: str) -> bytes:
    require(len(secret) == 32, 'bytes')
    return hkdf_sha256(secret, info.encode())

def root_info(n: int, use: str) -> str:
    """The HKDF info of a secret of identity n; `use` is signing, pre-key or storage."""
    require(integer(0)(n), 'identity-number')
    return f'decentrl/root/v1/{n}/{use}' if n else f'decentrl/root/v1/{use}'

class Did(NamedTuple):
    text: str
    alias: str | None
    signing_key: bytes
    pre_key: bytes
    mediator: str

def make_did(alias: str | None, signing_key: bytes, pre_key: bytes, mediator: str) -> str:
    segments = [] if alias is None else [base64url_encode(alias.encode('utf-8', 'surrogatepass'))]
    keys = [multikey_encode('ed25519', signing_key), multikey_encode('x25519', pre_key)]
    did = ':'.join(['did:decentrl', *segments, *keys, base64url_encode(mediator.encode())])
    return parse_did(did).text

@functools.lru_cache(maxsize=4096)
def parse_did(did: str) -> Did:
    require(isinstance(did, str) and len(did) <= 2048 and did.startswith('did:decentrl:'), 'did')
    require(did.count(':') in (4, 5), 'did')
    *alias, signing, agreement, mediator = did.split(':')[2:]
    try:
        name = read_utf8(base64url_decode(mediator))
        web_location(name)
        shown = read_utf8(base64url_decode(alias[0])) if alias else None
        require(shown is None or 1 <= len(shown) <= 64, 'did')
        return Did(did, shown, read_multikey('ed25519', signing), read_multikey('x25519', agreement), name)
    except Refused:
        raise Refused('did') from None

def key_document(did: str, signing_key: bytes, pre_key: bytes) -> dict:
    """A DID document without services (§2.4, §2.8)."""
    def method(name: str, kind: str, key: bytes) -> dict:
        return {'id': f'{did}#{name}', 'type': 'Multikey', 'controller': did,
                'publicKeyMultibase': multikey_encode(kind, key)}
    return {'@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'], 'id': did,
            'verificationMethod': [method('signing', 'ed25519', signing_key), method('pre-key', 'x25519', pre_key)],
            'authentication': [f'{did}#signing'], 'assertionMethod': [f'{did}#signing'],
            'keyAgreement': [f'{did}#pre-key']}

def did_document(did: str) -> dict:
    parsed = parse_did(did)
    return {**key_document(did, parsed.signing_key, parsed.pre_key), 'service': [
        {'id': f'{did}#mediator', 'type': 'DecentrlMediatorClient', 'serviceEndpoint': parsed.mediator}]}

def fingerprint(did: str) -> str:
    digits = sha256(parse_did(did).signing_key).hex()
    return f'{digits[:4]}-{digits[4:8]}'

def safety_parts(did: str, other: str) -> tuple[Did, Did, bytes]:
    """The two in their order, and the 128 bytes that are hashed."""
    first, second = sorted(map(parse_did, (did, other)), key=lambda one: one.signing_key)
    return first, second, first.signing_key + second.signing_key + first.pre_key + second.pre_key

def safety_number(did: str, other: str) -> str:
    return str(int.from_bytes(sha256(safety_parts(did, other)[2]), 'big') % 10**60).zfill(60)


class Web(NamedTuple):
    base_url: str
    document_url: str
    loopback: bool

def web_location(did: str) -> Web:
    """Where the canonical did:web of a mediator is found (§2.7)."""
    require(isinstance(did, str) and len(did) <= 2048 and did.startswith('did:web:'), 'did-web')
    encoded, *path = did.split(':')[2:]
    host = encoded.replace('%5B', '[').replace('%5D', ']').replace('%3A', ':')
    require(quote(host, safe='') == encoded, 'did-web')
    parts = re.fullmatch(r'(\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::([1-9]\d{0,4}))?', host, re.ASCII)
    require(parts and is_canonical_host(parts[1]), 'did-web')
    require(all(re.fullmatch(r'[A-Za-z0-9._~-]+', one) and one not in ('.', '..') for one in path), 'did-web')
    loopback = parts[1] in ('localhost', '127.0.0.1', '[::1]')
    scheme, default = ('http', '80') if loopback else ('https', '443')
    require(parts[2] is None or (int(parts[2]) <= 65535 and parts[2] != default), 'did-web')
    base = '/'.join([f'{scheme}://{host}', *path])
    return Web(base, base + ('/did.json' if path else '/.well-known/did.json'), loopback)

def is_canonical_host(name: str) -> bool:
    """Whether a URL would keep the name of this host as it is."""
    try:
        if name.startswith('['):
            return '.' not in name and str(ipaddress.IPv6Address(name[1:-1])) == name[1:-1]
        if re.fullmatch(r'\d+|0x[0-9a-f]*', name.split('.')[-1], re.ASCII):
            return str(ipaddress.IPv4Address(name)) == name
    except ValueError:
        return False
    return bool(re.fullmatch(r'[a-z0-9]([a-z0-9.-]*[a-z0-9])?', name)) and '..' not in name


def did_web(url: str) -> str:
    """The DID of a mediator that is served under a URL."""
    found = re.fullmatch(r'(https?)://([^/?#@]+)((?:/[^/?#]+)*)/?', url, re.IGNORECASE)
    require(found, 'did-web')
    scheme, host = found[1].lower(), found[2].lower()
    host = host if host.isascii() else host.encode('idna').decode()
    host = re.sub(':443$' if scheme == 'https' else ':80$', '', host)
    did = 'did:web:' + ':'.join([quote(host, safe=''), *found[3].split('/')[1:]])
    require(web_location(did).loopback == (scheme == 'http'), 'did-web')
    return did

class Document(NamedTuple):
    did: str
    endpoint: str
    socket_url: str
    signing_key: bytes
    pre_key: bytes
    escrow: bool
    anchor: dict | None

def read_document(did: str, document) -> Document:
    """A mediator's document (§2.8)."""
    refusal, web = 'mediator-document', web_location(did)
    require(isinstance(document, dict) and document.get('id') == did, refusal)

    def entries(name: str) -> list:
        return document[name][:64] if isinstance(document.get(name), list) else []

    def named(method_id: str) -> list:
        return [one for one in methods
                if isinstance(one.get('id'), str) and absolute(one['id']) == absolute(method_id)]

    def absolute(method_id: str) -> str:
        return did + method_id if method_id.startswith('#') else method_id

    def key(relationship: str, kind: str) -> bytes:
        for entry in entries(relationship):
            require(isinstance(entry, (str, dict)), refusal)
            for method in [entry] if isinstance(entry, dict) else named(entry)[:1]:
                if method_key(method, kind):
                    return method_key(method, kind)
        raise Refused(refusal)

    def served(prefix: str) -> list:
        return [one for one in services if any(
            isinstance(kind, str) and kind.startswith(prefix) for kind in
            (one['type'] if isinstance(one.get('type'), list) else [one.get('type')]))]
    methods, services = entries('verificationMethod'), entries('service')
    require(all(isinstance(entry, dict) for entry in methods + services), refusal)
    endpoints = [service_endpoint(one.get('serviceEndpoint')) for one in served('DecentrlMediator')]
    require(endpoints and endpoints[0] is not None and is_endpoint(endpoints[0], web.loopback), refusal)
    anchors = [one.get('serviceEndpoint') for one in served('DecentrlAnchor')]
    anchor = next(({'chain_id': one['chain_id'], 'contract': one['contract'].lower()}
                   for one in filter(ANCHOR_ENDPOINT, anchors)), None)
    endpoint = as_url(endpoints[0])
    return Document(did, endpoint, 'ws' + endpoint[4:], key('authentication', 'ed25519'),
                    key('keyAgreement', 'x25519'), bool(served('DecentrlEscrow')), anchor)

ANCHOR_ENDPOINT = members({'chain_id': integer(1), 'contract': text(r'0x[0-9a-fA-F]{40}')}, others=True)

def mediator_document(did: str, signing_key: bytes, pre_key: bytes, endpoint: str, is_escrow: bool = False,
                      anchor: dict | None = None) -> dict:
    """The document that a mediator serves."""
    document = {**key_document(did, signing_key, pre_key), 'service': [
        {'id': f'{did}#mediator', 'type': 'DecentrlMediator', 'serviceEndpoint': endpoint}]}
    if is_escrow:
        document['service'].append({'id': f'{did}#escrow', 'type': 'DecentrlEscrow', 'serviceEndpoint': endpoint})
    if anchor:
        document['service'].append({'id': f'{did}#anchor', 'type': 'DecentrlAnchor',
                                    'serviceEndpoint': {'uri': endpoint, **anchor}})
    return document

def method_key(method: dict, kind: str) -> bytes | None:
    """The key of a verification method, if it is one of this kind that passes its intake."""
    jwk, known = method.get('publicKeyJwk'), {'kty': 'OKP', 'crv': kind.capitalize()}
    try:
        if isinstance(method.get('publicKeyMultibase'), str):
            return read_multikey(kind, method['publicKeyMultibase'])
        if isinstance(jwk, dict) and known.items() <= jwk.items() and isinstance(jwk.get('x'), str):
            return KEY_CHECKS[kind](base64url_decode(jwk['x']))
    except Refused:
        pass
    return None

def service_endpoint(value) -> str | None:
    value = value[0] if isinstance(value, list) and value else value
    value = value.get('uri') if isinstance(value, dict) else value
    return value if isinstance(value, str) else None

def as_url(url: str) -> str:
    """A URL of http or https as the URL standard writes it, as far as scheme and host go."""
    parts = urlsplit(url)
    port = '' if parts.port in (None, {'https': 443, 'http': 80}[parts.scheme]) else f':{parts.port}'
    host = f'[{parts.hostname}]' if ':' in parts.hostname else parts.hostname
    return parts._replace(netloc=host + port, path=parts.path or '/').geturl()

def is_endpoint(url: str, loopback: bool) -> bool:
    """Whether commands may be sent to this URL, of a mediator that is on loopback or not."""
    parts = urlsplit(url)
    local = parts.hostname in ('localhost', '127.0.0.1', '::1')
    schemes = ('https', 'http') if loopback and local else ('https',)
    return (len(url) <= 2048 and parts.scheme in schemes and bool(parts.hostname) and '@' not in parts.netloc
            and '#' not in url and (loopback or not local))


# --- Cryptography (§3) ------------------------------------------------------------------------------------
ED25519_IDENTITY = b'\x01' + bytes(31)

def verify(signing_key: bytes, data: bytes, signature: str, reason: str = 'signature') -> None:
    """The one verdict of §3.3, on a signature in base64."""
    require(isinstance(signature, str) and holds(base64_decode, signature), reason)
    raw = base64_decode(signature)
    require(raw[:32] != ED25519_IDENTITY and ed25519_verify(signing_key, data, raw), reason)

def verify_object(signing_key: bytes, value: dict, signature: str) -> None:
    verify(signing_key, canonical(value).encode(), signature)

def sign_object(signing_seed: bytes, value: dict, did: str | None = None) -> str:
    """The signature over an object; with a DID, whose signing key must be the own one."""
    require(did is None or parse_did(did).signing_key == ed25519_public(signing_seed), 'signer')
    return base64_encode(ed25519_sign(signing_seed, canonical(value).encode()))

def without(value: dict, *names: str) -> dict:
    return {name: inner for name, inner in value.items() if name not in names}

def canonical_u(public: bytes) -> bytes:
    """An X25519 key in its canonical form: top bit cleared, reduced (§3.4)."""
    return ((int.from_bytes(public, 'little') & 2**255 - 1) % (2**255 - 19)).to_bytes(32, 'little')

def agree(private: bytes, public: bytes) -> bytes:
    try:
        return x25519(private, canonical_u(public))
    except Refused:
        raise Refused('all-zero') from None

def open_aead(key: bytes, sealed: bytes, aad: bytes = b'') -> bytes:
    require(len(sealed) >= 28, 'too-short')
    try:
        return aes_gcm_open(key, sealed, aad)
    except Refused:
        raise Refused('decryption') from None

def pad(plaintext: str) -> bytes:
    data, size = plaintext.encode(), 256
    require(len(data) <= 131072, 'too-large')
    while size < len(data):
        size *= 2
    return data.ljust(size, b' ')

def seal_json(key: bytes, value: dict, nonce: bytes | None = None) -> str:
    return base64_encode(aes_gcm_seal(key, pad(canonical(value)), nonce=nonce))

def open_json(key: bytes, sealed: str):
    require(isinstance(sealed, str) and holds(base64_decode, sealed), 'base64')
    return read_canonical(open_aead(key, base64_decode(sealed)))

def tag_blob(tag_key: bytes, tag: str) -> str:
    return base64_encode(hmac_sha512(tag_key, b'tag\0' + demand(TAG, tag, 'tag').encode()))

def copy_id(tag_key: bytes, signature: str) -> str:
    return base64url_encode(hmac_sha512(tag_key, b'copy\0' + base64_decode(signature))[:16])

def contract_key_id(tag_key: bytes, public: bytes) -> str:
    return base64url_encode(hmac_sha512(tag_key, b'contract\0' + public)[:16])
