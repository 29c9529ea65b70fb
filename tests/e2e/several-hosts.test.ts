import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { encodeGlobalID } from '@pothos/plugin-relay';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sha256 } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { freePort } from '../support/port';
import { startOwnDatabase } from '../support/servers';
import { modelsFolder } from '../support/models-folder';
import { startNetwork, whyNoHosts, type Host } from '../support/network';
import { findSeaweedFs, startSeaweedFs, type TestBucket } from '../support/seaweedfs';
import { usualModels } from '../support/painting';
import { endWorker, startWorker, until } from '../support/worker';

const weed = findSeaweedFs();
const why = weed ? whyNoHosts() : 'There is no bucket.';
if (why) console.warn(`Skipped: ${why}`);

/** Long enough to be killed in the middle. */
const STEPS = 100;

describe.skipIf(why)(
  'two hosts with other models, one database, one bucket, one web server',
  () => {
    const undo: (() => unknown)[] = [];
    let url: string;
    let bucket: TestBucket;
    let hosts: readonly Host[];
    let shared: Record<string, string>;
    const folders = new Map<string, string>();
    const workers = new Map<string, ChildProcess>();

    /** A disk of each process's own: nothing can go from one to the other over it. */
    const disk = (name: string) => path.join(process.env['DATA_DIR'] ?? '', name);

    async function startOn({ name, within }: Host): Promise<ChildProcess> {
      const own = { DATA_DIR: disk(name), MODELS_DIR: folders.get(name) ?? '' };
      const worker = await startWorker({ ...shared, ...own }, within);
      workers.set(name, worker);
      return worker;
    }

    beforeAll(async () => {
      const network = startNetwork('sur', 'ella');
      undo.push(() => network.stop());
      hosts = network.hosts;
      process.env['TEST_DATABASE'] = 'postgres';
      undo.push(await startOwnDatabase({ address: network.address }));
      bucket = await startSeaweedFs(weed ?? '', network.address);
      undo.push(() => bucket.stop());
      shared = { ...bucket.env, BLOBS: 's3://pictures/cluster' };
      folders.set('sur', await modelsFolder('sarovar-64', 'sarovar-64-sur-kl'));
      folders.set(
        'ella',
        await modelsFolder('sarovar-64', 'sarovar-64-ella', 'smollm2-135m-instruct'),
      );
      for (const folder of folders.values()) undo.push(() => rm(folder, { recursive: true }));
      for (const host of hosts) await startOn(host);
      undo.push(async () => {
        for (const worker of workers.values()) await endWorker(worker, 'SIGTERM');
      });

      const port = await freePort();
      url = `http://${network.address}:${port}`;
      const own = {
        DATA_DIR: disk('web'),
        HOST: network.address,
        HOSTS: network.address,
        PORT: String(port),
      };
      const web = spawn(process.execPath, ['scripts/start.mjs', 'web'], {
        env: { ...process.env, ...shared, ...own },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      undo.push(() => endWorker(web, 'SIGTERM'));
      await until(async () => {
        if (web.exitCode !== null) throw new Error(`The web server ended with ${web.exitCode}.`);
        return (await fetch(`${url}/icon.svg`).catch(() => undefined))?.ok ? true : undefined;
      });
    }, 600_000);

    afterAll(async () => {
      for (const step of undo.reverse()) await step();
    });

    async function ask<T>(query: string, shape: z.ZodType<T>, variables: object = {}): Promise<T> {
      const response = await fetch(`${url}/api/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      return z.object({ data: shape }).parse(await response.json()).data;
    }

    test('each host says what it has, and the web server everything', async () => {
      const html = await (await fetch(`${url}/status`)).text();
      expect(html).toContain('Sarovar 64: vanilla, sur-kl');
      expect(html).toMatch(/Sarovar 64: vanilla, ella[^;<]*; writes longer prompts/);
    });

    test('a comparison is painted by whoever has its models, through a kill -9 of one of them', async () => {
      const models = await usualModels();
      const input = {
        prompt: 'three red balloons',
        seeds: ['1', '2'],
        steps: STEPS,
        modelIds: models.map(({ id }) => encodeGlobalID('Model', id)),
      };
      const { compare } = await ask(
        `mutation ($input: CompareInput!) { compare(input: $input) { ... on Comparison { key } } }`,
        z.object({ compare: z.object({ key: z.string() }) }),
        { input },
      );
      const rows = () =>
        prisma().generation.findMany({
          where: { comparisonId: compare.key },
          include: { model: true },
        });
      const byElla = async () => (await rows()).filter(({ model }) => model.name === 'ella');
      await until(async () =>
        (await byElla()).some((row) => row.currentStep > 0) ? true : undefined,
      );
      const [victim] = hosts.filter(({ name }) => name === 'ella');
      const worker = workers.get('ella');
      if (!victim || !worker) throw new Error('There is nobody to be killed.');
      await endWorker(worker, 'SIGKILL');
      expect((await byElla()).map(({ status }) => status)).toEqual(['RUNNING', 'RUNNING']);
      await startOn(victim);

      const done = await until(async () => {
        const all = await rows();
        return all.every(({ finishedAt }) => finishedAt) ? all : undefined;
      });
      expect(done).toHaveLength(2 * models.length);
      const painters = new Map<string, Set<string | null>>();
      for (const { model, status, error, attempts, workerId, imageSha256 } of done) {
        expect([model.name, status, error]).toEqual([model.name, 'SUCCEEDED', null]);
        if (model.name === 'sur-kl') expect(attempts).toBe(1);
        if (model.name === 'ella') expect(attempts).toBe(2);
        painters.set(model.name, (painters.get(model.name) ?? new Set()).add(workerId));
        const response = await fetch(`${url}/i/${imageSha256 ?? ''}.png`);
        expect(sha256(new Uint8Array(await response.arrayBuffer()))).toBe(imageSha256);
      }
      expect(painters.get('sur-kl')).not.toEqual(painters.get('ella'));
    }, 600_000);

    test('the pictures went over the bucket, and over nothing else', async () => {
      const { Contents = [] } = await bucket.s3.listObjectsV2({ Bucket: bucket.bucket });
      const keys = Contents.map(({ Key = '' }) => Key).filter((key) => key.startsWith('cluster/'));
      const stored = await prisma().generation.findMany({ where: { status: 'SUCCEEDED' } });
      for (const { imageSha256 } of stored) {
        expect(keys).toContainEqual(expect.stringContaining(imageSha256 ?? ''));
      }
      for (const name of ['sur', 'ella', 'web']) {
        expect(existsSync(path.join(disk(name), 'blobs'))).toBe(false);
      }
    });
  },
);
