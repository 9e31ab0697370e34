"""CIDs, index files, files of IPFS, tries and proofs, written from docs/address-messaging.md §4 and §5 alone.
NO SECURITY CLAIM. Nothing here speaks to a chain or a gateway: what they would give is an argument. What a
check refuses raises `Refused`; `check_proof` with the name of the step of §5.8.
"""
from __future__ import annotations
import itertools, math, re
from contextlib import contextmanager
from typing import NamedTuple
from basics import hex_hash, without
from forms import (
    ADDRESS, CHAIN_ID, HASH, OBJECT, SECONDS, canonical, demand, exactly, holds, integer, items, members,
    read_canonical, read_json, read_utf8, text)
from primitives import (
    Refused, base32_decode, base32_encode, base58_decode, base64_decode, from_hex, keccak_256, make_cid,
    require, rlp_decode, sha256)

# --- CIDs (§4.1), index files (§4.3) ------------------------------------------------------------------------
RAW, DAG_PB = 0x55, 0x70

def cid_parts(data: bytes) -> tuple[int, bytes]:
    """Codec and SHA-256 digest of a binary CID."""
    data = b'\x01\x70' + data if data[:2] == b'\x12\x20' else data
    require(len(data) == 36 and data[0] == 1 and data[1] in (RAW, DAG_PB) and data[2:4] == b'\x12\x20', 'cid')
    return data[1], data[4:]
def cid_text(codec: int, digest: bytes) -> str:
    return 'b' + base32_encode(bytes([1, codec, 0x12, 0x20]) + digest)
