import { NothingHere, titleOfMissing } from '@/app/components/nothing-here';

export const generateMetadata = titleOfMissing('page');

export default NothingHere;
