/** A model folder that cannot be used. The message is one sentence for the person who brought it. */
export class ModelFolderError extends Error {
  override readonly name = 'ModelFolderError';
}

/** A device that was asked for and cannot be had. */
export class DeviceError extends Error {
  override readonly name = 'DeviceError';
}

/** A run that went wrong for good: repeating it gives the same. */
export class InferenceError extends Error {
  override readonly name = 'InferenceError';
}
