import { Module } from '@nestjs/common';
import { EntitlementModule } from '../entitlement/entitlement.module';
import { ExplanationController } from './explanation.controller';
import { ExplanationService } from './explanation.service';

@Module({
  imports: [EntitlementModule],
  controllers: [ExplanationController],
  providers: [ExplanationService],
})
export class ExplanationModule {}
