import { fileURLToPath } from 'node:url';
import { defineConfig } from 'prisma/config';

// Prisma's command line downloads its schema engine before every command, also before those that do
// not use it. Naming an existing file instead lets them work without a connection.
const withoutEngine = ['generate', 'validate', 'format'];
if (process.argv.some((argument) => withoutEngine.includes(argument))) {
  process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= fileURLToPath(import.meta.url);
}

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
});
