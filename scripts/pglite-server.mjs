// Serves one PGlite to any number of ordinary PostgreSQL clients, which share its single session.
import { createServer } from 'node:net';

const SSL_REQUEST = 80877103;
const CANCEL_REQUEST = 80877102;

/** Messages after which a client waits for an answer: Query, Sync, Flush and FunctionCall. */
const ENDS_BATCH = new Set(Buffer.from('QSHF'));
const TERMINATE = 'X'.charCodeAt(0);
const QUERY = 'Q'.charCodeAt(0);

/** What a server says of its own accord, to whoever listens. */
const NOTIFICATION = 'A'.charCodeAt(0);
const LISTEN = /^\s*LISTEN\s/i;

/**
 * Cuts what a client sends into batches that must not be torn apart. Between two messages of one
 * batch the session holds a client's unnamed statement, and after an error it skips everything up
 * to the next Sync: another client's message must come at neither time.
 */
class Batches {
  #rest = Buffer.alloc(0);
  #batch = /** @type {Buffer[]} */ ([]);
  #started = false;

  /**
   * @param {Buffer} data
   * @returns {Generator<'ssl' | 'end' | Buffer>}
   */
  *read(data) {
    this.#rest = Buffer.concat([this.#rest, data]);
    for (;;) {
      const header = this.#started ? 1 : 0;
      if (this.#rest.length < header + 4) return;
      const length = header + this.#rest.readInt32BE(header);
      if (this.#rest.length < length) return;
      const message = this.#rest.subarray(0, length);
      this.#rest = this.#rest.subarray(length);
      if (!this.#started) {
        const code = message.readInt32BE(4);
        if (code === SSL_REQUEST) yield 'ssl';
        else if (code === CANCEL_REQUEST) yield 'end';
        else {
          this.#started = true;
          yield message;
        }
        continue;
      }
      const type = message.readUInt8(0);
      if (type === TERMINATE) yield 'end';
      this.#batch.push(message);
      if (!ENDS_BATCH.has(type)) continue;
      yield Buffer.concat(this.#batch);
      this.#batch = [];
    }
  }
}

/**
 * Cuts what the database answers into messages, and tells notifications from the rest: in its single session they reach
 * whoever notifies, instead of those who listen.
 */
class Answers {
  #rest = Buffer.alloc(0);

  /**
   * @param {Uint8Array} data
   * @returns {{ answer: Buffer, notifications: Buffer }}
   */
  read(data) {
    const bytes = Buffer.concat([this.#rest, data]);
    const answer = /** @type {Buffer[]} */ ([]);
    const notifications = /** @type {Buffer[]} */ ([]);
    let at = 0;
    while (bytes.length >= at + 5) {
      const end = at + 1 + bytes.readInt32BE(at + 1);
      if (bytes.length < end) break;
      (bytes[at] === NOTIFICATION ? notifications : answer).push(bytes.subarray(at, end));
      at = end;
    }
    this.#rest = bytes.subarray(at);
    return { answer: Buffer.concat(answer), notifications: Buffer.concat(notifications) };
  }
}

/**
 * Begins to listen on the loopback interface. A client's transaction keeps the others waiting; a
 * client that goes away in one has it rolled back. Whoever sends LISTEN hears every NOTIFY, of whatever channel.
 * @param {import('@electric-sql/pglite').PGlite} lite
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function servePglite(lite) {
  /** @typedef {import('node:net').Socket} Socket */
  /** @type {{ socket: Socket, bytes: Buffer }[]} */
  const waiting = [];
  const sockets = /** @type {Set<Socket>} */ (new Set());
  const listening = /** @type {Set<Socket>} */ (new Set());
  let holder = /** @type {Socket | undefined} */ (undefined);
  let working = Promise.resolve();
  let busy = false;
  let closing = false;

  /** @param {{ socket: Socket, bytes: Buffer }} job */
  async function run({ socket, bytes }) {
    if (bytes[0] === QUERY && LISTEN.test(bytes.toString('utf8', 5))) listening.add(socket);
    const answers = new Answers();
    await lite.runExclusive(() =>
      lite.execProtocolRawStream(bytes, {
        onRawData: (data) => {
          const { answer, notifications } = answers.read(data);
          if (socket.writable) socket.write(answer);
          if (notifications.length === 0) return;
          for (const listener of listening) if (listener.writable) listener.write(notifications);
        },
      }),
    );
    holder = lite.isInTransaction() ? socket : undefined;
  }

  async function work() {
    for (;;) {
      if (holder?.destroyed) {
        await lite.exec('ROLLBACK');
        holder = undefined;
      }
      const at = holder ? waiting.findIndex(({ socket }) => socket === holder) : 0;
      const job = at < 0 ? undefined : waiting.splice(at, 1)[0];
      if (!job) return;
      if (!job.socket.destroyed) await run(job).catch(() => job.socket.destroy());
    }
  }

  function wake() {
    if (busy || closing) return;
    busy = true;
    working = work().finally(() => {
      busy = false;
    });
  }

  const server = createServer((socket) => {
    const batches = new Batches();
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('data', (data) => {
      for (const part of batches.read(Buffer.from(data))) {
        if (part === 'ssl') socket.write('N');
        else if (part === 'end') socket.end();
        else waiting.push({ socket, bytes: part });
      }
      wake();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      listening.delete(socket);
      wake();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres?sslmode=disable`,
    close: async () => {
      closing = true;
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
      await working;
    },
  };
}
