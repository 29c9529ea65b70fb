import { z } from 'zod';
import type { BucketChoice } from '@/lib/config';
import { BlobStorageError, blobPath, type BlobDriver } from './blob-store';

/** A picture has a megabyte or so: a server that takes longer has lost the request, which is then repeated. */
const CONNECT_MS = 5_000;
const ANSWER_MS = 20_000;

async function open(pathStyle: boolean) {
  // Only for those who have a bucket: it takes a tenth of a second.
  const { S3 } = await import('@aws-sdk/client-s3');
  return new S3({
    forcePathStyle: pathStyle,
    // Bytes are held against their SHA-256, which is their name; a second checksum would say the same with less.
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: ANSWER_MS,
      throwOnRequestTimeout: true,
    },
  });
}

const answered = z.object({ $metadata: z.object({ httpStatusCode: z.number() }) });

/** What the SDK's error about a whole bucket means for whoever set it up. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { data } = answered.safeParse(error);
  switch (data?.$metadata.httpStatusCode) {
    case 301:
      return 'it lies in another region than AWS_REGION says';
    case 403:
      return 'these credentials may not list it';
    case 404:
      return 'there is no such bucket';
  }
  // Where several addresses were tried, each has an error of its own.
  const said =
    error instanceof AggregateError ? error.errors.map(String).join('; ') : error.message;
  return said.replace(/\.+$/, '');
}

/**
 * Blobs as objects of an S3-compatible bucket that any number of hosts share. Endpoint, region, credentials and the
 * number of attempts are what the AWS SDK finds in its own places.
 */
export function bucket({ bucket: Bucket, prefix, pathStyle }: BucketChoice): BlobDriver {
  const key = (hash: string) => `${prefix}${blobPath(hash)}`;
  const object = (hash: string) => ({ Bucket, Key: key(hash) });
  let opening: ReturnType<typeof open> | undefined;
  const client = () => (opening ??= open(pathStyle));

  /** What `ask` answers; undefined when the server says by an error of that name that there is nothing. */
  async function unlessMissing<T>(missing: string, ask: Promise<T>): Promise<T | undefined> {
    return ask.catch((error: unknown) => {
      if (error instanceof Error && error.name === missing) return undefined;
      throw error;
    });
  }

  return {
    locate: (hash) => `s3://${Bucket}/${key(hash)}`,
    async check() {
      try {
        await (await client()).headBucket({ Bucket });
      } catch (cause) {
        const sentence = `The bucket ${Bucket} of BLOBS cannot be used: ${reason(cause)}.`;
        throw new BlobStorageError(sentence, { cause });
      }
    },
    async exists(hash) {
      const s3 = await client();
      return (await unlessMissing('NotFound', s3.headObject(object(hash)))) !== undefined;
    },
    async read(hash) {
      const s3 = await client();
      const found = await unlessMissing('NoSuchKey', s3.getObject(object(hash)));
      return found?.Body?.transformToByteArray();
    },
    async write(hash, bytes) {
      const s3 = await client();
      // The server refuses bytes that changed on their way.
      const ChecksumSHA256 = Buffer.from(hash, 'hex').toString('base64');
      await s3.putObject({ ...object(hash), Body: bytes, ChecksumSHA256 });
    },
    async remove(hash) {
      await (await client()).deleteObject(object(hash));
    },
  };
}
