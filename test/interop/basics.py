"""Keys, DIDs, documents and cryptography, written from docs/protocol.md §2 and §3 alone; both the client and
the mediator stand on it. NO SECURITY CLAIM, as in primitives.py. Refusals carry the document's reason.
"""
from __future__ import annotations
import functools, re, unicodedata
from typing import NamedTuple
from urllib.parse import quote
from forms import (
    BOOLEAN, KEY_CHECKS, MAX_SAFE, TAG, canonical, demand, holds, integer, is_canonical_host, read_canonical,
    read_multikey, read_utf8, row, text)
from primitives import (
    Refused, aes_gcm_open, aes_gcm_seal, base64_decode, base64_encode, base64url_decode, base64url_encode,
    ed25519_public, ed25519_sign, ed25519_verify, hkdf_sha256, hmac_sha512, mnemonic_decode, multikey_encode,
    require, sha256, x25519)

# --- Keys (§2.1) --------------------------------------------------------------------------------------------
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

# --- DIDs (§2.2 to §2.6) ------------------------------------------------------------------------------------
class Did(NamedTuple):
    text: str
    alias: str | None
    signing_key: bytes
    pre_key: bytes
    mediator: str

def make_did(alias: str | None, signing_key: bytes, pre_key: bytes, mediator: str) -> str:
    segments = [] if alias is None else [base64url_encode(alias.encode('utf-8', 'surrogatepass'))]
    keys = [multikey_encode('ed25519', signing_key), multikey_encode('x25519', pre_key)]
    return parse_did(':'.join(['did:decentrl', *segments, *keys, base64url_encode(mediator.encode())])).text
@functools.lru_cache(maxsize=4096)
def parse_did(did: str) -> Did:
    require(isinstance(did, str) and len(did) <= 2048 and re.match('did:decentrl:', did), 'did')
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
def key_document(did: str, signing_key: bytes, pre_key: bytes, services: list[dict]) -> dict:
    def method(name: str, kind: str, key: bytes) -> dict:
        return {'id': f'{did}#{name}', 'type': 'Multikey', 'controller': did,
                'publicKeyMultibase': multikey_encode(kind, key)}
    return {'@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'], 'id': did,
            'verificationMethod': [method('signing', 'ed25519', signing_key),
                                   method('pre-key', 'x25519', pre_key)],
            'authentication': [f'{did}#signing'], 'assertionMethod': [f'{did}#signing'],
            'keyAgreement': [f'{did}#pre-key'], 'service': services}
def did_document(did: str) -> dict:
    parsed = parse_did(did)
    return key_document(did, parsed.signing_key, parsed.pre_key, [
        {'id': f'{did}#mediator', 'type': 'DecentrlMediatorClient', 'serviceEndpoint': parsed.mediator}])
def fingerprint(did: str) -> str:
    digits = sha256(parse_did(did).signing_key).hex()
    return f'{digits[:4]}-{digits[4:8]}'
def safety_parts(did: str, other: str) -> tuple[Did, Did, bytes]:
    """The two in their order, and the 128 bytes that are hashed."""
    first, second = sorted(map(parse_did, (did, other)), key=lambda one: one.signing_key)
    return first, second, first.signing_key + second.signing_key + first.pre_key + second.pre_key
def safety_number(did: str, other: str) -> str:
    return str(int.from_bytes(sha256(safety_parts(did, other)[2]), 'big') % 10**60).zfill(60)

# --- did:web, documents of mediators (§2.7, §2.8) -----------------------------------------------------------
class Web(NamedTuple):
    base_url: str
    document_url: str
    loopback: bool

