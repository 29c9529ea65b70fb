import { NothingHere, titleOfMissing } from '@/app/components/nothing-here';

export const generateMetadata = titleOfMissing('verdict');

export default NothingHere;
