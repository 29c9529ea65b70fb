import { squareIcon } from './components/site/square-icon';

export const size = { width: 180, height: 180 };
export const contentType = 'image/png';

export default function AppleIcon(): Response {
  return squareIcon(size.width);
}
