// SPDX-License-Identifier: Apache-2.0
// Messages over HTTP to whoever sends them on (README.md here says the form). libcurl.
// Thread: one at a time; send() blocks up to messageDeadlineMs.
#pragma once

#include "app/ports/clock.h"
#include "app/ports/crypto.h"
#include "app/ports/messagesender.h"

#include <string>

namespace menzhen::message {

inline constexpr long messageDeadlineMs = 10'000;
inline constexpr std::size_t maxAnswerBytes = 64 * 1024;

class HttpMessageSender final : public ports::MessageSender {
public:
    /// `url`: https, or http on this machine. `clock`: for the timestamp.
    HttpMessageSender(std::string url, std::string secret, const ports::Crypto& crypto,
                      const ports::Clock& clock);

    core::Result<void> send(const ports::Message& message) override;

private:
    std::string url_;
    std::string secret_;
    const ports::Crypto& crypto_;
    const ports::Clock& clock_;
};

/// "v1=HEX": what stands in Menzhen-Signature.
std::string messageSignature(const ports::Crypto& crypto, const std::string& secret,
                             const std::string& timestamp, const std::string& body);

} // namespace menzhen::message
