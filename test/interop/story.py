"""The life of a few identities at a real mediator, and at an escrow, as the book tells it.

    python3 test/interop/story.py --mediator URL [--escrow URL]

Prints a line a step, and ends with 1 at the first thing that is not as the book says. Without an escrow the
part about wallet addresses is left out; a mediator without sockets (it may have none) leaves out the hints.
"""
from __future__ import annotations
import argparse, json, os, sys, time
sys.dont_write_bytecode = True  # no __pycache__ in the repository
from address_client import REVOCATION_TYPE, AddressClient, cid_of, commitment, pin, wallet_sign  # noqa: E402
from check_vectors import words  # noqa: E402
from client import (  # noqa: E402
    Client, CommandRefused, Mediator, envelope_hash, http_request, random_id, read_event, read_frame,
    read_json, read_words, seal_json, sign_command, sign_revocation, to_send_under, unwrap_contract_key,
    verify_chain, verify_revocation)
from primitives import Refused, address_of, make_cid, mnemonic_encode, secp256k1_public  # noqa: E402

CHAIN = 137
STEPS = []


def told(text: str) -> None:
    STEPS.append(text)
    print(f'{len(STEPS):3} {text}', flush=True)

def expect(condition: object, problem: str) -> None:
    if not condition:
        raise AssertionError(problem)

def equal(actual, expected) -> None:
    expect(actual == expected, f'{actual!r} is not {expected!r}')

def refused(code: str, action, *given, **named) -> None:
    """The action must be refused with this code of the wire."""
    try:
        result = action(*given, **named)
    except CommandRefused as refusal:
        return equal(refusal.code, code)
    raise AssertionError(f'{code} was expected, not {result!r}')

def mediator_at(url: str) -> Mediator:
    """The mediator that is served under a URL."""
    return Mediator.of(read_json(http_request('GET', url.rstrip('/') + '/health')[1])['did'])

def person(mediator: Mediator, alias: str, kind=Client):
    """A new identity: its 24 words, and a client that has it."""
    root = os.urandom(32)
    return mnemonic_encode(root, words()), kind.of_root(root, mediator, alias=alias)


# --- Contracts and events -----------------------------------------------------------------------------------
def registration(mediator: Mediator, one: Client) -> None:
    refused('NOT_REGISTERED', one.query)
    signed = one.register()
    equal(one.tell({'type': 'FIND_IDENTITIES'})['dids'], [one.did])
    expect(one.register() != signed, 'a new ephemeral key makes a new registration')
    equal(one.query(), [])
    told(f'{one.me.alias} registers, and may then read an empty history')

def refusals(mediator: Mediator, one: Client) -> None:
    """What every command is refused for (protocol.md §5.3)."""
    def post(command: dict) -> str:
        return mediator.post(command).get('code')

    def command(timestamp=None, nonce=None, recipient=None, payload=None) -> dict:
        return sign_command(
            one.signing_seed, one.did, recipient or mediator.did, payload or {'type': 'FIND_IDENTITIES'},
            timestamp or mediator.now_ms(), nonce or random_id())
    good = command()
    equal([post(good), post(good)], [None, 'NONCE_REUSED'])
    equal(post(command(timestamp=mediator.now_ms() - 301_000)), 'TIMESTAMP_OUT_OF_RANGE')
    equal(post({**command(), 'signature': command()['signature']}), 'INVALID_SIGNATURE')
    equal(post({**command(), 'more': 1}), 'INVALID_COMMAND')
    equal(post(command(payload={'type': 'QUERY_EVENTS', 'tags': [], 'limit': 101})), 'INVALID_COMMAND')
    equal(post(command(recipient=one.did)), 'RECIPIENT_NOT_REGISTERED')
    equal(mediator.get('/nothing')[1]['code'], 'NOT_FOUND')
    told('a nonce counts once; a wrong time, signature, shape or audience is refused')

