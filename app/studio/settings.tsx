import type { LIMITS } from '@/lib/studio/picture-limits';
import type { BaseOptionFragment, SchedulerOptionFragment } from './studio.documents';

export interface SettingsProps {
  readonly schedulers: readonly SchedulerOptionFragment[];
  readonly limits: typeof LIMITS;
}

interface Props extends SettingsProps {
  readonly base: BaseOptionFragment | undefined;
}

/** The settings beyond the prompt, folded away; each says what it does and begins as the base has it. */
export function Settings({ schedulers, limits, base }: Props) {
  const step = base?.sizeStep ?? 1;
  const side = {
    type: 'number',
    // Browsers count steps from the least: it must be a multiple itself.
    min: Math.ceil(limits.side.min / step) * step,
    max: limits.side.max,
    step,
    defaultValue: base?.resolution,
    className: 'field',
  };
  return (
    <details className="card mt-4 p-4">
      <summary className="cursor-pointer font-medium">Settings</summary>
      <div key={base?.name} className="mt-4 grid gap-4 sm:grid-cols-2">
        <Setting
          name="seed"
          title="Seed"
          help="The same seed gives the same picture. Empty: random."
        >
          <input id="seed" name="seed" inputMode="numeric" pattern="\d*" className="field" />
        </Setting>
        <Setting
          name="seeds"
          title="Pictures by each model"
          help="Each from a seed of its own: the one above, and those that follow it."
        >
          <input
            id="seeds"
            name="seeds"
            type="number"
            min={1}
            max={limits.seeds}
            defaultValue={1}
            className="field"
          />
        </Setting>
        <Setting name="steps" title="Steps" help="More steps take longer; few lose detail.">
          <input
            id="steps"
            name="steps"
            type="number"
            min={limits.steps.min}
            max={limits.steps.max}
            defaultValue={base?.steps}
            className="field"
          />
        </Setting>
        <Setting
          name="guidanceScale"
          title="Guidance scale"
          help="How strongly the prompt is followed. 1 and below: no guidance."
        >
          <input
            id="guidanceScale"
            name="guidanceScale"
            type="number"
            step="0.1"
            min={limits.guidanceScale.min}
            max={limits.guidanceScale.max}
            defaultValue={base?.guidanceScale}
            className="field"
          />
        </Setting>
        <Setting
          name="scheduler"
          title="Scheduler"
          help="How the noise is taken away, step by step."
        >
          <select id="scheduler" name="scheduler" className="field" defaultValue={base?.scheduler}>
            {schedulers.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </Setting>
        <Setting
          name="timestepSpacing"
          title="Timesteps"
          help="Which of the training’s noise levels it visits."
        >
          <select id="timestepSpacing" name="timestepSpacing" className="field">
            <option value="">As the base says</option>
            <option value="LEADING">Leading</option>
            <option value="LINSPACE">Evenly spaced, both ends</option>
            <option value="TRAILING">Trailing</option>
          </select>
        </Setting>
        <Setting name="negativePrompt" title="Negative prompt" help="What should not be in it.">
          <input
            id="negativePrompt"
            name="negativePrompt"
            maxLength={limits.prompt}
            className="field"
          />
        </Setting>
        <Setting
          name="guidanceRescale"
          title="Guidance rescale"
          help="Above 0 it keeps strong guidance from overexposing. 0: off."
        >
          <input
            id="guidanceRescale"
            name="guidanceRescale"
            type="number"
            step="0.05"
            min={limits.guidanceRescale.min}
            max={limits.guidanceRescale.max}
            defaultValue={limits.guidanceRescale.default}
            className="field"
          />
        </Setting>
        <Setting name="width" title="Width" help={`Pixels, in steps of ${step}.`}>
          <input id="width" name="width" {...side} />
        </Setting>
        <Setting name="height" title="Height" help="Other sizes than it learned may look odd.">
          <input id="height" name="height" {...side} />
        </Setting>
        <Setting
          name="noise"
          title="Noise"
          help="The start that this seed gives PyTorch on a CPU (bit for bit), or on CUDA (to the last few bits)."
        >
          <select id="noise" name="noise" className="field">
            <option value="CPU">As PyTorch on a CPU</option>
            <option value="PHILOX">As PyTorch on CUDA</option>
          </select>
        </Setting>
      </div>
    </details>
  );
}

interface SettingProps {
  readonly name: string;
  readonly title: string;
  readonly help: string;
  readonly children: React.ReactNode;
}

function Setting({ name, title, help, children }: SettingProps) {
  return (
    <div>
      <label htmlFor={name} className="font-medium">
        {title}
      </label>
      {children}
      <p className="quiet mt-1 text-sm">{help}</p>
    </div>
  );
}
