import { expect, test } from 'vitest';
import { tensor } from '@/lib/diffusion/tensor';
import { isFinal } from '@/lib/jobs/context';
import { InferenceError } from '@/lib/onnx/errors';
import { OnnxSession } from '@/lib/onnx/session';

/** What ONNX Runtime puts around an error of CUDA's libraries. */
const said = (failure: string) =>
  `Non-zero status code returned while running Conv node. Name:'/conv_in/Conv' Status Message: ` +
  `/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_call.cc:129 std::conditional_t<THRW, void, common::Status> ` +
  `onnxruntime::CudaCall(ERRTYPE, const char*, const char*, SUCCTYPE, const char*, const char*, int) ${failure} ; GPU=0 ; ` +
  `hostname=node7 ; file=/onnxruntime_src/onnxruntime/core/providers/cuda/nn/conv.cc ; line=480 ; expr=cudnnConvolutionForward();`;

const weights = {
  file: 'unet/model.onnx',
  label: 'unet/model.onnx',
  device: 'cuda:0',
  threads: 0,
  stamp: '',
  bytes: 0,
} as const;

/** How a run ends on a GPU that answers with `message`. */
async function failureOf(message: string, device: 'cuda:0' | 'cpu' = 'cuda:0'): Promise<unknown> {
  const ports = { inputs: [{ name: 'sample', type: 'float32', shape: [1] }], outputs: [] };
  const session = new OnnxSession({ ...weights, device }, ports, (use) =>
    use({ run: () => Promise.reject(new Error(message)) }),
  );
  const run = session.run({ sample: tensor(new Float32Array(1), [1]) }, 'out');
  return run.catch((error: unknown) => error);
}

test.each([
  'CUDA failure 700: an illegal memory access was encountered',
  'CUDA failure 999: unknown error',
  'CUDNN failure 5003: CUDNN_STATUS_EXECUTION_FAILED_CUDART',
  'CUDNN_FE failure 11: CUDNN_BACKEND_API_FAILED',
  'CUBLAS failure 13: CUBLAS_STATUS_EXECUTION_FAILED',
  'CUBLASLT failure 14: CUBLAS_STATUS_INTERNAL_ERROR',
  'CUFFT failure 6: CUFFT_EXEC_FAILED',
  'CURAND failure 201: CURAND_STATUS_LAUNCH_FAILURE',
])('after %s the worker begins anew, and its picture fails for nobody', async (failure) => {
  const error = await failureOf(said(failure));
  expect(isFinal(error)).toBe(false);
  expect(error).toMatchObject({ message: `cuda:0 failed at unet/model.onnx (${failure}).` });
});

test.each([
  'CUDA failure 2: out of memory',
  'CUDNN failure 4: CUDNN_STATUS_ALLOC_FAILED',
  'CUDNN failure 4003: CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED',
  'CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED',
])('after %s one picture fails, with advice', async (failure) => {
  const error = await failureOf(said(failure));
  expect(error).toBeInstanceOf(InferenceError);
  expect(error).toMatchObject({
    message:
      'cuda:0 has too little memory for unet/model.onnx at this size; ' +
      `choose a smaller one, or fewer pictures at once (${failure}).`,
  });
});

test('what the arena of ONNX Runtime cannot allocate is too little memory, too', async () => {
  const error = await failureOf(
    "Non-zero status code returned while running MatMul node. Name:'m' Status Message: " +
      'BFCArena::AllocateRawInternal Failed to allocate memory for requested buffer of size 549755813888',
  );
  expect(String(error)).toContain('has too little memory');
});

test('what is wrong with a network stays its own fault', async () => {
  const error = await failureOf('Got invalid dimensions for input: sample', 'cpu');
  expect(error).toBeInstanceOf(InferenceError);
  expect(String(error)).toContain('refused its inputs');
});