LOOPBACK = ('localhost', '127.0.0.1', '[::1]')
def web_location(did: str) -> Web:
    """Where the canonical did:web of a mediator is found."""
    require(isinstance(did, str) and len(did) <= 2048 and did.startswith('did:web:'), 'did-web')
    encoded, *path = did.split(':')[2:]
    host = encoded.replace('%5B', '[').replace('%5D', ']').replace('%3A', ':')
    require(quote(host, safe='') == encoded, 'did-web')
    parts = re.fullmatch(r'(\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::([1-9]\d{0,4}))?', host, re.ASCII)
    require(parts and is_canonical_host(parts[1]), 'did-web')
    require(all(re.fullmatch(r'[A-Za-z0-9._~-]+', one) and one not in ('.', '..') for one in path), 'did-web')
    scheme, default = ('http', '80') if parts[1] in LOOPBACK else ('https', '443')
    require(parts[2] is None or (int(parts[2]) <= 65535 and parts[2] != default), 'did-web')
    base = '/'.join([f'{scheme}://{host}', *path])
    return Web(base, base + ('/did.json' if path else '/.well-known/did.json'), scheme == 'http')
def did_web(url: str) -> str:
    """The DID of a mediator that is served under a URL."""
    found = re.fullmatch(r'(https?)://([^/?#@]+)((?:/[^/?#]*)*)', url, re.IGNORECASE)
    require(found, 'did-web')
    host = found[2].lower() if found[2].isascii() else found[2].encode('idna').decode()
    host = re.sub({'https': ':443$', 'http': ':80$'}[found[1].lower()], '', host)
    did = 'did:web:' + ':'.join([quote(host, safe=''), *filter(None, found[3].split('/'))])
    require(web_location(did).loopback == (found[1].lower() == 'http'), 'did-web')
    return did
def mediator_document(did: str, signing_key: bytes, pre_key: bytes, endpoint: str, is_escrow: bool = False,
                      anchor: dict | None = None) -> dict:
    """The document that a mediator serves."""
    services = {'mediator': ('DecentrlMediator', endpoint)}
    services |= {'escrow': ('DecentrlEscrow', endpoint)} if is_escrow else {}
    services |= {'anchor': ('DecentrlAnchor', {'uri': endpoint, **anchor})} if anchor else {}
    return key_document(did, signing_key, pre_key, [
        {'id': f'{did}#{name}', 'type': kind, 'serviceEndpoint': at}
        for name, (kind, at) in services.items()])

class Document(NamedTuple):
    did: str
    endpoint: str
    socket_url: str
    signing_key: bytes
    pre_key: bytes
    escrow: bool
    anchor: dict | None

ANCHOR_ENDPOINT = row({'chain_id': integer(1), 'contract': text('0x[0-9a-fA-F]{40}')})
def read_document(did: str, document) -> Document:
    """What a client takes from the document of a mediator."""
    refusal, web = 'mediator-document', web_location(did)
    require(isinstance(document, dict) and document.get('id') == did, refusal)
    def entries(name: str) -> list:
        return document[name][:64] if isinstance(document.get(name), list) else []
    def absolute(name) -> str | None: return did + name if str(name).startswith('#') else name
    methods, services = entries('verificationMethod'), entries('service')
    require(all(isinstance(entry, dict) for entry in methods + services), refusal)

    def key(relationship: str, kind: str) -> bytes:
        for entry in entries(relationship):
            require(isinstance(entry, (str, dict)), refusal)
            same = [one for one in methods if absolute(one.get('id')) == absolute(entry)] or [{}]
            found = method_key(entry if isinstance(entry, dict) else same[0], kind)
            if found:
                return found
        raise Refused(refusal)
    def served(prefix: str) -> list:
        return [one.get('serviceEndpoint') for one in services if any(
            isinstance(kind, str) and kind.startswith(prefix) for kind in
            (one['type'] if isinstance(one.get('type'), list) else [one.get('type')]))]
    endpoint = read_endpoint((served('DecentrlMediator') or [None])[0], web.loopback)
    anchors = [{'chain_id': one['chain_id'], 'contract': one['contract'].lower()}
               for one in filter(ANCHOR_ENDPOINT, served('DecentrlAnchor'))]
    return Document(did, endpoint, 'ws' + endpoint[4:], key('authentication', 'ed25519'),
                    key('keyAgreement', 'x25519'), bool(served('DecentrlEscrow')), (anchors or [None])[0])
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
def read_endpoint(value, loopback: bool) -> str:
    """The URL of a service's endpoint; a URL that needs more mending than its case and port is refused."""
    value = value[0] if isinstance(value, list) and value else value
    value = value.get('uri') if isinstance(value, dict) else value
    found = re.fullmatch(r'(https?)://([a-z0-9._-]+|\[[0-9a-f:]+\])(:\d+)?(/[^\s#\\]*)?(\?[^\s#\\]*)?',
                         value if isinstance(value, str) else '', re.ASCII | re.IGNORECASE)
    require(found and len(value) <= 2048, 'mediator-document')
    scheme, host, port = found[1].lower(), found[2].lower(), found[3] or ''
    allowed = ('https', 'http') if host in LOOPBACK else ('https',)
    require(scheme in allowed and (loopback or host not in LOOPBACK), 'mediator-document')
    return f"{scheme}://{host}{port if port != {'https': ':443', 'http': ':80'}[scheme] else ''}" \
           f"{found[4] or '/'}{found[5] or ''}"

