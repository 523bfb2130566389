import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { FileImportModule } from '../file-import/file-import.module';
import { FileStoreModule } from '../file-store/file-store.module';
import { EvidenceController } from './evidence.controller';
import { EvidenceService } from './evidence.service';
import { StandingService } from './standing.service';
import { VerificationImportController } from './verification-import.controller';
import { VerificationImportService } from './verification-import.service';
import { VerificationController } from './verification.controller';
import { VerificationService } from './verification.service';

@Module({
  imports: [AuditModule, FileImportModule, FileStoreModule],
  controllers: [VerificationController, EvidenceController, VerificationImportController],
  providers: [VerificationService, EvidenceService, StandingService, VerificationImportService],
  exports: [VerificationService, EvidenceService, StandingService, VerificationImportService],
})
export class VerificationModule {}
