import { NothingHere, titleOfMissing } from '@/app/components/nothing-here';

export const generateMetadata = titleOfMissing('set');

export default NothingHere;
