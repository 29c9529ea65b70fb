import { LISTED_TEXT, PUBLIC_TEXT } from '@/lib/public';
import type { Prisma } from '@/lib/store/generated/client';

/** A study is seen where its set of prompts is, */
export const PUBLIC_STUDY = { set: PUBLIC_TEXT } satisfies Prisma.StudyWhereInput;

/** and is in lists where that is. */
export const LISTED_STUDY = { set: LISTED_TEXT } satisfies Prisma.StudyWhereInput;
