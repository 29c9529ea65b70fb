import { squareIcon } from '@/app/components/site/square-icon';

/** What phones ask of an app's manifest; they are drawn when the pages are built. */
export const dynamicParams = false;

export function generateStaticParams() {
  return ['192', '512'].map((side) => ({ side }));
}

interface Context {
  params: Promise<{ side: string }>;
}

export async function GET(_request: Request, { params }: Context): Promise<Response> {
  return squareIcon(Number((await params).side));
}
