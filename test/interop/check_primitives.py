"""Checks primitives.py against published vectors: python3 test/interop/check_primitives.py [vector folder]

Prints one line a group with the number of checks. Exit code 0: all hold, 1: one does not, 2: no cryptography.
"""
from __future__ import annotations

import contextlib
import json
import re
import socket
import struct
import sys
import threading
from pathlib import Path

try:
    sys.dont_write_bytecode = True  # no __pycache__ in the repository
    import primitives as p
except ImportError as error:
    print(f'skipped: the Python package "cryptography" cannot be imported ({error})')
    sys.exit(2)

REPOSITORY = Path(__file__).resolve().parents[2]
DATA = Path(sys.argv[1]) if len(sys.argv) > 1 else REPOSITORY / 'test' / 'vectors' / 'data'
WORD_LIST = REPOSITORY / 'node_modules' / '@scure' / 'bip39' / 'wordlists' / 'english.js'
NOW = {'checks': 0, 'failures': []}


def equal(name: str, actual, expected) -> None:
    """Counts one check."""
    NOW['checks'] += 1
    if actual != expected:
        NOW['failures'].append(f'{name}: {actual!r} instead of {expected!r}')


def refused(name: str, action, *args, reason: str | None = None) -> None:
    """Counts one check that the call raises `Refused`, with that reason if one is given."""
    NOW['checks'] += 1
    try:
        NOW['failures'].append(f'{name}: accepted with {action(*args)!r}')
    except p.Refused as error:
        if reason not in (None, error.reason):
            NOW['failures'].append(f'{name}: refused with {error.reason!r} instead of {reason!r}')


def wycheproof(file: str):
    """Each test of a Wycheproof file with its group."""
    for group in json.loads((DATA / file).read_text('utf-8'))['testGroups']:
        for test in group['tests']:
            yield group, test, f"{file} {test['tcId']}"


def unhex(text: str) -> bytes:
    return bytes.fromhex(text)


def keccak() -> None:
    """Known answers of Keccak-256; the lengths 135, 136 and 137 lie around one block."""
    equal('transfer', p.keccak_256(b'transfer(address,uint256)').hex()[:8], 'a9059cbb')
    for data, digest in ((b'', 'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470'),
                         (b'abc', '4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45'),
                         (b'a' * 135, '34367dc248bbd832f4e3e69dfaac2f92638bd0bbd18f2912ba4ef454919cf446'),
                         (b'a' * 136, 'a6c4d403279fe3e0af03729caada8374b5ca54d8065329a3ebcaeb4b60aa386e'),
                         (b'a' * 137, 'd869f639c7046b4929fc92a4d988a8b22c55fbadb802c0c66ebcd484f1915f39')):
        equal(f'{data[:3]} {len(data)}', p.keccak_256(data).hex(), digest)


