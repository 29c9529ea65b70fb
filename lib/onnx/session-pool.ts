import { totalmem } from 'node:os';
import { ModelFolderError } from './errors';
import { OnnxSession } from './session';
import { NativeSession, saysOutOfMemory } from './native-session';
import type { Device } from './runtime';
import { areUnchanged, type Weights } from './weights';

/** When sessions that nobody holds are closed. */
export interface MemoryRule {
  /** The share of the memory that the weights of open sessions may take. */
  readonly share: number;
  /** How long a session must have been unused to be closed when the machine runs short. */
  readonly idleMs: number;
}

export const DEFAULT_RULE: MemoryRule = { share: 0.5, idleMs: 600_000 };

/** The machine runs short when less than this share of its memory is to be had. */
const SHORT_BELOW = 0.25;

/** How often it is looked whether the machine runs short, at most. */
const LOOK_EVERY_MS = 30_000;

/** Bytes that this process may use, and that are to be had now: the container's, where there is a limit. */
function machineMemory(): { total: number; available: number } {
  const limit = process.constrainedMemory() || Infinity;
  return { total: Math.min(totalmem(), limit), available: process.availableMemory() };
}

/** An open session that its holder may use until it releases it. */
export interface Lease {
  readonly session: NativeSession;
  /** Gives it back; the pool keeps it open for the next, or closes it. Again does nothing. */
  readonly release: () => void;
}

/** Where sessions come from: the pool, or a piece of work that holds what it opens. */
export interface Sessions {
  /** Opens the session of some weights, unless it is open. Rejects with ModelFolderError or DeviceError. */
  readonly open: (weights: Weights) => Promise<OnnxSession>;
  /** Runs `work`, such as a batch; what it opens stays leased until it ends, and what holds it has ended, too. */
  readonly hold: <T>(work: (sessions: Sessions) => Promise<T>) => Promise<T>;
}

/** How sessions are opened: by whom, and on what. */
export interface Runtime {
  readonly sessions: Sessions;
  readonly device: Device;
  /** Intra-op threads on the CPU; 0 for as many as there are. */
  readonly threads: number;
}

interface Entry {
  readonly key: string;
  readonly weights: Weights;
  readonly opening: Promise<NativeSession>;
  leases: number;
  usedAt: number;
}

/**
 * The one owner of a process's ONNX sessions. Equal weights on one device are opened once and shared. A session that
 * is leased is never closed. One that nobody holds stays open for the next, until
 * - another is to be opened, and the weights of all on that device would exceed the rule's share of memory: then
 *   those used longest ago are closed until it fits;
 * - the device says that it has too little memory: then all that nobody holds are closed, and it is tried once more;
 * - it was unused for the rule's time, and the machine runs short.
 */
export class SessionPool implements Sessions {
  readonly #entries = new Map<string, Entry>();
  readonly #rule: MemoryRule;
  readonly #memory: typeof machineMemory;
  readonly #timer: NodeJS.Timeout;
  #closed = false;
  #onRelease: () => void = () => undefined;
  #busyMs = 0;

