import { Tensor } from 'onnxruntime-node';
import { toHalves } from './half';

/**
 * Node has a Float16Array from 23 on. ONNX Runtime then keeps halves in one, which its own binding takes for empty
 * (github.com/microsoft/onnxruntime/pull/32323). It looks whether there is one when the first tensor is made, and
 * keeps halves as whole numbers where there is none.
 */
function keepHalvesAsBits(): void {
  const found = Object.getOwnPropertyDescriptor(globalThis, 'Float16Array');
  if (!found) return;
  Reflect.deleteProperty(globalThis, 'Float16Array');
  new Tensor('float32', new Float32Array(1), [1]);
  Object.defineProperty(globalThis, 'Float16Array', found);
}
keepHalvesAsBits();

/** Numbers as a tensor of half precision. */
export function halfTensor(numbers: Float32Array, dims: readonly number[]): Tensor {
  return new Tensor('float16', toHalves(numbers), dims);
}
