import { NothingHere, titleOfMissing } from '@/app/components/nothing-here';

export const generateMetadata = titleOfMissing('ranking');

export default NothingHere;
