import type { LIMITS } from '@/graphql/picture-limits';

export interface SettingsProps {
  readonly schedulers: readonly { readonly name: string; readonly title: string }[];
  readonly limits: typeof LIMITS;
}

/** The settings beyond the prompt, folded away; each says what it does. */
export function Settings({ schedulers, limits }: SettingsProps) {
  return (
    <details className="card mt-4 p-4">
      <summary className="cursor-pointer font-medium">Settings</summary>
      {/* Only a dropped picture's recipe sets these. */}
      <input type="hidden" name="noise" />
      <input type="hidden" name="guidanceRescale" />
      <div className="mt-4 grid gap-4 sm:grid-cols-2">
        <Setting
          name="seed"
          title="Seed"
          help="The same seed gives the same picture. Empty: random."
        >
          <input id="seed" name="seed" inputMode="numeric" pattern="\d*" className="field" />
        </Setting>
        <Setting name="steps" title="Steps" help="More steps take longer; few lose detail.">
          <input
            id="steps"
            name="steps"
            type="number"
            min={limits.steps.min}
            max={limits.steps.max}
            defaultValue={limits.steps.default}
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
            defaultValue={limits.guidanceScale.default}
            className="field"
          />
        </Setting>
        <Setting
          name="scheduler"
          title="Scheduler"
          help="How the noise is taken away, step by step."
        >
          <select id="scheduler" name="scheduler" className="field">
            {schedulers.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
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
