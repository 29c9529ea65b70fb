import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { S3 } from '@aws-sdk/client-s3';
import { seaweedfs } from '@/scripts/seaweedfs.mjs';
import { freePort } from './port';

const CREDENTIALS = { accessKeyId: 'sarovar', secretAccessKey: 'only for this test' };

/** Path of SeaweedFS's program; undefined, and the reason printed, where it cannot be had. Throws on CI. */
export function findSeaweedFs(): string | undefined {
  const found = seaweedfs();
  if ('weed' in found) return path.resolve(found.weed);
  if (process.env['CI'] === 'true') throw new Error(found.missing);
  console.warn(`Skipped: ${found.missing}`);
  return undefined;
}

/** One port for each service of the server; those that the tests do not need are switched off. */
async function arguments_(folder: string, ip: string, s3Port: number): Promise<string[]> {
  const ports: string[] = [];
  for (const service of ['master', 'volume', 'filer', 's3']) {
    if (service !== 's3') ports.push(`-${service}.port=${await freePort()}`);
    ports.push(`-${service}.port.grpc=${await freePort()}`);
  }
  return [
    'server',
    ...['-s3', `-s3.port=${s3Port}`, `-s3.config=${path.join(folder, 's3.json')}`],
    ...['-s3.port.iceberg=0', '-s3.port.lance=0'],
    ...[`-dir=${folder}`, `-ip=${ip}`, `-ip.bind=${ip}`, ...ports],
    ...['-master.volumeSizeLimitMB=64', '-volume.max=20', '-master.telemetry=false'],
  ];
}

/** A running server that takes signed requests only, with one bucket. */
export interface TestBucket {
  readonly bucket: string;
  readonly endpoint: string;
  /** The AWS SDK's variables with which a process reaches it. */
  readonly env: Readonly<Record<string, string>>;
  /** A client of the test's own. */
  readonly s3: S3;
  stop(): Promise<void>;
}

/** Starts SeaweedFS's program on `ip` and makes a bucket, which it can as soon as all its services know each other. */
export async function startSeaweedFs(weed: string, ip = '127.0.0.1'): Promise<TestBucket> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sarovar-s3-'));
  const { accessKeyId: accessKey, secretAccessKey: secretKey } = CREDENTIALS;
  const owner = {
    name: 'sarovar',
    credentials: [{ accessKey, secretKey }],
    actions: ['Admin', 'Read', 'List', 'Tagging', 'Write'],
  };
  await writeFile(path.join(folder, 's3.json'), JSON.stringify({ identities: [owner] }));
  const port = await freePort();
  const child = spawn(weed, await arguments_(folder, ip, port), {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (text: Buffer) => {
    log = `${log}${text.toString()}`.slice(-4000);
  });
  const ended = once(child, 'exit');
  const endpoint = `http://${ip}:${port}`;
  const region = 'us-east-1';
  const s3 = new S3({ endpoint, region, credentials: CREDENTIALS, forcePathStyle: true });
  const stop = async () => {
    s3.destroy();
    child.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const bucket = 'pictures';
  const until = Date.now() + 60_000;
  for (;;) {
    try {
      await s3.createBucket({ Bucket: bucket });
      await s3.putObject({ Bucket: bucket, Key: 'ready', Body: 'ready' });
      break;
    } catch (cause) {
      if (child.exitCode === null && Date.now() < until) {
        await new Promise((resolve) => setTimeout(resolve, 200));
        continue;
      }
      await stop();
      throw new Error(`SeaweedFS did not start:\n${log}`, { cause });
    }
  }
  const env = {
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKey,
    AWS_SECRET_ACCESS_KEY: secretKey,
  };
  return { bucket, endpoint, env, s3, stop };
}
