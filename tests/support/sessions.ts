import { afterAll } from 'vitest';
import { SessionPool, type Runtime } from '@/lib/onnx/session-pool';

/** Sessions on the CPU for the tests of one file, closed after them. */
export function onCpu(threads: number): Runtime {
  const sessions = new SessionPool();
  afterAll(() => sessions.close());
  return { sessions, device: 'cpu', threads };
}
