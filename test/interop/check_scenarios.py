"""Replays the conversations of docs/vectors with mediator.py, in process: python3 check_scenarios.py [--json]

Every scenario of scenarios.json and authentication-scenarios.json (`how` in them says how), and every command
of command.json up to the signature of its sender. Prints a line a case, with --json an object a line: {file,
case, ok, problem?}. Exit code 1 if a case fails, has a form that is not known here, or if there is none.
"""
from __future__ import annotations
import json, sys
from pathlib import Path
from urllib.parse import urlencode
sys.dont_write_bytecode = True  # no __pycache__ in the repository
from basics import make_did, sign_object, verify
from client import contract_id
from commands import CHANNELS, Refusal, ciphertexts, read_command
from forms import ESCROW_COMMANDS, holds, read_json
from mediator import Mediator
from primitives import canonical_json, ed25519_public, x25519_public

VECTORS = Path(__file__).resolve().parents[2] / 'docs' / 'vectors'
HAS = {'SEND_EVENTS', 'UPDATE_EVENT_TAGS', 'public events', 'pages of 500', 'rates', 'quotas'}


class Problem(Exception):
    """What did not fit, and where."""


def expected(condition: object, problem: str) -> None:
    if not condition:
        raise Problem(problem)

def only(value: dict, names: str, where: str) -> None:
    """Refuses members that this checker does not know."""
    unknown = value.keys() - set(names.split())
    expected(not unknown, f'{where}: unknown members {sorted(unknown)}')

def shown(value) -> str:
    text = json.dumps(value)
    return text if len(text) <= 200 else text[:200] + '…'

def form_of(value) -> str | None:
    """The member that says what an object stands for, None for a value that stands for itself."""
    names = value.keys() if isinstance(value, dict) else ()
    marked = [one for one in names if one.startswith('$')]
    return 'repeat' if names == {'repeat', 'times'} else marked[0] if marked else None


