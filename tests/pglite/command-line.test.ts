import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

async function said(script: string, ...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', `scripts/${script}`, ...args]);
  const [out, err] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { out, err, status: child.exitCode };
}

test.each(['start.mjs', 'test.mjs', 'cuda.mjs', 'price-of-a-rank.ts', 'bench-paint.ts'])(
  '%s helps, and says in one sentence that there is no such option',
  async (script) => {
    const [help, wrong] = await Promise.all([
      said(script, '--help'),
      said(script, '--no-such-option'),
    ]);
    expect(help).toMatchObject({ err: '', status: 0 });
    expect(help.out.length).toBeGreaterThan(100);
    expect(wrong).toEqual({
      out: '',
      err: "Unknown option '--no-such-option'. --help says what there is.\n",
      status: 64,
    });
  },
);

test('what is no whole number is said before anything begins', async () => {
  expect(await said('bench-paint.ts', '--steps', 'many')).toEqual({
    out: '',
    err: '--steps takes a whole number from 1 on, and not “many”.\n',
    status: 64,
  });
});
