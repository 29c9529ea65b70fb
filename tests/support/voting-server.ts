import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { z } from 'zod';
import { startArenaServer } from '../load/arena-server';
import { fill } from '../load/fill';
import { launchBrowser } from './browser';

const PROMPTS = 8;

/** A server with prompts to vote on, a browser to do so, and how to see what came of it. */
export async function startVoting() {
  const folder = await mkdtemp(path.join(tmpdir(), 'sarovar-voting-page-'));
  await chmod(folder, 0o777);
  const server = await startArenaServer('pglite', folder, (url) => fill(url, folder, PROMPTS));
  const client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
  const browser = await launchBrowser();
  const errors: string[] = [];
  return {
    url: server.url,
    browser,
    async visit(options: BrowserContextOptions = {}, at = '/vote'): Promise<Page> {
      const page = await (await browser.newContext(options)).newPage();
      page.on('pageerror', (error) => errors.push(error.message));
      page.setDefaultTimeout(60_000);
      await page.goto(`${server.url}${at}`);
      return page;
    },
    /** Paints so many more prompts for the arena. */
    paint: (prompts: number) => fill(server.databaseUrl, folder, prompts),
    /** How many votes are stored. */
    async stored(): Promise<number> {
      const { rows } = await client.query('SELECT count(*)::int AS count FROM "Vote"');
      return z.tuple([z.object({ count: z.number() })]).parse(rows)[0].count;
    },
    /** Ends all of it; no page may have failed. */
    async stop() {
      await browser.close();
      await client.end();
      await server.kill();
      await rm(folder, { recursive: true, force: true });
      expect(errors).toEqual([]);
    },
  };
}

/** The bodies of what arrives from now on. */
export function sent(page: Page, mutation: string): string[] {
  const bodies: string[] = [];
  page.on('requestfinished', (request) => {
    const body = request.postData();
    if (body?.includes(`${mutation}(`)) bodies.push(body);
  });
  return bodies;
}
