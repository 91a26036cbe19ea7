// SPDX-License-Identifier: Apache-2.0
// One client's socket, from accept to close. Internal to this room.
// Thread: io. It lives as long as an operation or the server's table holds it.
#pragma once

#include "app/registry/http/admission.h"
#include "app/registry/http/requestparser.h"
#include "app/registry/http/servercore.h"
#include "app/registry/http/slots.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace menzhen::registry {

class Connection final : public AnswerTaker, public std::enable_shared_from_this<Connection> {
public:
    Connection(tcp::socket socket, ServerCore& core, std::string address);

    void start();
    void turnAway(); ///< the server is full: 503 and close; over TLS without a word
    void sweep(SteadyTime now);
    void close();

    bool isIdle() const { return phase_ == Phase::Idle; }

    SteadyTime deadline() const { return deadline_; }

    const std::string& address() const { return address_; }

    void takeAnswer(std::uint64_t number, HttpResponse response) override;
    void takeStream(std::uint64_t number, std::shared_ptr<StreamSlot> stream) override;
    void streamChanged() override;

private:
    enum class Phase {
        Handshake, ///< TLS begins
        Idle,      ///< between requests
        Header,    ///< a request has begun
        Body,      ///< its headers are whole
        Handling,  ///< a handler owes the answer
        Writing,   ///< the answer is on its way
        Streaming, ///< an event stream, to its end
        Lingering, ///< our side is closed; reads on until the client has seen why
        Closed,
    };
    using Error = boost::system::error_code;

    void enter(Phase phase, int deadlineMs);
    void tuneSocket();

    void shakeHands();
    void greeted();
    template <class Buffers, class Handler> void writeSome(const Buffers& buffers, Handler handler);
    template <class Buffers, class Handler> void writeAll(const Buffers& buffers, Handler handler);

    void read();
    void onRead(Error error, std::size_t bytes);
    void process();
    bool decide(); ///< true: go on parsing
    void answerEarly(HttpResponse response);
    void sendContinue();
    void dispatch();
    void nextRequest();

    void respond(HttpResponse response, bool keepAlive);
    void write(const HttpResponse& response, bool keepAlive);
    void writeMore();
    void onWritten();
    void linger();

    void pumpStream();
    void writeStream(std::string text);
    void sweepStream(SteadyTime now);
    void finishStream();

    tcp::socket socket_;
    ServerCore& core_;
    std::unique_ptr<TlsStream> tls_; ///< over `socket_`; nullptr: the wire is plain
    const std::string address_;
    Peer peer_;
    Phase phase_ = Phase::Idle;
    SteadyTime deadline_;
    SteadyTime answerDeadline_; ///< of the whole answer; `deadline_` is that of its next piece
    bool reading_ = false;
    bool peerDone_ = false; ///< nothing more comes from the client

    std::vector<char> buffer_; ///< read and not yet parsed: the first `filled_` bytes
    std::size_t filled_ = 0;
    std::unique_ptr<RequestParser> parser_;
    Admission admission_;
    std::uint64_t number_ = 0; ///< of the request in work

    std::string head_;
    std::string body_;
    std::size_t sent_ = 0; ///< of head and body together
    bool keepAlive_ = true;

    std::shared_ptr<StreamSlot> stream_;
    bool streamWriting_ = false;
    bool streamFinishing_ = false;
    SteadyTime lastStreamWrite_;
    std::chrono::milliseconds heartbeat_{};
};

} // namespace menzhen::registry
