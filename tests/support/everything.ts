import {
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** A selection of all that can be asked of `type` without arguments, through `depth` objects. */
export function everything(schema: GraphQLSchema, type: GraphQLNamedType, depth: number): string {
  if (isInterfaceType(type)) {
    const parts = schema.getPossibleTypes(type).map((possible) => {
      const inner = everything(schema, possible, depth);
      return `... on ${possible.name} ${inner}`;
    });
    return `{ __typename ${parts.join(' ')} }`;
  }
  if (!isObjectType(type)) return '{ __typename }';
  const fields = Object.values(type.getFields()).filter(
    ({ args, type: field }) =>
      !args.some(isRequiredArgument) && (depth > 1 || isLeafType(getNamedType(field))),
  );
  // Types of an interface may have different fields of one name: each gets an alias of its own.
  const asked = fields.map(({ name, type: field }) => {
    const named = getNamedType(field);
    const inner = isLeafType(named) ? '' : everything(schema, named, depth - 1);
    return `${type.name}_${name}: ${name} ${inner}`;
  });
  return `{ __typename ${asked.join(' ')} }`;
}
