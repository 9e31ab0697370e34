import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/build-extension.ts';

it('npm start walks through the whole life of a relationship and of a message to a wallet', {
  timeout: 900_000,
}, async () => {
  const child = spawn(process.execPath, [join(projectRoot, 'scripts/start.ts'), '--walkthrough'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(output).toMatch(/^walkthrough: [1-9]\d* steps passed, 0 failed$/m);
  expect(code).toBe(0);
});
