import { at } from '@/lib/at';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg';
import { MIGRATIONS, readMigrations } from '@/lib/store/migrate';
import { commandLine } from './command-line.mjs';
import { servePglite } from './pglite-server.mjs';

const ONE_BYTE = ['constraint_type', 'confdeltype', 'confupdtype'];

/** The schema engine replays migrations in a "shadow" database: here an empty one in memory. */
class InMemory extends PrismaPg {
  override async connect() {
    const connection = await super.connect();
    const queryRaw = connection.queryRaw.bind(connection);

    // The engine reads columns of PostgreSQL's internal one-byte "char" type, which the adapter lacks.
    connection.queryRaw = async (query) => {
      const sql = query.sql
        .replace('constr.contype AS', 'constr.contype::text AS')
        .replace(/\bcon\.(confdeltype|confupdtype),/g, 'con.$1::text AS $1,');
      const result = await queryRaw({ ...query, sql });
      const columnTypes = result.columnTypes.map((type, i) =>
        ONE_BYTE.includes(at(result.columnNames, i)) ? ColumnTypeEnum.Character : type,
      );
      return { ...result, columnTypes };
    };
    return connection;
  }

  override connectToShadowDb() {
    return this.connect();
  }
}

/** Prisma's schema engine. Node 20 cannot import a .wasm file, so it is handed its module here. */
async function loadEngine() {
  const script = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = await readFile(new URL(script.replace(/\.js$/, '.wasm')));
  const { instance } = await WebAssembly.instantiate(bytes, {
    './schema_engine_bg.js': engineModule,
  });
  engineModule.__wbg_set_wasm(instance.exports);
  const begin = instance.exports['__wbindgen_start'];
  if (typeof begin === 'function') Reflect.apply(begin, undefined, []);
  return engineModule.SchemaEngine;
}

/** The SQL that leads from the committed migrations to prisma/schema.prisma; '' when they agree. */
async function difference(): Promise<string> {
  const database = await PGlite.create();
  const server = await servePglite(database);
  const adapter = new InMemory(server.url, { schema: 'public' });
  const path = 'prisma/schema.prisma';
  const content = await readFile(path, 'utf8');
  const filters = { externalTables: [], externalEnums: [] };
  try {
    const SchemaEngine = await loadEngine();
    const engine = await SchemaEngine.new(
      { datamodels: [[path, content]] },
      () => undefined,
      bindMigrationAwareSqlAdapterFactory(adapter),
    );
    const migrationDirectories = (await readMigrations()).map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
    }));
    const { exitCode, stdout } = await engine.diff({
      from: {
        tag: 'migrations',
        baseDir: MIGRATIONS,
        lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
        shadowDbInitScript: '',
        migrationDirectories,
      },
      to: { tag: 'schemaDatamodel', files: [{ path, content }] },
      script: true,
      exitCode: true,
      filters,
    });
    engine.free();
    return exitCode === 2 ? (stdout ?? '') : '';
  } finally {
    await server.close();
    await database.close();
  }
}

const { values, positionals } = commandLine(
  `npm run db:migrate:new -- add_enrichment_score   write a migration of that name, from what schema.prisma has and they lack
npm run db:drift                                 say whether they agree, and write nothing`,
  { allowPositionals: true, options: { check: { type: 'boolean' } } },
);
const [name] = positionals;
const sql = await difference();
if (values.check) {
  if (sql) {
    console.error(`prisma/schema.prisma and prisma/migrations differ by:\n${sql}`);
    console.error('Run `npm run db:migrate:new -- <name>` and commit what it writes.');
    process.exit(2);
  }
  console.log('prisma/schema.prisma and prisma/migrations agree.');
} else if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error('Say what the migration does: npm run db:migrate:new -- add_enrichment_score');
  process.exit(1);
} else if (!sql) {
  console.log('Nothing to migrate: prisma/schema.prisma and prisma/migrations agree.');
} else {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = `${MIGRATIONS}/${stamp}_${name}`;
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/migration.sql`, sql);
  await writeFile(`${MIGRATIONS}/migration_lock.toml`, 'provider = "postgresql"\n');
  console.log(`Wrote ${folder}/migration.sql (${(await readdir(MIGRATIONS)).length - 1} in all).`);
}
process.exit(0);
