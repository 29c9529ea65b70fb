ALTER TABLE "Base" DROP CONSTRAINT "Base_scheduler_check";
ALTER TABLE "Base" ADD CONSTRAINT "Base_scheduler_check" CHECK (scheduler IN (
  'ddim',
  'euler', 'euler-karras', 'euler-exponential', 'euler-beta', 'euler-sgm-uniform', 'euler-ays',
  'heun', 'heun-karras', 'heun-exponential', 'heun-beta', 'heun-sgm-uniform', 'heun-ays',
  'dpm++2m', 'dpm++2m-karras', 'dpm++2m-exponential', 'dpm++2m-beta', 'dpm++2m-sgm-uniform', 'dpm++2m-ays',
  'unipc', 'euler-ancestral', 'lms', 'pndm', 'ddpm'
));

-- For new rows only: what was painted long ago has the recipe that it has.
ALTER TABLE "Generation" DROP CONSTRAINT "Generation_scheduler_check";
ALTER TABLE "Generation" ADD CONSTRAINT "Generation_scheduler_check" CHECK (scheduler IN (
  'ddim',
  'euler', 'euler-karras', 'euler-exponential', 'euler-beta', 'euler-sgm-uniform', 'euler-ays',
  'heun', 'heun-karras', 'heun-exponential', 'heun-beta', 'heun-sgm-uniform', 'heun-ays',
  'dpm++2m', 'dpm++2m-karras', 'dpm++2m-exponential', 'dpm++2m-beta', 'dpm++2m-sgm-uniform', 'dpm++2m-ays',
  'unipc', 'euler-ancestral', 'lms', 'pndm', 'ddpm'
)) NOT VALID;