def symmetric() -> None:
    """HKDF and HMAC of Wycheproof, HMAC-SHA-512 of RFC 4231, AES-256-GCM of Wycheproof."""
    for _, test, name in wycheproof('hkdf_sha256_test.json'):
        if test['result'] == 'valid':
            args = unhex(test['ikm']), unhex(test['info']), test['size'], unhex(test['salt'])
            equal(name, p.hkdf_sha256(*args).hex(), test['okm'])
    for group, test, name in wycheproof('hmac_sha256_test.json'):
        tag = p.hmac_sha256(unhex(test['key']), unhex(test['msg'])).hex()[:group['tagSize'] // 4]
        equal(name, tag == test['tag'], test['result'] == 'valid')
    equal('RFC 4231 case 2', p.hmac_sha512(b'Jefe', b'what do ya want for nothing?').hex(),
          '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554'
          '9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737')
    for group, test, name in wycheproof('aes_gcm_test.json'):
        key, nonce, aad, plaintext = (unhex(test[member]) for member in ('key', 'iv', 'aad', 'msg'))
        sealed = nonce + unhex(test['ct'] + test['tag'])
        if group['keySize'] != 256 or group['ivSize'] != 96:
            refused(name, p.aes_gcm_seal, key, plaintext, aad, nonce, reason='aes-length')
        elif test['result'] == 'valid':
            equal(name, p.aes_gcm_seal(key, plaintext, aad, nonce), sealed)
            equal(name, p.aes_gcm_open(key, sealed, aad), plaintext)
        else:
            refused(name, p.aes_gcm_open, key, sealed, aad, reason='aes-tag')


def encodings() -> None:
    """RFC 4648 section 10, draft-msporny-base58, the multibase rows, did:key; what is not canonical."""
    for data, base64_text, base32_text in ((b'', '', ''), (b'f', 'Zg==', 'my'), (b'fo', 'Zm8=', 'mzxq'),
                                           (b'foo', 'Zm9v', 'mzxw6'), (b'foob', 'Zm9vYg==', 'mzxw6yq'),
                                           (b'fooba', 'Zm9vYmE=', 'mzxw6ytb'),
                                           (b'foobar', 'Zm9vYmFy', 'mzxw6ytboi')):
        equal(base64_text, (p.base64_encode(data), p.base64_decode(base64_text)), (base64_text, data))
        url_text = base64_text.rstrip('=')
        equal(url_text, (p.base64url_encode(data), p.base64url_decode(url_text)), (url_text, data))
        equal(base32_text, (p.base32_encode(data), p.base32_decode(base32_text)), (base32_text, data))
    equal('alphabet', (p.base64_encode(b'\xfb\xff'), p.base64url_encode(b'\xfb\xff')), ('+/8=', '-_8'))
    for text in ('Zg', 'Zg=', 'Zh==', 'Zg==\n', ' Zg==', 'Z===', '-_8=', 'Zg==Zg==', 'Zm9é', 'Zm9v='):
        refused(f'base64 {text!r}', p.base64_decode, text)
    for text in ('Zg==', 'Zh', 'Z', '+/8', 'Zm 9', 'Zg\n', 'Zm9é'):
        refused(f'base64url {text!r}', p.base64url_decode, text)
    for text in ('MY', 'mz', 'm', 'my======', 'm1', 'm y', 'é'):
        refused(f'base32 {text!r}', p.base32_decode, text)
    for data, text in ((b'Hello World!', '2NEpo7TZRRrLZSi2U'), (unhex('0000287fb4cd'), '11233QC4'), (b'', ''),
                       (b'The quick brown fox jumps over the lazy dog.',
                        'USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z')):
        equal(text, (p.base58_encode(data), p.base58_decode(text)), (text, data))
    for text in ('0', 'O', 'I', 'l', 'a b', '11é'):
        refused(f'base58 {text!r}', p.base58_decode, text)
    bases = {'base32': (p.base32_encode, p.base32_decode), 'base58btc': (p.base58_encode, p.base58_decode),
             'base64pad': (p.base64_encode, p.base64_decode),
             'base64url': (p.base64url_encode, p.base64url_decode)}
    for file, data in (('basic', b'yes mani !'), ('leading_zero', b'\0yes mani !'),
                       ('two_leading_zeros', b'\0\0yes mani !')):
        rows = (DATA / f'multibase/{file}.csv').read_text('utf-8')
        for base, text in re.findall('^(\\w+), "(.*)"$', rows, re.M):
            if base in bases:
                encode, decode = bases[base]
                equal(f'{file} {base}', (encode(data), decode(text[1:])), (text[1:], data))
    for did, entry in json.loads((DATA / 'did_key_ed25519_x25519.json').read_text('utf-8')).items():
        if 'publicKeyBase58' in entry.get('verificationKeyPair', {}):
            public = p.base58_decode(entry['verificationKeyPair']['publicKeyBase58'])
            equal(did, p.ed25519_public(unhex(entry['seed'])), public)
            equal(did, 'did:key:' + p.multikey_encode('ed25519', public), did)
            equal(did, p.check_ed25519_public(public), public)
            agreement = entry['keyAgreementKeyPair']
            public = p.base58_decode(agreement['publicKeyBase58'])
            equal(did, p.multikey_decode('x25519', agreement['id'][1:]), public)
            equal(did, p.x25519_public(p.base58_decode(agreement['privateKeyBase58'])), public)
            refused(did, p.multikey_decode, 'x25519', did[8:])
    good, short = (p.multikey_encode('ed25519', bytes(size)) for size in (32, 31))
    for text in ('', 'z', 'm' + good[1:], short):
        refused(f'multikey {text!r}', p.multikey_decode, 'ed25519', text)
    for text in ('', '00', '0x0', '0x0g', '0x00 ', '0X00'):
        refused(f'hex {text!r}', p.from_hex, text, reason='hex')


def cids() -> None:
    """Every block of the IPLD fixtures with a one-byte codec, CIDv0, and the hashes that are not taken."""
    for path in sorted(DATA.glob('ipld_fixtures/*/*.dag-[cp]b*')):
        codec = 0x71 if path.suffix == '.dag-cbor' else 0x70
        equal(path.stem, p.parse_cid(path.stem), (codec, p.sha256(path.read_bytes())))
    empty = 'afkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku'
    equal('raw', p.make_cid(b''), 'b' + empty)
    equal('raw', p.parse_cid('b' + empty), (0x55, p.sha256(b'')))
    equal('CIDv0', p.parse_cid('QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n'),
          p.parse_cid('bafybeihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku'))
    digest = p.sha256(b'')
    for name, raw in (('version 0', b'\0\x55\x12\x20' + digest), ('version 2', b'\2\x55\x12\x20' + digest),
                      ('bare CIDv0', b'\x12\x20' + digest), ('sha1', b'\1\x55\x11\x14' + digest[:20]),
                      ('sha3', b'\1\x55\x16\x20' + digest), ('short', b'\1\x55\x12\x20' + digest[:31]),
                      ('long', b'\1\x55\x12\x20' + digest + b'\0'), ('empty', b''),
                      ('long varint', b'\x81\0\x55\x12\x20' + digest), ('identity', b'\1\x55\0\4abcd'),
                      ('truncated', b'\1\x55\x12\x1f' + digest[:31])):
        refused(name, p.parse_cid, 'b' + p.base32_encode(raw))
    for text in ('bafkqabiaaebagba', '', 'b', 'Qm', 'b' + empty.upper(), 'B' + empty.upper(),
                 'b' + empty + 'a', 'b' + empty + '====', 'b' + empty[:-1],
                 'z' + p.base58_encode(b'\1\x55\x12\x20' + digest)):
        refused(f'CID {text!r}', p.parse_cid, text)


NUMBERS = '''0000000000000000 0
8000000000000000 0
0000000000000001 5e-324
8000000000000001 -5e-324
7fefffffffffffff 1.7976931348623157e+308
ffefffffffffffff -1.7976931348623157e+308
4340000000000000 9007199254740992
c340000000000000 -9007199254740992
4430000000000000 295147905179352830000
44b52d02c7e14af5 9.999999999999997e+22
44b52d02c7e14af6 1e+23
44b52d02c7e14af7 1.0000000000000001e+23
444b1ae4d6e2ef4e 999999999999999700000
444b1ae4d6e2ef4f 999999999999999900000
444b1ae4d6e2ef50 1e+21
3eb0c6f7a0b5ed8c 9.999999999999997e-7
3eb0c6f7a0b5ed8d 0.000001
41b3de4355555553 333333333.3333332
41b3de4355555554 333333333.33333325
41b3de4355555555 333333333.3333333
41b3de4355555556 333333333.3333334
41b3de4355555557 333333333.33333343
becbf647612f3696 -0.0000033333333333333333
43143ff3c1cb0959 1424953923781206.2'''
BAD_JSON = {
    'json': ('', ' ', '{', '[1,]', '{"a":1,}', "{'a':1}", '{a:1}', '01', '+1', '.5', '1.', '1e', '-', '0x1',
             'nul', 'True', '"\t"', '"\\x"', '"\\u12"', '"a', '1 2', '\ufeff1', '\xa01', '// 1', '[1]\0',
             b'"\xff"', b'"\xed\xa0\x80"', b'\xff\xfe1\x00', b'"\xc0\x80"', '[' * 100_000),
    'json-number': ('NaN', 'Infinity', '-Infinity', '1e400', '-1e400', '[NaN]', '9' * 5000),
    'json-duplicate': ('{"a":1,"a":1}', '{"a":1,"\\u0061":2}', '[{"x":{"b":1,"c":2,"b":3}}]'),
    'json-name': ('{"__proto__":1}', '[{"constructor":1}]', '{"a":{"prototype":1}}', '{"\\u005f_proto__":1}'),
    'json-surrogate': ('"\\ud800"', '"\\udc00"', '"\\ude00\\ud83d"', '{"\\ud800":1}', '"\ud83d"',
                       '["\\ud83dx"]'),
    'json-depth': ('[' * 33 + ']' * 33, '{"a":' * 33 + '1' + '}' * 33),
    'json-members': (json.dumps({str(i): i for i in range(257)}), json.dumps([dict.fromkeys(range(300))])),
}


def json_texts() -> None:
    """RFC 8785: the numbers of appendix B, published inputs and outputs, order of names, strict parser."""
    for line in NUMBERS.split('\n'):
        bits, text = line.split()
        value = struct.unpack('>d', unhex(bits))[0]
        equal(bits, p.format_number(value), text)
        equal(bits, p.canonical_json(p.parse_json(text)), text)
    for bits in ('7fffffffffffffff', '7ff0000000000000', 'fff0000000000000'):
        refused(bits, p.canonical_json, struct.unpack('>d', unhex(bits))[0], reason='json-number')
    for value, text in ((0, '0'), (-1, '-1'), (2**53 - 1, '9007199254740991'), (10**15, '1000000000000000'),
                        (0.1, '0.1'), (1e20, '100000000000000000000'), (123.0, '123'), (1.5e-7, '1.5e-7'),
                        (1e300, '1e+300')):
        equal(text, p.format_number(value), text)
    for value in (2**53, -2**53, 10**400):
        refused(str(value)[:20], p.format_number, value, reason='json-number')
    for value in (b'x', {1}, {1: 2}, object()):
        NOW['checks'] += 1
        try:
            NOW['failures'].append(f'canonical_json accepts {p.canonical_json(value)}')
        except (p.Refused, AttributeError):
            pass
    for path in sorted(DATA.glob('jcs/input/*.json')):
        output = (DATA / 'jcs/output' / path.name).read_bytes()
        equal(path.name, p.canonical_json(p.parse_json(path.read_bytes())).encode(), output)
        equal(path.name, unhex((DATA / 'jcs/outhex' / path.name).with_suffix('.txt').read_text()), output)
        equal(path.name, p.is_canonical(output.decode()), True)
        equal(path.name, p.is_canonical(path.read_text('utf-8')), False)
    equal('order of names',
          p.canonical_json({'\ufb33': 1, '\U0001f600': 2, '\u20ac': 3, '1': 4, '\r': 5, '': 6}),
          '{"":6,"\\r":5,"1":4,"\u20ac":3,"\U0001f600":2,"\ufb33":1}')
    equal('escapes', p.canonical_json('\0\x1f\b\t\n\f\r"\\/\x7f\u2028é'),
          '"\\u0000\\u001f\\b\\t\\n\\f\\r\\"\\\\/\x7f\u2028é"')
    equal('values', p.parse_json(' [1, 1.0, -0, 1e2, 0.5, true, null, "\\ud83d\\ude00"]\r\n'),
          [1, 1, 0, 100, 0.5, True, None, '\U0001f600'])
    equal('types', list(map(type, p.parse_json('[1.0, 9007199254740992, 0.5]'))), [int, float, float])
    for text in ('[' * 32 + ']' * 32, '{"a":' * 32 + '1' + '}' * 32, '{"a":"__proto__"}',
                 p.canonical_json({str(i): i for i in range(256)})):
        equal(text[:20], p.is_canonical(text), True)
    for text in ('{"b":1,"a":2}', ' 1', '1.0', '1e2', '"\\u0061"', '"\\/"', '[1, 2]', '-0', '"\\u001F"',
                 '{"a":1,"a":1}'):
        equal(f'not canonical {text}', p.is_canonical(text), False)
    for reason, texts in BAD_JSON.items():
        for text in texts:
            refused(f'{text[:40]!r}', p.parse_json, text, reason=reason)
    for value in ('\ud800', {'\udfff': 1}):
        refused(repr(value), p.canonical_json, value, reason='json-surrogate')


def ed25519() -> None:
    """RFC 8032, Wycheproof, and the public keys that are not taken in."""
    for test in json.loads((DATA / 'rfc8032-ed25519.json').read_text('utf-8')):
        seed, public, message, signature = (unhex(test[member]) for member in ('priv', 'pub', 'msg', 'sig'))
        equal('RFC 8032', (p.ed25519_public(seed), p.ed25519_sign(seed, message)), (public, signature))
        equal('RFC 8032', p.ed25519_verify(public, message, signature), True)
        equal('RFC 8032', p.ed25519_verify(public, message + b'!', signature), False)
        high = int.from_bytes(signature[32:], 'little') + 2**252 + 27742317777372353535851937790883648493
        equal('S + L', p.ed25519_verify(public, message, signature[:32] + high.to_bytes(32, 'little')), False)
        x, y = p.ed25519_point(public)
        prime = 2**255 - 19  # the key plus the point of order 2 is (-x, -y)
        mixed = (prime - y | (prime - x & 1) << 255).to_bytes(32, 'little')
        refused('mixed order', p.check_ed25519_public, mixed, reason='point-order')
    for group, test, name in wycheproof('ed25519_test.json'):
        args = unhex(group['publicKey']['pk']), unhex(test['msg']), unhex(test['sig'])
        equal(name, p.ed25519_verify(*args), test['result'] == 'valid')
    eighth = '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc'
    other = 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03'
    for text in ('01' + '00' * 31, 'ec' + 'ff' * 30 + '7f', '00' * 32, '00' * 31 + '80',
                 eighth + '05', eighth + '85', other + '7a', other + 'fa'):
        refused(f'small order {text}', p.check_ed25519_public, unhex(text), reason='point-order')
    for text in ('01' + '00' * 30 + '80', 'ec' + 'ff' * 31, 'ed' + 'ff' * 30 + '7f', 'ed' + 'ff' * 31,
                 'ee' + 'ff' * 30 + '7f', 'ff' * 32, '02' + '00' * 31):
        refused(f'encoding {text}', p.check_ed25519_public, unhex(text), reason='point-encoding')
    for length in (0, 31, 33):
        refused(f'{length} bytes', p.check_ed25519_public, bytes(length), reason='point-length')


def x25519() -> None:
    """Wycheproof, and the public keys that are not taken in."""
    for _, test, name in wycheproof('x25519_test.json'):
        private, public = unhex(test['private']), unhex(test['public'])
        low_order = 'ZeroSharedSecret' in test['flags']
        if low_order:
            refused(name, p.x25519, private, public, reason='x25519-zero')
        else:
            equal(name, p.x25519(private, public).hex(), test['shared'])
        if int.from_bytes(public, 'little') >= 2**255 - 19:
            refused(name, p.check_x25519_public, public, reason='x25519-encoding')
        elif low_order:
            refused(name, p.check_x25519_public, public, reason='x25519-zero')
        else:
            equal(name, p.check_x25519_public(public), public)
    for length in (0, 31, 33):
        refused(f'{length} bytes', p.check_x25519_public, b'\x09' * length, reason='x25519-encoding')


def ethereum() -> None:
    """RFC 6979 with secp256k1, recovery, EIP-55, and the Mail example of EIP-712 with its signature."""
    for message, signature in (
            (b'Satoshi Nakamoto', '934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8'
                                  '2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5'),
            (b'All those moments will be lost in time, like tears in rain. Time to die...',
             '8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b'
             '547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21')):
        equal(message, p.secp256k1_sign(bytes(31) + b'\x01', p.sha256(message)).hex()[:128], signature)
    half = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141 // 2
    for i in range(1, 21):
        private, digest = p.keccak_256(bytes([i])), p.keccak_256(bytes([i, i]))
        signature = p.secp256k1_sign(private, digest)
        public = p.secp256k1_public(private)
        for v, same in ((signature[64], True), (signature[64] - 27, True), (55 - signature[64], False)):
            recovered = p.secp256k1_recover(digest, signature[:64] + bytes([v]))
            equal(f'recover {i}, v {v}', recovered == public, same)
        s = 2 * half + 1 - int.from_bytes(signature[32:64], 'big')
        high = signature[:32] + s.to_bytes(32, 'big') + bytes([55 - signature[64]])
        equal(f'high s {i}', p.secp256k1_recover(digest, high), public)
    for v in (2, 26, 29, 255):
        refused(f'v {v}', p.secp256k1_recover, digest, signature[:64] + bytes([v]), reason='signature-form')
    refused('length', p.secp256k1_recover, digest, signature[:64], reason='signature-form')
    refused('r 0', p.secp256k1_recover, digest, bytes(32) + signature[32:], reason='signature-range')
    refused('s 0', p.secp256k1_recover, digest, signature[:32] + bytes(33), reason='signature-range')
    no_point = bytes(31) + b'\x05' + signature[32:]
    refused('r without a point', p.secp256k1_recover, digest, no_point, reason='signature-point')
    for private in (bytes(32), (2 * half + 1).to_bytes(32, 'big'), b'\x01' * 31):
        refused('private key', p.secp256k1_public, private, reason='private-key')
    addresses = ('0x52908400098527886E0F7030069857D2E4169EE7', '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
                 '0xde709f2102306220921060314715629080e2fb77', '0x27b1fdb04752bbc536007a920d24acb045561c26',
                 '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
                 '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB', '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb')
    for address in addresses:
        equal('EIP-55', p.checksum_address(address.lower()), address)
        equal('EIP-55', p.checksum_address(unhex(address[2:])), address)
    person, cow = 'Person(string name,address wallet)', p.keccak_256(b'cow')
    parties = {'from': ('Cow', '0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826'),
               'to': ('Bob', '0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB')}
    mail = {side: p.eip712_struct_hash(person, {'name': name, 'wallet': wallet})
            for side, (name, wallet) in parties.items()}
    struct_hash = p.eip712_struct_hash('Mail(Person from,Person to,string contents)' + person,
                                       {**mail, 'contents': 'Hello, Bob!'})
    equal('hashStruct', struct_hash.hex(), 'c52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e')
    separator = p.eip712_struct_hash(
        'EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)',
        {'name': 'Ether Mail', 'version': '1', 'chainId': 1,
         'verifyingContract': '0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC'})
    equal('separator', separator.hex(), 'f2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f')
    digest = p.eip712_digest(separator, struct_hash)
    equal('digest', digest.hex(), 'be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2')
    equal('address', p.address_of(p.secp256k1_public(cow)), parties['from'][1])
    signature = unhex('4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d'
                      '07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b915621c')
    equal('signature', p.secp256k1_sign(cow, digest), signature)
    equal('signer', p.recover_address(digest, signature), parties['from'][1])
    for kind, value in (('uint256', -1), ('uint256', 2**256), ('uint256', '1'), ('address', '0x00'),
                        ('bytes32', b'')):
        refused(f'{kind} {value!r}', p.eip712_struct_hash, f'A({kind} a)', {'a': value})
    for message in ({}, {'a': 1, 'b': 2}, {'b': 1}):
        refused('members', p.eip712_struct_hash, 'A(uint256 a)', message, reason='eip712-members')


def bip39() -> None:
    """24-word vectors of the reference implementation: by index, and by word where the list is installed."""
    numbers = [str(i) for i in range(2048)]
    equal('zeros', p.mnemonic_encode(bytes(32), numbers), '0 ' * 23 + '102')
    equal('ones', p.mnemonic_encode(b'\xff' * 32, numbers), '2047 ' * 23 + '1967')
    for i in range(20):
        entropy = p.sha256(bytes([i]))
        equal(f'entropy {i}', p.mnemonic_decode(p.mnemonic_encode(entropy, numbers), numbers), entropy)
    for text in ('0 ' * 23 + '0', '0 ' * 23 + '2048', '0 ' * 22 + '102', '0  ' + '0 ' * 22 + '102',
                 '0 ' * 24 + '102', ''):
        refused(f'mnemonic {text!r}', p.mnemonic_decode, text, numbers)
    if WORD_LIST.exists():
        words = re.search('`([a-z\n]+)`', WORD_LIST.read_text('utf-8'))[1].split('\n')
        equal('word list', p.sha256('\n'.join([*words, '']).encode()).hex(),
              '2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda')
        for entropy, text in (
                ('7f' * 32, 'legal winner thank year wave sausage worth useful ' * 2
                 + 'legal winner thank year wave sausage worth title'),
                ('80' * 32, 'letter advice cage absurd amount doctor acoustic avoid ' * 2
                 + 'letter advice cage absurd amount doctor acoustic bless'),
                ('f585c11aec520db57dd353c69554b21a89b20fb0650966fa0a9d6f74fd989d8f',
                 'void come effort suffer camp survey warrior heavy shoot primary clutch crush '
                 'open amazing screen patrol group space point ten exist slush involve unfold')):
            equal(text[:20], p.mnemonic_encode(unhex(entropy), words), text)
            equal(text[:20], p.mnemonic_decode(text, words).hex(), entropy)


def rlp(item) -> bytes:
    """The RLP of bytes or of a list, for lengths below 2^24."""
    body = item if isinstance(item, bytes) else b''.join(map(rlp, item))
    base = 0x80 if isinstance(item, bytes) else 0xc0
    if base == 0x80 and len(body) == 1 and body[0] < 0x80:
        return body
    size = struct.pack('>I', len(body)).lstrip(b'\0') if len(body) > 55 else b''
    return bytes([base + 55 + len(size) if size else base + len(body)]) + size + body


def chain() -> None:
    """Headers of 54 blocks, recorded answers of eth_getProof, changed and shortened proofs, forms of RLP."""
    roots, parent = {}, None
    for header, *_ in p.rlp_items((DATA / 'eth_getProof/chain.rlp').read_bytes()):
        block_hash = p.keccak_256(rlp(header))
        equal('parent', parent in (None, header[0]), True)
        parent, roots[block_hash] = block_hash, header[3]
        latest, roots['latest'] = int.from_bytes(header[8], 'big'), header[3]
    equal('blocks', (latest, len(roots) - 1), (54, 54))
    for path in sorted(DATA.glob('eth_getProof/get-account-proof*.io')):
        lines = path.read_text('utf-8').split('\n')
        ask, answer = (json.loads(line[3:]) for line in lines if line[:3] in ('>> ', '<< '))
        block, result = [*ask['params'], 'latest'][2], answer['result']
        root = roots[p.from_hex(block) if len(block) == 66 else 'latest']
        proof, address = [p.from_hex(node) for node in result['accountProof']], p.from_hex(result['address'])
        account = p.rlp_decode(p.trie_value(root, address, proof))
        equal(path.name, [int.from_bytes(item, 'big') for item in account],
              [int(result[member], 16) for member in ('nonce', 'balance', 'storageHash', 'codeHash')])
        refused(path.name, p.trie_value, root, address, proof[:-1])
        refused(path.name, p.trie_value, root, address, proof + proof[-1:], reason='proof-extra')
        for i, node in enumerate(proof):
            changed = node[:-1] + bytes([node[-1] ^ 1])
            nodes = [*proof[:i], changed, *proof[i + 1:]]
            refused(path.name, p.trie_value, root, address, nodes, reason='proof-hash')
        for entry in result['storageProof']:
            nodes = [p.from_hex(node) for node in entry['proof']]
            slot, value = int(entry['key'], 16), int(entry['value'], 16)
            equal(path.name, p.storage_at(root, address, slot, proof, nodes), value)
            refused(path.name, p.storage_at, root, address, slot, proof, nodes[:-1])
    bor = json.loads((DATA / 'polygon/bor-proof.json').read_text('utf-8'))
    address, proof = p.from_hex(bor['address']), list(map(p.from_hex, bor['accountProof']))
    for entry in bor['storageProof']:
        slot, nodes = int(entry['key'], 16), list(map(p.from_hex, entry['proof']))
        equal('Polygon', p.storage_at(p.keccak_256(proof[0]), address, slot, proof, nodes), int(entry['value'], 16))
    empty = p.keccak_256(b'\x80')
    equal('empty trie', (p.trie_value(empty, b'', []), p.trie_value(empty, b'', [b'\x80'])), (b'', b''))
    equal('nothing stored', p.storage_at(empty, bytes(20), 0, [], []), 0)
    refused('no proof', p.trie_value, p.keccak_256(b''), b'', [])
    equal('RLP', p.rlp_decode(unhex('c88363617483646f67')), [b'cat', b'dog'])
    equal('RLP', p.rlp_decode(unhex('c7c0c1c0c3c0c1c0')), [[], [[]], [[], [[]]]])
    equal('RLP', p.rlp_decode(b'\xb8\x38' + b'a' * 56), b'a' * 56)
    for text in ('', '8100', '817f', '81', 'b800', 'b83761', 'b90038' + '61' * 56, 'b837' + '61' * 55, 'c1',
                 '0000', 'c28100', 'f800', 'f90000', 'ff', 'c883636174'):
        refused(f'RLP {text[:20]}', p.rlp_decode, unhex(text), reason='rlp')


def frame(first: int, payload: bytes) -> bytes:
    """A frame as a server sends it."""
    size = bytes([len(payload)]) if len(payload) < 126 else b'\x7e' + struct.pack('>H', len(payload)) if (
        len(payload) < 65536) else b'\x7f' + struct.pack('>Q', len(payload))
    return bytes([first]) + size + payload


def serve(answer, received: list) -> str:
    """A server of one connection: shakes hands (or gives a status), sends frames, collects what comes."""
    listener = socket.create_server(('127.0.0.1', 0))

    def run() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile('rb') as stream:
            head = b''
            while not head.endswith(b'\r\n\r\n'):
                head += stream.readline()
            received.append(head.decode())
            if isinstance(answer, str):
                connection.sendall(f'HTTP/1.1 {answer}\r\nContent-Length: 0\r\n\r\n'.encode())
                return
            accept = p.websocket_accept(re.search('Sec-WebSocket-Key: (.*)\r', head.decode())[1])
            head = ('HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade',
                    f'sec-websocket-accept: {accept}', '', '')
            connection.sendall('\r\n'.join(head).encode() + b''.join(answer))
            while True:
                start = stream.read(2)
                if len(start) < 2:
                    return
                size = start[1] & 0x7f
                size = size if size < 126 else int.from_bytes(stream.read(2 if size == 126 else 8), 'big')
                mask, payload = stream.read(4), stream.read(size)
                plain = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
                received.append((start[0], bool(start[1] & 0x80), plain))
                if start[0] == 0x81 and plain == b'leave':
                    return
                if start[0] == 0x81 and plain.startswith(b'echo'):
                    connection.sendall(frame(0x81, plain))
                if start[0] == 0x88:
                    with contextlib.suppress(ConnectionError):  # the client may be gone already
                        connection.sendall(frame(0x88, plain))
                    return

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    received.append(thread)
    return f'ws://127.0.0.1:{listener.getsockname()[1]}/path?token=1'


def websocket() -> None:
    """The accept key of RFC 6455, and a client against a server of this file."""
    equal('accept', p.websocket_accept('dGhlIHNhbXBsZSBub25jZQ=='), 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=')
    got: list = []
    url = serve([frame(0x89, b'Hello'), frame(0x8a, b''), b'\x81\x05Hello'], got)
    client = p.WebSocket(url, {'X-Test': 'yes'})
    equal('text', client.receive(), 'Hello')
    for size in (5, 125, 126, 65535, 65536):
        text = 'echo' + 'é' * ((size - 4) // 2) + 'x' * (size % 2)
        client.send_text(text)
        equal(f'echo {size}', client.receive(), text)
    try:
        equal('time-out', client.receive(0.05), 'a time-out')
    except socket.timeout:
        equal('time-out', client.close_code, None)
    client.close(4001)
    equal('own close', (client.close_code, client.receive()), (4001, None))
    refused('closed', client.send_text, 'x', reason='websocket-closed')
    client.close()
    thread, head, *frames = got
    thread.join(5)
    equal('request', (head.split('\r\n')[0], 'X-Test: yes' in head), ('GET /path?token=1 HTTP/1.1', True))
    equal('pong', frames[0], (0x8a, True, b'Hello'))
    equal('close frame', frames[-1], (0x88, True, struct.pack('>H', 4001)))
    equal('masked', all(masked for _, masked, _ in frames), True)
    for name, frames, code, sent in (
            ('close 4403', [frame(0x88, struct.pack('>H', 4403) + b'no')], 4403, struct.pack('>H', 4403)),
            ('close without code', [frame(0x88, b'')], 1005, b''),
            ('binary', [frame(0x82, b'x')], 1002, struct.pack('>H', 1002)),
            ('fragment', [frame(0x01, b'Hel')], 1002, struct.pack('>H', 1002)),
            ('reserved bit', [frame(0xc1, b'x')], 1002, struct.pack('>H', 1002)),
            ('masked by the server', [b'\x81\x80'], 1002, struct.pack('>H', 1002))):
        got = []
        client = p.WebSocket(serve(frames, got))
        equal(name, (client.receive(), client.close_code), (None, code))
        got[0].join(5)
        equal(name, got[2:], [(0x88, True, sent)])
    client = p.WebSocket(serve([], []))
    client.send_text('leave')
    equal('end', (client.receive(), client.close_code), (None, 1006))
    refused('status', p.WebSocket, serve('401 Unauthorized', []), reason='websocket-401')


def main() -> int:
    failed = False
    for group in (keccak, symmetric, encodings, cids, json_texts, ed25519, x25519, ethereum, bip39, chain,
                  websocket):
        NOW.update(checks=0, failures=[])
        try:
            group()
        except Exception as error:  # a file that is missing, or a call that must not raise
            NOW['failures'].append(f'{type(error).__name__}: {error}')
        bad = NOW['failures']
        result = f', {len(bad)} FAILED' if bad else ''
        print(f"{group.__name__.replace('_', ' '):12} {NOW['checks']:5} checks{result}")
        for line in bad[:10]:
            print('  ', line[:300])
        failed = failed or bool(bad) or not NOW['checks']
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
