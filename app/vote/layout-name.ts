/** Under which name a browser remembers how pictures stand on phones. */
export const LAYOUT = 'vote-layout';

/** Run while the page is read: what is remembered holds before the first picture is drawn, so that nothing moves. */
export const LAYOUT_SCRIPT = `try{document.documentElement.dataset.voteLayout=localStorage.getItem('${LAYOUT}')||'beside'}catch{}`;