  constructor(rule: MemoryRule = DEFAULT_RULE, memory = machineMemory) {
    this.#rule = rule;
    this.#memory = memory;
    this.#timer = setInterval(
      () => void this.#closeUnused(),
      Math.min(LOOK_EVERY_MS, Math.max(1, rule.idleMs)),
    ).unref();
  }

  /** How many sessions are open, how many of them are leased, and the bytes of their weights. */
  get size(): { readonly open: number; readonly leased: number; readonly bytes: number } {
    const entries = [...this.#entries.values()];
    return {
      open: entries.length,
      leased: entries.filter(({ leases }) => leases > 0).length,
      bytes: entries.reduce((sum, { weights }) => sum + weights.bytes, 0),
    };
  }

  /** Milliseconds spent inside ONNX Runtime so far, by all sessions together. */
  get busyMs(): number {
    return this.#busyMs;
  }

  /**
   * Leases the session of `weights`, which is opened if it is not. A failure is not remembered. Rejects with
   * ModelFolderError or DeviceError.
   */
  async acquire(weights: Weights): Promise<Lease> {
    if (this.#closed) throw new Error(`The pool is closed; ${weights.label} cannot be opened.`);
    const key = `${weights.device} ${weights.threads}\n${weights.stamp}`;
    const entry = this.#entries.get(key) ?? this.#begin(key, weights);
    // From here on it counts as leased, so that nothing closes it while it is awaited.
    entry.leases += 1;
    const session = await entry.opening;
    let held = true;
    return {
      session,
      release: () => {
        if (!held) return;
        held = false;
        entry.leases -= 1;
        entry.usedAt = performance.now();
        this.#onRelease();
      },
    };
  }

  async open(weights: Weights): Promise<OnnxSession> {
    const { session, release } = await this.acquire(weights);
    release();
    return this.#lent(weights, session);
  }

  async hold<T>(work: (sessions: Sessions) => Promise<T>): Promise<T> {
    const leases: Lease[] = [];
    let ended = false;
    const open = async (weights: Weights) => {
      const lease = await this.acquire(weights);
      leases.push(lease);
      // Of several that are opened at once one may fail, and end the work before the others are there.
      if (ended) lease.release();
      return this.#lent(weights, lease.session);
    };
    const held: Sessions = { open, hold: (inner) => (ended ? this.hold(inner) : inner(held)) };
    try {
      return await work(held);
    } finally {
      ended = true;
      for (const { release } of leases) release();
    }
  }

  /** Closes every session, those that are leased once they are released. Nothing can be opened any more. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    for (;;) {
      const released = new Promise<void>((resolve) => (this.#onRelease = resolve));
      await this.#closeIdle();
      if (this.#entries.size === 0) return;
      await released;
    }
  }

  #begin(key: string, weights: Weights): Entry {
    const opening = Promise.resolve().then(() => this.#open(weights));
    const entry = { key, weights, opening, leases: 0, usedAt: performance.now() };
    this.#entries.set(key, entry);
    opening.catch(() => {
      this.#entries.delete(key);
      this.#onRelease();
    });
    return entry;
  }

  async #open(weights: Weights): Promise<NativeSession> {
    const { device, label } = weights;
    const most = this.#rule.share * this.#memory().total;
    await this.#closeIdle((entry) => entry.weights.device === device && this.#bytes(device) > most);
    const session = await this.#orWithMoreRoom(device, () => NativeSession.open(weights));
    if (await areUnchanged(weights)) return session;
    await session.close();
    throw new ModelFolderError(`${label} changed while it was being opened; try again.`);
  }

  /** What leases its session for each run, so that nobody has to close it. */
  #lent(weights: Weights, ports: NativeSession): OnnxSession {
    return new OnnxSession(weights, ports, async (use) => {
      const { session, release } = await this.acquire(weights);
      const begun = performance.now();
      try {
        return await this.#orWithMoreRoom(weights.device, () => use(session));
      } finally {
        this.#busyMs += performance.now() - begun;
        release();
      }
    });
  }

  /** Does it once more when memory was short and there was something to close. */
  async #orWithMoreRoom<T>(device: Device, attempt: () => Promise<T>): Promise<T> {
    try {
      return await attempt();
    } catch (error) {
      if (!saysOutOfMemory(error)) throw error;
      const closed = await this.#closeIdle(({ weights }) => weights.device === device);
      if (closed === 0) throw error;
      return attempt();
    }
  }

  /** Bytes of the weights that are open, or are being opened, on `device`. */
  #bytes(device: Device): number {
    const own = [...this.#entries.values()].filter(({ weights }) => weights.device === device);
    return own.reduce((sum, { weights }) => sum + weights.bytes, 0);
  }

  /** Closes what nobody holds, the one used longest ago first, as far as `which` says. Returns how many. */
  async #closeIdle(which: (entry: Entry) => boolean = () => true): Promise<number> {
    for (let closed = 0; ; closed += 1) {
      // Looked for anew each time: while one was closed another may have been leased.
      const [oldest] = [...this.#entries.values()]
        .filter((entry) => entry.leases === 0 && which(entry))
        .sort((a, b) => a.usedAt - b.usedAt);
      if (!oldest) return closed;
      this.#entries.delete(oldest.key);
      await (await oldest.opening).close();
    }
  }

  async #closeUnused(): Promise<void> {
    const { total, available } = this.#memory();
    const isShort =
      available < SHORT_BELOW * total ||
      [...this.#entries.values()].some(
        ({ weights: { device } }) => this.#bytes(device) > this.#rule.share * total,
      );
    if (!isShort) return;
    const before = performance.now() - this.#rule.idleMs;
    await this.#closeIdle(({ usedAt }) => usedAt <= before);
  }
}