class Hints:
    """A socket, or nothing where the mediator has none."""

    def __init__(self, one: Client):
        try:
            self.socket = one.open_socket()
        except (Refused, OSError):
            self.socket = None
            told('the mediator has no sockets: hints are left out')

    def expect(self, kind: str) -> None:
        """The next hints, until one is of this type."""
        while self.socket:
            frame = read_frame(self.socket.receive())
            if frame['type'] == kind:
                return
            equal(frame['type'] in ('PENDING_EVENTS', 'PENDING_CONTRACT_REQUESTS', 'CONTRACTS_CHANGED'), True)

    def close(self) -> None:
        if self.socket:
            self.socket.send_text('ping')
            while self.socket.receive() != 'pong':
                pass
            self.socket.close()
            told('hints came for the request, the contract and the event; a ping is answered')

def make_contract(asks: Client, says_yes: Client, hints: Hints | None = None) -> None:
    note = f'Hello, I am {asks.me.alias}'
    request = asks.request_contract(says_yes.did, note=note)
    if hints:
        hints.expect('PENDING_CONTRACT_REQUESTS')
    taken = says_yes.take_requests()
    equal([one['note'] for one in taken], [note])
    equal(says_yes.take_requests(), [])
    contract = says_yes.accept(taken[0])
    if hints:
        hints.expect('CONTRACTS_CHANGED')
    found = asks.take_contracts()
    equal([one.contract_id for one in found], [contract.contract_id])
    equal(found[0].secret, contract.secret)
    equal({**contract.contract, 'recipient_encryption_public_key': None}, request['contract'])
    told(f'{asks.me.alias} asks {says_yes.me.alias}, who says yes: contract {contract.contract_id[:8]}')

def conversation(alice: Client, bob: Client, hints: Hints) -> list[dict]:
    sent = [alice.send(bob.did, 'chat.message', {'chatId': 'abc', 'content': f'Hello Bob {n} 😀'},
                       ['chat', 'chat.abc']) for n in range(3)]
    hints.expect('PENDING_EVENTS')
    metas = [read_event(one['event'])['meta'] for one in sent]
    equal([(one['seq'], one['prev']) for one in metas],
          [(1, None), (2, envelope_hash(sent[0])), (3, envelope_hash(sent[1]))])
    came = bob.receive(acknowledge=False)
    equal([one['envelope'] for one in came], sent)
    equal({one['sender'] for one in came}, {alice.did})
    equal(verify_chain(sent, alice.me.signing_key, sent[0]['contract_id']), ['accepted'] * 3)
    told('Bob gets three events of Alice, each naming the one before it')
    equal(bob.receive(), [])
    equal(list(bob.pages({'type': 'QUERY_PENDING_EVENTS'}, 'pending_events')), [])
    told('what is repeated is shown once; acknowledged, it is gone')
    bob.send(alice.did, 'chat.message', {'chatId': 'abc', 'content': 'Hello Alice'}, ['chat'])
    equal([one['event']['data']['content'] for one in alice.receive()], ['Hello Alice'])
    told('Bob answers')
    return sent

def client_ids(alice: Client, bob: Client) -> None:
    contract = to_send_under(alice.with_peer(bob.me.signing_key), bob.did, alice.mediator.now())
    sealed = [seal_json(contract.secret, alice.envelope(contract, 'chat.message', n)) for n in range(3)]

    def send(event_id: str, payload: str):
        command = {'type': 'SEND_EVENT', 'id': event_id, 'payload': payload}
        return alice.tell_peer(bob.did, command)['event_id']
    equal([send('event-1', sealed[0]), send('event-1', sealed[0])], ['event-1', 'event-1'])
    refused('ID_CONFLICT', send, 'event-1', sealed[1])
    events = [{'id': f'event-{n}', 'payload': sealed[at]} for n, at in ((1, 1), (3, 2), (2, 1))]
    try:
        results = alice.tell_peer(bob.did, {'type': 'SEND_EVENTS', 'events': events})['results']
        equal([(one['ok'], one.get('code')) for one in results],
              [(False, 'ID_CONFLICT'), (True, None), (True, None)])
        told('an id of a client is accepted once; a list of events is answered one by one')
    except CommandRefused as refusal:
        equal(refusal.code, 'UNSUPPORTED_COMMAND')  # then each is sent by itself (protocol.md §5.9)
        for one in events[1:]:
            send(one['id'], one['payload'])
    equal([one['event']['data'] for one in bob.receive()], [0, 1, 2])
    told('what came is put into the order of its numbers')

