import { builder } from './builder';

/** Something in the input that the user can put right. */
export class InvalidInput extends Error {
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

/** A thing that the input names and that there is none of. */
export class NotFound extends Error {}

/** Too many pictures are waiting already. */
export class QueueFull extends Error {}

const problem = builder.interfaceRef<Error>('Problem').implement({
  description: 'Why something could not be done, in one sentence for people.',
  fields: (t) => ({ message: t.exposeString('message') }),
});

builder.objectType(InvalidInput, {
  name: 'InvalidInput',
  interfaces: [problem],
  fields: (t) => ({
    field: t.exposeString('field', { description: 'The input field that is wrong.' }),
  }),
});
builder.objectType(NotFound, { name: 'NotFound', interfaces: [problem] });
builder.objectType(QueueFull, { name: 'QueueFull', interfaces: [problem] });
