"""Replays the conversations of docs/vectors with mediator.py, in process: python3 test/interop/check_scenarios.py [--json]

Every scenario of scenarios.json and authentication-scenarios.json, and every command of command.json up to the
sender's signature. Prints a line a file and a line a case that fails, with --json an object a line: file, case, ok,
problem. Exit code 1 when a case fails, has a form that is not known here, or when there is none.
"""
from __future__ import annotations
import json, sys
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode
sys.dont_write_bytecode = True  # no __pycache__ in the repository
import client  # noqa: E402
import commands  # noqa: E402
from mediator import Mediator  # noqa: E402
from primitives import ed25519_public  # noqa: E402

VECTORS = Path(__file__).resolve().parents[2] / 'docs' / 'vectors'
HAS = {'SEND_EVENTS', 'UPDATE_EVENT_TAGS', 'public events', 'pages of 500', 'rates', 'quotas'}
LACKS: set[str] = set()
STEP = {'at', 'expect', 'payload', 'as', 'recipient', 'channel', 'nonce', 'timestamp', 'signed_by', 'text', 'get', 'query'}


class Problem(Exception):
    """What did not fit, and where."""


def expected(condition: object, problem: str) -> None:
    if not condition:
        raise Problem(problem)

def known(value: dict, names: set, where: str) -> None:
    expected(value.keys() <= names, f'{where}: unknown members {sorted(value.keys() - names)}')


# --- Values that stand for others ---------------------------------------------------------------------------
def special(value) -> str | None:
    """The member that says what an object stands for, None for an object that stands for itself."""
    if isinstance(value, dict) and value.keys() == {'repeat', 'times'}:
        return 'repeat'
    return next((name for name in value if name.startswith('$')), None) if isinstance(value, dict) else None

def filled(value, kept: dict):
    """A value of a payload, a query or an expectation with what stands for something else replaced."""
    form = special(value)
    if form == '$ref':
        expected(value['$ref'] in kept, f"nothing is kept under {value['$ref']}")
        return filled(kept[value['$ref']], kept)
    if form == '$contract_id':
        return client.contract_id(filled(value['$contract_id'], kept)['contract'])
    if form == 'repeat':
        return value['repeat'] * value['times']
    expected(form is None, f'unknown form {form}')
    if isinstance(value, dict):
        return {name: filled(inner, kept) for name, inner in value.items()}
    return [filled(inner, kept) for inner in value] if isinstance(value, list) else value

def fits(value, template, kept: dict, where: str, mediator: dict) -> None:
    """Compares a value with a template, and keeps what the template captures."""
    form = special(template)
    if form == '$capture':
        known(template, {'$capture', 'as'}, where)
        if 'as' in template:
            fits(value, template['as'], kept, where, mediator)
        kept[template['$capture']] = value
    elif form == '$signature_of':
        expected(template['$signature_of'] == 'mediator', f'{where}: unknown signer')
        data = client.canonical(filled(template['over'], kept)).encode()
        public = ed25519_public(bytes.fromhex(mediator['signing_seed_hex']))
        expected(client.holds(client.verify, public, data, value), f'{where}: is no signature of the mediator')
    elif form == '$unordered':
        fits_unordered(value, template['$unordered'], kept, where, mediator)
    elif form is None and isinstance(template, dict):
        expected(isinstance(value, dict) and value.keys() == template.keys(),
                 f'{where}: is {shown(value)} instead of {shown(template)}')
        for name, inner in template.items():
            fits(value[name], inner, kept, f'{where}.{name}', mediator)
    elif isinstance(template, list):
        expected(isinstance(value, list) and len(value) == len(template),
                 f'{where}: is {shown(value)} instead of {shown(template)}')
        for place, inner in enumerate(template):
            fits(value[place], inner, kept, f'{where}[{place}]', mediator)
    else:
        right = filled(template, kept)
        same = client.canonical_json(value) == client.canonical_json(right)
        expected(same, f'{where}: is {shown(value)} instead of {shown(right)}')

