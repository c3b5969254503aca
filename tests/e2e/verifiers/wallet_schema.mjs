// @learncard/types: the shape that the LearnCard wallet accepts.
import { AchievementCredentialValidator, EndorsementCredentialValidator } from '@learncard/types';

export async function verify({ document }) {
  const endorsement = document.type.includes('EndorsementCredential');
  const validator = endorsement ? EndorsementCredentialValidator : AchievementCredentialValidator;
  const result = validator.safeParse(document);
  return { verified: result.success, detail: result.success ? '' : JSON.stringify(result.error.issues) };
}
