import { createMediator, type Mediator } from './create-mediator.ts';
import { createLog } from './platform/log.ts';
import { readSettings, type Settings } from './settings/settings.ts';

// Whoever starts a mediator reads these lines; logs go to standard error.
const DID_LINE = 'mediator did: ';
const PORT_LINE = 'mediator port: ';
const URL_LINE = 'mediator url: ';

async function main(): Promise<void> {
  // Everything in DATA_DIR is the owner's alone.
  process.umask(0o077);
  const settings = orExit(() => readSettings(process.env));
  // It is in the settings now; nothing that reads the environment later shall find it.
  delete process.env.ANCHOR_PRIVATE_KEY;
  const log = createLog(settings.logLevel);
  const mediator = await createMediator(settings, log);
  const lines = [DID_LINE + mediator.did, PORT_LINE + mediator.port, URL_LINE + mediator.url];
  process.stdout.write(`${lines.join('\n')}\n`);
  log.info({ port: mediator.port }, 'started');
  process.once('SIGTERM', () => stop(mediator));
  process.once('SIGINT', () => stop(mediator));

  function stop(running: Mediator): void {
    running.stop().then(
      () => log.info('stopped'),
      (err) => {
        log.error({ err }, 'stopping failed');
        process.exitCode = 1;
      },
    );
  }
}

function orExit(read: () => Settings): Settings {
  try {
    return read();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(
    `the mediator cannot start: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
});
