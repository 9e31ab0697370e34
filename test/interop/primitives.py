"""Primitives for a second implementation of the protocol: hashes, encodings, JSON, curves, proofs, WebSocket.

NO SECURITY CLAIM: nothing here runs in constant time, wipes a key or was reviewed for real keys. It exists so
that two implementations can be compared, in tests only. Each part names the published standard it follows.
Needs Python 3.9 and `cryptography` 38 or later. What a check refuses raises `Refused`, a ValueError.
"""
from __future__ import annotations
import base64, functools, hashlib, hmac, json, math, os, re, socket, struct, time
from decimal import Decimal
from urllib.parse import urlsplit
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

class Refused(ValueError):
    """An input that a check refuses; `reason` is a short token in kebab-case."""
    reason = property(lambda self: self.args[0])
def require(condition: object, reason: str) -> None:
    if not condition:
        raise Refused(reason)

def _integer(data: bytes) -> int: return int.from_bytes(data, 'big')
def _word(number: int) -> bytes: return number.to_bytes(32, 'big')

# --- Hashes and symmetric keys: FIPS 180-4, RFC 2104, RFC 5869, NIST SP 800-38D; Keccak as Ethereum has it
def sha256(data: bytes) -> bytes: return hashlib.sha256(data).digest()
def hmac_sha256(key: bytes, data: bytes) -> bytes: return hmac.digest(key, data, 'sha256')
def hmac_sha512(key: bytes, data: bytes) -> bytes: return hmac.digest(key, data, 'sha512')
def hkdf_sha256(secret: bytes, info: bytes, length: int = 32, salt: bytes = b'') -> bytes:
    return HKDF(hashes.SHA256(), length, salt or None, info).derive(secret)

def aes_gcm_seal(key: bytes, plaintext: bytes, aad: bytes = b'', nonce: bytes | None = None) -> bytes:
    """AES-256-GCM: nonce (12 bytes, random unless given), ciphertext, tag (16 bytes)."""
    nonce = os.urandom(12) if nonce is None else nonce
    require(len(key) == 32 and len(nonce) == 12, 'aes-length')
    return nonce + AESGCM(key).encrypt(nonce, plaintext, aad)
def aes_gcm_open(key: bytes, sealed: bytes, aad: bytes = b'') -> bytes:
    """The plaintext of what `aes_gcm_seal` gave; refuses another key, other bound data and any change."""
    require(len(key) == 32 and len(sealed) >= 28, 'aes-length')
    try:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], aad)
    except InvalidTag:
        raise Refused('aes-tag') from None

_ROUND_CONSTANTS = (
    0x1, 0x8082, 0x800000000000808a, 0x8000000080008000, 0x808b, 0x80000001, 0x8000000080008081,
    0x8000000000008009, 0x8a, 0x88, 0x80008009, 0x8000000a, 0x8000808b, 0x800000000000008b,
    0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x800a,
    0x800000008000000a, 0x8000000080008081, 0x8000000000008080, 0x80000001, 0x8000000080008008)
