// SPDX-License-Identifier: Apache-2.0
// Every sub-command of `menzhen`, one file each. To add one: declare it here, list it in main.cpp.
#pragma once

#include "app/admin/command.h"

namespace menzhen::admin {

int runBooking(const std::vector<std::string>& args);
int runBundle(const std::vector<std::string>& args);
int runCode(const std::vector<std::string>& args);
int runDevices(const std::vector<std::string>& args);
int runEnrol(const std::vector<std::string>& args);
int runEtaReplay(const std::vector<std::string>& args);
int runIdNumber(const std::vector<std::string>& args);
int runImport(const std::vector<std::string>& args);
int runMask(const std::vector<std::string>& args);
int runPayments(const std::vector<std::string>& args);
int runQueueReplay(const std::vector<std::string>& args);
int runScan(const std::vector<std::string>& args);
int runSession(const std::vector<std::string>& args);
int runTasks(const std::vector<std::string>& args);
int runUsers(const std::vector<std::string>& args);
int runZoneCode(const std::vector<std::string>& args);

} // namespace menzhen::admin
