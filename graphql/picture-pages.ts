import { queryFromInfo } from '@pothos/plugin-prisma';
import DataLoader from 'dataloader';
import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import { prisma } from '@/lib/store/database';
import type { Generation } from '@/lib/store/generated/client';
import type { Place } from '@/lib/store/keyset';
import type { Total } from '@/lib/store/total';
import {
  countPictures,
  countPicturesOfPrompts,
  listedPictures,
  picturesOfPrompts,
  type PictureList,
} from '@/lib/studio/listed-pictures';
import type { Context } from './context';
import { inPlace, keysetConnection, remembered, type Placed } from './row-connection';

type ConnectionArguments = Parameters<typeof keysetConnection>[0];

const NODE = [{ name: 'edges' }, { name: 'node' }];

/** What is asked of the pictures of the field that `info` resolves. */
const queryOf = (context: Context, info: GraphQLResolveInfo) =>
  queryFromInfo({ context, info, typeName: 'Generation', paths: [NODE], include: {} });

/** The pictures of several pages, each in its order, with all that is asked of them, in one statement. */
async function rowsOf(
  pages: readonly (readonly Place[])[],
  query: ReturnType<typeof queryOf>,
): Promise<Placed<Generation>[][]> {
  const ids = pages.flatMap((page) => page.map(({ id }) => id));
  const where = { id: { in: ids } };
  const rows = ids.length > 0 ? await prisma().generation.findMany({ ...query, where }) : [];
  const byId = new Map(rows.map((row) => [row.id, row]));
  return pages.map((page) => inPlace(page, byId));
}

/** Pictures that are in lists. */
export async function pictureConnection(
  list: PictureList,
  args: ConnectionArguments,
  context: Context,
  info: GraphQLResolveInfo,
) {
  const query = queryOf(context, info);
  const connection = await keysetConnection(args, list.order, async (page) =>
    (await rowsOf([await listedPictures(list, page)], query)).flat(),
  );
  return { ...connection, total: remembered(() => countPictures(list)) };
}

/** What is read of all prompts together of which one field is asked; graphql-js gives it the same nodes for each of them. */
type OfPrompts<T> = WeakMap<readonly FieldNode[], DataLoader<string, T>>;

const pages: OfPrompts<Placed<Generation>[]> = new WeakMap();
const totals: OfPrompts<Total> = new WeakMap();

function together<T>(
  loaders: OfPrompts<T>,
  { fieldNodes }: GraphQLResolveInfo,
  read: (promptIds: readonly string[]) => Promise<T[]>,
): DataLoader<string, T> {
  const loader = loaders.get(fieldNodes) ?? new DataLoader(read);
  loaders.set(fieldNodes, loader);
  return loader;
}

/** Pictures of one prompt, read together with those of the other prompts of which they are asked. */
export async function picturesOfPrompt(
  promptId: string,
  list: PictureList,
  args: ConnectionArguments,
  context: Context,
  info: GraphQLResolveInfo,
) {
  const query = queryOf(context, info);
  const connection = await keysetConnection(args, list.order, (page) => {
    const read = async (ids: readonly string[]) =>
      rowsOf(await picturesOfPrompts(ids, list, page), query);
    return together(pages, info, read).load(promptId);
  });
  const count = (ids: readonly string[]) => countPicturesOfPrompts(ids, list);
  return { ...connection, total: () => together(totals, info, count).load(promptId) };
}