def fits_unordered(value, templates: list, kept: dict, where: str, mediator: dict) -> None:
    expected(isinstance(value, list) and len(value) == len(templates), f'{where}: is {shown(value)}')
    left = list(value)
    for place, template in enumerate(templates):
        for item in left:
            attempt = dict(kept)
            try:
                fits(item, template, attempt, where, mediator)
            except Problem:
                continue
            kept.update(attempt)
            left.remove(item)
            break
        else:
            raise Problem(f'{where}: no item fits template {place}: {shown(left)}')

def shown(value) -> str:
    text = json.dumps(value)
    return text if len(text) <= 200 else text[:200] + '…'


# --- Scenarios ----------------------------------------------------------------------------------------------
def body_of(step: dict, file: dict, kept: dict) -> str:
    """The signed command of a step."""
    personas, own_did = file['personas'], file['mediator']['did']
    sender, recipient = personas[step['as']]['did'], step['recipient']
    header = {'channel': step['channel'], 'sender_did': sender, 'sender_signing_key_id': f'{sender}#signing',
              'recipient_did': own_did if recipient == 'mediator' else personas.get(recipient, {'did': recipient})['did'],
              'timestamp': step.get('timestamp', step['at']), 'nonce': step['nonce']}
    seed = bytes.fromhex(personas[step.get('signed_by', step['as'])]['signing_seed_hex'])
    return signed(header, filled(step['payload'], kept), seed)

def signed(header: dict, payload: dict, seed: bytes) -> str:
    command = {'header': header, 'payload': payload}
    return client.canonical_json({**command, 'signature': client.sign_object(seed, command)})

def replay(case: dict, file: dict) -> None:
    given, clock, codes, replies = case['input'], SimpleNamespace(ms=0), [], 0
    known(given, {'parts', 'steps', 'limits', 'needs'}, 'input')
    unknown = set(given.get('needs', [])) - HAS - LACKS
    expected(not unknown, f'needs what is not known: {sorted(unknown)}')
    if set(given.get('needs', [])) & LACKS:
        return
    keys = {**file['mediator'], 'cursor_key_hex': '00' * 32}
    mediator = Mediator(':memory:', keys['did'], keys['endpoint'], keys, given.get('limits', {}), lambda: clock.ms)
    kept = dict(file['values'])
    for step in [step for part in given['parts'] for step in file['parts'][part]] + given['steps']:
        known(step, STEP, 'step')
        replies, clock.ms, method, target, body = replies + 1, step['at'], 'POST', '/commands', ''
        if 'payload' in step:
            body = body_of(step, file, kept)
        elif 'text' in step:
            body = filled(step['text'], kept)
        else:
            query = urlencode(filled(step.get('query', {}), kept))
            method, target = 'GET', step['get'] + ('?' + query if query else '')
        status, reply = mediator.answer(method, target, body.encode('utf-8', 'surrogatepass'), '192.0.2.1')
        codes.append(reply.get('code'))
        try:
            check_reply(status, reply, step, kept, file['mediator'])
        except Problem as problem:
            raise Problem(f"answer {replies} ({step.get('payload', step).get('type', method)}): {problem}") from None
    mediator.db.close()
    if 'reason' in case:
        expected(case['reason'] in codes, f"no answer was {case['reason']}")
    else:
        expected(case['output'] == {'replies': replies}, f'{replies} answers')

def check_reply(status: int, reply: dict, step: dict, kept: dict, mediator: dict) -> None:
    expect = step['expect']
    known(expect, {'status', 'payload', 'code', 'retry_after_ms', 'body'}, 'expect')
    expected(status == expect['status'], f"status {status} {reply.get('code')} instead of {expect['status']} {expect.get('code')}")
    if 'body' in expect:
        return fits(reply, expect['body'], kept, 'body', mediator)
    if 'payload' in expect:
        return fits(reply, {'type': 'SUCCESS', 'payload': expect['payload'], 'timestamp': step['at']}, kept, 'reply', mediator)
    wait = reply.pop('retry_after_ms', None)
    right = {'type': 'ERROR', 'code': expect['code'], 'message': {'$capture': 'message'}, 'timestamp': step['at']}
    fits(reply, right, kept, 'reply', mediator)
    expected(isinstance(reply['message'], str), 'message: is no text')
    most = expect.get('retry_after_ms')
    expected(wait is None if most is None else type(wait) is int and 1 <= wait <= most, f'retry_after_ms: is {wait}')


