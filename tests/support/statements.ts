import pg from 'pg';

/** A statement as this process sent it. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

let sent: Statement[] = [];
let rows = 0;
let listening = false;

function method(of: object, name: string) {
  const found: unknown = Reflect.get(of, name);
  if (typeof found !== 'function') throw new Error(`pg has no ${name}.`);
  return found;
}

function statementIn([first, second]: readonly unknown[]): Statement | undefined {
  const inOne = typeof first === 'object' && first !== null ? first : { text: first };
  const text = 'text' in inOne ? inOne.text : undefined;
  if (typeof text !== 'string') return undefined;
  const given = 'values' in inOne && inOne.values !== undefined ? inOne.values : second;
  return { text, values: Array.isArray(given) ? given : [] };
}

/** Notes every statement that this process sends to a database, BEGIN and COMMIT, too, and counts what it reads. */
function listen(): void {
  const query = new Proxy(method(pg.Client.prototype, 'query'), {
    apply(target, client: unknown, given: unknown[]): unknown {
      const statement = statementIn(given);
      if (statement) sent.push(statement);
      const result: unknown = Reflect.apply(target, client, given);
      return result;
    },
  });
  Reflect.set(pg.Client.prototype, 'query', query);
  const addRow = new Proxy(method(pg.Result.prototype, 'addRow'), {
    apply(target, result: unknown, given: unknown[]): unknown {
      rows += 1;
      const added: unknown = Reflect.apply(target, result, given);
      return added;
    },
  });
  Reflect.set(pg.Result.prototype, 'addRow', addRow);
  listening = true;
}

/** What `work` comes to, and the statements that this process sends to its database meanwhile, and how many rows it reads. */
export async function sentBy<T>(work: () => Promise<T>) {
  if (!listening) listen();
  sent = [];
  rows = 0;
  const result = await work();
  return { result, statements: [...sent], rows };
}

/** What `work` comes to, and how the statements begin that this process sends to its database meanwhile. */
export async function statementsOf<T>(work: () => Promise<T>): Promise<readonly [T, string[]]> {
  const { result, statements } = await sentBy(work);
  return [result, statements.map(({ text }) => text.replace(/\s+/g, ' ').slice(0, 120))];
}
