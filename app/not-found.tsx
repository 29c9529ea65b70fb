import { EmptyState } from './components/ui/empty-state';

export default function NotFound() {
  return (
    <EmptyState level={1} title="There is nothing here" next={{ href: '/', title: 'Compare' }}>
      The address may be mistyped; or whoever made what was here has deleted it, or a curator has
      hidden it. The front page has everything that was painted.
    </EmptyState>
  );
}
