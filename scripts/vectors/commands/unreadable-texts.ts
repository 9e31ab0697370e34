import { personas } from '../support/personas.ts';
import type { RefuseCase } from '../support/vector-file.ts';
import { headerOf } from './header-of.ts';
import { unreadable } from './read-command.ts';
import { signAnything } from './sign-anything.ts';

/** Texts that are no JSON, or JSON that is never signed. */
export async function unreadableTexts(): Promise<RefuseCase[]> {
  const payload = { type: 'QUERY_EVENTS', tags: [], limit: 10, cursor: null };
  const header = headerOf('alice', personas.mediator.did, 'QUERY_EVENTS');
  const text = JSON.stringify(await signAnything(header, payload));
  const nested = `${'['.repeat(40)}${']'.repeat(40)}`;
  return [
    await unreadable('nothing', '', 'It is not JSON.'),
    await unreadable('half a command', text.slice(0, -40), 'It is not JSON.'),
    await unreadable('something after the command', `${text}{}`, 'It is not JSON.'),
    await unreadable('a byte order mark before the command', `\ufeff${text}`, 'It is not JSON.'),
    await unreadable('a comma too many', text.replace(/\}$/, ',}'), 'It is not JSON.'),
    await unreadable('null', 'null', 'A command is an object.'),
    await unreadable('a list of commands', `[${text}]`, 'A command is an object.'),
    await unreadable('a command as a JSON text in JSON', JSON.stringify(text), 'A command is an object.'),
    await unreadable('−0', text.replace('"limit":10', '"limit":-0'), 'A number that is signed is never −0.'),
    await unreadable(
      'a fraction',
      text.replace('"limit":10', '"limit":10.5'),
      'Numbers that are signed are whole numbers.',
    ),
    await unreadable(
      'a number beyond 2^53',
      text.replace('"limit":10', '"limit":9007199254740992'),
      'Numbers that are signed are safe integers.',
    ),
    await unreadable(
      'a number as a text',
      text.replace('"limit":10', '"limit":"10"'),
      'Nothing is converted: a limit is a number.',
    ),
    await unreadable(
      'a member twice, of which the first was signed',
      text.replace('"limit":10', '"limit":10,"limit":11'),
      'Of a member that comes twice the last one counts, and that was not signed.',
    ),
    await unreadable(
      'a member called __proto__',
      text.replace('"payload":{', '"payload":{"__proto__":{},'),
      'This name is not allowed anywhere in signed JSON.',
    ),
    await unreadable(
      'deeper than 32 levels',
      text.replace('"tags":[]', `"tags":${nested}`),
      'Signed JSON nests at most 32 levels.',
    ),
    await unreadable(
      'half a surrogate pair',
      text.replace('"cursor":null', '"cursor":"\\ud83c"'),
      'A lone surrogate has no UTF-8, so it cannot be signed.',
    ),
  ];
}