def history(alice: Client, sent: list[dict]) -> None:
    equal([stored['meta']['signature'] for _, stored, _ in alice.query(['chat.abc'])],
          [one['signature'] for one in sent])
    equal(len(alice.query(['chat', 'chat.abc'], order='desc', limit=2)), 3)
    equal(alice.query(['chat.xyz']), [])
    row, stored, _ = alice.query(['chat.abc'])[0]
    equal(stored['event'], sent[0]['event'])
    change = {'event_id': row['id'], 'tags': alice.blobs(['later'])}
    equal(alice.tell({'type': 'UPDATE_EVENT_TAGS', 'events': [change]})['updated'], 1)
    equal([len(alice.query([tag])) for tag in ('chat.abc', 'later')], [2, 1])
    told('Alice finds her copies by tags, and gives one another tag')
    equal(alice.tell({'type': 'DELETE_EVENTS', 'event_ids': [row['id'], 'nothing']})['deleted'], [row['id']])
    equal(alice.save([(row['id'], stored)]), [row['id']])
    equal(alice.query(['later']), [])
    told('what she deletes stays deleted, also when a late device saves it again')

def public_events(alice: Client) -> None:
    name = alice.publish('board', '{"text":"for all"}', ['news'])
    rows = alice.read_public(alice.did, '?channel_id=board')
    equal([(one['public_event_id'], one['event']) for one in rows], [(name, '{"text":"for all"}')])
    equal(alice.read_public(alice.did, '?channel_id=other'), [])
    equal(alice.mediator.get('/public/nobody')[1]['code'], 'INVALID_COMMAND')
    delete = {'type': 'DELETE_PUBLIC_EVENT', 'public_event_id': name}
    equal(alice.tell(delete), {'public_event_id': name})
    refused('NOT_FOUND', alice.tell, delete)
    equal(alice.read_public(alice.did), [])
    told('Alice publishes; anybody reads and verifies it; she deletes it')

def restore(mediator: Mediator, typed: str, bob: Client, alice: Client) -> None:
    found = Client.restore(read_words(typed.upper(), words()), mediator)
    equal([one.did for one in found], [bob.did])
    equal(set(found[0].contracts), set(bob.contracts))
    equal({one[1]['event'] for one in found[0].query()}, {one[1]['event'] for one in bob.query()})
    keys = [event['data'] for _, _, event in found[0].query(['decentrl.contract'])]
    for one in keys:
        unwrap_contract_key(found[0].store_key, one['wrapped_private_key'], one['ephemeral_public_key'])
    alice.send(bob.did, 'chat.message', 'to the restored')
    equal([one['event']['data'] for one in found[0].receive()], ['to the restored'])
    told('24 words bring back identity, contract and history; the restored device reads on')

def withdrawal(alice: Client, carol: Client) -> None:
    request = alice.request_contract(carol.did)
    signed = {name: request[name] for name in ('contract', 'requestor_signature', 'recipient_signature')}
    waiting = carol.mediator.command(carol.signing_seed, carol.did,
                                     {'type': 'QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS'})['requests']
    equal(len(waiting), 1)
    revoke = {'type': 'REVOKE_COMMUNICATION_CONTRACT', 'signed_contract': signed}
    equal([alice.tell(revoke), alice.tell(revoke)], [{'contract_id': None}] * 2)
    equal(carol.take_requests(), [])
    refused('COMMUNICATION_CONTRACT_NOT_VALID', carol.accept, signed)
    told('Alice takes a request to Carol back: it is out of the tray and cannot be completed any more')

