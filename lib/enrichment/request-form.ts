import type { CompletionRequest } from './language-model';
import type { Refused } from './server-answer';

/** Which parts of the protocol a server takes, as far as is known. */
export interface RequestForm {
  /** The name under which it is told how long a text may be. */
  readonly room: 'max_completion_tokens' | 'max_tokens' | undefined;
  readonly temperature: boolean;
  readonly seed: boolean;
  readonly stream: boolean;
  readonly system: boolean;
}

/** What is asked of a server that nothing is known of. */
export const WHOLE_FORM: RequestForm = {
  room: 'max_completion_tokens',
  temperature: true,
  seed: true,
  stream: true,
  system: true,
};

const NO_SYSTEM =
  /system (?:role|message|prompt|instruction)|role\b.{0,30}\bsystem|["']system["']/i;
const ALTERNATE = /roles must alternate/i;

/** The statuses with which servers say that they do not take a part of a request; 500 where their template failed. */
const OBJECTIONS = new Set([400, 404, 422, 500, 501]);

/** `form` without what `refused` objects to by name; undefined where it names nothing that can be left out. */
export function formWithout(form: RequestForm, refused: Refused): RequestForm | undefined {
  const { status, body } = refused;
  if (!OBJECTIONS.has(status)) return undefined;
  if (form.room && body.includes('max_')) {
    return { ...form, room: form.room === 'max_tokens' ? undefined : 'max_tokens' };
  }
  if (form.temperature && /\btemperature\b/i.test(body)) return { ...form, temperature: false };
  if (form.seed && /\bseed\b/i.test(body)) return { ...form, seed: false };
  if (form.system && (NO_SYSTEM.test(body) || ALTERNATE.test(body))) {
    return { ...form, system: false };
  }
  if (form.stream && /\bstream(?:ing)?\b/i.test(body)) return { ...form, stream: false };
  return undefined;
}

function messagesFor({ system, user, opening }: CompletionRequest, form: RequestForm) {
  const demand = opening ? `\n\nBegin your answer with exactly this: ${opening}` : '';
  const content = `${user}${demand}`;
  if (!form.system) return [{ role: 'user' as const, content: `${system}\n\n${content}` }];
  return [
    { role: 'system' as const, content: system },
    { role: 'user' as const, content },
  ];
}

/** The body of a request in that form, for `model`. */
export function bodyFor(request: CompletionRequest, form: RequestForm, model: string) {
  return {
    model,
    messages: messagesFor(request, form),
    ...(form.room ? { [form.room]: request.maxTokens } : {}),
    ...(form.temperature ? { temperature: request.temperature } : {}),
    ...(form.seed ? { seed: request.seed } : {}),
    stream: form.stream,
  };
}