# --- Single commands ----------------------------------------------------------------------------------------
CODES = {'invalid-command': 'INVALID_COMMAND', 'unsupported-command': 'UNSUPPORTED_COMMAND',
         'did': 'DID_RESOLUTION_FAILED', 'signature': 'INVALID_SIGNATURE'}
ALICE = bytes([1]) * 32

def command_text(case: dict, alice: str) -> str:
    given = case['input']
    if case['operation'] == 'sign':
        return case['output']['text']
    if case['operation'] == 'read':
        return given['text']
    expected(case['operation'] == 'payload', f"unknown operation {case['operation']}")
    payload = given['payload'] if 'payload' in given else json.loads(
        given['before'] + filled(given['middle'], {}) + given['after'])
    header = {'channel': commands.CHANNELS.get(payload['type'], 'DIRECT_AUTHENTICATED'), 'sender_did': alice,
              'sender_signing_key_id': f'{alice}#signing', 'recipient_did': 'did:web:mediator.example',
              'timestamp': 1700000000000, 'nonce': 'nonce-0000000001'}
    return signed(header, payload, ALICE)

def check_command(case: dict, file: dict) -> None:
    """The code with which the reader of commands refuses, None for a command that it takes."""
    alice = client.make_did('alice', ed25519_public(ALICE), client.x25519_public(bytes([2]) * 32), 'did:web:mediator.example')
    text, wanted, code = command_text(case, alice), CODES[case['reason']] if 'reason' in case else None, None
    value = json.loads(text) if client.holds(client.read_json, text) else None
    payload = value.get('payload') if isinstance(value, dict) else None
    kind = payload.get('type') if isinstance(payload, dict) else None
    if isinstance(kind, str) and kind in ESCROW:
        wanted = 'UNSUPPORTED_COMMAND'  # here is no escrow: their names are not known
    if any(isinstance(one, str) and len(one) > 174_804 for one in commands.ciphertexts(payload)):
        wanted = 'PAYLOAD_TOO_LARGE'
    try:
        call = commands.read_command(text)
    except commands.Refusal as refusal:
        code = refusal.code
    expected(code == wanted, f'{code} instead of {wanted}')
    if case['operation'] == 'read' and code is None:
        expected((call.kind, call.sender_did) == (case['output']['type'], case['output']['sender_did']), 'other output')

ESCROW = {'PREPARE_ADDRESS_BINDING', 'REGISTER_ADDRESS_BINDING', 'REVOKE_ADDRESS_BINDING', 'RESOLVE_ADDRESS',
          'SAVE_HELD_MESSAGE', 'QUERY_SENT_HELD_MESSAGES', 'QUERY_HELD_MESSAGES', 'REKEY_HELD_MESSAGES',
          'CONFIRM_HELD_MESSAGES', 'WITHDRAW_HELD_MESSAGE'}


def main() -> int:
    as_json, failed = '--json' in sys.argv[1:], 0
    for name, check in (('scenarios', replay), ('authentication-scenarios', replay), ('command', check_command)):
        file = json.loads((VECTORS / f'{name}.json').read_text('utf-8'))
        cases = file['accept'] + file['refuse']
        failed += not cases
        passed = 0
        for case in cases:
            line = {'file': name, 'case': case['name'], 'ok': True}
            try:
                check(case, file)
                passed += 1
            except Exception as error:  # a form that breaks the checker is a failure as well
                what = str(error) if isinstance(error, Problem) else repr(error)
                line, failed = {**line, 'ok': False, 'problem': what}, failed + 1
            if as_json:
                print(json.dumps(line))
            elif not line['ok']:
                print(f"{name}: {case['name']}: {line['problem']}")
            elif check is replay:
                print(f"{name}: {case['name']}: ok")
        if not as_json:
            print(f'{name}: {passed} of {len(cases)}')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
