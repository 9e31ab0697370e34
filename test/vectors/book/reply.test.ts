import type { JsonValue } from '../../../lib/crypto/canonical.ts';
import { type CommandType, parseReply } from '../../../lib/protocol/commands.ts';
import type { Members } from '../../../scripts/vectors/support/vector-file.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

runVectors<{ command: CommandType; reply: JsonValue }>('reply', {
  read({ command, reply }) {
    return { output: { ...parseReply(command, reply) } as Members };
  },
});
