import { parseArgs } from 'node:util';

/** `EX_USAGE` of sysexits. */
const MISUSED = 64;

/**
 * Says what is wrong, and ends the process.
 * @param {string} sentence
 * @returns {never}
 */
export function misused(sentence) {
  console.error(sentence);
  process.exit(MISUSED);
}

/**
 * What the command line asks for, as `parseArgs` returns it. Ends the process with `help` where that is asked for, and with
 * a sentence where there is no such option.
 * @template {import('node:util').ParseArgsConfig} T
 * @param {string} help
 * @param {T} config
 * @returns {ReturnType<typeof parseArgs<T>>}
 */
export function commandLine(help, config) {
  const { args = process.argv.slice(2) } = config;
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  if (args.slice(0, end).some((arg) => arg === '--help' || arg === '-h')) {
    console.log(help);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    // Node goes on to say how to begin an argument with a dash.
    const [wrong] = (error instanceof Error ? error.message : String(error)).split('. ');
    return misused(`${wrong?.replace(/\.$/, '')}. --help says what there is.`);
  }
}

/**
 * The whole number that an option has; ends the process with a sentence where it is none, or less than `least`.
 * @param {string} option its name
 * @param {string} text
 */
export function wholeNumber(option, text, least = 1) {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least) return number;
  return misused(`--${option} takes a whole number from ${least} on, and not “${text}”.`);
}