def base36_decode(digits: str) -> bytes:
    require(re.fullmatch('[1-9a-z][0-9a-z]*', digits), 'cid')
    number = int(digits, 36)
    return number.to_bytes((number.bit_length() + 7) // 8, 'big')
def normalise_cid(cid: str) -> str:
    """Any CID that is taken, as CIDv1 in base32."""
    require(isinstance(cid, str) and len(cid) <= 128 and cid.isascii(), 'cid')
    decode = {'b': base32_decode, 'k': base36_decode, 'z': base58_decode}.get(cid[:1])
    try:
        if cid.startswith('Qm') and len(cid) == 46:
            return cid_text(*cid_parts(base58_decode(cid)))
        require(decode, 'cid')
        data = decode(cid[1:] if cid[0] == 'z' else cid[1:].lower())
        require(data[:1] == b'\x01', 'cid')
        return cid_text(*cid_parts(data))
    except Refused:
        raise Refused('cid') from None
def make_index_files(entries: list[tuple[str, str]], most: int = 2**20) -> list[str]:
    """Index files for rooms and CIDs, each CID once, of at most so many bytes but for a single entry."""
    first: dict[str, str] = {}
    for room, cid in entries:
        first.setdefault(normalise_cid(cid), demand(HASH, room, 'room-id'))
    files: list[dict[str, list[str]]] = []
    for cid, room in sorted(first.items(), key=lambda one: one[1]):
        grown = {**files[-1], room: [*files[-1].get(room, []), cid]} if files else None
        if grown and sum(70 + sum(len(one) + 3 for one in cids) for cids in grown.values()) + 2 <= most:
            files[-1] = grown
        else:
            files.append({room: [cid]})
    return [canonical(rooms, keys=math.inf) for rooms in files]
def read_index(data: bytes) -> dict[str, list[str]]:
    """Rooms and CIDs of a file in the form in which mediators write it."""
    cids = items(lambda one: holds(normalise_cid, one), 0)
    try:
        require(len(data) <= 2**20 and not data.endswith(b' '), 'index-file')
        rooms = read_canonical(data, keys=math.inf)
        require(OBJECT(rooms) and all(map(HASH, rooms)) and all(map(cids, rooms.values())), 'index-file')
        return rooms
    except Refused:
        raise Refused('index-file') from None
def read_index_leniently(data: bytes) -> list[tuple[str, str]]:
    """Names and texts that a file lists, in their order, whoever wrote it."""
    rooms, texts = read_json(data), items(lambda one: isinstance(one, str), 0)
    require(OBJECT(rooms) and all(map(texts, rooms.values())), 'malformed')
    numbers = sorted((name for name in rooms if re.fullmatch('0|[1-9][0-9]{0,9}', name)), key=int)
    return [(name, one) for name in dict.fromkeys([*numbers, *rooms]) for one in rooms[name]]

# --- Files of IPFS (§5.4) -----------------------------------------------------------------------------------
def varint(data: bytes, place: int) -> tuple[int, int]:
    """A number of at most 7 bytes, and where it ends."""
    end = next((end for end in range(place + 1, place + 8) if data[end - 1:end] < b'\x80'), 0)
    require(place < end <= len(data), 'malformed')
    return sum((byte & 127) << 7 * shift for shift, byte in enumerate(data[place:end])), end
def protobuf(data, number: int) -> list[int | bytes]:
    """The values of the fields of a message that have this number."""
    require(isinstance(data, bytes), 'malformed')
    values, place = [], 0
    while place < len(data):
        key, place = varint(data, place)
        value, place = varint(data, place)
        require(key & 7 in (0, 2), 'malformed')
        if key & 7:
            place, value = place + value, data[place:place + value]
            require(place <= len(data), 'malformed')
        values += [value] if key >> 3 == number else []
    return values
def join_file(cid: str, block_of, depth: int = 4) -> tuple[bytes, list[bytes]]:
    """The bytes of a file, and its blocks in the order they are taken; `block_of` finds one by its digest."""
    codec, digest = cid_parts(base32_decode(normalise_cid(cid)[1:]))
    block = block_of(digest)
    require(sha256(block) == digest, 'malformed')
    if codec == RAW:
        return block, [block]
    links, unixfs = protobuf(block, 2), (protobuf(block, 1) or [None])[0]
    kind, parts, taken = protobuf(unixfs, 1)[-1:], protobuf(unixfs, 2)[-1:], [block]
    require(kind in ([0], [2]) and len(links) <= 256 and (depth or not links), 'malformed')
    for link in links:
        linked = (protobuf(link, 1) or [b''])[0]
        part, blocks = join_file(cid_text(*cid_parts(linked)), block_of, depth - 1)
        parts, taken = [*parts, part], taken + blocks
        require(sum(map(len, parts)) <= 2**24 and len(taken) <= 512, 'malformed')
    return b''.join(parts), taken

# --- Headers, tries, storage (§4.5, §5.3, §5.8) -------------------------------------------------------------
HEADER_MEMBERS = (
    'parentHash sha3Uncles miner stateRoot transactionsRoot receiptsRoot logsBloom difficulty number '
    'gasLimit gasUsed timestamp extraData mixHash nonce baseFeePerGas withdrawalsRoot blobGasUsed '
    'excessBlobGas parentBeaconBlockRoot requestsHash blockAccessListHash').split()
QUANTITIES = {'difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp', 'baseFeePerGas', 'blobGasUsed',
              'excessBlobGas'}
def nesting(item) -> int:
    return 1 + max(map(nesting, item), default=0) if isinstance(item, list) else 0
def read_rlp(data: bytes):
    try:
        item = rlp_decode(data)
    except (Refused, IndexError, RecursionError):
        raise Refused('malformed') from None
    require(nesting(item) <= 18, 'malformed')
    return item
def rlp_bytes(data: bytes, offset: int = 0x80) -> bytes:
    """RLP of bytes; with the offset 0xc0 of a list whose items these are."""
    if len(data) == 1 and data[0] < 0x80 and offset == 0x80:
        return data
    if len(data) < 56:
        return bytes([offset + len(data)]) + data
    size = len(data).to_bytes((len(data).bit_length() + 7) // 8, 'big')
    return bytes([offset + 55 + len(size)]) + size + data
def header_of_block(block: dict) -> bytes | None:
    """The RLP of the header of a block as JSON-RPC shows it, None where none has its hash."""
    block_hash, encoded = from_hex(block['hash']), []
    for name in itertools.takewhile(lambda name: block.get(name) is not None, HEADER_MEMBERS):
        quantity = name in QUANTITIES
        form = text('0x(0|[1-9a-f][0-9a-f]*)' if quantity else '0x([0-9a-f]{2})*')
        digits = demand(form, block[name], 'malformed')[2:]
        digits = '' if quantity and digits == '0' else digits
        encoded.append(rlp_bytes(bytes.fromhex(digits.zfill(len(digits) + len(digits) % 2))))
    headers = (rlp_bytes(b''.join(encoded[:length]), 0xc0) for length in range(len(encoded), 14, -1))
    return next((one for one in headers if keccak_256(one) == block_hash), None)

class Header(NamedTuple):
    number: int
    timestamp: int
    state_root: bytes
    block_hash: bytes

def read_header(data: bytes) -> Header:
    items_of = read_rlp(data)
    require(len(data) <= 16384 and isinstance(items_of, list) and len(items_of) >= 15, 'malformed')
    root, numbers = items_of[3], (items_of[8], items_of[11])
    require(isinstance(root, bytes) and len(root) == 32, 'malformed')
    for one in numbers:
        require(isinstance(one, bytes) and len(one) <= 6 and one[:1] != b'\0', 'malformed')
    return Header(*(int.from_bytes(one, 'big') for one in numbers), root, keccak_256(data))

EMPTY_TRIE = keccak_256(b'\x80')

def trie_value(root: bytes, key: bytes, nodes: list[bytes]) -> tuple[bytes, list[bytes]]:
    """The value at a key (empty where there is none), and the nodes on the way to it."""
    by_hash, used = {keccak_256(node): node for node in nodes}, []
    path, reference = key.hex(), b'' if root == EMPTY_TRIE else root
    while reference:
        node = reference  # a node shorter than 32 bytes stands in its parent, as a list
        if isinstance(reference, bytes):
            require(len(reference) == 32, 'malformed')
            require(reference in by_hash, 'no-proof')
            used.append(by_hash[reference])
            node = read_rlp(used[-1])
        require(isinstance(node, list) and len(node) in (2, 17), 'malformed')
        if len(node) == 17:
            require(path, 'malformed')
            path, reference = path[1:], node[int(path[0], 16)]
            continue
        head = node[0].hex() if isinstance(node[0], bytes) else ''
        packed = re.fullmatch('([02])0((?:..)*)|([13])(.(?:..)*)', head)
        require(packed, 'malformed')
        piece = packed[2] or packed[4] or ''
        if head[0] in '23':
            require(isinstance(node[1], bytes), 'malformed')
            return (node[1] if piece == path else b''), used
        require(piece and node[1], 'malformed')
        if not path.startswith(piece):
            break
        path, reference = path[len(piece):], node[1]
    return b'', used
def slot_bytes(slot: int) -> bytes:
    return (slot % 2**256).to_bytes(32, 'big')
def hashed_slot(slot: int) -> int:
    """Where Solidity puts what belongs to a slot."""
    return int.from_bytes(keccak_256(slot_bytes(slot)), 'big')
def storage_word(root: bytes, slot: int, nodes: list[bytes]) -> tuple[bytes, list[bytes]]:
    """The 32 bytes in a slot, and the nodes on the way to it."""
    value, used = trie_value(root, keccak_256(slot_bytes(slot)), nodes)
    word = read_rlp(value) if value else b''
    require(isinstance(word, bytes) and len(word) <= 32 and word[:1] != b'\0', 'malformed')
    return word.rjust(32, b'\0'), used
def words_of_text(head: bytes) -> int | None:
    """How many words the text behind a header word takes, None where it is none of up to 128 bytes."""
    if head[31] & 1:
        size = int.from_bytes(head, 'big') // 2
        return -(-size // 32) if 31 < size <= 128 else None
    return 0 if head[31] < 64 else None
def text_of_words(head: bytes, words: list[bytes]) -> bytes:
    size = int.from_bytes(head, 'big') // 2 if words else head[31] // 2
    return (b''.join(words) or head)[:size]

# --- Proofs (§5.7, §5.8) ------------------------------------------------------------------------------------
HEX_BYTES = text('0x([0-9a-f]{2})*')
NODES = items(HEX_BYTES, 0, 64)
PROOF = members({
    'v': exactly(1), 'cid': text('b[a-z2-7]+', 128), 'record': lambda value: isinstance(value, (dict, str)),
    'inner?': OBJECT, 'index': lambda value: isinstance(value, str) or items(text(), 0, 512)(value),
    'index_cid': text('b[a-z2-7]+', 128), 'chain_id': CHAIN_ID, 'contract': ADDRESS, 'slot': integer(0),
    'entry': integer(0), 'header': HEX_BYTES,
    'account_proof': NODES, 'storage_proof': items(NODES, 0, 8), 'digest': HASH,
    'stored_in?': members({'block': integer(0), 'tx': text('0x[0-9a-f]{64}'), 'time': SECONDS})})

class Listed(NamedTuple):
    """What a proof says: where its CID is listed, and by which block."""
    position: int
    header: Header
    storage_root: bytes
    words: list[tuple[int, bytes]]  # slots, and what is in them

@contextmanager
def step(name: str):
    """Whatever fails inside is refused with the name of the step."""
    try:
        yield
    except (Refused, ValueError, TypeError, LookupError, StopIteration):
        raise Refused(name) from None
def record_bytes(record) -> bytes:
    return base64_decode(record) if isinstance(record, str) else canonical(record).encode()
def check_proof(proof, commitment_of) -> Listed:
    """Refused with the name of the first step that fails; `commitment_of` verifies an inner message."""
    with step('shape'):
        demand(PROOF, proof, 'shape')
    with step('digest'):
        require(hex_hash(canonical(without(proof, 'digest')).encode()) == proof['digest'], 'digest')
    with step('cid'):
        require(make_cid(record_bytes(proof['record'])) == proof['cid'], 'cid')
    with step('inner'):
        if 'inner' in proof:
            require(commitment_of(proof['inner']) == proof['record']['commitment'], 'inner')
    with step('index'):
        given = proof['index']
        blocks = [given.encode()] if isinstance(given, str) else list(map(base64_decode, given))
        require(normalise_cid(proof['index_cid']) == proof['index_cid'], 'index')
        content, taken = join_file(proof['index_cid'], {sha256(block): block for block in blocks}.__getitem__)
        cids = [one for _, one in read_index_leniently(content)]
        position = next(place for place, one in enumerate(cids)
                        if holds(normalise_cid, one) and normalise_cid(one) == proof['cid'])
        require(len(taken) == len(blocks), 'index')
    with step('header'):
        header = read_header(from_hex(proof['header']))
    with step('account'):
        nodes = list(map(from_hex, proof['account_proof']))
        value, used = trie_value(header.state_root, keccak_256(from_hex(proof['contract'])), nodes)
        account = read_rlp(value)
        require(len(account) == 4 and len(account[2]) == 32 and len(used) == len(nodes), 'account')
    return Listed(position, header, account[2], check_entry(proof, account[2]))
def check_entry(proof: dict, storage_root: bytes) -> list[tuple[int, bytes]]:
    """The steps `storage` and `entry`: the words of the list, and of its text at `entry`."""
    given, words = [list(map(from_hex, nodes)) for nodes in proof['storage_proof']], []

    def word(slot: int) -> bytes:
        with step('storage'):
            found, used = storage_word(storage_root, slot, given[len(words)])
            require(len(used) == len(given[len(words)]), 'storage')
        words.append((slot % 2**256, found))
        return found
    require(int.from_bytes(word(proof['slot']), 'big') > proof['entry'], 'entry')
    place = hashed_slot(proof['slot']) + proof['entry']
    head = word(place)
    count = words_of_text(head)
    require(count is not None and len(given) == 2 + count, 'storage')
    parts = [word(hashed_slot(place) + number) for number in range(count)]
    with step('entry'):
        require(normalise_cid(read_utf8(text_of_words(head, parts))) == proof['index_cid'], 'entry')
    return words
def check_proof_file(data: bytes, commitment_of) -> tuple[dict, Listed]:
    with step('json'):
        line = data[:-1] if data.endswith(b'\n') else data
        require(len(data) <= 2**25 and not line.endswith(b' '), 'json')
        proof = read_canonical(line)
    return proof, check_proof(proof, commitment_of)