class Replay:
    """A conversation with a fresh mediator, and what was kept of its answers."""

    def __init__(self, file: dict, limits: dict):
        self.clock, self.kept, self.personas = 0, dict(file['values']), file['personas']
        self.own = {**file['mediator'], 'cursor_key_hex': '00' * 32}
        self.signing_key = ed25519_public(bytes.fromhex(self.own['signing_seed_hex']))
        self.mediator = Mediator(':memory:', self.own['did'], self.own['endpoint'], self.own, limits,
                                 lambda: self.clock)

    def filled(self, value):
        """A value with what stands for something else replaced."""
        form = form_of(value)
        if form == '$ref':
            expected(value['$ref'] in self.kept, f"nothing is kept under {value['$ref']}")
            return self.filled(self.kept[value['$ref']])
        if form == '$contract_id':
            return contract_id(self.filled(value['$contract_id'])['contract'])
        if form == 'repeat':
            return value['repeat'] * value['times']
        expected(form is None, f'unknown form {form}')
        if isinstance(value, dict):
            return {name: self.filled(inner) for name, inner in value.items()}
        return [self.filled(inner) for inner in value] if isinstance(value, list) else value

    def fits(self, value, template, where: str) -> None:
        """Compares a value with a template, and keeps what the template captures."""
        form = form_of(template)
        if form == '$capture':
            only(template, '$capture as', where)
            if 'as' in template:
                self.fits(value, template['as'], where)
            self.kept[template['$capture']] = value
        elif form == '$unordered':
            self.fits_unordered(value, template['$unordered'], where)
        elif form == '$signature_of':
            expected(template['$signature_of'] == 'mediator', f'{where}: unknown signer')
            data = canonical_json(self.filled(template['over'])).encode()
            expected(holds(verify, self.signing_key, data, value), f'{where}: no signature of the mediator')
        elif form is None and isinstance(template, dict):
            same = isinstance(value, dict) and value.keys() == template.keys()
            expected(same, f'{where}: {shown(value)} instead of {shown(template)}')
            for name, inner in template.items():
                self.fits(value[name], inner, f'{where}.{name}')
        elif isinstance(template, list):
            same = isinstance(value, list) and len(value) == len(template)
            expected(same, f'{where}: {shown(value)} instead of {shown(template)}')
            for place, inner in enumerate(template):
                self.fits(value[place], inner, f'{where}[{place}]')
        else:
            right = self.filled(template)
            same = canonical_json(value) == canonical_json(right)
            expected(same, f'{where}: {shown(value)} instead of {shown(right)}')

    def fits_unordered(self, value, templates: list, where: str) -> None:
        """Each template takes the first item that fits it and that none before it took."""
        expected(isinstance(value, list) and len(value) == len(templates), f'{where}: {shown(value)}')
        left = list(value)
        for template in templates:
            before = dict(self.kept)
            for place, item in enumerate(left):
                try:
                    self.fits(item, template, where)
                    del left[place]
                    break
                except Problem:
                    self.kept = dict(before)
            else:
                raise Problem(f'{where}: nothing fits {shown(template)} in {shown(left)}')

    def step(self, step: dict) -> str | None:
        """Takes a step, compares the answer; gives its code where it is an error."""
        only(step, 'at expect payload as recipient channel nonce timestamp signed_by text get query', 'step')
        self.clock, method, target, body = step['at'], 'POST', '/commands', ''
        if 'payload' in step:
            body = self.signed(step)
        elif 'text' in step:
            body = self.filled(step['text'])
        else:
            query = urlencode(self.filled(step.get('query', {})))
            method, target = 'GET', step['get'] + ('?' + query if query else '')
        status, reply = self.mediator.answer(method, target, body.encode(), '192.0.2.1')
        expect, where = step['expect'], step.get('payload', {}).get('type', 'answer')
        only(expect, 'status payload code retry_after_ms body', 'expect')
        wait, most = reply.pop('retry_after_ms', None), expect.get('retry_after_ms')
        if 'body' in expect:
            template = expect['body']
        elif 'payload' in expect:
            template = {'type': 'SUCCESS', 'payload': expect['payload'], 'timestamp': self.clock}
        else:
            message = reply.get('message')
            expected(isinstance(message, str), f'{where}: {status} {shown(reply)} instead of {shown(expect)}')
            template = {'type': 'ERROR', 'code': expect['code'], 'message': message, 'timestamp': self.clock}
        self.fits(reply, template, where)
        expected(status == expect['status'], f"{where}: status {status} instead of {expect['status']}")
        right = wait is None if most is None else type(wait) is int and 1 <= wait <= most
        expected(right, f'{where}: retry_after_ms is {wait}')
        return reply.get('code')

    def signed(self, step: dict) -> str:
        """The command of a step."""
        recipient = {'mediator': self.own, **self.personas}.get(step['recipient'], {'did': step['recipient']})
        signer = self.personas[step.get('signed_by', step['as'])]
        header = header_of(self.personas[step['as']]['did'], recipient['did'], step['channel'], step['nonce'],
                           step.get('timestamp', step['at']))
        return sign(header, self.filled(step['payload']), bytes.fromhex(signer['signing_seed_hex']))


def header_of(sender: str, recipient: str, channel: str, nonce: str, timestamp: int) -> dict:
    return {'channel': channel, 'sender_did': sender, 'sender_signing_key_id': f'{sender}#signing',
            'recipient_did': recipient, 'timestamp': timestamp, 'nonce': nonce}

def sign(header: dict, payload: dict, seed: bytes) -> str:
    command = {'header': header, 'payload': payload}
    return canonical_json({**command, 'signature': sign_object(seed, command)})


