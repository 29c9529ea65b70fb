import { rows, type Tensor } from '../tensor';
import { oneByOne, type Conditioner } from './conditioning';

/** A prompt → states of its tokens `[1, n, D]`; flexible: as many as the prompt has. */
export type TokenStates = (prompt: string) => Promise<Tensor>;

/** Token states `[1, n, D]` and timesteps → the UNet's text states at each, `[T, tokens, C]`. */
export type Connector = (text: Tensor, timesteps: readonly number[]) => Promise<Tensor>;

/**
 * ELLA (arXiv 2403.05135): a language model's states through a timestep-aware connector. It depends
 * on nothing but prompt and timesteps, so a whole run is computed in one batch before the loop.
 */
export function ellaConditioner(read: TokenStates, connect: Connector): Conditioner {
  return oneByOne(async (prompt, timesteps) => {
    const all = await connect(await read(prompt), timesteps);
    const steps = timesteps.map((_, index) => rows(all, index, 1));
    return {
      at(index) {
        const states = steps[index];
        if (!states) throw new RangeError(`There is no step ${index} of ${steps.length}.`);
        return states;
      },
    };
  });
}
