import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { AuthController } from './auth.controller';
import { AuthGuard } from './auth.guard';
import { SessionService } from './session.service';
import { SetupController } from './setup.controller';
import { SetupService } from './setup.service';
import { UserService } from './user.service';

@Module({
  imports: [AuditModule],
  controllers: [AuthController, SetupController],
  providers: [SessionService, UserService, SetupService, AuthGuard],
  exports: [SessionService, UserService, AuthGuard],
})
export class AuthModule {}