# --- Cryptography (§3) --------------------------------------------------------------------------------------
def hex_hash(data: bytes) -> str: return sha256(data).hex()
def read_hex(value: str) -> bytes:
    require(isinstance(value, str) and re.fullmatch('([0-9a-f]{2})*', value), 'hex')
    return bytes.fromhex(value)
ED25519_IDENTITY = b'\x01' + bytes(31)
ANY_SIGNATURE = 'A' * 86 + '=='  # has the shape of one
def without(value: dict, *names: str) -> dict:
    return {name: inner for name, inner in value.items() if name not in names}
def verify(signing_key: bytes, data: bytes, signature: str) -> None:
    """The one verdict of §3.3, on a signature in base64."""
    require(isinstance(signature, str) and holds(base64_decode, signature), 'signature')
    raw = base64_decode(signature)
    require(raw[:32] != ED25519_IDENTITY and ed25519_verify(signing_key, data, raw), 'signature')
def verify_object(signing_key: bytes, value: dict, signature: str) -> None:
    verify(signing_key, canonical(value).encode(), signature)
def verify_signed(signing_key: bytes, value: dict, member: str = 'signature') -> None:
    """Verifies an object that carries its own signature."""
    verify_object(signing_key, without(value, member), value[member])
def sign_object(signing_seed: bytes, value: dict, did: str | None = None) -> str:
    """The signature over an object; with a DID, whose signing key must be the own one."""
    require(did is None or parse_did(did).signing_key == ed25519_public(signing_seed), 'signer')
    return base64_encode(ed25519_sign(signing_seed, canonical(value).encode()))
def with_signature(signing_seed: bytes, value: dict, form, reason: str, did: str | None = None) -> dict:
    """An object with its signature, made only if a reader would take it."""
    demand(form, {**value, 'signature': ANY_SIGNATURE}, reason)
    return {**value, 'signature': sign_object(signing_seed, value, did)}

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
def is_reserved(name: str) -> bool: return name.startswith(('decentrl.', 'dmtp.'))
def tag_template(template: str, data) -> str:
    """The tag of a template such as `chat.${chatId}` (§6.7)."""
    def value(match: re.Match) -> str:
        found = data
        for name in match[1].split('.'):
            require(isinstance(found, dict) and name in found, 'tag-template')
            found = found[name]
        require(text('.+')(found) or integer(-MAX_SAFE)(found) or BOOLEAN(found), 'tag-template')
        return str(found).lower() if BOOLEAN(found) else str(found)
    tag = demand(TAG, re.sub(r'\$\{([A-Za-z0-9_.-]+)\}', value, template), 'tag')
    require(not is_reserved(tag), 'reserved')
    return tag
