import {
  buildSchema,
  findBreakingChanges,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  parse,
  print,
  visit,
  type GraphQLNamedType,
} from 'graphql';

interface Deprecable {
  readonly name: string;
  readonly deprecationReason?: string | null | undefined;
}

/** What of a type is deprecated, as `Type.field` or `Type.field(argument)`. */
function deprecatedIn(type: GraphQLNamedType): string[] {
  const named = (of: readonly Deprecable[], name: (own: string) => string) =>
    of.filter(({ deprecationReason }) => deprecationReason).map((own) => name(own.name));
  const member = (name: string) => `${type.name}.${name}`;
  if (isEnumType(type)) return named(type.getValues(), member);
  if (isInputObjectType(type)) return named(Object.values(type.getFields()), member);
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const fields = Object.values(type.getFields());
  const ofArguments = fields.flatMap(({ name, args }) =>
    named(args, (argument) => `${member(name)}(${argument})`),
  );
  return [...named(fields, member), ...ofArguments];
}

/**
 * What is not named in `changes` of what breaks clients of the schema `before`, in graphql-js's words, and of what `after` says
 * is deprecated. All three are texts.
 */
export function unnamedChanges(before: string, after: string, changes: string): string[] {
  const now = buildSchema(after);
  const broken = findBreakingChanges(buildSchema(before), now).map(
    ({ description }) => description,
  );
  const deprecated = Object.values(now.getTypeMap()).flatMap(deprecatedIn);
  return [...broken, ...deprecated].filter((change) => !changes.includes(`\`${change}\``));
}

/** A schema as text without its descriptions, which break nobody. */
export function withoutDescriptions(schema: string): string {
  const bare = visit(parse(schema, { noLocation: true }), {
    enter: (node) => ('description' in node ? { ...node, description: undefined } : undefined),
  });
  return `${print(bare)}\n`;
}
