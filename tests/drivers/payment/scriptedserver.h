// SPDX-License-Identifier: Apache-2.0
// An HTTP server on loopback that answers as it is told, wrongly if that is the test: cut off,
// late, reset, endless. One thread a connection; every answer ends its connection.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace menzhen::payment {

struct SeenRequest {
    std::string head; ///< request line and headers, as they came
    std::string body;

    std::string target() const;                        ///< "/path?query"
    std::string header(const std::string& name) const; ///< name in lower case
};

/// What the server does with a connection once the request is there.
struct ScriptedAnswer {
    std::string bytes;  ///< sent as they are, head and body
    int delayMs = 0;    ///< before the first byte
    bool reset = false; ///< the connection is broken off instead of ended
    int repeat = 1;     ///< how often `bytes` is sent
    bool hold = false;  ///< keeps silent until the server is stopped
};

/// A whole answer: status line, `headers` ("Name: value" each), length, body.
ScriptedAnswer httpAnswer(int status, const std::string& body,
                          const std::vector<std::string>& headers = {});

class ScriptedServer {
public:
    using Script = std::function<ScriptedAnswer(const SeenRequest&)>;

    /// `script` is called on the server's threads, one at a time.
    explicit ScriptedServer(Script script);
    ~ScriptedServer();
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;

    std::string url() const; ///< "http://127.0.0.1:PORT"
    std::vector<SeenRequest> seen() const;

private:
    class Listener;
    std::unique_ptr<Listener> listener_;
};

} // namespace menzhen::payment
