import { type MediatorOptions, type RunningMediator, startMediator } from '../../support/start-mediator.ts';
import { PYTHON, pythonFile } from './python.ts';

/** Starts a mediator of the second implementation on loopback and waits until it answers. */
export function startPythonMediator(
  options: Pick<MediatorOptions, 'dataDir' | 'port'> = {},
): Promise<RunningMediator> {
  return startMediator({
    ...options,
    program: ({ port, dataDir, limitsFile }) => ({
      path: PYTHON ?? 'python3',
      args: [
        '-B',
        pythonFile('mediator.py'),
        '--port',
        String(port),
        '--data',
        dataDir,
        ...(limitsFile === null ? [] : ['--limits', limitsFile]),
      ],
    }),
  });
}