def renewal(alice: Client, bob: Client) -> None:
    """Both have a second contract; the newer counts for sending, the older still opens what comes."""
    old = to_send_under(alice.with_peer(bob.me.signing_key), bob.did, alice.mediator.now())
    time.sleep(1.1)  # timestamps of contracts are whole seconds
    request = bob.request_contract(alice.did)
    taken = alice.take_requests()
    equal([one['contract'] for one in taken], [request['contract']])
    new = alice.accept(taken[0])
    bob.take_contracts()
    for one, other in ((alice, bob), (bob, alice)):
        chosen = to_send_under(one.with_peer(other.me.signing_key), other.did, one.mediator.now())
        equal(chosen.contract_id, new.contract_id)
    late = seal_json(old.secret, alice.envelope(old, 'chat.message', 'under the old one'))
    alice.tell_peer(bob.did, {'type': 'SEND_EVENT', 'id': random_id(), 'payload': late})
    alice.send(bob.did, 'chat.message', 'under the new one')
    equal([one['event']['data'] for one in bob.receive()], ['under the old one', 'under the new one'])
    told('a second contract of the two: sent under the newer, received under both')

def revocation(alice: Client, bob: Client) -> None:
    contract = to_send_under(bob.with_peer(alice.me.signing_key), alice.did, bob.mediator.now())
    word = sign_revocation(bob.signing_seed, contract.contract_id, bob.did, bob.mediator.now())
    bob.send(alice.did, 'decentrl.contract.revoked', word)
    for one in bob.with_peer(alice.me.signing_key):
        equal(bob.tell({'type': 'REVOKE_COMMUNICATION_CONTRACT', 'contract_id': one.contract_id}),
              {'contract_id': one.contract_id})
    last = alice.receive()
    equal([one['event']['type'] for one in last], ['decentrl.contract.revoked'])
    equal(verify_revocation(last[0]['event']['data']).signing_key, bob.me.signing_key)
    equal([len(one.query(['decentrl.contract.revoked'])) for one in (alice, bob)], [1, 1])
    for one, other in ((alice, bob), (bob, alice)):
        refused('COMMUNICATION_CONTRACT_NOT_VALID', one.send, other.did, 'chat.message', 'too late')
        rows = one.pages({'type': 'QUERY_COMMUNICATION_CONTRACTS'}, 'contracts')
        expect(not {row['contract_id'] for row in rows} & set(one.contracts), 'a revoked contract is listed')
    told('Bob revokes: Alice is told, and neither can send to the other any more')
    refused('NOT_FOUND', alice.tell, {'type': 'REVOKE_COMMUNICATION_CONTRACT', 'contract_id': '0' * 64})

def two_identities(mediator: Mediator) -> None:
    _, alice = person(mediator, 'alice')
    bobs_words, bob = person(mediator, 'bob')
    _, carol = person(mediator, 'carol')
    registration(mediator, alice)
    refusals(mediator, alice)
    refused('RECIPIENT_NOT_REGISTERED', alice.request_contract, bob.did)
    registration(mediator, bob)
    registration(mediator, carol)
    refused('COMMUNICATION_CONTRACT_REQUIRED', alice.tell_peer, bob.did,
            {'type': 'SEND_EVENT', 'id': 'a', 'payload': seal_json(bytes(32), {})})
    told('nobody can be asked who is not registered, nobody written to without a contract')
    hints = Hints(bob)
    make_contract(alice, bob, hints)
    sent = conversation(alice, bob, hints)
    hints.close()
    client_ids(alice, bob)
    history(alice, sent)
    public_events(alice)
    restore(mediator, bobs_words, bob, alice)
    withdrawal(alice, carol)
    renewal(alice, bob)
    revocation(alice, bob)


