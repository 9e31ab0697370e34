/**
 * The load generator of P7: sends prepared HTTP requests over kept-alive raw sockets, one in flight a connection,
 * so that its own cost is the same small one for every server measured.
 * Run as a child process with a job on standard input; prints the result as one line of JSON.
 */
import { connect, type Socket } from 'node:net';

/** What to send where; `bodies` are complete JSON texts, each sent once. */
export interface LoadJob {
  host: string;
  port: number;
  path: string;
  connections: number;
  bodies: string[];
}

/** Wall time of the whole job in ms, per-request latencies in ms, and how many answers were not 200. */
export interface LoadResult {
  elapsedMs: number;
  latenciesMs: number[];
  refused: number;
  firstRefusal: string | null;
}

const END = '\r\n\r\n';

function completeLength(text: string): number | null {
  const headEnd = text.indexOf(END);
  if (headEnd < 0) return null;
  const head = text.slice(0, headEnd).toLowerCase();
  const length = /content-length: *(\d+)/.exec(head)?.[1];
  if (length !== undefined) {
    const total = headEnd + END.length + Number(length);
    return text.length >= total ? total : null;
  }
  const chunkEnd = text.indexOf(`\r\n0${END}`, headEnd);
  return chunkEnd < 0 ? null : chunkEnd + 3 + END.length;
}

async function runConnection(
  job: LoadJob,
  take: () => string | undefined,
  result: LoadResult,
): Promise<void> {
  const socket: Socket = connect({ host: job.host, port: job.port, noDelay: true });
  socket.setEncoding('latin1');
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  await new Promise<void>((resolve, reject) => {
    let received = '';
    let startedAt = 0;
    const next = () => {
      const body = take();
      if (body === undefined) {
        socket.end();
        resolve();
        return;
      }
      startedAt = performance.now();
      socket.write(
        `POST ${job.path} HTTP/1.1\r\nhost: ${job.host}:${job.port}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
    };
    socket.on('data', (chunk: string) => {
      received += chunk;
      const length = completeLength(received);
      if (length === null) return;
      result.latenciesMs.push(performance.now() - startedAt);
      if (!received.startsWith('HTTP/1.1 200')) {
        result.refused += 1;
        result.firstRefusal ??= received.slice(0, 600);
      }
      received = received.slice(length);
      next();
    });
    socket.on('error', reject);
    next();
  });
}

/** Sends every body of the job once and measures each answer. */
async function load(job: LoadJob): Promise<LoadResult> {
  let index = 0;
  const take = () => job.bodies[index++];
  const result: LoadResult = { elapsedMs: 0, latenciesMs: [], refused: 0, firstRefusal: null };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: job.connections }, () => runConnection(job, take, result)));
  result.elapsedMs = performance.now() - startedAt;
  return result;
}

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
process.stdout.write(
  `${JSON.stringify(await load(JSON.parse(Buffer.concat(chunks).toString('utf8')) as LoadJob))}\n`,
);