def _rotate(lane: int, count: int) -> int: return (lane << count | lane >> (64 - count)) & (2**64 - 1)
def _keccak_f(a: list[int]) -> list[int]:
    for constant in _ROUND_CONSTANTS:
        column = [a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20] for x in range(5)]
        a = [lane ^ column[(i + 4) % 5] ^ _rotate(column[(i + 1) % 5], 1) for i, lane in enumerate(a)]
        x, y, moving = 1, 0, a[1]
        for step in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            a[x + 5 * y], moving = _rotate(moving, (step + 1) * (step + 2) // 2 % 64), a[x + 5 * y]
        a = [a[i] ^ ~a[i - i % 5 + (i + 1) % 5] & a[i - i % 5 + (i + 2) % 5] for i in range(25)]
        a[0] ^= constant
    return a

def keccak_256(data: bytes) -> bytes:
    """Keccak-256, 32 bytes; padded with 0x01, where SHA3-256 has 0x06."""
    padded, lanes = bytearray(data + b'\x01' + bytes(-(len(data) + 1) % 136)), [0] * 25
    padded[-1] |= 0x80
    for block in struct.iter_unpack('<17Q', padded):
        lanes = _keccak_f([lane ^ more for lane, more in zip(lanes, block + (0,) * 8)])
    return struct.pack('<4Q', *lanes[:4])

# --- Encodings: hex, RFC 4648 (only what encodes to itself again), base58btc, multibase, multicodec, CID ----
_BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
MULTICODEC = {'ed25519': b'\xed\x01', 'x25519': b'\xec\x01'}
def base64_encode(data: bytes) -> str: return base64.b64encode(data).decode()
def base64url_encode(data: bytes) -> str: return base64.urlsafe_b64encode(data).decode().rstrip('=')
def base32_encode(data: bytes) -> str: return base64.b32encode(data).decode().rstrip('=').lower()
def base64_decode(text: str) -> bytes: return _canonical(text, 1, base64.b64decode, base64_encode)
def base64url_decode(text: str) -> bytes:
    return _canonical(text, 4, base64.urlsafe_b64decode, base64url_encode)
def base32_decode(text: str) -> bytes:
    return _canonical(text, 8, functools.partial(base64.b32decode, casefold=True), base32_encode)
def _canonical(text: str, group: int, decode, encode) -> bytes:
    try:
        data = decode(text + '=' * (-len(text) % group))
    except ValueError:
        raise Refused('encoding') from None
    require(encode(data) == text, 'encoding')
    return data
def from_hex(text: str) -> bytes:
    require(isinstance(text, str) and re.fullmatch('0x([0-9a-fA-F]{2})*', text), 'hex')
    return bytes.fromhex(text[2:])
def base58_encode(data: bytes) -> str:
    """base58btc without a multibase prefix; a leading zero byte becomes a `1`."""
    number, text = _integer(data), ''
    while number:
        number, digit = divmod(number, 58)
        text = _BASE58[digit] + text
    return '1' * (len(data) - len(data.lstrip(b'\0'))) + text
def base58_decode(text: str) -> bytes:
    require(all(character in _BASE58 for character in text), 'base58')
    number = functools.reduce(lambda value, character: value * 58 + _BASE58.index(character), text, 0)
    return bytes(len(text) - len(text.lstrip('1'))) + number.to_bytes((number.bit_length() + 7) // 8, 'big')

def multikey_encode(kind: str, public: bytes) -> str: return 'z' + base58_encode(MULTICODEC[kind] + public)
def multikey_decode(kind: str, text: str) -> bytes:
    """The 32 bytes of a `z…` key of that kind, 'ed25519' or 'x25519'; the point itself is not checked."""
    raw = base58_decode(text[1:])
    require(text[:1] == 'z' and raw[:2] == MULTICODEC[kind] and len(raw) == 34, 'multikey')
    return raw[2:]

def make_cid(content: bytes) -> str: return 'b' + base32_encode(b'\x01\x55\x12\x20' + sha256(content))
def parse_cid(text: str) -> tuple[int, bytes]:
    """Codec (below 0x80) and SHA-256 digest of a CIDv1 in base32, or a CIDv0 (its codec is dag-pb: 0x70)."""
    raw = base32_decode(text[1:]) if text[:1] == 'b' else b'\x01\x70' + base58_decode(text)
    require(len(raw) == 36 and raw[0] == 1 and raw[1] < 0x80 and raw[2:4] == b'\x12\x20', 'cid')
    return raw[1], raw[4:]

# --- JSON: RFC 8785 (canonical form), RFC 7493 (I-JSON) -----------------------------------------------------
_SURROGATE, _MAX_SAFE = re.compile('[\ud800-\udfff]'), 2**53 - 1
def format_number(value: int | float) -> str:
    """A number as ECMAScript's Number::toString writes it; an int must be below 2^53, exact as a double."""
    require(abs(value) <= _MAX_SAFE if isinstance(value, int) else math.isfinite(value), 'json-number')
    if isinstance(value, int) or value == 0:
        return str(int(value))
    if 1e-6 <= abs(value) < 1e21:
        return format(Decimal(repr(value)).normalize(), 'f')
    return re.sub('e([+-])0*', r'e\1', repr(value))  # for these, repr writes an exponent: 1e-07

def canonical_json(value) -> str:
    """The RFC 8785 text of None, bool, int, float, str, list or dict; its bytes are UTF-8."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return format_number(value)
    if isinstance(value, (list, tuple)):
        return '[' + ','.join(map(canonical_json, value)) + ']'
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode('utf-16-be', 'surrogatepass'))
        return '{' + ','.join(f'{canonical_json(name)}:{canonical_json(value[name])}' for name in names) + '}'
    require(value is None or isinstance(value, (bool, str)), 'json-type')
    require(not isinstance(value, str) or not _SURROGATE.search(value), 'json-surrogate')
    return json.dumps(value, ensure_ascii=False)

def _read_number(text: str) -> int | float:
    value = float(text)
    require(math.isfinite(value), 'json-number')
    return int(value) if value.is_integer() and abs(value) <= _MAX_SAFE else value
def _read_object(pairs: list) -> dict:
    members = dict(pairs)
    require(len(members) == len(pairs), 'json-duplicate')
    require(len(members) <= 256, 'json-members')
    require(not {'__proto__', 'constructor', 'prototype'} & members.keys(), 'json-name')
    return members
def _depth(value) -> int:
    inner = value.values() if isinstance(value, dict) else value
    return 1 + max(map(_depth, inner), default=0) if isinstance(value, (dict, list)) else 0
def parse_json(text: str | bytes):
    """The value of a JSON text; `[]` has depth 1; whole numbers below 2^53 become int (also 1.0)."""
    try:
        value = json.loads(text.decode() if isinstance(text, bytes) else text, object_pairs_hook=_read_object,
                           parse_int=_read_number, parse_float=_read_number, parse_constant=_read_number)
        require(_depth(value) <= 32, 'json-depth')
    except (ValueError, RecursionError) as error:
        raise error if isinstance(error, Refused) else Refused('json')
    require(not _SURROGATE.search(json.dumps(value, ensure_ascii=False)), 'json-surrogate')
    return value

def is_canonical(text: str) -> bool:
    try:
        return canonical_json(parse_json(text)) == text
    except Refused:
        return False

# --- Ed25519 (RFC 8032) and X25519 (RFC 7748) ---------------------------------------------------------------
_P25519, _L25519 = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
_D25519 = -121665 * pow(121666, -1, _P25519) % _P25519
def _times(scalar: int, point, add, neutral=None):
    result = neutral
    while scalar:
        result = add(result, point) if scalar & 1 else result
        point, scalar = add(point, point), scalar >> 1
    return result
def _edwards_add(a: tuple, b: tuple) -> tuple:
    (x1, y1), (x2, y2), p = a, b, _P25519
    cross = _D25519 * x1 * x2 * y1 * y2
    return (x1 * y2 + x2 * y1) * pow(1 + cross, -1, p) % p, (y1 * y2 + x1 * x2) * pow(1 - cross, -1, p) % p

def ed25519_point(encoded: bytes) -> tuple[int, int]:
    """The affine point of 32 bytes; refuses every encoding but the canonical one of a point on the curve."""
    require(len(encoded) == 32, 'point-length')
    p, sign, y = _P25519, encoded[31] >> 7, int.from_bytes(encoded, 'little') & (2**255 - 1)
    square = (y * y - 1) * pow(_D25519 * y * y + 1, -1, p) % p
    x = pow(square, (p + 3) // 8, p)
    x = x if x * x % p == square else x * pow(2, (p - 1) // 4, p) % p
    require(y < p and x * x % p == square and (x or not sign), 'point-encoding')
    return (x if x & 1 == sign else p - x), y

@functools.lru_cache(maxsize=4096)
def check_ed25519_public(public: bytes) -> bytes:
    """The key itself, if it is canonical, not of small order and in the prime-order subgroup."""
    point = ed25519_point(public)  # of small order and in that subgroup is only (0, 1)
    require(point != (0, 1) and _times(_L25519, point, _edwards_add, (0, 1)) == (0, 1), 'point-order')
    return public

def _raw(key) -> bytes: return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
def ed25519_public(seed: bytes) -> bytes: return _raw(Ed25519PrivateKey.from_private_bytes(seed))
def x25519_public(private: bytes) -> bytes: return _raw(X25519PrivateKey.from_private_bytes(private))
def ed25519_sign(seed: bytes, data: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).sign(data)
def ed25519_verify(public: bytes, data: bytes, signature: bytes) -> bool:
    """Whether the key, which must pass `check_ed25519_public`, signed the data; S < L, R canonical."""
    try:
        check_ed25519_public(public)
        require(len(signature) == 64 and int.from_bytes(signature[32:], 'little') < _L25519, 'signature-s')
        ed25519_point(signature[:32])
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
        return True
    except (Refused, InvalidSignature):
        return False
def x25519(private: bytes, peer: bytes) -> bytes:
    """The shared 32 bytes; refuses an all-zero result, and nothing else."""
    try:
        return X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(peer))
    except ValueError:
        raise Refused('x25519-zero') from None

def check_x25519_public(public: bytes) -> bytes:
    """The key itself, if it is canonical (below 2^255 - 19) and not of low order."""
    require(len(public) == 32 and int.from_bytes(public, 'little') < _P25519, 'x25519-encoding')
    x25519(b'\x01' * 32, public)  # scalars are multiples of 8: a point of low order gives zero with every one
    return public

# --- secp256k1, RFC 6979, Ethereum addresses (EIP-55), EIP-712 ----------------------------------------------
_P256K1, _N256K1 = 2**256 - 2**32 - 977, 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141
_G256K1 = (0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798,
           0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8)
def _secp_add(a, b):
    if a is None or b is None:
        return b if a is None else a
    (x1, y1), (x2, y2), p = a, b, _P256K1
    if x1 == x2 and (y1 + y2) % p == 0:
        return None
    slope = 3 * x1 * x1 * pow(2 * y1, -1, p) if a == b else (y2 - y1) * pow(x2 - x1, -1, p)
    x = (slope * slope - x1 - x2) % p
    return x, (slope * (x1 - x) - y1) % p

def secp256k1_public(private: bytes) -> bytes:
    """The public key, x and y of 32 bytes each, of 32 private bytes."""
    require(len(private) == 32 and 0 < _integer(private) < _N256K1, 'private-key')
    return b''.join(map(_word, _times(_integer(private), _G256K1, _secp_add)))
def secp256k1_sign(private: bytes, digest: bytes) -> bytes:
    """r, s, v (65 bytes) over a 32-byte digest: nonce of RFC 6979 with SHA-256, low s, v 27 or 28."""
    n, d, z, value, key = _N256K1, _integer(private), _integer(digest), b'\x01' * 32, bytes(32)
    require(len(private) == 32 and 0 < d < n and len(digest) == 32, 'private-key')
    for step in (b'\x00', b'\x01'):
        key = hmac_sha256(key, value + step + private + _word(z % n))
        value = hmac_sha256(key, value)
    k = _integer(hmac_sha256(key, value))  # that it must be drawn again has a chance of 2^-127: left out
    r, y = _times(k, _G256K1, _secp_add)
    s = pow(k, -1, n) * (z + r * d) % n
    return _word(r) + _word(min(s, n - s)) + bytes([27 + (y & 1 ^ (s > n // 2))])

def secp256k1_recover(digest: bytes, signature: bytes) -> bytes:
    """The public key (x, y) that made r, s, v over the digest: either s, v 27 or 28 (or 0 or 1)."""
    require(len(digest) == 32 and len(signature) == 65 and signature[64] in (0, 1, 27, 28), 'signature-form')
    r, s, n, p = _integer(signature[:32]), _integer(signature[32:64]), _N256K1, _P256K1
    require(0 < r < n and 0 < s < n, 'signature-range')
    y = pow(r**3 + 7, (p + 1) // 4, p)
    require((y * y - r**3 - 7) % p == 0, 'signature-point')
    point, inverse = (r, y if y & 1 == signature[64] % 27 else p - y), pow(r, -1, n)
    base = _times(-_integer(digest) * inverse % n, _G256K1, _secp_add)
    public = _secp_add(base, _times(s * inverse % n, point, _secp_add))
    require(public, 'signature-point')
    return b''.join(map(_word, public))
def checksum_address(address: str | bytes) -> str:
    """An address (20 bytes, or `0x…` in any case) in the mixed case of EIP-55."""
    raw = address if isinstance(address, bytes) else from_hex(address)
    require(len(raw) == 20, 'address-length')
    marks = keccak_256(raw.hex().encode()).hex()
    return '0x' + ''.join(c.upper() if mark >= '8' else c for c, mark in zip(raw.hex(), marks))
def address_of(public: bytes) -> str: return checksum_address(keccak_256(public)[12:])
def recover_address(digest: bytes, signature: bytes) -> str:
    return address_of(secp256k1_recover(digest, signature))

def _eip712_word(kind: str, value) -> bytes:
    if kind == 'string':
        return keccak_256(value.encode())
    if kind == 'uint256':
        require(isinstance(value, int) and 0 <= value < 2**256, 'eip712-value')
        return _word(value)
    raw = value if isinstance(value, bytes) else from_hex(value)
    require(len(raw) == (20 if kind == 'address' else 32), 'eip712-value')
    return raw.rjust(32, b'\0')
def eip712_struct_hash(encoded_type: str, message: dict) -> bytes:
    """hashStruct for an encodeType text such as `Mail(address to,string contents)`. Members: string (str),
    uint256 (int), address and bytes32 (hex or bytes); for a struct inside, its own hash (bytes)."""
    fields = [field.split(' ') for field in re.split('[(),]', encoded_type.split(')')[0])[1:]]
    require({name for _, name in fields} == message.keys(), 'eip712-members')
    words = [_eip712_word(kind, message[name]) for kind, name in fields]
    return keccak_256(keccak_256(encoded_type.encode()) + b''.join(words))
def eip712_digest(separator: bytes, struct_hash: bytes) -> bytes:
    """What a wallet signs; the separator is the struct hash of `EIP712Domain(…)`."""
    return keccak_256(b'\x19\x01' + separator + struct_hash)

# --- BIP-39: 24 words for 32 bytes; `words` is the list of 2048 words in its order --------------------------
def mnemonic_encode(entropy: bytes, words: list[str]) -> str:
    require(len(entropy) == 32 and len(words) == 2048, 'mnemonic-length')
    bits = _integer(entropy + sha256(entropy)[:1])
    return ' '.join(words[bits >> shift & 2047] for shift in range(253, -1, -11))
def mnemonic_decode(text: str, words: list[str]) -> bytes:
    """The 32 bytes of 24 words with one space between them, whose checksum must be right."""
    parts = text.split(' ')
    require(len(parts) == 24 and len(words) == 2048 and set(parts) <= set(words), 'mnemonic-words')
    bits = functools.reduce(lambda value, part: value << 11 | words.index(part), parts, 0)
    require(sha256(_word(bits >> 8))[0] == bits & 255, 'mnemonic-checksum')
    return _word(bits >> 8)

# --- RLP, proofs of EIP-1186; a block hash is keccak_256 of the header's RLP --------------------------------
def rlp_items(data: bytes) -> list:
    """The items (bytes or list) that stand one after another in the data, each in its shortest form."""
    items = []
    while data:
        first, start, size = data[0], 1, data[0] - (0xc0 if data[0] >= 0xc0 else 0x80)
        if first < 0x80:
            start, size = 0, 1
        elif size > 55:
            start, size = size - 54, _integer(data[1:size - 54])
            require(size > 55 and data[1], 'rlp')
        body, data = data[start:start + size], data[start + size:]
        require(len(body) == size and not (first == 0x81 and body[0] < 0x80), 'rlp')
        items.append(rlp_items(body) if first >= 0xc0 else body)
    return items
def rlp_decode(data: bytes):
    """The one item that the data is; of a block header [3] is the state root, [8] number, [11] time."""
    items = rlp_items(data)
    require(len(items) == 1, 'rlp')
    return items[0]
_EMPTY_TRIE = keccak_256(b'\x80')
def trie_value(root: bytes, key: bytes, proof: list[bytes]) -> bytes:
    """The value at keccak_256(key), b'' where the proof shows that there is none; every node must be used."""
    path, nodes, value, reference = keccak_256(key).hex(), list(proof), b'', root
    while reference and (nodes or root != _EMPTY_TRIE):
        node = reference  # a node shorter than 32 bytes stands in its parent, as a list
        if isinstance(reference, bytes):
            require(nodes and keccak_256(nodes[0]) == reference, 'proof-hash')
            node = rlp_decode(nodes.pop(0))
        reference = b''
        if len(node) == 17 and path:
            path, value, reference = path[1:], b'', node[int(path[0], 16)]
        elif node:
            packed = re.fullmatch('([02])0((?:..)*)|([13])(.(?:..)*)', node[0].hex())
            require(len(node) == 2 and packed, 'proof-node')
            piece = packed[2] or packed[4] or ''
            if packed[0][0] in '23':
                value = node[1] if piece == path else b''
            elif path.startswith(piece):
                path, reference = path[len(piece):], node[1]
    require(not nodes, 'proof-extra')
    return value
def storage_at(state_root: bytes, address: bytes, slot: int, account_proof: list, storage_proof: list) -> int:
    """The value of a storage slot of an account, both proven; 0 where nothing is stored or no account is."""
    account = trie_value(state_root, address, account_proof)  # [nonce, balance, storage root, code hash]
    value = trie_value(rlp_decode(account)[2] if account else _EMPTY_TRIE, _word(slot), storage_proof)
    return _integer(rlp_decode(value)) if value else 0

# --- WebSocket: the client's side of RFC 6455, unfragmented text messages over ws: --------------------------
_TEXT, _CLOSE, _PING, _PONG = 0x81, 0x88, 0x89, 0x8a  # the first byte of a frame: final, no extension
def websocket_accept(key: str) -> str:
    return base64_encode(hashlib.sha1(key.encode() + b'258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest())
class WebSocket:
    """A connection. `close_code` is None while it is open, then the other side's code: 1005 for a close
    without one, 1006 for an end without a close frame, 1002 after a binary, masked or fragmented message."""

    def __init__(self, url: str, headers: dict | None = None, timeout: float = 10):
        """Connects; raises OSError (socket.timeout is one) or Refused('websocket-<HTTP status>')."""
        parts, key, head = urlsplit(url), base64_encode(os.urandom(16)), b''
        fields = {'Host': parts.netloc, 'Upgrade': 'websocket', 'Connection': 'Upgrade',
                  'Sec-WebSocket-Key': key, 'Sec-WebSocket-Version': '13', **(headers or {})}
        target = (parts.path or '/') + ('?' + parts.query if parts.query else '')
        lines = [f'GET {target} HTTP/1.1', *(f'{name}: {fields[name]}' for name in fields), '', '']
        self.close_code, self._closing, self._timeout = None, False, timeout
        self._socket = socket.create_connection((parts.hostname, parts.port or 80), timeout)
        self._socket.sendall('\r\n'.join(lines).encode())
        while not head.endswith(b'\r\n\r\n'):
            head += self._read(1)
        accept = re.search(r'(?im)^sec-websocket-accept: *(\S+)', head.decode('latin-1'))
        if not head.startswith(b'HTTP/1.1 101') or not accept or accept[1] != websocket_accept(key):
            self._socket.close()
            raise Refused('websocket-' + head[9:12].decode('latin-1'))
    def send_text(self, text: str) -> None:
        require(self.close_code is None and not self._closing, 'websocket-closed')
        self._send(_TEXT, text.encode())
    def receive(self, timeout: float = 10) -> str | None:
        """The next text, or None once the connection has ended; answers pings meanwhile. socket.timeout, when
        no text came in that many seconds, leaves the connection as it was."""
        deadline = time.monotonic() + timeout
        try:
            while self.close_code is None:
                self._socket.settimeout(max(deadline - time.monotonic(), 0.001))
                self._socket.recv(1, socket.MSG_PEEK)
                self._socket.settimeout(self._timeout)
                first, size = self._read(2)
                if size > 127:
                    first, size = 0, 0  # masked, which a server must not do
                elif size > 125:
                    size = _integer(self._read(2 if size == 126 else 8))
                payload = self._read(size)
                if first == _TEXT:
                    return payload.decode()
                if first == _PING:
                    self._send(_PONG, payload)
                elif first != _PONG:
                    code = 1002 if first != _CLOSE else _integer(payload[:2]) if payload else 1005
                    self._send(_CLOSE, b'\x03\xea' if code == 1002 else payload[:2])
                    self._end(code)
        except ConnectionError:
            self._end(1006)
        return None
    def close(self, code: int = 1000, timeout: float = 5) -> None:
        """Sends a close frame and waits for the answer; drops the texts that come before it."""
        try:
            self._send(_CLOSE, code.to_bytes(2, 'big'))
            while self.receive(timeout) is not None:
                pass
        except OSError:
            self._end(1006)
    def _end(self, code: int) -> None:
        self.close_code = self.close_code or code
        self._socket.close()
    def _read(self, count: int) -> bytes:
        data = b''
        while len(data) < count:
            chunk = self._socket.recv(count - len(data))
            if not chunk:
                raise ConnectionError('ended without a close frame')
            data += chunk
        return data
    def _send(self, first: int, payload: bytes) -> None:
        if self._closing:  # a side sends nothing after its close frame
            return
        self._closing, size, mask = first == _CLOSE, len(payload), os.urandom(4)
        kind, width = (size, 0) if size < 126 else (126, 2) if size < 2**16 else (127, 8)
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
        head = bytes([first, 0x80 | kind]) + (size.to_bytes(width, 'big') if width else b'')
        self._socket.sendall(head + mask + masked)
