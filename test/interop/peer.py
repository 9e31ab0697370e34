"""A client of the second implementation that does what it is told, line by line: somebody for our companion to talk to.

    python3 test/interop/peer.py

Reads one JSON object a line, `{"do": name, …}`, does it, and answers with one line, `{"ok": value}` or
`{"error": text}`. Ends with its input.
"""
from __future__ import annotations
import json, os, sys
sys.dont_write_bytecode = True  # no __pycache__ in the repository
from address_client import AddressClient  # noqa: E402
from check_vectors import words  # noqa: E402
from client import CommandRefused, parse_did, read_words, safety_number, sign_revocation  # noqa: E402
from primitives import Refused, address_of, mnemonic_encode, secp256k1_public  # noqa: E402
from story import CHAIN, mediator_at  # noqa: E402


class Peer:
    """One identity, which `begin` or `restore` makes; each public method is something it can be told."""

    client: AddressClient

    def begin(self, mediator: str, alias: str) -> dict:
        root = os.urandom(32)
        self.client = AddressClient.of_root(root, mediator_at(mediator), alias=alias)
        self.client.register()
        return {'did': self.client.did, 'words': mnemonic_encode(root, words())}

    def restore(self, mediator: str, words_typed: str) -> dict:
        """Takes over what the words bring back, also what our companion left there."""
        self.client, = AddressClient.restore(read_words(words_typed, words()), mediator_at(mediator))
        return {'did': self.client.did, 'contracts': sorted(self.client.contracts)}

    def ask(self, did: str, note: str) -> None:
        self.client.request_contract(did, note=note)

    def requests(self) -> list[str]:
        """Says yes to everybody who asks; gives their notes."""
        taken = self.client.take_requests()
        for one in taken:
            self.client.accept(one)
        return [one.get('note') for one in taken]

    def contracts(self) -> list[str]:
        """The contracts that came to be."""
        return [one.contract_id for one in self.client.take_contracts()]

    def safety(self, did: str) -> str:
        return safety_number(self.client.did, did)

    def say(self, did: str, content: str) -> str:
        return self.client.send(did, 'chat.message', {'content': content}, ['chat'])['signature']

    def hear(self) -> list[dict]:
        """The events that came, receipts too."""
        return [{'type': one['event']['type'], 'data': one['event']['data']} for one in self.client.receive()]

    def history(self, tag: str) -> list[list]:
        """Direction and data of the own copies with a tag, whoever of the identity's devices made them."""
        return [[stored['meta']['direction'], event['data']] for _, stored, event in self.client.query([tag])]

    def end(self, did: str) -> None:
        """Revokes all contracts with somebody."""
        one, signing_key = self.client, parse_did(did).signing_key
        for contract in one.with_peer(signing_key):
            word = sign_revocation(one.signing_seed, contract.contract_id, one.did, one.mediator.now())
            one.send(did, 'decentrl.contract.revoked', word, ['decentrl.contract.revoked'])
            one.tell({'type': 'REVOKE_COMMUNICATION_CONTRACT', 'contract_id': contract.contract_id})

    def wallet(self) -> str:
        """Makes a wallet; its address."""
        self.wallet_key = os.urandom(32)
        return address_of(secp256k1_public(self.wallet_key)).lower()

    def link(self, escrow: str) -> None:
        self.client.link(mediator_at(escrow), self.wallet_key, CHAIN)

    def write(self, escrow: str, address: str, content: str) -> str:
        """Has a message held for a wallet; its id."""
        at = mediator_at(escrow)
        says, answer, _ = self.client.resolve(at, address, CHAIN)
        if says != 'none':
            raise Refused(f'the escrow says {says}')
        body = json.dumps({'content': content})
        inner = self.client.write_inner(address, CHAIN, 'chat.message', body, at.now())
        self.client.hold(at, inner, answer['epoch'])
        return inner['id']

    def take_over(self, escrow: str) -> list[str]:
        """Re-encrypts what waits for the own wallets; the texts."""
        return [json.loads(one['content']['body'])['content'] for one in self.client.take_over(mediator_at(escrow))]

    def look_after(self, escrow: str) -> dict[str, str]:
        return {one: state for one, (state, _) in self.client.look_after(mediator_at(escrow)).items()}


def main() -> None:
    peer = Peer()
    for line in sys.stdin:
        order = json.loads(line)
        try:
            answer = {'ok': getattr(peer, order.pop('do'))(**order)}
        except (Refused, CommandRefused, ValueError, OSError) as problem:
            answer = {'error': f'{type(problem).__name__}: {problem}'}
        print(json.dumps(answer), flush=True)


if __name__ == '__main__':
    main()
