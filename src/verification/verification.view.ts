import { EVIDENCE_NEEDS, type EvidenceNeeds } from './evidence-needs';
import {
  VERIFICATION_CHANNELS,
  VERIFICATION_RESULTS,
  type Verification,
  type VerificationChannel,
} from './verification.entity';

/** A verification as users see it; its file of evidence is looked at by a route of its own. */
export interface VerificationView extends Omit<Verification, 'agencyId'> {
  readonly channelLabel: string;
  readonly resultLabel: string;
}

/** A channel with the evidence it needs. */
export interface ChannelView {
  readonly channel: VerificationChannel;
  readonly label: string;
  readonly needs: EvidenceNeeds;
}

/** A verification with its words. */
export function verificationView({ agencyId: _agencyId, ...verification }: Verification): VerificationView {
  const { channel, result } = verification;
  return {
    ...verification,
    channelLabel: VERIFICATION_CHANNELS[channel],
    resultLabel: VERIFICATION_RESULTS[result],
  };
}

/** Every channel and what its proof rests on, so that a form can ask for exactly that. */
export function channelViews(): ChannelView[] {
  const channels = Object.keys(VERIFICATION_CHANNELS) as VerificationChannel[];
  return channels.map((channel) => ({
    channel,
    label: VERIFICATION_CHANNELS[channel],
    needs: EVIDENCE_NEEDS[channel],
  }));
}
