import {
  getArgumentValues,
  isInterfaceType,
  isObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import { z } from 'zod';
import { cursorOf } from './cursor';
import { decodeGlobalID } from './global-id';
import { refuse } from './refuse';

/** PostgreSQL cannot store this character, or look for it. */
function hasNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  return typeof value === 'object' && value !== null && Object.values(value).some(hasNul);
}

const pageSize = z.int().min(0, 'The size of a page must not be negative.').nullish();
const isThere = (value: unknown) => value !== undefined && value !== null;

const orderedSchema = z.object({ orderBy: z.object({ field: z.string() }) });

/** Those of a connection; other fields have no arguments of these names. */
const pageSchema = (cursor: ReturnType<typeof cursorOf>) =>
  z
    .looseObject({
      first: pageSize,
      last: pageSize,
      after: cursor.nullish(),
      before: cursor.nullish(),
    })
    .refine(
      ({ first, last, after, before }) =>
        !(isThere(after) && (isThere(before) || isThere(last))) &&
        !(isThere(before) && isThere(first)),
      'Page forwards by `first` and `after`, or backwards by `last` and `before`.',
    );

const nodesSchema = z.union([
  z.object({ id: z.string() }).transform(({ id }) => [id]),
  z.object({ ids: z.array(z.string()) }).transform(({ ids }) => ids),
]);

/** Throws unless each global id in the arguments of `node` or `nodes` is of a type that is a node. */
function checkNodes(schema: GraphQLSchema, args: unknown): void {
  const node = schema.getType('Node');
  for (const globalId of nodesSchema.parse(args)) {
    const type = schema.getType(decodeGlobalID(globalId)?.typename ?? '');
    if (isObjectType(type) && isInterfaceType(node) && schema.isSubType(node, type)) continue;
    refuse('This id is not one of ours; take the `id` of a node.');
  }
}

/** Throws when an argument of any field that is asked for is what no text, cursor, page or node can be. */
function checkOperation({ schema, operation, fragments, variableValues }: GraphQLResolveInfo) {
  const types = new TypeInfo(schema);
  const visitor = visitWithTypeInfo(types, {
    Field(node) {
      const field = types.getFieldDef();
      if (!field || field.args.length === 0) return;
      const args = getArgumentValues(field, node, variableValues);
      if (hasNul(args)) refuse('Text must not contain the character U+0000.');
      const order = orderedSchema.safeParse(args).data?.orderBy.field;
      const [issue] = pageSchema(cursorOf(order)).safeParse(args).error?.issues ?? [];
      if (issue) refuse(issue.message);
      if (field.name === 'node' || field.name === 'nodes') checkNodes(schema, args);
    },
  });
  for (const part of [operation, ...Object.values(fragments)]) visit(part, visitor);
}

/**
 * Has `schema` look at all arguments of an operation before it resolves any: the resolver of a parent already
 * fetches what its children's arguments ask for. Nonsense is answered with one sentence and the code
 * BAD_USER_INPUT, wherever the request came from.
 */
export function withCheckedArguments(schema: GraphQLSchema): GraphQLSchema {
  // The variables are made for one execution, which may have many root fields.
  const checked = new WeakSet<object>();
  const check = (info: GraphQLResolveInfo) => {
    if (checked.has(info.variableValues)) return;
    checkOperation(info);
    checked.add(info.variableValues);
  };
  for (const type of [
    schema.getQueryType(),
    schema.getMutationType(),
    schema.getSubscriptionType(),
  ]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const { resolve, subscribe } = field;
      if (resolve) {
        field.resolve = (parent, args, context, info): unknown => {
          check(info);
          return resolve(parent, args, context, info);
        };
      }
      if (subscribe) {
        field.subscribe = (parent, args, context, info): unknown => {
          check(info);
          return subscribe(parent, args, context, info);
        };
      }
    }
  }
  return schema;
}