def check_scenario(case: dict, file: dict) -> None:
    given, codes = case['input'], []
    only(given, 'parts steps limits needs', 'input')
    expected(case['operation'] == 'replay', f"unknown operation {case['operation']}")
    unknown = set(given.get('needs', [])) - HAS
    expected(not unknown, f'needs what is not known: {sorted(unknown)}')
    replay = Replay(file, given.get('limits', {}))
    for step in [step for part in given['parts'] for step in file['parts'][part]] + given['steps']:
        try:
            codes.append(replay.step(step))
        except Problem as problem:
            raise Problem(f'answer {len(codes) + 1}: {problem}') from None
    replay.mediator.db.close()
    right = case['reason'] in codes if 'reason' in case else case['output'] == {'replies': len(codes)}
    expected(right, f'{len(codes)} answers: {codes}')


CODES = {'invalid-command': 'INVALID_COMMAND', 'unsupported-command': 'UNSUPPORTED_COMMAND',
         'did': 'DID_RESOLUTION_FAILED', 'signature': 'INVALID_SIGNATURE'}
ALICE, MEDIATOR = bytes([1]) * 32, 'did:web:mediator.example'

def command_of(case: dict) -> str:
    """The text that is read: as given, or around a payload the header that other cases have."""
    given = case['input']
    if case['operation'] == 'sign':
        return case['output']['text']
    if case['operation'] == 'read':
        return given['text']
    expected(case['operation'] == 'payload', f"unknown operation {case['operation']}")
    middle = given.get('middle', {'repeat': '', 'times': 0})
    payload = given['payload'] if 'payload' in given else json.loads(
        given['before'] + middle['repeat'] * middle['times'] + given['after'])
    alice = make_did('alice', ed25519_public(ALICE), x25519_public(bytes([2]) * 32), MEDIATOR)
    channel = CHANNELS.get(payload['type'], 'DIRECT_AUTHENTICATED')
    return sign(header_of(alice, MEDIATOR, channel, 'nonce-0000000001', 1_700_000_000_000), payload, ALICE)

def check_command(case: dict, file: dict) -> None:
    """A mediator that is no escrow takes it, or refuses it with the code of the wire."""
    text, code = command_of(case), None
    command = read_json(text) if holds(read_json, text) else None
    payload = command.get('payload') if isinstance(command, dict) else None
    wanted = CODES[case['reason']] if 'reason' in case else None
    if isinstance(payload, dict) and str(payload.get('type')) in ESCROW_COMMANDS:
        wanted = 'UNSUPPORTED_COMMAND'  # protocol.md §5.11
    if any(isinstance(one, str) and len(one) > 174_804 for one in ciphertexts(payload)):
        wanted = 'PAYLOAD_TOO_LARGE'
    try:
        call = read_command(text)
        if case['operation'] == 'read':
            output = case.get('output', {})
            same = (call.kind, call.sender_did) == (output.get('type'), output.get('sender_did'))
            expected(same, f'{call.kind} of {call.sender_did}')
    except Refusal as refusal:
        code = refusal.code
    expected(code == wanted, f'{code} instead of {wanted}')


def main() -> int:
    as_json, failed = '--json' in sys.argv[1:], 0
    for name in ('scenarios', 'authentication-scenarios', 'command'):
        check = check_command if name == 'command' else check_scenario
        file = json.loads((VECTORS / f'{name}.json').read_text('utf-8'))
        if not file['accept'] or not file['refuse']:
            failed += 1
            print(json.dumps({'file': name, 'case': '', 'ok': False, 'problem': 'there is no case'}))
        for case in file['accept'] + file['refuse']:
            verdict = {'file': name, 'case': case['name'], 'ok': True}
            try:
                check(case, file)
            except Exception as error:  # a form that breaks the checker is a failure as well
                what = str(error) if isinstance(error, Problem) else repr(error)
                verdict, failed = {**verdict, 'ok': False, 'problem': what}, failed + 1
            line = f"{name}: {case['name']}: {verdict.get('problem', 'ok')}"
            print(json.dumps(verdict) if as_json else line)
    if not as_json:
        print(f'{failed} failed' if failed else 'all hold')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
