// `npm run integrity`: who votes as no honest voter would, and what becomes of their votes.
import { liftQuarantine, quarantineLog, quarantineSuspicious } from '@/lib/arena/quarantine';
import { closeDatabase } from '@/lib/store/database';
import { useRunningDatabase } from './running-database';
import { commandLine } from './command-line.mjs';

const HELP = `npm run integrity                                  set suspicious voters aside, and say who
npm run integrity -- --log                         who is or was set aside, and why
npm run integrity -- --lift VOTER --because TEXT   let their votes count again, for good

Works on the Sarovar that runs on DATA_DIR, or on DATABASE_URL. VOTER is the name in the exported votes. A worker checks every ten minutes.`;

async function main(): Promise<string> {
  const { values } = commandLine(HELP, {
    options: {
      log: { type: 'boolean' },
      lift: { type: 'string' },
      because: { type: 'string' },
    },
  });
  const { lift, because } = values;
  await useRunningDatabase();
  if (lift !== undefined) {
    if (!because) throw new Error('Say why, with --because.');
    if (!(await liftQuarantine(lift, because))) throw new Error(`${lift} is not set aside.`);
    return `The votes of ${lift} count again.`;
  }
  if (values.log) return (await quarantineLog()).map((row) => JSON.stringify(row)).join('\n');
  const found = await quarantineSuspicious();
  const lines = found.map(
    ({ voter, votes, reasons }) =>
      `${voter} (${votes} votes): ${reasons.map(({ detail }) => detail).join('; ')}`,
  );
  return [...lines, `${found.length} newly set aside.`].join('\n');
}

try {
  console.log(await main());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await closeDatabase();
}
