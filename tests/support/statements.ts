import pg from 'pg';

const sent: string[] = [];
let listening = false;

/** Notes the beginning of every statement that this process sends to a database; BEGIN and COMMIT, too. */
function listen(): void {
  const query: unknown = Reflect.get(pg.Client.prototype, 'query');
  if (typeof query !== 'function') throw new Error('pg has no Client.query.');
  const noting = new Proxy(query, {
    apply(target, client: unknown, given: unknown[]): unknown {
      const [first] = given;
      const text = typeof first === 'object' && first && 'text' in first ? first.text : first;
      if (typeof text === 'string') sent.push(text.replace(/\s+/g, ' ').slice(0, 120));
      const result: unknown = Reflect.apply(target, client, given);
      return result;
    },
  });
  Reflect.set(pg.Client.prototype, 'query', noting);
  listening = true;
}

/** What `work` comes to, and the statements that this process sends to its database meanwhile. */
export async function statementsOf<T>(work: () => Promise<T>): Promise<readonly [T, string[]]> {
  if (!listening) listen();
  sent.length = 0;
  const result = await work();
  return [result, [...sent]];
}
