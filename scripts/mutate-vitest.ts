// What `npm run mutate` runs against each changed line: the pure tests alone.
import { defineConfig } from 'vitest/config';
import { UNIT } from '../vitest.config';

export default defineConfig(UNIT);