# --- Addresses ----------------------------------------------------------------------------------------------
def block(escrow: Mediator, cid: str) -> bytes | None:
    """A published block, None where it is not published."""
    status, body = http_request('GET', f'{escrow.base_url}/ipfs/{cid}?format=raw')
    expect(status in (200, 404), f'status {status}')
    return body if status == 200 else None

def held_messages(escrow: Mediator, alice: AddressClient, address: str) -> dict:
    """The first message is held, a second one withdrawn; gives the first."""
    says, answer, _ = alice.resolve(escrow, address, CHAIN)
    equal((says, answer['epoch'] is not None), ('none', True))
    inner = alice.write_inner(address, CHAIN, 'chat.message', '{"content":"Hello 0x"}', escrow.now())
    if escrow is not alice.mediator:
        refused('NOT_REGISTERED', alice.hold, escrow, inner, answer['epoch'])
        alice.register(escrow)
    receipt = alice.hold(escrow, inner, answer['epoch'])
    equal(alice.look_after(escrow), {inner['id']: ('HELD', None)})
    expect(block(escrow, receipt['cid']) is None, 'a held record is never published')
    told('nobody answers for the wallet: the message is held, the receipt holds, nothing is published')
    second = alice.write_inner(address, CHAIN, 'chat.message', '"never mind"', escrow.now())
    equal(second['prev'], commitment(inner))
    alice.hold(escrow, second, answer['epoch'])
    equal([alice.withdraw(escrow, second['id']) for _ in range(2)], ['WITHDRAWN'] * 2)
    refused('NOT_FOUND', alice.withdraw, escrow, 'nothing')
    equal(alice.look_after(escrow)[second['id']], ('WITHDRAWN', None))
    told('the next message of the room is held and withdrawn')
    return inner

def linking(escrow: Mediator, alice: AddressClient, dave: AddressClient, wallet: bytes, address: str) -> None:
    epoch = alice.resolve(escrow, address, CHAIN)[1]['epoch']
    equal(dave.waiting(escrow), [])
    binding, effective_at = dave.link(escrow, wallet, CHAIN)
    expect(effective_at <= escrow.now(), 'the first binding holds at once')
    says, answer, bound = alice.resolve(escrow, address, CHAIN)
    equal((says, answer['binding'], bound.kind, bound.did), ('bound', binding, 'account', dave.did))
    shown = {'did': bound.did, 'issued_at': binding['issuedAt'], 'first_seen_ms': escrow.now_ms()}
    equal(pin(None, None, shown, None), (shown, None))
    late = alice.write_inner(address, CHAIN, 'chat.message', '"now you are there"', escrow.now())
    refused('RECIPIENT_READY', alice.hold, escrow, late, epoch)
    told('Dave links the wallet; Alice verifies that it is he who answers, and nothing more is held')

def taking_over(escrow: Mediator, alice: AddressClient, dave: AddressClient, inner: dict) -> None:
    (seen, item), = dave.waiting(escrow)
    equal(seen, inner)
    equal([one[1]['receipt']['old_cid'] for one in dave.waiting(escrow)], [item['receipt']['old_cid']])
    equal(alice.look_after(escrow)[inner['id']], ('REWRAPPED', None))
    equal(alice.withdraw(escrow, inner['id']), 'REWRAPPED')
    equal(dave.take_over(escrow), [inner])
    equal(dave.waiting(escrow), [])
    told('Dave opens it, verifies it, encrypts it anew; the escrow signs that it deleted its own')
    rows = alice.pages({'type': 'QUERY_SENT_HELD_MESSAGES'}, 'rows', escrow)
    row = next(one for one in rows if one['id'] == inner['id'])
    published = block(escrow, row['receipt']['new_cid'])
    equal((make_cid(published), json.loads(published)), (cid_of(row['new_record']), row['new_record']))
    expect(block(escrow, row['cid']) is None, 'a held record is never published')
    told('what is published now opens for the two only')
    state, bound = alice.look_after(escrow)[inner['id']]
    equal((state, bound.did), ('CONFIRMED', dave.did))
    equal(alice.look_after(escrow)[inner['id']][0], 'CONFIRMED')
    told('Alice finds her own words under the key of the two, and confirms')

