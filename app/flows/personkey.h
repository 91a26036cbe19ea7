// SPDX-License-Identifier: Apache-2.0
// The day's index of a person, made on the device with the day's key that the registry gave it
// (identityfind.h). Slow on purpose, some 40 ms a call. Flow thread, outside a transaction.
#pragma once

#include "app/flows/flowcontext.h"

#include <string>

namespace menzhen::flows {

/// Name of a day's key among the store's values.
std::string dayKeyName(int day);

/// Hexadecimal; empty: no key of this day came, or the number is empty.
std::string dayIndexOf(const FlowContext& context, const std::string& idNumber);

/// Whether this person has a live registration in the department today: a booking or a ticket.
bool isRegistered(const FlowContext& context, const std::string& department,
                  const std::string& index);

} // namespace menzhen::flows
