/** The pages in the order of the navigation; `also` are addresses that belong to them; an icon is a 24 × 24 path. */
export const PAGES = [
  {
    name: 'compare',
    href: '/',
    also: ['/c/', '/g/'],
    icon: 'M4 5h7v14H4zM13 5h7v14h-7z',
  },
  {
    name: 'vote',
    href: '/vote',
    also: ['/v/'],
    icon: 'M4 12.5l5 5L20 6.5',
  },
  {
    name: 'results',
    href: '/results',
    also: ['/r/'],
    icon: 'M5 20v-7M12 20V4M19 20v-11',
  },
  {
    name: 'create',
    href: '/create',
    also: [],
    icon: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  },
  {
    name: 'methods',
    href: '/methods',
    also: [],
    icon: 'M4 12h4l3-6 3 12 2-6h4',
  },
] as const;

/** What is for those who build on it. */
export const FOR_BUILDERS = [
  { name: 'api', href: '/explorer' },
  { name: 'sets', href: '/sets' },
  { name: 'studies', href: '/study' },
  { name: 'data', href: '/exports' },
  { name: 'feed', href: '/feed.xml' },
  { name: 'status', href: '/status' },
  { name: 'yours', href: '/yours' },
  { name: 'privacy', href: '/privacy' },
] as const;
