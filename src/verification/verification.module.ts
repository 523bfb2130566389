import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { FileImportModule } from '../file-import/file-import.module';
import { VerificationImportController } from './verification-import.controller';
import { VerificationImportService } from './verification-import.service';
import { VerificationController } from './verification.controller';
import { VerificationService } from './verification.service';

@Module({
  imports: [AuditModule, FileImportModule],
  controllers: [VerificationController, VerificationImportController],
  providers: [VerificationService, VerificationImportService],
  exports: [VerificationService, VerificationImportService],
})
export class VerificationModule {}