def contract_at_the_end(alice: AddressClient, dave: AddressClient) -> None:
    make_contract(dave, alice)
    alice.send(dave.did, 'chat.message', 'end to end')
    equal([one['event']['data'] for one in dave.receive()], ['end to end'])
    told('Dave asks Alice for a contract; from now on they write end to end')

def changes(escrow: Mediator, alice: AddressClient, dave: AddressClient, erin: AddressClient, wallet: bytes,
            address: str) -> None:
    """Who answers for the wallet afterwards (address-messaging.md §1.9, §1.10)."""
    says = lambda: alice.resolve(escrow, address, CHAIN)[0]  # noqa: E731
    dave.unlink(escrow, address, CHAIN)
    equal(says(), 'gone')
    refused('NOT_FOUND', erin.unlink, escrow, address, CHAIN)
    told('Dave takes the binding back: the wallet is unreachable, and nothing is held for it any more')
    binding, effective_at = dave.link(escrow, wallet, CHAIN)
    equal((effective_at <= escrow.now(), says()), (True, 'bound'))
    told('he links it again, at once')
    _, effective_at = erin.link(escrow, wallet, CHAIN)
    equal((effective_at - escrow.now() > 86_000, says()), (True, 'gone'))
    told('Erin links it without his word: that waits for a day, and neither answers meanwhile')
    dave.link(escrow, wallet, CHAIN)
    equal(says(), 'bound')
    _, effective_at = erin.link(escrow, wallet, CHAIN, previous=dave)
    says_now, answer, bound = alice.resolve(escrow, address, CHAIN)
    equal((says_now, bound.did, answer['previous_did']), ('bound', erin.did, dave.did))
    told('with his word she answers at once, and Alice sees it')
    signed = wallet_sign(wallet, REVOCATION_TYPE, answer['binding'], CHAIN)
    refused('INVALID_SIGNATURE', alice.unlink, escrow, address, CHAIN,
            wallet_signature=wallet_sign(wallet, REVOCATION_TYPE, binding, CHAIN))
    alice.unlink(escrow, address, CHAIN, wallet_signature=signed)
    equal(says(), 'gone')
    told('the wallet itself ends exactly this binding')

def addresses(mediator: Mediator, escrow: Mediator) -> None:
    wallet = os.urandom(32)
    address = address_of(secp256k1_public(wallet)).lower()
    alice, dave, erin = (person(mediator, alias, AddressClient)[1] for alias in ('alice', 'dave', 'erin'))
    for one in (alice, dave, erin):
        one.register()
    inner = held_messages(escrow, alice, address)
    linking(escrow, alice, dave, wallet, address)
    taking_over(escrow, alice, dave, inner)
    contract_at_the_end(alice, dave)
    changes(escrow, alice, dave, erin, wallet, address)


def main() -> int:
    parser = argparse.ArgumentParser(description='A story at a mediator and an escrow.')
    parser.add_argument('--mediator', required=True)
    parser.add_argument('--escrow')
    given = parser.parse_args()
    try:
        mediator = mediator_at(given.mediator)
        told(f'the document of {mediator.did} is read')
        two_identities(mediator)
        if given.escrow:
            addresses(mediator, mediator_at(given.escrow))
    except (AssertionError, Refused, CommandRefused, OSError) as problem:
        print(f"FAILED after step {len(STEPS)} ({STEPS[-1] if STEPS else 'none'}): "
              f'{type(problem).__name__}: {problem}', flush=True)
        raise
    print(f'{len(STEPS)} steps, all as the book says')
    return 0


if __name__ == '__main__':
    sys.exit(main())
