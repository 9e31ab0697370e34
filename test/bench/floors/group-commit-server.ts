/**
 * The floor of P7: Node's HTTP server, JSON.parse, one Ed25519 verification and one durable insert a request,
 * many requests to one fsync. It does what no mediator can do without, and nothing else.
 * Run as a child process: `node group-commit-server.ts <database file> <public key, hex SPKI>`; prints its port.
 */
import { createPublicKey, verify } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import { DatabaseSync } from 'node:sqlite';

const [file, spki] = process.argv.slice(2);
if (file === undefined || spki === undefined)
  throw new Error('usage: group-commit-server.ts <file> <spki hex>');

const publicKey = createPublicKey({ key: Buffer.from(spki, 'hex'), format: 'der', type: 'spki' });
const database = new DatabaseSync(file);
database.exec(
  'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE events (id TEXT PRIMARY KEY, payload TEXT NOT NULL, at INTEGER NOT NULL)',
);
const insert = database.prepare('INSERT OR IGNORE INTO events (id, payload, at) VALUES (?, ?, ?)');

let waiting: { id: string; payload: string; response: ServerResponse }[] = [];

function commit(): void {
  const batch = waiting;
  waiting = [];
  database.exec('BEGIN');
  for (const { id, payload } of batch) insert.run(id, payload, Date.now());
  database.exec('COMMIT');
  for (const { id, response } of batch) {
    const body = JSON.stringify({ type: 'SUCCESS', payload: { event_id: id }, timestamp: Date.now() });
    response
      .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
      .end(body);
  }
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const text = Buffer.concat(chunks).toString('utf8');
    const command = JSON.parse(text) as {
      payload: { id: string; payload: string };
      signed: string;
      signature: string;
    };
    if (!verify(null, Buffer.from(command.signed), publicKey, Buffer.from(command.signature, 'base64'))) {
      response.writeHead(401).end();
      return;
    }
    if (waiting.length === 0) setImmediate(commit);
    waiting.push({ id: command.payload.id, payload: command.payload.payload, response });
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.stdout.write(`${address.port}\n`);
});
process.on('SIGTERM', () => server.close(() => process.exit(0)));
