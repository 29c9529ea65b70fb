import { NothingHere, titleOfMissing } from '@/app/components/nothing-here';

export const generateMetadata = titleOfMissing('comparison');

export default NothingHere;
